"""Labelled texts: read and checked from CSV, written back, and searched for near-duplicates."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator, model_validator

from pipeline.config import ConfigError
from pipeline.engine.csv_tables import csv_rows, write_csv
from pipeline.knowledge.chinese import HAN
from pipeline.records import LabelledText

COLUMNS = tuple(field.name for field in fields(LabelledText))
PROVENANCES = ("written", "official", "review")
LONGEST_TEXT = 3000
RE_SOURCE = re.compile(r"^[A-Za-z0-9][\w./-]*$")
RE_NOT_HAN = re.compile(f"[^{HAN}]+")


class LabelError(ValueError):
    """Rows that cannot be used; the message has a line per problem: file, line, column, value, next step."""


def _themes(info: ValidationInfo) -> Collection[str]:
    assert info.context is not None, "rows are checked against a scheme"
    return info.context["themes"]


class _Row(BaseModel):
    """One row as a person wrote it. The validation context carries the ids of the themes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    theme: str
    theme2: str
    section: str
    source: str
    provenance: str
    annotator: str
    date: str

    @field_validator("text")
    @classmethod
    def _text(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("is empty; write the task's text or delete the row")
        if value != value.strip():
            raise ValueError("begins or ends with white space; remove it")
        if len(value) > LONGEST_TEXT:
            raise ValueError(
                f"has {len(value)} characters; a task has at most {LONGEST_TEXT}, so split it into its items"
            )
        return value

    @field_validator("theme")
    @classmethod
    def _theme(cls, value: str, info: ValidationInfo) -> str:
        if value not in _themes(info):
            raise ValueError(f"is not a theme; use one of {', '.join(_themes(info))} (configs/themes.yaml)")
        return value

    @field_validator("theme2")
    @classmethod
    def _theme2(cls, value: str, info: ValidationInfo) -> str:
        if value and value not in _themes(info):
            raise ValueError(f"is not a theme; use one of {', '.join(_themes(info))}, or leave it empty")
        return value

    @field_validator("source")
    @classmethod
    def _source(cls, value: str) -> str:
        if not RE_SOURCE.match(value):
            raise ValueError("is not a source; give the notice's id (letters, digits, - _ . /), such as qingdao-2023")
        return value

    @field_validator("provenance")
    @classmethod
    def _provenance(cls, value: str) -> str:
        if value not in PROVENANCES:
            raise ValueError(f"is not a provenance; use one of {', '.join(PROVENANCES)}")
        return value

    @field_validator("annotator")
    @classmethod
    def _annotator(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("is empty; give the initials of whoever chose the theme")
        return value

    @field_validator("date")
    @classmethod
    def _date(cls, value: str) -> str:
        try:
            if date.fromisoformat(value).isoformat() == value:
                return value
        except ValueError:
            pass
        raise ValueError("is not a date; write it as 2023-01-30")

    @model_validator(mode="after")
    def _two_themes(self) -> _Row:
        if self.theme2 == self.theme:
            raise ValueError("theme2 repeats theme; leave theme2 empty or name the other theme")
        return self


def read_labels(text: str, *, themes: Collection[str], file: str = "data/labels/themes.csv") -> list[LabelledText]:
    """The labels in `text` (the content of `file`), in file order; LabelError lists all problems at once.

    The same text may stand there several times if different people labelled it (see `settled`).
    """
    try:
        (_, first), *rows = list(csv_rows(text.removeprefix("\ufeff"), file)) or [(1, [])]  # Excel writes the mark
    except ConfigError as error:
        raise LabelError(str(error)) from None
    header = tuple(first)
    if header != COLUMNS:
        raise LabelError(
            f"{file}, line 1: the columns are {', '.join(header) or 'missing'}; "
            f"they must be {', '.join(COLUMNS)}, in this order"
        )
    labels: list[LabelledText] = []
    problems: list[str] = []
    first_line: dict[tuple[str, str], int] = {}
    for line, cells in rows:
        found = list(_row_problems(cells, themes)) if cells else []
        if cells and not found:
            label = LabelledText(*cells)
            earlier = first_line.setdefault((label.text, label.annotator), line)
            if earlier != line:
                found.append(
                    f"column text: {_shown(label.text)} was already labelled by {label.annotator} in line {earlier}; "
                    "keep one of the two rows"
                )
            labels.append(label)
        problems += [f"{file}, line {line}, {problem}" for problem in found]
    if problems:
        raise LabelError("\n".join(problems))
    if not labels:
        raise LabelError(f"{file}: has no rows; the classifier needs labelled texts to learn from")
    return labels


def _row_problems(cells: Sequence[str], themes: Collection[str]) -> Iterator[str]:
    if len(cells) != len(COLUMNS):
        yield (
            f"has {len(cells)} cells; it must have {len(COLUMNS)} (a comma inside a text needs the text in "
            "quotation marks)"
        )
        return
    row = dict(zip(COLUMNS, cells, strict=True))
    try:
        _Row.model_validate(row, context={"themes": tuple(themes)})
    except ValidationError as error:
        for detail in error.errors():
            column = str(detail["loc"][0]) if detail["loc"] else "theme2"
            yield f"column {column}: {_shown(row[column])} {detail['msg'].removeprefix('Value error, ')}"


def _shown(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:39] + "…")


def write_labels(labels: Iterable[LabelledText]) -> str:
    """The content of a label file that reads back as `labels`."""
    return write_csv(COLUMNS, (astuple(label) for label in labels))


def settled(labels: Iterable[LabelledText]) -> list[LabelledText]:
    """One row per text: of several, the one with the latest date, and of those the last in the file.

    So a correction is a new row; what it corrects stays on record.
    """
    latest: dict[str, LabelledText] = {}
    for label in labels:
        if label.text not in latest or label.date >= latest[label.text].date:
            latest[label.text] = label
    return list(latest.values())


# -- near-duplicates ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two labels of different sources that say nearly the same.

    `containment`: the share of the shorter text's character n-grams that the other text has too, in (0, 1].
    """

    first: int  # index into the labels
    second: int
    containment: float


def near_duplicates(labels: Sequence[LabelledText], *, gram: int = 5, containment: float = 0.6) -> list[NearDuplicate]:
    """Pairs of labels of different sources whose Han character n-grams overlap by more than `containment`.

    A text that stands under two sources sits on both sides of a fold and makes the scores too good
    (Broder 1997 for containment). Texts shorter than one n-gram count as a single gram.
    """
    grams = [_grams(label.text, gram) for label in labels]
    holders: dict[str, list[int]] = defaultdict(list)
    for index, own in enumerate(grams):
        for one in own:
            holders[one].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for indices in holders.values():
        shared.update(
            (a, b)
            for position, a in enumerate(indices)
            for b in indices[position + 1 :]
            if labels[a].source != labels[b].source
        )
    pairs = (NearDuplicate(a, b, count / min(len(grams[a]), len(grams[b]))) for (a, b), count in shared.items())
    return sorted(
        (pair for pair in pairs if pair.containment > containment),
        key=lambda pair: (-pair.containment, pair.first, pair.second),
    )


def _grams(text: str, length: int) -> frozenset[str]:
    han = RE_NOT_HAN.sub("", text)
    return frozenset(han[start : start + length] for start in range(max(1, len(han) - length + 1))) - {""}


def label_counts(labels: Iterable[LabelledText], themes: Sequence[str]) -> dict[str, int]:
    """How many labels each theme has, in the scheme's order (0 where it has none)."""
    counted = Counter(label.theme for label in labels)
    return {theme: counted[theme] for theme in themes}
