"""Do two people give the same texts the same themes? Cohen's kappa, and the texts to talk about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields

from pipeline.config import ConfigError
from pipeline.engine.csv_tables import csv_rows, guarded, unguarded, write_csv
from pipeline.records import LabelledText


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One text under two themes. `near`: "yes" where one person's second theme is the other's first.

    `settled` is empty until the two have agreed; then it holds the right theme.
    """

    text: str
    source: str
    first_annotator: str
    first_theme: str
    second_annotator: str
    second_theme: str
    near: str
    settled: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two annotators on the texts both have labelled.

    observed: share of texts with the same theme, in [0, 1]. kappa: see `cohens_kappa`.
    """

    first: str
    second: str
    texts: int
    observed: float
    kappa: float | None
    disagreements: tuple[Disagreement, ...]


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Agreement beyond chance (Cohen 1960): (observed - expected) / (1 - expected); 1 is full, 0 is chance.

    `expected` is how often two people with these frequencies would meet by luck. None without pairs,
    and where both used one and the same theme throughout: then nothing could have told them apart.
    """
    if not pairs:
        return None
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    agreed = sum(one == other for one, other in pairs)
    by_luck = sum(first[theme] * second[theme] for theme in first)  # in counts: exact, no rounding
    square = len(pairs) ** 2
    return None if by_luck == square else (agreed * len(pairs) - by_luck) / (square - by_luck)


def kappa_by_theme(readings: Iterable[LabelledText], themes: Sequence[str]) -> dict[str, tuple[int, float | None]]:
    """For each theme: texts that either of two persons gave it, and their kappa on "this theme or not".

    Of a text with several readings the first two persons' count, not what they settled on together (a+b).
    """
    by_text: dict[str, dict[str, str]] = {}
    for label in readings:
        if "+" not in label.annotator:
            by_text.setdefault(label.text, {}).setdefault(label.annotator, label.theme)
    pairs = [tuple(given.values())[:2] for given in by_text.values() if len(given) > 1]
    return {
        theme: (
            sum(theme in pair for pair in pairs),
            cohens_kappa([(str(one == theme), str(other == theme)) for one, other in pairs]),
        )
        for theme in themes
    }


def agreements(first: Iterable[LabelledText], second: Sequence[LabelledText]) -> list[Agreement]:
    """The annotators of `first` against the one of `second`, on common texts; one Agreement per pair, by name.

    Someone's own earlier labels are not compared with their new ones.
    """
    theirs = {label.text: label for label in second}
    shared: dict[tuple[str, str], list[tuple[LabelledText, LabelledText]]] = {}
    for label in first:
        other = theirs.get(label.text)
        if other is not None and other.annotator != label.annotator:
            shared.setdefault((label.annotator, other.annotator), []).append((label, other))
    return [_agreement(names, pairs) for names, pairs in sorted(shared.items(), key=lambda item: item[0])]


def _agreement(names: tuple[str, str], pairs: list[tuple[LabelledText, LabelledText]]) -> Agreement:
    themes = [(one.theme, other.theme) for one, other in pairs]
    observed = sum(a == b for a, b in themes) / len(themes)
    return Agreement(
        *names,
        len(pairs),
        observed,
        cohens_kappa(themes),
        tuple(_disagreement(one, other) for one, other in pairs if one.theme != other.theme),
    )


def _disagreement(one: LabelledText, other: LabelledText) -> Disagreement:
    near = one.theme2 == other.theme or other.theme2 == one.theme
    return Disagreement(
        one.text, one.source, one.annotator, one.theme, other.annotator, other.theme, "yes" if near else "no"
    )


# -- the list to settle, as CSV --------------------------------------------------------------------

COLUMNS = tuple(field.name for field in fields(Disagreement))


class DisagreementError(ConfigError):
    """The list of disagreements cannot be read; the message names file, line and next step."""


def write_disagreements(found: Iterable[Disagreement]) -> str:
    """The list as CSV. A cell that a spreadsheet would run as a formula gets a ' before it."""
    return write_csv(COLUMNS, ([guarded(cell) for cell in astuple(one)] for one in found))


def read_disagreements(text: str, *, file: str) -> list[tuple[int, Disagreement]]:
    """(line, disagreement) of every row of `text`, the content of `file`."""
    (_, first), *rows = list(csv_rows(text.removeprefix("\ufeff"), file)) or [(1, [])]
    if tuple(first) != COLUMNS:
        raise DisagreementError(
            f"{file}, line 1: the columns are {', '.join(first) or 'missing'}; they must be {', '.join(COLUMNS)}. "
            "Restore the header line."
        )
    found = []
    for line, cells in rows:
        if cells and len(cells) != len(COLUMNS):
            raise DisagreementError(
                f"{file}, line {line}: has {len(cells)} cells, not {len(COLUMNS)}; "
                "a comma inside a text needs the text in quotation marks."
            )
        if cells:
            found.append((line, Disagreement(*map(unguarded, cells))))
    return found


def merged(earlier: Iterable[Disagreement], new: Iterable[Disagreement]) -> list[Disagreement]:
    """Both lists without doubles: an earlier row stays, with what was settled, unless the same two now differ
    otherwise."""
    rows = {(one.text, one.first_annotator, one.second_annotator): one for one in earlier}
    for one in new:
        key = (one.text, one.first_annotator, one.second_annotator)
        known = rows.get(key)
        if known is None or (known.first_theme, known.second_theme) != (one.first_theme, one.second_theme):
            rows[key] = one
    return list(rows.values())
