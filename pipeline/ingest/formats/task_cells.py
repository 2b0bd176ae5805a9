"""The cells of a task table: their text as prose, as a list of departments, as a time.

Cells come with the line breaks of their page, where a break may part two names or cut one in two.
"""

from __future__ import annotations

import itertools
import re

from pipeline.ingest.normalise import to_simplified
from pipeline.knowledge.chinese import HAN

Rows = list[list[str | None]]

LONGEST_TIME = 12  # a longer text in a time column is a plan with several steps
RE_ARABIC_NUMBER = re.compile(r"^[（(]?(\d{1,3})[）)]?[.．、]?$")
RE_CHINESE_NUMBER = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?|第[一二三四五六七八九十]{1,3}[章节篇条]|第[一二三四五六七八九十]{1,3}部分)$"
)
# the printed number a heading brings along: 一、 （一） 第一章
RE_HEADING_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}(?:[章节篇]|部分))"
)
# 1.…；2.…；3.… inside a cell: parts of one task
RE_INNER_NUMBER = re.compile(rf"(?:(?<=[。；;：:\n])|^)\s*(\d{{1,2}})[.．、](?!\d)\s*(?=[{HAN}“《])")
RE_NOTHING = re.compile(r"^[\s—\-–－/／\\]*$|^无$")
RE_ENDS_CLEANLY = re.compile(r"[。；：，、！？.;:,!?]$")
# a cell that says itself who leads: 牵头单位：市科技局 责任单位：…, 市科技局牵头，…配合
RE_OWN_ROLE_LABEL = re.compile(r"(?:牵头|责任|负责|主办|承办|配合|协办|参与|参加)(?:单位|部门)?\s*[：:]")
RE_OWN_ROLE_VERB = re.compile(r"(?:牵头|负责|配合|参与|落实)(?=[，,；;。]|$)")
RE_DEPARTMENT_SEPARATOR = re.compile(r"[、，,；;]$")
RE_STARTS_WITH_SEPARATOR = re.compile(r"^[、，,；;。）)]")
RE_DEPARTMENT_END = re.compile(
    r"(?:[局委办部厅署院会社团处站队行司所校馆府室组庭]|公司|中心|集团|单位|部门|银行|[）)])$"
)
# the second half of a name that a narrow cell broke: 市发展改|革委, 各区（市）|政府, 市行政审批服务|局
RE_REST_OF_NAME = re.compile(
    r"^(?:(?:人民)?政府|管委会?|管理委员会|委员会|员会|公室|办公室|革委|理局|[局委办部厅署院会处站队行司所室府])(?:$|[、，,；;（(])"
)

# in traditional characters: what the patterns of this folder look for in simplified ones
RE_TRADITIONAL = re.compile(
    "[當瀏覽閱讀點擊訪問體號關閉編責無視護頁網導鏈聯權備術聲載單辦協維電話郵發時間來機構開題類鍵詞務對種組統標識碼簡轉牽頭門實項計劃規決據內舉進說參與區縣廳註團處會]"
)


def simplified(text: str) -> str:
    """The text in simplified characters, for matching only: what is printed keeps its script."""
    return to_simplified(text) if RE_TRADITIONAL.search(text) else text


def squeeze(cell: str | None) -> str:
    return re.sub(r"\s+", "", cell or "")


def clean_cell(cell: str | None) -> str | None:
    """A cell's lines without outer white space and blank lines; None stays None, 无 and — become empty."""
    if cell is None:
        return None
    lines = [line.strip() for line in cell.replace("\r", "\n").split("\n")]
    text = "\n".join(line for line in lines if line)
    return "" if RE_NOTHING.match(simplified(text)) else text


def prose(cell: str) -> str:
    """The lines of a cell as running text; 1. 2. 3. inside it become （1）（2）（3）, parts of the one task."""
    numbers = [int(match[1]) for match in RE_INNER_NUMBER.finditer(cell)]
    if len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1)):
        cell = RE_INNER_NUMBER.sub(lambda match: ("\n" if "\n" in match[0] else "") + f"（{match[1]}）", cell)
    lines = cell.split("\n")
    wrapped = _is_wrapped(lines)
    return lines[0] + "".join(
        line if wrapped or RE_ENDS_CLEANLY.search(above) else f"。{line}" for above, line in itertools.pairwise(lines)
    )


def _is_wrapped(lines: list[str]) -> bool:
    """True if the breaks are those of a narrow cell: all lines but the last are equally long."""
    if len(lines) < 3:
        return False
    widths = [len(line) for line in lines[:-1]]
    return max(widths) - min(widths) <= 1 and len(lines[-1]) <= max(widths)


def department_list(cell: str) -> str:
    """The departments of a cell in one line, separated by 、 where the cell had line breaks or spaces."""
    lines = [
        part
        for line in cell.split("\n")
        for part in _split_at_spaces(line, alone="\n" not in cell and not re.search("[、，,；;]", cell))
    ]
    listed, depth = lines[:1], 0
    for above, line in itertools.pairwise(lines):
        depth += len(re.findall("[（(]", above)) - len(re.findall("[）)]", above))
        above, below = simplified(above), simplified(line)
        glued = (
            depth > 0
            or RE_DEPARTMENT_SEPARATOR.search(above)
            or RE_STARTS_WITH_SEPARATOR.match(below)
            or RE_REST_OF_NAME.match(below)
        )
        if not glued and RE_OWN_ROLE_LABEL.match(below):
            listed.append("；")
        elif not glued and RE_OWN_ROLE_VERB.search(above):
            listed.append("，")
        elif not glued and not above.endswith(("：", ":")):
            listed.append("、")
        listed.append(line)
    return "".join(listed).rstrip("、，,；;。")


def _split_at_spaces(line: str, *, alone: bool) -> list[str]:
    """Names set side by side with spaces; 教 育 局 is one name spaced out, and a space may be mere layout."""
    words = line.split()
    if len(words) < 2 or all(len(word) == 1 for word in words):
        return ["".join(words)]
    parts = [words[0]]
    for word in words[1:]:
        if (
            alone
            or RE_DEPARTMENT_END.search(simplified(parts[-1]))
            or RE_DEPARTMENT_SEPARATOR.search(parts[-1])
            or RE_OWN_ROLE_LABEL.match(simplified(word))
        ):
            parts.append(word)
        else:
            parts[-1] += word
    return parts


def breaks_between_departments(above: str, below: str) -> bool:
    """True if two lines of a narrow cell are two names (市科技局, 市财政局), not one broken name (市发展改, 革委)."""
    above, below = simplified(above), simplified(below)
    return (
        bool(RE_DEPARTMENT_END.search(above))
        and not RE_REST_OF_NAME.match(below)
        and bool(re.match(r"[市省县区州国中全党团各有相]", below))
    )


def time_of(cell: str) -> str:
    lines = cell.split("\n")
    whole = "".join(lines)
    if len(lines) == 1 or len(whole) <= LONGEST_TIME:
        return whole.rstrip("。；")
    return "，".join(line.rstrip("。；，") for line in lines)
