"""Where a page's notice goes on: the other pages of a paged notice, and the files attached to a letter.

Pages that were fetched one after the other are kept in one file, each behind a comment that says which
it is; `parts_of` takes such a file apart again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from pipeline.ingest.formats.html_lines import Line
from pipeline.ingest.formats.html_patterns import RE_ATTACHED_FILE, RE_NUMBERED
from pipeline.ingest.formats.html_tree import decode_page, parse
from pipeline.ingest.raw import ReadingProblem

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_PAGES = 20  # of one notice
MOST_FILES = 30  # attached to one page
NEXT_PART = "\n<!-- policy-trends: page {} -->\n"
RE_NEXT_PART = re.compile(rb"\n<!-- policy-trends: page \d{1,3} -->\n")

RE_LETTER = re.compile(r"(?:现|特此|并)?(?:印发|转发|发布|公布)(?:给你们|如下)|见附件|附件[：:\d一二三]")
# createPageHTML(3, 0, …) of a common site builder: three pages, this is the first
RE_PAGES_BY_SCRIPT = re.compile(r"createPageHTML\(\s*['\"]?(?P<of>\d{1,3})['\"]?\s*,\s*['\"]?(?P<at>\d{1,3})")
RE_PAGES_PRINTED = re.compile(
    r"第\s*(?P<at>\d{1,3})\s*页\W{0,3}共\s*(?P<of>\d{1,3})\s*页|共\s*(?P<of_alone>\d{1,3})\s*页"
)
RE_NEXT_PAGE = re.compile(r"^\W*下一页\W*$")
RE_NUMBERED_ADDRESS = re.compile(r"[_-]\d{1,3}\.s?html?(?:$|[?#])", re.IGNORECASE)
RE_PAGE_NAME = re.compile(r"(?P<stem>.+?)(?P<suffix>\.s?html?)", re.IGNORECASE)

File = tuple[str, str]  # the printed name of an attached file, its address as the page writes it


def parts_of(data: bytes) -> list[bytes]:
    """The pages of a file: one, but several where they were fetched one after the other."""
    return RE_NEXT_PART.split(data, maxsplit=MOST_PAGES)


def joined_parts(parts: list[bytes]) -> bytes:
    """The bytes of several pages as one file."""
    return b"".join(
        (NEXT_PART.format(number).encode() if number > 1 else b"") + part for number, part in enumerate(parts, 1)
    )


# -- other pages ---------------------------------------------------------------------------------


def page_count(text: str, body: HtmlElement, page: list[Line]) -> tuple[int, int]:
    """(this page's number, how many there are); (1, 1) for a whole notice, (1, 0) where more follow uncounted."""
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
    return (1, 0) if of < 2 and goes_on else (at, max(1, of))


def missing_pages(at: int, of: int) -> list[ReadingProblem]:
    """The warning that the notice goes on on other pages of the site."""
    if of == 1:
        return []
    which = f"page {at} of {of}" if of else "the first of several pages"
    message = (
        f"this is {which} of the notice; add its address with --pages, or save the others too and join them in one file"
    )
    return [ReadingProblem("page-of-several", "warning", message)]


def other_pages(data: bytes, address: str) -> list[str]:
    """The addresses of pages 2, 3, … of the notice whose first page lies at `address`, on the same site and folder.

    Nothing else that the page names is followed. Site builders number pages notice_1.html, notice_2.html
    from the second on, or notice_2.html, notice_3.html.
    """
    place = urlsplit(address)
    folder, _, name = place.path.rpartition("/")
    own = RE_PAGE_NAME.fullmatch(name)
    if own is None:
        return []
    text, _ = decode_page(data)
    script = RE_PAGES_BY_SCRIPT.search(text)
    numbers: set[int] = set(range(1, int(script["of"]))) if script else set()
    mark = "_"
    for link in parse(text).iter("a"):
        there = urlsplit(urljoin(address, (link.get("href") or "").strip()))
        numbered = re.fullmatch(
            rf"{re.escape(own['stem'])}([_-])(\d{{1,3}}){re.escape(own['suffix'])}", there.path.rpartition("/")[2]
        )
        if numbered and (there.netloc, there.path.rpartition("/")[0]) == (place.netloc, folder):
            mark = numbered[1]
            numbers.add(int(numbered[2]))
    return [
        urlunsplit((place.scheme, place.netloc, f"{folder}/{own['stem']}{mark}{number}{own['suffix']}", "", ""))
        for number in sorted(numbers)[: MOST_PAGES - 1]
        if number
    ]


# -- attached files ------------------------------------------------------------------------------


def attached_files(body: HtmlElement) -> list[File]:
    """The files a page links to, in its order, each once."""
    files: dict[str, str] = {}
    for link in body.iter("a"):
        name, address = " ".join("".join(link.itertext()).split()), (link.get("href") or "").strip()
        if address and (RE_ATTACHED_FILE.search(name) or RE_ATTACHED_FILE.search(address)):
            files.setdefault(address, name)
    return [(name, address) for address, name in files.items()][:MOST_FILES]


def attached_to(data: bytes) -> list[File]:
    """The files that a saved or downloaded page links to."""
    return attached_files(parse(decode_page(data)[0]))


def only_letter(body: HtmlElement, lines: list[Line]) -> list[ReadingProblem]:
    """The warning that a page is only the letter, and which files hold the notice."""
    if sum(bool(RE_NUMBERED.match(line.plain)) for line in lines) >= 2:
        return []
    if not any(RE_LETTER.search(line.plain) for line in lines):
        return []
    files = [f"{name} ({address})" if name else address for name, address in attached_files(body)]
    if not files:
        return []
    message = f"this page is the letter only; the notice is attached: {'; '.join(files[:5])}. Read that file"
    return [ReadingProblem("notice-attached", "warning", message)]
