"""Saved pages of government sites: the notice without the site around it.

The core of a notice is the innermost element that holds most of the page's Chinese sentence text. It
may lack the letter or a table, so lines are taken from a wider element, outside which nothing of the
notice stands; there bars and links are dropped line by line, more strictly outside the core. Page
titles and dates come from the meta elements of government sites (ArticleTitle, PubDate), where the
text itself does not print them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.ingest.formats.html_lines import RE_HAN, RE_HIDDEN, Line, lines_of
from pipeline.ingest.formats.html_meta import meta_fields, missing_head, page_title, published_on
from pipeline.ingest.formats.html_notice import join_labels, notice_lines
from pipeline.ingest.formats.html_patterns import RE_ATTACHED_FILE, RE_NUMBERED
from pipeline.ingest.formats.html_tables import PageTables
from pipeline.ingest.formats.html_tree import decode_page, parse
from pipeline.ingest.formats.plain_text import undecodable
from pipeline.ingest.raw import RawText, ReadingProblem, UnreadableNotice

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LARGEST_PAGE = 50 * 2**20  # bytes
LEAST_HAN = 10  # fewer Chinese characters than this are no notice
LEAST_HIDDEN_HAN = 80  # the same for hidden text, which may be a message of the site (您访问的链接即将离开…)
MOST_HIDDEN = 2  # times as many characters as the page shows: then what is hidden is its text

# what a WeChat page saved without its text says, and what a deleted article leaves
RE_GONE = re.compile(r"已被发布者删除|此内容因违规无法查看|该内容已被|此内容被投诉")
RE_LETTER = re.compile(r"(?:现|特此|并)?(?:印发|转发|发布|公布)(?:给你们|如下)|见附件|附件[：:\d一二三]")
# createPageHTML(3, 0, …) of a common site builder: three pages, this is the first
RE_PAGES_BY_SCRIPT = re.compile(r"createPageHTML\(\s*['\"]?(?P<of>\d{1,3})['\"]?\s*,\s*['\"]?(?P<at>\d{1,3})")
RE_PAGES_PRINTED = re.compile(
    r"第\s*(?P<at>\d{1,3})\s*页\W{0,3}共\s*(?P<of>\d{1,3})\s*页|共\s*(?P<of_alone>\d{1,3})\s*页"
)
RE_NEXT_PAGE = re.compile(r"^\W*下一页\W*$")
RE_NUMBERED_ADDRESS = re.compile(r"[_-]\d{1,3}\.s?html?(?:$|[?#])", re.IGNORECASE)


def read_html(data: bytes) -> RawText:
    """The notice of a saved page: one paragraph a line, tables as lines, the site around it left out."""
    if len(data) > LARGEST_PAGE:
        raise UnreadableNotice(
            f"this page has {len(data) // 2**20} MB, the limit is {LARGEST_PAGE // 2**20} MB; copy the "
            "notice's text into a .txt file"
        )
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
    problems = [*undecodable(text, encoding), *_pages(text, body, page), *_attached(body, lines), *tables.problems]
    return RawText(
        "\n".join([*missing_head(title, page, lines), *(line.text for line in lines)]),
        tuple(problems),
        published_on(fields, page),
    )


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


def _attached(body: HtmlElement, lines: list[Line]) -> list[ReadingProblem]:
    """The warning that a page is only the letter, and which files hold the notice."""
    if sum(bool(RE_NUMBERED.match(line.plain)) for line in lines) >= 2:
        return []
    if not any(RE_LETTER.search(line.plain) for line in lines):
        return []
    files = []
    for link in body.iter("a"):
        name, address = " ".join("".join(link.itertext()).split()), link.get("href") or ""
        if RE_ATTACHED_FILE.search(name) or RE_ATTACHED_FILE.search(address):
            files.append(f"{name} ({address})" if name else address)
    if not files:
        return []
    message = f"this page is the letter only; the notice is attached: {'; '.join(files[:5])}. Read that file"
    return [ReadingProblem("notice-attached", "warning", message)]


def _pages(text: str, body: HtmlElement, page: list[Line]) -> list[ReadingProblem]:
    """The warning that the notice goes on on other pages of the site."""
    script = RE_PAGES_BY_SCRIPT.search(text)
    at, of = (int(script["at"]) + 1, int(script["of"])) if script else (1, 1)
    for line in page:
        printed = RE_PAGES_PRINTED.search(line.plain) if len(line.text) <= 40 else None
        if printed:
            at, of = int(printed["at"] or 1), int(printed["of"] or printed["of_alone"])
    goes_on = any(
        RE_NEXT_PAGE.match("".join(link.itertext()).strip()) and RE_NUMBERED_ADDRESS.search(link.get("href") or "")
        for link in body.iter("a")
    )
    if of < 2 and not goes_on:
        return []
    which = f"page {at} of {of}" if of > 1 else "the first of several pages"
    message = f"this is {which} of the notice; save the others too and join them in one file"
    return [ReadingProblem("page-of-several", "warning", message)]
