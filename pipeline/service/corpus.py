"""Notices of the corpus list, analysed as the stages read them: with year and with what persons decided."""

from __future__ import annotations

import difflib

from pipeline.config import ConfigError
from pipeline.corpus import load_corpus
from pipeline.corrections.table import by_notice, load_corrections
from pipeline.service.analyze import Analysis, Analyzer
from pipeline.themes.stage import reviewed_themes


def analyze_listed(analyzer: Analyzer, notice_id: str) -> Analysis:
    """Analyse a notice of data/corpus.csv by its id. Raises ConfigError where there is none."""
    sources = {source.notice_id: source for source in load_corpus(analyzer.root)[0]}
    if notice_id not in sources:
        near = difflib.get_close_matches(notice_id, sources, 3)
        hint = f"did you mean {', '.join(near)}?" if near else f"the ids are {', '.join(sources)}"
        raise ConfigError(f"{notice_id}: neither a file nor an id of data/corpus.csv; {hint}")
    source = sources[notice_id]
    path = analyzer.root / source.file
    decided = by_notice(load_corrections(analyzer.root)).get(notice_id, ())
    reviewed = reviewed_themes(analyzer.root)
    return analyzer.analyze(
        path.name, path.read_bytes(), notice_id=notice_id, year=source.year, decided=decided, reviewed=reviewed
    )
