"""The compiled rules of the target grammar, by the part of the grammar that asks them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.targets.rulebook import Rulebook

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Verbs:
    """Words that make a number a promise: 达到, 增长, 新增, 推进, 实现."""

    level_end: Pattern
    growth_end: Pattern
    work: Pattern
    chain: Pattern  # 引进和培养, 新建改扩建: several verbs of one object
    weak: Pattern
    achieving: Pattern
    newly: Pattern
    gives: Pattern
    selects: Pattern
    scan: Pattern  # all verbs and adverbs from the left, so that none begins inside another (统筹 | 建设)
    acts: Pattern  # 造林, 改造: work that names itself
    goes_on: Pattern  # 赴境外培训 behind the counted thing
    finished: Pattern  # 竣工项目: part of the name where the noun alone says nothing

    @classmethod
    def of(cls, rules: Rulebook) -> Verbs:
        work = rf"(?:{rules.pattern('flow-verbs')}|设(?![计备施定防想法区]))"
        joined = rules.pattern("verbs-that-join")
        return cls(
            level_end=rules.closes("level-verbs", "(?:了|约|近|全国|全省|全市|历史|人均|平均|每人每年)?"),
            growth_end=rules.closes("growth-verbs", "(?:了|约|幅度|达到|达|率|近)?"),
            work=re.compile(work),
            chain=re.compile(rf"{work}(?:(?:[、和及与并]|以及){work}|{joined})*"),
            weak=rules.regex("weak-verbs"),
            scan=re.compile(
                rf"(?P<flow>{work}(?:(?:[、和及与并]|以及){work}|{joined})*)"
                rf"|(?P<weak>{rules.pattern('weak-verbs')})|{rules.pattern('adverbs')}"
            ),
            acts=rules.closes("acts"),
            achieving=rules.regex("achieving-verbs"),
            newly=rules.regex("newly"),
            gives=rules.regex("gives-to"),
            selects=rules.opens("selects"),
            goes_on=rules.regex("goes-on"),
            finished=rules.closes("finished"),
        )


@dataclass(frozen=True, slots=True)
class Nouns:
    """Words that say what kind of thing is counted."""

    share_end: Pattern
    stock: Pattern
    stock_end: Pattern
    rate_end: Pattern
    work_end: Pattern
    work_begins: Pattern
    standing: Pattern
    whole: Pattern
    done_amount_end: Pattern
    generic: Pattern
    measure: Pattern
    duration_end: Pattern
    years_lived_end: Pattern
    descriptive_units: frozenset[str]
    sizes: frozenset[str]  # units whose amounts say which thing is meant: 2万平方米以上公共建筑
    extents: frozenset[str]  # units in which what is built is counted itself: 20公里以上的生态廊道

    @classmethod
    def of(cls, rules: Rulebook) -> Nouns:
        stable = "(?:分别|(?<!平)均|都)?(?:稳定|保持|提高|提升|达|力争)*"
        return cls(
            share_end=rules.closes("share-nouns", stable),
            stock=rules.regex("stock-nouns"),
            stock_end=rules.closes("stock-nouns"),
            rate_end=rules.closes("rate-nouns", "(?:均|分别|力争|保持|稳定)*"),
            work_end=rules.closes("work-nouns", "(?:工作|任务|工程|项目)?"),
            work_begins=rules.opens("work-nouns"),
            standing=rules.regex("standing-nouns"),
            whole=rules.regex("whole"),
            done_amount_end=rules.closes("done-amounts", "(?:均|分别)*"),
            generic=re.compile(rf"(?:各类|相关|以上|等)*{rules.pattern('generic-nouns')}"),
            measure=rules.regex("measures"),
            duration_end=rules.closes("duration-nouns"),
            years_lived_end=rules.closes("years-lived"),
            descriptive_units=frozenset(rules.words("descriptive-units")),
            sizes=frozenset(rules.words("size-units")),
            extents=frozenset(rules.words("extent-units")),
        )


@dataclass(frozen=True, slots=True)
class NoPromises:
    """What tells that a number is only mentioned: past, present, foreseen, required of others, or given to them."""

    past_opening: Pattern
    past_clause: Pattern
    back_to_future: Pattern
    existing_end: Pattern
    forecast: Pattern
    fact: Pattern
    past_heading: Pattern
    scope_heading: Pattern
    scope_text: Pattern
    condition_lead: Pattern
    condition_clause: Pattern
    condition_noun: Pattern
    frequency_end: Pattern
    from_value_end: Pattern
    rises_to: Pattern
    shrinks_to_end: Pattern
    grant: Pattern
    grant_cap_end: Pattern
    grant_size: Pattern
    fund_verb: Pattern
    reaches: Pattern
    applicants: Pattern

    @classmethod
    def of(cls, rules: Rulebook) -> NoPromises:
        return cls(
            past_opening=rules.opens("past-opening"),
            past_clause=rules.regex("past-clause"),
            back_to_future=rules.regex("back-to-future"),
            existing_end=rules.closes("existing"),
            forecast=rules.regex("forecast"),
            fact=rules.regex("fact"),
            past_heading=rules.regex("past-heading"),
            scope_heading=rules.regex("scope-heading"),
            scope_text=rules.opens("scope-text"),
            condition_lead=rules.regex("condition-lead"),
            condition_clause=rules.opens("condition-clause"),
            condition_noun=rules.opens("condition-noun"),
            frequency_end=rules.closes("frequency"),
            from_value_end=rules.closes("from-value"),
            rises_to=rules.opens("rises-to"),
            shrinks_to_end=rules.closes("shrinks-to"),
            grant=rules.regex("grant"),
            grant_cap_end=rules.closes("grant-cap"),
            grant_size=rules.regex("grant-size"),
            fund_verb=rules.regex("fund-verbs"),
            reaches=rules.regex("reaches"),
            applicants=rules.regex("applicants"),
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands around a noun phrase and does not belong to it."""

    time: Pattern
    adverb: Pattern
    preposition: Pattern
    level: Pattern
    grade: Pattern
    loose_end: Pattern
    loose_beginning: Pattern
    compared_with: Pattern
    improves_end: Pattern
    less: Pattern
    less_as_rate: Pattern
    striving: Pattern
    exploring: Pattern

    @classmethod
    def of(cls, rules: Rulebook) -> Parts:
        return cls(
            time=re.compile(rf"^(?:(?:{rules.pattern('time-words')}|{rules.pattern('addressed')})[，、]?)+"),
            adverb=rules.regex("adverbs"),
            preposition=rules.regex("prepositions"),
            level=rules.opens("grades"),
            grade=rules.regex("grades"),
            loose_end=rules.closes("loose-ends", ""),
            loose_beginning=rules.opens("loose-beginnings"),
            compared_with=rules.regex("compared-with"),
            improves_end=rules.closes("improves"),
            less=rules.regex("less"),
            less_as_rate=rules.regex("less-as-rate"),
            striving=rules.regex("striving"),
            exploring=rules.opens("exploring"),
        )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of the target grammar (configs/rules/targets_clauses.yaml and targets_indicators.yaml)."""

    verbs: Verbs
    nouns: Nouns
    no_promises: NoPromises
    parts: Parts

    @classmethod
    def of(cls, rules: Rulebook) -> Vocabulary:
        return cls(Verbs.of(rules), Nouns.of(rules), NoPromises.of(rules), Parts.of(rules))
