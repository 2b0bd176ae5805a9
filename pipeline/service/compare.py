"""Two notices side by side, or several in a row: what `policy-trends compare` finds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.compare.pair import Comparison, compare, compare_notices
from pipeline.compare.profile import NoticeFacts
from pipeline.compare.rules import FindingRules
from pipeline.compare.stage import cut_off_themes, not_measured
from pipeline.compare.strength import StrengthLadder
from pipeline.compare.word_changes import word_changes
from pipeline.config import CompareParams, load_lexicon
from pipeline.knowledge.bodies import Registry
from pipeline.knowledge.chinese import HAN
from pipeline.knowledge.themes import Scheme, load_scheme
from pipeline.records import WordChange
from pipeline.service.analyze import Analysis, Analyzer

# The place that a title or an issuer begins with: 望海市2024年…, 云溪县人民政府.
RE_PLACE = re.compile(rf"^([{HAN}]{{2,6}}?(?:省|自治区|市|州|盟|县|区|旗))(?=\d{{4}}年|人民政府|关于)")


@dataclass(frozen=True, slots=True)
class Comparer:
    """Compares analysed notices by the registry, lexicon and themes of one project folder."""

    scheme: Scheme
    registry: Registry
    ladder: StrengthLadder
    params: CompareParams
    rules: FindingRules

    @classmethod
    def load(cls, root: Path, params: CompareParams) -> Comparer:
        return cls(
            load_scheme(root),
            Registry.load(root / "configs" / "bodies"),
            StrengthLadder.from_lexicon(load_lexicon(root, "strength")),
            params,
            FindingRules.load(root),
        )

    def pair(self, old: Analysis, new: Analysis) -> dict[str, Any]:
        """The machine interface for two notices: findings, ranked, and what they were made from."""
        found = compare_notices(self._facts(old), self._facts(new), **self._setting())
        if two_places(old, new):  # neither is older: nothing rose, fell or came
            found["findings"], found["terms"] = [], []
        return found

    def records(self, old: Analysis, new: Analysis) -> Comparison:
        """The same as records: alignment, ledgers, matches and findings."""
        return compare(self._facts(old), self._facts(new), **self._setting())

    def span(self, analyses: Sequence[Analysis]) -> dict[str, list[Any]]:
        """Table name -> rows: the comparisons of the data dictionary over just these notices, in the order given."""
        from pipeline.compare.series import compare_series  # loads the library of graphs, which two notices need not

        return compare_series([self._facts(analysis) for analysis in analyses], **self._setting())

    def words(self, old: Analysis, new: Analysis) -> list[WordChange]:
        """What one notice says that the other does not. Between two places, names of places tell nothing and are left
        out."""
        rows = word_changes(self._facts(old), self._facts(new))
        if not side_by_side(old, new):
            return rows
        named = {
            entity.text for analysis in (old, new) for entity in analysis.facts.entities if entity.label == "PLACE"
        }
        places = named | {place for analysis in (old, new) if (place := place_of(analysis))}
        return [row for row in rows if not any(row.word in place or place in row.word for place in places)]

    def _setting(self) -> dict[str, Any]:
        return {
            "registry": self.registry,
            "ladder": self.ladder,
            "themes": self.scheme.ids,
            "params": self.params,
            "rules": self.rules,
        }

    def _facts(self, analysis: Analysis) -> NoticeFacts:
        return facts_of_analysis(analysis, self.scheme)


def facts_of_analysis(analysis: Analysis, scheme: Scheme) -> NoticeFacts:
    """An analysed notice as the comparison reads it."""
    return NoticeFacts(
        notice=analysis.notice,
        units=analysis.units,
        roles=analysis.facts.roles,
        targets=analysis.facts.targets,
        entities=analysis.facts.entities,
        themes={guess.unit_id: guess for guess in analysis.themes},
        diagnostics=analysis.diagnostics,
        cut_off=cut_off_themes(analysis.notice, analysis.diagnostics, scheme),
        not_measured=not_measured(analysis.themes, scheme),
        clauses=analysis.facts.clauses,
        decided=analysis.decided,
    )


def compare_analyses(root: Path, analyzer: Analyzer, old: Analysis, new: Analysis) -> dict[str, Any]:
    """Two analysed notices compared, as plain data for JSON."""
    return Comparer.load(root, analyzer.params.compare).pair(old, new)


def place_of(analysis: Analysis) -> str:
    """The place that the title or the issuer begins with, or ""."""
    found = (RE_PLACE.match(text) for text in (analysis.notice.title, analysis.notice.issuer))
    return next((match.group(1) for match in found if match), "")


def two_places(old: Analysis, new: Analysis) -> bool:
    """True for notices whose titles or issuers name two different places."""
    places = place_of(old), place_of(new)
    return all(places) and places[0] != places[1]


def side_by_side(old: Analysis, new: Analysis) -> bool:
    """True for notices of one year or of two places: what differs between them is no change over time."""
    places, years = (
        [value(analysis) for analysis in (old, new)] for value in (place_of, lambda analysis: analysis.notice.year)
    )
    return (all(places) and places[0] != places[1]) or (years[0] is not None and years[0] == years[1])


def span_json(tables: dict[str, list[Any]]) -> dict[str, list[dict[str, Any]]]:
    """The tables of a span as plain data for JSON."""
    return {
        name: [
            {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(row).items()}
            for row in rows
        ]
        for name, rows in tables.items()
    }
