"""The pipeline as an ordinary spaCy Language: pkuseg words and the entities of the rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.config import find_root, load_words
from pipeline.knowledge.bodies import Registry
from pipeline.segment.stage import FETCHED_MODEL
from pipeline.words.dictionary import dictionary_words
from pipeline.words.segmenter import load_segmenter

if TYPE_CHECKING:
    from spacy.language import Language


def load_nlp(root: Path | None = None) -> Language:
    """A spaCy pipeline for Chinese policy texts: `nlp(text).ents` are the named things, tokens are words.

    Extend it like any other (`nlp.add_pipe`). Raises SegmenterError if the model was never fetched.
    """
    from pipeline.extract.entities.reader import add_entity_pipe

    root = find_root(root)
    registry = Registry.load(root / "configs" / "bodies")
    nlp = load_segmenter(root / FETCHED_MODEL, dictionary_words(load_words(root), registry))
    add_entity_pipe(nlp, root / "configs" / "lexicon" / "entities.yaml", is_department=registry.is_known)
    return nlp
