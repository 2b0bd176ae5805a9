"""What a notice prints around its body: title, issuer, document number, dates, addressees, colophon.

The letter head is metadata, not a unit. Lines are judged one by one from the top and from the
bottom; the body is what remains between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.knowledge.chinese import FIVE_YEAR_PLANS, HAN, RE_DATE, iso_date, parse_numeral
from pipeline.knowledge.letters import is_date_line, is_public_note, is_signature

RE_DOCUMENT_NUMBER = re.compile(
    # 青政办发〔2023〕1号, 国发〔2022〕18号, 鲁政办字〔2020〕165号, 苏府规字〔2021〕3号
    # a number at the start of its line or label may end in anything: 体育部联青〔2024〕9号
    rf"(?P<code>[{HAN}]{{1,12}}?(?:[发字函令办文规秘通知告电][{HAN}]{{0,2}}|第)|(?<![{HAN}])[{HAN}]{{2,10}}(?=〔))?〔(?P<year>(?:19|20)\d{{2}})〕(?:第)?(?P<number>\d{{1,5}})号"
)
RE_ORDER_NUMBER = re.compile(rf"[{HAN}]{{2,20}}令第\d{{1,4}}号|第\d{{1,4}}号令")
RE_PERIOD = re.compile(r"(?P<from>20\d{2})年?\s*[—\-~至到－]+\s*(?P<to>20\d{2})\s*年?")
RE_YEAR = re.compile(r"(20\d{2})年")
RE_CHINESE_YEAR = re.compile(r"(二[〇○零][〇○零一二三四五六七八九]{2})年")
RE_FIVE_YEAR_PLAN = re.compile(r"“?(十[二三四五六])五”?")

GENRES = "通知|意见|方案|计划|规划|任务|要点|措施|办法|规定|决定|条例|细则|纲要|分工|报告|清单|安排|事项|批复|公告|通告|函|政策|制度|指南|章程|守则|目录|标准|责任书|行动|工程|台账|分解"
RE_TITLE_END = re.compile(rf"(?:{GENRES})(?:（[^（）]{{1,30}}）|（\d{{4}}.{{0,12}}）|\d{{4}}年?|表)*$")
RE_PREAMBLE_START = re.compile(r"^(?:为|根据|按照|依据|现|经|结合|围绕|坚持|以)")
RE_SENTENCE_END = re.compile(r"[。；！？]$")
RE_SITE_LINE = re.compile(
    r"^（?(?:索引号|信息索引|主题分类|发文机关|发布机构|发布单位|发文单位|成文日期|发布日期|发文日期|公开日期|生成日期|标题|文号|发文字号|有效性|时效性|效力|公文种类|"
    r"主题词|关键词|来源|信息来源|作者|责任编辑|编辑|时间|日期|浏览|浏览量|浏览次数|阅读|点击|点击量|字号|字体|打印|分享|分享到|保存|关闭|当前位置|您的位置|首页|大中小|统一编号|登记号|公开方式|公开属性|"
    r"政策解读|相关解读|扫一扫|体裁分类|服务对象|组配分类|失效日期|废止日期|实施日期|签发人)"
)
RE_PUBLISHED = re.compile(r"(?:发布(?:日期|时间)|公开(?:日期|时间)|时间|日期)[：:]?\s*$")
RE_ISSUED = re.compile(r"^——$|(?:成文日期|发文日期|生成日期|签发日期|印发日期)[：:]?\s*$")
RE_ADDRESSEES = re.compile(
    r"^(?=.{2,200}[：:]$)(?!.*(?:如下|通知|意见|措施|目标|任务|包括))"
    r".*(?:各|有关|政府|单位|部门|机构|委员会|管委|局|厅|办|公司|企业|院|校)"
)
RE_HANDED_ON = re.compile(
    r"(?:现|予以)?(?:印发|转发|下发|发布|公布)(?:给你们|如下)?.{0,30}(?:请|望|自|。$)|现将.{2,80}(?:印发|转发)|(?:现|现予)(?:印发|转发|公布|发布)"
)
RE_ANNOUNCES_ITEMS = re.compile(
    r"(?:如下|以下)(?:通知|意见|措施|要求|安排|方案)?[：:。]?$|(?:通知|意见|措施|公告|通告)如下[：:。]?$"
)
RE_ATTACHMENT = re.compile(r"^附(?:件|表|录)?\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?(?:$|[^。]{0,60}$)")
RE_COPIES = re.compile(r"^(?:抄送|抄报|主送|分送|发送|主办|承办|印发单位|校对|共印)[：:\s]")
RE_PRINTED_BY = re.compile(rf"^[{HAN}]{{2,40}}(?:20\d{{2}}年\d{{1,2}}月\d{{1,2}}日|二[〇○零].{{2,12}}日)(?:印发)?$")
RE_ITEM_START = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十百]{1,4}(?:[章条编节篇]|部分)|[一二三四五六七八九十]{1,3} |1[.、．]|1 (?=[^\d\s])|第一[、，]|（1）|1）|①|.{2,20}[-—]、$)"
)
LONGEST_TITLE_LINE = 80
MOST_HEAD_LINES = 60


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the lines around the body say. `body_start` and `body_end` count characters of the text."""

    title: str
    issuer: str
    document_number: str
    issued_on: str | None
    published_on: str | None
    year: int | None
    period_from: int | None
    period_to: int | None
    body_start: int
    body_end: int


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        if line:
            yield _Line(line, start)
        start += len(line) + 1


def _is_title(line: str) -> bool:
    """A line that ends in a genre word (…的通知, …行动方案); 为贯彻落实…，制定本方案 is a sentence."""
    return (
        len(line) <= LONGEST_TITLE_LINE
        and bool(RE_TITLE_END.search(line))
        and not RE_SENTENCE_END.search(line)
        and not RE_ITEM_START.match(line)
        and not ("，" in line and RE_PREAMBLE_START.match(line))
    )


def _is_number(line: str) -> bool:
    match = RE_DOCUMENT_NUMBER.search(line) or RE_ORDER_NUMBER.search(line)
    return bool(match) and len(line) - len(match[0]) <= 12 and not RE_SENTENCE_END.search(line)


def _is_furniture(line: str) -> bool:
    """A line that can never be body: site lines, numbers, dates, addressees, signatures, notes."""
    return bool(
        (RE_SITE_LINE.match(line) and len(line) <= LONGEST_TITLE_LINE)
        or is_public_note(line)
        or RE_COPIES.match(line)
        or _is_number(line)
        or is_date_line(line)
        or RE_ADDRESSEES.match(line)
        or is_signature(line)
    )


def _head_end(lines: list[_Line]) -> int:
    """How many of the first lines are letter head.

    The head ends at the last title, signature, date or hand-on sentence (现印发给你们) before the
    first heading, or before the first paragraph that is none of these.
    """
    end = 0
    for i, line in enumerate(lines[:MOST_HEAD_LINES]):
        if RE_ITEM_START.match(line.text):
            break
        if (
            _is_furniture(line.text)
            or _is_title(line.text)
            or (
                RE_HANDED_ON.search(line.text)
                and len(line.text) <= 300
                and not RE_ANNOUNCES_ITEMS.search(line.text)
                and _body_follows(lines[i + 1 :])
            )
            or (RE_ATTACHMENT.match(line.text) and _body_follows(lines[i + 1 :]))
        ):
            end = i + 1
        elif (
            i == end
            and not RE_SENTENCE_END.search(line.text)
            and len(line.text) <= LONGEST_TITLE_LINE
            and "，" not in line.text
        ):
            end = i + 1  # a title over several lines, or one without a genre word
        elif (
            RE_SENTENCE_END.search(line.text)
            and len(line.text) > LONGEST_TITLE_LINE
            and not _letter_goes_on(lines[i + 1 :])
        ):
            break
    return end


def _body_follows(rest: list[_Line]) -> bool:
    return any(RE_ITEM_START.match(line.text) for line in rest)


def _letter_goes_on(rest: list[_Line]) -> bool:
    """True if a signature or another title stands between here and the first heading."""
    for line in rest[:MOST_HEAD_LINES]:
        if RE_ITEM_START.match(line.text):
            return False
        if is_date_line(line.text) or _is_title(line.text):
            return True
    return False


def _foot_start(lines: list[_Line], head: int) -> int:
    """The index of the first line of the colophon (signature, distribution list, public note)."""
    start = len(lines)
    while start > head:
        line = lines[start - 1].text
        if (
            (
                RE_COPIES.match(line)
                or RE_PRINTED_BY.match(line)
                or is_public_note(line)
                or is_date_line(line)
                or is_signature(line)
                or (RE_SITE_LINE.match(line) and len(line) <= 60)
            )
            or (
                start < len(lines)
                and RE_COPIES.match(lines[start].text)
                and len(line) <= LONGEST_TITLE_LINE
                and not RE_SENTENCE_END.search(line)
                and not RE_ITEM_START.match(line)
            )
            or re.match(r"^附件?\s*[：:]", line)
        ):
            start -= 1
        else:
            break
    return start


def _join_title(lines: list[_Line], last: int) -> str:
    """The title that ends on line `last`, with the lines above that it runs over."""
    first = last
    while (
        first > 0
        and not _is_furniture(lines[first - 1].text)
        and not RE_SENTENCE_END.search(lines[first - 1].text)
        and not _is_title(lines[first - 1].text)
        and len(lines[first - 1].text) <= LONGEST_TITLE_LINE
        and not RE_ATTACHMENT.match(lines[first - 1].text)
    ):
        first -= 1
    return "".join(line.text for line in lines[first : last + 1])


RE_LETTER_TITLE = re.compile(
    r"^(?P<issuer>.{2,60}?)关于(?:印发|转发|批转|下发|发布)[《<](?P<title>.+?)[》>]的通知$|^(?P<issuer2>.{2,60}?)关于(?:印发|转发|批转)(?P<title2>.+?)的通知$"
)


def _title(lines: list[_Line], whole: list[_Line]) -> str:
    titles = [i for i, line in enumerate(lines) if _is_title(line.text)]
    if titles:
        following = lines[titles[-1] + 1].text if titles[-1] + 1 < len(lines) else ""
        # the period often stands alone on the next line: （2023—2025年）
        return _join_title(lines, titles[-1]) + (
            following if re.fullmatch(r"（[^（）]*\d{4}[^（）]*）", following) else ""
        )
    bare = [
        line.text
        for line in lines
        if not _is_furniture(line.text) and not RE_SENTENCE_END.search(line.text) and len(line.text) >= 6
    ]
    if bare:
        return bare[-1]
    named = [
        match[1]
        for line in whole[:MOST_HEAD_LINES]
        for match in re.finditer(r"《([^《》]{6,80})》(?:已经|已|印发|，?现)", line.text)
    ]
    return named[0] if named else ""


def _issuer(head: list[_Line], foot: list[_Line]) -> str:
    """The signature; else the name before 关于 in the title; several are joined by 、."""
    signatures = [
        line.text for line in [*head, *foot] if is_signature(line.text) and not RE_ADDRESSEES.match(line.text)
    ]
    if signatures:
        return "、".join(dict.fromkeys(part for line in signatures for part in line.split(" ") if part))
    for line in head:
        site = re.match(r"^(?:发文机关|发布机构|发布单位|发文单位)[：:]\s*(.+)$", line.text)
        if site:
            return site[1]
        match = re.match(rf"^([{HAN}]{{2,40}}?(?:政府|办公厅|办公室|委员会|国务院|厅|局|部|委))关于", line.text)
        if match:
            return match[1]
    for line in reversed(foot):
        match = re.match(rf"^([{HAN}]{{2,40}}?)20\d{{2}}年", line.text)
        if match:
            return match[1]
    return ""


def _dates(head: list[_Line], foot: list[_Line]) -> tuple[str | None, str | None]:
    """(issued_on, published_on): a labelled date goes by its label, a date alone on its line is the signature's."""
    issued = published = None
    for line in [*head, *foot]:
        for match in RE_DATE.finditer(line.text):
            day, before = iso_date(match), line.text[: match.start()]
            if RE_PUBLISHED.search(before):
                published = published or day
            elif RE_ISSUED.search(before) or is_date_line(line.text) or RE_PRINTED_BY.match(line.text):
                issued = day or issued
    return issued, published


def _document_number(head: list[_Line]) -> str:
    """The number on a line of its own or behind a label; a number quoted in a sentence is another document's."""
    for line in head:
        match = RE_DOCUMENT_NUMBER.search(line.text) or RE_ORDER_NUMBER.search(line.text)
        if match and (_is_number(line.text) or RE_SITE_LINE.match(line.text)):
            return re.sub(r"^.*[：:]", "", match[0])
    return ""


def _years(
    title: str, head: list[_Line], issued_on: str | None, published_on: str | None
) -> tuple[int | None, int | None, int | None]:
    """(year, period_from, period_to): the title's year or period first, then the dates."""
    period = RE_PERIOD.search(title)
    plan = RE_FIVE_YEAR_PLAN.search(title)
    year = RE_YEAR.search(title)
    chinese = RE_CHINESE_YEAR.search(title)
    day = issued_on or published_on
    if period:
        span = int(period["from"]), int(period["to"])
    elif plan and plan[1] in FIVE_YEAR_PLANS:
        span = FIVE_YEAR_PLANS[plan[1]]
    else:
        span = None
    if year and not period:
        own = int(year[1])
    elif chinese:
        own = parse_numeral(chinese[1])
    elif day:
        own = int(day[:4])
    else:
        numbers = [
            int(match["year"])
            for line in head
            if _is_number(line.text) and (match := RE_DOCUMENT_NUMBER.search(line.text))
        ]
        own = numbers[0] if numbers else (span[0] if span else None)
    return own, *(span or (own, own))


def read_letterhead(text: str) -> Letterhead:
    """Title, issuer, number, dates and years of a clean text, and where its body begins and ends."""
    lines = list(_lines(text))
    head_end = _head_end(lines)
    foot_start = _foot_start(lines, head_end)
    head, foot = lines[:head_end], lines[foot_start:]
    title = _title(head, lines)
    letter = RE_LETTER_TITLE.match(title)
    if letter:
        title = letter["title"] or letter["title2"]
    issued_on, published_on = _dates(head, foot)
    year, period_from, period_to = _years(title, head, issued_on, published_on)
    return Letterhead(
        title=title,
        issuer=_issuer(head, foot),
        document_number=_document_number(head),
        issued_on=issued_on,
        published_on=published_on,
        year=year,
        period_from=period_from,
        period_to=period_to,
        body_start=lines[head_end].start if head_end < len(lines) else len(text),
        body_end=lines[foot_start - 1].end if foot_start > head_end else len(text),
    )
