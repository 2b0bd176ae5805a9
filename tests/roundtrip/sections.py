"""Sections of a plan other than its tasks: general part, goals, safeguards, closing, head and foot."""

from __future__ import annotations

from dataclasses import replace

from tests.roundtrip.items import Page, item
from tests.roundtrip.maker import Maker, add_form, form
from tests.roundtrip.promises import promise, wording
from tests.roundtrip.truth import Sentence, Target, Unit

GENERAL_TITLES = ["总体要求", "指导思想", "基本原则", "总体思路", "适用范围"]
GOAL_TITLES = ["主要目标", "工作目标", "发展目标", "总体目标"]
SAFEGUARD_TITLES = ["保障措施", "组织实施", "组织保障", "强化保障"]
SAFEGUARDS = [
    "加强组织领导",
    "强化资金保障",
    "严格督导考核",
    "注重宣传引导",
    "加强统计监测",
    "健全工作机制",
    "狠抓责任落实",
]


# -- goals ----------------------------------------


def _by(maker: Maker, count: int, year: int | None) -> tuple[str, tuple[Target, ...]]:
    """Promises joined by commas, all due in `year`."""
    made = [promise(maker)[1] for _ in range(count)]
    targets = [replace(target, deadline=year) for each in made for target in each.targets]
    return "，".join(each.text for each in made), tuple(targets)


def _dated(maker: Maker, used: str, count: int) -> Sentence:
    year = maker.year + maker.rng.randint(1, 4)
    text, targets = _by(maker, count, year)
    lead = maker.rng.choice(["到{}年，", "力争到{}年，", "到{}年底，"]).format(year)
    return Sentence(lead + text + "。", tuple(replace(target, forms=(*target.forms, used)) for target in targets))


@form("goal", "paragraph")
def goal_paragraph(maker: Maker, page: Page, path: list[str], number: str) -> None:
    page.unit(
        "", Unit(path, "goal", [_dated(maker, "goal:paragraph", maker.rng.randint(1, 4))], "", ("goal:paragraph",))
    )


@form("goal", "later-sentences")
def goal_later_sentences(maker: Maker, page: Page, path: list[str], number: str) -> None:
    """The year at the head binds the later sentences too."""
    first = _dated(maker, "goal:later-sentences", 2)
    text, targets = _by(maker, 2, first.targets[0].deadline)
    later = Sentence(
        text + "。", tuple(replace(target, forms=(*target.forms, "goal:later-sentences")) for target in targets)
    )
    page.unit("", Unit(path, "goal", [first, wording(maker), later], "", ("goal:later-sentences",)))


@form("goal", "dashes")
def goal_dashes(maker: Maker, page: Page, path: list[str], number: str) -> None:
    """A lead-in whose year binds the —— items, each a unit."""
    year = maker.year + maker.rng.randint(1, 4)
    lead = maker.rng.choice(["到{}年，{}，主要目标如下：", "到{}年，{}。", "力争到{}年，{}："]).format(
        year, maker.word("results")
    )
    page.unit("", Unit(path, "goal", [Sentence(lead)], "", ("goal:dashes",)))
    _, mark = maker.pick("dash")
    for theme in maker.several("goal_themes", 2, 4):
        text, targets = _by(maker, 2, year)
        sentence = Sentence(
            f"{mark}{theme}{maker.rng.choice(['明显增强', '持续优化', '再上台阶'])}。{text}。",
            tuple(replace(target, forms=(*target.forms, "goal:dashes")) for target in targets),
        )
        page.unit("", Unit(path, "goal", [sentence], "", ("goal:dashes",)))


@form("goal", "items")
def goal_items(maker: Maker, page: Page, path: list[str], number: str) -> None:
    for n in range(1, maker.rng.randint(3, 4)):
        mark = f"（{'一二三四'[n - 1]}）"
        page.unit(
            mark,
            Unit(
                [*path, mark],
                "goal",
                [Sentence(maker.word("goal_themes") + "。"), _dated(maker, "goal:items", 2)],
                "",
                ("goal:items",),
            ),
        )


# -- general part, safeguards ----------------------------------------


@form("general", "paragraph")
def general_paragraph(maker: Maker, page: Page, path: list[str]) -> None:
    page.unit("", Unit(path, "general", [wording(maker), wording(maker)], "", ("general:paragraph",)))


@form("general", "items")
def general_items(maker: Maker, page: Page, path: list[str]) -> None:
    for n, title in enumerate(["指导思想", "基本原则"]):
        mark = f"（{'一二'[n]}）"
        page.unit(
            mark, Unit([*path, mark], "general", [Sentence(title + "。"), wording(maker)], "", ("general:items",))
        )


@form("general", "items-alone")
def general_items_alone(maker: Maker, page: Page, path: list[str]) -> None:
    for n, title in enumerate(["指导思想", "基本原则"]):
        mark = f"（{'一二'[n]}）"
        page.unit(mark, Unit([*path, mark], "general", [wording(maker)], title, ("general:items-alone",)))


@form("general", "principles")
def general_principles(maker: Maker, page: Page, path: list[str]) -> None:
    """指导思想, 基本原则 with —— paragraphs, which stay inside, and 主要目标 under one heading."""
    page.unit("（一）", Unit([*path, "（一）"], "general", [wording(maker)], "指导思想", ("general:principles",)))
    principles = [
        Sentence(f"{'' if n == 0 else chr(10)}——坚持{name}。{wording(maker).text}")
        for n, name in enumerate(["系统推进", "因地制宜", "改革创新"])
    ]
    page.unit("（二）", Unit([*path, "（二）"], "general", principles, "基本原则", ("general:principles",)))
    goal = _dated(maker, "general:principles", 2)
    page.unit("（三）", Unit([*path, "（三）"], "goal", [goal], maker.rng.choice(GOAL_TITLES), ("general:principles",)))


@form("safeguard", "items")
def safeguard_items(maker: Maker, page: Page, path: list[str]) -> None:
    for n, title in enumerate(maker.rng.sample(SAFEGUARDS, 3)):
        mark = f"（{'一二三'[n]}）"
        page.unit(
            mark, Unit([*path, mark], "safeguard", [Sentence(title + "。"), wording(maker)], "", ("safeguard:items",))
        )


@form("safeguard", "paragraph")
def safeguard_paragraph(maker: Maker, page: Page, path: list[str]) -> None:
    page.unit("", Unit(path, "safeguard", [wording(maker), wording(maker)], "", ("safeguard:paragraph",)))


@form("safeguard", "items-alone")
def safeguard_items_alone(maker: Maker, page: Page, path: list[str]) -> None:
    for n, title in enumerate(maker.rng.sample(SAFEGUARDS, 3)):
        mark = f"（{'一二三'[n]}）"
        page.unit(mark, Unit([*path, mark], "safeguard", [wording(maker)], title, ("safeguard:items-alone",)))


@form("safeguard", "with-clauses")
def safeguard_with_clauses(maker: Maker, page: Page, path: list[str]) -> None:
    for n in range(2):
        mark = f"（{'一二'[n]}）"
        page.unit(mark, item(maker, [*path, mark], "safeguard", among=["run-in"]))


# -- closing and foot ----------------------------------------

CLOSINGS = {
    "none": "",
    "effective": "本方案自{year}年5月1日起施行，有效期至{later}年4月30日。",
    "explained": "本方案由{body}负责解释。",
    "superior": "国家和省另有规定的，从其规定。",
    "both": "本方案由{body}负责解释，自印发之日起施行。",
}
for name, closing in CLOSINGS.items():
    add_form("closing", name, closing)

FOOTS = {
    "none": "",
    "signature": "{place}人民政府\n{year}年3月18日",
    "annex-list": "附件：1.重点任务分工表\n2.年度项目清单",
    "annex-list-below": "附件：\n1.重点任务分工表\n2.年度项目清单\n3.名词解释",
    "annex-and-signature": "附件：重点任务分工表\n\n{place}人民政府办公室\n{year}年6月2日",
    "public": "（此件公开发布）",
    "site": "【打印本页】 【关闭窗口】\n主办：{place}人民政府办公室 网站标识码：3702000000",
    "share": "扫一扫在手机打开当前页",
    "copies": "抄送：市委各部门，市人大常委会办公室，市政协办公室。\n{place}人民政府办公室 {year}年6月2日印发",
}
for name, foot in FOOTS.items():
    add_form("foot", name, foot)


def end(maker: Maker, page: Page) -> None:
    """The last paragraph that belongs to no item, and what stands below it."""
    used, text = maker.pick("closing")
    if text:
        printed = text.format(year=maker.year, later=maker.year + 5, body=maker.department())
        page.unit("", Unit([], "closing", [Sentence(printed, free=True)], "", (used,)))
    _, foot = maker.pick("foot")
    if foot:
        page.lines.extend(foot.format(place=maker.place, year=maker.year).split("\n"))


# -- head ----------------------------------------

LETTER = """{place}人民政府关于印发{title}的通知
{short}政发〔{year}〕12号
各县（市、区）人民政府，市政府各部门、各直属机构：
现将《{title}》印发给你们，请认真贯彻执行。
{place}人民政府
{year}年2月8日
{title}"""
HEADS = {
    "letter": LETTER,
    "title": "{title}",
    "dated-title": "{title}\n（{year}年2月8日）",
    "office-letter": LETTER.replace("{place}人民政府", "{place}人民政府办公室")
    .replace("现将《", "《")
    .replace("》印发给你们，请", "》已经市政府同意，现印发给你们，请结合实际"),
    "two-lines": "{place}{year}年促进经济社会高质量发展\n重点工作实施方案",
    "site-buttons": (
        "索引号：11370200/{year}-00031\n发文机关：{place}人民政府\n成文日期：{year}年02月08日\n【字体：大 中 小】\n{title}"
    ),
    "sourced": "{title}\n来源：{place}人民政府办公室 发布时间：{year}-02-10 09:30 浏览次数：1208",
}
for name, head in HEADS.items():
    add_form("head", name, head)


def begin(maker: Maker, page: Page, title: str) -> None:
    """The head, and mostly the preamble."""
    used, head = maker.pick("head")
    page.lines.extend(head.format(place=maker.place, title=title, year=maker.year, short=maker.place[0]).split("\n"))
    if not maker.mixed or maker.rng.random() < 0.7:
        text = f"为{maker.word('verbs')}{maker.word('objects')}，{maker.word('results')}，结合我市实际，制定本方案。"
        page.unit("", Unit([], "general", [Sentence(text)], "", (used,)))
