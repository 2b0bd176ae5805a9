"""`policy-trends retrain` and `models`: train on all labels, promote only what is not worse, and go back.

Mounted by the command line (`mount`), which hands in the segmenter: a stage folder does not import another.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from pipeline.cli.terminal import messages, say, screen
from pipeline.config import ConfigError, find_root, load_params
from pipeline.service.labels import KEPT_LABELS, load_labels
from pipeline.service.theme_model import (
    HISTORY,
    KEPT_MODELS,
    MEASURED_ON,
    WordsOf,
    bodies_of,
    clauses_of,
    compare_models,
    history_of,
    promote,
    unfamiliar,
    use_model,
)
from pipeline.themes.files import LABELS, MODEL

if TYPE_CHECKING:
    from pipeline.knowledge.themes import Scheme
    from pipeline.records import Notice, ThemeGuess
    from pipeline.themes.classify import UnitBody
    from pipeline.themes.retrain import Comparison, Promotion
    from pipeline.themes.stage import ThemeGuesser

SHOWN_FLIPS = 30

models_app = typer.Typer(help="List the models that were put to use, and go back to one.")


def mount(app: typer.Typer, load_words_of: Callable[[Path], WordsOf]) -> None:
    """Add the commands to `app`. `load_words_of` gives the segmenter of a project folder (pipeline.segment.stage)."""
    app.add_typer(models_app, name="models")

    @app.command("retrain")
    def retrain_command(
        force: Annotated[bool, typer.Option("--force", help="Promote even if the new model is worse.")] = False,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Show what would change, and promote nothing.")
        ] = False,
        yes: Annotated[bool, typer.Option("--yes", help="Promote without asking.")] = False,
    ) -> None:
        """Train on all labels, compare with the best model so far, and promote only what is not worse.

        Both are judged on the same held-out notices. Shows which conclusions of the report would change.
        """
        root = find_root()

        def agreed() -> bool:
            return yes or not sys.stdin.isatty() or typer.confirm("Promote the new model?")

        retrain(root, load_words_of(root), force=force, day=date.today().isoformat(), dry_run=dry_run, agreed=agreed)


def retrain(
    root: Path,
    words_of: WordsOf,
    *,
    force: bool,
    day: str,
    dry_run: bool = False,
    agreed: Callable[[], bool] = lambda: True,
) -> bool:
    """Train the challenger, compare, and promote it if it is not inferior and `agreed`. Whether it was promoted."""
    from pipeline.knowledge.themes import load_scheme
    from pipeline.themes.cross_validation import TooFewSourcesError
    from pipeline.themes.parameters import TrainingParams
    from pipeline.themes.retrain import RetrainError, decide, labels_sha256
    from pipeline.themes.stage import ThemeGuesser
    from pipeline.themes.train import train

    words_of = cache(words_of)
    params, scheme = load_params(root), load_scheme(root)
    training_params = TrainingParams(**params.train.model_dump())
    labels = load_labels(root)
    champion = ThemeGuesser.load(root).model
    unchanged = (
        champion.record["labels_sha256"] == labels_sha256(labels)
        and champion.record["params"] == training_params.as_dict()
    )
    if unchanged and not force:
        say(
            f"The model in use has learnt from these {champion.record['labels']} labels already. Correct "
            "or add some (policy-trends review export), then retrain; --force registers it as it is."
        )
        return False
    try:
        comparison = compare_models(root, labels, champion, training_params, scheme, words_of)
    except RetrainError as error:
        if not force:
            raise
        messages.print(f"No comparison: {error}", style="yellow", markup=False, highlight=False)
        comparison = None
    if comparison is not None:
        _show_comparison(comparison, scheme)
    try:
        challenger = train(labels, words_of, training_params, scheme=scheme).model
    except TooFewSourcesError as error:
        raise ConfigError(f"data/labels/themes.csv: {error}") from None
    guesses = _guesses(root, ThemeGuesser(challenger, scheme), params.classify.longest_text)
    _show_consequences(root, *guesses, scheme)
    shown = _reported(root)
    tell_drift(root, [body for body in bodies_of(root) if body.notice_id in {notice.notice_id for notice in shown}])
    if comparison is None:
        because = "forced by --force, without a comparison"
    else:
        decision = decide(comparison, force=force)
        if not decision.promote:
            say(
                f"Kept the model in use: the new one is {decision.reason}.\nNext: look at the labels added "
                "last (policy-trends run would train on them: `git checkout data/labels/themes.csv` takes "
                "them back), or --force."
            )
            return False
        because = decision.reason
    if dry_run:
        say(f"Would promote: {because}. Nothing was changed (--dry-run).")
        return False
    if not agreed():
        say("Kept the model in use; nothing was changed.")
        return False
    number = promote(root, words_of, labels, comparison, because=because, day=day)
    say(
        f"Promoted as number {number}: {because}.\nNext: policy-trends run (makes the report anew), then "
        f"commit models/history.jsonl, {KEPT_LABELS}, {KEPT_MODELS}, data/labels, dvc.lock, the card and the metrics."
    )
    return True


def _reported(root: Path) -> list[Notice]:
    from pipeline.engine.storage import read_table

    return [notice for notice in read_table(root, "notices") if notice.provenance != MEASURED_ON]


def _guesses(root: Path, challenger: ThemeGuesser, longest_text: int) -> tuple[list[ThemeGuess], list[ThemeGuess]]:
    """What the model in use said of every unit, and what the challenger says; persons keep the last word."""
    from pipeline.engine.storage import read_table

    before = read_table(root, "themes")
    by_person = {guess.unit_id: guess for guess in before if guess.decided_by == "person"}
    after = challenger.guess(read_table(root, "units"), clauses_of(root), longest_text=longest_text)
    return before, [by_person.get(one.unit_id, one) for one in after]


@models_app.callback(invoke_without_command=True)
def models(context: typer.Context) -> None:
    """List the models that were put to use: what they learnt from, how good they are, and why they were promoted."""
    if context.invoked_subcommand is None:
        _show_models(find_root())


@models_app.command("use")
def use_command(
    number: Annotated[int, typer.Argument(help="The number of the model, as `policy-trends models` lists it.")],
) -> None:
    """Go back to a promoted model: the labels it learnt from are put in place, those of today are set aside."""
    aside, moved = use_model(root := find_root(), number)
    say(
        f"{LABELS} holds what model {number} learnt from; the labels of before lie in "
        f"{aside.relative_to(root).as_posix()}."
    )
    for line in moved:
        messages.print(f"{line}: put it back to get the same model", style="yellow", markup=False, soft_wrap=True)
    say("Next: policy-trends run (trains it again and makes the report)")


SCORES_SHOWN = (("accuracy", "accuracy"), ("macro-F1", "macro_f1"))


def _show_models(root: Path) -> None:
    """Three lines a model: they fit a terminal of eighty columns however much there is to tell."""
    history = history_of(root)
    for one in history:
        scores = one.metrics.get("grouped_cross_validation", {})
        learnt = ", ".join(f"{name} {count}" for name, count in one.provenance.items())
        numbers = ", ".join(f"{name} {_number(scores.get(key))}" for name, key in SCORES_SHOWN)
        say(f"{one.number}  {one.date}  {one.labels} labels ({one.labels_sha256[:12]}): {numbers}")
        say(f"   learnt from: {learnt}; {one.sources} sources; {', '.join(one.annotators)}")
        say(f"   promoted because: {one.because}")
    if not history:
        say(f"{HISTORY}: nothing promoted yet; policy-trends retrain does that.")
    _tell_model_in_use(root, history)


def _tell_model_in_use(root: Path, history: Sequence[Promotion]) -> None:
    from pipeline.themes.stage import ThemeGuesser

    if not (root / MODEL).exists():
        say(f"{MODEL}: not there yet; policy-trends run makes it.")
        return
    record = ThemeGuesser.load(root).model.record
    numbers = [one.number for one in history if one.labels_sha256 == record["labels_sha256"]]
    named = f"number {numbers[-1]}" if numbers else "not in the list: trained by policy-trends run"
    say(
        f"In use: {named}; {record['labels']} labels of {record['sources']} sources, labels sha256 "
        f"{record['labels_sha256'][:12]}."
    )


# -- what is shown ---------------------------------------------------------------------------------


def _show_comparison(comparison: Comparison, scheme: Scheme) -> None:
    from pipeline.themes.retrain import FEW_TEXTS
    from pipeline.themes.review import shown_theme

    say(
        f"Frozen set: {comparison.texts} texts of {comparison.sources} held-out sources, learnt from by neither model."
        + (" These are few: only a large difference can be told from noise." if comparison.texts < FEW_TEXTS else "")
    )
    table = Table("in use → new", "labelled", "precision", "recall", "F1")
    for one in comparison.themes:
        table.add_row(
            shown_theme(one.theme, scheme),
            str(one.labelled),
            *(f"{_number(old)} → {_number(new)}" for old, new in zip(one.champion, one.challenger, strict=True)),
        )
    screen.print(table)
    say(
        f"accuracy (theme2 right too) {comparison.accuracy_champion:.3f} → "
        f"{comparison.accuracy_challenger:.3f}; macro-F1 {comparison.macro_f1_champion:.3f} → "
        f"{comparison.macro_f1_challenger:.3f}; only the one in use right: {comparison.only_champion}, "
        f"only the new one: {comparison.only_challenger}; McNemar exact p = {comparison.p_value:.3f}"
    )


def _show_consequences(root: Path, before: list[ThemeGuess], after: list[ThemeGuess], scheme: Scheme) -> None:
    from pipeline.engine.storage import read_table
    from pipeline.themes.retrain import consequences
    from pipeline.themes.review import shown_theme

    found = consequences(_reported(root), read_table(root, "units"), before, after, scheme.ids)
    if not found.flips:
        say("No task of the report would change its theme.")
        return
    table = Table("notice", "theme", "share of tasks now", "then", title=f"Would change: {len(found.flips)} tasks")
    for one in found.shares:
        if one.after != one.before:
            table.add_row(one.notice_id, shown_theme(one.theme, scheme), _share(one.before), _share(one.after))
    screen.print(table)
    for notice_id, largest, then in found.leading:
        say(
            f"{notice_id}: the largest theme would be {shown_theme(then, scheme)} instead of "
            f"{shown_theme(largest, scheme)}."
        )
    for older, newer, theme, now, then in found.directions:
        say(f"{older} → {newer}: the share of {shown_theme(theme, scheme)} {now}; it would be: {then}.")
    _show_claims(root, before, after, scheme)
    for flip in found.flips[:SHOWN_FLIPS]:
        say(
            f"  {flip.unit_id}: {shown_theme(flip.before, scheme)} → {shown_theme(flip.after, scheme)}  "
            f"{flip.text[:40]}"
        )
    if len(found.flips) > SHOWN_FLIPS:
        say(f"  … and {len(found.flips) - SHOWN_FLIPS} more")


def _show_claims(root: Path, before: list[ThemeGuess], after: list[ThemeGuess], scheme: Scheme) -> None:
    """What the tests of the report would say otherwise; that none would is said too."""
    from pipeline.service.claims import moved_claims
    from pipeline.themes.review import shown_theme

    moved = moved_claims(root, before, after)
    for one in moved:
        say(f"Tested: {one.where}, {shown_theme(one.theme, scheme)}: {one.before}; it would be: {one.after}.")
    if not moved:
        say("Tested: what the report says of shares by test stays as it is.")


def _share(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def tell_drift(root: Path, bodies: Sequence[UnitBody]) -> None:
    """A note for every notice whose words the model in use knows less than it knows its own sources' words."""
    for line in unfamiliar(root, bodies):
        messages.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)
