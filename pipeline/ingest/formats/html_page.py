"""Saved pages of government sites: the notice without the site around it.

The core of a notice is the innermost element that holds most of the page's Chinese sentence text. It
may lack the letter or a table, so lines are taken from a wider element, outside which nothing of the
notice stands; there bars and links are dropped line by line, more strictly outside the core. Page
titles and dates come from the meta elements of government sites (ArticleTitle, PubDate), where the
text itself does not print them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.ingest.formats.html_lines import RE_HAN, RE_HIDDEN, Line, lines_of
from pipeline.ingest.formats.html_links import missing_pages, only_letter, page_count, parts_of
from pipeline.ingest.formats.html_meta import meta_fields, missing_head, page_title, published_on, squeeze_title
from pipeline.ingest.formats.html_notice import join_labels, notice_lines
from pipeline.ingest.formats.html_patterns import RE_ATTACHED_FILE
from pipeline.ingest.formats.html_tables import PageTables
from pipeline.ingest.formats.html_tree import decode_page, parse
from pipeline.ingest.formats.plain_text import undecodable
from pipeline.ingest.raw import RawText, ReadingProblem, UnreadableNotice

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LARGEST_PAGE = 50 * 2**20  # bytes
LEAST_HAN = 10  # fewer Chinese characters than this are no notice
LONGEST_HEAD = 12  # lines at the top of a page that the next pages of a notice may repeat
LEAST_HIDDEN_HAN = 80  # the same for hidden text, which may be a message of the site (您访问的链接即将离开…)
MOST_HIDDEN = 2  # times as many characters as the page shows: then what is hidden is its text

# what a WeChat page saved without its text says, and what a deleted article leaves
RE_GONE = re.compile(r"已被发布者删除|此内容因违规无法查看|该内容已被|此内容被投诉")


def read_html(data: bytes) -> RawText:
    """The notice of a saved page: one paragraph a line, tables as lines, the site around it left out."""
    if len(data) > LARGEST_PAGE:
        raise UnreadableNotice(
            f"this page has {len(data) // 2**20} MB, the limit is {LARGEST_PAGE // 2**20} MB; copy the "
            "notice's text into a .txt file"
        )
    first, *others = [_read_page(part) for part in parts_of(data)]
    problems = [*first.problems, *(problem for page in others for problem in page.problems if page.is_odd(problem))]
    if not others or first.of > len(others) + 1:
        problems += missing_pages(first.at, first.of)
    lines = [*first.head, *first.lines, *(line for page in others for line in page.lines_below(first))]
    return RawText("\n".join(lines), tuple(problems), first.published_on)


@dataclass(frozen=True, slots=True)
class _Page:
    """What one page of a file holds; `head` are the title and number that its text itself does not print."""

    head: list[str]
    lines: list[str]
    problems: list[ReadingProblem]
    published_on: str | None
    at: int
    of: int

    def lines_below(self, first: _Page) -> list[str]:
        """The lines without those at the top that the first page prints too: its title, its number."""
        known = {squeeze_title(line) for line in [*first.head, *first.lines[:LONGEST_HEAD]]}
        start = next((i for i, line in enumerate(self.lines) if squeeze_title(line) not in known), len(self.lines))
        return self.lines[start:]

    @staticmethod
    def is_odd(problem: ReadingProblem) -> bool:
        """True for what matters on a later page, too: it is no letter."""
        return problem.code != "notice-attached"


def _read_page(data: bytes) -> _Page:
    text, encoding = decode_page(data)
    root = parse(text)
    body = root.find("body")
    body = root if body is None else body
    body = _article(body)
    _show_hidden_notice(body)
    tables = PageTables(root)
    fields = meta_fields(root)
    title = page_title(root, fields)
    page = join_labels(lines_of(body, tables))
    lines = _lines(root, body, tables, title)
    if sum(line.han for line in lines) < LEAST_HAN:
        raise UnreadableNotice(f"this page shows no notice: no sentence, no numbered item, no table; {_hint(page)}")
    problems = [*undecodable(text, encoding), *only_letter(body, lines), *tables.problems]
    at, of = page_count(text, body, page)
    texts = [line.text for line in lines]
    return _Page(missing_head(title, page, lines), texts, problems, published_on(fields, page), at, of)


def _lines(root: HtmlElement, body: HtmlElement, tables: PageTables, title: str) -> list[Line]:
    """The lines of the notice; where the page shows none, what it hides until a script has counted the visit."""
    lines = notice_lines(body, tables, title)
    if sum(line.han for line in lines) >= LEAST_HAN:
        gone = any(RE_GONE.search(line.text) for line in lines)
        return [] if gone and not any(line.is_formal for line in lines) else lines
    for node in root.iter():
        if RE_HIDDEN.search(node.get("style") or ""):
            node.set("style", "")
    lines = notice_lines(body, tables, title)
    return lines if sum(line.han for line in lines) >= LEAST_HIDDEN_HAN else []


def _article(body: HtmlElement) -> HtmlElement:
    """The article of a WeChat page, without the messages of its shell; any other page's body."""
    text = next((node for node in body.iter() if node.get("id") == "js_content"), None)
    if text is None:
        return body
    named = (node for node in text.iterancestors() if node.get("id") in ("js_article", "img-content", "page-content"))
    return next(named, body)


def _show_hidden_notice(body: HtmlElement) -> None:
    """Makes hidden text that is the page's own visible: WeChat hides every article until its script has run."""
    hidden = [node for node in body.iter() if RE_HIDDEN.search(node.get("style") or "")]
    if not hidden:
        return
    sizes = {node: len(RE_HAN.findall("".join(node.itertext()))) for node in hidden}
    shown = len(RE_HAN.findall("".join(body.itertext()))) - sum(
        size for node, size in sizes.items() if not any(above in sizes for above in node.iterancestors())
    )
    for node, size in sizes.items():
        if node.get("id") == "js_content" or (size >= LEAST_HIDDEN_HAN and size > MOST_HIDDEN * shown):
            node.set("style", "")


def _hint(page: list[Line]) -> str:
    attached = next((line.text for line in page if RE_ATTACHED_FILE.search(line.text)), "")
    if attached:
        return f"the notice seems to be attached ({attached}): read that file"
    if any(RE_GONE.search(line.text) for line in page):
        return (
            "the page says that its text was taken down, or it was saved before the text had loaded; take the "
            "notice from another address"
        )
    return "save the page after it has loaded, or copy the notice's text into a .txt file"
