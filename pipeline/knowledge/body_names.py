"""What the names of bodies are made of: places and levels before a stem, groups, divisions and branches."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.knowledge.body_files import Level
from pipeline.knowledge.chinese import HAN
from pipeline.knowledge.rules import alternatives

PLACE = "[^、，（）]{2,12}?"  # a class of all Chinese characters takes five hundred forms a second to compile
# What may stand before a stem: 市, 青岛市, 市委, 市政府, 青岛. The level follows from its last word.
LEVEL_WORDS: dict[str, Level] = {
    "国家": "central",
    "中央": "central",
    "国务院": "central",
    "全国": "central",
    "省": "province",
    "自治区": "province",
    "兵团": "province",
    "全省": "province",
    "市": "city",
    "州": "city",
    "自治州": "city",
    "盟": "city",
    "地区": "city",
    "全市": "city",
    "区": "county",
    "县": "county",
    "旗": "county",
    "新区": "county",
    "开发区": "county",
    "高新区": "county",
    "经开区": "county",
    "自治县": "county",
    "管委会": "county",
    "镇": "township",
    "乡": "township",
    "街道": "township",
}
_LEVELS = "|".join(sorted(LEVEL_WORDS, key=len, reverse=True))
RE_PLACE_PREFIX = re.compile(rf"^(?:[{HAN}·]{{0,12}})(?P<level>{_LEVELS})$")
RE_PARTY_PREFIX = re.compile(
    rf"^(?:中共)?(?:[{HAN}·]{{0,12}})(?:(?P<level>省|市|区|县|州|盟|旗|新区)委|(?P<region>自治区)党委|党委|党工委)$"
)
RE_GOVERNMENT_PREFIX = re.compile(rf"^(?:[{HAN}·]{{0,12}})(?P<level>{_LEVELS})(?:人民)?政府$")
RE_BARE_PLACE = re.compile(rf"^[{HAN}]{{2,6}}$")
RE_NOTE = re.compile(r"（[^（）]*）$")
PREFIX_CLASSES = {
    "place": RE_PLACE_PREFIX,
    "party": RE_PARTY_PREFIX,
    "gov": RE_GOVERNMENT_PREFIX,
    "bareplace": RE_BARE_PLACE,
}
GROUP_WORDS = (
    "省属各",
    "市属各",
    "区属各",
    "县属各",
    "各",
    "有关",
    "相关",
    "全市",
    "全省",
    "两级",
    "属地",
    "中央和国家机关",
    "国务院各",
    "驻",
)
RE_GROUP = re.compile(
    rf"(?:各|有关|相关|驻|[省市区县]属各)[{HAN}（）、]{{0,20}}(?:政府|管委会?|部门|单位|机构|企业|高校|院校|街道|乡镇|办事处)(?:（[^（）]*）)?"
)
# A 司 of a ministry, a 处 of a department, a 科 or 股 of a bureau; 公司, 落到实处 and 办事处 are none. A 局 is one only
# below its ministry.
RE_DIVISION = re.compile(
    rf"[{HAN}]{{2,9}}(?:(?<!公)司|(?<![实之好到何深各用益害事])处"
    r"|(?<![内外儿妇产眼牙学专本百全文理社])科|(?<![控参入持])股)"
)
RE_BRANCH = re.compile(rf"([{HAN}]{{2,14}}局)([{HAN}]{{2,8}}分局)")  # 市生态环境局东湖分局
RE_MINISTRY_DIVISION = re.compile(rf"[{HAN}]{{2,9}}[司局]")


def tidy(name: str) -> str:
    """A name without spaces, in full-width brackets, without 中共."""
    return re.sub(r"\s", "", name.replace("(", "（").replace(")", "）")).removeprefix("中共")


def form_pattern(form: str) -> str:
    return re.escape(tidy(form)).replace(r"\{place\}", PLACE).replace(r"\{level\}", "(?:省|市|区|县|州|盟|旗)")


def prefix_level(prefix: str, kind: str) -> Level | None:
    match = PREFIX_CLASSES[kind].match(prefix)
    if not match:
        return None
    groups = match.groupdict()
    if groups.get("region"):
        return "province"
    return LEVEL_WORDS.get(groups.get("level") or "", "local") if kind != "bareplace" else "local"


def ending_pattern(endings: Iterable[str]) -> re.Pattern[str]:
    """A name that ends like a body."""
    return re.compile(rf"[{HAN}A-Za-z0-9“”·（）—]{{1,}}(?:{alternatives(endings)})$")
