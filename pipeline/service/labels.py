"""The label file changed by a command: what the model in use learnt from is kept, so that it can be trained again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.config import ConfigError
from pipeline.engine.csv_tables import decode_table
from pipeline.engine.files import write_text
from pipeline.engine.locks import locked
from pipeline.knowledge.themes import load_scheme
from pipeline.records import LabelledText
from pipeline.themes.files import LABELS, MODEL

KEPT_LABELS = "models/themes_labels.csv"  # what the model in use learnt from, kept when labels change


def load_labels(root: Path) -> list[LabelledText]:
    """The labels of data/labels/themes.csv. Raises ConfigError with a line for every problem."""
    from pipeline.themes.labels import LabelError, read_labels

    try:
        data = (root / LABELS).read_bytes()
        return read_labels(decode_table(data, LABELS), themes=load_scheme(root).ids)
    except OSError as error:
        raise ConfigError(f"{LABELS}: cannot be read ({error.strerror}); restore it with git") from None
    except LabelError as error:
        raise ConfigError(str(error)) from None


def keep_labels_in_use(root: Path, known: Sequence[LabelledText]) -> None:
    """Before labels change: keep what the model in use learnt from, if it learnt from these."""
    from pipeline.themes.labels import write_labels
    from pipeline.themes.retrain import labels_sha256
    from pipeline.themes.stage import ThemeGuesser

    if (root / MODEL).exists() and ThemeGuesser.load(root).model.record["labels_sha256"] == labels_sha256(known):
        write_text(root / KEPT_LABELS, write_labels(known))


def rename_source(root: Path, old: str, new: str) -> None:
    """Let the labels of a notice follow it to its new id: training and test are parted by notice."""
    from pipeline.themes.labels import write_labels

    if not (root / LABELS).exists():
        return
    with locked(root, "labels"):
        labels = load_labels(root)
        moved = [replace(one, source=new) if one.source == old else one for one in labels]
        if moved != labels:
            keep_labels_in_use(root, labels)
            write_text(root / LABELS, write_labels(moved))
