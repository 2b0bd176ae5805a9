"""Responsibility clauses in every printed form, with the roles that they give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.roundtrip.maker import Maker, add_form
from tests.roundtrip.truth import Role, Sentence


@dataclass(frozen=True, slots=True)
class Clause:
    """What is printed and whom it names; `own_line` where it stands on lines of its own below the unit."""

    text: str
    roles: tuple[Role, ...]
    own_line: bool = False
    due: int | None = None  # the year of a completion time


def _roles(role: str, names: list[str]) -> tuple[Role, ...]:
    return tuple((role, name) for name in names)


def _labels(
    *parts: tuple[str, str],
    mark: str = "、",
    join: str = "；",
    frame: str = "（{}）",
    own_line: bool = False,
    tail: str = "",
) -> Callable[[Maker], Clause]:
    """Labels with lists: （牵头单位：A；责任单位：B、C）; `parts` are (label, role)."""

    def write(maker: Maker) -> Clause:
        names = maker.departments(len(parts), len(parts) + 3)
        lists = [names[i :: len(parts)] for i in range(len(parts))]
        text = join.join(f"{label}：{mark.join(group)}{tail}" for (label, _), group in zip(parts, lists))
        roles = [role for (_, kind), group in zip(parts, lists) for role in _roles(kind, group)]
        return Clause(frame.format(text), tuple(roles), own_line)

    return write


def _sentence(frame: str, *roles: str, own_line: bool = False) -> Callable[[Maker], Clause]:
    """A frame with lists {a}, {b}: （{a}牵头，{b}配合）; `roles` are those of a, b in turn, "" for none."""

    def write(maker: Maker) -> Clause:
        names = maker.departments(len(roles), len(roles) + 2)
        lists = [names[i :: len(roles)] for i in range(len(roles))]
        printed = {key: "、".join(group) for key, group in zip("abc", lists)}
        found = [role for kind, group in zip(roles, lists) if kind for role in _roles(kind, group)]
        return Clause(frame.format(**printed), tuple(found), own_line)

    return write


def _with_collective(frame: str, first: str, second: str) -> Callable[[Maker], Clause]:
    """A frame with departments {a} and one collective body {all}; a list under one 各 is one name."""

    def write(maker: Maker) -> Clause:
        names, all_of_them = maker.departments(1, 3), maker.word("collectives")
        return Clause(frame.format(a="、".join(names), all=all_of_them), (*_roles(first, names), (second, all_of_them)))

    return write


def _from(words: str, frame: str, *roles: str) -> Callable[[Maker], Clause]:
    """A frame filled from a list of words: ministries, divisions."""

    def write(maker: Maker) -> Clause:
        names = maker.several(words, len(roles), len(roles))
        return Clause(frame.format(*names), tuple(zip(roles, names)))

    return write


def _marked(maker: Maker) -> Clause:
    first, *rest = maker.departments(2, 4)
    return Clause(f"（责任单位：{first}（牵头）、{'、'.join(rest)}）", (("lead", first), *_roles("responsible", rest)))


def _starred(maker: Maker) -> Clause:
    first, *rest = maker.departments(2, 4)
    star = maker.rng.choice(["★", "*"])
    return Clause(
        f"（责任单位：{'、'.join([first + star, *rest])}，标{star}的为牵头单位）",
        (("lead", first), *_roles("responsible", rest)),
    )


def _noted(maker: Maker) -> Clause:
    first, *rest = maker.departments(3, 4)
    return Clause(f"（责任单位：{first}（负责城区部分）、{'、'.join(rest)}）", _roles("responsible", [first, *rest]))


def _with_due(maker: Maker) -> Clause:
    names = maker.departments(1, 3)
    return Clause(
        f"（责任单位：{'、'.join(names)}；完成时限：{maker.year}年{maker.rng.randint(3, 12)}月底前）",
        _roles("responsible", names),
        due=maker.year,
    )


def _with_term(maker: Maker) -> Clause:
    lead, *rest = maker.departments(2, 3)
    term = maker.rng.choice(["长期坚持", "持续推进", "年底前", "6月底前"])
    text = f"（牵头单位：{lead}；配合单位：{'、'.join(rest)}；完成时间：{term}）"
    due = maker.year if term.endswith("底前") else None
    return Clause(text, (("lead", lead), *_roles("support", rest)), due=due)


def _leader_lines(maker: Maker) -> Clause:
    lead, *rest = maker.departments(2, 4)
    person = maker.rng.choice(["周明", "吴志远", "林晓燕", "何建国"])
    return Clause(
        f"牵头领导：{person}\n牵头单位：{lead}\n配合单位：{'、'.join(rest)}",
        (("lead", lead), *_roles("support", rest)),
        own_line=True,
    )


def _role_word_in_name(maker: Maker) -> Clause:
    body = f"{maker.level}“双招双引”工作牵头部门"
    names = maker.departments(1, 2)
    return Clause(f"（责任单位：{body}、{'、'.join(names)}）", _roles("responsible", [body, *names]))


def _provinces(maker: Maker) -> Clause:
    name = "各省、自治区、直辖市市场监管局（厅、委）"
    return Clause(f"（{name}牵头）", (("lead", name),))


def _first_leads(maker: Maker) -> Clause:
    first, *rest = maker.departments(2, 4)
    maker.first_leads = True
    note = maker.rng.choice(["首位单位为牵头单位，下同", "列第一位的为牵头单位，下同", "排首位单位为牵头单位，下同"])
    return Clause(f"（责任单位：{'、'.join([first, *rest])}；{note}）", (("lead", first), *_roles("responsible", rest)))


def _under_note(maker: Maker) -> Clause:
    first, *rest = maker.departments(1, 4)
    return Clause(f"（责任单位：{'、'.join([first, *rest])}）", (("lead", first), *_roles("responsible", rest)))


def _open_ended(maker: Maker) -> Clause:
    names = maker.departments(2, 4)
    return Clause(f"（{'、'.join(names)}等相关部门按职责分工负责）", _roles("responsible", [*names, "相关部门"]))


RESPONSIBLE, LEAD, SUPPORT = "responsible", "lead", "support"
CLAUSES: dict[str, Callable[[Maker], Clause]] = {
    "responsible": _labels(("责任单位", RESPONSIBLE)),
    "lead-support": _labels(("牵头单位", LEAD), ("配合单位", SUPPORT)),
    "lead-responsible": _labels(("牵头单位", LEAD), ("责任单位", RESPONSIBLE), join="，"),
    "lead-takes-part": _labels(("牵头单位", LEAD), ("参与单位", SUPPORT)),
    "lead-departments": _labels(("牵头部门", LEAD), ("配合部门", SUPPORT)),
    "lead-responsible-label": _labels(("牵头责任单位", LEAD), ("协同责任单位", SUPPORT)),
    "supporting-responsible-label": _labels(("责任单位", RESPONSIBLE), ("配合责任单位", SUPPORT)),
    "assistant": _labels(("负责单位", RESPONSIBLE), ("协办单位", SUPPORT)),
    "joiners": _labels(("完成单位", RESPONSIBLE), ("参加单位", SUPPORT)),
    "three-labels": _labels(("牵头单位", LEAD), ("责任单位", RESPONSIBLE), ("配合单位", SUPPORT)),
    "square-brackets": _labels(("责任单位", RESPONSIBLE), frame="【{}】"),
    "ascii-brackets": _labels(("牵头单位", LEAD), ("配合单位", SUPPORT), frame="({})"),
    "corner-brackets": _labels(("责任单位", RESPONSIBLE), frame="〔{}〕"),
    "commas": _labels(("责任单位", RESPONSIBLE), mark="，"),
    "spaces": _labels(("责任单位", RESPONSIBLE), mark=" "),
    "space-before-label": _labels(("牵头单位", LEAD), ("配合单位", SUPPORT), join=" "),
    "unclosed": _labels(("责任单位", RESPONSIBLE), frame="（{}"),
    "open-list": _labels(("责任单位", RESPONSIBLE), tail="等"),
    "open-list-units": _labels(("责任单位", RESPONSIBLE), tail="等单位"),
    "semicolons": _labels(("责任单位", RESPONSIBLE), mark="；"),
    "label-run-in": _labels(("责任单位", RESPONSIBLE), frame="{}。"),
    "labels-run-in": _labels(("牵头单位", LEAD), ("配合单位", SUPPORT), frame="{}。"),
    "own-line": _labels(("责任单位", RESPONSIBLE), frame="{}", own_line=True),
    "own-line-stop": _labels(("责任单位", RESPONSIBLE), frame="{}。", own_line=True),
    "own-lines": _labels(("牵头单位", LEAD), ("责任单位", RESPONSIBLE), join="\n", frame="{}", own_line=True),
    "own-lines-support": _labels(("牵头单位", LEAD), ("配合单位", SUPPORT), join="\n", frame="{}", own_line=True),
    "own-line-brackets": _labels(("牵头单位", LEAD), ("配合单位", SUPPORT), own_line=True),
    "own-line-two-labels": _labels(("牵头单位", LEAD), ("责任单位", RESPONSIBLE), join="；", frame="{}", own_line=True),
    "leader-lines": _leader_lines,
    "a-leads": _sentence("（{a}牵头）", LEAD),
    "a-leads-b-supports": _sentence("（{a}牵头，{b}配合）", LEAD, SUPPORT),
    "a-leads-b-takes-part": _sentence("（{a}牵头，{b}参与）", LEAD, SUPPORT),
    "a-leads-b-assists": _sentence("（{a}牵头，{b}协助）", LEAD, SUPPORT),
    "a-leads-b-by-duty": _sentence("（{a}牵头，{b}按职责分工负责）", LEAD, RESPONSIBLE),
    "by-a-leads": _sentence("（由{a}牵头，{b}配合）", LEAD, SUPPORT),
    "a-responsible": _sentence("（{a}负责）", RESPONSIBLE),
    "by-duty": _sentence("（{a}按职责分工负责）", RESPONSIBLE),
    "by-duty-share": _sentence("（{a}分工负责）", RESPONSIBLE),
    "by-functions": _sentence("（{a}按职能分工负责）", RESPONSIBLE),
    "by-duty-and-so-on": _sentence("（{a}等按职责分工负责）", RESPONSIBLE),
    "by-duty-and-others": _open_ended,
    "a-leads-b-and-so-on": _sentence("（{a}牵头，{b}等配合）", LEAD, SUPPORT),
    "jointly": _sentence("（{a}共同负责）", RESPONSIBLE),
    "in-detail": _sentence("由{a}具体负责。", RESPONSIBLE),
    "sentence-by-duty": _sentence("{a}按照职责分工负责。", RESPONSIBLE),
    "separately": _sentence("（{a}分头落实）", RESPONSIBLE),
    "a-fully-responsible": _sentence("（{a}负总责，{b}配合）", RESPONSIBLE, SUPPORT),
    "with-b": _sentence("（{a}牵头会同{b}落实）", LEAD, SUPPORT),
    "with-b-sentence": _sentence("由{a}牵头，会同{b}组织实施。", LEAD, SUPPORT),
    "sentence": _sentence("由{a}牵头，{b}配合。", LEAD, SUPPORT),
    "sentence-plan": _sentence("由{a}牵头制定方案，{b}配合。", LEAD, SUPPORT),
    "sentence-report": _sentence("由{a}牵头完成自查报告，{b}参与。", LEAD, SUPPORT),
    "sentence-pays": _sentence("{a}负责资金保障。", RESPONSIBLE),
    "sentence-carries-out": _sentence("由{a}负责组织实施。", RESPONSIBLE),
    "two-groups": _sentence("（{a}牵头，{b}配合；{c}负责督查）", LEAD, SUPPORT, RESPONSIBLE),
    "all-of-them": _with_collective("（{a}牵头，{all}配合）", LEAD, SUPPORT),
    "all-in-list": _with_collective("（责任单位：{a}，{all}）", RESPONSIBLE, RESPONSIBLE),
    "all-by-duty": _with_collective("（{a}牵头，{all}按职责分工负责）", LEAD, RESPONSIBLE),
    "all-actively": _with_collective("由{a}牵头，{all}积极配合。", LEAD, SUPPORT),
    "all-locally": _with_collective("（{a}牵头，{all}结合实际落实）", LEAD, RESPONSIBLE),
    "marked": _marked,
    "starred": _starred,
    "noted": _noted,
    "with-due": _with_due,
    "with-term": _with_term,
    "role-word-in-name": _role_word_in_name,
    "provinces": _provinces,
    "first-leads": _first_leads,
    "ministries": _from("ministries", "（{}牵头，{}、{}等按职责分工负责）", LEAD, RESPONSIBLE, RESPONSIBLE),
    "ministries-label": _from("ministries", "（责任单位：{}、{}、{}）", RESPONSIBLE, RESPONSIBLE, RESPONSIBLE),
    "divisions": _from("divisions", "（{}牵头，{}配合）", LEAD, SUPPORT),
}
for name, write in CLAUSES.items():
    add_form("clause", name, write)
UNDER_NOTE = ["responsible", "first-leads"]


def clause(maker: Maker, among: list[str] | None = None) -> tuple[Sentence, bool]:
    """A clause as a sentence, and whether it stands on lines of its own."""
    if maker.first_leads:
        made = _under_note(maker)
        return Sentence(made.text, (), made.roles, ("clause:under-note",)), False
    used, write = maker.pick("clause", among)
    made = write(maker)
    return Sentence(made.text, (), made.roles, (used,), due=made.due), made.own_line


def on_own_line(sentence: Sentence) -> Sentence:
    return replace(sentence, text="\n" + sentence.text)
