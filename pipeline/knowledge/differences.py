"""What changed between two texts, in pieces that read like words: for people, not for measuring."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

# A number, a Latin word and a run of blanks change as a whole; everything else a character at a time.
RE_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z]+|\s+|.", re.DOTALL)
RE_WORDLESS = re.compile(r"[\W_]*")
SHORTEST_KEPT = 2  # characters that stay between two changes; fewer are read as chance
LONGEST_CRUMB = 4  # more than these are read as kept, however much changes around them

Piece = tuple[str, str, str]  # (equal | delete | insert | replace, old piece, new piece)


def differences(old: str, new: str) -> list[Piece]:
    """Differences for display: (equal | delete | insert | replace, old piece, new piece).

    The old pieces joined are `old`, the new pieces joined are `new`. Numbers and Latin words are never
    cut. What two changes leave equal between them is drawn into the change where it is too short
    beside it to be read as kept (the semantic clean-up of Fraser 2006, with words of Chinese length).
    """
    return _without_crumbs(_raw(RE_TOKEN.findall(old), RE_TOKEN.findall(new)))


def _raw(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(tag, "".join(old[i1:i2]), "".join(new[j1:j2])) for tag, i1, i2, j1, j2 in codes]


def _is_crumb(before: Piece, equal: str, after: Piece) -> bool:
    """True where text that stayed is lost between two changes: a character, a comma, or less than either."""
    words = len(RE_WORDLESS.sub("", equal))
    changed = min(max(len(piece[1]), len(piece[2])) for piece in (before, after))
    return words < SHORTEST_KEPT or words <= min(changed / 2, LONGEST_CRUMB)


def _joined(pieces: Sequence[Piece]) -> Piece:
    old, new = ("".join(piece[side] for piece in pieces) for side in (1, 2))
    return ("replace" if old and new else "delete" if old else "insert", old, new)


def _without_crumbs(pieces: Sequence[Piece]) -> list[Piece]:
    """Each piece is looked at once its right neighbour is known; a join may make the next one a crumb."""
    done: list[Piece] = []
    for piece in pieces:
        done.append(piece)
        while (
            len(done) >= 3
            and piece[0] != "equal"
            and done[-2][0] == "equal"
            and _is_crumb(done[-3], done[-2][1], done[-1])
        ):
            done[-3:] = [_joined(done[-3:])]
    return done
