"""The one way in: a notice of a seed, mixed or trying one form."""

from __future__ import annotations

# each module registers its forms as it is loaded; the order is that of the tables
from tests.roundtrip import documents, noise, other_documents, work_report  # noqa: F401
from tests.roundtrip.items import Page
from tests.roundtrip.maker import Maker
from tests.roundtrip.truth import MadeNotice

NEEDS: dict[str, dict[str, str]] = {  # what else must be chosen so that a form of the group is used at all
    "amount": {"target": "amount"},
    "percent": {"target": "rate"},
    "points": {"target": "rate-points"},
    "dash": {"goal": "dashes"},
    "report": {"document": "work-report"},
    "report-part": {"document": "work-report"},
    "table": {"document": "table"},
}
NARROWER = {
    "percent:tenths": {"target": "share"},
    "percent:fraction": {"target": "share"},
    "amount:trillion": {"target": "amount"},
    "bound:below": {"target": "fallen-to"},
    "depth:four": {"ladder": "official"},
    "bound:at-least": {"target": "flow-behind"},
}


def forced_by(name: str) -> dict[str, str]:
    """The choices by which a notice uses the form `group:name`."""
    group, choice = name.split(":")
    return {**NEEDS.get(group, {}), **NARROWER.get(name, {}), group: choice}


def made_notice(
    seed: int, *, vocabulary: str = "main", only: str = "", barred: frozenset[str] = frozenset()
) -> MadeNotice:
    """A notice of this seed. `only` names one form that is used in an otherwise plain notice; else forms are mixed."""
    maker = Maker(seed, vocabulary=vocabulary, forced=forced_by(only) if only else {}, mixed=not only, barred=barred)
    page = Page()
    _, write = maker.pick("document")
    write(maker, page)
    _, spoil = maker.pick("noise")
    text = spoil(maker, "\n".join(page.lines))
    return MadeNotice(text, maker.year, page.units, tuple(maker.used), "\n".join(page.backward))
