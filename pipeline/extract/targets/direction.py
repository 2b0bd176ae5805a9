"""Whether a target asks for more or for less of what it counts."""

from __future__ import annotations

import re

from pipeline.records import TargetDirection, TargetKind

# 关停24台燃煤锅炉, 能耗下降13.5%, 办理时限压缩至5天; not 减排量, 降幅, 关停企业转产: there the word is part of a name
RE_LESS = re.compile(
    r"(?:关停|关闭|停用|压减|压缩|压降|淘汰|削减|缩减|缩短|取消|清退|退出|腾退|拆除|精简|减少|减至|减到|下降|降低|降至|降到|下调|调减"
    r"|(?<![升沉])降(?=[约近超\d]))(?!量|机制|政策|渠道|成本行动|行动|方案|清单)"
)
RE_LESS_AS_RATE = re.compile(r"降幅|减幅|跌幅|下降率|减排|节能|减少率")


def direction_of(verb: str, text: str, kind: TargetKind) -> TargetDirection:
    """`down` where the verb or the span of a target says that less is to be had, else `up` (also for a ceiling)."""
    if kind == "grant":
        return "up"
    less = RE_LESS.search(verb) or RE_LESS.search(text) or (kind == "rate" and RE_LESS_AS_RATE.search(text))
    return "down" if less else "up"
