"""Promise and result: what the look back of a later notice reports of what an earlier one promised.

Each target of the earlier plan that was due is put beside what the later notice reports of it: met, missed,
not mentioned, or not to be rated where the basis is another. What is only said in words (超额完成) is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.compare.finders.stance import has_number
from pipeline.compare.finders.targets import RE_SAYS_RATE, WHOLE, target_as_said
from pipeline.compare.indicators import match_mentions
from pipeline.compare.ledger import RE_DOWN
from pipeline.compare.pair_view import EditionView, PairView
from pipeline.compare.places import HEADLINE, place_of_passage
from pipeline.compare.ranking import Draft
from pipeline.compare.statements import Part, squash
from pipeline.compare.wording import is_headline, quote, say
from pipeline.knowledge.english import subject_en, value_en
from pipeline.knowledge.indicator_names import common_name
from pipeline.records.findings import Mention, Verdict

ABOUT = 0.03  # share by which 左右 may be missed and is still met
SPEAKS_OF = 0.6  # share of a name's pairs of characters in a clause that speaks of it
FEWEST_REPORTED = 3  # numbers that a look back must report, so that its silence tells something
RE_OTHER_BASIS = re.compile(r"同口径|可比口径|可比价|剔除|调整后|不含")
RE_BASIS_AHEAD = re.compile(r"(?:同口径|可比口径|可比价|剔除|扣除)[^，。；]{0,12}，$")  # 按同口径计算，…
LONGEST_AHEAD = 24  # characters before a clause, in which its basis may be said
# What is better the lower it is: a target for it is met from below.
RE_BETTER_LOW = re.compile(
    r"失业率|物价|价格|赤字|负债率|浓度|死亡|事故|发病率|不良率|能耗|用水量|排放|时限|时间|工作日|成本"
)
RE_DONE = re.compile(
    r"(?:提前|超额|如期|全面|圆满|顺利|均已|全部|已)[^，。；]{0,6}?(?:完成|实现|达标|达到)|任务[^，。；]{0,6}完成"
)
# What was reached in part: 基本完成, or 完成年度任务的92%
RE_PARTLY = re.compile(r"(?:基本|部分|大部分|大体)[^，。；]{0,4}?(?:完成|实现|达标|达到)|尚未[^，。；]{0,4}?全部完成")
RE_PART_DONE = re.compile(r"完成[^，。；\d]{0,10}?(?:目标|任务|计划)[^，。；\d]{0,4}?(?P<share>\d+(?:\.\d+)?)%")
SIZES: dict[Verdict, float] = {"missed": 0.9, "partly": 0.8, "cannot_be_rated": 0.1, "met": 0.0, "not_mentioned": 0.0}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A target, what is reported of it (a number or a clause), and the verdict."""

    target: Mention
    verdict: Verdict
    reported: Mention | None = None
    clause: Part | None = None
    base: Mention | None = None  # what the older notice reports, from which growth was reckoned


def result_findings(pair: PairView) -> Iterator[Draft]:
    """One draft a target that was due before the later notice; none where that notice does not look back."""
    for outcome in outcomes(pair):
        said = outcome.reported or (outcome.clause and outcome.verdict != "cannot_be_rated")
        if said or (outcome.verdict == "not_mentioned" and _is_goal(pair.old, outcome.target)):
            yield _draft(pair, outcome)


def _is_goal(view: EditionView, target: Mention) -> bool:
    """Whether a reader misses the result of a target: it stands among the goals, or everybody knows it."""
    return is_headline(target.head) or view.in_goals(view.statement_of[target.statement_id])


def outcomes(pair: PairView) -> list[Outcome]:
    """What became of the targets that were due."""
    years = pair.old.facts.notice.year, pair.new.facts.notice.year
    if years[0] is not None and years[1] is not None and years[1] <= years[0]:
        return []
    reported = [one for one in _mentions(pair.new) if one.section == "review" and one.value is not None]
    if len(reported) < FEWEST_REPORTED:
        return []
    due = _due(pair)
    answered = dict(match_mentions(due, reported))
    return [
        _outcome(pair, target, reported[answered[place]] if place in answered else None)
        for place, target in enumerate(due)
    ]


def _outcome(pair: PairView, target: Mention, result: Mention | None) -> Outcome:
    if result and is_of_one_count(target, result):
        return Outcome(target, _verdict(target, result, _ahead(pair.new, result)), result)
    if not result and (reckoned := _reckoned(pair, target)):
        return reckoned
    done, near = _said_done(pair.new, target), _spoken_of(pair.new, target)
    verdict: Verdict = _in_words(done) if done else "cannot_be_rated" if near or result else "not_mentioned"
    return Outcome(target, verdict, None, done or near)


MOST_TIMES = 3.0  # a result so many times the promise, or so small a part of it, counts something else
RE_NEWLY = re.compile(r"新(?!能源|材料|型|兴|区)|净增|增加|再增")
RE_DONE_WITH = re.compile(
    r"新(?!能源|材料|型|兴|区)|增|建成|建设|完成|实施|实现|改造|培育|引进|认定|开工|培训|转移|发放|投放"
)


def is_of_one_count(target: Mention, result: Mention) -> bool:
    """Whether a result counts what was promised: no total beside what is new (新增20家, 达149家), nothing many times as
    much."""
    said = [squash(one.passage.surface) for one in (target, result)]
    if RE_NEWLY.search(said[0]) and not RE_DONE_WITH.search(said[1]):
        return False
    if not target.value or not result.value or target.unit == "%":
        return True
    return 1 / MOST_TIMES <= result.value / target.value <= MOST_TIMES


# Indicators whose growth is that of the amounts themselves, not of volumes at constant prices.
NOMINAL = frozenset(("进出口总额", "社会消费品零售总额", "一般公共预算收入"))
CLEARLY = 1.0  # percentage points from the promise, from which reckoned growth tells met from missed


def _reckoned(pair: PairView, target: Mention) -> Outcome | None:
    """Growth that neither notice prints, reckoned from the amounts that both look backs do."""
    name = common_name(target.head)
    if target.measure != "growth" or target.value is None or name not in NOMINAL:
        return None
    before, after = (_amount(view, name) for view in (pair.old, pair.new))
    if not before or not after or not before.value or not after.value:
        return None
    gap = WHOLE * (after.value / before.value - 1) - target.value
    verdict: Verdict = "cannot_be_rated" if abs(gap) < CLEARLY else "met" if gap > 0 else "missed"
    return None if verdict == "cannot_be_rated" else Outcome(target, verdict, after, base=before)


def _amount(view: EditionView, name: str) -> Mention | None:
    """The amount of money that a look back reports for an indicator."""
    return next(
        (
            one
            for one in _mentions(view)
            if one.section == "review" and one.unit == "元" and common_name(one.head) == name and one.value
        ),
        None,
    )


def _mentions(view: EditionView) -> list[Mention]:
    return [mention for row in view.ledger for mention in row.mentions]


def _due(pair: PairView) -> list[Mention]:
    """The targets of the older plan that were due in the year that the newer notice looks back on, the one before its
    own."""
    old, new = pair.old.facts.notice.year, pair.new.facts.notice.year
    targets = [row.mentions[0] for row in pair.old.ledger]
    own = [one for one in targets if one.section == "plan" and one.status == "promised"]
    return [one for one in own if new is None or (one.horizon or old) == new - 1]


def _verdict(target: Mention, result: Mention, ahead: str = "") -> Verdict:
    """`ahead` is what stands right before the clause of the result."""
    basis = RE_OTHER_BASIS.search(squash(result.passage.surface)) or RE_BASIS_AHEAD.search(ahead)
    if is_reckoned(result) and not is_reckoned(target):
        return "cannot_be_rated"
    if basis and not RE_OTHER_BASIS.search(squash(target.passage.surface)):
        return "cannot_be_rated"
    low, high = target.value or 0.0, target.value_high if target.value_high is not None else target.value or 0.0
    value = result.value or 0.0
    falls = RE_DOWN.search(squash(target.passage.surface))
    if target.op in ("le", "lt") or (RE_BETTER_LOW.search(target.head) and not falls):
        return "met" if value <= high * (1 + ABOUT) else "missed"
    if target.op == "approx":
        low -= ABOUT * abs(low)
    return "met" if value >= low else "missed"


def _ahead(view: EditionView, mention: Mention) -> str:
    start = mention.passage.start
    return squash(view.facts.notice.text[max(0, start - LONGEST_AHEAD) : start])


def _said_done(view: EditionView, target: Mention) -> Part | None:
    """The clause that says in words that a target was met, wherever it stands."""
    heart = target.head[-4:]
    return next((part for part in view.parts if heart in part.said and _says_done(part.said)), None)


def _says_done(said: str) -> bool:
    return any(pattern.search(said) for pattern in (RE_DONE, RE_PARTLY, RE_PART_DONE))


# What was counted from the year before, so many more than then; a growth rate says so by itself.
RE_RECKONED = re.compile(r"[比较](?:上年|去年|上一年)[^，。；]{0,6}?(?:增加|减少|多|少|提高|降低|增长|下降)")


def is_reckoned(reported: Mention) -> bool:
    """Whether a report was counted from the year before: 比上年增加300户."""
    return reported.unit != "%" and bool(RE_RECKONED.search(squash(reported.passage.surface)))


def _in_words(clause: Part) -> Verdict:
    """What a clause without the number says: met, or in part."""
    done = RE_PART_DONE.search(clause.said)
    if done:
        return "met" if float(done["share"]) >= WHOLE else "partly"
    return "partly" if RE_PARTLY.search(clause.said) else "met"


def _spoken_of(view: EditionView, target: Mention) -> Part | None:
    """The clause of the look back that prints a number for something called much like the target."""
    pairs = [target.head[i : i + 2] for i in range(len(target.head) - 1)]
    near = (part for part in view.of("review") if sum(two in part.said for two in pairs) >= SPEAKS_OF * len(pairs))
    return next((part for part in near if has_number(part.said)), None)


def _draft(pair: PairView, outcome: Outcome) -> Draft:
    (o, n), (o_en, n_en) = pair.names, pair.names_en
    target, reported = outcome.target, outcome.reported
    noun_en = " reduction" if RE_DOWN.search(squash(target.passage.surface)) else " growth"
    if target.measure != "growth" or RE_SAYS_RATE.search(target.head):
        noun_en = ""
    b = reported.printed if reported else quote(outcome.clause.said, 40) if outcome.clause else ""
    name = f"result_{outcome.verdict}" if reported or not outcome.clause else "result_said"
    change, change_en = "", ""
    if outcome.base and reported and reported.value and outcome.base.value:
        rate = WHOLE * (reported.value / outcome.base.value - 1)
        name += "_reckoned"
        change, change_en = f"{'增长' if rate > 0 else '下降'}{abs(rate):.1f}%", f"{rate:+.1f}%"
    zh, en = say(
        name, o=o, n=n, o_en=o_en, n_en=n_en,
        subject_en=f"{subject_en(target.head, '')}{noun_en}", a=target_as_said(target), b=b, a_en=value_en(target),
        b_en=value_en(reported) if reported else b, change=change, change_en=change_en,
        base=outcome.base.printed if outcome.base else "", base_en=value_en(outcome.base) if outcome.base else "",
    )  # fmt: skip
    passages = [
        *([outcome.base.passage] if outcome.base else []),
        target.passage,
        *([reported.passage] if reported else [outcome.clause.passage] if outcome.clause else []),
    ]
    place = max(place_of_passage(pair.old, target.passage), HEADLINE if is_headline(target.head) else 0.0)
    also = (
        outcome.verdict,
        *(("reckoned",) if outcome.base or (reported and is_reckoned(reported)) else ()),
    )
    return Draft(
        "result",
        target_as_said(target),
        zh,
        en,
        (target.printed, b),
        tuple(passages),
        place,
        SIZES[outcome.verdict],
        also,
    )
