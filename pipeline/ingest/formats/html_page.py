"""Saved pages of government sites: the notice without the site around it.

The core of a notice is the innermost element that holds most of the page's Chinese sentence text. It
may lack the letter or a table, so lines are taken from a wider element, outside which nothing of the
notice stands; there bars and links are dropped line by line, more strictly outside the core. Page
titles and dates come from the meta elements of government sites (ArticleTitle, PubDate), where the
text itself does not print them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.ingest.formats.plain_text import BYTE_ORDER_MARKS, decode, is_damaged_utf8, undecodable
from pipeline.ingest.formats.task_cells import chinese_numeral, simplified
from pipeline.ingest.formats.task_table import table_lines
from pipeline.ingest.raw import RawText, UnreadableNotice
from pipeline.knowledge.chinese import HAN, RE_DATE, iso_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LARGEST_PAGE = 50 * 2**20  # bytes
DEEPEST_NESTING = 1_000  # elements inside one another; browsers stop at 512, libxml2 drops text silently below 2,048
MOST_ATTRIBUTES = 1_000  # of one element; libxml2 compares each with all others
MOST_SPAN = 60  # columns or rows that one table cell may cover
MOST_CELLS = 200_000  # of one table, spans included
LONGEST_BAR = 160  # characters; a longer line is no bar of the site whatever it says
LEAST_SHARE_OF_CORE = 0.5  # of an element's sentence text, for the search to go on inside one of its children
LEAST_HAN = 10  # fewer Chinese characters than this are no notice
LEAST_HAN_OF_ROW = 8  # of a table row that only a notice prints: a calendar has less
LEAST_HIDDEN_HAN = 80  # the same for hidden text, which may be a message of the site (您访问的链接即将离开…)

RE_HAN = re.compile(f"[{HAN}]")
RE_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
RE_TAG = re.compile(rb"<[^<>]*>")
RE_OPENING_TAG = re.compile(r"<[A-Za-z](?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+")
RE_QUOTED_VALUE = re.compile(r"\"[^\"]*+\"|'[^']*+'")
# what sites declare, and the superset that they really use
ENCODING_OF_CHARSET = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "unicode": "utf-16",
}

SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
        "canvas",
        "svg",
        "video",
        "audio",
        "map",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "template",
        "nav",
        "footer",
        "head",
        "title",
        "meta",
        "link",
    ]
)
BLOCKS = frozenset(
    [
        "html",
        "body",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "form",
        "fieldset",
        "section",
        "article",
        "main",
        "header",
        "aside",
        "address",
        "blockquote",
        "center",
        "pre",
        "figure",
        "figcaption",
        "hr",
        "br",
        "details",
        "summary",
    ]
)
NO_CONTAINERS = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "a", "tr", "tbody", "thead", "pre", "ol", "ul", "dl"]
)
RE_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
RE_KEEPS_BREAKS = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
RE_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item)", re.IGNORECASE)
RE_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
# 。　　二、加快…: sites that lose their <br> keep the indents of the paragraphs; once seen, every indent counts
RE_LOST_BREAK = re.compile(
    r"(?<=[。；：！？”）])[ \xa0]*(?:\u3000[ \xa0]*){2,}(?=\S)|(?<=[。；：！？”）])\xa0{4,}(?=\S)"
)
RE_LONG_GAP = re.compile(r"[ \xa0]{9,}")
RE_INDENT = re.compile(r"[ \xa0]*(?:\u3000[ \xa0]*){2,}(?=\S)|\xa0{4,}(?=\S)")

RE_ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]{1,4}[章条节编]|\d{1,3}[.．、](?!\d)|附(?:件|表)\s*\d{0,2}\s*[：:]?)"
)
RE_NUMBERED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][\d一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]{1,4}[章条节编]|\d{1,3}\s*[.．、](?!\d)|[①-⑳])"
)
RE_SENTENCE = re.compile(r"[。；]")
RE_PUNCTUATION = re.compile("[，。；、：]")
RE_ADDRESSEES = re.compile(r"^.{2,150}(?:政府|部门|单位|机构|委员会|管委会?|局|厅|公司|院校)[^。]{0,40}[：:]$")
RE_DATE_ALONE = re.compile(
    r"^(?:20\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|二[〇○零].{2,4}年.{1,3}月.{1,3}日)(?:印发)?$"
)
RE_ATTACHED_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|ofd|et|zip|rar|pptx?)\b", re.IGNORECASE)
RE_ATTACHMENT = re.compile(r"^附\s*(?:件|表|录|图)")

# bars of the site; none is a sentence
RE_BAR = re.compile(
    r"当前位置|(?:您|你|我)(?:的|当前的?|现在的?|所在的?)位置|所在位置|^\s*(?:网站)?首页\s*(?:[>＞»›/|｜]|-[ >])"  # 您现在的位置：首页 > 政务公开
    r"|浏览(?:量|次数|数)\s*[：:]|阅读(?:量|次数|数)\s*[：:]|点击(?:量|次数|数|率)\s*[：:]|访问(?:量|次数)\s*[：:]"  # 浏览量：1084
    r"|字\s*[体号]\s*(?:大小)?\s*[：:【\[(（]|[【\[(（]\s*大\s*[|｜]?\s*中\s*[|｜]?\s*小\s*[】\])）]|^(?:大\s+中\s+小|超?大字?|默认|字号|字体)$"  # 字体：【大 中 小】
    r"|打印(?:本页|此页|文章|页面|整页|内容|正文)|^\W*打\s?印\W*$|关闭(?:窗口|本页|页面|此页)|^\W*关\s?闭\W*$|^\W*(?:收\s?藏|保\s?存|纠\s?错|复制链接|下载文字版|下载图片版|朗读)\W*$"  # 【打印本页】【关闭窗口】
    r"|^\W*分享(?:到|至|文章|本文)?\s*(?:[：:]|$)|扫一扫|我要纠错|政府网站找错|返回(?:顶部|首页|列表|上一页)|^\W*(?:责任)?编辑\s*[：:]|责编\s*[：:]"  # 分享到：微信 微博
    r"|视力保护|背景色|^\W*(?:无障碍|适老|长者|关怀版|简体版?|繁[体體]版?|English)"
)
# what opens everything below a notice
RE_TAIL = re.compile(
    r"^\W*(?:相关(?:链接|文章|新闻|解读|信息|文件|稿件|报道|附件|阅读|政策|内容|资讯|推荐)|政策解读|解读(?:链接|材料|文件)|图文解读|图解|一图读懂|延伸阅读|推荐阅读|热点(?:推荐|信息|新闻)|最新(?:文章|信息|政策)|上一[篇条]|下一[篇条]|友情链接"
    r"|网站(?:导航|地图|声明)|附件下载|文件下载|您可能|猜你喜欢|关于我们|联系我们|隐私声明|免责声明|使用帮助|站点地图)(?:\W|$|[^。；]{0,60}$)"
)
RE_FOOTER = re.compile(
    r"版权所有|ICP备|公网安备|公安备案|网站标识码|Copyright|©|All\s*Rights\s*Reserved|违法和不良信息|网站(?:支持|管理|维护|建设|主办)单?位?\s*[：:]"
    r"|(?:主办|承办|协办|维护)(?:单位)?\s*[：:].{2,40}(?:承办|备案|网站|地址|电话|邮编|维护)|^\W*(?:网站)?(?:主办|承办)(?:单位)?\s*[：:][^，。]{2,30}(?:政府|办公厅|办公室|中心|局|委员会)\W*$",
    re.IGNORECASE,
)
# lines that stand beside a footer; a notice may print an address too
RE_BESIDE_FOOTER = re.compile(
    r"技术(?:支持|维护)\s*[：:]|网站(?:地图|声明)|浏览器|分辨率|本(?:网)?站(?:所有|信息|内容|由|仅)|未经(?:授权|许可|书面)|转载请|地址\s*[：:]|邮编\s*[：:]|电话\s*[：:]"
)
# a bar that carries the page's date or source and nothing else: 发布时间：2024-01-05 来源：市政府办公厅
RE_SOURCE_BAR = re.compile(
    r"^\W*(?:(?:发布|发稿|更新|上传|信息)?(?:时间|日期)\s*[：:]\s*20\d{2}|(?:信息|文章|稿件|内容)?来\s*源\s*[：:]|发布(?:者|人)\s*[：:]|作者\s*[：:]|20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+(?:\d{1,2}:\d{2}|来源))"
)
RE_NUMBER_ALONE = re.compile(rf"^[{HAN}]{{2,15}}[〔\[【（(〈]20\d{{2}}[〕\]】）)〉]\s*(?:第)?\d{{1,5}}\s*号$")
RE_PUBLISHED = re.compile(r"(?:(?:发布|发稿|上传|公开|信息)?(?:时间|日期)\s*[】\]]?\s*[：:]?|^)\W*$")
# the labels of the box above a notice; the letter head reads 发文字号 and 成文日期 from it
RE_INFO_LABEL = re.compile(
    r"^[【\[]?\s*(?:索\s*引\s*号|信息索引号?|统一编号|登记号|主题分类|主题词|关键词|体裁分类|组配分类|服务对象|公文种类|信息分类|所属主题|发文(?:机关|机构|单位|部门|字号|日期|时间)|发布(?:机构|单位|机关|日期|时间)|公开(?:日期|方式|属性|时限|范围|主体)|制发单位"
    r"|成文(?:日期|时间)|生成日期|生效日期|实施日期|失效(?:日期|时间)|废止(?:日期|时间)|文\s*号|标\s*题|名\s*称|有\s*效\s*性|时效性?|效力状态|内容概述|信息名称|来\s*源|点击数)\s*[】\]]?\s*[：:]?\s*$"
)
RE_INFO_LINE = re.compile(RE_INFO_LABEL.pattern.removesuffix(r"\s*[：:]?\s*$") + r"\s*[：:]\s*\S")
# what the letter head can use of that box
RE_USEFUL_INFO = re.compile(r"^(?:发文字号|文号|成文(?:日期|时间)|生成日期|发文日期|发文机关|制发单位|发布机构)：")
RE_PAGE_TITLE = re.compile(
    r"通知|意见|方案|计划|规划|办法|决定|要点|措施|规定|公告|通告|批复|纲要|条例|细则|任务|清单|分工|报告|政策|[^公信]函$"
)
RE_SITE_NAME = re.compile(
    r"\s*[_|｜]\s*[^_|｜]*$|\s*[-—–]{1,2}\s*[^-—–]{2,30}(?:网|网站|政府|门户|平台|公开|文件|局|厅|委)\s*$"
)
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


# -- from bytes to a tree ------------------------------------------------------------------------


def decode_page(data: bytes) -> tuple[str, str]:
    """(text, encoding) of a page: its byte order mark, UTF-8 if it is that, the declared charset, else a guess.

    Declarations are wrong often enough (pages converted to UTF-8 that still say gb2312) to come last.
    """
    if any(data.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        return decode(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = RE_META_CHARSET.search(data[:8192])
    if declared:
        name = declared[1].decode("ascii").lower()
        encoding = ENCODING_OF_CHARSET.get(name, name)
        try:
            return data.decode(encoding), codecs.lookup(encoding).name
        except (UnicodeDecodeError, LookupError):
            if encoding.replace("-", "") == "utf8" and is_damaged_utf8(data):
                return data.decode("utf-8", errors="replace"), "utf-8"
    # markup is ASCII in every encoding and only dilutes what the text itself tells
    _text, encoding = decode(RE_TAG.sub(b" ", data))
    if encoding == "ascii":
        encoding = "gb18030"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return data.decode(encoding, errors="replace"), encoding


def _parse(text: str) -> HtmlElement:
    from lxml import etree, html

    _check_attributes(text)
    # huge_tree only lifts libxml2's own silent cut at 256 levels; the real limit is checked below
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        root = html.document_fromstring(
            re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", errors="replace"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableNotice(
            f"this page holds no HTML ({error}); save it again from the browser as a complete page"
        ) from error
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > DEEPEST_NESTING:
        raise UnreadableNotice(
            f"this page nests elements {deepest} or more levels deep, the limit is {DEEPEST_NESTING}; copy the notice's text into a .txt file"
        )
    return root


def _check_attributes(text: str) -> None:
    """Refuses an element with more attributes than MOST_ATTRIBUTES; pictures inside the page make long tags of few."""
    for tag in RE_OPENING_TAG.finditer(text):
        if tag.end() - tag.start() > 2 * MOST_ATTRIBUTES:
            bare = RE_QUOTED_VALUE.sub(" ", tag[0])
            if len(bare.split()) > MOST_ATTRIBUTES or bare.count("=") > MOST_ATTRIBUTES:
                raise UnreadableNotice(
                    f"an element of this page has more than {MOST_ATTRIBUTES} attributes; copy the notice's text into a .txt file"
                )


# -- from the tree to lines ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """One line as shown.

    `linked` is the share of its characters that are links, `structured` marks the lines of tables,
    `in_core` those of the element with most of the page's sentences. `plain` is the text in simplified
    characters, in which the patterns are written.
    """

    text: str
    linked: float = 0.0
    structured: bool = False
    in_core: bool = False
    plain: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", simplified(self.text))

    @property
    def han(self) -> int:
        return len(RE_HAN.findall(self.text))

    @property
    def is_link(self) -> bool:
        return self.linked > 0.8 and not RE_ATTACHMENT.match(self.plain) and not RE_ATTACHED_FILE.search(self.plain)

    @property
    def _may_be_of_site(self) -> bool:
        return not self.structured and len(self.text) <= LONGEST_BAR and not RE_NUMBERED.match(self.plain)

    @property
    def is_bar(self) -> bool:
        is_sentence = self.text.endswith("。") and self.linked < 0.5
        return (
            self._may_be_of_site
            and not is_sentence
            and bool(RE_BAR.search(self.plain) or RE_SOURCE_BAR.match(self.plain))
        )

    @property
    def is_footer(self) -> bool:
        return self._may_be_of_site and bool(RE_FOOTER.search(self.plain))

    @property
    def is_beside_footer(self) -> bool:
        return self._may_be_of_site and bool(RE_BESIDE_FOOTER.search(self.plain))

    @property
    def is_tail(self) -> bool:
        return self._may_be_of_site and bool(RE_TAIL.match(self.plain))

    @property
    def _is_of_site(self) -> bool:
        return (
            self.is_link
            or self.is_bar
            or self.is_footer
            or self.is_beside_footer
            or self.is_tail
            or bool(RE_INFO_LINE.match(self.plain))
        )

    @property
    def is_formal(self) -> bool:
        """True for what no other text of a page prints: items, addressees, numbers, a date of signature, task rows."""
        if self.structured:
            return self.han >= LEAST_HAN_OF_ROW
        marks = (RE_ITEM, RE_ADDRESSEES, RE_DATE_ALONE, RE_NUMBER_ALONE)
        return not self._is_of_site and any(mark.match(self.plain) for mark in marks)

    @property
    def is_of_notice(self) -> bool:
        """True for formal lines and for sentences."""
        return self.is_formal or (not self._is_of_site and bool(RE_SENTENCE.search(self.plain)) and self.han >= 12)


class _LineBuilder:
    """Collects running text into lines."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.in_core = False
        self._text: list[str] = []
        self._linked = self._all = 0
        self._label = ""

    def label(self, text: str) -> None:
        """The number of a list item: it opens the item's first line, however many blocks stand between."""
        self._label = text

    def add(self, text: str | None, *, linked: bool, keeps_breaks: bool) -> None:
        if not text:
            return
        parts = re.split(r"\r\n?|\n", text) if keeps_breaks else [re.sub(r"[ \t\r\n\f]+", " ", text)]
        for i, part in enumerate(parts):
            if i:
                self.end_line()
            if self._label and part.strip():
                self._text.append(self._label)
                part, self._label = part.lstrip(), ""
            self._text.append(part)
            size = len(part.strip())
            self._all += size
            self._linked += size if linked else 0

    def end_line(self) -> None:
        text = RE_LONG_GAP.sub("\xa0" * 8, "".join(self._text).strip())
        share = self._linked / self._all if self._all else 0.0
        self._text, self._linked, self._all = [], 0, 0
        for part in RE_INDENT.split(text) if RE_LOST_BREAK.search(text) else [text]:
            if part.strip():
                self.lines.append(_Line(part.strip(), share, in_core=self.in_core))


def _lines_of(element: HtmlElement, core: HtmlElement | None = None) -> list[_Line]:
    """The lines of an element as a browser shows them; tables that hold data become table lines."""
    from lxml import etree

    builder = _LineBuilder()
    opened: list[
        tuple[bool, bool, bool]
    ] = []  # of the elements around: is it a link, does it keep breaks, is it a block
    links = keeping = 0
    labels: dict[HtmlElement, str] = {}
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        if event == "end":
            is_link, keeps, is_block = opened.pop()
            links, keeping = links - is_link, keeping - keeps
            if is_block or node is core:
                builder.end_line()
            builder.in_core = builder.in_core and node is not core
            if node is not element:
                builder.add(node.tail, linked=links > 0, keeps_breaks=keeping > 0)
            continue
        tag, style = node.tag if isinstance(node.tag, str) else "", node.get("style") or ""
        is_block = tag in BLOCKS or bool(RE_BLOCK_STYLE.search(style))
        if is_block or node is core:
            builder.end_line()
        builder.in_core = builder.in_core or node is core
        lines = _data_lines(node) if tag == "table" else None
        if lines is not None or not _is_shown(node):
            builder.lines.extend(replace(line, in_core=builder.in_core) for line in lines or [])
            opened.append((False, False, is_block))
            walker.skip_subtree()
            continue
        opened.append((tag == "a", tag == "pre" or bool(RE_KEEPS_BREAKS.search(style)), is_block))
        links, keeping = links + opened[-1][0], keeping + opened[-1][1]
        if tag == "ol":
            labels.update(_list_labels(node))
        elif tag == "li":
            builder.label(labels.pop(node, ""))
        builder.add(node.text, linked=links > 0, keeps_breaks=keeping > 0)
    builder.end_line()
    return builder.lines


def _is_shown(node: HtmlElement) -> bool:
    return isinstance(node.tag, str) and node.tag not in SKIPPED and not RE_HIDDEN.search(node.get("style") or "")


def _list_labels(numbered_list: HtmlElement) -> dict[HtmlElement, str]:
    """The number a browser prints before each <li> of an <ol>; items that print their own get none."""
    style = RE_LIST_STYLE.search(numbered_list.get("style") or "")
    number_format = (style[1].lower() if style else "") or {
        "a": "lower-alpha",
        "A": "upper-alpha",
        "i": "lower-roman",
        "I": "upper-roman",
    }.get(numbered_list.get("type") or "", "decimal")
    items = [child for child in numbered_list if child.tag == "li"]
    if number_format in ("none", "disc", "circle", "square") or any(
        RE_NUMBERED.match("".join(item.itertext()).strip()) for item in items
    ):
        return {}
    is_inner = any(True for _ in numbered_list.iterancestors("li"))
    labels: dict[HtmlElement, str] = {}
    value = _whole(numbered_list.get("start"), 1)
    for item in items:
        value = _whole(item.get("value"), value)
        labels[item] = _list_number(value, number_format, is_inner=is_inner)
        value += 1
    return labels


def _list_number(value: int, number_format: str, *, is_inner: bool) -> str:
    """1. or 一、; a list inside a list item counts （1）（2）, so that it is not taken for the outer one."""
    if "ideographic" in number_format or "chinese" in number_format:
        return f"{chinese_numeral(value)}、"
    if "alpha" in number_format or "latin" in number_format:
        letter = chr(ord("a") + (value - 1) % 26)
        return f"{letter.upper() if number_format.startswith('upper') else letter}."
    if "roman" in number_format:
        from pipeline.ingest.formats.printed_numbers import formatted_number

        return f"{formatted_number(value, 'upperRoman' if number_format.startswith('upper') else 'lowerRoman')}."
    return f"（{value}）" if is_inner else f"{value}."


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else default


# -- tables --------------------------------------------------------------------------------------


def _data_lines(table: HtmlElement) -> list[_Line] | None:
    """The lines of a table that holds data; None for one that only lays out the page."""
    if any("".join(inner.itertext()).strip() for inner in table.iterdescendants("table")):
        return None
    if _link_share(table) > 0.5:
        return None  # lists of news and menus were laid out as tables
    rows = _grid(table)
    if max((len(row) for row in rows), default=0) < 2 or _is_layout(rows):
        return None
    if sum(bool(RE_INFO_LABEL.match(simplified(cell))) for row in rows for cell in row if cell) >= 2:
        return [
            _Line(text)
            for row in rows
            for text in _label_lines([cell for i, cell in enumerate(row) if cell and (i == 0 or cell != row[i - 1])])
        ]
    return [_Line(text, structured=True) for text in table_lines(rows) if text.strip()]


def _link_share(element: HtmlElement) -> float:
    linked = sum(len("".join(link.itertext()).strip()) for link in element.iter("a"))
    return linked / max(1, len("".join("".join(element.itertext()).split())))


def _is_layout(rows: list[list[str | None]]) -> bool:
    """True if one cell holds nearly all the text, in several paragraphs: the page's frame, not a table."""
    sizes = [len(cell) for row in rows for cell in dict.fromkeys(cell for cell in row if cell)]
    longest = max((cell for row in rows for cell in row if cell), key=len, default="")
    return len(longest) > 200 and longest.count("\n") >= 3 and len(longest) > 0.6 * sum(sizes)


def _grid(table: HtmlElement) -> list[list[str | None]]:
    """The cells by row and column: a text in each column it spans, None below a cell that spans rows."""
    grid: list[list[str | None]] = []
    open_spans: dict[int, int] = {}  # column -> how many more rows a cell from above covers
    cells = 0
    for row in table.iter("tr"):
        line: list[str | None] = []
        for cell in row:
            if cell.tag not in ("td", "th") or RE_HIDDEN.search(cell.get("style") or ""):
                continue
            while open_spans.get(len(line), 0):
                open_spans[len(line)] -= 1
                line.append(None)
            columns = min(max(1, _whole(cell.get("colspan"), 1)), MOST_SPAN)
            below = min(max(1, _whole(cell.get("rowspan"), 1)), MOST_SPAN) - 1
            text = "\n".join(part.text for part in _lines_of(cell))
            for _ in range(columns):
                open_spans[len(line)] = below
                line.append(text)
            cells += columns
            if cells > MOST_CELLS:
                raise UnreadableNotice(
                    f"a table of this page has more than {MOST_CELLS} cells; copy the notice's text into a .txt file"
                )
        while open_spans.get(len(line), 0):
            open_spans[len(line)] -= 1
            line.append(None)
        grid.append(line)
    return grid


def _label_lines(cells: list[str]) -> list[str]:
    """The box above a notice (索引号 | … | 发文字号 | …): one label with its value a line."""
    lines: list[str] = []
    for cell in cells:
        value = cell.replace("\n", " ")
        if lines and RE_INFO_LABEL.match(simplified(lines[-1])) and not RE_INFO_LABEL.match(simplified(value)):
            lines[-1] = f"{lines[-1].strip('【】[] ').rstrip('：: ')}：{value}"
        else:
            lines.append(value)
    # a label without its value says nothing
    return [line for line in lines if not RE_INFO_LABEL.match(simplified(line))]


# -- the notice in the page ----------------------------------------------------------------------


def _sentence_weights(body: HtmlElement) -> dict[HtmlElement, int]:
    """How many Chinese characters of unlinked sentence text each element holds, inner elements included."""
    from lxml import etree

    weights: dict[HtmlElement, int] = {}
    links = 0
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, node in walker:
        if event == "start":
            weights[node] = 0
            if not _is_shown(node):
                walker.skip_subtree()
                continue
            links += node.tag == "a"
            weights[node] += 0 if links else _sentence_weight(node.text)
        else:
            links -= node.tag == "a" and _is_shown(node)
            parent = node.getparent()
            if node is not body and parent is not None:
                weights[parent] += weights[node] + (0 if links else _sentence_weight(node.tail))
    return weights


def _sentence_weight(text: str | None) -> int:
    if not text:
        return 0
    han = len(RE_HAN.findall(text))
    return han if han >= 15 or RE_PUNCTUATION.search(text) else 0


def _containers(body: HtmlElement) -> tuple[HtmlElement, HtmlElement]:
    """(the innermost element outside which nothing of the notice stands, the one with most of its sentences)."""
    weights = _sentence_weights(body)
    node, whole = body, None
    while True:
        children = [child for child in node if child in weights and child.tag not in NO_CONTAINERS]
        best = max(children, key=lambda child: weights[child], default=None)
        if node.tag in ("table", "tbody"):
            best = _only_cell(node, weights)
        if best is None or weights[best] < LEAST_SHARE_OF_CORE * weights[node]:
            return node if whole is None else whole, node
        if whole is None and any(line.is_of_notice for line in _lines_beside(node, best)):
            whole = node
        node = best


def _only_cell(table: HtmlElement, weights: dict[HtmlElement, int]) -> HtmlElement | None:
    """The cell of a layout table with the most text; None in a table that holds data."""
    whole = table if table.tag == "table" else next(table.iterancestors("table"))
    if _data_lines(whole) is not None:
        return None
    cells = [
        cell
        for row in table.iter("tr")
        for cell in row
        if cell.tag in ("td", "th") and cell in weights and next(cell.iterancestors("table")) is whole
    ]
    return max(cells, key=lambda cell: weights[cell], default=None)


def _lines_beside(node: HtmlElement, chosen: HtmlElement) -> Iterator[_Line]:
    """The lines of an element but those inside the one chosen."""
    keep = {chosen, *chosen.iterancestors()}
    stack = [node]
    while stack:
        parent = stack.pop()
        for child in parent:
            if child is chosen:
                continue
            if child in keep:
                stack.append(child)
            elif _is_shown(child):
                yield from _lines_of(child)
        texts = [parent.text, *(child.tail for child in parent)]
        yield from (_Line(text.strip()) for text in texts if text and text.strip())


def _join_labels(lines: list[_Line]) -> list[_Line]:
    """索引号： and its value, printed in two blocks, as one line."""
    joined: list[_Line] = []
    for line in lines:
        above = joined[-1] if joined else None
        is_label = (
            above is not None
            and not above.structured
            and RE_INFO_LABEL.match(above.plain)
            and re.search(r"[：:]\s*$|[】\]]", above.text)
        )
        is_value = not RE_INFO_LABEL.match(line.plain) and (
            not line.is_of_notice or RE_NUMBER_ALONE.match(line.plain) or RE_DATE_ALONE.match(line.plain)
        )
        if above is not None and is_label and is_value:
            joined[-1] = replace(above, text=_label_lines([above.text, line.text])[-1])
        else:
            joined.append(line)
    return [line for line in joined if line.structured or not RE_INFO_LABEL.match(line.plain)]


def _without_site(lines: list[_Line], title: str) -> list[_Line]:
    """The lines of the notice: bars out everywhere, the site's other lines out above and below it."""
    core = [i for i, line in enumerate(lines) if line.in_core]
    # 政策解读 or 相关链接 below the core: whatever follows is another text
    end = next((i for i, line in enumerate(lines) if core and i > core[-1] and line.is_tail), len(lines))
    inside = [i for i, line in enumerate(lines[:end]) if line.is_of_notice]
    if not inside:
        return []
    first = next((i for i in inside if lines[i].in_core), inside[0])
    last = inside[-1]
    body = [line for line in lines[first : last + 1] if not line.is_bar]
    return [*_head(lines[:first], title), *body, *_foot(lines[last + 1 :])]


def _head(above: list[_Line], title: str) -> list[_Line]:
    """The lines above the core that belong to the notice: its letter, its title, its number, the info box."""
    kept: list[_Line] = []
    adjoins = True  # nothing of the site stands between this line and the notice
    for line in reversed(above):
        if line.is_bar or line.is_link or line.is_footer or line.is_tail:
            adjoins = False
            continue
        squeezed = _squeeze(line.text)
        is_title = (len(squeezed) >= 4 and squeezed in _squeeze(title)) or (
            line.han >= 8 and RE_PAGE_TITLE.search(line.plain) and not RE_SENTENCE.search(line.text)
        )
        if adjoins or is_title or line.is_formal or RE_USEFUL_INFO.match(line.plain):
            kept.insert(0, line)
    return kept


def _foot(below: list[_Line]) -> list[_Line]:
    """The lines below a notice's last sure line that belong to it: up to the site's own, then only attachments."""
    has_footer = any(line.is_footer for line in below)
    end = next(
        (
            i
            for i, line in enumerate(below)
            if line.is_bar or line.is_link or line.is_footer or line.is_tail or (has_footer and line.is_beside_footer)
        ),
        len(below),
    )
    return [*below[:end], *(line for line in below[end:] if RE_ATTACHMENT.match(line.text) and not line.is_tail)]


# -- metadata ------------------------------------------------------------------------------------


def _meta_fields(root: HtmlElement) -> dict[str, str]:
    fields: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            fields.setdefault(name, content)
    return fields


def _squeeze(text: str) -> str:
    """Only what two printings of one title share: no spaces, quotes, brackets or tags, one script."""
    return re.sub(r"<[^<>]*>|[\s\u3000“”\"'‘’「」《》〈〉<>（）()〔〕\[\]【】]", "", simplified(text))


def _page_title(root: HtmlElement, fields: dict[str, str]) -> str:
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


def _published_on(fields: dict[str, str], lines: list[_Line]) -> str | None:
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


def _missing_head(title: str, page: list[_Line], lines: list[_Line]) -> list[str]:
    """Title and info box where the page prints them outside the notice's container."""
    head = "".join(line.text for line in lines[:40])
    info = [line.text for line in page if RE_USEFUL_INFO.match(line.plain)]
    missing = [text for text in dict.fromkeys(info) if _squeeze(text.partition("：")[2]) not in _squeeze(head)]
    return [*missing, *([title] if title and _squeeze(title) not in _squeeze(head) else [])]


def _notice_lines(body: HtmlElement, title: str) -> list[_Line]:
    whole, core = _containers(body)
    return _without_site(_join_labels(_lines_of(whole, core)), title)


def read_html(data: bytes) -> RawText:
    """The notice of a saved page: one paragraph a line, tables as lines, the site around it left out."""
    if len(data) > LARGEST_PAGE:
        raise UnreadableNotice(
            f"this page has {len(data) // 2**20} MB, the limit is {LARGEST_PAGE // 2**20} MB; copy the notice's text into a .txt file"
        )
    text, encoding = decode_page(data)
    problems = undecodable(text, encoding)
    root = _parse(text)
    body = root.find("body")
    body = root if body is None else body
    fields = _meta_fields(root)
    title = _page_title(root, fields)
    page = _join_labels(_lines_of(body))
    lines = _notice_lines(body, title)
    if sum(line.han for line in lines) < LEAST_HAN:
        # some sites hide the text until a script has counted the visit
        for node in root.iter():
            if RE_HIDDEN.search(node.get("style") or ""):
                node.set("style", "")
        lines = _notice_lines(body, title)
        if sum(line.han for line in lines) < LEAST_HIDDEN_HAN:
            lines = []
    if sum(line.han for line in lines) < LEAST_HAN:
        attached = next((line.text for line in page if RE_ATTACHED_FILE.search(line.text)), "")
        hint = (
            f"the notice seems to be attached ({attached}): read that file"
            if attached
            else "save the page after it has loaded, or copy the notice's text into a .txt file"
        )
        raise UnreadableNotice(f"this page shows no notice: no sentence, no numbered item, no table; {hint}")
    return RawText(
        "\n".join([*_missing_head(title, page, lines), *(line.text for line in lines)]),
        tuple(problems),
        _published_on(fields, page),
    )
