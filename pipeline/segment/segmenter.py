"""Words: pkuseg through spaCy, with a user dictionary that always wins.

spacy-pkuseg ships no model. The one the authors of pkuseg trained (Luo et al. 2019) is part of
the pkuseg 0.0.25 package; it was trained on data for research use, so it is fetched, checked
against its hash, converted, and never committed.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import srsly

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

WHEEL = "pkuseg-0.0.25-cp37-cp37m-manylinux1_x86_64.whl"
WHEEL_SHA256 = "6fc2f97d0f66cc6722cf772e65dbcde1b01d8cc53b66ac4aa7bce639de79588f"
MODEL_IN_WHEEL = "pkuseg/models/default/"
MODEL_FILES = ("features.msgpack", "weights.npz")


class SegmenterError(RuntimeError):
    """The model could not be fetched, checked or loaded; the message says what to do next."""


class _PlainDataUnpickler(pickle.Unpickler):
    """Reads only plain data (dicts, sets, strings, numbers): every reference to code is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise SegmenterError(f"the segmenter model refers to code ({module}.{name}); only plain data is accepted")


def download_wheel(folder: Path) -> Path:
    """Fetch the wheel through pip, from whatever index pip is set up with."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--python-version", "3.7", "--implementation", "cp", "--abi", "cp37m"]
    command += ["--platform", "manylinux1_x86_64", "--quiet", "--disable-pip-version-check", "--dest", str(folder), "pkuseg==0.0.25"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheel = folder / WHEEL
    if done.returncode or not wheel.exists():
        raise SegmenterError(f"the segmenter model could not be downloaded (50 MB from the Python package index):\n{done.stderr.strip()[-600:]}\nCheck the connection, or put {WHEEL} into models/ yourself and run again.")
    return wheel


def check_wheel(wheel: Path) -> None:
    """Refuse a file that is not, byte for byte, the one this project was built with."""
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != WHEEL_SHA256:
        raise SegmenterError(f"{wheel.name}: sha256 is {found}, expected {WHEEL_SHA256}. Delete the file and run again; it is damaged or not the original.")


def convert_model(wheel: Path, target: Path) -> None:
    """Write the wheel's model into `target` in the format spacy-pkuseg loads (features.msgpack, weights.npz)."""
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


class DictionaryFirstTokenizer:
    """Words of the user dictionary stay whole (longest first); pkuseg cuts what stands between them."""

    def __init__(self, vocab: Any, cut: Callable[[str], list[str]], words: Iterable[str]) -> None:
        self.vocab = vocab
        self.cut = cut
        self.dictionary = frozenset(words)
        lengths: dict[str, set[int]] = {}
        for word in self.dictionary:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def _listed(self, text: str, at: int) -> int:
        """The length of the longest listed word that begins at `at`, 0 if none does."""
        return next((length for length in self._lengths.get(text[at], ()) if text[at : at + length] in self.dictionary), 0)

    def words(self, text: str) -> Iterator[str]:
        first = at = 0
        while at < len(text):
            length = self._listed(text, at)
            if not length:
                at += 1
                continue
            yield from self._between(text[first:at])
            yield text[at : at + length]
            first = at = at + length
        yield from self._between(text[first:])

    def _between(self, text: str) -> Iterator[str]:
        if text.strip():
            yield from self.cut(text)

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc
        from spacy.util import get_words_and_spaces

        words, spaces = get_words_and_spaces(list(self.words(text)), text)
        return Doc(self.vocab, words=words, spaces=spaces)


def load_segmenter(model: Path, words: Iterable[str]) -> Language:
    """A blank Chinese spaCy pipeline that segments with pkuseg and the given user dictionary."""
    missing = [name for name in MODEL_FILES if not (model / name).exists()]
    if missing:
        raise SegmenterError(f"{model}: {', '.join(missing)} missing. Run `policy-trends run` (or `make report`) once to fetch the segmenter model.")
    import spacy
    import spacy_pkuseg

    nlp = spacy.blank("zh")  # its default tokenizer cuts at every character and loads nothing
    pkuseg = spacy_pkuseg.pkuseg(str(model), user_dict=None)
    nlp.tokenizer = DictionaryFirstTokenizer(nlp.vocab, pkuseg.cut, words)
    return nlp
