"""What a unit names: organisations, departments, programmes, documents, places, works and industries.

The rules (entity_rules.py) propose, this module decides: of overlapping candidates the longest
stands, and each name counts once per unit. The same reader serves as a component of any spaCy
pipeline; spaCy itself is only imported when that is asked for.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import srsly

from pipeline.config import read_yaml
from pipeline.extract.entities.boundaries import Found
from pipeline.extract.entities.rules import EntityRules
from pipeline.extract.spans import Span, blanked, windows
from pipeline.records import ENTITY_LABELS, Entity, Unit

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, DocBin
    from spacy.tokens import Span as SpacySpan

LONGEST_STRETCH = 4_000  # characters read at once; a unit has some hundred
RE_STRETCH_END = re.compile(r"[。；\n]")
COMPONENT = "policy_entities"
SPANS_KEY = "entities"  # doc.spans[...]: each name where it stands first
SKIPPED_KEY = "clauses"  # doc.spans[...]: spans that are not read, set by whoever knows them
# Between candidates of one span the label that asks for the surer sign wins.
LABEL_ORDER = {
    label: order for order, label in enumerate(("DOC", "DEPT", "ORG", "PROJECT", "PROGRAM", "PLACE", "INDUSTRY"))
}
# 市财政局, 省政府办公厅, 国家能源局: what is taken for a department where no registry is at hand
RE_LOOKS_LIKE_DEPARTMENT = re.compile(
    r"(?:国家|中央|国务院|[一-龥]{0,8}[省市区县州]).{0,12}(?:局|厅|委|委员会|部|署|办|办公室|办公厅|政府|管委会)"
)


def looks_like_department(name: str) -> bool:
    """Whether a name has the form of a department: a level or a place, and the end of a body."""
    return bool(RE_LOOKS_LIKE_DEPARTMENT.fullmatch(name))


class EntityReader:
    """Reads the named things of units with one lexicon; it reads characters, not segmented words."""

    def __init__(self, lexicon: dict, *, is_department: Callable[[str], bool]) -> None:
        self.rules = EntityRules(lexicon, is_department=is_department)

    def mentions(self, text: str, *, skip: tuple[Span, ...] = ()) -> list[Found]:
        """Every mention in a text, in order, without overlaps. `skip` are spans that are not read."""
        text = blanked(text, skip, "\n")
        found: list[Found] = []
        for start, end in windows(text, LONGEST_STRETCH, RE_STRETCH_END):
            found.extend(_moved(mention, start) for mention in longest(self.rules.find(text[start:end])))
        return found

    def find(self, text: str, *, skip: tuple[Span, ...] = ()) -> list[Found]:
        """Every name in a text once, where it stands first."""
        return first_mentions(self.mentions(text, skip=skip), text)

    def read_unit(self, unit: Unit, *, skip: tuple[Span, ...] = ()) -> list[Entity]:
        """The entities of a unit, in order. `skip` are spans of its text: its responsibility clauses."""
        return [
            Entity(
                notice_id=unit.notice_id,
                unit_id=unit.unit_id,
                label=found.label,
                text=unit.text[found.start : found.end],
                start=unit.start + found.start,
                end=unit.start + found.end,
                rule=found.rule,
            )
            for found in self.find(unit.text, skip=skip)
        ]


def _moved(found: Found, by: int) -> Found:
    return Found(found.start + by, found.end + by, found.label, found.rule) if by else found


def longest(candidates: Iterable[Found]) -> list[Found]:
    """Of overlapping candidates the longest, then the one of the surer label, then the first."""
    ranked = sorted(
        set(candidates), key=lambda found: (found.start - found.end, LABEL_ORDER[found.label], found.start, found.rule)
    )
    taken = bytearray(max((found.end for found in ranked), default=0))
    chosen: list[Found] = []
    for found in ranked:
        if not any(taken[found.start : found.end]):
            taken[found.start : found.end] = b"\x01" * (found.end - found.start)
            chosen.append(found)
    return sorted(chosen, key=lambda found: found.start)


def first_mentions(mentions: list[Found], text: str) -> list[Found]:
    """Each (label, text) where it stands first; 集成电路产业 beside 集成电路 is the same industry."""
    industries = {text[found.start : found.end] for found in mentions if found.label == "INDUSTRY"}
    seen: set[tuple[str, str]] = set()
    firsts: list[Found] = []
    for found in mentions:
        words = text[found.start : found.end]
        again = found.label == "INDUSTRY" and words.endswith(("产业", "行业")) and words[:-2] in industries
        if not again and (found.label, words) not in seen:
            seen.add((found.label, words))
            firsts.append(found)
    return firsts


# -- spaCy ---------------------------------------------------------------------------------------


class EntityComponent:
    """The reader as a spaCy component: `doc.ents` holds every mention, `doc.spans["entities"]` each name once.

    A word that a name's border cuts in two becomes two tokens, so that spans are exact. Spans in
    `doc.spans["clauses"]` are not read. Saved with its pipeline, the component keeps its lexicon but
    not its registry of departments: loaded again, it knows departments by their form.
    """

    def __init__(self) -> None:
        self.lexicon: dict = {}
        self.is_department: Callable[[str], bool] = looks_like_department
        self.reader: EntityReader | None = None

    def use(self, lexicon: dict, *, is_department: Callable[[str], bool]) -> EntityComponent:
        """Read with this lexicon and this registry from now on."""
        self.lexicon, self.is_department = lexicon, is_department
        self.reader = EntityReader(lexicon, is_department=is_department)
        return self

    def __call__(self, doc: Doc) -> Doc:
        if self.reader is None:
            raise ValueError(
                f"the component {COMPONENT} has no lexicon. Add it with "
                "pipeline.extract.entities.reader.add_entity_pipe(nlp, path of entities.yaml)."
            )
        skip = tuple((span.start_char, span.end_char) for span in doc.spans.get(SKIPPED_KEY, ()))
        mentions = self.reader.mentions(doc.text, skip=skip)
        split_words(doc, {border for found in mentions for border in (found.start, found.end)})
        doc.set_ents([_spacy_span(doc, found) for found in mentions], default="outside")
        doc.spans[SPANS_KEY] = [_spacy_span(doc, found) for found in first_mentions(mentions, doc.text)]
        return doc

    @property
    def labels(self) -> tuple[str, ...]:
        return ENTITY_LABELS

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        srsly.write_json(path, self.lexicon)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> EntityComponent:
        return self.use(srsly.read_json(path), is_department=self.is_department)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        return srsly.msgpack_dumps(self.lexicon)

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> EntityComponent:
        return self.use(srsly.msgpack_loads(data), is_department=self.is_department)


def _spacy_span(doc: Doc, found: Found) -> SpacySpan:
    span = doc.char_span(found.start, found.end, label=found.label)
    if span is None:
        raise ValueError(f"characters {found.start} to {found.end} cut a token")
    span.id_ = found.rule
    return span


def split_words(doc: Doc, borders: set[int]) -> None:
    """Cut the tokens of `doc` at the character offsets in `borders`."""
    with doc.retokenize() as retokenizer:
        for token in doc:
            inside = sorted(border - token.idx for border in borders if token.idx < border < token.idx + len(token))
            if inside:
                cuts = [0, *inside, len(token)]
                parts = [token.text[start:end] for start, end in itertools.pairwise(cuts)]
                retokenizer.split(token, parts, heads=[(token, i) for i in range(len(parts))])


def register_component() -> None:
    """Make the component known to spaCy. Needed before a saved pipeline that holds it is loaded."""
    from spacy.language import Language

    if not Language.has_factory(COMPONENT):

        @Language.factory(
            COMPONENT,
            assigns=["doc.ents", "doc.spans", "token.ent_type", "token.ent_iob"],
            requires=[],
            default_config={"lexicon_path": ""},
        )
        def make_entity_component(nlp: Language, name: str, lexicon_path: str) -> EntityComponent:
            component = EntityComponent()
            return (
                component.use(read_yaml(Path(lexicon_path)), is_department=looks_like_department)
                if lexicon_path
                else component
            )


def add_entity_pipe(
    nlp: Language, lexicon_path: Path | str, *, is_department: Callable[[str], bool] = looks_like_department
) -> EntityComponent:
    """Append the component to a spaCy pipeline; the lexicon is configs/lexicon/entities.yaml or one like it."""
    register_component()
    component = cast(EntityComponent, nlp.add_pipe(COMPONENT, last=True))
    return component.use(read_yaml(Path(lexicon_path)), is_department=is_department)


def training_docbin(units: Iterable[Unit], entities: Iterable[Entity], nlp: Language) -> DocBin:
    """Units with their entities as spaCy training data, tokenized by `nlp`.

    An entity is recorded where it stands first; for training, its other mentions in the unit are
    marked too, for a mention left unmarked would teach that it is none. `doc.user_data["unit_id"]`
    says which unit a document is.
    """
    from spacy.tokens import DocBin

    by_unit: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        by_unit[entity.unit_id].append(entity)
    return DocBin(docs=[_training_doc(unit, by_unit[unit.unit_id], nlp) for unit in units], store_user_data=True)


def _training_doc(unit: Unit, entities: list[Entity], nlp: Language) -> Doc:
    doc = nlp.make_doc(unit.text)
    doc.user_data["unit_id"] = unit.unit_id
    mentions = all_mentions(unit, entities)
    split_words(doc, {border for found in mentions for border in (found.start, found.end)})
    doc.set_ents([_spacy_span(doc, found) for found in mentions], default="outside")
    return doc


def all_mentions(unit: Unit, entities: list[Entity]) -> list[Found]:
    """The entities of a unit where they are recorded, and wherever else their text stands free."""
    recorded = [
        Found(entity.start - unit.start, entity.end - unit.start, entity.label, entity.rule) for entity in entities
    ]
    taken = bytearray(len(unit.text))
    for found in recorded:
        taken[found.start : found.end] = b"\x01" * (found.end - found.start)
    others: list[Found] = []
    for entity in sorted(entities, key=lambda entity: -len(entity.text)):
        for again in re.finditer(re.escape(entity.text), unit.text):
            if not any(taken[again.start() : again.end()]):
                taken[again.start() : again.end()] = b"\x01" * len(entity.text)
                others.append(Found(*again.span(), entity.label, entity.rule))
    return sorted([*recorded, *others], key=lambda found: found.start)
