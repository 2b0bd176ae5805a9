"""From units to theme guesses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.knowledge.themes import Scheme, declared_by_headings
from pipeline.records import ThemeGuess, Unit
from pipeline.themes.features import TextToClassify, text_columns
from pipeline.themes.model import ModelError, TrainedModel


@dataclass(frozen=True, slots=True)
class UnitBody:
    """A unit as the classifier reads it: its text without responsibility clauses, and the headings above it."""

    notice_id: str
    unit_id: str
    text: str
    words: tuple[str, ...]
    headings: tuple[str, ...] = ()

    def as_text(self) -> TextToClassify:
        """What the model reads of it; of the headings the nearest."""
        return TextToClassify(self.text, self.words, self.headings[-1] if self.headings else "")


def body_of(unit: Unit, clauses: Iterable[tuple[int, int]] = ()) -> UnitBody:
    """The unit without the spans in `clauses` (half-open offsets into the notice's text).

    A word goes if any character of it lies in a clause. Clauses go because 市科技局 says who acts,
    not what the task is about.
    """
    dropped = [(start - unit.start, end - unit.start) for start, end in clauses]
    text = "".join(
        character for at, character in enumerate(unit.text) if not any(start <= at < end for start, end in dropped)
    )
    words: list[str] = []
    at = 0
    for word in unit.words:
        at = unit.text.index(word, at)
        if not any(start < at + len(word) and at < end for start, end in dropped):
            words.append(word)
        at += len(word)
    return UnitBody(unit.notice_id, unit.unit_id, text.strip(), tuple(words), unit.headings)


def classify(model: TrainedModel, bodies: Sequence[UnitBody], *, scheme: Scheme) -> list[ThemeGuess]:
    """One guess per body, in their order. `scheme` must be the one the model was trained with.

    A theme that too few labels had is not measured: no guess has a probability for it.
    """
    if model.themes != scheme.ids:
        raise ModelError(
            f"the model knows the themes {', '.join(model.themes)}; configs/themes.yaml has "
            f"{', '.join(scheme.ids)}. Label texts of new themes, then run `dvc repro train`."
        )
    measured = [place for place, theme in enumerate(model.themes) if theme in model.classifier.known]
    columns = text_columns(body.as_text() for body in bodies)
    guesses: list[ThemeGuess] = []
    for body, probabilities in zip(bodies, model.predict_proba(columns), strict=True):
        best, second = (int(place) for place in probabilities.argsort(kind="stable")[::-1][:2])
        guesses.append(
            ThemeGuess(
                notice_id=body.notice_id,
                unit_id=body.unit_id,
                theme=model.themes[best],
                unsure=bool(probabilities[best] < model.threshold),
                declared_theme=declared_by_headings(body.headings, scheme),
                themes=tuple(model.themes[place] for place in measured),
                scores=tuple(round(float(probabilities[place]), 4) for place in measured),
                theme2=model.themes[second] if probabilities[second] >= model.second_from else "",
            )
        )
    return guesses
