"""Export, fill in, import: order, round trips, what is refused, and that a refusal writes nothing."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from openpyxl import load_workbook
from typer.testing import CliRunner

from pipeline.cli import terminal
from pipeline.cli.model_commands import mount
from pipeline.cli.review_commands import DISAGREEMENTS, export_review, import_review, review_app
from pipeline.config import ConfigError
from pipeline.engine.files import write_text
from pipeline.engine.storage import write_table
from pipeline.knowledge.themes import Scheme
from pipeline.records import LabelledText, Notice, ThemeGuess, Unit
from pipeline.themes.classify import UnitBody
from pipeline.themes.labels import read_labels, write_labels
from pipeline.themes.review import (
    COLUMNS,
    SECTION,
    SHEET,
    ReviewItem,
    in_review_order,
    label_studio_interface,
    review_items,
    theme_named,
    to_label_studio,
    to_workbook,
)
from tests.projects import make_project

from .conftest import words_of

TEXTS = (
    "建设海洋实验室，攻关关键技术。",
    '=HYPERLINK("http://x")',
    "发放消费券，办好购物节。",
    "-整治入河排污口，修复湿地。",
    "新建小学和幼儿园。",
)
DAY = "2023-02-01"


def item(unit: str, margin: float, why: str = "") -> ReviewItem:
    return ReviewItem("town-2021", unit, "", unit, "other", 0.5, margin, "", why)


def bodies_and_guesses(scheme: Scheme) -> tuple[list[UnitBody], list[ThemeGuess]]:
    bodies = [
        UnitBody("town-2021", f"town-2021/{number}", text, tuple(words_of(text)), ("创新驱动",))
        for number, text in enumerate(TEXTS)
    ]
    guesses = [
        ThemeGuess(
            "town-2021",
            body.unit_id,
            "innovation",
            number == 2,
            "innovation",
            scheme.ids,
            (0.5 + number / 20, 0.5 - number / 20, 0.0, 0.0, 0.0),
        )
        for number, body in enumerate(bodies)
    ]
    return bodies, guesses


@pytest.fixture
def project(tmp_path: Path, scheme: Scheme) -> Path:
    root = make_project(tmp_path / "project", {"town-2021": ("2021.txt", b"x")})
    units, at = [], 0
    for body in bodies_and_guesses(scheme)[0]:
        units.append(
            Unit(
                body.notice_id,
                body.unit_id,
                len(units),
                (),
                body.headings,
                "task",
                "",
                body.text,
                at,
                at + len(body.text),
                (),
                body.words,
            )
        )
        at += len(body.text)
    text = "".join(TEXTS)
    notices = [
        Notice(name, "town", 2021, "", "", "", None, None, None, None, "hans", kind, text, 0, len(text))
        for name, kind in (("town-2021", "official"), ("gold-2021", "written"))
    ]
    for name, records in (
        ("notices", notices),
        ("units", units),
        ("themes", bodies_and_guesses(scheme)[1]),
        ("clauses", []),
    ):
        write_table(root, name, records)
    write_text(
        root / "data/labels/themes.csv",
        write_labels(
            [LabelledText("推进燃煤锅炉替代。", "low_carbon", "", "", "old-2020", "written", "AB", "2023-01-30")]
        ),
    )
    return root


def fill(path: Path, themes: dict[str, str], *, column: str = "theme") -> None:
    """Write themes into the workbook as a person does, by unit."""
    book = load_workbook(path)
    sheet = book[SHEET]
    for row in sheet.iter_rows(min_row=2):
        unit = row[COLUMNS.index("unit_id")].value
        if unit in themes:
            row[COLUMNS.index(column)].value = themes[unit]
    book.save(path)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by path; a lock is no content."""
    return {
        path.as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file() and "locks" not in path.parts
    }


def labels_in(root: Path, scheme: Scheme) -> list[LabelledText]:
    return read_labels((root / "data/labels/themes.csv").read_text(encoding="utf-8"), themes=scheme.ids)


# -- order ----------------------------------------------------------------------------------------


def test_least_certain_and_most_telling_take_turns() -> None:
    items = [
        item("sure", 0.9),
        item("told", 0.8, SECTION),
        item("torn", 0.01),
        item("half", 0.2),
        item("mild", 0.3, SECTION),
    ]
    assert [one.unit_id for one in in_review_order(items)] == ["torn", "told", "half", "mild", "sure"]


def test_a_text_stands_once_and_labelled_ones_are_left_out(scheme: Scheme) -> None:
    bodies, guesses = bodies_and_guesses(scheme)
    twin = UnitBody("town-2022", "town-2022/0", TEXTS[0], (), ())
    items = review_items([*bodies, twin], guesses, leave_out={TEXTS[4]})
    assert sorted(one.text for one in items) == sorted(TEXTS[:4])
    assert next(one for one in items if one.text == TEXTS[2]).why == "unsure"


# -- workbook -------------------------------------------------------------------------------------


def test_workbook_has_a_drop_down_a_frozen_header_and_no_formula(scheme: Scheme) -> None:
    book = load_workbook(io.BytesIO(to_workbook(review_items(*bodies_and_guesses(scheme)), scheme)))
    sheet = book[SHEET]
    assert book.sheetnames[0] != SHEET and sheet.freeze_panes == "A2"
    (choice,) = sheet.data_validations.dataValidation
    assert choice.type == "list" and str(choice.sqref) == "I2:J6"
    assert [cell.value for cell in book["themes"]["A"]] == [f"{one.id} {one.zh}" for one in scheme.themes]
    cells = {cell.value: cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None}
    assert all(cell.data_type != "f" for row in book.worksheets for line in row.iter_rows() for cell in line)
    assert cells[TEXTS[1]].quotePrefix and cells[TEXTS[3]].quotePrefix and not cells[TEXTS[0]].quotePrefix


def test_a_theme_goes_by_any_of_its_names(scheme: Scheme) -> None:
    one = scheme.themes[0]
    assert {theme_named(name, scheme) for name in (one.id, one.zh, one.en.upper(), f"{one.id}  {one.zh}")} == {one.id}
    assert theme_named("", scheme) is None and theme_named("=1", scheme) is None


def test_export_fill_import(project: Path, scheme: Scheme, tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    export_review(project, "town-2021", path)
    fill(path, {"town-2021/0": "innovation 创新", "town-2021/1": "other", "town-2021/3": "low_carbon"})
    fill(path, {"town-2021/0": "demand"}, column="theme2")
    import_review(project, path, annotator="CD", day=DAY)
    added = {label.text: label for label in labels_in(project, scheme)[1:]}
    assert set(added) == {TEXTS[0], TEXTS[1], TEXTS[3]}, "empty rows are passed over"
    assert added[TEXTS[0]] == LabelledText(
        TEXTS[0], "innovation", "demand", "创新驱动", "town-2021", "review", "CD", DAY
    )
    import_review(project, path, annotator="CD", day=DAY)
    assert len(labels_in(project, scheme)) == 4, "a second import adds nothing"
    fill(path, {"town-2021/1": "industry"})
    import_review(project, path, annotator="CD", day="2023-02-02")
    corrected = next(label for label in labels_in(project, scheme) if label.text == TEXTS[1])
    assert (corrected.theme, corrected.date) == ("industry", "2023-02-02") and len(labels_in(project, scheme)) == 4


def test_a_second_annotator_gives_kappa_and_a_list_to_settle(
    project: Path, scheme: Scheme, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "review.xlsx"
    export_review(project, "all", path)
    fill(path, {"town-2021/0": "innovation", "town-2021/2": "demand"})
    import_review(project, path, annotator="CD", day=DAY)
    fill(path, {"town-2021/2": "other"})
    import_review(project, path, annotator="EF", day=DAY)
    assert len(labels_in(project, scheme)) == 3, "nothing is doubled"
    # observed 1/2, by chance 1/2·1/2 (only innovation is used by both) = 1/4; kappa (1/2 - 1/4) / (3/4)
    assert "CD and EF: 2 common texts, 50% alike, Cohen's kappa 0.33" in capsys.readouterr().out
    listed = project / DISAGREEMENTS
    write_text(listed, listed.read_text(encoding="utf-8").replace(",no,\n", ",no,other\n"))
    import_review(project, listed, annotator="CD+EF", day=DAY)
    assert labels_in(project, scheme)[-1].theme == "other" and labels_in(project, scheme)[-1].annotator == "CD+EF"
    assert listed.read_text(encoding="utf-8").count("\n") == 1, "the list is empty again"


# -- refusals -------------------------------------------------------------------------------------


def test_all_wrong_rows_are_told_together_and_nothing_is_written(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    export_review(project, "town-2021", path)
    fill(path, {"town-2021/0": "海洋", "town-2021/1": "other", "town-2021/2": "demand"})
    fill(path, {"town-2021/1": "other", "town-2021/3": "demand"}, column="theme2")
    fill(path, {"town-2021/2": "another text"}, column="text")
    fill(path, {"town-2021/4": "other"})
    fill(path, {"town-2021/4": "town-9999/4"}, column="unit_id")
    before = contents(project)
    with pytest.raises(ConfigError) as refused:
        import_review(project, path, annotator="CD", day=DAY)
    message = str(refused.value)
    assert message.count("review.xlsx, row ") == 5
    for said in (
        "column theme: '海洋' is not a theme",
        "column theme2: 'other' repeats",
        "column theme: is empty",
        "column text: 'another text'",
        "column unit_id: 'town-9999/4'",
        "Nothing was imported",
    ):
        assert said in message
    assert contents(project) == before


BROKEN: list[tuple[str, Callable[[Path], None], str]] = [
    ("review.xlsx", lambda path: path.write_bytes(b"no workbook"), "cannot be read as an Excel workbook"),
    ("review.xlsx", lambda path: None, "cannot be read"),
    ("review.ods", lambda path: path.write_bytes(b""), "neither .xlsx"),
    ("review.json", lambda path: path.write_text("{", encoding="utf-8"), "not JSON"),
    ("review.json", lambda path: path.write_text('[{"data": {}}]', encoding="utf-8"), "task 1"),
    ("review.csv", lambda path: path.write_text("a,b\n", encoding="utf-8"), "line 1"),
]


@pytest.mark.parametrize(("name", "make", "said"), BROKEN, ids=[case[2] for case in BROKEN])
def test_a_file_that_is_none_is_refused(
    name: str, make: Callable[[Path], None], said: str, project: Path, tmp_path: Path
) -> None:
    make(tmp_path / name)
    before = contents(project)
    with pytest.raises(ConfigError, match=said):
        import_review(project, tmp_path / name, annotator="CD", day=DAY)
    assert contents(project) == before


def test_an_unfilled_workbook_is_refused(project: Path, tmp_path: Path) -> None:
    export_review(project, "town-2021", tmp_path / "review.xlsx")
    with pytest.raises(ConfigError, match="empty in all 5 rows"):
        import_review(project, tmp_path / "review.xlsx", annotator="CD", day=DAY)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [("nowhere-2021", "is not in the corpus"), ("gold-2021", "must not be learnt from"), (" , ", "is empty")],
)
def test_a_wrong_choice_of_notices_writes_nothing(wanted: str, said: str, project: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=said):
        export_review(project, wanted, tmp_path / "review.xlsx")
    assert not (tmp_path / "review.xlsx").exists()


def test_a_workbook_that_is_there_is_not_overwritten(project: Path, tmp_path: Path) -> None:
    (tmp_path / "review.xlsx").write_bytes(b"answers")
    with pytest.raises(ConfigError, match="there already"):
        export_review(project, "town-2021", tmp_path / "review.xlsx")
    assert (tmp_path / "review.xlsx").read_bytes() == b"answers"


@pytest.mark.parametrize("annotator", ["", " ", "=1+1"])
def test_an_annotator_has_a_name(annotator: str, project: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--annotator"):
        import_review(project, tmp_path / "review.xlsx", annotator=annotator, day=DAY)


# -- Label Studio ---------------------------------------------------------------------------------


def test_label_studio_there_and_back(project: Path, scheme: Scheme, tmp_path: Path) -> None:
    path = tmp_path / "tasks.json"
    export_review(project, "town-2021", path, form="label-studio", most=2)
    tasks = json.loads(path.read_text(encoding="utf-8"))
    assert len(tasks) == 2 and path.with_suffix(".xml").exists()
    guess = tasks[0]["predictions"][0]["result"]
    tasks[0]["annotations"] = [{"result": guess, "was_cancelled": False}, {"result": [], "was_cancelled": True}]
    path.write_text(json.dumps(tasks), encoding="utf-8")
    import_review(project, path, annotator="CD", day=DAY)
    assert [(label.text, label.theme) for label in labels_in(project, scheme)[1:]] == [
        (tasks[0]["data"]["text"], "innovation")
    ]


def annotated_by(project: Path, path: Path, answers: list[list[tuple[object, str]]]) -> Path:
    """A Label Studio export in which persons chose themes: for each task (who, theme)."""
    export_review(project, "town-2021", path, form="label-studio", most=len(answers))
    tasks = json.loads(path.read_text(encoding="utf-8"))
    for task, given in zip(tasks, answers, strict=True):
        task["annotations"] = [
            {
                "completed_by": who,
                "result": [{"from_name": "theme", "to_name": "text", "type": "choices", "value": {"choices": [theme]}}],
            }
            for who, theme in given
        ]
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return path


def test_several_persons_in_one_export(
    project: Path, scheme: Scheme, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, bob = {"email": "ann@example.org"}, 7  # Label Studio tells one or the other
    answers = [[(ann, "innovation"), (bob, "innovation")], [(bob, "demand"), (ann, "other")]]
    path = annotated_by(project, tmp_path / "tasks.json", answers)
    with pytest.raises(ConfigError, match=r"2 persons answered.*--annotator ann@example.org=AA,7=BB"):
        import_review(project, path, annotator="CD", day=DAY)
    import_review(project, path, annotator="ann@example.org=AB, 7=CD", day=DAY)
    said = capsys.readouterr().out
    assert "AB and CD: 2 common texts, 50% alike" in said and "--annotator AB+CD" in said
    assert [(label.theme, label.annotator) for label in labels_in(project, scheme)[1:]] == [
        ("innovation", "AB"),
        ("other", "AB"),
    ]


def test_one_person_twice_on_a_task_is_refused(project: Path, tmp_path: Path) -> None:
    path = annotated_by(project, tmp_path / "tasks.json", [[(7, "innovation"), (7, "other")]])
    with pytest.raises(ConfigError, match="task 1: has 2 annotations by 7"):
        import_review(project, path, annotator="CD", day=DAY)


def test_the_interface_offers_what_the_tasks_propose(scheme: Scheme) -> None:
    (task, *_) = to_label_studio(review_items(*bodies_and_guesses(scheme)), scheme, model_version="x")
    assert f'value="{task["predictions"][0]["result"][0]["value"]["choices"][0]}"' in label_studio_interface(scheme)


# -- the commands as mounted ----------------------------------------------------------------------


def test_mounted_commands_run_as_a_user_types_them(
    project: Path, scheme: Scheme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = typer.Typer()
    app.add_typer(review_app, name="review")
    mount(app, lambda root: words_of)
    runner = CliRunner()
    monkeypatch.chdir(project)
    shown = runner.invoke(app, ["--help"]).output
    assert all(name in shown for name in ("review", "retrain", "models"))
    assert "--force" in runner.invoke(app, ["retrain", "--help"], env={"COLUMNS": "200"}).output
    assert "nothing promoted yet" in models_output(runner, app)
    path = tmp_path / "review.xlsx"
    done = runner.invoke(app, ["review", "export", "--notices", "all", "-o", str(path), "--most", "3"])
    assert done.exit_code == 0 and path.exists(), done.output
    fill(path, {f"town-2021/{number}": "other" for number in range(5)})
    done = runner.invoke(app, ["review", "import", str(path), "--annotator", "CD"])
    assert done.exit_code == 0 and len(labels_in(project, scheme)) == 4, done.output


def models_output(runner: CliRunner, app: typer.Typer) -> str:
    """What `models` prints, read from the module's own screen."""
    with terminal.screen.capture() as captured:
        runner.invoke(app, ["models"])
    return captured.get()
