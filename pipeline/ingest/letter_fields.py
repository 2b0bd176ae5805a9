"""Title, issuer, number, dates and years out of the lines around the body of a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.letter_words import (
    LONGEST_TITLE_LINE,
    RE_ATTACHMENT,
    RE_DOCUMENT_NUMBER,
    RE_ORDER_NUMBER,
    RE_PRINTED_BY,
    RE_SENTENCE_END,
    LetterWords,
    Line,
    is_number_line,
)
from pipeline.knowledge.chinese import FIVE_YEAR_PLANS, HAN, RE_DATE, iso_date, parse_numeral
from pipeline.knowledge.letters import is_date_line, is_signature

RE_PERIOD = re.compile(r"(?P<from>20\d{2})年?\s*[—\-~至到－]+\s*(?P<to>20\d{2})\s*年?")
RE_YEAR = re.compile(r"(20\d{2})年")
RE_YEAR_PART = re.compile(r"^(?:[一二三四五]、)?(20\d{2})年[^，。；：]{0,10}(?:工作|任务)(?:任务|安排|部署|举措)?$")
RE_CHINESE_YEAR = re.compile(r"(二[〇○零][〇○零一二三四五六七八九]{2})年")
RE_FIVE_YEAR_PLAN = re.compile(r"“?(十[二三四五六])五”?")
RE_PUBLISHED = re.compile(r"(?:发[布表](?:日期|时间)|公开(?:日期|时间)|时间|日期)[：:]?[|\s]*$")
RE_ISSUED = re.compile(r"^——$|(?:成文|发文|生成|签发|印发)(?:日期|时间)[：:]?[|\s]*$")
# 现将《甲》《乙》印发给你们: of several documents the first
RE_HANDED_ON = re.compile(
    r"《([^《》]{6,80})》(?:[、和及]?《[^《》]{4,80}》){0,8}(?:（[^（）]{4,40}）)?(?:已经|已|印发|转发|，?现)"
)
RE_LETTER_TITLE = re.compile(
    r"^(?P<issuer>.{2,60}?)关于(?:印发|转发|批转|下发|发布)[《<](?P<title>.+?)[》>]的通知$"
    r"|^(?P<issuer2>.{2,60}?)关于(?:印发|转发|批转)(?P<title2>.+?)的通知$"
    # 云州市人民政府印发云州市关于稳就业措施的通知
    r"|^(?P<issuer3>[^关《]{2,40}?(?:政府|办公厅|办公室|委员会|厅|局))(?:印发|转发)(?P<title3>.+?)的通知$"
)
RE_SITE_BUTTONS = re.compile(r"^（?(?:字[号体][：:]?)?(?:加大|还原|减小|放大|缩小|[大中小](?![一-鿿]{2})){2,}）?")
# a site sets its labels and values side by side, parted by | where they stood in cells; a value may be missing
RE_LABELLED_ISSUER = re.compile(
    r"(?<!联合)(?:发文机关|发布机构|发布单位|发文单位|发文机构)[：:][|\s]*([^|：:]+?)\s*(?:文号|[|\s][^|\s]{2,6}[：:]|\||$)"
)
RE_PRINTED_BEFORE = re.compile(r"^(?:附(?:件|表)\s*\d{0,2}\s*[：:]|(?:名\s*称|标\s*题)[：:][|\s]*)")
RE_TRAILING_CELLS = re.compile(r"[|\s]+$")
RE_TITLE_ISSUER = re.compile(
    rf"^([{HAN}（）、]{{2,40}}?(?:政府|办公厅|办公室|委员会|国务院|厅|局|部|委|院|会))(?:关于|印发|转发|批转)"
)
RE_NUMBER_LABEL = re.compile(r"(?:文\s*号|发文字号)\s*[：:][|\s]*$")
RE_QUOTED_WHOLE = re.compile(r"^《([^》]*的通知|[^《》]{6,80})》$")
RE_OFFICE_END = re.compile(r"(?:政府|办公厅|办公室|委员会|[厅局部委院会])$")
RE_JOINT_ISSUERS = re.compile(
    rf"^((?:[{HAN}]{{4,30}}(?:政府|办公厅|办公室|委员会|厅|局|部|委|院|会)\s*){{2,9}})(?:关于|印发|转发)"
)
RE_REPORT = re.compile(rf"^(?:\d{{4}}年)?(?P<place>[{HAN}]{{2,14}}?)(?:人民)?政府工作报告$")
RE_ASSEMBLY = re.compile(rf"在(?P<place>[{HAN}]{{2,14}}?)第[一二三四五六七八九十]+届人民代表大会")
RE_ON_BEHALF = re.compile(rf"代表(?P<body>[{HAN}]{{0,14}}?(?:人民政府|国务院|政府|管理委员会|管委会))")
# Whose number it is. A province's letter stands for cities too (青 is 青海 and 青岛) and says nothing.
RE_STATE_COUNCIL_NUMBER = re.compile(r"^国(?P<office>办)?(?:发|函|字|令)")


def title_of(head: list[Line], whole: list[Line], words: LetterWords) -> str:
    """The title above the body; that of what a letter attaches, if it attaches something."""
    title = RE_SITE_BUTTONS.sub("", _printed_title(head, whole, words)).strip()
    title = RE_TRAILING_CELLS.sub("", RE_PRINTED_BEFORE.sub("", title))
    number = RE_DOCUMENT_NUMBER.match(title)
    title = RE_QUOTED_WHOLE.sub(r"\1", title[number.end() :].strip() if number else title)
    letter = RE_LETTER_TITLE.match(title)
    return (letter["title"] or letter["title2"] or letter["title3"]) if letter else title


def _printed_title(head: list[Line], whole: list[Line], words: LetterWords) -> str:
    titles = [i for i, line in enumerate(head) if words.is_title(line.text)]
    if titles:
        following = head[titles[-1] + 1].text if titles[-1] + 1 < len(head) else ""
        # the period often stands alone on the next line: （2023—2025年）
        is_period = re.fullmatch(r"（[^（）]*\d{4}[^（）]*）", following) and not RE_DATE.search(following)
        period = following if is_period else ""
        return _join_title(head, _fullest(head, titles), words) + period
    bare = [
        line.text
        for line in head
        if not words.is_furniture(line.text) and not RE_SENTENCE_END.search(line.text) and len(line.text) >= 6
    ]
    if bare:
        return bare[-1]
    named = (match[1] for line in whole[:60] for match in RE_HANDED_ON.finditer(line.text))
    return next(named, "")


def _fullest(head: list[Line], titles: list[int]) -> int:
    """The last title; of a report printed as 2026年…政府工作报告 and again as 政府工作报告, the one that says whose."""
    last = head[titles[-1]].text
    return next(
        (
            i
            for i in titles
            if len(head[i].text) > len(last) and head[i].text.endswith(last) and not RE_ATTACHMENT.match(head[i].text)
        ),
        titles[-1],
    )


def _join_title(lines: list[Line], last: int, words: LetterWords) -> str:
    """The title that ends on line `last`, with the lines above that it runs over."""
    first = last
    while (
        first > 0
        and not words.is_furniture(lines[first - 1].text)
        and not RE_SENTENCE_END.search(lines[first - 1].text)
        and not words.is_title(lines[first - 1].text)
        and len(lines[first - 1].text) <= LONGEST_TITLE_LINE
        and not RE_ATTACHMENT.match(lines[first - 1].text)
        and not lines[first - 1].text.endswith(("：", ":"))
    ):
        first -= 1
    return "".join(line.text for line in lines[first : last + 1])


def issuer_of(title: str, head: list[Line], foot: list[Line], words: LetterWords) -> str:
    """Who issued the notice, or "" if it does not say so; several are joined by 、."""
    named = list(filter(None, _issuers(title, head, foot, words)))
    # 县人民政府 in the title is 青川县人民政府 on the page
    return max((name for name in named if name.endswith(named[0])), key=len, default="")


def _issuers(title: str, head: list[Line], foot: list[Line], words: LetterWords) -> Iterator[str]:
    """What may name the issuer, the surest first."""
    if title.endswith("工作报告") or any(words.says("report-opening", line.text) for line in head):
        yield _reporting_government(title, head)
    signatures = [
        line.text for line in [*head, *foot] if is_signature(line.text) and not words.says("addressees", line.text)
    ]
    yield "、".join(dict.fromkeys(part for line in signatures for part in line.split(" ") if part))
    for line in head:
        site = RE_LABELLED_ISSUER.search(line.text)
        yield site[1].strip() if site else ""
        title_line = RE_PRINTED_BEFORE.sub("", line.text)
        number = RE_DOCUMENT_NUMBER.match(title_line)
        title_line = (title_line[number.end() :] if number else title_line).lstrip(" 《")
        letter = RE_TITLE_ISSUER.match(title_line) or RE_JOINT_ISSUERS.match(title_line)
        yield _told_apart(letter[1]) if letter else ""
        paper = re.match(rf"^([{HAN}（）]{{2,30}})文件$", line.text)
        yield paper[1] if paper else ""
    for line in reversed(foot):
        printed = re.match(rf"^([{HAN}]{{2,40}}?)20\d{{2}}年", line.text)
        yield printed[1] if printed else ""
    yield _issuer_of_number(document_number(head, words))


def _told_apart(issuers: str) -> str:
    """云州市财政局云州市民政局, whose space was cleaned away, are two: each begins with the place."""
    issuers = re.sub(r"\s+", "", issuers)
    place = issuers.removeprefix("中共")[:3]
    names = [name for name in re.split(rf"(?=中共{place})|(?<!中共)(?={place})", issuers) if name]
    return "、".join(names) if all(RE_OFFICE_END.search(name) for name in names) else issuers


def _reporting_government(title: str, head: list[Line]) -> str:
    """Whose work a report tells, in full: 云州市人民政府 for 云州市政府工作报告; the assembly names the place else."""
    if "国务院" in title:
        return "国务院"
    named = RE_REPORT.match(title)
    place = named["place"] if named else ""
    for line in head:
        assembly = RE_ASSEMBLY.search(line.text)
        place = place or (assembly["place"] if assembly else "")
        behalf = RE_ON_BEHALF.search(line.text)
        if behalf and (behalf["body"] == "国务院" or (not place and len(behalf["body"]) > 6)):
            return behalf["body"]
    return f"{place}人民政府" if place and place != "全国" else ""


def _issuer_of_number(number: str) -> str:
    code = RE_STATE_COUNCIL_NUMBER.match(number)
    return ("国务院办公厅" if code["office"] else "国务院") if code else ""


def dates_of(head: list[Line], foot: list[Line], words: LetterWords) -> tuple[str | None, str | None]:
    """(issued_on, published_on): a labelled date goes by its label, a date alone on its line is the signature's.

    A report is issued on the day it is read; a date alone on its page is then the page's.
    """
    issued = published = read = None
    for line in [*head, *foot]:
        for match in RE_DATE.finditer(line.text):
            day, before = iso_date(match), line.text[: match.start()]
            if words.says("venue", line.text):
                read = read or day
            elif RE_ISSUED.search(before):
                issued = day or issued
            elif RE_PUBLISHED.search(before):
                published = published or day
            elif _is_own_date(line.text):
                issued = day or issued
    return (read, published or issued) if read else (issued, published)


def _is_own_date(line: str) -> bool:
    return is_date_line(line) or bool(RE_PRINTED_BY.match(line))


def document_number(head: list[Line], words: LetterWords) -> str:
    """The number on a line of its own or behind a label; a number quoted in a sentence is another document's."""
    for line in head:
        match = RE_DOCUMENT_NUMBER.search(line.text) or RE_ORDER_NUMBER.search(line.text)
        labelled = match and RE_NUMBER_LABEL.search(line.text[: match.start()])
        if match and (labelled or is_number_line(line.text) or words.says("site", line.text)):
            return re.sub(r"^.*[：:]", "", match[0])
    return ""


def years_of(
    title: str, head: list[Line], day: str | None, body: list[Line]
) -> tuple[int | None, int | None, int | None]:
    """(year, period_from, period_to): the title's year or period first, then the date, the number, a report's parts."""
    period, plan = RE_PERIOD.search(title), RE_FIVE_YEAR_PLAN.search(title)
    year, chinese = RE_YEAR.search(title), RE_CHINESE_YEAR.search(title)
    span = None
    if period:
        span = int(period["from"]), int(period["to"])
    elif plan and plan[1] in FIVE_YEAR_PLANS:
        span = FIVE_YEAR_PLANS[plan[1]]
    if year and not period:
        own: int | None = int(year[1])
    elif chinese:
        own = parse_numeral(chinese[1])
    elif day:
        own = int(day[:4])
    else:
        own = _year_of_number(head) or (span[0] if span else _year_of_part(body))
    return own, *(span or (own, own))


def _year_of_part(body: list[Line]) -> int | None:
    """2024年主要工作任务 alone on its line says which year's work a report without head orders."""
    parts = (RE_YEAR_PART.match(line.text) for line in body)
    return max((int(match[1]) for match in parts if match), default=None)


def _year_of_number(head: list[Line]) -> int | None:
    numbers = (RE_DOCUMENT_NUMBER.search(line.text) for line in head if is_number_line(line.text))
    return next((int(match["year"]) for match in numbers if match), None)
