"""The forms in which notices print numbers: digits, numbers in words, magnitudes, parts and multiples."""

from __future__ import annotations

import re

from pipeline.knowledge.chinese import MAGNITUDES, NUMERAL_CHARS

ARABIC = r"\d+(?:,\d{3})*(?:\.\d+)?"
SPOKEN = rf"(?<![百千万亿])[{NUMERAL_CHARS}]+(?:点[零〇一二三四五六七八九]+(?:万亿|[百千万亿])?)?"
DASH = r"\s*[—\-–~～至到]{1,2}\s*"
MAGNITUDE = r"万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?!瓦|米|克|伏|亩|户)|百(?!分)"
MAGNITUDES_ALL = {
    **MAGNITUDES,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "十亿": 1_000_000_000,
    "百亿": 10_000_000_000,
    "千亿": 100_000_000_000,
    "": 1,
}
OF_YI = r"个亿(?:元(?!以上|级|及)|(?!元|级))"  # 20个亿; not 50个亿元以上项目
PER_WORDS = "年|月|日|天|小时|秒|升|立方米|平方米|公顷|亩|人|户|吨|千瓦时|万元|千克|公斤"
# what the names of NO_QUANTITY begin with: at every other character none of them is tried
NAME_BEGINS = r"(?=[《“A-Z\da-z+＋第世全中国行亚省民企制服前三双两一二四五六七八九十千百扣加减得计记赋总满])"
RE_ANY_NUMBER = re.compile(rf"[\d{NUMERAL_CHARS}翻倍成双位]")  # no text without one of these holds a quantity
LARGEST = 1e18  # all that is counted in a country is less: 100万亿元 is 1e14
# a number of so many digits counts nothing: 1,000,000,000,000,000 takes 16 digits and five commas
RE_ENDLESS_NUMBER = re.compile(rf"[\d,.]{{30,}}|[{NUMERAL_CHARS}]{{20,}}")
RE_LIST_NUMBER = re.compile(r"(?:(?<=[。；：\n])|^)\s*(?:\d{1,2}[.．、](?!\d)|（\d{1,2}）|\d{1,2}）)")
RE_MULTIPLE = re.compile(
    r"翻(?P<times>[一两二三四\d])?番|(?P<double>倍增|翻倍|成倍增长)(?!计划|行动|工程)"
    r"|(?P<digits>两位数|双位数)(?:以上)?(?:的)?(?:增长|增速|增幅)?"
)
RE_FRACTION = re.compile(
    r"(?P<den>[二三四五六七八九十]+)分之(?P<num>[一二三四五六七八九两十]+)"
    r"|(?P<top>[1-9])/(?P<bottom>[2-9]|10)(?![\d/.月日年号A-Za-z])"
)
RE_SHARE_BEFORE = re.compile(r"(?:达到?|占|的|超过|比例|比重|提高[到至]|降[到至低]|压减|减少|不[低少高]于|至少|约|近)$")
RE_TENTHS = re.compile(
    r"(?<![统专唯同合逐单分第集形组])(?P<tens>[一两二三四五六七八九]{1,2}|\d(?:\.\d)?)成"
    r"(?P<half>[半五](?![个家项]))?(?![立为员果熟功套本效型品绩交分长不])"
)
RE_BARE_MAGNITUDE = re.compile(
    r"(?P<number>[一两二三四五六七八九十]?(?:千万亿|万亿|千亿|百亿|十亿|千万|百万|十万|亿|万(?!元)|千|百))"
    r"(?P<grade>级)?(?P<unit>元(?:大关|台阶)?|大关|台阶|规模|[家户人名个项场吨亩]|平方米|平方公里|人次)?"
)
# 0.6万贫困人口, 就业人数24万: people are counted without a unit; 投资60亿以上: money is
RE_PEOPLE_BEHIND = re.compile(r"[^，。；、\d]{0,6}?(?:人口|群众|居民|职工|农民|市民|劳动力|毕业生|学生|儿童|户籍)")
RE_PEOPLE_BEFORE = re.compile(r"(?:人数|户数|人口)(?:达到?|超过?|约|近|为|不少于|不低于|稳定在|保持在)?$")
RE_MONEY_BEFORE = re.compile(r"(?:投资|资金|支出|产值|增加值|收入|销售额|贷款|总额)(?:达到?|超过?|约|近|为|突破)?$")
RE_SHARED_SCALE = re.compile(r"(?:万亿|[万亿])$")  # 三十至五十亿元: both are 亿
NO_NUMBER_BEHIND = tuple("第每其分之几数好")  # 第三批, 每两家, 几十个, 数百家
NO_UNIT_OF_WORDS = tuple("里度方卡米克升GTPM")  # 三度, 四方, 十里: words of their own
NOT_BEFORE_BARE = (*NO_NUMBER_BEHIND, *NUMERAL_CHARS)
MOST_OF_DA = 30  # 3大中心 counts; 24365大学生 does not
SAID_BY_MAGNITUDE_ALONE = 1_000_000_000  # 过百亿 says money; 近百 says nothing without a unit


def measure_without_unit(match: re.Match[str], text: str) -> str:
    """What a number with 万 or 亿 counts that prints no unit: people ("count"), money, or nothing that is said ("")."""
    scale = match["low_mag"] or match["high_mag"] or match["mid_mag"]
    if not scale:
        return ""
    before = text[max(match.start("low") - 8, 0) : match.start("low")]
    if RE_PEOPLE_BEHIND.match(text, match.end()) or RE_PEOPLE_BEFORE.search(before):
        return "count"
    return "money" if scale.endswith("亿") and RE_MONEY_BEFORE.search(before) else ""
