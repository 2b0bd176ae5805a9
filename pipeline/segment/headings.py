"""Which numbered lines are titles: of what stands below them, or run into their own text."""

from __future__ import annotations

import re

from pipeline.segment.outline import Node

LONGEST_HEADING = 60
LONGEST_TITLE = 40
LONGEST_CLAUSE = 1_000  # of a heading, in characters
RE_SENTENCE_INSIDE = re.compile(r"[。；]")
HEADING_JUNK = " 、，：:。．.-—"
# a clause may hold one pair of brackets, and one of the two may be missing
RE_LAST_BRACKET = re.compile(r"（(?P<first>[^（）]*)(?:（[^（）]*)?(?:）[^（）]*)?）$")
RE_CLAUSE_WORD = re.compile("牵头|负责|责任|配合|落实|参与|完成")


def heading_text(content: str) -> str:
    """A heading without its responsibility clause and stray punctuation."""
    return _without_clause(content).rstrip(HEADING_JUNK).strip()


def is_heading_text(content: str) -> bool:
    """True for a line that may be a title: short, and no sentence ends in it."""
    bare = _without_clause(content)
    return (
        len(bare) <= LONGEST_HEADING and not RE_SENTENCE_INSIDE.search(bare) and bool(bare.rstrip(HEADING_JUNK).strip())
    )


def is_heading_line(node: Node) -> bool:
    """True if the line of a node carries only a title.

    A full stop behind the title of a list of items (（一）加快基础设施建设。) changes nothing; the
    title of an annex may stand on the line below its number.
    """
    if node.line is None:
        return False
    if node.is_annex and not node.line.content:
        return True
    return is_heading_text(node.line.content.rstrip("。") if node.children else node.line.content)


def unit_title(text: str) -> str:
    """The leading phrase up to the first 。 if it is at most 40 characters, else ""."""
    phrase, stop, _ = text.partition("。")
    return phrase.strip() if stop and len(phrase.strip()) <= LONGEST_TITLE else ""


def _without_clause(content: str) -> str:
    """A heading without the bracketed clause at its end: 强化创新（市科技局牵头）."""
    if not content.endswith("）"):
        return content
    start = content.find("（", max(0, len(content) - LONGEST_CLAUSE))
    while start >= 0:
        bracket = RE_LAST_BRACKET.match(content, start)
        if bracket and RE_CLAUSE_WORD.search(bracket["first"]):
            return content[:start]
        start = content.find("（", start + 1)
    return content
