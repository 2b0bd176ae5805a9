"""All findings of two editions, ranked."""

from __future__ import annotations

from pipeline.compare.common_words import CommonWords
from pipeline.compare.finders.stance import Firmness, stance_findings
from pipeline.compare.finders.targets import target_findings
from pipeline.compare.finders.tasks import task_findings
from pipeline.compare.finders.terms import term_findings
from pipeline.compare.pair_view import PairView
from pipeline.compare.ranking import rank
from pipeline.compare.same_body import SameBody
from pipeline.compare.strength import StrengthLadder
from pipeline.records.findings import Finding


def find(pair: PairView, *, same_body: SameBody, ladder: StrengthLadder, firmness: Firmness, common: CommonWords) -> list[Finding]:
    """Every finding of a pair, the weightiest first."""
    return rank([*target_findings(pair), *stance_findings(pair, firmness), *task_findings(pair, firmness), *term_findings(pair, firmness, common)], pair.notice_ids)
