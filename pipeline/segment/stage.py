"""Stages segmenter and segment. In: notices. Out: units with their words, and what was odd in their structure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from pipeline.config import Params, load_words
from pipeline.corrections.apply import Outcome, check_places, correct_units
from pipeline.corrections.table import of_notices
from pipeline.engine.clock import TooMuch, within
from pipeline.engine.groups import beside, encode_tables, groups_of, run_groups, write_groups
from pipeline.engine.results_cache import Parts
from pipeline.engine.streams import Packed, TableReader, unpack
from pipeline.engine.workers import Context
from pipeline.knowledge.bodies import Registry
from pipeline.records import Correction, Diagnostic, Notice, Unit
from pipeline.segment.kinds import Words
from pipeline.segment.structure import check_count, read_structure
from pipeline.words.dictionary import dictionary_words
from pipeline.words.segmenter import MODEL_FILES, SegmenterError, fetch_model, load_cutter, write_tables

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
            raise SegmenterError(
                f"configs/params.yaml: segmenter.model: {params.segmenter.model!r} has no {name}; name a "
                f"folder with {' and '.join(MODEL_FILES)}, or pkuseg-default"
            )
        (target / name).write_bytes((folder / name).read_bytes())
    write_tables(target)


def load_words_of(root: Path) -> Callable[[str], tuple[str, ...]]:
    """A function from a text to its words, with the fetched model and the user dictionary."""
    words = dictionary_words(load_words(root), Registry.load(root / "configs" / "bodies"))
    cutter = load_cutter(root / FETCHED_MODEL, words)
    return lambda text: tuple(cutter.words(text))


@lru_cache(maxsize=1)
def _words_of(context: Context) -> Callable[[str], tuple[str, ...]]:
    return load_words_of(context.root)


@lru_cache(maxsize=1)
def _section_words_of(context: Context) -> Words:
    return Words.load(context.root)


def _cut(context: Context, notice: Notice, decided: Sequence[Correction]) -> tuple[list[Unit], list[Diagnostic]]:
    """(units with their words, what was odd); a notice that takes too much has no units."""
    outcome, words_of, section_words = Outcome(), _words_of(context), _section_words_of(context)
    try:
        with within(context.params.ingest.longest_reading, "cutting it into units"):
            longest = context.params.segment.very_long_unit
            structure = read_structure(notice, words=section_words, very_long_unit=longest)
            check_count(structure.units, context.params.segment.most_units)
            units = correct_units(notice, structure.units, decided, outcome)
            check_places(notice, units, decided, outcome)
            units = [replace(unit, words=words_of(unit.text)) for unit in units]
            return units, [*structure.diagnostics, *outcome.diagnostics()]
    except TooMuch as error:
        return [], [error.diagnostic(notice.notice_id)]


def _work(context: Context, jobs: list[tuple[list[Packed], list[Correction] | None]]) -> list[Parts]:
    results = []
    for (packed,), decided in jobs:
        (notice,) = unpack(packed)
        units, diagnostics = _cut(context, notice, decided or ())
        results.append(encode_tables(context.root, {"units": units, "segment_diagnostics": diagnostics}))
    return results


def run(root: Path, params: Params) -> None:
    """Cut every notice into units and every unit into words."""
    groups = beside(groups_of([TableReader(root, "notices")]), *of_notices(root, "unit", "theme", "link"))
    write_groups(
        root,
        ("units", "segment_diagnostics"),
        run_groups(root, "segment", params, groups, _work, "cutting notices into units"),
    )
