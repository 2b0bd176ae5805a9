"""Challenger against champion: is the newly trained model as good as the one in use, and what would change?

Both are trained without a frozen set of sources and judged on it. The set is chosen by a hash of the
source's name, so that the same sources are held out for ever and new ones join by the same rule.

Longer than 350 lines: comparison, consequences and history of one decision.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.stats import binom, norm

from pipeline.config import ConfigError
from pipeline.records import LabelledText, Notice, ThemeGuess, Unit
from pipeline.themes.evaluation import confusion_matrix, macro_f1, precision_recall_f1
from pipeline.themes.features import TextToClassify, text_frame
from pipeline.themes.labels import settled, write_labels
from pipeline.themes.model import LinearThemeModel
from pipeline.themes.parameters import TrainingParams
from pipeline.themes.train import SegmentWords

HELD_OUT_PERCENT = 20
MARGIN = 0.025  # a challenger may be worse by less than this share of the frozen texts
CONFIDENCE = 0.95  # one-sided: how sure it must be that it is not worse by the margin
FEW_TEXTS = 50  # below that hardly any difference can be told from noise


class RetrainError(ConfigError):
    """No comparison is possible; the message says why and what to do next."""


def held_out(source: str) -> bool:
    """Whether a source belongs to the frozen set: about 20 % of all names, the same ones every time."""
    return int.from_bytes(hashlib.sha256(f"frozen {source}".encode()).digest()[:8]) % 100 < HELD_OUT_PERCENT


def labels_sha256(labels: Iterable[LabelledText]) -> str:
    """The hash of the labels as a model records it: one row a text, later rows outweighing earlier ones."""
    return hashlib.sha256(write_labels(settled(labels)).encode()).hexdigest()


def labels_behind(sha256: str, count: int, candidates: Sequence[Sequence[LabelledText]]) -> list[LabelledText] | None:
    """The labels a model with this hash learnt from: the beginning, or all, of a candidate; None if none fits.

    Labels are appended, so an older model's labels usually are the first rows of today's. `count` is
    the number of different texts the model learnt from.
    """
    for labels in candidates:
        texts: set[str] = set()
        for end, label in enumerate(labels, start=1):
            texts.add(label.text)
            if len(texts) == count and labels_sha256(labels[:end]) == sha256:
                return list(labels[:end])
    return None


# -- the comparison --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ThemeScores:
    """One theme on the frozen set: precision, recall and F1 of champion and challenger; None where not defined."""

    theme: str
    labelled: int
    champion: tuple[float | None, float | None, float | None]
    challenger: tuple[float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both models on the frozen set. A text counts as right if its theme or its second theme was guessed.

    only_champion, only_challenger: texts that only one of them got right; p_value: see `mcnemar_exact`.
    """

    texts: int
    sources: int
    accuracy_champion: float
    accuracy_challenger: float
    macro_f1_champion: float
    macro_f1_challenger: float
    only_champion: int
    only_challenger: int
    p_value: float
    themes: tuple[ThemeScores, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the challenger takes over, and the reason in words."""

    promote: bool
    reason: str


def predictions(
    labels: Sequence[LabelledText],
    judged: Sequence[LabelledText],
    words_of: SegmentWords,
    params: TrainingParams,
    themes: Sequence[str],
) -> list[str]:
    """What a model that learnt from `labels` without the frozen sources says of `judged`."""
    used = [label for label in settled(labels) if not held_out(label.source)]
    if len({label.theme for label in used}) < 2:
        raise RetrainError(
            f"data/labels/themes.csv: outside the frozen sources only {len(used)} labels of fewer than two "
            "themes are left to learn from. Label tasks of more notices."
        )
    model = LinearThemeModel.unfitted(themes, params).fit(_frame(used, words_of), [label.theme for label in used])
    return [themes[column] for column in model.predict_proba(_frame(judged, words_of)).argmax(axis=1)]


def _frame(labels: Sequence[LabelledText], words_of: SegmentWords) -> Any:
    return text_frame(TextToClassify(label.text, tuple(words_of(label.text)), label.section) for label in labels)


def frozen_set(labels: Sequence[LabelledText]) -> list[LabelledText]:
    """The labelled texts of the held-out sources, as they are labelled today."""
    return [label for label in settled(labels) if held_out(label.source)]


def mcnemar_exact(only_first: int, only_second: int) -> float:
    """The two-sided exact p-value that two classifiers err equally often (McNemar 1947; exact binomial form).

    Texts that both or neither got right say nothing. 1 where they never differ. Texts of one notice
    are alike, so the value is, if anything, too small.
    """
    differing = only_first + only_second
    return min(1.0, 2 * float(binom.cdf(min(only_first, only_second), differing, 0.5))) if differing else 1.0


def compared(frozen: Sequence[LabelledText], champion: Sequence[str], challenger: Sequence[str]) -> Comparison:
    """Scores of two lists of guesses on the frozen set."""
    if not frozen:
        raise RetrainError(
            "data/labels/themes.csv: no source of the labels belongs to the frozen set, so nothing can be "
            "compared. Label tasks of more notices, or use --force to go without."
        )
    order = sorted({*(label.theme for label in frozen), *champion, *challenger})
    right = [
        np.array([guess in (label.theme, label.theme2) for guess, label in zip(guesses, frozen, strict=True)])
        for guesses in (champion, challenger)
    ]
    confusions = [_confusion(frozen, guesses, order) for guesses in (champion, challenger)]
    only = int((right[0] & ~right[1]).sum()), int((right[1] & ~right[0]).sum())
    scores = [precision_recall_f1(confusion) for confusion in confusions]
    themes = tuple(
        ThemeScores(theme, int(confusions[0][row].sum()), _of_theme(scores[0], row), _of_theme(scores[1], row))
        for row, theme in enumerate(order)
    )
    sources = len({label.source for label in frozen})
    return Comparison(
        len(frozen),
        sources,
        float(right[0].mean()),
        float(right[1].mean()),
        macro_f1(confusions[0]),
        macro_f1(confusions[1]),
        *only,
        mcnemar_exact(*only),
        themes,
    )


def _confusion(frozen: Sequence[LabelledText], guesses: Sequence[str], order: list[str]) -> np.ndarray:
    wanted = np.array([order.index(label.theme) for label in frozen])
    return confusion_matrix(wanted, np.array([order.index(guess) for guess in guesses]), len(order))


def _of_theme(scores: Sequence[np.ndarray], row: int) -> tuple[float | None, float | None, float | None]:
    precision, recall, f1 = (_none(part[row]) for part in scores)
    return precision, recall, f1


def _none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def worst_difference(comparison: Comparison) -> float:
    """The lower one-sided bound of accuracy gained by the challenger, as a share of the frozen texts.

    Both judge the same texts, so only those that one alone got right tell the difference (paired
    Wald interval with one text added to either side, Agresti and Min 2005).
    """
    gained, lost, texts = comparison.only_challenger + 0.5, comparison.only_champion + 0.5, comparison.texts + 2
    difference = (gained - lost) / texts
    spread = math.sqrt(gained + lost - (gained - lost) ** 2 / texts) / texts
    return difference - float(norm.ppf(CONFIDENCE)) * spread


def decide(comparison: Comparison, *, force: bool = False) -> Decision:
    """Promote only what is not inferior: worse by less than MARGIN, with CONFIDENCE (non-inferiority test)."""
    low = worst_difference(comparison)
    told = (
        f"{comparison.only_challenger} texts better, {comparison.only_champion} worse of {comparison.texts}; "
        f"at worst {low:+.1%} with {CONFIDENCE:.0%} confidence, {-MARGIN:.1%} is allowed"
    )
    if low >= -MARGIN:
        return Decision(True, f"not inferior on the frozen set ({told})")
    if force:
        return Decision(True, f"forced by --force, although it may be inferior on the frozen set ({told})")
    return Decision(False, f"not shown to be as good on the frozen set ({told})")


# -- what the report would say otherwise -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShareChange:
    """One theme's share of a notice's tasks by the champion and by the challenger, in [0, 1]; None: not measured."""

    notice_id: str
    theme: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Flip:
    """A unit that would change its theme."""

    notice_id: str
    unit_id: str
    text: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Consequences:
    """What would change in the report.

    `leading`: (notice, theme with the largest share before, after) where it changes. `directions`:
    (older notice, newer notice, theme, before, after) where a share rose, fell or stayed, and now does otherwise;
    a theme that one of the two cannot tell has none.
    """

    shares: tuple[ShareChange, ...]
    flips: tuple[Flip, ...]
    leading: tuple[tuple[str, str, str], ...]
    directions: tuple[tuple[str, str, str, str, str], ...]


def consequences(
    notices: Sequence[Notice],
    units: Iterable[Unit],
    before: Iterable[ThemeGuess],
    after: Iterable[ThemeGuess],
    themes: Sequence[str],
) -> Consequences:
    """Compare two sets of guesses on the tasks of `notices`, which are what the report counts."""
    guesses = list(before), list(after)
    known = tuple({theme for guess in side for theme in (guess.themes or themes)} for side in guesses)
    old, new = ({guess.unit_id: guess.theme for guess in side} for side in guesses)
    wanted = {notice.notice_id for notice in notices}
    tasks = [
        unit
        for unit in units
        if unit.notice_id in wanted and unit.kind == "task" and unit.unit_id in old and unit.unit_id in new
    ]
    flips = tuple(
        Flip(unit.notice_id, unit.unit_id, unit.text, old[unit.unit_id], new[unit.unit_id])
        for unit in tasks
        if old[unit.unit_id] != new[unit.unit_id]
    )
    counted = tuple(_shares(tasks, themes_of) for themes_of in (old, new))
    named = list(dict.fromkeys([*themes, *sorted(set(old.values()))]))
    present = sorted(counted[0])
    shares = tuple(
        ShareChange(
            one, theme, *(side[one].get(theme, 0.0 if theme in can else None) for side, can in zip(counted, known))
        )
        for one in present
        for theme in named
    )
    leaders = [(one, _largest(counted[0][one], named), _largest(counted[1][one], named)) for one in present]
    return Consequences(
        shares,
        flips,
        tuple(one for one in leaders if one[1] != one[2]),
        tuple(_directions(notices, counted, [theme for theme in named if theme in known[0] & known[1]])),
    )


def _largest(share_of: Mapping[str, float], themes: Sequence[str]) -> str:
    return max(themes, key=lambda theme: share_of.get(theme, 0.0))


def _shares(tasks: Iterable[Unit], theme_of: Mapping[str, str]) -> dict[str, dict[str, float]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in tasks:
        counts[unit.notice_id][theme_of[unit.unit_id]] += 1
    return {
        notice: {theme: count / found.total() for theme, count in found.items()} for notice, found in counts.items()
    }


def _directions(
    notices: Sequence[Notice], counted: Sequence[Mapping[str, Mapping[str, float]]], themes: Sequence[str]
) -> Iterable[tuple[str, str, str, str, str]]:
    series: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        if notice.year is not None and notice.notice_id in counted[0]:
            series[notice.series].append(notice)
    for members in series.values():
        ordered = sorted(members, key=lambda notice: (notice.year or 0, notice.notice_id))
        for older, newer in itertools.pairwise(ordered):
            for theme in themes:
                said = [
                    _direction(side[newer.notice_id].get(theme, 0.0) - side[older.notice_id].get(theme, 0.0))
                    for side in counted
                ]
                if said[0] != said[1]:
                    yield older.notice_id, newer.notice_id, theme, said[0], said[1]


def _direction(difference: float) -> str:
    return "rose" if difference > 1e-9 else "fell" if difference < -1e-9 else "stayed"


# -- the register of promotions --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Promotion:
    """One line of models/history.jsonl: a model that was put to use, what it learnt from, and why."""

    number: int
    date: str
    labels: int
    labels_sha256: str
    sources: int
    provenance: dict[str, int]
    annotators: dict[str, int]
    model_sha256: str
    metrics: dict[str, Any]
    comparison: dict[str, Any] | None
    because: str
    params: dict[str, Any] | None = None  # how it learnt; None in lines of before 0.2


def promotion(
    number: int,
    day: str,
    labels: Sequence[LabelledText],
    *,
    model_sha256: str,
    metrics: dict[str, Any],
    comparison: Comparison | None,
    because: str,
    params: dict[str, Any] | None = None,
) -> Promotion:
    """The line for a model trained on `labels`. `day` comes from the caller: nothing here reads a clock."""
    used = settled(labels)
    provenance, annotators = (
        dict(sorted(Counter(getattr(label, name) for label in used).items())) for name in ("provenance", "annotator")
    )
    figures = (
        None
        if comparison is None
        else {
            name: round(value, 4) if isinstance(value, float) else value
            for name, value in asdict(comparison).items()
            if name != "themes"
        }
    )
    return Promotion(
        number,
        day,
        len(used),
        labels_sha256(labels),
        len({label.source for label in used}),
        provenance,
        annotators,
        model_sha256,
        metrics,
        figures,
        because,
        params,
    )


def history_text(promotions: Iterable[Promotion]) -> str:
    """The content of models/history.jsonl: one JSON object a line."""
    return "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in promotions)


def read_history(text: str, *, file: str) -> list[Promotion]:
    """The promotions in `text`, oldest first; a damaged line is refused by number."""
    found = []
    for line, content in enumerate(text.splitlines(), start=1):
        try:
            found.append(Promotion(**json.loads(content)))
        except (json.JSONDecodeError, TypeError) as error:
            raise RetrainError(
                f"{file}, line {line}: is no promotion ({error}). Restore the file with `git checkout {file}`."
            ) from None
    return found
