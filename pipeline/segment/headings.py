"""Which numbered lines are titles: of what stands below them, or run into their own text."""

from __future__ import annotations

import re

from pipeline.segment.outline import Node

LONGEST_HEADING = 60
LONGEST_TITLE = 40
LONGEST_PAIR = 36  # characters of a heading of two clauses
LONGEST_CLAUSE = 1_000  # of a heading, in characters
RE_SENTENCE_INSIDE = re.compile(r"[。；]")
HEADING_JUNK = " 、，：:。．.-—"
# a clause may hold one pair of brackets, and one of the two may be missing
RE_LAST_BRACKET = re.compile(r"（(?P<first>[^（）]*)(?:（[^（）]*)?(?:）[^（）]*)?）$")
RE_NO_TITLE = re.compile(r"\d")
RE_LABEL = re.compile(r"[（(]?.{2,10}[：:]|[（(].{0,200}(?:牵头|负责|责任|配合)")
# 责任单位：, 主办部门：, 协办责任单位：
ROLE_LABEL = r"(?:牵头|责任|负责|配合|主办|承办|协办|参与|协同|职责|主责|落实|承担)[^：:，。；、]{0,4}(?:单位|部门|[处科股]室)[：:]"
RE_CLAUSE_LINE = re.compile(
    rf"[（(]?(?:{ROLE_LABEL}|(?:牵头|责任|负责|落实|完成)[^：:，。]{{0,6}}(?:领导|时限|时间|人)[：:])"
)
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

    A full stop behind a title that stands above items or paragraphs (（一）加快基础设施建设。) changes nothing;
    the title of an annex may stand on the line below its number.
    """
    if node.line is None:
        return False
    if node.is_annex and not node.line.content:
        return True
    content = node.line.content
    if not node.children and not node.paragraphs and content.endswith(("，", "、")):
        return False  # cut short, and no title of anything
    if not node.children and node.paragraphs and len(content) > LONGEST_PAIR and "，" in content:
        return False  # a sentence whose line was broken: its rest stands below
    if node.paragraphs and not node.children and all(RE_CLAUSE_LINE.match(line.text) for line in node.paragraphs):
        return False  # （二）投资增长8%以上 above 责任单位：市发展改革委: the line says what is to be done
    if node.children or _titles_paragraphs(node):
        content = content.rstrip("。")
    return is_heading_text(content)


def _titles_paragraphs(node: Node) -> bool:
    """（一）加快建设。 above its text, but not 1.建成5座。 above its clause."""
    assert node.line is not None
    content = node.line.content
    return (
        bool(node.paragraphs)
        and len(content) <= LONGEST_TITLE
        and not RE_NO_TITLE.search(content)
        and (not RE_LABEL.match(node.paragraphs[0].text))
    )


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
