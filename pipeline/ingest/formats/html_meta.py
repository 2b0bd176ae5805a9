"""What the page itself says of the notice: its title, its day of publication, its number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.ingest.formats.html_lines import LONGEST_BAR, Line
from pipeline.ingest.formats.html_patterns import (
    RE_INFO_LINE,
    RE_PAGE_TITLE,
    RE_PUBLISHED,
    RE_SITE_NAME,
    RE_USEFUL_INFO,
)
from pipeline.ingest.formats.task_cells import simplified
from pipeline.knowledge.chinese import RE_DATE, iso_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TITLE_FIELDS = ("articletitle", "og:title", "dc.title")
DATE_FIELDS = (
    "pubdate",
    "publishdate",
    "publish_date",
    "publishtime",
    "article:published_time",
    "og:published_time",
    "firstpublishedtime",
    "datepublished",
    "dc.date",
    "maketime",
)


def meta_fields(root: HtmlElement) -> dict[str, str]:
    fields: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            fields.setdefault(name, content)
    return fields


def squeeze_title(text: str) -> str:
    """Only what two printings of one title share: no spaces, quotes, brackets or tags, one script."""
    return re.sub(r"<[^<>]*>|[\s\u3000“”\"'‘’「」《》〈〉<>（）()〔〕\[\]【】]", "", simplified(text))


def page_title(root: HtmlElement, fields: dict[str, str]) -> str:
    """The title the page gives the notice, "" where it gives only the site's name or a shortened one."""
    candidates = [fields.get(name, "") for name in TITLE_FIELDS]
    candidates += [" ".join(heading.itertext()) for heading in root.iter("h1") if heading.find(".//a") is None]
    candidates += [
        RE_SITE_NAME.sub("", " ".join("".join(title.itertext()).split())[:300]) for title in root.iter("title")
    ]
    for candidate in candidates:
        title = re.sub(r"<[^<>]*>", "", " ".join(candidate.split()))
        if (
            6 <= len(title) <= 120
            and RE_PAGE_TITLE.search(simplified(title))
            and not re.search(r"(?:\.{2,}|…)$", title)
        ):
            return title
    return ""


def published_on(fields: dict[str, str], lines: list[Line]) -> str | None:
    """The day of publication: from the meta elements, else from a bar of the page (发布时间：2024-01-05)."""
    for name in DATE_FIELDS:
        match = RE_DATE.search(fields.get(name, ""))
        if match and (day := iso_date(match)):
            return day
    for line in lines:
        if line.is_bar or (len(line.text) <= LONGEST_BAR and RE_INFO_LINE.match(line.plain)):
            for match in RE_DATE.finditer(line.plain):
                is_other = re.search(
                    r"(?:成文|发文|生成|生效|实施|失效|废止)(?:日期|时间)\W*$", line.plain[: match.start()]
                )
                if not is_other and RE_PUBLISHED.search(line.plain[: match.start()]) and (day := iso_date(match)):
                    return day
    return None


def missing_head(title: str, page: list[Line], lines: list[Line]) -> list[str]:
    """Title and info box where the page prints them outside the notice's container."""
    head = "".join(line.text for line in lines[:40])
    info = [line.text for line in page if RE_USEFUL_INFO.match(line.plain)]
    missing = [
        text for text in dict.fromkeys(info) if squeeze_title(text.partition("：")[2]) not in squeeze_title(head)
    ]
    return [*missing, *([title] if title and squeeze_title(title) not in squeeze_title(head) else [])]
