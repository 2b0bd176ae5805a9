"""Sentences that promise quantities, with the targets that the annotation guide says they hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.roundtrip.maker import Maker, add_form, form
from tests.roundtrip.numbers import SIGNS, Quantity, percent, points, quantity, split_unit
from tests.roundtrip.truth import Sentence, Target

LEVEL = ["none", "above", "about", "not-less", "not-lower", "over", "roughly", "within", "not-over", *SIGNS]
AMOUNT = ["none", "above", "about", "not-less", "not-lower", "at-least", "over", "roughly"]
SUFFIX = ["none", "above", "about"]


@dataclass(frozen=True, slots=True)
class Promise:
    """A clause with its targets, their deadline still open; `verb_at` is where 每年 may be put in."""

    text: str
    targets: tuple[Target, ...]
    yearly: bool = False  # may open with 每年


def _target(indicator: str, amount: Quantity, kind: str, *, direction: str = "up", each_year: bool = False) -> Target:
    return Target(indicator, amount.op, amount.value, amount.unit, kind, amount.value_high, direction, None, each_year, amount.forms)


def _stock_text(maker: Maker, name: str, amount: Quantity) -> str:
    if amount.op == "le" and amount.bare:
        return f"{name}{maker.rng.choice(['控制在', '保持在'])}{amount.text}"
    if amount.text[0] in "≥≤＞＜不":
        return name + amount.text
    if amount.text.startswith("超过"):
        return name + maker.rng.choice(["超过", "突破"]) + amount.text.removeprefix("超过")
    return f"{name}{maker.rng.choice(['达到', '达', '增加到', '提高到'])}{amount.text}"


# -- counted things ---------------------------------------------------------------------------------------------------


@form("target", "stock")
def stock(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("counted"), LEVEL)
    return Promise(_stock_text(maker, name, amount), (_target(name, amount, "stock"),))


@form("target", "stock-total")
def stock_total(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("counted"), SUFFIX)
    lead = maker.rng.choice(["总数达到", "累计达到", "数量达到", "总量达到"])
    return Promise(f"{name}{lead}{amount.text}", (_target(name, amount, "stock"),))


@form("target", "stock-cumulative")
def stock_cumulative(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("built"), SUFFIX)
    return Promise(f"累计建成{name}{amount.text}", (_target(name, amount, "stock"),))


@form("target", "flow-behind")
def flow_behind(maker: Maker) -> Promise:
    """The number behind what is counted: 新增瞪羚企业30家."""
    verb, source = maker.rng.choice([("新增", "counted"), ("培育", "counted"), ("新建", "built"), ("建成", "built"), ("改造提升", "built")])
    name, amount = quantity(maker, maker.word(source), AMOUNT)
    return Promise(f"{verb}{name}{amount.text}", (_target(name, amount, "flow"),), yearly=True)


@form("target", "flow-before")
def flow_before(maker: Maker) -> Promise:
    """The number before what is counted: 培育30家瞪羚企业."""
    verb, source = maker.rng.choice([("培育", "counted"), ("新增", "counted"), ("引育", "counted"), ("新建", "built"), ("建设", "built"), ("改造", "built")])
    name, amount = quantity(maker, maker.word(source), AMOUNT)
    link = "的" if amount.text.endswith("以上") and maker.chance(0.2) else ""
    return Promise(f"{verb}{amount.text}{link}{name}", (_target(name, amount, "flow"),), yearly=True)


@form("target", "flow-rare-verb")
def flow_rare_verb(maker: Maker) -> Promise:
    verb = maker.rng.choice(["部署", "落地", "投用", "竣工", "开工", "布设", "抓好", "补建", "盘活", "更新"])
    name, amount = quantity(maker, maker.word("built"), SUFFIX)
    return Promise(f"{verb}{name}{amount.text}", (_target(name, amount, "flow"),), yearly=True)


@form("target", "flow-rare-verb-before")
def flow_rare_verb_before(maker: Maker) -> Promise:
    verb = maker.rng.choice(["选树", "推选", "认定", "招引", "孵化", "储备", "帮扶", "扶持", "辅导", "评选"])
    name, amount = quantity(maker, maker.word("counted"), AMOUNT)
    return Promise(f"{verb}{amount.text}{name}", (_target(name, amount, "flow"),), yearly=True)


@form("target", "flow-pushed")
def flow_pushed(maker: Maker) -> Promise:
    verb, deed = maker.rng.choice([("推动", "实施设备更新"), ("支持", "开展对标提升"), ("组织", "参加境外展会"), ("引导", "接入平台")])
    name, amount = quantity(maker, maker.word("counted"), AMOUNT)
    return Promise(f"{verb}{amount.text}{name}{deed}", (_target(name, amount, "flow"),), yearly=True)


@form("target", "flow-complete")
def flow_complete(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("built"), SUFFIX)
    return Promise(f"完成{name}建设{amount.text}", (_target(name, amount, "flow"),), yearly=True)


@form("target", "flow-two")
def flow_two(maker: Maker) -> Promise:
    """One verb, two things: 新建驿站3座、步道20公里."""
    (one, a), (other, b) = (quantity(maker, entry, SUFFIX) for entry in maker.several("built", 2, 2))
    return Promise(f"新建{one}{a.text}、{other}{b.text}", (_target(one, a, "flow"), _target(other, b, "flow")), yearly=True)


@form("target", "flow-two-before")
def flow_two_before(maker: Maker) -> Promise:
    (one, a), (other, b) = (quantity(maker, entry, SUFFIX) for entry in maker.several("counted", 2, 2))
    return Promise(f"培育{a.text}{one}、{b.text}{other}", (_target(one, a, "flow"), _target(other, b, "flow")), yearly=True)


@form("target", "flow-grades")
def flow_grades(maker: Maker) -> Promise:
    """The same thing in two grades: 新增国家级绿色工厂2家、省级10家."""
    name, amount = quantity(maker, maker.word("counted"), SUFFIX)
    _, other = quantity(maker, f"{name}|{amount.unit}|3|40", SUFFIX)
    return Promise(f"新增国家级{name}{amount.text}、省级{name}{other.text}", (_target(name, amount, "flow"), _target(name, other, "flow")))


@form("target", "event-behind")
def event_behind(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("events"), AMOUNT)
    return Promise(f"{maker.rng.choice(['举办', '开展', '组织开展'])}{name}{amount.text}", (_target(name, amount, "flow"),), yearly=True)


@form("target", "event-before")
def event_before(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("events"), AMOUNT)
    return Promise(f"{maker.rng.choice(['举办', '开展', '组织'])}{amount.text}{name}", (_target(name, amount, "flow"),), yearly=True)


@form("target", "removed-behind")
def removed_behind(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("removed"), SUFFIX)
    verb = maker.rng.choice(["淘汰", "关停", "压减", "削减", "取消", "清退"])
    return Promise(f"{verb}{name}{amount.text}", (_target(name, amount, "flow", direction="down"),), yearly=True)


@form("target", "removed-before")
def removed_before(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("removed"), SUFFIX)
    verb = maker.rng.choice(["淘汰", "关停", "压减", "取消"])
    return Promise(f"{verb}{amount.text}{name}", (_target(name, amount, "flow", direction="down"),), yearly=True)


@form("target", "respectively-counts")
def respectively_counts(maker: Maker) -> Promise:
    (one, a), (other, b) = (quantity(maker, entry, SUFFIX) for entry in maker.several("counted", 2, 2))
    return Promise(f"{one}、{other}分别达到{a.text}、{b.text}", (_target(one, a, "stock"), _target(other, b, "stock")))


@form("target", "quoted")
def quoted(maker: Maker) -> Promise:
    """The number stands before a closing quotation mark."""
    name, unit, low, high = maker.word("counted").split("|")
    size, base = split_unit(unit)
    number = maker.rng.randint(int(low), int(high))
    amount = Quantity(f"{number}{unit}", "gt", number * size, base)
    return Promise(f"实现“{name}突破{amount.text}”的目标", (_target(name, amount, "stock"),))


@form("target", "fund")
def fund(maker: Maker) -> Promise:
    name = maker.rng.choice(["产业引导基金", "成果转化基金", "绿色发展基金", "乡村振兴基金", "人才创业基金"])
    _, amount = quantity(maker, "基金|亿元|2|90", ["not-lower", "not-less"])
    return Promise(f"设立总规模{amount.text}的{name}", (_target(f"{name}总规模", amount, "stock"),))


# -- amounts ----------------------------------------------------------------------------------------------------------


@form("target", "amount")
def amount_level(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("amounts"), LEVEL)
    return Promise(_stock_text(maker, name, amount), (_target(name, amount, "stock"),))


@form("target", "amount-bare")
def amount_bare(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("amounts"), ["above", "about"])
    return Promise(name + amount.text, (_target(name, amount, "stock"),))


@form("target", "amount-from-to")
def amount_from_to(maker: Maker) -> Promise:
    entry = maker.word("amounts")
    name, unit, low, high = entry.split("|")
    _, amount = quantity(maker, entry, SUFFIX)
    return Promise(f"{name}由{low}{unit}提高到{amount.text}", (_target(name, amount, "stock"),))


@form("target", "amount-increase")
def amount_increase(maker: Maker) -> Promise:
    """What is planned above last year's level is a flow."""
    name, amount = quantity(maker, maker.word("amounts"), SUFFIX)
    return Promise(f"{name}比上年增加{amount.text}", (_target(name, amount, "flow"),))


@form("target", "amount-and-rate")
def amount_and_rate(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("amounts"), SUFFIX)
    growth = percent(maker, 3, 18, SUFFIX)
    return Promise(f"{name}达到{amount.text}、增长{growth.text}", (_target(name, amount, "stock"), _target(name, growth, "rate")))


@form("target", "respectively-amounts")
def respectively_amounts(maker: Maker) -> Promise:
    (one, a), (other, b) = (quantity(maker, entry, ["over"]) for entry in maker.several("amounts", 2, 2))
    first, second = (amount.text.removeprefix("超过") for amount in (a, b))
    return Promise(f"{one}、{other}分别{'突破' if a.op == b.op == 'gt' else '达到'}{first}和{second}", tuple(_above(each, a, b) for each in (_target(one, a, "stock"), _target(other, b, "stock"))))


def _above(target: Target, one: Quantity, other: Quantity) -> Target:
    """突破 is only printed where both are bounds."""
    return replace(target, op="eq" if target.op == "gt" and not one.op == other.op == "gt" else target.op)


@form("target", "area-in-letters")
def area_in_letters(maker: Maker) -> Promise:
    name, unit = maker.rng.choice([("标准厂房", "万m²"), ("科研用房", "万㎡"), ("城市绿地", "km²"), ("防护林", "万hm²"), ("公园绿地", "万平方米")])
    name, amount = quantity(maker, f"{name}|{unit}|2|90", SUFFIX)
    return Promise(f"新增{name}{amount.text}", (_target(name, amount, "flow"),), yearly=True)


@form("target", "concentration")
def concentration(maker: Maker) -> Promise:
    unit = maker.rng.choice(["微克/立方米", "μg/m³", "微克每立方米"])
    name, amount = quantity(maker, f"细颗粒物浓度|{unit}|20|40", ["within", "not-over", "sign-le", "sign-lt"])
    return Promise(f"{name}控制在{amount.text}" if amount.bare else name + amount.text, (_target(name, amount, "stock"),))


# -- rates and shares -------------------------------------------------------------------------------------------------


@form("target", "rate")
def rate(maker: Maker) -> Promise:
    name = maker.word("amounts").split("|")[0]
    growth = percent(maker, 2, 18, [*SUFFIX, "over", "not-lower"])
    verb = maker.rng.choice(["增长", "同比增长"])
    return Promise(f"{name}{verb}{growth.text}", (_target(name, growth, "rate"),))


@form("target", "rate-yearly")
def rate_yearly(maker: Maker) -> Promise:
    name = maker.word("amounts").split("|")[0]
    growth = percent(maker, 2, 18, SUFFIX)
    return Promise(f"{name}年均增长{growth.text}", (_target(name, growth, "rate", each_year=True),))


@form("target", "rate-down")
def rate_down(maker: Maker) -> Promise:
    name = maker.word("lower")
    fall = percent(maker, 2, 30, SUFFIX)
    verb = maker.rng.choice(["下降", "降低", "减少", "压减", "较上年下降"])
    return Promise(f"{name}{verb}{fall.text}", (_target(name, fall, "rate", direction="down"),))


@form("target", "rate-points")
def rate_points(maker: Maker) -> Promise:
    name = maker.word("ratios").split("|")[0]
    rise = points(maker, SUFFIX)
    return Promise(f"{name}提高{rise.text}", (_target(name, rise, "rate"),))


@form("target", "double")
def double(maker: Maker) -> Promise:
    name = maker.word("amounts").split("|")[0]
    verb = maker.rng.choice(["翻一番", "实现倍增", "增长一倍", "实现翻番"])
    return Promise(name + verb, (Target(name, "eq", 2, "倍", "rate"),))


@form("target", "two-digits")
def two_digits(maker: Maker) -> Promise:
    name = maker.word("amounts").split("|")[0]
    return Promise(f"{name}{maker.rng.choice(['保持', '实现'])}两位数增长", (Target(name, "ge", 10, "%", "rate"),))


@form("target", "share")
def share(maker: Maker) -> Promise:
    name, low, high = maker.word("ratios").split("|")
    level = percent(maker, int(low), int(high), LEVEL)
    return Promise(_stock_text(maker, name, level), (_target(name, level, "share"),))


@form("target", "share-from-to")
def share_from_to(maker: Maker) -> Promise:
    name, low, high = maker.word("ratios").split("|")
    level = percent(maker, int(low), int(high), SUFFIX)
    return Promise(f"{name}从{low}%提升到{level.text}", (_target(name, level, "share"),))


@form("target", "share-of-things")
def share_of_things(maker: Maker) -> Promise:
    name = maker.word("counted").split("|")[0]
    level = percent(maker, 20, 95, ["above", "none"])
    return Promise(f"{level.text}的{name}建立服务台账", (_target(name, level, "share"),))


@form("target", "respectively-shares")
def respectively_shares(maker: Maker) -> Promise:
    (one, a), (other, b) = ((name.split("|")[0], percent(maker, 30, 95, SUFFIX)) for name in maker.several("ratios", 2, 2))
    return Promise(f"{one}、{other}分别达到{a.text}、{b.text}", (_target(one, a, "share"), _target(other, b, "share")))


@form("target", "ceiling")
def ceiling(maker: Maker) -> Promise:
    name = maker.rng.choice(["城镇调查失业率", "居民消费价格涨幅", "不良贷款率", "输配水漏损率", "义务教育辍学率"])
    level = percent(maker, 2, 9, ["within", "not-over"])
    kind = "rate" if "涨幅" in name else "share"
    return Promise(f"{name}控制在{level.text}" if level.bare else name + level.text, (_target(name, level, kind),))


# -- deadlines --------------------------------------------------------------------------------------------------------

DEADLINES: dict[str, Callable[[Maker, int], tuple[str, int | None]]] = {
    "none": lambda maker, year: ("", None),
    "by-year": lambda maker, year: (f"到{year}年，", year),
    "by-year-end": lambda maker, year: (f"到{year}年底，", year),
    "before-year-end": lambda maker, year: (f"{year}年底前，", year),
    "strive-by-year": lambda maker, year: (f"力争到{year}年，", year),
    "month-of-year": lambda maker, year: (f"{year}年{maker.rng.randint(3, 12)}月底前，", year),
    "month": lambda maker, year: (f"{maker.rng.randint(3, 12)}月底前，", maker.year),
    "year-end": lambda maker, year: ("年底前，", maker.year),
    "this-year": lambda maker, year: ("今年，", maker.year),
    "within-year": lambda maker, year: ("年内，", maker.year),
    "plan-end": lambda maker, year: ("到“十五五”末，", 2030),
    "until-strive": lambda maker, year: (f"截至{year}年底，力争", year),
    "three-years": lambda maker, year: ("三年内，", None),
    "full-width": lambda maker, year: ("到" + "".join(chr(ord(digit) + 0xFEE0) for digit in str(year)) + "年，", year),
}
for name, deadline in DEADLINES.items():
    add_form("deadline", name, deadline)


def promise(maker: Maker) -> tuple[str, Promise]:
    used, make = maker.pick("target")
    made: Promise = make(maker)
    return used, replace(made, targets=tuple(replace(target, forms=(used, *target.forms)) for target in made.targets))


def promising_sentence(maker: Maker, *, dated: bool = True) -> Sentence:
    """A sentence of one to three promises, 每年 or a deadline at its head, often behind words without numbers."""
    made = [promise(maker)[1] for _ in range(maker.rng.choice([1, 1, 2, 3]) if maker.mixed else 1)]
    if made[0].yearly and maker.chance(0.1):
        return _yearly(made[0])
    used, prefix, year = _deadline(maker) if dated else ("deadline:none", "", None)
    targets = tuple(replace(target, deadline=year, forms=(*target.forms, used)) for each in made for target in each.targets)
    lead = _lead(maker) if not prefix else ""
    return Sentence(f"{lead}{prefix}{'，'.join(each.text for each in made)}。", targets)


def _deadline(maker: Maker) -> tuple[str, str, int | None]:
    used, make = maker.pick("deadline")
    return used, *make(maker, maker.year + maker.rng.randint(0, 4))


def _yearly(made: Promise) -> Sentence:
    return Sentence(f"每年{made.text}。", tuple(replace(target, each_year=True, forms=(*target.forms, "deadline:each-year")) for target in made.targets))


def _lead(maker: Maker) -> str:
    return f"{maker.word('verbs')}{maker.word('objects')}，" if maker.chance(0.4) else ""


def wording(maker: Maker) -> Sentence:
    """A sentence that promises no number."""
    parts = [maker.word("verbs") + name for name in maker.several("objects", 1, 3)]
    end = "，" + maker.word("results") if maker.rng.random() < 0.4 else ""
    return Sentence("，".join(parts) + end + "。")
