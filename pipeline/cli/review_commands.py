"""`policy-trends review`: correct themes in a workbook or in Label Studio, and take the answers over as labels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.cli.model_commands import tell_drift
from pipeline.cli.terminal import say
from pipeline.config import ConfigError, find_root
from pipeline.engine.csv_tables import decode_table
from pipeline.engine.locks import locked
from pipeline.service.labels import keep_labels_in_use, load_labels
from pipeline.service.theme_model import MEASURED_ON, bodies_of, model_sha256, read_bytes
from pipeline.themes.files import LABELS

if TYPE_CHECKING:
    from pipeline.knowledge.themes import Scheme
    from pipeline.records import LabelledText, Notice
    from pipeline.themes.review import ReviewItem

DISAGREEMENTS = "data/labels/review-disagreements.csv"
FORMATS = {"xlsx": ".xlsx", "label-studio": ".json"}

review_app = typer.Typer(
    no_args_is_help=True, help="Correct themes in a workbook or in Label Studio, and take the answers over as labels."
)


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
    bodies = [body for body in bodies_of(root) if body.notice_id in chosen]
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
        write_json(output, to_label_studio(items, scheme, model_version=model_sha256(root)[:12]))
        write_text(output.with_suffix(".xml"), label_studio_interface(scheme))
    _tell_export(items, output, form)
    tell_drift(root, bodies)


def _tell_export(items: Sequence[ReviewItem], output: Path, form: str) -> None:
    from pipeline.themes.review import SECTION, UNSURE

    unsure, telling = (sum(mark in item.why for item in items) for mark in (UNSURE, SECTION))
    say(f"{output}: {len(items)} tasks, {unsure} unsure, {telling} where content and section disagree.")
    if form == "label-studio":
        say(
            f"{output.with_suffix('.xml')}: the labelling interface; paste it into the Label Studio "
            "project (Settings, Labeling Interface, Code)."
        )
    say("Next: fill it in, then policy-trends review import FILE --annotator NAME")


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
        say(
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
        [row for _, row in read_disagreements(decode_table(read_bytes(listed), DISAGREEMENTS), file=DISAGREEMENTS)]
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
        say(f"{one.first} and {one.second}: {one.texts} common texts, {one.observed:.0%} alike, Cohen's kappa {kappa}.")
    if differing:
        say(
            f"{DISAGREEMENTS}: {len(differing)} disagreements. Agree on a theme, write it into column "
            f"settled, then policy-trends review import {DISAGREEMENTS} --annotator "
            f"{differing[0].first_annotator}+{differing[0].second_annotator}"
        )
    if changed:
        say("Next: policy-trends retrain")


def _answers(root: Path, path: Path, scheme: Scheme, *, annotator: str, day: str) -> dict[str, list[LabelledText]]:
    """The labels in a file by the name of whoever chose them, all checked."""
    from pipeline.engine.storage import read_table
    from pipeline.themes.review import by_annotator, labels_of, rows_of_label_studio, rows_of_workbook

    data = read_bytes(path)
    if path.suffix.lower() == ".xlsx":
        rows = rows_of_workbook(data, file=path.name)
    elif path.suffix.lower() == ".json":
        rows = rows_of_label_studio(decode_table(data, path.name), file=path.name)
    else:
        raise ConfigError(
            f"{path.name}: is neither .xlsx, .json (Label Studio) nor .csv (disagreements); save it as one of these"
        )
    usable = {notice.notice_id for notice in read_table(root, "notices") if notice.provenance != MEASURED_ON}
    bodies = [body for body in bodies_of(root) if body.notice_id in usable]
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

    rows = read_disagreements(decode_table(read_bytes(path), path.name), file=path.name)
    labels = settle(rows, known, scheme, annotator=annotator, day=day, file=path.name)
    done = {label.text for label in labels}
    keep_labels_in_use(root, known)
    write_text(root / LABELS, write_labels([*known, *labels]))
    open_rows = [row for _, row in rows if row.text not in done]
    write_text(root / DISAGREEMENTS, "\ufeff" + write_disagreements(open_rows))
    say(
        f"{LABELS}: {len(labels)} texts settled by {annotator}. {DISAGREEMENTS}: {len(open_rows)} still "
        "open. Next: policy-trends retrain"
    )
