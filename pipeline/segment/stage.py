"""Stages segmenter and segment. In: notices. Out: units with their words, and what was odd in their structure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pipeline.bodies import Registry
from pipeline.config import Params, load_words
from pipeline.progress import track
from pipeline.schema import Diagnostic, Unit
from pipeline.segment.segmenter import MODEL_FILES, SegmenterError, fetch_model, load_segmenter
from pipeline.segment.structure import read_structure
from pipeline.segment.words import dictionary_words
from pipeline.storage import read_table, write_table

FETCHED_MODEL = "models/pkuseg"


def run_segmenter(root: Path, params: Params, tell: Callable[[str], None]) -> None:
    """Fetch the segmenter model, or copy the one params.yaml names, into models/pkuseg."""
    target = root / FETCHED_MODEL
    if params.segmenter.model == "pkuseg-default":
        fetch_model(target, local_folder=root / "models", tell=tell)
        return
    folder = root / params.segmenter.model
    target.mkdir(parents=True, exist_ok=True)
    for name in MODEL_FILES:
        if not (folder / name).is_file():
            raise SegmenterError(f"configs/params.yaml: segmenter.model: {params.segmenter.model!r} has no {name}; name a folder with {' and '.join(MODEL_FILES)}, or pkuseg-default")
        (target / name).write_bytes((folder / name).read_bytes())


def load_words_of(root: Path) -> Callable[[str], tuple[str, ...]]:
    """A function from a text to its words, with the fetched model and the user dictionary."""
    words = dictionary_words(load_words(root), Registry.load(root / "configs" / "bodies.yaml"))
    tokenizer = load_segmenter(root / FETCHED_MODEL, words).tokenizer
    return lambda text: tuple(tokenizer.words(text))


def run(root: Path, params: Params) -> None:
    """Cut every notice into units and every unit into words."""
    words_of = load_words_of(root)
    units: list[Unit] = []
    diagnostics: list[Diagnostic] = []
    for notice in track(read_table(root, "notices"), "cutting notices into units"):
        structure = read_structure(notice, very_long_unit=params.segment.very_long_unit)
        units.extend(replace(unit, words=words_of(unit.text)) for unit in structure.units)
        diagnostics.extend(structure.diagnostics)
    write_table(root, "units", units)
    write_table(root, "segment_diagnostics", diagnostics)
