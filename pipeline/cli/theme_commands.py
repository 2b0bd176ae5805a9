"""`policy-trends review`, `retrain` and `models`: correct the themes and train again, without Python.

Mounted by the command line (`mount`), which hands in the segmenter: a stage folder does not import another.

Longer than 350 lines: three groups of commands share one way of loading labels, model and history.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.table import Table

from pipeline.cli.terminal import messages, screen
from pipeline.config import ConfigError, find_root, load_params
from pipeline.engine.csv_tables import decode_table
from pipeline.engine.locks import locked
from pipeline.service.labels import KEPT_LABELS, keep_labels_in_use, load_labels

if TYPE_CHECKING:
    from pipeline.knowledge.themes import Scheme
    from pipeline.records import LabelledText, Notice
    from pipeline.themes.classify import UnitBody
    from pipeline.themes.retrain import Comparison, Consequences, Promotion
    from pipeline.themes.review import ReviewItem

WordsOf = Callable[[str], tuple[str, ...]]
HISTORY = "models/history.jsonl"
KEPT_MODELS = "models/kept"  # what each promoted model learnt from: NUMBER.csv, enough to train it again byte for byte
DISAGREEMENTS = "data/labels/review-disagreements.csv"
MEASURED_ON = "written"  # provenance of the hand-annotated notices: learning from them would spoil the measure
FORMATS = {"xlsx": ".xlsx", "label-studio": ".json"}
SHOWN_FLIPS = 30
MOST_RIVALS = 5  # of the models promoted so far, the last that a new one is judged against

models_app = typer.Typer(help="List the models that were put to use, and go back to one.")
review_app = typer.Typer(
    no_args_is_help=True, help="Correct themes in a workbook or in Label Studio, and take the answers over as labels."
)


def mount(app: typer.Typer, load_words_of: Callable[[Path], WordsOf]) -> None:
    """Add the commands to `app`. `load_words_of` gives the segmenter of a project folder (pipeline.segment.stage)."""
    app.add_typer(review_app, name="review")
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


# -- review ----------------------------------------------------------------------------------------


@review_app.command("export")
def export_command(
    notices: Annotated[str, typer.Option(help="Ids of notices, separated by commas, or all.", show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.", show_default=False)],
    form: Annotated[
        Literal["xlsx", "label-studio"], typer.Option("--format", help="A workbook, or tasks for Label Studio.")
    ] = "xlsx",
    most: Annotated[
        int | None, typer.Option(min=1, help="At most so many tasks; those that teach most come first.")
    ] = None,
    labelled: Annotated[
        bool, typer.Option("--labelled", help="Also tasks that have a label already, for a second annotator.")
    ] = False,
) -> None:
    """Write the tasks worth correcting, least certain and most telling first."""
    export_review(find_root(), notices, output, form=form, most=most, labelled=labelled)


@review_app.command("import")
def import_command(
    file: Annotated[
        Path,
        typer.Argument(
            help="The filled workbook, a Label Studio export (JSON), or the settled list of disagreements (CSV).",
            show_default=False,
        ),
    ],
    annotator: Annotated[
        str,
        typer.Option(
            help="Who chose the themes: initials; of several persons in one export PERSON=INITIALS,….",
            show_default=False,
        ),
    ],
) -> None:
    """Check every row and add the themes to the labels; nothing is written if a row cannot be placed."""
    import_review(find_root(), file, annotator=annotator, day=date.today().isoformat())


def export_review(
    root: Path, wanted: str, output: Path, *, form: str = "xlsx", most: int | None = None, labelled: bool = False
) -> None:
    """Write `output` with the tasks of the notices in `wanted`, in review order."""
    from pipeline.engine.files import atomic, write_json, write_text
    from pipeline.engine.storage import read_table
    from pipeline.knowledge.themes import load_scheme
    from pipeline.themes.review import label_studio_interface, review_items, to_label_studio, to_workbook

    scheme = load_scheme(root)
    if output.suffix.lower() != FORMATS[form]:
        raise ConfigError(
            f"-o {output}: a file of the format {form} ends in {FORMATS[form]}; give such a name, or another --format"
        )
    if output.exists():
        raise ConfigError(
            f"-o {output}: is there already and may hold somebody's answers; give another name, or delete it"
        )
    chosen = _chosen_notices(read_table(root, "notices"), wanted)
    bodies = [body for body in _bodies(root) if body.notice_id in chosen]
    known = () if labelled else {label.text for label in load_labels(root)}
    items = review_items(bodies, read_table(root, "themes"), leave_out=known)[:most]
    if not items:
        raise ConfigError(
            f"--notices {wanted}: no task is left to review"
            + ("" if labelled else ", all are labelled; --labelled exports them again for a second annotator")
        )
    if form == "xlsx":
        with atomic(output) as temporary, temporary.open("wb") as file:
            file.write(to_workbook(items, scheme))
    else:
        write_json(output, to_label_studio(items, scheme, model_version=_model_sha256(root)[:12]))
        write_text(output.with_suffix(".xml"), label_studio_interface(scheme))
    _tell_export(items, output, form)
    _tell_drift(root, bodies)


def _tell_export(items: Sequence[ReviewItem], output: Path, form: str) -> None:
    from pipeline.themes.review import SECTION, UNSURE

    unsure, telling = (sum(mark in item.why for item in items) for mark in (UNSURE, SECTION))
    _say(f"{output}: {len(items)} tasks, {unsure} unsure, {telling} where content and section disagree.")
    if form == "label-studio":
        _say(
            f"{output.with_suffix('.xml')}: the labelling interface; paste it into the Label Studio "
            "project (Settings, Labeling Interface, Code)."
        )
    _say("Next: fill it in, then policy-trends review import FILE --annotator NAME")


def _chosen_notices(notices: Sequence[Notice], wanted: str) -> set[str]:
    """The ids asked for. Hand-annotated notices are refused: the classifier is measured on them."""
    provenance = {notice.notice_id: notice.provenance for notice in notices}
    if wanted.strip() == "all":
        return {notice_id for notice_id, kind in provenance.items() if kind != MEASURED_ON}
    ids = [name.strip() for name in wanted.split(",") if name.strip()]
    problems = [
        f"--notices {name}: is not in the corpus; it has {', '.join(provenance)}"
        for name in ids
        if name not in provenance
    ]
    problems += [
        f"--notices {name}: the themes are measured on this notice, so it must not be learnt from; choose another"
        for name in ids
        if provenance.get(name) == MEASURED_ON
    ]
    if problems or not ids:
        raise ConfigError("\n".join(problems or ["--notices is empty; give ids separated by commas, or all"]))
    return set(ids)


def import_review(root: Path, path: Path, *, annotator: str, day: str) -> None:
    """Take over the answers in `path`. Everything is checked before the first byte is written."""
    with locked(root, "labels"):
        _import_review(root, path, annotator=annotator, day=day)


def _import_review(root: Path, path: Path, *, annotator: str, day: str) -> None:
    from pipeline.engine.files import write_text
    from pipeline.knowledge.themes import load_scheme
    from pipeline.themes.agreement import agreements, merged, read_disagreements, write_disagreements
    from pipeline.themes.labels import LabelError, read_labels, write_labels
    from pipeline.themes.review import merge_labels
    from pipeline.themes.stage import LABELS

    annotator = annotator.strip()
    if not annotator or annotator.startswith(("=", "+", "-", "@")):
        raise ConfigError(
            f"--annotator {annotator!r}: give the initials of whoever chose the themes, beginning with a letter"
        )
    scheme = load_scheme(root)
    known = load_labels(root)
    if path.suffix.lower() == ".csv":
        _import_settled(root, path, scheme, known, annotator=annotator, day=day)
        return
    labels, found, changed = tuple(known), [], False
    for name, mine in _answers(root, path, scheme, annotator=annotator, day=day).items():
        merge = merge_labels(labels, mine)
        found += agreements(labels, merge.second_opinions)
        labels, changed = merge.labels, changed or bool(merge.added or merge.changed)
        _say(
            f"{LABELS}: {len(merge.added)} added, {len(merge.changed)} of {name}'s own corrected, "
            f"{len(merge.second_opinions)} labelled by somebody else before (not doubled)."
        )
    content = write_labels(labels)
    try:
        read_labels(content, themes=scheme.ids)
    except LabelError as error:
        raise ConfigError(f"{path}: {error}\nNothing was imported.") from None
    listed = root / DISAGREEMENTS
    earlier = (
        [row for _, row in read_disagreements(decode_table(_read(listed), DISAGREEMENTS), file=DISAGREEMENTS)]
        if listed.exists()
        else []
    )
    differing = [one for agreement in found for one in agreement.disagreements]
    if changed:
        keep_labels_in_use(root, known)
        write_text(root / LABELS, content)
    if differing:
        write_text(listed, "\ufeff" + write_disagreements(merged(earlier, differing)))
    for one in found:
        kappa = "not defined (one theme throughout)" if one.kappa is None else f"{one.kappa:.2f}"
        _say(
            f"{one.first} and {one.second}: {one.texts} common texts, {one.observed:.0%} alike, Cohen's kappa {kappa}."
        )
    if differing:
        _say(
            f"{DISAGREEMENTS}: {len(differing)} disagreements. Agree on a theme, write it into column "
            f"settled, then policy-trends review import {DISAGREEMENTS} --annotator "
            f"{differing[0].first_annotator}+{differing[0].second_annotator}"
        )
    if changed:
        _say("Next: policy-trends retrain")


def _answers(root: Path, path: Path, scheme: Scheme, *, annotator: str, day: str) -> dict[str, list[LabelledText]]:
    """The labels in a file by the name of whoever chose them, all checked."""
    from pipeline.engine.storage import read_table
    from pipeline.themes.review import by_annotator, labels_of, rows_of_label_studio, rows_of_workbook

    data = _user_file(path)
    if path.suffix.lower() == ".xlsx":
        rows = rows_of_workbook(data, file=path.name)
    elif path.suffix.lower() == ".json":
        rows = rows_of_label_studio(decode_table(data, path.name), file=path.name)
    else:
        raise ConfigError(
            f"{path.name}: is neither .xlsx, .json (Label Studio) nor .csv (disagreements); save it as one of these"
        )
    usable = {notice.notice_id for notice in read_table(root, "notices") if notice.provenance != MEASURED_ON}
    bodies = [body for body in _bodies(root) if body.notice_id in usable]
    return {
        name: labels_of(mine, bodies, scheme, annotator=name, day=day, file=path.name)
        for name, mine in by_annotator(rows, annotator, file=path.name).items()
    }


def _import_settled(
    root: Path, path: Path, scheme: Scheme, known: Sequence[LabelledText], *, annotator: str, day: str
) -> None:
    from pipeline.engine.files import write_text
    from pipeline.themes.agreement import read_disagreements, write_disagreements
    from pipeline.themes.labels import write_labels
    from pipeline.themes.review import settle
    from pipeline.themes.stage import LABELS

    rows = read_disagreements(decode_table(_user_file(path), path.name), file=path.name)
    labels = settle(rows, known, scheme, annotator=annotator, day=day, file=path.name)
    done = {label.text for label in labels}
    keep_labels_in_use(root, known)
    write_text(root / LABELS, write_labels([*known, *labels]))
    open_rows = [row for _, row in rows if row.text not in done]
    write_text(root / DISAGREEMENTS, "\ufeff" + write_disagreements(open_rows))
    _say(
        f"{LABELS}: {len(labels)} texts settled by {annotator}. {DISAGREEMENTS}: {len(open_rows)} still "
        "open. Next: policy-trends retrain"
    )


# -- retrain ---------------------------------------------------------------------------------------


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
    from pipeline.engine.storage import read_table
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
    history = _history(root)
    unchanged = (
        champion.record["labels_sha256"] == labels_sha256(labels)
        and champion.record["params"] == training_params.as_dict()
    )
    if unchanged and not force:
        _say(
            f"The model in use has learnt from these {champion.record['labels']} labels already. Correct "
            "or add some (policy-trends review export), then retrain; --force registers it as it is."
        )
        return False
    try:
        comparison = _comparison(root, labels, champion, training_params, scheme, words_of)
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
    bodies = _bodies(root)
    _show_consequences(
        _consequences(root, ThemeGuesser(challenger, scheme), params.classify.longest_text, scheme), scheme
    )
    shown = {notice.notice_id for notice in read_table(root, "notices") if notice.provenance != MEASURED_ON}
    _tell_drift(root, [body for body in bodies if body.notice_id in shown])
    if comparison is None:
        because = "forced by --force, without a comparison"
    else:
        decision = decide(comparison, force=force)
        if not decision.promote:
            _say(
                f"Kept the model in use: the new one is {decision.reason}.\nNext: look at the labels added "
                "last (policy-trends run would train on them: `git checkout data/labels/themes.csv` takes "
                "them back), or --force."
            )
            return False
        because = decision.reason
    if dry_run:
        _say(f"Would promote: {because}. Nothing was changed (--dry-run).")
        return False
    if not agreed():
        _say("Kept the model in use; nothing was changed.")
        return False
    _promote(root, words_of, labels, history, comparison, because=because, day=day)
    return True


def _comparison(
    root: Path, labels: Sequence[LabelledText], champion: Any, params: Any, scheme: Scheme, words_of: WordsOf
) -> Comparison:
    """Both models trained without the frozen sources, and judged on them."""
    from pipeline.themes.labels import read_labels
    from pipeline.themes.parameters import TrainingParams
    from pipeline.themes.retrain import RetrainError, compared, frozen_set, labels_behind, predictions

    kept = root / KEPT_LABELS
    candidates = [
        labels,
        *(
            [read_labels(decode_table(_read(kept), KEPT_LABELS), themes=champion.themes, file=KEPT_LABELS)]
            if kept.exists()
            else []
        ),
    ]
    before = labels_behind(champion.record["labels_sha256"], champion.record["labels"], candidates[::-1])
    if before is None:
        raise RetrainError(
            "data/labels/themes.csv: the labels that the model in use learnt from are no longer there, so "
            "it cannot be trained again for a fair comparison. Restore them with git, or use --force to go "
            "without."
        )
    frozen = frozen_set(labels)
    if not frozen:
        return compared(frozen, [], [])  # says what to do
    then = TrainingParams(**champion.record["params"])
    rivals = [predictions(before, frozen, words_of, then, champion.themes)]
    rivals += [predictions(kept_labels, frozen, words_of, params, scheme.ids) for kept_labels in _kept(root, scheme)]
    best = max(rivals, key=lambda says: sum(guess == label.theme for guess, label in zip(says, frozen, strict=True)))
    return compared(frozen, best, predictions(labels, frozen, words_of, params, scheme.ids))


def _kept(root: Path, scheme: Scheme) -> list[list[LabelledText]]:
    """What the last promoted models learnt from: a new one must hold against the best of them, not only the last."""
    from pipeline.themes.labels import LabelError, read_labels

    found = []
    paths = sorted((root / KEPT_MODELS).glob("[0-9]*.csv"), key=lambda path: int(path.stem))[-MOST_RIVALS:]
    for path in paths:
        file = path.relative_to(root).as_posix()
        try:
            found.append(read_labels(decode_table(_read(path), file), themes=scheme.ids, file=file))
        except LabelError:
            continue  # of themes that are no longer there: no rival
    return found


def _consequences(root: Path, challenger: Any, longest_text: int, scheme: Scheme) -> Consequences:
    from pipeline.engine.storage import read_table
    from pipeline.themes.retrain import consequences

    notices = [notice for notice in read_table(root, "notices") if notice.provenance != MEASURED_ON]
    units, before = read_table(root, "units"), read_table(root, "themes")
    by_person = {guess.unit_id: guess for guess in before if guess.decided_by == "person"}
    after = challenger.guess(units, _clauses(root), longest_text=longest_text)
    return consequences(notices, units, before, [by_person.get(one.unit_id, one) for one in after], scheme.ids)


def _promote(
    root: Path,
    words_of: WordsOf,
    labels: Sequence[LabelledText],
    history: list[Promotion],
    comparison: Comparison | None,
    *,
    because: str,
    day: str,
) -> None:
    """Train as the stage does, write model, card and metrics, then the register."""
    from pipeline.engine.files import write_text
    from pipeline.themes.labels import write_labels
    from pipeline.themes.retrain import history_text, promotion
    from pipeline.themes.stage import METRICS, run_train

    run_train(root, load_params(root), words_of)
    metrics = json.loads(_read(root / METRICS))
    number = max((one.number for one in history), default=0) + 1
    line = promotion(
        number, day, labels, model_sha256=_model_sha256(root), metrics=metrics, comparison=comparison, because=because
    )
    write_text(root / KEPT_LABELS, write_labels(labels))
    write_text(root / KEPT_MODELS / f"{number}.csv", write_labels(labels))
    write_text(root / HISTORY, history_text([*history, line]))
    _say(
        f"Promoted as number {number}: {because}.\nNext: policy-trends run (makes the report anew), then "
        f"commit {HISTORY}, {KEPT_LABELS}, data/labels, dvc.lock, the card and the metrics."
    )


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
    use_model(find_root(), number)


def use_model(root: Path, number: int) -> None:
    """Put the labels of model `number` in place of data/labels/themes.csv; `run` trains the same model from them."""
    from pipeline.engine.files import write_text
    from pipeline.themes.stage import LABELS

    kept = root / KEPT_MODELS / f"{number}.csv"
    if not kept.exists():
        there = sorted(int(path.stem) for path in (root / KEPT_MODELS).glob("[0-9]*.csv"))
        raise ConfigError(f"{number}: no such model is kept; there are {', '.join(map(str, there)) or 'none'}")
    with locked(root, "labels"):
        now = _user_file(root / LABELS)
        aside = root / KEPT_MODELS / f"labels-{hashlib.sha256(now).hexdigest()[:8]}.csv"
        write_text(aside, now.decode("utf-8"))
        write_text(root / LABELS, _read(kept).decode("utf-8"))
        write_text(root / KEPT_LABELS, _read(kept).decode("utf-8"))
    _say(
        f"{LABELS} holds what model {number} learnt from; the labels of before lie in "
        f"{aside.relative_to(root).as_posix()}.\nNext: policy-trends run (trains it again and makes the report)"
    )


SCORES_SHOWN = (("accuracy", "accuracy"), ("macro-F1", "macro_f1"))


def _show_models(root: Path) -> None:
    """Three lines a model: they fit a terminal of eighty columns however much there is to tell."""
    history = _history(root)
    for one in history:
        scores = one.metrics.get("grouped_cross_validation", {})
        learnt = ", ".join(f"{name} {count}" for name, count in one.provenance.items())
        numbers = ", ".join(f"{name} {_number(scores.get(key))}" for name, key in SCORES_SHOWN)
        _say(f"{one.number}  {one.date}  {one.labels} labels ({one.labels_sha256[:12]}): {numbers}")
        _say(f"   learnt from: {learnt}; {one.sources} sources; {', '.join(one.annotators)}")
        _say(f"   promoted because: {one.because}")
    if not history:
        _say(f"{HISTORY}: nothing promoted yet; policy-trends retrain does that.")
    _tell_model_in_use(root, history)


def _tell_model_in_use(root: Path, history: Sequence[Promotion]) -> None:
    from pipeline.themes.stage import MODEL, ThemeGuesser

    if not (root / MODEL).exists():
        _say(f"{MODEL}: not there yet; policy-trends run makes it.")
        return
    record = ThemeGuesser.load(root).model.record
    numbers = [one.number for one in history if one.labels_sha256 == record["labels_sha256"]]
    named = f"number {numbers[-1]}" if numbers else "not in the list: trained by policy-trends run"
    _say(
        f"In use: {named}; {record['labels']} labels of {record['sources']} sources, labels sha256 "
        f"{record['labels_sha256'][:12]}."
    )


# -- what is shown ---------------------------------------------------------------------------------


def _show_comparison(comparison: Comparison, scheme: Scheme) -> None:
    from pipeline.themes.retrain import FEW_TEXTS
    from pipeline.themes.review import shown_theme

    _say(
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
    _say(
        f"accuracy (theme2 right too) {comparison.accuracy_champion:.3f} → "
        f"{comparison.accuracy_challenger:.3f}; macro-F1 {comparison.macro_f1_champion:.3f} → "
        f"{comparison.macro_f1_challenger:.3f}; only the one in use right: {comparison.only_champion}, "
        f"only the new one: {comparison.only_challenger}; McNemar exact p = {comparison.p_value:.3f}"
    )


def _show_consequences(found: Consequences, scheme: Scheme) -> None:
    from pipeline.themes.review import shown_theme

    changed = [one for one in found.shares if abs(one.after - one.before) > 1e-9]
    if not found.flips:
        _say("No task of the report would change its theme.")
        return
    table = Table("notice", "theme", "share of tasks now", "then", title=f"Would change: {len(found.flips)} tasks")
    for one in changed:
        table.add_row(one.notice_id, shown_theme(one.theme, scheme), f"{one.before:.1%}", f"{one.after:.1%}")
    screen.print(table)
    for notice_id, before, after in found.leading:
        _say(
            f"{notice_id}: the largest theme would be {shown_theme(after, scheme)} instead of "
            f"{shown_theme(before, scheme)}."
        )
    for older, newer, theme, before, after in found.directions:
        _say(f"{older} → {newer}: the share of {shown_theme(theme, scheme)} {before}; it would be: {after}.")
    for flip in found.flips[:SHOWN_FLIPS]:
        _say(
            f"  {flip.unit_id}: {shown_theme(flip.before, scheme)} → {shown_theme(flip.after, scheme)}  "
            f"{flip.text[:40]}"
        )
    if len(found.flips) > SHOWN_FLIPS:
        _say(f"  … and {len(found.flips) - SHOWN_FLIPS} more")


def _tell_drift(root: Path, bodies: Sequence[UnitBody]) -> None:
    """A note for every notice whose words the model in use knows less than it knows its own sources' words."""
    from pipeline.themes.familiarity import unknown_words
    from pipeline.themes.stage import MODEL, ThemeGuesser

    if not (root / MODEL).exists():
        return
    model = ThemeGuesser.load(root).model
    by_notice: dict[str, list[UnitBody]] = defaultdict(list)
    for body in bodies:
        by_notice[body.notice_id].append(body)
    usual = model.record["usual_unknown_words"]
    for notice_id, found in by_notice.items():
        share = unknown_words(model, (body.as_text() for body in found))
        if share is not None and share > usual:
            text = (
                f"{notice_id}: {share:.1%} of its words are new to the model; 95% of the sources it learnt "
                f"from stay below {usual:.1%}. Its themes deserve a look, and labels for it teach most."
            )
            messages.print(text, style="yellow", markup=False, highlight=False, soft_wrap=True)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _say(text: str) -> None:
    screen.print(text, markup=False, highlight=False, soft_wrap=True)


# -- files -----------------------------------------------------------------------------------------


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read()


def _user_file(path: Path) -> bytes:
    try:
        return _read(path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); check the path") from None


def _clauses(root: Path) -> dict[str, list[Any]]:
    from pipeline.engine.storage import read_table

    clauses: dict[str, list[Any]] = defaultdict(list)
    for clause in read_table(root, "clauses"):
        clauses[clause.unit_id].append(clause)
    return clauses


def _bodies(root: Path) -> list[UnitBody]:
    """Tasks and safeguards as the classifier reads them, in document order."""
    from pipeline.engine.storage import read_table
    from pipeline.records import THEMED_KINDS
    from pipeline.themes.classify import body_of

    clauses = _clauses(root)
    return [
        body_of(
            unit, [(clause.start, clause.end) for clause in clauses.get(unit.unit_id, ()) if clause.start >= unit.start]
        )
        for unit in read_table(root, "units")
        if unit.kind in THEMED_KINDS
    ]


def _history(root: Path) -> list[Promotion]:
    from pipeline.themes.retrain import read_history

    path = root / HISTORY
    return read_history(_read(path).decode(), file=HISTORY) if path.exists() else []


def _model_sha256(root: Path) -> str:
    from pipeline.themes.stage import MODEL

    path = root / MODEL
    return hashlib.sha256(_read(path)).hexdigest() if path.exists() else ""
