"""Promises of counted things: levels, things added or done, things done away with."""

from __future__ import annotations

from tests.roundtrip.maker import Maker, form
from tests.roundtrip.numbers import Quantity, quantity, split_unit
from tests.roundtrip.promise import AMOUNT, LEVEL, SUFFIX, Promise, level_text, target_of


@form("target", "stock")
def stock(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("counted"), LEVEL)
    return Promise(level_text(maker, name, amount), (target_of(name, amount, "stock"),))


@form("target", "stock-total")
def stock_total(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("counted"), SUFFIX)
    lead = maker.rng.choice(["总数达到", "累计达到", "数量达到", "总量达到"])
    return Promise(f"{name}{lead}{amount.text}", (target_of(name, amount, "stock"),))


@form("target", "stock-cumulative")
def stock_cumulative(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("built"), SUFFIX)
    return Promise(f"累计建成{name}{amount.text}", (target_of(name, amount, "stock"),))


@form("target", "flow-behind")
def flow_behind(maker: Maker) -> Promise:
    """The number behind what is counted: 新增瞪羚企业30家."""
    verb, source = maker.rng.choice(
        [("新增", "counted"), ("培育", "counted"), ("新建", "built"), ("建成", "built"), ("改造提升", "built")]
    )
    name, amount = quantity(maker, maker.word(source), AMOUNT)
    return Promise(f"{verb}{name}{amount.text}", (target_of(name, amount, "flow"),), yearly=True)


@form("target", "flow-before")
def flow_before(maker: Maker) -> Promise:
    """The number before what is counted: 培育30家瞪羚企业."""
    verb, source = maker.rng.choice(
        [
            ("培育", "counted"),
            ("新增", "counted"),
            ("引育", "counted"),
            ("新建", "built"),
            ("建设", "built"),
            ("改造", "built"),
        ]
    )
    name, amount = quantity(maker, maker.word(source), AMOUNT)
    link = "的" if amount.text.endswith("以上") and maker.chance(0.2) else ""
    return Promise(f"{verb}{amount.text}{link}{name}", (target_of(name, amount, "flow"),), yearly=True)


@form("target", "flow-rare-verb")
def flow_rare_verb(maker: Maker) -> Promise:
    verb = maker.rng.choice(["部署", "落地", "投用", "竣工", "开工", "布设", "抓好", "补建", "盘活", "更新"])
    name, amount = quantity(maker, maker.word("built"), SUFFIX)
    return Promise(f"{verb}{name}{amount.text}", (target_of(name, amount, "flow"),), yearly=True)


@form("target", "flow-rare-verb-before")
def flow_rare_verb_before(maker: Maker) -> Promise:
    verb = maker.rng.choice(["选树", "推选", "认定", "招引", "孵化", "储备", "帮扶", "扶持", "辅导", "评选"])
    name, amount = quantity(maker, maker.word("counted"), AMOUNT)
    return Promise(f"{verb}{amount.text}{name}", (target_of(name, amount, "flow"),), yearly=True)


@form("target", "flow-pushed")
def flow_pushed(maker: Maker) -> Promise:
    verb, deed = maker.rng.choice(
        [("推动", "纳入重点培育名单"), ("支持", "开展对标提升"), ("组织", "参加专项培训"), ("引导", "提档升级")]
    )
    name, amount = quantity(maker, maker.word("counted"), AMOUNT)
    return Promise(f"{verb}{amount.text}{name}{deed}", (target_of(name, amount, "flow"),), yearly=True)


@form("target", "flow-complete")
def flow_complete(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("built"), SUFFIX)
    return Promise(f"完成{name}建设{amount.text}", (target_of(name, amount, "flow"),), yearly=True)


@form("target", "flow-two")
def flow_two(maker: Maker) -> Promise:
    """One verb, two things: 新建驿站3座、步道20公里."""
    (one, a), (other, b) = (quantity(maker, entry, SUFFIX) for entry in maker.several("built", 2, 2))
    return Promise(
        f"新建{one}{a.text}、{other}{b.text}", (target_of(one, a, "flow"), target_of(other, b, "flow")), yearly=True
    )


@form("target", "flow-two-before")
def flow_two_before(maker: Maker) -> Promise:
    (one, a), (other, b) = (quantity(maker, entry, SUFFIX) for entry in maker.several("counted", 2, 2))
    return Promise(
        f"培育{a.text}{one}、{b.text}{other}", (target_of(one, a, "flow"), target_of(other, b, "flow")), yearly=True
    )


@form("target", "flow-grades")
def flow_grades(maker: Maker) -> Promise:
    """The same thing in two grades: 新增国家级绿色工厂2家、省级10家."""
    name, amount = quantity(maker, maker.word("counted"), SUFFIX)
    _, other = quantity(maker, f"{name}|{amount.unit}|3|40", SUFFIX)
    return Promise(
        f"新增国家级{name}{amount.text}、省级{name}{other.text}",
        (target_of(name, amount, "flow"), target_of(name, other, "flow")),
    )


@form("target", "event-behind")
def event_behind(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("events"), AMOUNT)
    return Promise(
        f"{maker.rng.choice(['举办', '开展', '组织开展'])}{name}{amount.text}",
        (target_of(name, amount, "flow"),),
        yearly=True,
    )


@form("target", "event-before")
def event_before(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("events"), AMOUNT)
    return Promise(
        f"{maker.rng.choice(['举办', '开展', '组织'])}{amount.text}{name}",
        (target_of(name, amount, "flow"),),
        yearly=True,
    )


@form("target", "removed-behind")
def removed_behind(maker: Maker) -> Promise:
    verb, name, amount = _removed(maker)
    return Promise(f"{verb}{name}{amount.text}", (target_of(name, amount, "flow", direction="down"),), yearly=True)


@form("target", "removed-before")
def removed_before(maker: Maker) -> Promise:
    verb, name, amount = _removed(maker)
    return Promise(f"{verb}{amount.text}{name}", (target_of(name, amount, "flow", direction="down"),), yearly=True)


def _removed(maker: Maker) -> tuple[str, str, Quantity]:
    """A verb of doing away with things or matters, what is done away with, and how much of it."""
    source, verbs = maker.rng.choice(
        [("removed", ["淘汰", "关停", "压减", "清退"]), ("withdrawn", ["取消", "精简", "削减"])]
    )
    name, amount = quantity(maker, maker.word(source), SUFFIX)
    return maker.rng.choice(verbs), name, amount


@form("target", "among-which")
def among_which(maker: Maker) -> Promise:
    """A part of what was counted: 新增瞪羚企业30家，其中上市公司2家."""
    (one, a), (other, b) = (quantity(maker, entry, SUFFIX) for entry in maker.several("counted", 2, 2))
    targets = (target_of(one, a, "flow"), target_of(other, b, "flow"))
    return Promise(f"新增{one}{a.text}，其中{other}{b.text}", targets, yearly=True)


@form("target", "each-of-both")
def each_of_both(maker: Maker) -> Promise:
    """新建驿站、书房各20座: one number is one target of both."""
    one, other = (entry.split("|")[0] for entry in maker.several("built", 2, 2))
    _, amount = quantity(maker, f"{one}|座|3|90", ["none"])
    return Promise(f"新建{one}、{other}各{amount.text}", (target_of(f"{one}、{other}", amount, "flow"),), yearly=True)


PEOPLE = [
    ("培训", "高素质农民", "人次"),
    ("资助", "困难学生", "名"),
    ("带动", "就业", "人"),
    ("服务", "老年人", "万人次"),
    ("救助", "困难群众", "人次"),
]


@form("target", "people")
def people(maker: Maker) -> Promise:
    verb, name, unit = maker.rng.choice(PEOPLE)
    _, amount = quantity(maker, f"{name}|{unit}|20|900", SUFFIX)
    return Promise(f"{verb}{name}{amount.text}", (target_of(name, amount, "flow"),), yearly=True)


@form("target", "new-jobs")
def new_jobs(maker: Maker) -> Promise:
    """新增 makes an amount to be added of what else would be a level."""
    place = maker.rng.choice(["城镇", "农村转移", "高校毕业生"])
    _, amount = quantity(maker, "就业|万人|1|30", SUFFIX)
    return Promise(f"{place}新增就业{amount.text}", (target_of(f"{place}新增就业", amount, "flow"),))


@form("target", "stock-striven")
def stock_striven(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("counted"), SUFFIX)
    text = maker.rng.choice([f"力争{name}达到{amount.text}", f"{name}力争达到{amount.text}"])
    return Promise(text, (target_of(name, amount, "stock"),))


@form("target", "respectively-counts")
def respectively_counts(maker: Maker) -> Promise:
    (one, a), (other, b) = (quantity(maker, entry, SUFFIX) for entry in maker.several("counted", 2, 2))
    return Promise(
        f"{one}、{other}分别达到{a.text}、{b.text}", (target_of(one, a, "stock"), target_of(other, b, "stock"))
    )


@form("target", "quoted")
def quoted(maker: Maker) -> Promise:
    """The number stands before a closing quotation mark."""
    name, unit, low, high = maker.word("counted").split("|")
    size, base = split_unit(unit)
    number = maker.rng.randint(int(low), int(high))
    amount = Quantity(f"{number}{unit}", "gt", number * size, base)
    return Promise(f"实现“{name}突破{amount.text}”的目标", (target_of(name, amount, "stock"),))


@form("target", "fund")
def fund(maker: Maker) -> Promise:
    name = maker.rng.choice(["产业引导基金", "成果转化基金", "绿色发展基金", "乡村振兴基金", "人才创业基金"])
    _, amount = quantity(maker, "基金|亿元|2|90", ["not-lower", "not-less"])
    return Promise(f"设立总规模{amount.text}的{name}", (target_of(f"{name}总规模", amount, "stock"),))
