"""The sentences of findings of places, Chinese and English side by side."""

from __future__ import annotations

MEASURE_WORDS = {
    "growth": ("增长", "growth"),
    "reduction": ("下降", "reduction"),
    "share": ("", ""),
    "level": ("", ""),
    "amount": ("", ""),
    "removed": ("退出", "removed"),
    "limit": ("", ""),
    "multiple": ("倍数", "multiple"),
    "worded": ("", ""),
}

SENTENCES: dict[str, tuple[str, str]] = {
    "highest": (
        "{place}{subject}目标为{a}，在{count}个设数值的地方中最高，中位数为{median}{above}。",
        "{place} sets {subject} at {a}, the highest of {count} places with a number; the median is {median}{above_en}.",
    ),
    "lowest": (
        "{place}{subject}目标为{a}，在{count}个设数值的地方中最低，中位数为{median}{above}。",
        "{place} sets {subject} at {a}, the lowest of {count} places with a number; the median is {median}{above_en}.",
    ),
    "only_number": (
        "{subject}只有{place}给出数值（{a}），其余{count}地只有文字表述，如“{b}”。",
        "Only {place} sets a number for {subject} ({a}); the other {count} say it in words, e.g. “{b}”.",
    ),
    "only_words": (
        "{subject}只有{place}未给数值，表述为“{a}”，其余{count}地均有数值，中位数为{median}。",
        "Only {place} sets no number for {subject}, but says “{a}”; the other {count} set one, the median is {median}.",
    ),
    "only_silent": (
        "只有{place}未设{subject}目标{near}，其余{count}地均有数值或文字目标，如{other}“{b}”。",
        "Only {place} sets no goal for {subject}{near_en}; the other {count} do, e.g. {other}: “{b}”.",
    ),
    "other_words": (
        "{subject}的表述，{place}为“{a}”，与其余{count}地不同，如{other}“{b}”。",
        "For {subject} {place} says “{a}”, unlike the other {count} places, e.g. {other}: “{b}”.",
    ),
    "large_part": (
        "{place}{subject}{a}，相当于{higher}目标{b}的{share}。",
        "{place} promises {a} of {subject}, {share} of the {b} that {higher} promises.",
    ),
    "term_few": (
        "{count}地中只有{places}提“{subject}”：“{a}”。",
        "Of {count} places only {places} speak of “{subject}”: “{a}”.",
    ),
    "term_most": (
        "{places}通篇未提“{subject}”，其余{count}地都提，如{other}“{a}”。",
        "{places} never speak of “{subject}”; the other {count} places do, e.g. {other}: “{a}”.",
    ),
    "first_section": (
        "{place}把“{a}”放在第一部分，其余{count}{told}都不以此开篇，如{other}首先讲“{b}”。",
        "{place} opens with “{a}”; none of the other {count} places{told_en} does, e.g. {other} opens with “{b}”.",
    ),
    "theme_share": (
        "{place}“{subject}”主题占任务文字的{a}，为{count}地最高，中位数为{median}。",
        "{subject} takes {a} of the text of {place}'s tasks, most of {count} places; the median is {median}.",
    ),
    "lead": (
        "“{subject}”在{place}由{a}牵头，其余{count}个写明牵头单位的地方为{b}。",
        "“{subject}” is led by {a} in {place}, in the other {count} places that print a lead by {b}.",
    ),
    "level_raised": (
        "{place}{subject}目标{b}，高于{higher}的{a}。",
        "{place} sets {subject} at {b}, above {higher}'s {a}.",
    ),
    "level_lowered": (
        "{place}{subject}目标{b}，低于{higher}的{a}。",
        "{place} sets {subject} at {b}, below {higher}'s {a}.",
    ),
    "level_words": (
        "{higher}{subject}目标为{a}，{place}只说“{b}”。",
        "{higher} sets {subject} at {a}; {place} says it in words only: “{b}”.",
    ),
    "level_left_out": (
        "{higher}提出“{a}”，{place}未设{subject}目标。",
        "{higher} promises “{a}”; {place} sets no goal for {subject}.",
    ),
    "level_task_left_out": (
        "{higher}的任务“{a}”，{place}未列出，也未提及。",
        "The task “{a}” of {higher} is neither listed nor spoken of in {place}.",
    ),
}


def say(name: str, **values: object) -> tuple[str, str]:
    """One sentence in Chinese and in English."""
    zh, en = SENTENCES[name]
    return zh.format(**values), en.format(**values)


def subject_of(indicator: str, scope: str, measure: str) -> str:
    """How a row is called in a sentence: 固定资产投资增长, 省级智能工厂."""
    scope = "" if scope == "本级" else scope
    verb = MEASURE_WORDS[measure][0]
    return f"{scope}{indicator}" + ("" if indicator.endswith(verb) else verb)
