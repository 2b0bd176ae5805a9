"""Promises of amounts, rates and shares."""

from __future__ import annotations

from dataclasses import replace

from tests.roundtrip.maker import Maker, form
from tests.roundtrip.numbers import Quantity, percent, points, quantity
from tests.roundtrip.promise import LEVEL, SUFFIX, Promise, level_text, target_of
from tests.roundtrip.truth import Target


@form("target", "amount")
def amount_level(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("amounts"), LEVEL)
    return Promise(level_text(maker, name, amount), (target_of(name, amount, "stock"),))


@form("target", "amount-bare")
def amount_bare(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("amounts"), ["above", "about"])
    return Promise(name + amount.text, (target_of(name, amount, "stock|flow"),))


@form("target", "amount-from-to")
def amount_from_to(maker: Maker) -> Promise:
    entry = maker.word("amounts")
    name, unit, low, _high = entry.split("|")
    _, amount = quantity(maker, entry, SUFFIX)
    return Promise(f"{name}由{low}{unit}提高到{amount.text}", (target_of(name, amount, "stock"),))


@form("target", "amount-increase")
def amount_increase(maker: Maker) -> Promise:
    """What is planned above last year's level is a flow."""
    name, amount = quantity(maker, maker.word("amounts"), SUFFIX)
    return Promise(f"{name}比上年增加{amount.text}", (target_of(name, amount, "flow"),))


@form("target", "amount-and-rate")
def amount_and_rate(maker: Maker) -> Promise:
    name, amount = quantity(maker, maker.word("amounts"), SUFFIX)
    growth = percent(maker, 3, 18, SUFFIX)
    return Promise(
        f"{name}达到{amount.text}、增长{growth.text}",
        (target_of(name, amount, "stock"), target_of(name, growth, "rate")),
    )


@form("target", "respectively-amounts")
def respectively_amounts(maker: Maker) -> Promise:
    (one, a), (other, b) = (quantity(maker, entry, ["over"]) for entry in maker.several("amounts", 2, 2))
    first, second = (amount.text.removeprefix("超过") for amount in (a, b))
    return Promise(
        f"{one}、{other}分别{'突破' if a.op == b.op == 'gt' else '达到'}{first}和{second}",
        tuple(_above(each, a, b) for each in (target_of(one, a, "stock"), target_of(other, b, "stock"))),
    )


def _above(target: Target, one: Quantity, other: Quantity) -> Target:
    """突破 is only printed where both are bounds."""
    return replace(target, op="eq" if target.op == "gt" and not one.op == other.op == "gt" else target.op)


MONEY = [
    ("发放", "消费券"),
    ("争取", "上级资金"),
    ("完成", "技改投资"),
    ("完成", "水利投资"),
    ("新增", "贷款"),
    ("筹集", "帮扶资金"),
    ("引进", "到位资金"),
]


@form("target", "money-flow")
def money_flow(maker: Maker) -> Promise:
    """Money to be spent, raised or attracted in the period."""
    verb, name = maker.rng.choice(MONEY)
    _, amount = quantity(maker, f"{name}|亿元|2|90", [*SUFFIX, "not-less"])
    return Promise(f"{verb}{name}{amount.text}", (target_of(name, amount, "flow"),), yearly=True)


@form("target", "both-shares")
def both_shares(maker: Maker) -> Promise:
    """A、B均达到90%: one number, one target of both."""
    one, other = (entry.split("|")[0] for entry in maker.several("ratios", 2, 2))
    level = percent(maker, 70, 99, SUFFIX)
    return Promise(f"{one}、{other}均达到{level.text}", (target_of(f"{one}、{other}", level, "share"),))


@form("target", "area-in-letters")
def area_in_letters(maker: Maker) -> Promise:
    name, unit = maker.rng.choice(
        [("标准厂房", "万m²"), ("科研用房", "万㎡"), ("城市绿地", "km²"), ("防护林", "万hm²"), ("公园绿地", "万平方米")]
    )
    name, amount = quantity(maker, f"{name}|{unit}|2|90", SUFFIX)
    return Promise(f"新增{name}{amount.text}", (target_of(name, amount, "flow"),), yearly=True)


@form("target", "concentration")
def concentration(maker: Maker) -> Promise:
    unit = maker.rng.choice(["微克/立方米", "μg/m³", "微克每立方米"])
    name, amount = quantity(maker, f"细颗粒物浓度|{unit}|20|40", ["within", "not-over", "sign-le", "sign-lt"])
    return Promise(
        f"{name}控制在{amount.text}" if amount.bare else name + amount.text, (target_of(name, amount, "stock"),)
    )


# -- rates and shares ----------------------------------------


@form("target", "rate")
def rate(maker: Maker) -> Promise:
    name = maker.word("amounts").split("|")[0]
    growth = percent(maker, 2, 18, [*SUFFIX, "over", "not-lower"])
    verb = maker.rng.choice(["增长", "同比增长"])
    return Promise(f"{name}{verb}{growth.text}", (target_of(name, growth, "rate"),))


@form("target", "rate-yearly")
def rate_yearly(maker: Maker) -> Promise:
    name = maker.word("amounts").split("|")[0]
    growth = percent(maker, 2, 18, SUFFIX)
    return Promise(f"{name}年均增长{growth.text}", (target_of(name, growth, "rate", each_year=True),))


@form("target", "rate-down")
def rate_down(maker: Maker) -> Promise:
    name = maker.word("lower")
    fall = percent(maker, 2, 30, SUFFIX)
    verb = maker.rng.choice(["下降", "降低", "减少", "压减", "较上年下降"])
    return Promise(f"{name}{verb}{fall.text}", (target_of(name, fall, "rate", direction="down"),))


@form("target", "rate-points")
def rate_points(maker: Maker) -> Promise:
    name = maker.word("ratios").split("|")[0]
    rise = points(maker, SUFFIX)
    return Promise(f"{name}提高{rise.text}", (target_of(name, rise, "rate"),))


@form("target", "double")
def double(maker: Maker) -> Promise:
    name = maker.word("amounts").split("|")[0]
    verb = maker.rng.choice(["翻一番", "实现倍增", "增长一倍", "实现翻番"])
    return Promise(name + verb, (Target(name, "eq", 2, "倍", "rate"),))


@form("target", "multiple")
def multiple(maker: Maker) -> Promise:
    name = maker.word("amounts").split("|")[0]
    times, year = maker.rng.choice([2, 3, 5]), maker.year - maker.rng.randint(1, 4)
    return Promise(f"{name}达到{year}年的{times}倍", (Target(name, "eq", times, "倍", "rate|stock"),))


@form("target", "two-digits")
def two_digits(maker: Maker) -> Promise:
    name = maker.word("amounts").split("|")[0]
    return Promise(f"{name}{maker.rng.choice(['保持', '实现'])}两位数增长", (Target(name, "ge", 10, "%", "rate"),))


@form("target", "share")
def share(maker: Maker) -> Promise:
    name, low, high = maker.word("ratios").split("|")
    level = percent(maker, int(low), int(high), LEVEL)
    return Promise(level_text(maker, name, level), (target_of(name, level, "share"),))


@form("target", "share-from-to")
def share_from_to(maker: Maker) -> Promise:
    name, low, high = maker.word("ratios").split("|")
    level = percent(maker, int(low), int(high), SUFFIX)
    return Promise(f"{name}从{low}%提升到{level.text}", (target_of(name, level, "share"),))


@form("target", "share-of-things")
def share_of_things(maker: Maker) -> Promise:
    name = maker.word("counted").split("|")[0]
    level = percent(maker, 20, 95, ["above", "none"])
    return Promise(f"{level.text}的{name}建立服务台账", (target_of(name, level, "share"),))


@form("target", "respectively-shares")
def respectively_shares(maker: Maker) -> Promise:
    (one, a), (other, b) = (
        (name.split("|")[0], percent(maker, 30, 95, SUFFIX)) for name in maker.several("ratios", 2, 2)
    )
    return Promise(
        f"{one}、{other}分别达到{a.text}、{b.text}", (target_of(one, a, "share"), target_of(other, b, "share"))
    )


@form("target", "fallen-to")
def fallen_to(maker: Maker) -> Promise:
    name = maker.rng.choice(["不良贷款率", "城镇调查失业率", "管网漏损率", "事故发生率", "弃风弃光率"])
    level = percent(maker, 2, 9, ["none", "below", "within"])
    verb = maker.rng.choice(["降至", "下降到", "降低到"])
    return Promise(f"{name}{verb}{level.text}", (target_of(name, level, "share", direction="down"),))


@form("target", "shortened-to")
def shortened_to(maker: Maker) -> Promise:
    name = maker.rng.choice(["施工许可审批时限", "不动产登记时限", "企业开办时间", "出口退税办理时间"])
    _, amount = quantity(maker, f"{name}|天|2|9", ["none", "within"])
    verb = maker.rng.choice(["压缩至", "缩短到", "压减到"])
    return Promise(f"{name}{verb}{amount.text}", (target_of(name, amount, "stock", direction="down"),))


@form("target", "ceiling")
def ceiling(maker: Maker) -> Promise:
    name = maker.rng.choice(["城镇调查失业率", "居民消费价格涨幅", "不良贷款率", "输配水漏损率", "义务教育辍学率"])
    level = percent(maker, 2, 9, ["within", "not-over"])
    kind = "rate" if "涨幅" in name else "share"
    return Promise(f"{name}控制在{level.text}" if level.bare else name + level.text, (target_of(name, level, kind),))
