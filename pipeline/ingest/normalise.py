"""One clean text per notice: simplified characters, one width, one punctuation, one line per paragraph.

Everything that changes characters happens here, once. Afterwards offsets are final. Cleaning a
clean text changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.ingest.invisible import visible
from pipeline.knowledge.chinese import HAN
from pipeline.knowledge.numbering import read_marker
from pipeline.records import Script

if TYPE_CHECKING:
    from opencc import OpenCC

# NFKC would turn these into plain digits and points and lose what they mean in a notice.
KEPT_AS_PRINTED = set("…℃‰") | {
    chr(code)
    for start, end in ((0x2460, 0x249B), (0x24EA, 0x24FF), (0x2776, 0x2793), (0x3251, 0x325F), (0x32B1, 0x32BF))
    for code in range(start, end + 1)
}
# Radicals and long dashes that fonts of some PDFs hold in place of what they look like; NFKC knows none of them
# (and makes ⼾ the traditional 戶).
RADICALS = {
    **dict(
        zip(
            "⼾⺎⺒⺓⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
            "户兀巳幺母民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
            strict=True,
        )
    ),
    "⸺": "——",
    "⸻": "———",
}
# Character for character: forms of one mark that sites print in many ways.
ONE_FORM = str.maketrans(
    {
        "「": "“",
        "」": "”",
        "『": "‘",
        "』": "’",
        "〝": "“",
        "〞": "”",
        "＂": '"',
        "―": "—",
        "─": "—",
        "━": "—",
        "﹣": "-",
        "•": "·",
        "・": "·",
        "‧": "·",
        "∙": "·",
        "●": "●",
        "\u2028": "\n",
        "\u2029": "\n",
        "\x0b": "\n",
        "\x0c": "\n",
        "\x85": "\n",
        **RADICALS,
    }
)
# of lines that a program broke: between these widths, up to so many characters short, at least so many of them
NARROWEST, WIDEST = 20, 60
RAGGED = 3
FEWEST_WRAPPED = 4
# where each paragraph opens with an indent: of the lines without one, so many have a full line above
INDENTS_HOLD = 0.9
SHORTEST_FULL = 8  # characters that a line may be short of the width: numbers and closing marks are not broken off
RE_INDENT = re.compile(r"[^\S\n\t]{2,}")
# a page number alone on its line, as text layers keep it: — 3 —, 第3页, 第3页 共12页
RE_PAGE_NUMBER = re.compile(
    r"^[^\S\n]*(?:[-—–－]+[^\S\n]*\d{1,3}[^\S\n]*[-—–－]+"
    r"|第[^\S\n]*\d{1,3}[^\S\n]*页(?:[^\S\n/，,]*共[^\S\n]*\d{1,3}[^\S\n]*页)?)"
    r"[^\S\n]*(?:\n|\Z)",
    re.MULTILINE,
)
RE_LEVELS_END = re.compile(r"各[省市区县州]（[^（）]{1,6}）$")  # 各县（市、区） | 人民政府
LINE_ENDS = "。；：！？…）》"
WIDE = f"{HAN}，。；：、！？（）《》“”‘’〔〕—…"
RE_SPACES = re.compile(r"[^\S\n]+")
# 到 2025 年 → 到2025年; the space after a list number that opens a line is kept, it is the number's only mark
RE_SPACE_IN_CHINESE = re.compile(rf"(?<=[{WIDE}]) (?=\S)|(?<!^) (?=[{WIDE}])", re.MULTILINE)
RE_SPACE_AFTER_LIST_NUMBER = re.compile(r"^(\d{1,2}|[一二三四五六七八九十]{1,3}|[IVX]{1,4}) (?=\S)", re.MULTILINE)
LIST_NUMBER_SPACE = "\x00"
# 1 000亿元, 1 234 000.5亩: no number begins with 0, so its digits are thousands of what stands before, and so are all
# that stand in threes beside it. Of 1 234 alone nobody knows, it may be two cells.
RE_SPACED_THOUSANDS = re.compile(
    rf"(?<![\d.] )(?<![\d.])\d{{1,3}}(?: \d{{3}})*? 0\d\d(?: \d{{3}})*(?=(?:\.\d+)?[{WIDE}%])"
)
RE_SIDE_BY_SIDE = re.compile(
    rf"^[^\S\n]*[{HAN}]{{2,25}}[部委局厅办院署会行室府](?:[^\S\n]+[{HAN}]{{2,25}}[部委局厅办院署会行室府])+[^\S\n]*$",
    re.MULTILINE,
)
RE_URL = re.compile(r"(?:https?://|www\.)[\x21-\x7e]+")
RE_DOCUMENT_YEAR = re.compile(
    r"[\[【〈(（〔{][^\S\n]*((?:19|20|21)\d{2})[^\S\n]*[\]】〉)）〕}](?=\s*(?:第\s*)?\d+\s*号)"
)
# 〔责任单位：县农业农村局〕, [牵头单位：…], 【…】: one kind of bracket, but for the year of a document number
RE_OTHER_BRACKETS = re.compile(r"(?P<kept>〔(?:19|20|21)\d{2}〕(?=\d+号))|(?P<open>[\[【〔])|[\]】〕]")
RE_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
RE_STRAIGHT_QUOTES = re.compile(r'"([^"\n]*)"')
RE_FULL_STOP = re.compile(rf"(?<=[{HAN}）”%])\.(?=$|[{HAN}“（])", re.MULTILINE)
RE_NUMERAL_POINT = re.compile(r"^[一二三四五六七八九十百]{1,4}\.", re.MULTILINE)
FULL_WIDTH = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
RE_HALF_WIDTH = re.compile(r"[,:;!?()]")
# 总体要求-、 is a whole heading whose number was set behind it
LONGEST_MISPLACED = 24  # characters, and so many lines at most
RE_MISPLACED_NUMBER = re.compile(r"^.{2,20}[-—一二三四五六七八九十]、$")
# A text settles after two or three passes; the bound is for texts made to never settle.
MOST_PASSES = 8
CLOSING = "，。；：、！？）》”’〕%"
OPENING = "（《“‘〔"
MARKER_WINDOW = 60
RE_WORDS = re.compile(f"[{HAN}“《（]")
BRACKETS = (("（", "）"), ("《", "》"))  # a line that leaves one open goes on


@cache
def _converter(config: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(config)


def detect_script(text: str) -> tuple[Script, float]:
    """The script most characters stand in, and the share (0 to 1) of characters in the other one.

    Only characters that differ between the scripts count.
    """
    traditional = sum(a != b for a, b in zip(text, _converter("t2s").convert(text)))
    simplified = sum(a != b for a, b in zip(text, _converter("s2t").convert(text)))
    if traditional + simplified == 0:
        return "hans", 0.0
    script: Script = "hant" if traditional > simplified else "hans"
    return script, min(traditional, simplified) / (traditional + simplified)


# forms that OpenCC takes for simplified ones
TRADITIONAL_VARIANTS = str.maketrans("衞汚", "衛污")
# what is written, and keeps its 著: 專著, 論著; 著力 and 沿著 become 着
RE_WRITTEN_WORK = re.compile(r"(?<=[专论编原巨译遗合])着(?=[作者述，。、；）》的等和与及]|$)", re.MULTILINE)


def to_simplified(text: str) -> str:
    """Simplified characters (OpenCC tw2s: the characters change, mainland wording stays). To be used once: 乾安縣 keeps
    its 乾 by its 縣, which is gone afterwards."""
    return RE_WRITTEN_WORK.sub("著", _converter("tw2s").convert(text.translate(TRADITIONAL_VARIANTS)))


def one_width(text: str) -> str:
    """Every character in the one form and width that it has in a clean text."""
    return "".join(
        char if char in KEPT_AS_PRINTED else unicodedata.normalize("NFKC", char) for char in text.translate(ONE_FORM)
    )


def _one_punctuation(text: str) -> str:
    text = RE_DOCUMENT_YEAR.sub(r"〔\1〕", text)
    text = RE_OTHER_BRACKETS.sub(lambda match: match["kept"] or ("（" if match["open"] else "）"), text)
    text = RE_STRAIGHT_QUOTES.sub(r"“\1”", text)
    text = re.sub(r"-{2,}|—-|-—", "——", text)
    held = {match.start() for match in RE_THOUSANDS.finditer(text)}
    for match in RE_URL.finditer(text):
        held.update(range(*match.span()))
    text = RE_HALF_WIDTH.sub(
        lambda match: match[0] if match.start() in held or _stays_narrow(text, match.start()) else FULL_WIDTH[match[0]],
        text,
    )
    numeral_points = {match.end() - 1 for match in RE_NUMERAL_POINT.finditer(text)}
    return RE_FULL_STOP.sub(lambda match: match[0] if match.start() in numeral_points else "。", text)


def _stays_narrow(text: str, at: int) -> bool:
    """1:1 and 8:30 keep their colon; everything else in a Chinese text is full-width."""
    return text[at] == ":" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _one_signature_a_line(text: str) -> str:
    """Joint issuers printed side by side (财政部  税务总局) each get a line; other gaps are only layout."""
    return RE_SIDE_BY_SIDE.sub(lambda match: re.sub(r"[^\S\n]+", "\n", match[0].strip()), text)


def _one_spacing(text: str) -> str:
    text = RE_SPACES.sub(" ", text)
    text = "\n".join(line.strip() for line in text.split("\n"))
    text = RE_SPACE_AFTER_LIST_NUMBER.sub(rf"\1{LIST_NUMBER_SPACE}", text)
    text = RE_SPACED_THOUSANDS.sub(lambda match: match[0].replace(" ", ""), RE_SPACE_IN_CHINESE.sub("", text))
    return re.sub(r"\n+", "\n", text.replace(LIST_NUMBER_SPACE, " ")).strip()


class _Joined:
    """Lines first to last (numbers), taken as one; its brackets are counted, so that joining costs no reading."""

    __slots__ = ("closes", "first", "last", "opens")

    def __init__(self, line: str, number: int) -> None:
        self.first = self.last = number
        self.closes = [close in line for _, close in BRACKETS]
        self.opens = [line.count(opening) - line.count(close) for opening, close in BRACKETS]

    def take(self, following: _Joined) -> None:
        self.last = following.last
        self.closes = [own or other for own, other in zip(self.closes, following.closes)]
        self.opens = [own + other for own, other in zip(self.opens, following.opens)]


def _is_broken(lines: list[str], above: _Joined, below: _Joined) -> bool:
    """True where a line break stands inside a sentence: before closing or after opening punctuation."""
    last, following = lines[above.last], lines[below.first]
    if not last or not following:
        return False
    if last[-1] == "、" and RE_MISPLACED_NUMBER.search(
        "".join(lines[above.first : above.last + 1][-LONGEST_MISPLACED:])
    ):
        return False
    if following[0] not in CLOSING and _opens_item(following):
        return False
    return (
        last[-1] in OPENING
        or last[-1] in "，、"
        or following[0] in CLOSING
        or any(opens > 0 and closes for opens, closes in zip(above.opens, below.closes))
    )


def _opens_item(line: str) -> bool:
    """True for a line with a certain number and words behind it: no sentence goes on there, whatever it ends in."""
    marker = read_marker(line[:MARKER_WINDOW])
    if marker is None or marker.style.certain < 1:
        return False
    return marker.name.startswith("cn") or bool(RE_WORDS.match(line, marker.length))


def _join_broken_lines(text: str) -> str:
    """From the last line up, for joining （PM, 2.5 and ）浓度 begins below: only 2.5）浓度 closes what （PM leaves open."""
    lines = text.split("\n")
    joined: list[_Joined] = []
    for number in range(len(lines) - 1, -1, -1):
        line = _Joined(lines[number], number)
        while joined and _is_broken(lines, line, joined[-1]):
            line.take(joined.pop())
        joined.append(line)
    return "\n".join("".join(lines[line.first : line.last + 1]) for line in reversed(joined))


def _unwrap(text: str) -> str:
    """Lines that a program broke at one width are paragraphs again: a full line without a stop goes on in the next.

    Only where no line is longer than that width, and most of the full lines end in the middle of a sentence.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if not NARROWEST <= width <= WIDEST:
        return text
    full = [i for i, line in enumerate(lines[:-1]) if len(line) >= width - RAGGED]
    goes_on = {
        i
        for i in full
        if (lines[i][-1] not in LINE_ENDS or RE_LEVELS_END.search(lines[i])) and not _opens_item(lines[i + 1])
    }
    if len(goes_on) < FEWEST_WRAPPED or 2 * len(goes_on) < len(full):
        return text
    return "".join(line if i in goes_on else f"{line}\n" for i, line in enumerate(lines)).removesuffix("\n")


def _unwrap_indented(text: str) -> str:
    """Where every paragraph opens with an indent, a line without one goes on with the full line above it.

    The lines are measured as printed: the spaces that cleaning takes away made them full.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    width = max((len(line) for line in lines if not _is_row(line)), default=0)
    indented = sum(bool(RE_INDENT.match(line)) for line in lines)
    if not NARROWEST <= width <= WIDEST or indented < FEWEST_WRAPPED:
        return text
    bare = [
        i
        for i, (above, line) in enumerate(pairwise(lines), start=1)
        if above and line and not RE_INDENT.match(line) and not _is_row(line) and not _is_row(above)
    ]
    goes_on = {i for i in bare if len(lines[i - 1]) >= width - SHORTEST_FULL and not _opens_item(lines[i])}
    inside = sum(lines[i - 1][-1] not in LINE_ENDS for i in goes_on)  # the break stands inside a sentence
    if inside < FEWEST_WRAPPED or 2 * inside < len(goes_on) or len(goes_on) < INDENTS_HOLD * len(bare):
        return text
    return "".join(line if i in goes_on or i == 0 else f"\n{line}" for i, line in enumerate(lines))


def _is_row(line: str) -> bool:
    """True for a row of a table, which has no width."""
    return "\t" in line or "|" in line


def normalise(text: str, *, script: Script | None = None) -> str:
    """The clean text of a notice: one paragraph a line, no blank lines, no spaces between Chinese.

    With `script` "hant" (detected if None) the characters are made simplified.
    """
    text = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _unwrap_indented(RE_PAGE_NUMBER.sub("", text))
    if script is None:
        script, _ = detect_script(one_width(text))
    if script == "hant":
        text = to_simplified(one_width(text))  # once: simplified words no longer tell 乾 from 干
    for _ in range(MOST_PASSES):
        cleaned = _clean(text)
        if cleaned == text:
            break
        text = cleaned
    return text


def _clean(text: str) -> str:
    """One pass. What a later step changes may concern an earlier one (a space that goes makes `0: 0` a ratio)."""
    text = visible(one_width(text))
    text = _one_spacing(_one_signature_a_line(text))
    return _join_broken_lines(_unwrap(_one_spacing(_one_punctuation(text))))
