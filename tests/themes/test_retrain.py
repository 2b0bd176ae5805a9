"""Challenger against champion: the frozen set, McNemar by hand, the decision, consequences, and the register."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.cli.model_commands import retrain, tell_drift
from pipeline.compare.stage import DIAGNOSTIC_TABLES
from pipeline.config import ConfigError, load_params
from pipeline.engine.files import write_text
from pipeline.engine.storage import write_table
from pipeline.knowledge.themes import Scheme
from pipeline.records import LabelledText, Notice, ThemeGuess, Unit
from pipeline.service.theme_model import HISTORY, KEPT_LABELS, bodies_of, use_model
from pipeline.themes.labels import settled, write_labels
from pipeline.themes.model import from_bytes
from pipeline.themes.parameters import TrainingParams
from pipeline.themes.retrain import (
    RetrainError,
    compared,
    consequences,
    decide,
    frozen_set,
    held_out,
    history_text,
    labels_behind,
    labels_sha256,
    mcnemar_exact,
    predictions,
    promotion,
    read_history,
)
from pipeline.themes.stage import run_train
from tests.projects import make_project

from .conftest import words_of

DAY = "2023-02-01"
WRONG = {
    "innovation": "demand",
    "demand": "innovation",
    "industry": "low_carbon",
    "low_carbon": "industry",
    "other": "demand",
}


def label(text: str, theme: str, theme2: str = "", source: str = "town-2021") -> LabelledText:
    return LabelledText(text, theme, theme2, "", source, "written", "AB", "2023-01-30")


@pytest.fixture(scope="module")
def few(labels: list[LabelledText]) -> list[LabelledText]:
    return settled(labels)[::6]  # one row per text: some texts were labelled twice


# -- the frozen set -------------------------------------------------------------------------------


def test_the_frozen_set_is_a_fifth_of_the_sources_and_never_changes(labels: list[LabelledText]) -> None:
    sources = {one.source for one in labels}
    frozen = {one.source for one in frozen_set(labels)}
    assert 0.1 < len(frozen) / len(sources) < 0.3
    assert {one.source for one in frozen_set(labels[::2])} <= frozen
    assert sum(held_out(f"town-{number}") for number in range(1000)) == pytest.approx(200, abs=45)
    assert [held_out(name) for name in ("a", "b", "c", "d", "e")] == [held_out(name) for name in "abcde"]


def test_neither_model_learns_from_the_frozen_set(few: list[LabelledText], scheme: Scheme) -> None:
    frozen = frozen_set(few)
    spoilt = [replace(one, theme=WRONG[one.theme], theme2="") if held_out(one.source) else one for one in few]
    said = [predictions(given, frozen, words_of, TrainingParams(), scheme.ids) for given in (few, spoilt)]
    assert said[0] == said[1]


def test_the_labels_behind_a_model_are_found_among_todays(few: list[LabelledText]) -> None:
    sha256 = labels_sha256(few[:20])
    assert labels_behind(sha256, 20, [few]) == few[:20]
    assert labels_behind(sha256, 20, [few[5:]]) is None
    assert labels_behind(sha256, 20, [few[5:], few[:20]]) == few[:20]


# -- the comparison -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("only_first", "only_second", "p_value"),
    [
        (0, 0, 1.0),
        (1, 1, 1.0),
        (5, 0, 2 / 2**5),
        (1, 8, 2 * (1 + 9) / 2**9),
        (8, 1, 2 * (1 + 9) / 2**9),
        (2, 10, 2 * (1 + 12 + 66) / 2**12),
    ],
)
def test_mcnemar_by_hand(only_first: int, only_second: int, p_value: float) -> None:
    assert mcnemar_exact(only_first, only_second) == pytest.approx(p_value)


def test_scores_by_hand() -> None:
    frozen = [label("一", "demand"), label("二", "demand", "other"), label("三", "other"), label("四", "other")]
    found = compared(frozen, ["demand", "other", "other", "demand"], ["demand", "demand", "demand", "demand"])
    assert (found.accuracy_champion, found.accuracy_challenger) == (0.75, 0.5), "the second theme counts as right"
    assert (found.only_champion, found.only_challenger, found.p_value) == (1, 0, 1.0)
    demand, other = found.themes
    assert demand.champion == (0.5, 0.5, 0.5) and demand.challenger == (0.5, 1.0, pytest.approx(2 / 3))
    assert other.challenger == (None, 0.0, 0.0), "never guessed: precision is not defined"


def test_nothing_to_compare_is_refused() -> None:
    with pytest.raises(RetrainError, match="frozen set"):
        compared([], [], [])


GATE = [
    (475, 8, 8, False, True, "as many better as worse: not inferior with the texts there are"),
    (475, 12, 2, False, False, "worse by two points: a point at a time would have no end"),
    (475, 12, 2, True, True, "a person takes it in spite of that"),
    (475, 0, 10, False, True, "better"),
    (20, 2, 2, False, False, "too few texts to show anything"),
]


@pytest.mark.parametrize(("texts", "lost", "gained", "force", "promoted", "why"), GATE, ids=[row[5] for row in GATE])
def test_only_what_is_shown_to_be_as_good_is_promoted(
    texts: int, lost: int, gained: int, force: bool, promoted: bool, why: str
) -> None:
    frozen = [label(str(number), "demand") for number in range(texts)]
    champion = ["other"] * gained + ["demand"] * (texts - gained)
    challenger = ["demand"] * (texts - lost) + ["other"] * lost
    assert decide(compared(frozen, champion, challenger), force=force).promote is promoted


def test_the_gate_lets_a_model_two_points_worse_through_seldom() -> None:
    """Recovered truth: of a thousand challengers that err on two points more, few are promoted."""
    chance, promoted = np.random.default_rng(3), 0
    frozen = [label(str(number), "demand") for number in range(475)]
    for _ in range(300):
        right = chance.random((2, 475)) < np.array([[0.90], [0.875]])
        says = [["demand" if one else "other" for one in row] for row in right]
        promoted += decide(compared(frozen, *says)).promote
    assert promoted <= 0.05 * 300 + 3 * (300 * 0.05 * 0.95) ** 0.5


# -- consequences ---------------------------------------------------------------------------------


def unit(notice_id: str, number: int, kind: str = "task") -> Unit:
    return Unit(notice_id, f"{notice_id}/{number}", number, (), (), kind, "", "任务", 0, 2)  # type: ignore[arg-type]


def notice(notice_id: str, year: int) -> Notice:
    return Notice(notice_id, "town", year, "", "", "", None, None, None, None, "hans", "official", "任务", 0, 2)


def test_consequences_by_hand() -> None:
    notices = [notice("town-2021", 2021), notice("town-2022", 2022)]
    units = [
        unit("town-2021", 0),
        unit("town-2021", 1),
        unit("town-2022", 0),
        unit("town-2022", 1),
        unit("town-2022", 2, "goal"),
        unit("gold-2021", 0),
    ]
    before = [
        ThemeGuess(one.notice_id, one.unit_id, "demand" if one.unit_id != "town-2021/1" else "other", False, "")
        for one in units
    ]
    after = [replace(guess, theme="other") if guess.notice_id != "town-2021" else guess for guess in before]
    found = consequences(notices, units, before, after, ("demand", "other"))
    assert [flip.unit_id for flip in found.flips] == ["town-2022/0", "town-2022/1"], (
        "goals and other notices are not in the report's shares"
    )
    assert [(one.notice_id, one.theme, one.before, one.after) for one in found.shares] == [
        ("town-2021", "demand", 0.5, 0.5),
        ("town-2021", "other", 0.5, 0.5),
        ("town-2022", "demand", 1.0, 0.0),
        ("town-2022", "other", 0.0, 1.0),
    ]
    assert found.leading == (("town-2022", "demand", "other"),)
    assert found.directions == (
        ("town-2021", "town-2022", "demand", "rose", "fell"),
        ("town-2021", "town-2022", "other", "fell", "rose"),
    )


def test_a_theme_that_the_model_in_use_cannot_tell_has_no_share() -> None:
    """Of a theme just added the share of before is unknown: it neither was nought nor rises from there."""
    notices = [notice("town-2021", 2021), notice("town-2022", 2022)]
    units = [unit("town-2021", 0), unit("town-2022", 0)]
    ids = [one.unit_id for one in units]
    before = [ThemeGuess(one[:9], one, "other", False, "", ("demand", "other"), (0.0, 1.0)) for one in ids]
    themes = ("demand", "other", "sea")
    after = [replace(before[0], themes=themes, scores=(0.0, 1.0, 0.0)), ThemeGuess(
        "town-2022", ids[1], "sea", False, "", themes, (0.0, 0.0, 1.0)
    )]  # fmt: skip
    found = consequences(notices, units, before, after, themes)
    assert {(one.notice_id, one.before, one.after) for one in found.shares if one.theme == "sea"} == {
        ("town-2021", None, 0.0),
        ("town-2022", None, 1.0),
    }
    assert not [row for row in found.directions if row[2] == "sea"]
    assert ("town-2021", "town-2022", "other", "stayed", "fell") in found.directions


# -- the register ---------------------------------------------------------------------------------


def test_the_register_round_trips_and_names_a_damaged_line(few: list[LabelledText]) -> None:
    one = promotion(
        1,
        DAY,
        few,
        model_sha256="x",
        metrics={"labels": 3},
        comparison=compared(few[:1], ["demand"], ["other"]),
        because="better",
    )
    assert one.labels == len(few) and sum(one.annotators.values()) == len(few)
    assert read_history(history_text([one, replace(one, number=2)]), file="h")[1].number == 2
    with pytest.raises(RetrainError, match="h, line 2"):
        read_history(history_text([one]) + "{}\n", file="h")


# -- the command ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def champion(few: list[LabelledText], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose model has learnt from `few`."""
    root = make_project(tmp_path_factory.mktemp("champion") / "project", {"town-2021": ("2021.txt", b"x")})
    params = (
        (root / "configs/params.yaml")
        .read_text(encoding="utf-8")
        .replace("bootstrap_rounds: 1000", "bootstrap_rounds: 100")
        .replace("  folds: 5", "  folds: 2")
    )
    write_text(root / "configs/params.yaml", params)
    words = tuple(words_of("建设海洋实验室。"))
    tasks = [Unit("town-2021", "town-2021/0", 0, (), (), "task", "", "建设海洋实验室。", 0, 8, (), words)]
    for name, records in (
        ("notices", [notice("town-2021", 2021)]),
        ("units", tasks),
        ("clauses", []),
        ("themes", [ThemeGuess("town-2021", "town-2021/0", "other", False, "")]),
        *((name, []) for name in ("roles", "targets", "entities", "task_links", *DIAGNOSTIC_TABLES)),
    ):
        write_table(root, name, records)
    write_text(root / "data/labels/themes.csv", write_labels(few))
    run_train(root, load_params(root), words_of)
    return root


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_worse_model_is_kept_out_and_nothing_is_written(
    champion: Path, few: list[LabelledText], labels: list[LabelledText], capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [replace(one, theme=WRONG[one.theme], theme2="") for one in labels if not held_out(one.source)][1::3]
    bad = [one for one in bad if one.text not in {known.text for known in few}]
    write_text(champion / "data/labels/themes.csv", write_labels([*few, *bad]))
    before = files(champion)
    assert retrain(champion, words_of, force=False, day=DAY) is False
    assert files(champion) == before
    assert "Kept the model in use" in capsys.readouterr().out


def test_a_better_model_is_promoted_and_registered(
    champion: Path, few: list[LabelledText], labels: list[LabelledText], capsys: pytest.CaptureFixture[str]
) -> None:
    more = [*few, *settled(labels)[1::6]]
    write_text(champion / "data/labels/themes.csv", write_labels(more))
    assert retrain(champion, words_of, force=False, day=DAY) is True
    first, line = read_history((champion / HISTORY).read_text(encoding="utf-8"), file=HISTORY)
    model = from_bytes((champion / "models/themes.skops").read_bytes())
    assert (first.number, first.labels, first.comparison) == (1, len(few), None), "the model in use till now"
    assert (line.number, line.date, line.labels) == (2, DAY, len(more))
    assert line.labels_sha256 == model.record["labels_sha256"]
    assert line.metrics["labels"] == len(more) and line.comparison is not None
    assert (champion / KEPT_LABELS).read_bytes() == (champion / "data/labels/themes.csv").read_bytes()
    out = capsys.readouterr()
    assert "Would change: 1 tasks" in out.out and "Promoted as number 2" in out.out
    assert retrain(champion, words_of, force=False, day=DAY) is False, "nothing new to learn"
    _goes_back_and_loses_nothing(champion, few)


def _goes_back_and_loses_nothing(champion: Path, few: list[LabelledText]) -> None:
    """Also to the model of before the first retraining, which nobody had promoted."""
    assert (champion / "models/kept/1.csv").read_text(encoding="utf-8") == write_labels(few)
    promoted = (champion / "models/kept/2.csv").read_bytes()
    write_text(champion / "data/labels/themes.csv", write_labels(few))
    aside, moved = use_model(champion, 2)
    assert (champion / "data/labels/themes.csv").read_bytes() == promoted == (champion / KEPT_LABELS).read_bytes()
    assert aside.read_text(encoding="utf-8") == write_labels(few) and moved == []
    with pytest.raises(ConfigError, match="there are 1, 2"):
        use_model(champion, 7)
    params = champion / "configs/params.yaml"
    text = params.read_text(encoding="utf-8")
    write_text(params, text.replace("heading_weight: 0.3", "heading_weight: 0.2"))
    assert use_model(champion, 2)[1] == ["configs/params.yaml, train.heading_weight: is 0.2, model 2 learnt with 0.3"]
    write_text(params, text)


def test_a_notice_of_unknown_words_is_named_with_both_shares(
    champion: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("魑魅", "魍魉", "饕餮", "貔貅")
    write_table(
        champion,
        "units",
        [Unit("town-2021", "town-2021/0", 0, (), (), "task", "", "魑魅魍魉饕餮貔貅", 0, 8, (), words)],
    )
    tell_drift(champion, bodies_of(champion))
    said = " ".join(capsys.readouterr().err.split())
    assert "town-2021: 100.0% of its words" in said and "95% of the sources" in said


def test_labels_that_are_gone_stop_the_comparison(champion: Path, few: list[LabelledText]) -> None:
    (champion / KEPT_LABELS).unlink(missing_ok=True)
    write_text(champion / "data/labels/themes.csv", write_labels(few[10:]))
    before = files(champion)
    with pytest.raises(ConfigError, match="no longer there"):
        retrain(champion, words_of, force=False, day=DAY)
    assert files(champion) == before
