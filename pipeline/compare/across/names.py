"""What an indicator is called across places, and what its numbers measure: the key by which cells stand in one row.

Two mentions stand in one row if their names mean the same by configs/rules/cross_names.yaml, and what is measured and
in what is the same: growth never meets a level, a fall never a rise, the growth of one thing never that of another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.compare.statements import squash
from pipeline.compare.titles import is_title
from pipeline.knowledge.rules import Rule
from pipeline.knowledge.rules import load as load_rules
from pipeline.records import Unit
from pipeline.records.findings import Mention

# Units of one kind, with how many of the first they hold; what is not here is a kind of its own.
FAMILIES: dict[str, dict[str, float]] = {
    "money": {"元": 1},
    "percent": {"%": 1, "百分点": 1, "个百分点": 1},
    "mass": {"斤": 1, "公斤": 2, "吨": 2000},
    "people": {"人": 1, "名": 1},
    "things": {"个": 1, "家": 1, "项": 1, "所": 1, "座": 1, "处": 1, "户企业": 1, "条（段）": 1},
    "area": {"亩": 1, "公顷": 15},
    "time": {"工作日": 1, "个工作日": 1, "小时": 1, "分钟": 1, "天": 1, "日": 1},
    "length": {"米": 1, "公里": 1000},
    "power": {"千瓦": 1},
}
OF_UNIT = {unit: (family, factor) for family, units in FAMILIES.items() for unit, factor in units.items()}
RE_DOWN = re.compile(r"下降|降低|压减|压缩|减少|削减")
RE_WHOLE = re.compile(r"总(?:产量?|量|规模)$")  # 粮食总产436亿斤 is a level without a verb that says so
RE_FIRM = re.compile(r"(?:企业|公司|工厂)$")
RE_TASK_VERB = re.compile(
    r"^(?:\d+[.．、]|深入|大力|加快|积极|扎实|全力|持续)*(?:实施|推动|推进|开展|抓好|做好|组织|扩大|促进|支持)"
)
ATTRIBUTES = re.compile(r"(?:播种面积|种植面积|面积|总产量|产量|总量|产值|规模|个数)$")
# Endings that turn a task into what it brings.
BARE_ENDINGS = ("带动消费", "拉动消费")
MEASURES = {
    "growth": "growth",
    "share": "share",
    "multiple": "multiple",
    "level": "level",
    "added": "amount",
    "removed": "removed",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A mention under its name across places."""

    mention: Mention
    name: str
    scope: str
    measure: str
    family: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.name, self.scope, self.measure, self.family

    @property
    def middle(self) -> float | None:
        """The number in the first unit of its kind, the middle of a range; None for words."""
        if self.mention.value is None:
            return None
        high = self.mention.value if self.mention.value_high is None else self.mention.value_high
        return (self.mention.value + high) / 2 * OF_UNIT.get(self.mention.unit, ("", 1.0))[1]


@dataclass(frozen=True)
class Names:
    """The rules by which names are joined."""

    parts: tuple[Rule, ...]
    wholes: tuple[Rule, ...]
    halves: tuple[Rule, ...]
    bare: tuple[Rule, ...]
    words: tuple[Rule, ...]
    empty: tuple[Rule, ...]

    @classmethod
    def load(cls, root: Path) -> Names:
        rules = load_rules(root, "cross_names")
        return cls(
            tuple(rule for rule in rules if rule.id.startswith("part-")),
            tuple(rule for rule in rules if not rule.id.startswith(("part-", "half-"))),
            tuple(rule for rule in rules if rule.id.startswith("half-")),
            tuple(load_rules(root, "cross_bare")),
            tuple(load_rules(root, "cross_words")),
            tuple(load_rules(root, "cross_terms")),
        )

    def canonical(self, head: str) -> str:
        """The name by which a head goes across places."""
        name = squash(head)
        for rule in self.parts:
            name = rule.regex.sub(rule.decides, name)
        name = name.strip("“”") if name.count("“") != name.count("”") else name
        whole = next((rule for rule in self.wholes if rule.regex.search(name)), None)
        return whole.decides if whole else name

    def whole_of(self, name: str) -> str:
        """居民收入 of 农村居民收入: what a place sets that sets its halves; "" for what is no half."""
        return next((rule.decides for rule in self.halves if rule.regex.search(name)), "")

    def source_of_subject(self, head: str) -> str:
        """before, title, or "" for a head that names something by itself."""
        return next((rule.decides for rule in self.bare if rule.regex.search(head)), "")

    def promised_in_words(self, clause: str) -> list[tuple[str, str]]:
        """(name of the indicator, name of the row if no place sets a number) of each goal that names neither.

        One clause may promise several: 完成国家下达的粮食生产、节能降碳任务.
        """
        decided = (rule.decides.partition("|") for rule in self.words if rule.regex.search(clause))
        return list(dict.fromkeys((name, plain) for name, _, plain in decided))

    def kin_of(self, plain: str) -> list[str]:
        """The indicators whose goals in words stand in a row of words alone: narrower things of the same kind."""
        return [name for name, _, row in (rule.decides.partition("|") for rule in self.words) if row == plain]

    def tells_nothing(self, term: str) -> bool:
        """Whether a term tells nothing of a place by being said or left out (configs/rules/cross_terms.yaml)."""
        bare = term.strip("“”")
        return any(rule.regex.search(bare) for rule in self.empty)

    def without_bare_ending(self, name: str) -> str:
        """What an indicator is an attribute of: 以旧换新 of 以旧换新带动消费; "" where it is none."""
        ending = next((one for one in BARE_ENDINGS if name.endswith(one)), "")
        return name.removesuffix(ending) if ending else ""

    def named(self, mention: Mention, before: Named | None, unit: Unit | None) -> Named | None:
        """A mention under its name; None where it names nothing that another place could name too."""
        head = self.canonical(mention.head)
        source = self.source_of_subject(head)
        if source == "before" and before is not None:
            head = self.canonical(f"{ATTRIBUTES.sub('', before.name)}{head}")
        elif source == "title" and unit is not None and is_title(unit):
            head = self.canonical(f"{RE_TASK_VERB.sub('', squash(unit.title))}{head}")
        elif source or len(head) < 2:
            return None
        scope = "" if source or (mention.scope and self.canonical(mention.scope + head) == head) else mention.scope
        return Named(mention, head, scope, _measure(mention), _family(mention, head))


def _measure(mention: Mention) -> str:
    if mention.measure == "growth" and RE_DOWN.search(_close(mention)):
        return "reduction"
    if OF_UNIT.get(mention.unit, ("",))[0] == "time":
        return "limit"
    if mention.measure == "added" and RE_WHOLE.search(mention.head):
        return "level"
    if mention.measure == "threshold" or (mention.measure == "level" and "新增" in mention.head):
        return "amount"
    return MEASURES.get(mention.measure, mention.measure)


def _close(mention: Mention) -> str:
    """What is said directly around the number."""
    said = squash(mention.passage.surface)
    at = said.find(mention.printed)
    return said[max(0, at - 6) : at] if at >= 0 else said


def _family(mention: Mention, head: str) -> str:
    if mention.unit == "户" and RE_FIRM.search(head):
        return "things"
    return OF_UNIT.get(mention.unit, (mention.unit,))[0]
