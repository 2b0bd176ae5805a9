"""Kinds of notices, each made from its sections; `made_notice` is the one way in."""

from __future__ import annotations

from dataclasses import replace

from tests.roundtrip import noise  # noqa: F401 - registers its forms
from tests.roundtrip.clauses import clause
from tests.roundtrip.items import Page, heading, item
from tests.roundtrip.maker import Maker, add_form, form
from tests.roundtrip.numbering import printed
from tests.roundtrip.numbers import words as number_words
from tests.roundtrip.promises import promise, promising_sentence, wording
from tests.roundtrip.sections import GENERAL_TITLES, GOAL_TITLES, SAFEGUARD_TITLES, SAFEGUARDS, begin, end
from tests.roundtrip.truth import MadeNotice, Sentence, Unit

TITLES = ["{place}推进{topic}实施方案", "{place}{year}年{topic}工作要点", "{place}{topic}三年行动计划（{year}—{later}年）", "{place}{year}年重点工作任务分解方案"]
TOPICS = ["现代服务业发展", "乡村建设", "数字社会建设", "营商环境优化", "海洋经济发展", "生态文明建设", "制造业提质"]
add_form("running", "restart", False)
add_form("running", "running", True)


def _title(maker: Maker) -> str:
    """A title; what the notice calls 今年 must be printed somewhere, so mostly in it."""
    known = maker.forced.get("head", "title") not in ("title", "two-lines")
    frame = maker.rng.choice(TITLES if known else TITLES[1:])
    return frame.format(place=maker.place, topic=maker.rng.choice(TOPICS), year=maker.year, later=maker.year + 2)


class Outline:
    """Numbers of a ladder's levels as headings and items come."""

    def __init__(self, maker: Maker, *, prefix: tuple[str, ...] = ()) -> None:
        self.used, self.ladder = maker.pick("ladder")
        _, self.runs_on = maker.pick("running")
        self.numbers = [0, 0, 0]
        self.prefix = prefix

    def next(self, level: int) -> tuple[str, list[str]]:
        """The printed number of the next heading or item at this level, and its path."""
        self.numbers[level] += 1
        for deeper in range(level + 1, 3):
            if not (self.runs_on and deeper == 2 and self.ladder[2] != "1.1.1"):
                self.numbers[deeper] = 0
        marks = [printed(self.ladder[depth], self.numbers[: depth + 1]) for depth in range(level + 1)]
        used = [mark for depth, mark in enumerate(marks) if self.numbers[depth]]
        return marks[level], [*self.prefix, *used]


# -- a plan -------------------------------------------------------------------------------------------------------------


@form("depth", "three")
def three_levels(maker: Maker, page: Page, outline: Outline) -> None:
    """Heading, sub-headings, items."""
    for _ in range(2):
        mark, path = outline.next(1)
        heading(maker, page, mark, path, maker.word("tasks"))
        for _ in range(maker.rng.randint(2, 4)):
            mark, path = outline.next(2)
            page.unit(mark, item(maker, path))


@form("depth", "two")
def two_levels(maker: Maker, page: Page, outline: Outline) -> None:
    for _ in range(maker.rng.randint(2, 5)):
        mark, path = outline.next(1)
        page.unit(mark, item(maker, path))


@form("depth", "uneven")
def uneven(maker: Maker, page: Page, outline: Outline) -> None:
    """Items beside sub-headings in one section."""
    mark, path = outline.next(1)
    page.unit(mark, item(maker, path))
    three_levels(maker, page, outline)
    mark, path = outline.next(1)
    page.unit(mark, item(maker, path))


@form("depth", "one")
def one_level(maker: Maker, page: Page, path: list[str]) -> None:
    """A section without items: one unit."""
    sentence, _ = clause(maker, ["responsible", "a-leads-b-supports", "by-duty", "lead-support", "first-leads"])
    page.unit("", Unit(path, "task", [wording(maker), promising_sentence(maker), sentence], "", ("depth:one",)))


def _section(maker: Maker, page: Page, outline: Outline, title: str) -> list[str]:
    mark, path = outline.next(0)
    page.line(mark + title)
    return path


def _tasks(maker: Maker, page: Page, outline: Outline) -> None:
    used, fill = maker.pick("depth")
    mark, path = outline.next(0)
    if used == "depth:one":
        page.line(mark + maker.word("sections"))
        one_level(maker, page, path)
        return
    heading(maker, page, mark, path, maker.word("sections"))
    fill(maker, page, outline)


def _general(maker: Maker, page: Page, outline: Outline) -> None:
    if not maker.mixed and "general" not in maker.forced:
        return
    _, write = maker.pick("general")
    write(maker, page, _section(maker, page, outline, maker.rng.choice(GENERAL_TITLES[:2] if write.__name__ != "general_principles" else GENERAL_TITLES[:1])))


def _goals(maker: Maker, page: Page, outline: Outline) -> None:
    _, write = maker.pick("goal")
    write(maker, page, _section(maker, page, outline, maker.rng.choice(GOAL_TITLES)), "")


def _safeguards(maker: Maker, page: Page, outline: Outline) -> None:
    _, write = maker.pick("safeguard")
    write(maker, page, _section(maker, page, outline, maker.rng.choice(SAFEGUARD_TITLES)))


@form("document", "plan")
def plan(maker: Maker, page: Page) -> None:
    begin(maker, page, _title(maker))
    outline = Outline(maker)
    if maker.chance(0.5) or "general" in maker.forced:
        _general(maker, page, outline)
    if maker.chance(0.6) or "goal" in maker.forced or "dash" in maker.forced:
        _goals(maker, page, outline)
    for _ in range(2):
        _tasks(maker, page, outline)
    if maker.chance(0.6) or "safeguard" in maker.forced:
        _safeguards(maker, page, outline)
    end(maker, page)


@form("document", "points")
def points(maker: Maker, page: Page) -> None:
    """工作要点: headings with items whose numbers run on from the first to the last."""
    begin(maker, page, _title(maker))
    maker.forced = {"running": "running", **maker.forced}
    outline = Outline(maker)
    for _ in range(3):
        mark, path = outline.next(0)
        page.line(mark + maker.word("sections"))
        for _ in range(maker.rng.randint(2, 3)):
            mark, path = outline.next(2)
            page.unit(mark, item(maker, path))
    end(maker, page)


@form("document", "list")
def bare_list(maker: Maker, page: Page) -> None:
    """One list of items without headings."""
    begin(maker, page, _title(maker))
    style = maker.rng.choice(["1.", "1、", "一、", "（一）", "1．"])
    for n in range(1, maker.rng.randint(5, 12)):
        mark = printed(style, [n])
        page.unit(mark, item(maker, [mark]))
    end(maker, page)


@form("document", "letter-items")
def letter_items(maker: Maker, page: Page) -> None:
    """The notice itself holds the items; nothing is attached."""
    page.lines.extend([f"{maker.place}人民政府办公室关于做好{maker.rng.choice(TOPICS)}有关工作的通知", f"{maker.place[0]}政办发〔{maker.year}〕7号", "各县（市、区）人民政府，市政府各部门："])
    page.unit("", Unit([], "general", [Sentence(f"为{maker.word('verbs')}{maker.word('objects')}，现将有关事项通知如下：")], "", ("document:letter-items",)))
    for n in range(1, maker.rng.randint(4, 6)):
        mark = printed("一、", [n])
        page.unit(mark, item(maker, [mark], among=["run-in", "long-title", "alone"]))
    page.lines.extend([f"{maker.place}人民政府办公室", f"{maker.year}年5月20日"])


@form("document", "articles")
def articles(maker: Maker, page: Page) -> None:
    """第一章 … 第一条 …: articles run on through the chapters; their items stay inside."""
    page.lines.extend([f"{maker.place}{maker.rng.choice(TOPICS)}促进办法", f"（{maker.year}年2月8日）"])
    count = 0
    for n, title in enumerate(["总则", maker.word("sections"), maker.word("sections"), "附则"], 1):
        chapter = f"第{number_words(n)}章"
        page.line(f"{chapter} {title}")
        for _ in range(1 if title == "附则" else 2):
            count += 1
            mark = f"第{number_words(count)}条"
            kind = {1: "general", 4: "closing"}.get(n, "task")
            text = [Sentence(f"本办法自{maker.year}年6月1日起施行。", free=True)] if n == 4 else [wording(maker)]
            if n in (2, 3):
                text = [*text, Sentence(f"\n（一）{wording(maker).text.rstrip('。')}；\n（二）{wording(maker).text}")] if maker.rng.random() < 0.4 else [*text, promising_sentence(maker)]
            page.unit(mark + "　", Unit([chapter, mark], kind, text, "", ("document:articles",)))


@form("document", "goals-division")
def goals_division(maker: Maker, page: Page) -> None:
    """Division of a report's goals: each item a goal with its bodies on lines of their own."""
    page.line(f"{maker.year}年政府工作报告目标任务责任分解")
    page.line("一、确保完成全年主要预期目标")
    lines = ["own-line", "own-lines", "own-lines-support", "own-line-stop", "leader-lines", "own-line-two-labels"]
    for part, kind in ((1, "goal"), (2, "task")):
        if part == 2:
            page.line(f"二、{maker.word('sections')}")
        for n in range(1, 4):
            sentence, own_line = clause(maker, lines)
            body = [promising_sentence(maker, dated=False), on_line(sentence, own_line)]
            page.unit(f"{n}.", Unit([f"{number_words(part)}、", f"{n}."], kind, body, "", ("document:goals-division",)))


def on_line(sentence: Sentence, own_line: bool) -> Sentence:
    return replace(sentence, text="\n" + sentence.text) if own_line else sentence


@form("document", "call")
def call(maker: Maker, page: Page) -> None:
    """A call for pilots: conditions, what to do, what is expected, organisation."""
    page.line(f"{maker.place}工业和信息化局关于开展{maker.rng.choice(TOPICS)}试点申报工作的通知")
    page.line("各县（市、区）工业和信息化主管部门：")
    page.unit("", Unit([], "general", [Sentence(f"为{maker.word('verbs')}{maker.word('objects')}，现组织开展试点申报工作，有关事项通知如下：")], "", ("document:call",)))
    page.line("一、申报条件")
    for n, text in enumerate(["在本市依法登记注册，具有独立法人资格。", "年营业收入达到2000万元以上。", "近三年未发生较大安全事故。"], 1):
        page.unit(f"{n}.", Unit(["一、", f"{n}."], "general", [Sentence(text, forms=("document:call",))], "", ("document:call",)))
    page.line("二、试点任务")
    for n in range(1, 4):
        mark = f"（{number_words(n)}）"
        page.unit(mark, item(maker, ["二、", mark], among=["run-in", "alone"]))
    page.line("三、预期成果")
    page.unit("", Unit(["三、"], "goal", [promising_sentence(maker)], "", ("document:call",)))
    page.line("四、组织实施")
    for n, title in enumerate(maker.rng.sample(SAFEGUARDS, 2), 1):
        mark = f"（{number_words(n)}）"
        page.unit(mark, Unit(["四、", mark], "safeguard", [Sentence(title + "。"), wording(maker)], "", ("document:call",)))
    page.lines.extend([f"{maker.place}工业和信息化局", f"{maker.year}年4月9日"])


@form("document", "annex")
def annex(maker: Maker, page: Page) -> None:
    """A letter, then two annexes with lists of their own."""
    page.lines.extend([f"{maker.place}人民政府办公室关于下达{maker.year}年重点任务的通知", "各县（市、区）人民政府："])
    page.unit("", Unit([], "general", [Sentence(f"为{maker.word('verbs')}{maker.word('objects')}，现将重点任务下达给你们，请抓好落实。")], "", ("document:annex",)))
    page.lines.extend(["附件：1.重点任务清单", "2.民生项目清单", f"{maker.place}人民政府办公室", f"{maker.year}年2月20日"])
    for n, title in enumerate(["重点任务清单", "民生项目清单"], 1):
        page.lines.extend([f"附件{n}", f"{maker.place}{maker.year}年{title}"])
        outline = Outline(maker, prefix=(f"附件{n}",))
        for _ in range(2):
            mark, path = outline.next(0)
            page.line(mark + maker.word("sections"))
            two_levels(maker, page, outline)


# -- tables in plain text -----------------------------------------------------------------------------------------------

for name, mark in {"tab": "\t", "pipe": " | ", "spaces": "    "}.items():
    add_form("table", name, mark)


@form("document", "table")
def table(maker: Maker, page: Page) -> None:
    """A row is a unit; what its text is beyond the cell of the task is left open."""
    page.line(f"{maker.place}{maker.year}年重点任务分工表")
    used, mark = maker.pick("table")
    page.line(mark.join(["序号", "工作任务", "牵头单位", "责任单位", "完成时限"]))
    for n in range(1, maker.rng.randint(5, 8)):
        lead, *rest = maker.departments(2, 4)
        _, made = promise(maker)
        work = f"{maker.word('tasks')}，{made.text}。"
        roles = (("lead", lead), *(("responsible", name) for name in rest))
        cells = [str(n), work, lead, "、".join(rest), f"{maker.year}年{maker.rng.randint(3, 12)}月"]
        targets = tuple(replace(target, forms=(*target.forms, used)) for target in made.targets)
        unit = Unit(None, "task", [Sentence(work, targets, roles, (used,))], "", (used,), open_end=True)
        page.units.append(unit)
        page.line(mark.join(cells))


# -- work reports -------------------------------------------------------------------------------------------------------


@form("report", "run-in")
def report_run_in(maker: Maker) -> list[Unit]:
    return [Unit(None, "task", [Sentence(maker.word("tasks") + "。"), wording(maker), promising_sentence(maker, dated=False)]) for _ in range(3)]


@form("report", "title-line")
def report_title_line(maker: Maker) -> list[Unit]:
    return [Unit(None, "task", [wording(maker), promising_sentence(maker, dated=False)], maker.word("tasks") + "。") for _ in range(2)]


@form("report", "untitled")
def report_untitled(maker: Maker) -> list[Unit]:
    return [Unit(None, "task", [_report_sentence(maker), wording(maker)])]


@form("report", "several-untitled")
def report_several_untitled(maker: Maker) -> list[Unit]:
    return [Unit(None, "task", [_report_sentence(maker), wording(maker)]) for _ in range(2)]


def _report_sentence(maker: Maker) -> Sentence:
    """Too long for a title."""
    return Sentence("，".join(maker.word("verbs") + name for name in maker.several("objects", 6, 6)) + "。")


@form("document", "work-report")
def work_report(maker: Maker, page: Page) -> None:
    """Review, goals, tasks under （一） headings, the government's own work, closing."""
    place = maker.place
    page.lines.extend(["政府工作报告", f"——{maker.year}年1月16日在{place}第十八届人民代表大会第三次会议上", f"{place}市长 周明", "各位代表：", "现在，我代表市人民政府，向大会报告工作，请予审议，并请市政协委员提出意见。"])
    page.line(f"一、{maker.year - 1}年工作回顾")
    look_back(maker, page)
    page.line(f"二、{maker.year}年总体要求和主要目标")
    page.unit("", Unit(["二、"], "general", [Sentence(f"做好{maker.year}年工作，要{wording(maker).text}"), wording(maker)], "", ("document:work-report",)))
    text, targets = "，".join((made := [promise(maker)[1] for _ in range(3)]) and [each.text for each in made]), [target for each in made for target in each.targets]
    goals = tuple(replace(target, forms=(*target.forms, "document:work-report")) for target in targets)
    page.unit("", Unit(["二、"], "goal", [Sentence(f"主要预期目标是：{text}。", goals)], "", ("document:work-report",)))
    page.line(f"三、{maker.year}年重点工作")
    for n in range(1, 4):
        mark = f"（{number_words(n)}）"
        page.line(mark + maker.word("sections") + maker.rng.choice(["", "。"]))
        used, make = maker.pick("report")
        for unit in make(maker):
            page.unit("", replace(unit, path=["三、", mark], forms=(used,)))
    page.line("四、加强政府自身建设")
    for _ in range(2):
        page.unit("", Unit(["四、"], "safeguard", [Sentence(f"{maker.rng.choice(['坚持依法行政', '提升行政效能', '严守廉洁底线', '锤炼过硬作风'])}。"), wording(maker)], "", ("document:work-report",)))
    page.unit("", Unit([], "closing|general", [Sentence(f"各位代表！征程万里，实干为要。让我们{maker.word('results')}，为建设美好家园而努力奋斗！")], "", ("document:work-report",)))


def look_back(maker: Maker, page: Page) -> None:
    """A review in one of three prints; how it is cut does not matter, what it is does."""
    paragraphs = [f"{maker.word('tasks')}。全市{maker.word('amounts').split('|')[0]}增长{maker.rng.randint(3, 12)}%，{maker.word('verbs')}了{maker.word('objects')}。" for _ in range(3)]
    leads = maker.rng.choice([["", "", ""], ["一是", "二是", "三是"], ["（一）", "（二）", "（三）"]])
    lines = ["过去一年，我们主要做了以下工作：", *(lead + text for lead, text in zip(leads, paragraphs))]
    page.lines.extend(lines)
    page.backward.extend(lines)


# -- the way in ---------------------------------------------------------------------------------------------------------

NEEDS: dict[str, dict[str, str]] = {  # what else must be chosen so that a form of the group is used at all
    "amount": {"target": "amount"},
    "percent": {"target": "rate"},
    "points": {"target": "rate-points"},
    "dash": {"goal": "dashes"},
    "report": {"document": "work-report"},
    "table": {"document": "table"},
}
NARROWER = {"percent:tenths": {"target": "share"}, "percent:fraction": {"target": "share"}, "amount:trillion": {"target": "amount"}}


def forced_by(name: str) -> dict[str, str]:
    """The choices by which a notice uses the form `group:name`."""
    group, choice = name.split(":")
    return {**NEEDS.get(group, {}), **NARROWER.get(name, {}), group: choice}


def made_notice(seed: int, *, vocabulary: str = "main", only: str = "", barred: frozenset[str] = frozenset()) -> MadeNotice:
    """A notice of this seed. `only` names one form that is used in an otherwise plain notice; else forms are mixed."""
    maker = Maker(seed, vocabulary=vocabulary, forced=forced_by(only) if only else {}, mixed=not only, barred=barred)
    page = Page()
    _, write = maker.pick("document")
    write(maker, page)
    used, spoil = maker.pick("noise")
    text = spoil(maker, "\n".join(page.lines))
    return MadeNotice(text, maker.year, page.units, tuple(maker.used), "\n".join(page.backward))
