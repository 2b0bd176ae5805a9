"""The pipeline as a spaCy Language: words by pkuseg, and one component that reads a notice into spans.

The component is made and saved like any other of spaCy. It sets:

- sentences (`doc.sents`), cut at 。！？； and at line ends;
- `doc.ents`, named things wherever they stand outside responsibility clauses; `doc.spans["entities"]`, those of
  units, each name once a unit;
- `doc.spans["units"]`: tasks, goals and other units, labelled by kind, with `span.id_` the printed path and
  `span._.title`, `span._.headings`, `span._.theme`, `span._.theme_scores` (where a theme model was trained);
- `doc.spans["roles"]`: departments, labelled by role, with `span._.body_id`;
- `doc.spans["targets"]`: promises in numbers, labelled by kind, with `span._.target`, a plain dict;
- `doc.spans["clauses"]`: who is responsible, as printed;
- `doc._.notice`: title, issuer, number, dates and year as far as the text says them.

Offsets are those of the text given: it is not cleaned, so give it clean text (`pipeline.ingest.normalise`).
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import __version__
from pipeline.config import find_root, load_params, load_words
from pipeline.extract.facts import FactReader, Facts
from pipeline.ingest.letterhead import read_letterhead
from pipeline.knowledge.bodies import Registry
from pipeline.records import ENTITY_LABELS, Notice, ThemeGuess, Unit
from pipeline.segment.kinds import Words
from pipeline.segment.stage import FETCHED_MODEL
from pipeline.segment.structure import read_structure
from pipeline.themes.files import MODEL
from pipeline.themes.stage import ThemeGuesser
from pipeline.words.dictionary import dictionary_words
from pipeline.words.segmenter import load_segmenter, register_tokenizer

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

    from pipeline.extract.entities.reader import Found

COMPONENT = "policy_notice"
SENTENCE_ENDS = frozenset("。！？；\n")
SPAN_FIELDS = ("title", "headings", "theme", "theme_scores", "body_id", "target")
PLACES = ("notice_id", "unit_id", "start", "end")
HEAD_FIELDS = ("title", "issuer", "document_number", "issued_on", "published_on", "year")


def load_nlp(root: Path | None = None) -> Language:
    """A spaCy pipeline for Chinese policy texts; the module says what it sets.

    Extend it like any other (`nlp.add_pipe`), save it (`nlp.to_disk`) and load it again with `spacy.load` after
    `import pipeline.service.language`. Raises SegmenterError if the word model was never fetched.
    """
    register()
    root = find_root(root)
    registry = Registry.load(root / "configs" / "bodies")
    nlp = load_segmenter(root / FETCHED_MODEL, dictionary_words(load_words(root), registry))
    nlp.add_pipe(COMPONENT, config={"project": str(root)})
    nlp.meta.update(
        name="policy_notices",
        version=__version__,
        description="Chinese government notices: units, roles, targets, named things and themes",
        license="MIT",
    )
    return nlp


class NoticeComponent:
    """Reads a document as one notice, with the configs and the theme model of a folder. See the module."""

    def __init__(self) -> None:
        self.folder: Path | None = None

    def use(self, folder: Path) -> NoticeComponent:
        """Read with the configs, and the theme model if there is one, of this folder from now on."""
        self.folder = folder
        self.params = load_params(folder)
        self.facts = FactReader.load(folder, grants=self.params.extract.grants)
        self.words = Words.load(folder)
        self.themes = ThemeGuesser.load(folder) if (folder / MODEL).exists() else None
        return self

    @property
    def labels(self) -> tuple[str, ...]:
        return ENTITY_LABELS

    def __call__(self, doc: Doc) -> Doc:
        if self.folder is None:
            raise ValueError(
                f"{COMPONENT} has no configs; add it with config={{'project': FOLDER}} or load it from disk"
            )
        notice = _notice(doc.text)
        longest = self.params.segment.very_long_unit
        structure = read_structure(notice, words=self.words, very_long_unit=longest)
        facts = self.facts.read(notice, list(structure.units))
        skip = tuple((clause.start, clause.end) for clause in facts.clauses)
        _set_spans(doc, structure.units, facts, self.facts.entities.mentions(doc.text, skip=skip))
        _set_sentences(doc)
        doc._.notice = {name: getattr(notice, name) for name in HEAD_FIELDS}
        if self.themes:
            _set_themes(doc, self._guesses(doc, structure.units, facts))
        return doc

    def _guesses(self, doc: Doc, units: Iterable[Unit], facts: Facts) -> list[ThemeGuess]:
        """The theme of each unit, from the words of the document."""
        assert self.themes is not None
        clauses: dict[str, list[Any]] = {}
        for clause in facts.clauses:
            clauses.setdefault(clause.unit_id, []).append(clause)
        worded = [replace(unit, words=tuple(_words(doc, unit))) for unit in units]
        return self.themes.guess(worded, clauses, longest_text=self.params.classify.longest_text)

    # -- saved and loaded --------------------------------------------------------------------------

    def _files(self) -> Iterator[tuple[str, Path]]:
        """(name below the folder, file) of all that the component reads with."""
        if self.folder is not None:
            configs = sorted(path for path in (self.folder / "configs").rglob("*") if path.is_file())
            for path in [*configs, self.folder / MODEL]:
                if path.exists():
                    yield path.relative_to(self.folder).as_posix(), path

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        for name, file in self._files():
            target = Path(path) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> NoticeComponent:
        return self.use(Path(path))

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, file in self._files():
                archive.writestr(zipfile.ZipInfo(name), file.read_bytes())
        return stream.getvalue()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> NoticeComponent:
        import tempfile

        self._unpacked = tempfile.TemporaryDirectory()  # lives as long as the component
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(self._unpacked.name)
        return self.use(Path(self._unpacked.name))


def register() -> None:
    """Make tokenizer, component and extensions known to spaCy; importing this module does it."""
    from spacy.language import Language
    from spacy.tokens import Doc, Span

    register_tokenizer()
    Doc.set_extension("notice", default=None, force=True)
    for name in SPAN_FIELDS:
        Span.set_extension(name, default=None, force=True)
    if not Language.has_factory(COMPONENT):
        Language.factory(
            COMPONENT,
            assigns=["doc.ents", "doc.spans", "doc._.notice", "token.is_sent_start", "token.ent_type", "token.ent_iob"],
            default_config={"project": ""},
            func=make_component,
        )


def make_component(nlp: Language, name: str, project: str) -> NoticeComponent:
    """The component with the configs of a project folder; without one it waits for `from_disk`."""
    folder = Path(project)
    component = NoticeComponent()
    return component.use(folder) if project and (folder / "configs").is_dir() else component


# -- a notice as spans -----------------------------------------------------------------------------


def _notice(text: str) -> Notice:
    head = read_letterhead(text)
    return Notice(
        notice_id="doc", series="", year=head.year, title=head.title, issuer=head.issuer,
        document_number=head.document_number, issued_on=head.issued_on, published_on=head.published_on,
        period_from=head.period_from, period_to=head.period_to, script="hans", provenance="", text=text,
        body_start=head.body_start, body_end=head.body_end,
    )  # fmt: skip


def _set_spans(doc: Doc, units: Iterable[Unit], facts: Facts, mentions: Sequence[Found]) -> None:
    """Every span; a word that a border cuts in two becomes two tokens."""
    from pipeline.extract.entities.reader import split_words

    units = list(units)
    everything: list[Any] = [*units, *facts.roles, *facts.targets, *facts.clauses, *facts.entities, *mentions]
    split_words(doc, {border for one in everything for border in (one.start, one.end)})
    doc.spans["units"] = [_unit_span(doc, unit) for unit in units]
    doc.spans["roles"] = [_span(doc, role, role.role, body_id=role.body_id or None) for role in facts.roles]
    doc.spans["clauses"] = [_span(doc, clause, "") for clause in facts.clauses]
    doc.spans["targets"] = [
        _span(doc, one, one.kind, target={k: v for k, v in asdict(one).items() if k not in PLACES})
        for one in facts.targets
    ]
    doc.spans["entities"] = [_span(doc, entity, entity.label) for entity in facts.entities]
    doc.set_ents([_span(doc, found, found.label) for found in mentions], default="outside")


def _unit_span(doc: Doc, unit: Unit) -> Span:
    span = _span(doc, unit, unit.kind, title=unit.title, headings=list(unit.headings))
    span.id_ = "-".join(unit.path)
    return span


def _span(doc: Doc, one: Any, label: str, **fields: Any) -> Span:
    span = doc.char_span(one.start, one.end, label=label)
    if span is None:
        raise ValueError(f"characters {one.start} to {one.end} cut a token")
    for name, value in fields.items():
        span._.set(name, value)
    return span


def _set_sentences(doc: Doc) -> None:
    begins = True
    for token in doc:
        token.is_sent_start = begins
        begins = bool(SENTENCE_ENDS & set(token.text[-1:]))


def _words(doc: Doc, unit: Unit) -> Iterator[str]:
    span = doc.char_span(unit.start, unit.end)
    yield from (token.text for token in span or () if not token.is_space)


def _set_themes(doc: Doc, guesses: Iterable[ThemeGuess]) -> None:
    for span, guess in zip(doc.spans["units"], guesses, strict=True):
        span._.theme = guess.theme
        span._.theme_scores = dict(zip(guess.themes, guess.scores, strict=True))
