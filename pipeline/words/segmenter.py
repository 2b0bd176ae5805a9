"""Words: pkuseg with a user dictionary that always wins, alone or inside spaCy.

spacy-pkuseg ships no model. The one the authors of pkuseg trained (Luo et al. 2019) is part of
the pkuseg 0.0.25 package; it was trained on data for research use, so it is fetched, checked
against its hash, converted, and never committed. Beside the two files that spacy-pkuseg loads lie
the same weights as tables (see pkuseg.py), which every process maps instead of reading them.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.words.pkuseg import PkusegModel

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

WHEEL = "pkuseg-0.0.25-cp37-cp37m-manylinux1_x86_64.whl"
WHEEL_SHA256 = "6fc2f97d0f66cc6722cf772e65dbcde1b01d8cc53b66ac4aa7bce639de79588f"
MODEL_IN_WHEEL = "pkuseg/models/default/"
MODEL_FILES = ("features.msgpack", "weights.npz")
TOKENIZER = "policy_trends.pkuseg"  # its name in the config of a spaCy pipeline
WORDS = "words.txt"  # the user dictionary of a saved tokenizer, a word a line
TABLES = "tables"  # a folder beside the model files: one .npy for every field of PkusegModel


class SegmenterError(RuntimeError):
    """The model could not be fetched, checked or loaded; the message says what to do next."""


class _PlainDataUnpickler(pickle.Unpickler):
    """Reads only plain data (dicts, sets, strings, numbers): every reference to code is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise SegmenterError(f"the segmenter model refers to code ({module}.{name}); only plain data is accepted")


def download_wheel(folder: Path) -> Path:
    """Fetch the wheel through pip, from whatever index pip is set up with."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--python-version",
        "3.7",
        "--implementation",
        "cp",
        "--abi",
        "cp37m",
    ]
    command += [
        "--platform",
        "manylinux1_x86_64",
        "--quiet",
        "--disable-pip-version-check",
        "--dest",
        str(folder),
        "pkuseg==0.0.25",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheel = folder / WHEEL
    if done.returncode or not wheel.exists():
        raise SegmenterError(
            "the segmenter model could not be downloaded (50 MB from the Python package index):\n"
            f"{done.stderr.strip()[-600:]}\nCheck the connection, or put {WHEEL} into models/ yourself and "
            "run again."
        )
    return wheel


def check_wheel(wheel: Path) -> None:
    """Refuse a file that is not, byte for byte, the one this project was built with."""
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != WHEEL_SHA256:
        raise SegmenterError(
            f"{wheel.name}: sha256 is {found}, expected {WHEEL_SHA256}. Delete the file and run again; it "
            "is damaged or not the original."
        )


def convert_model(wheel: Path, target: Path) -> None:
    """Write the wheel's model into `target` in the format spacy-pkuseg loads (features.msgpack, weights.npz)."""
    import srsly

    with zipfile.ZipFile(wheel) as archive:
        features = _PlainDataUnpickler(io.BytesIO(archive.read(MODEL_IN_WHEEL + "features.pkl"))).load()
        weights = archive.read(MODEL_IN_WHEEL + "weights.npz")
    plain = {name: sorted(value) if isinstance(value, set) else value for name, value in features.items()}
    target.mkdir(parents=True, exist_ok=True)
    srsly.write_msgpack(target / "features.msgpack", plain)
    (target / "weights.npz").write_bytes(weights)


def fetch_model(target: Path, *, local_folder: Path, tell: Callable[[str], None] = lambda _: None) -> None:
    """Fetch, check and convert the model into `target`. A wheel in `local_folder` is used instead of a download."""
    local = local_folder / WHEEL
    with tempfile.TemporaryDirectory() as temporary:
        if local.exists():
            wheel = local
        else:
            tell("downloading the segmenter model (50 MB)")
            wheel = download_wheel(Path(temporary))
        check_wheel(wheel)
        tell("converting the segmenter model")
        convert_model(wheel, target)
    write_tables(target)


def write_tables(model: Path) -> None:
    """Write the tables of the model in `model` (MODEL_FILES) beside it; SegmenterError if it is none."""
    import srsly

    try:
        stored = np.load(model / "weights.npz")
        tables = PkusegModel.of(srsly.read_msgpack(model / "features.msgpack"), stored["sizes"], stored["w"])
    except (EOFError, IndexError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise SegmenterError(
            f"{model}: {' and '.join(MODEL_FILES)} are no model of spacy-pkuseg ({error!r}); name another "
            "folder in configs/params.yaml, segmenter.model"
        ) from None
    unfinished = model / f"{TABLES}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    for field in fields(tables):
        np.save(unfinished / f"{field.name}.npy", getattr(tables, field.name))
    shutil.rmtree(model / TABLES, ignore_errors=True)
    unfinished.rename(model / TABLES)


def load_tables(model: Path) -> PkusegModel:
    """The model in a folder, mapped from its tables: nothing is read before it is needed, and processes share it."""
    if not (model / TABLES).is_dir():
        raise SegmenterError(
            f"{model}: the segmenter model is missing. Run `policy-trends run` (or `make report`) once to fetch it."
        )
    try:
        return PkusegModel(
            **{
                field.name: np.asarray(np.load(model / TABLES / f"{field.name}.npy", mmap_mode="r"))
                for field in fields(PkusegModel)
            }
        )
    except (EOFError, OSError, ValueError) as error:
        raise SegmenterError(
            f"{model / TABLES}: damaged ({error}). Delete {model} and run `policy-trends run` to fetch it again."
        ) from None


class WordCutter:
    """Words of the user dictionary stay whole (longest first); pkuseg cuts what stands between them.

    Dictionary words have at least two characters; shorter ones are left to pkuseg.
    """

    def __init__(self, model: PkusegModel, words: Iterable[str]) -> None:
        self.model = model
        self.dictionary = frozenset(word for word in words if len(word) > 1)
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in self.dictionary:
            lengths[word[:2]].add(len(word))
        self._lengths = {opening: sorted(found, reverse=True) for opening, found in lengths.items()}

    def words(self, text: str) -> list[str]:
        """The words of a text in order; white space between them is left out."""
        pieces = list(self._pieces(text))
        cut = self.model.cut(piece for piece, listed in pieces if not listed)
        return [word for piece, listed in pieces for word in ((piece,) if listed else next(cut))]

    def _pieces(self, text: str) -> Iterator[tuple[str, bool]]:
        """Listed words (True), and the runs without white space between them (False)."""
        first = at = 0
        lengths, dictionary = self._lengths.get, self.dictionary
        while at < len(text):
            for length in lengths(text[at : at + 2], ()):
                if text[at : at + length] in dictionary:
                    yield from ((run, False) for run in text[first:at].split())
                    yield text[at : at + length], True
                    first = at = at + length
                    break
            else:
                at += 1
        yield from ((run, False) for run in text[first:].split())


class PkusegTokenizer:
    """A WordCutter as the tokenizer of a spaCy pipeline; saved with it, model and user dictionary and all."""

    def __init__(self, vocab: Any, cutter: WordCutter | None = None) -> None:
        self.vocab = vocab
        self.cutter = cutter

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc
        from spacy.util import get_words_and_spaces

        if self.cutter is None:
            raise SegmenterError("this tokenizer has no model yet; load a saved pipeline, or call pipeline.load_nlp()")
        words, spaces = get_words_and_spaces(self.cutter.words(text), text)
        return Doc(self.vocab, words=words, spaces=spaces)

    def _files(self) -> Iterator[tuple[str, bytes]]:
        """(name, content) of what the tokenizer is made of."""
        if self.cutter is None:
            return
        yield WORDS, "\n".join(sorted(self.cutter.dictionary)).encode()
        for field in fields(PkusegModel):
            stream = io.BytesIO()
            np.save(stream, np.asarray(getattr(self.cutter.model, field.name)))
            yield f"{field.name}.npy", stream.getvalue()

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write model and dictionary into a folder."""
        folder = Path(path) / TABLES
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self._files():
            (folder / name).write_bytes(content)

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> PkusegTokenizer:
        """Cut with what `to_disk` wrote."""
        words = (Path(path) / TABLES / WORDS).read_text(encoding="utf-8").split("\n")
        self.cutter = WordCutter(load_tables(Path(path)), words)
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        import srsly

        return srsly.msgpack_dumps(dict(self._files()))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> PkusegTokenizer:
        import srsly

        files = srsly.msgpack_loads(data)
        if files:
            arrays = {field.name: np.load(io.BytesIO(files[f"{field.name}.npy"])) for field in fields(PkusegModel)}
            self.cutter = WordCutter(PkusegModel(**arrays), files[WORDS].decode().split("\n"))
        return self


def register_tokenizer() -> None:
    """Make the tokenizer known to spaCy under the name that a pipeline's config gives it."""
    from spacy import registry

    if not registry.has("tokenizers", TOKENIZER):

        @registry.tokenizers(TOKENIZER)
        def make_tokenizer() -> Callable[[Language], PkusegTokenizer]:
            return lambda nlp: PkusegTokenizer(nlp.vocab)


def load_cutter(model: Path, words: Iterable[str]) -> WordCutter:
    """The model in a folder with the given user dictionary; needs no spaCy."""
    return WordCutter(load_tables(model), words)


def load_segmenter(model: Path, words: Iterable[str]) -> Language:
    """A blank Chinese spaCy pipeline that segments with pkuseg and the given user dictionary."""
    cutter = load_cutter(model, words)
    import spacy

    register_tokenizer()
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.tokenizer = PkusegTokenizer(nlp.vocab, cutter)
    return nlp
