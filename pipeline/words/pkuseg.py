"""pkuseg's model as flat arrays: the words of spacy-pkuseg, without its 2.6 million feature strings.

pkuseg (Luo et al. 2019) is a conditional random field (Lafferty et al. 2001). A character's score for
each tag is a sum of weights: of the characters and pairs of characters around it, of the known words
that begin or end there, and of the pairs of known words that meet there. spacy-pkuseg finds each weight
by a string in a dict: 800 MB and two seconds in every process. Here characters, words and pairs are
numbers, found by bisection in sorted arrays that are mapped from disk and shared by all processes.
The weights are added in the order in which spacy-pkuseg adds them: the scores agree to the last digit.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

# spacy-pkuseg's names of the features, in the order of the tables' second axis
CHARACTER_FEATURES = ("c", "c-1", "c1", "c-2", "c2")
PAIR_FEATURES = ("c-1c", "cc1", "c-2c-1")
WORD_FEATURES = ("w-1", "w1")
MEETING_FEATURES = ("l", "r")  # after the prefix `ww.`
LENGTHS = (6, 5, 4, 3, 2)  # of the words the model looks up, in its order
SYMBOL = r"\*\*Num|\*\*Letter|."  # what spacy-pkuseg makes of a character
RE_SYMBOL = re.compile(SYMBOL, re.DOTALL)
RE_PAIR = re.compile(rf"({SYMBOL})\.({SYMBOL})", re.DOTALL)
UNKNOWN = "\U0010ffff"  # a character of no language
GAP = UNKNOWN * 2  # between two runs: no feature reaches further than two characters
MARGIN = max(LENGTHS)  # characters around the text, so that every neighbour exists
BATCH = 20_000  # characters scored at once; one takes about 400 bytes
HALF = 32  # bits of each half of a key
CODE_POINTS = 0x110000

Places = dict[int, int]  # number of a feature by the key of what it is about


@dataclass(frozen=True, slots=True)
class PkusegModel:
    """The weights by what they belong to. Row 0 of every table stands for the unknown and weighs nothing.

    character_rows: row in `character_weights` by code point, (1114112,).
    pair_keys, prefix_keys, meeting_keys: sorted; the place of a key is its row. A pair joins the rows of
      two characters, the prefix of a word those of a shorter prefix and a character, a meeting those of
      two words. A prefix of one character has the character's row, longer ones follow behind.
    known: whether a prefix is a word, (# prefixes,).
    character_weights, pair_weights, word_weights, meeting_weights: (# rows, # features, # tags).
    start_weights: added for every character, (# tags,). transitions: (# tags, # tags).
    begins: whether a tag begins a word, (# tags,).
    """

    character_rows: np.ndarray
    character_weights: np.ndarray
    pair_keys: np.ndarray
    pair_weights: np.ndarray
    prefix_keys: np.ndarray
    known: np.ndarray
    word_weights: np.ndarray
    meeting_keys: np.ndarray
    meeting_weights: np.ndarray
    start_weights: np.ndarray
    transitions: np.ndarray
    begins: np.ndarray

    @classmethod
    def of(cls, features: Mapping[str, Any], sizes: Sequence[int], weights: np.ndarray) -> Self:
        """The model that spacy-pkuseg keeps in features.msgpack (`features`) and weights.npz (`sizes`, `weights`)."""
        tags, count = (int(size) for size in sizes)
        of_feature = weights[: tags * count].reshape(count, tags)
        found = _by_kind(features["feature_to_idx"])
        row_of: defaultdict[str, int] = defaultdict(lambda: len(row_of) + 1)
        characters = [{row_of[name]: place for name, place in found[kind].items()} for kind in CHARACTER_FEATURES]
        pairs = [
            {
                _key(row_of[pair[1]], row_of[pair[2]]): place
                for name, place in found[kind].items()
                if (pair := RE_PAIR.fullmatch(name))
            }
            for kind in PAIR_FEATURES
        ]
        words = {
            word: tuple(row_of[symbol] for symbol in symbols)
            for word in features["unigram"]
            if len(symbols := RE_SYMBOL.findall(word)) in LENGTHS
        }
        prefix_keys, prefix_rows = _prefixes(words.values(), first=len(row_of))
        word_rows = {word: prefix_rows[rows] for word, rows in words.items()}
        known = np.zeros(len(row_of) + len(prefix_keys), dtype=bool)
        known[list(word_rows.values())] = True
        of_words = [
            {word_rows[name]: place for name, place in found[kind].items() if name in word_rows}
            for kind in WORD_FEATURES
        ]
        meetings = [_meetings(found[kind], word_rows) for kind in MEETING_FEATURES]
        pair_keys, meeting_keys = _sorted_keys(pairs), _sorted_keys(meetings)
        return cls(
            character_rows=_character_rows(row_of),
            character_weights=_table(np.arange(len(row_of) + 1), characters, of_feature),
            pair_keys=pair_keys,
            pair_weights=_table(pair_keys, pairs, of_feature),
            prefix_keys=prefix_keys,
            known=known,
            word_weights=_table(np.arange(len(known)), of_words, of_feature),
            meeting_keys=meeting_keys,
            meeting_weights=_table(meeting_keys, meetings, of_feature),
            start_weights=of_feature[0].copy(),
            transitions=1 + weights[tags * count :].reshape(tags, tags).T,
            begins=np.array(
                ["B" in tag for tag, _ in sorted(features["tag_to_idx"].items(), key=lambda item: item[1])]
            ),
        )

    # -- cutting ---------------------------------------------------------------------------------

    def cut(self, runs: Iterable[str]) -> Iterator[list[str]]:
        """The words of each run of characters; a run holds no white space and is not empty."""
        for batch in _batches(runs):
            yield from self._cut_batch(batch)

    def _cut_batch(self, runs: Sequence[str]) -> Iterator[list[str]]:
        from spacy_pkuseg.inference import run_viterbi

        scores = self._scores(UNKNOWN * MARGIN + GAP.join(runs) + UNKNOWN * MARGIN)
        start = 0
        for run in runs:
            _, tags = run_viterbi(scores[start : start + len(run)], self.transitions)
            yield _words(run, self.begins[tags])
            start += len(run) + len(GAP)

    def _scores(self, text: str) -> np.ndarray:
        """(# characters between the margins, # tags)."""
        rows = self.character_rows[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")]
        pairs = _found(self.pair_keys, rows[:-1], rows[1:])
        words = self._words_at(rows)
        of_character, of_pair, of_word = self.character_weights, self.pair_weights, self.word_weights
        inside = len(text) - 2 * MARGIN
        scores = np.tile(self.start_weights, (inside, 1))
        for weights, feature, found, shift in (
            (of_character, 0, rows, 0),
            (of_character, 1, rows, -1),
            (of_pair, 0, pairs, -1),
            (of_character, 2, rows, 1),
            (of_pair, 1, pairs, 0),
            (of_character, 3, rows, -2),
            (of_pair, 2, pairs, -2),
            (of_character, 4, rows, 2),
            *((of_word, 0, words[length], 1 - length) for length in LENGTHS),
            *((of_word, 1, words[length], 0) for length in LENGTHS),
        ):
            scores += weights[found[MARGIN + shift : MARGIN + shift + inside], feature]
        self._add_meetings(scores, words)
        return scores

    def _words_at(self, rows: np.ndarray) -> dict[int, np.ndarray]:
        """By length: the row of the known word that begins at each character, 0 where none does."""
        words = {}
        prefixes = rows
        for length in range(2, MARGIN + 1):
            at = _found(self.prefix_keys, prefixes[:-1], rows[length - 1 :])
            prefixes = np.where(at > 0, at + len(self.character_weights) - 1, 0)
            words[length] = np.where(self.known[prefixes], prefixes, 0)
        return words

    def _add_meetings(self, scores: np.ndarray, words: dict[int, np.ndarray]) -> None:
        """Add what pairs of words weigh for the character that opens the second, then for the one that closes the
        first."""
        ending = np.stack(
            [words[length][MARGIN - length : MARGIN - length + len(scores)] for length in LENGTHS], axis=1
        )
        beginning = np.stack([words[length][MARGIN : MARGIN + len(scores)] for length in LENGTHS], axis=1)
        at, first, second = np.nonzero((ending[:, :, None] > 0) & (beginning[:, None, :] > 0))
        meeting = _found(self.meeting_keys, ending[at, first], beginning[at, second])
        at, meeting = at[meeting > 0], meeting[meeting > 0]
        np.add.at(scores, at, self.meeting_weights[meeting, 0])
        np.add.at(scores, at - 1, self.meeting_weights[meeting, 1])


def _batches(runs: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    length = 0
    for run in runs:
        batch.append(run)
        length += len(run)
        if length >= BATCH:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _words(run: str, begins: np.ndarray) -> list[str]:
    begins[0] = True
    cuts = [*np.flatnonzero(begins).tolist(), len(run)]
    return [run[start:end] for start, end in itertools.pairwise(cuts)]


def _found(keys: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The place of each pair of rows in `keys`, 0 where it is not there."""
    wanted = _key(left, right)
    at = np.searchsorted(keys, wanted)
    at[at == len(keys)] = 0
    return np.where(keys[at] == wanted, at, 0)


def _key(left: Any, right: Any) -> Any:
    return left << HALF | right


# -- making it of spacy-pkuseg's model -----------------------------------------------------------


def _by_kind(places: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """By name of feature (c-1, w1, …): what it is about, and its number."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for printed, place in places.items():
        kind, _, name = printed.removeprefix("ww.").partition(".")
        found[kind][name] = place
    return found


def _prefixes(words: Iterable[tuple[int, ...]], *, first: int) -> tuple[np.ndarray, dict[tuple[int, ...], int]]:
    """(sorted keys, row by prefix) of all prefixes of two and more characters; their rows follow `first`."""
    keys = [-1]
    rows: dict[tuple[int, ...], int] = {}
    words = sorted(words)
    for length in range(2, MARGIN + 1):  # by length: a prefix's key needs the row of the shorter one, and stays sorted
        level = {word[:length] for word in words if len(word) >= length}
        for key, prefix in sorted((_key(rows.get(prefix[:-1], prefix[0]), prefix[-1]), prefix) for prefix in level):
            rows[prefix] = first + len(keys)
            keys.append(key)
    return np.array(keys), rows


def _meetings(found: Mapping[str, int], word_rows: Mapping[str, int]) -> Places:
    pairs = ((name.partition("*"), place) for name, place in found.items())
    return {
        _key(word_rows[left], word_rows[right]): place
        for (left, _, right), place in pairs
        if left in word_rows and right in word_rows
    }


def _sorted_keys(kinds: Iterable[Places]) -> np.ndarray:
    """The keys of all kinds; -1, which no pair has, takes place 0."""
    return np.array([-1, *sorted(set().union(*kinds))])


def _table(keys: np.ndarray, kinds: Sequence[Places], of_feature: np.ndarray) -> np.ndarray:
    table = np.zeros((len(keys), len(kinds), of_feature.shape[1]))
    for column, places in enumerate(kinds):
        at = np.searchsorted(keys, np.fromiter(places, dtype=np.int64, count=len(places)))
        table[at, column] = of_feature[list(places.values())]
    return table


def _character_rows(row_of: Mapping[str, int]) -> np.ndarray:
    """The row of every code point; digits, letters and signs that spacy-pkuseg takes for one share a row."""
    from spacy_pkuseg.feature_extractor import FeatureExtractor as Extractor

    rows = np.zeros(CODE_POINTS, dtype=np.int64)
    for character in {
        *(symbol for symbol in row_of if len(symbol) == 1),
        *Extractor.num,
        *Extractor.letter,
        *Extractor.keywords,
    }:
        symbol = next(Extractor.normalize_text(character))
        rows[ord(character)] = row_of.get(symbol, 0)
    return rows
