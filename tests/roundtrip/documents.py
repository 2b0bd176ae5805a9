"""Plans and lists: notices of headings with items."""

from __future__ import annotations

from tests.roundtrip.clauses import clause
from tests.roundtrip.items import Page, heading, item
from tests.roundtrip.maker import Maker, add_form, form
from tests.roundtrip.numbering import printed
from tests.roundtrip.promises import promising_sentence, wording
from tests.roundtrip.sections import GENERAL_TITLES, GOAL_TITLES, SAFEGUARD_TITLES, begin, end, foot
from tests.roundtrip.truth import Sentence, Unit

TITLES = [
    "{place}推进{topic}实施方案",
    "{place}{year}年{topic}工作要点",
    "{place}{topic}三年行动计划（{year}—{later}年）",
    "{place}{year}年重点工作任务分解方案",
]
TOPICS = ["现代服务业发展", "乡村建设", "数字社会建设", "营商环境优化", "海洋经济发展", "生态文明建设", "制造业提质"]
add_form("counting", "right", 0)
add_form("counting", "skipped", 1)
add_form("counting", "twice", -1)
add_form("running", "restart", False)
add_form("running", "running", True)


def title_of(maker: Maker) -> str:
    """A title; what the notice calls 今年 must be printed somewhere, so mostly in it."""
    known = maker.forced.get("head", "title") not in ("title", "two-lines")
    frame = maker.rng.choice(TITLES if known else TITLES[1:])
    return frame.format(place=maker.place, topic=maker.rng.choice(TOPICS), year=maker.year, later=maker.year + 2)


class Outline:
    """Numbers of a ladder's levels as headings and items come."""

    def __init__(self, maker: Maker, *, prefix: tuple[str, ...] = ()) -> None:
        self.used, self.ladder = maker.pick("ladder")
        _, runs_on = maker.pick("running")
        self.runs_on = runs_on and not {"1.1.1", "ⅰ."} & set(self.ladder)  # there is no glyph beyond ⅻ
        self.slip: int
        _, self.slip = maker.pick("counting") if maker.chance(0.1) or "counting" in maker.forced else ("", 0)
        self.numbers = [0, 0, 0, 0]
        self.prefix = prefix

    def next(self, level: int) -> tuple[str, list[str]]:
        """The printed number of the next heading or item at this level, and its path."""
        self.numbers[level] += 1
        if self.slip and level == 2 and self.numbers[2] == 3:  # once, a number is left out or printed twice
            self.numbers[2] += self.slip
            self.slip = 0
        for deeper in range(level + 1, 4):
            if not (self.runs_on and deeper == 2):
                self.numbers[deeper] = 0
        marks = [printed(self.ladder[depth], self.numbers[: depth + 1]) for depth in range(level + 1)]
        used = [mark for depth, mark in enumerate(marks) if self.numbers[depth]]
        return marks[level], [*self.prefix, *used]


# -- a plan ----------------------------------------


@form("depth", "three")
def three_levels(maker: Maker, page: Page, outline: Outline) -> None:
    """Heading, sub-headings, items."""
    for _ in range(2):
        mark, path = outline.next(1)
        heading(maker, page, mark, path, maker.fresh("tasks"))
        for _ in range(maker.rng.randint(2, 4) if maker.mixed else 2):
            mark, path = outline.next(2)
            page.unit(mark, item(maker, path))


@form("depth", "four")
def four_levels(maker: Maker, page: Page, outline: Outline) -> None:
    """Three levels of headings above the items, where the ladder has so many."""
    if len(outline.ladder) < 4:
        three_levels(maker, page, outline)
        return
    mark, path = outline.next(1)
    heading(maker, page, mark, path, maker.fresh("tasks"))
    for _ in range(2):
        mark, path = outline.next(2)
        heading(maker, page, mark, path, maker.fresh("tasks"))
        for _ in range(2):
            mark, path = outline.next(3)
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
        page.line(mark + maker.fresh("sections"))
        one_level(maker, page, path)
        return
    heading(maker, page, mark, path, maker.fresh("sections"))
    fill(maker, page, outline)


def _general(maker: Maker, page: Page, outline: Outline) -> None:
    used, write = maker.pick("general")
    # what holds principles and goals as well is never called by the name of one of them
    titles = {"general:paragraph": GENERAL_TITLES, "general:background": ["发展基础", "工作基础", "发展现状"]}
    title = maker.rng.choice(titles.get(used, GENERAL_TITLES[:1]))
    write(maker, page, _section(maker, page, outline, title), lambda: outline.next(1))


def _goals(maker: Maker, page: Page, outline: Outline) -> None:
    _, write = maker.pick("goal")
    write(maker, page, _section(maker, page, outline, maker.rng.choice(GOAL_TITLES)), lambda: outline.next(1))


def _safeguards(maker: Maker, page: Page, outline: Outline) -> None:
    _, write = maker.pick("safeguard")
    write(maker, page, _section(maker, page, outline, maker.rng.choice(SAFEGUARD_TITLES)), lambda: outline.next(1))


@form("document", "plan")
def plan(maker: Maker, page: Page) -> None:
    begin(maker, page, title_of(maker))
    outline = Outline(maker)
    if maker.chance(0.5) or "general" in maker.forced:
        _general(maker, page, outline)
    if maker.chance(0.6) or "goal" in maker.forced or "dash" in maker.forced:
        _goals(maker, page, outline)
    for _ in range(2):
        _tasks(maker, page, outline)
    if maker.chance(0.6) or "safeguard" in maker.forced:
        _safeguards(maker, page, outline)
    _supplement(maker, page, outline)


add_form("supplement", "none", False)
add_form("supplement", "section", True)


def _supplement(maker: Maker, page: Page, outline: Outline) -> None:
    """附则 as a section of one paragraph in place of the closing one."""
    used, wanted = maker.pick("supplement")
    if not wanted:
        end(maker, page)
        return
    path = _section(maker, page, outline, "附则")
    text = f"本方案自{maker.year}年7月1日起施行，由{maker.place}人民政府负责解释。"
    page.write(path, "closing", used, Sentence(text, free=True))
    foot(maker, page)


@form("document", "points")
def points(maker: Maker, page: Page) -> None:
    """工作要点: headings with items whose numbers run on from the first to the last."""
    begin(maker, page, title_of(maker))
    maker.forced = {"running": "running", **maker.forced}
    outline = Outline(maker)
    for _ in range(3):
        mark, path = outline.next(0)
        page.line(mark + maker.fresh("sections"))
        for _ in range(maker.rng.randint(2, 3)):
            mark, path = outline.next(1 if outline.ladder[2] == "1.1.1" else 2)
            page.unit(mark, item(maker, path))
    end(maker, page)


@form("document", "list")
def bare_list(maker: Maker, page: Page) -> None:
    """One list of items without headings."""
    begin(maker, page, title_of(maker))
    style = maker.rng.choice(["1.", "1、", "一、", "（一）", "1．"])
    for n in range(1, maker.rng.randint(5, 12)):
        mark = printed(style, [n])
        page.unit(mark, item(maker, [mark]))
    end(maker, page)


@form("document", "lost-numbers")
def lost_numbers(maker: Maker, page: Page) -> None:
    """Headings without numbers above numbered items."""
    begin(maker, page, title_of(maker))
    page.line(maker.rng.choice(GOAL_TITLES))
    page.unit("", Unit(None, "goal", [promising_sentence(maker)], "", ("document:lost-numbers",)))
    for title in ("重点任务", "保障措施"):
        page.line(title)
        kind = "task" if title == "重点任务" else "safeguard"
        for mark in ("（一）", "（二）", "（三）"):
            page.unit(mark, item(maker, [mark], kind, among=["run-in", "alone"]))


@form("document", "two-on-a-line")
def two_on_a_line(maker: Maker, page: Page) -> None:
    """Two items on one line, every now and then."""
    begin(maker, page, title_of(maker))
    page.line(f"一、{maker.fresh('sections')}")
    for n in range(1, maker.rng.randint(4, 7)):
        above = len(page.lines)
        page.unit(f"{n}.", item(maker, ["一、", f"{n}."], among=["run-in", "short-text"]))
        if n % 2 == 0 and len(page.lines) == above + 1 and not page.lines[-2].startswith(("牵头", "责任", "配合")):
            page.lines[-2:] = ["".join(page.lines[-2:])]


@form("document", "letter-items")
def letter_items(maker: Maker, page: Page) -> None:
    """The notice itself holds the items; nothing is attached."""
    page.lines.extend(
        [
            f"{maker.place}人民政府办公室关于做好{maker.rng.choice(TOPICS)}有关工作的通知",
            f"{maker.place[0]}政办发〔{maker.year}〕7号",
            "各县（市、区）人民政府，市政府各部门：",
        ]
    )
    page.unit(
        "",
        Unit(
            [],
            "general",
            [Sentence(f"为{maker.word('verbs')}{maker.word('objects')}，现将有关事项通知如下：")],
            "",
            ("document:letter-items",),
        ),
    )
    for n in range(1, maker.rng.randint(4, 6)):
        mark = printed("一、", [n])
        page.unit(mark, item(maker, [mark], among=["run-in", "long-title", "alone"]))
    page.lines.extend([f"{maker.place}人民政府办公室", f"{maker.year}年5月20日"])
