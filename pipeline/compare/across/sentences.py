"""The sentences of findings of places, Chinese and English side by side."""

from __future__ import annotations

from pipeline.knowledge.place_names import listed_en, place_en

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
PLACES = ("place", "other", "higher")  # values that name one place
SAID = ("a", "b", "median")  # values that English may say in its own way, as a_en …

SENTENCES: dict[str, tuple[str, str]] = {
    "highest": (
        "{place}{subject}目标为{a}，在{count}个设数值的地方中最高，中位数为{median}{above}。",
        "{subject}: {place} aims for {a}, the highest of {count} places that set a number (median {median}{above}).",
    ),
    "lowest": (
        "{place}{subject}目标为{a}，在{count}个设数值的地方中最低，中位数为{median}{above}。",
        "{subject}: {place} aims for {a}, the lowest of {count} places that set a number (median {median}{above}).",
    ),
    "only_number": (
        "{subject}只有{place}给出数值（{a}），其余{count}地只有文字表述，如“{b}”。",
        "{subject}: only {place} gives a number ({a}); the other {count} put it in words, e.g. “{b}”.",
    ),
    "only_words": (
        "{subject}只有{place}未给数值，表述为“{a}”，其余{count}地均有数值，中位数为{median}。",
        "{subject}: only {place} gives no number and says “{a}”; the other {count} give one (median {median}).",
    ),
    "only_silent": (
        "只有{place}未设{subject}目标{near}，其余{count}地均有数值或文字目标，如{other}“{b}”。",
        "{subject}: only {place} sets no target{near}; the other {count} do, e.g. {other}: “{b}”.",
    ),
    "other_words": (
        "{subject}的表述，{place}为“{a}”，与其余{count}地不同，如{other}“{b}”。",
        "{subject}: {place} says “{a}”, unlike the other {count}, e.g. {other}: “{b}”.",
    ),
    "large_part": (
        "{place}{subject}{a}，相当于{higher}目标{b}的{share}。",
        "{subject}: {place} promises {a}, {share} of the {b} that {higher} promises.",
    ),
    "term_few": (
        "{count}地中只有{places}提“{subject}”：“{a}”。",
        "Of {count} places only {places} {mention} “{subject}”: “{a}”.",
    ),
    "term_most": (
        "{places}通篇未提“{subject}”，其余{count}地都提，如{other}“{a}”。",
        "{places} nowhere {mention} “{subject}”; the other {count} places do, e.g. {other}: “{a}”.",
    ),
    "first_section": (
        "{place}把“{a}”放在第一部分，其余{count}{told}都不以此开篇，如{other}首先讲“{b}”。",
        "{place} opens with “{a}”; none of the other {count} places{told_en} does: {other}, for one, opens with “{b}”.",
    ),
    "theme_share": (
        "{place}“{subject}”主题占任务文字的{a}，为{count}地最高，中位数为{median}。",
        "{subject}: {a} of the text of {place}'s tasks, the largest share among {count} places (median {median}).",
    ),
    "lead": (
        "“{subject}”在{place}由{a}牵头，其余{count}个写明牵头单位的地方为{b}。",
        "“{subject}” is led by {a} in {place}, and by {b} in the other {count} places that print a lead.",
    ),
    "level_raised": (
        "{place}{subject}目标{b}，高于{higher}的{a}。",
        "{subject}: {place} aims for {b}, more than {higher} ({a}).",
    ),
    "level_lowered": (
        "{place}{subject}目标{b}，低于{higher}的{a}。",
        "{subject}: {place} aims for {b}, less than {higher} ({a}).",
    ),
    "level_words": (
        "{higher}{subject}目标为{a}，{place}只说“{b}”。",
        "{subject}: {higher} aims for {a}; {place} puts it in words only: “{b}”.",
    ),
    "level_left_out": (
        "{higher}提出“{a}”，{place}未设{subject}目标。",
        "{subject}: {higher} promises “{a}”; {place} sets no target.",
    ),
    "level_task_left_out": (
        "{higher}的任务“{a}”，{place}未列出，也未提及。",
        "{place} neither lists nor mentions the task “{a}” of {higher}.",
    ),
}


def say(name: str, **values: object) -> tuple[str, str]:
    """One sentence in Chinese and in English: places, and what is said as `…_en`, by their English names there."""
    zh, en = SENTENCES[name]
    english = {**values, **{key: place_en(str(values[key])) for key in PLACES if key in values}}
    for key in (*SAID, "subject", "above", "near"):
        english[key] = values.get(f"{key}_en", values.get(key, ""))
    if "places" in values:
        named = str(values["places"]).split("、")
        english |= {"places": listed_en(named), "mention": "mentions" if len(named) == 1 else "mention"}
    return zh.format(**values), en.format(**english)


def subject_of(indicator: str, scope: str, measure: str) -> str:
    """How a row is called in a sentence: 固定资产投资增长, 省级智能工厂."""
    scope = "" if scope == "本级" else scope
    verb = MEASURE_WORDS[measure][0]
    return f"{scope}{indicator}" + ("" if indicator.endswith(verb) else verb)
