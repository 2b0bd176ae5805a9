"""What a person should look at, in which order, and how the answers come back.

Two kinds of tasks teach most: those the model is least certain of (margin sampling: Scheffer et al.
2001; Settles 2009), and those whose content the model reads otherwise than their section declares.

Longer than 350 lines: one question, and its answer back from workbook and annotation tool.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.config import ConfigError
from pipeline.engine.workbooks import read_sheet, write_cell, write_header
from pipeline.knowledge.themes import Scheme
from pipeline.records import LabelledText, ThemeGuess
from pipeline.themes.agreement import Disagreement
from pipeline.themes.classify import UnitBody

UNSURE, SECTION = "unsure", "section says otherwise"
SHEET, THEME_SHEET, NOTE_SHEET = "review", "themes", "说明 read me"
WIDTHS = {
    "notice_id": 16,
    "unit_id": 22,
    "section": 26,
    "text": 80,
    "proposed": 20,
    "probability": 11,
    "declared": 20,
    "why": 22,
    "theme": 20,
    "theme2": 20,
}
COLUMNS = tuple(WIDTHS)
NEEDED = ("unit_id", "text", "theme", "theme2")
RE_SPACE = re.compile(r"\s+")
NOTES = (
    "请在“review”工作表中逐行阅读任务原文（text），在 theme 列的下拉菜单中选择正确的主题；如另有一个主题几乎同样合适，再填 theme2。",
    "不确定的行请留空，留空的行不会导入。不要改动其他列，也不要移动列；可以筛选、排序、隐藏。",
    "proposed 为模型的判断，probability 为其概率；declared 为所在章节标题所指的主题。请以任务内容为准，而不是以章节标题为准。",
    "",
    (
        "Read each task (text) on the sheet “review” and choose its theme in the drop-down of column theme; "
        "fill theme2 only if a second theme fits nearly as well."
    ),
    (
        "Leave a row empty if you do not know: empty rows are not imported. Do not change other columns; you "
        "may filter, sort and hide."
    ),
    (
        "proposed and probability are the model's guess, declared is what the section heading says. Judge by "
        "what the task is about, not by its section."
    ),
    (
        "why: “unsure” = the model hesitates; “section says otherwise” = content and section disagree. The "
        "rows that teach most stand first."
    ),
    "",
    "Then: policy-trends review import THIS-FILE --annotator YOUR-INITIALS",
    "",
)


class ReviewError(ConfigError):
    """A reviewed file cannot be taken over; the message has a line per problem: file, row, column, value, next step."""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One task to look at. `section` is the nearest heading, `margin` the best probability minus the second."""

    notice_id: str
    unit_id: str
    section: str
    text: str
    proposed: str
    probability: float
    margin: float
    declared: str
    why: str


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """One row as it came back. `place` says where it stands, e.g. "row 5", `person` who answered, where a file
    says so."""

    place: str
    unit_id: str
    text: str
    theme: str
    theme2: str
    person: str = ""


# -- what to look at, in which order ---------------------------------------------------------------


def review_items(
    bodies: Iterable[UnitBody], guesses: Iterable[ThemeGuess], *, leave_out: Collection[str] = ()
) -> list[ReviewItem]:
    """One item per text, in review order. `leave_out`: texts that need no review, e.g. labelled ones."""
    guess_of = {guess.unit_id: guess for guess in guesses}
    items: dict[str, ReviewItem] = {}
    for body in bodies:
        if body.text and body.text not in leave_out and body.unit_id in guess_of:
            items.setdefault(body.text, _item(body, guess_of[body.unit_id]))
    return in_review_order(items.values())


def _item(body: UnitBody, guess: ThemeGuess) -> ReviewItem:
    best, second = sorted((*guess.scores, 0.0), reverse=True)[:2] if guess.scores else (0.0, 0.0)
    reasons = [UNSURE] * guess.unsure + [SECTION] * bool(guess.declared_theme and guess.declared_theme != guess.theme)
    return ReviewItem(
        body.notice_id,
        body.unit_id,
        body.headings[-1] if body.headings else "",
        body.text,
        guess.theme,
        best,
        best - second,
        guess.declared_theme,
        ", ".join(reasons),
    )


def in_review_order(items: Iterable[ReviewItem]) -> list[ReviewItem]:
    """Least certain and most telling in turn, so that the first N hold both; then the rest, least certain first.

    Most telling: the section says otherwise, and the model is most certain that it is wrong.
    """
    by_margin = sorted(items, key=lambda item: (item.margin, item.unit_id))
    telling = sorted((item for item in by_margin if SECTION in item.why), key=lambda item: (-item.margin, item.unit_id))
    ordered: dict[str, ReviewItem] = {}
    for position, item in enumerate(by_margin):
        ordered.setdefault(item.unit_id, item)
        if position < len(telling):
            ordered.setdefault(telling[position].unit_id, telling[position])
    return list(ordered.values())


# -- a workbook, and back --------------------------------------------------------------------------


def shown_theme(theme: str, scheme: Scheme) -> str:
    """How a theme stands in a drop-down: id and Chinese name; "" for none."""
    return next((f"{one.id} {one.zh}" for one in scheme.themes if one.id == theme), theme)


def theme_named(value: str, scheme: Scheme) -> str | None:
    """The id of the theme a person wrote: id, Chinese or English name, or both as in the drop-down."""
    wanted = " ".join(value.split()).casefold()
    return next(
        (
            one.id
            for one in scheme.themes
            if wanted in {name.casefold() for name in (one.id, one.zh, one.en, f"{one.id} {one.zh}")}
        ),
        None,
    )


def to_workbook(items: Sequence[ReviewItem], scheme: Scheme) -> bytes:
    """An xlsx file: a sheet that explains, the tasks with drop-downs, and the themes. No cell is a formula."""
    book = Workbook()
    notes = book[book.sheetnames[0]]
    notes.title = NOTE_SHEET
    notes.column_dimensions["A"].width = 120
    definitions = [f"{one.id} {one.zh} ({one.en}): {' '.join(one.definition.split())}" for one in scheme.themes]
    for row, line in enumerate((*NOTES, *definitions), start=1):
        write_cell(notes.cell(row, 1), line)
    _fill_sheet(book.create_sheet(SHEET), items, scheme)
    themes = book.create_sheet(THEME_SHEET)
    for row, theme in enumerate(scheme.ids, start=1):
        write_cell(themes.cell(row, 1), shown_theme(theme, scheme))
    themes.column_dimensions["A"].width = 30
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill_sheet(sheet: Worksheet, items: Sequence[ReviewItem], scheme: Scheme) -> None:
    write_header(sheet, WIDTHS)
    for row, item in enumerate(items, start=2):
        cells: tuple[str | float, ...] = (
            item.notice_id,
            item.unit_id,
            item.section,
            item.text,
            shown_theme(item.proposed, scheme),
            round(item.probability, 4),
            shown_theme(item.declared, scheme),
            item.why,
            "",
            "",
        )
        for column, value in enumerate(cells, start=1):
            write_cell(sheet.cell(row, column), value)
        sheet.cell(row, COLUMNS.index("probability") + 1).number_format = "0%"
    sheet.freeze_panes = "A2"
    last = len(items) + 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    choice = DataValidation(
        type="list", formula1=f"={THEME_SHEET}!$A$1:$A${len(scheme.ids)}", allow_blank=True, showErrorMessage=True
    )
    choice.errorTitle, choice.error = "theme", "请从下拉菜单中选择 / choose from the list"
    sheet.add_data_validation(choice)
    if items:
        first, second = (get_column_letter(COLUMNS.index(name) + 1) for name in ("theme", "theme2"))
        choice.add(f"{first}2:{second}{last}")


def rows_of_workbook(data: bytes, *, file: str) -> list[ReviewedRow]:
    """The rows of the sheet "review" that hold anything, as they stand."""
    try:
        return [ReviewedRow(f"row {number}", **cells) for number, cells in read_sheet(data, SHEET, NEEDED, file=file)]
    except ConfigError as error:
        raise ReviewError(str(error)) from None


# -- Label Studio, and back ------------------------------------------------------------------------


def to_label_studio(items: Sequence[ReviewItem], scheme: Scheme, *, model_version: str) -> list[dict[str, Any]]:
    """Tasks with the model's guess as prediction (Label Studio's JSON import format)."""
    return [
        {
            "data": {
                "notice_id": item.notice_id,
                "unit_id": item.unit_id,
                "section": item.section,
                "text": item.text,
                "declared": shown_theme(item.declared, scheme),
                "why": item.why,
            },
            "predictions": [
                {
                    "model_version": model_version,
                    "score": round(item.probability, 4),
                    "result": [_choice("theme", shown_theme(item.proposed, scheme))],
                }
            ],
        }
        for item in items
    ]


def _choice(name: str, value: str) -> dict[str, Any]:
    return {"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": [value]}}


def label_studio_interface(scheme: Scheme) -> str:
    """The labelling interface to paste into the Label Studio project (Settings, Labeling Interface, Code)."""
    choices = "\n".join(f"    <Choice value={quoteattr(shown_theme(theme, scheme))}/>" for theme in scheme.ids)
    blocks = [
        (
            f'  <Header value="{name}{mark}"/>\n  <Choices name="{name}" toName="text" choice="single" '
            f'required="{needed}">\n{choices}\n  </Choices>'
        )
        for name, mark, needed in (("theme", "", "true"), ("theme2", " (only if nearly as fitting)", "false"))
    ]
    return (
        "\n".join(["<View>", '  <Header value="$section"/>', '  <Text name="text" value="$text"/>', *blocks, "</View>"])
        + "\n"
    )


def rows_of_label_studio(text: str, *, file: str) -> list[ReviewedRow]:
    """The answers of a Label Studio export (JSON), a row a task and person; a task without one is an empty row."""
    try:
        tasks = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ReviewError(
            f"{file}: is not JSON ({error}). Export from Label Studio as JSON and import that file."
        ) from None
    if not isinstance(tasks, list):
        raise ReviewError(f"{file}: holds no list of tasks. Export from Label Studio as JSON (not JSON-MIN or CSV).")
    rows, problems = [], []
    for number, task in enumerate(tasks, start=1):
        try:
            rows += _task_rows(f"task {number}", task)
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
            problems.append(
                f"{file}, task {number}: "
                f"{error if type(error) is ValueError else f'is not built as Label Studio exports it ({error!r})'}"
                ". Export it again as JSON."
            )
    if problems:
        raise ReviewError("\n".join(problems))
    return rows


def _task_rows(place: str, task: Mapping[str, Any]) -> list[ReviewedRow]:
    answers = [one for one in task.get("annotations", ()) if not one.get("was_cancelled")]
    persons = [_person(one) for one in answers]
    if twice := [name for name in persons if persons.count(name) > 1]:
        raise ValueError(f"has {persons.count(twice[0])} annotations by {twice[0] or 'one person'}; keep one of them")
    unit_id, text = str(task["data"]["unit_id"]), str(task["data"]["text"])
    rows = [ReviewedRow(place, unit_id, text, *_chosen(one), name) for one, name in zip(answers, persons, strict=True)]
    return rows or [ReviewedRow(place, unit_id, text, "", "")]


def _chosen(answer: Mapping[str, Any]) -> tuple[str, str]:
    chosen = {"theme": "", "theme2": ""}
    for result in answer["result"]:
        if result.get("type") == "choices" and result["from_name"] in chosen:
            chosen[result["from_name"]] = str(result["value"]["choices"][0])
    return chosen["theme"], chosen["theme2"]


def _person(answer: Mapping[str, Any]) -> str:
    """Whoever annotated, as Label Studio tells it: an e-mail address, else a number; "" where it does not."""
    by = answer.get("completed_by")
    return str(by.get("email") or by.get("id") or "") if isinstance(by, Mapping) else str(by or "")


def by_annotator(rows: Sequence[ReviewedRow], annotator: str, *, file: str) -> dict[str, list[ReviewedRow]]:
    """The rows by the name their labels get: one name for all, or PERSON=NAME,PERSON=NAME where several answered."""
    persons = list(dict.fromkeys(row.person for row in rows if row.theme or row.theme2))
    if "=" not in annotator and len(persons) < 2:
        return {annotator: list(rows)}
    names = dict(part.partition("=")[::2] for part in annotator.split(",")) if "=" in annotator else {}
    names = {person.strip(): name.strip() for person, name in names.items()}
    if missing := [person for person in persons if not names.get(person, "")[:1].isalnum()]:
        example = ",".join(f"{person}={'ABCDEFGHIJ'[n % 10] * 2}" for n, person in enumerate(persons))
        raise ReviewError(
            f"{file}: {len(persons)} persons answered, and {', '.join(missing) or 'one'} has no name; "
            f"name each: --annotator {example}"
        )
    return {names[person]: [row for row in rows if names.get(row.person) == names[person]] for person in persons}


# -- answers to labels -----------------------------------------------------------------------------


def labels_of(
    rows: Sequence[ReviewedRow], bodies: Iterable[UnitBody], scheme: Scheme, *, annotator: str, day: str, file: str
) -> list[LabelledText]:
    """A label per answered row, with the text as the corpus has it. All problems are refused together.

    Rows without a theme are passed over. Two rows on one text must say the same.
    """
    body_of_unit = {body.unit_id: body for body in bodies}
    labels: dict[str, tuple[str, LabelledText]] = {}
    problems: list[str] = []
    for row in rows:
        if not (row.theme or row.theme2):
            continue
        found = list(_row_problems(row, body_of_unit, scheme))
        if not found:
            label = _label(row, body_of_unit[row.unit_id], scheme, annotator, day)
            place, earlier = labels.setdefault(label.text, (row.place, label))
            if (earlier.theme, earlier.theme2) != (label.theme, label.theme2):
                found.append(
                    f"column theme: {row.theme!r} contradicts {place}, which has the same text; give both "
                    "rows one theme"
                )
        problems += [f"{file}, {row.place}, {problem}" for problem in found]
    if problems:
        raise ReviewError("\n".join([*problems, "Nothing was imported. Mend these and import the file again."]))
    if not labels:
        raise ReviewError(
            f"{file}: column theme is empty in all {len(rows)} rows; choose themes there, save, and import again."
        )
    return [label for _, label in labels.values()]


def _row_problems(row: ReviewedRow, bodies: Mapping[str, UnitBody], scheme: Scheme) -> Iterator[str]:
    names = "、".join(shown_theme(theme, scheme) for theme in scheme.ids)
    body = bodies.get(row.unit_id)
    if body is None:
        yield (
            f"column unit_id: {row.unit_id!r} is no task of the corpus; restore the cell, or export again if "
            "the notice was read anew"
        )
    elif _bare(row.text) != _bare(body.text):
        yield (
            f"column text: {_shown(row.text)} is not the text of {row.unit_id}; restore the cell, or export "
            "again if the notice was read anew"
        )
    if not row.theme:
        yield f"column theme: is empty though theme2 is {row.theme2!r}; choose the theme, or empty theme2"
    elif theme_named(row.theme, scheme) is None:
        yield f"column theme: {_shown(row.theme)} is not a theme; choose one of {names}"
    if row.theme2 and theme_named(row.theme2, scheme) is None:
        yield f"column theme2: {_shown(row.theme2)} is not a theme; choose one of {names}, or leave it empty"
    elif row.theme2 and row.theme and theme_named(row.theme2, scheme) == theme_named(row.theme, scheme):
        yield f"column theme2: {_shown(row.theme2)} repeats theme; leave it empty or choose another"


def _bare(text: str) -> str:
    return RE_SPACE.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))


def _shown(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:39] + "…")


def _label(row: ReviewedRow, body: UnitBody, scheme: Scheme, annotator: str, day: str) -> LabelledText:
    section = body.headings[-1] if body.headings else ""
    return LabelledText(
        body.text,
        theme_named(row.theme, scheme) or "",
        (theme_named(row.theme2, scheme) or "") if row.theme2 else "",
        section,
        body.notice_id,
        "review",
        annotator,
        day,
    )


@dataclass(frozen=True, slots=True)
class Merge:
    """The labels after an import: what is new, what its own annotator changed, what somebody else had labelled."""

    labels: tuple[LabelledText, ...]
    added: tuple[LabelledText, ...]
    changed: tuple[LabelledText, ...]
    second_opinions: tuple[LabelledText, ...]


def merge_labels(known: Sequence[LabelledText], new: Sequence[LabelledText]) -> Merge:
    """Add `new` to `known` without doubling a text.

    A person's own earlier label is corrected in its row; a text that somebody else labelled is a
    second opinion and is not added: agreement is measured on it, and differences are settled first.
    """
    own = {(label.text, label.annotator): row for row, label in enumerate(known)}
    texts = {label.text for label in known}
    labels = list(known)
    added, changed, second = [], [], []
    for label in new:
        row = own.get((label.text, label.annotator))
        if row is not None:
            if (labels[row].theme, labels[row].theme2) != (label.theme, label.theme2):
                labels[row] = replace(
                    labels[row], theme=label.theme, theme2=label.theme2, date=max(label.date, labels[row].date)
                )
                changed.append(labels[row])
        elif label.text in texts:
            second.append(label)
        else:
            labels.append(label)
            added.append(label)
    return Merge(tuple(labels), tuple(added), tuple(changed), tuple(second))


def settle(
    rows: Sequence[tuple[int, Disagreement]],
    known: Sequence[LabelledText],
    scheme: Scheme,
    *,
    annotator: str,
    day: str,
    file: str,
) -> list[LabelledText]:
    """A later label per settled row of the list of disagreements; it outweighs what stood there before.

    The annotator of a settled label is a name of its own (such as AB+CD), so both opinions stay on record.
    """
    by_text: dict[str, list[LabelledText]] = {}
    for label in known:
        by_text.setdefault(label.text, []).append(label)
    labels: dict[str, LabelledText] = {}
    problems: list[str] = []
    for line, row in rows:
        if not row.settled:
            continue
        theme, before = theme_named(row.settled, scheme), by_text.get(row.text)
        if theme is None:
            problems.append(
                f"{file}, line {line}, column settled: {_shown(row.settled)} is not a theme; write one of "
                f"{', '.join(scheme.ids)}"
            )
        elif before is None:
            problems.append(
                f"{file}, line {line}, column text: {_shown(row.text)} is not among the labels; restore the cell"
            )
        elif any(label.annotator == annotator for label in before):
            problems.append(
                f"{file}, line {line}: {annotator} has labelled {_shown(row.text)} already; settle under a "
                f"name of its own, such as --annotator {row.first_annotator}+{row.second_annotator}"
            )
        elif row.text in labels and labels[row.text].theme != theme:
            problems.append(
                f"{file}, line {line}, column settled: {_shown(row.settled)} contradicts another row with "
                "the same text; give both one theme"
            )
        else:
            labels[row.text] = replace(
                before[-1],
                theme=theme,
                theme2="",
                provenance="review",
                annotator=annotator,
                date=max([day, *(label.date for label in before)]),
            )
    if problems:
        raise ReviewError("\n".join([*problems, "Nothing was imported. Mend these and import the file again."]))
    if not labels:
        raise ReviewError(
            f"{file}: column settled is empty in all {len(rows)} rows; write the theme you agreed on, "
            "save, and import again."
        )
    return list(labels.values())
