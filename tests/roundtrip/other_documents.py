"""Notices of other build: articles, divisions of goals, calls, annexes, tables."""

from __future__ import annotations

from dataclasses import replace

from tests.roundtrip.clauses import clause, on_own_line
from tests.roundtrip.documents import TOPICS, Outline, two_levels
from tests.roundtrip.items import Page, item
from tests.roundtrip.maker import Maker, add_form, form
from tests.roundtrip.numbers import words as number_words
from tests.roundtrip.promises import promise, promising_sentence, wording
from tests.roundtrip.sections import SAFEGUARDS
from tests.roundtrip.truth import Sentence, Unit


def _purpose(maker: Maker, order: str) -> Sentence:
    return Sentence(f"为{maker.word('verbs')}{maker.word('objects')}，{order}")


# -- articles ----------------------------------------


@form("document", "articles")
def articles(maker: Maker, page: Page) -> None:
    """第一章 … 第一条 …: articles run on through the chapters; their items stay inside."""
    page.line(f"{maker.place}{maker.rng.choice(TOPICS)}促进办法")
    page.line(f"（{maker.year}年2月8日）")
    count = 0
    for n, title in enumerate(["总则", maker.fresh("sections"), maker.fresh("sections"), "附则"], 1):
        chapter = f"第{number_words(n)}章"
        page.line(f"{chapter} {title}")
        for _ in range(1 if title == "附则" else 2):
            count += 1
            mark = f"第{number_words(count)}条"
            kind, text = _article(maker, title)
            page.write([chapter, mark], kind, "document:articles", *text, number=mark + "　")


def _article(maker: Maker, chapter: str) -> tuple[str, list[Sentence]]:
    """Kind and text of an article."""
    if chapter == "附则":
        return "closing", [Sentence(f"本办法自{maker.year}年6月1日起施行。", free=True)]
    if chapter == "总则":
        return "general", [wording(maker)]
    if maker.rng.random() < 0.4:
        items = Sentence(f"\n（一）{wording(maker).text.rstrip('。')}；\n（二）{wording(maker).text}")
        return "task", [wording(maker), items]
    return "task", [wording(maker), promising_sentence(maker)]


# -- divisions of goals ----------------------------------------

BELOW = ["own-line", "own-lines", "own-lines-support", "own-line-stop", "leader-lines", "own-line-two-labels"]


@form("document", "goals-division")
def goals_division(maker: Maker, page: Page) -> None:
    """Division of a report: the year's goals, then tasks, each with its bodies on lines of their own."""
    page.line(f"{maker.year}年政府工作报告目标任务责任分解")
    for mark, title, kind in (("一、", "确保完成全年主要预期目标", "goal"), ("二、", maker.fresh("sections"), "task")):
        page.line(mark + title)
        for n in range(1, 4):
            sentence, own_line = clause(maker, BELOW)
            below = on_own_line(sentence) if own_line else sentence
            promised = promising_sentence(maker, dated=False)
            page.write([mark, f"{n}."], kind, "document:goals-division", promised, below, number=f"{n}.")


# -- calls ----------------------------------------

CONDITIONS = ["在本市依法登记注册，具有独立法人资格。", "年营业收入达到2000万元以上。", "近三年未发生较大安全事故。"]


@form("document", "call")
def call(maker: Maker, page: Page) -> None:
    """A call for pilots: conditions, what to do, what is expected, organisation."""
    name = "document:call"
    page.line(f"{maker.place}工业和信息化局关于开展{maker.rng.choice(TOPICS)}试点申报工作的通知")
    page.line("各县（市、区）工业和信息化主管部门：")
    page.write([], "general", name, _purpose(maker, "现组织开展试点申报工作，有关事项通知如下："))
    page.line("一、申报条件")
    for n, text in enumerate(CONDITIONS, 1):
        page.write(["一、", f"{n}."], "general", name, Sentence(text, forms=(name,)), number=f"{n}.")
    page.line("二、试点任务")
    for mark in ("（一）", "（二）", "（三）"):
        page.unit(mark, item(maker, ["二、", mark], among=["run-in", "alone"]))
    page.line("三、预期成果")
    page.write(["三、"], "goal", name, promising_sentence(maker))
    page.line("四、组织实施")
    for mark, title in zip(("（一）", "（二）"), maker.rng.sample(SAFEGUARDS, 2)):
        page.write(["四、", mark], "safeguard", name, Sentence(title + "。"), wording(maker), number=mark)
    page.line(f"{maker.place}工业和信息化局")
    page.line(f"{maker.year}年4月9日")


# -- annexes ----------------------------------------


@form("document", "annex")
def annex(maker: Maker, page: Page) -> None:
    """A letter, then two annexes with lists of their own."""
    page.line(f"{maker.place}人民政府办公室关于下达{maker.year}年重点任务的通知")
    page.line("各县（市、区）人民政府：")
    page.line("《重点任务清单》《民生项目清单》已经市政府同意，现印发给你们，请认真组织实施。")
    page.lines.extend(
        ["附件：1.重点任务清单", "2.民生项目清单", f"{maker.place}人民政府办公室", f"{maker.year}年2月20日"]
    )
    for n, title in enumerate(["重点任务清单", "民生项目清单"], 1):
        page.line(f"附件{n}")
        page.line(f"{maker.place}{maker.year}年{title}")
        outline = Outline(maker, prefix=(f"附件{n}",))
        for _ in range(2):
            page.line(outline.next(0)[0] + maker.fresh("sections"))
            two_levels(maker, page, outline)


# -- tables in plain text ----------------------------------------

for separator, mark in {"tab": "\t", "pipe": " | ", "spaces": "    "}.items():
    add_form("table", separator, mark)


@form("document", "table")
def table(maker: Maker, page: Page) -> None:
    """A row is a unit; what its text is beyond the cell of the task is left open."""
    page.line(f"{maker.place}{maker.year}年重点任务分工表")
    used, mark = maker.pick("table")
    page.line(mark.join(["序号", "工作任务", "牵头单位", "责任单位", "完成时限"]))
    for n in range(1, maker.rng.randint(5, 8)):
        unit, cells = _row(maker, used)
        page.units.append(unit)
        page.line(mark.join([str(n), *cells, f"{maker.year}年{maker.rng.randint(3, 12)}月"]))


def _row(maker: Maker, used: str) -> tuple[Unit, list[str]]:
    lead, *rest = maker.departments(2, 4)
    _, made = promise(maker)
    work = f"{maker.fresh('tasks')}，{made.text}。"
    roles = (("lead", lead), *(("responsible", name) for name in rest))
    targets = tuple(replace(target, forms=(*target.forms, used)) for target in made.targets)
    unit = Unit(None, "task", [Sentence(work, targets, roles, (used,), due=maker.year)], "", (used,), open_end=True)
    return unit, [work, lead, "、".join(rest)]
