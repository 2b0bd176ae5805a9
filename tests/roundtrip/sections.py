"""Sections of a plan other than its tasks: general part, goals, safeguards, closing, head and foot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.roundtrip.clauses import clause, on_own_line
from tests.roundtrip.items import Page
from tests.roundtrip.maker import Maker, add_form, form
from tests.roundtrip.promises import promise, wording
from tests.roundtrip.truth import Sentence, Target, Unit

Numbers = Callable[[], tuple[str, list[str]]]  # the next item's printed number and path
GENERAL_TITLES = ["总体要求", "指导思想", "基本原则", "总体思路", "适用范围", "工作原则", "工作思路"]
GOAL_TITLES = ["主要目标", "工作目标", "发展目标", "总体目标", "预期目标", "行动目标", "建设目标"]
SAFEGUARD_TITLES = ["保障措施", "组织实施", "组织保障", "强化保障", "工作要求", "强化组织保障"]
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
def goal_paragraph(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
    page.unit(
        "", Unit(path, "goal", [_dated(maker, "goal:paragraph", maker.rng.randint(1, 4))], "", ("goal:paragraph",))
    )


@form("goal", "later-sentences")
def goal_later_sentences(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
    """The year at the head binds the later sentences too."""
    first = _dated(maker, "goal:later-sentences", 2)
    text, targets = _by(maker, 2, first.targets[0].deadline)
    later = Sentence(
        text + "。", tuple(replace(target, forms=(*target.forms, "goal:later-sentences")) for target in targets)
    )
    page.unit("", Unit(path, "goal", [first, wording(maker), later], "", ("goal:later-sentences",)))


@form("goal", "later-paragraph")
def goal_later_paragraph(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
    first = _dated(maker, "goal:later-paragraph", 2)
    text, targets = _by(maker, 2, first.targets[0].deadline)
    later = tuple(replace(target, forms=(*target.forms, "goal:later-paragraph")) for target in targets)
    page.write(path, "goal", "goal:later-paragraph", first, Sentence(f"\n{text}。", later))


@form("goal", "firstly")
def goal_firstly(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
    """到2026年，力争实现以下目标：一是…；二是…。"""
    year = maker.year + maker.rng.randint(1, 4)
    made = [_by(maker, 1, year) for _ in range(3)]
    text = "；".join(f"{mark}是{each}" for mark, (each, _) in zip("一二三", made))
    targets = [replace(one, forms=(*one.forms, "goal:firstly")) for _, targets in made for one in targets]
    page.write(path, "goal", "goal:firstly", Sentence(f"到{year}年，力争实现以下目标：{text}。", tuple(targets)))


@form("goal", "dashes")
def goal_dashes(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
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
def goal_items(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
    for _ in range(maker.rng.randint(2, 3)):
        mark, path = numbers()
        title = Sentence(maker.fresh("goal_themes") + "。")
        page.write(path, "goal", "goal:items", title, _dated(maker, "goal:items", 2), number=mark)


# -- general part, safeguards ----------------------------------------


@form("general", "paragraph")
def general_paragraph(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
    page.write(path, "general", "general:paragraph", wording(maker), wording(maker))


@form("general", "background")
def general_background(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
    """What was reached so far: numbers, but none of them promised."""
    name, unit, low, high = maker.word("amounts").split("|")
    share = maker.word("ratios").split("|")
    number, growth = maker.rng.randint(int(low), int(high)), maker.rng.randint(3, 12)
    text = f"“十三五”以来，全市{name}达到{number}{unit}，年均增长{growth}%，{share[0]}达到{share[1]}%。"
    page.write(path, "general", "general:background", Sentence(text, forms=("general:background",)), wording(maker))


@form("general", "items")
def general_items(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
    for title in ("指导思想", "基本原则"):
        mark, path = numbers()
        page.write(path, "general", "general:items", Sentence(title + "。"), wording(maker), number=mark)


@form("general", "items-alone")
def general_items_alone(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
    for title in ("指导思想", "基本原则"):
        mark, path = numbers()
        page.unit(mark, Unit(path, "general", [wording(maker)], title, ("general:items-alone",)))


@form("general", "principles")
def general_principles(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
    """指导思想, 基本原则 with —— paragraphs, which stay inside, and 主要目标 under one heading."""
    name = "general:principles"
    names = ["系统推进", "因地制宜", "改革创新"]
    principles = [Sentence(f"——坚持{each}。{wording(maker).text}") for each in names]
    bodies = {
        "指导思想": ("general", [wording(maker)]),
        "基本原则": ("general", [principles[0], *map(on_own_line, principles[1:])]),
        maker.rng.choice(GOAL_TITLES): ("goal", [_dated(maker, name, 2)]),
    }
    for title, (kind, body) in bodies.items():
        mark, path = numbers()
        page.unit(mark, Unit(path, kind, body, title, (name,)))


@form("safeguard", "items")
def safeguard_items(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
    for title in maker.rng.sample(SAFEGUARDS, 3):
        mark, path = numbers()
        page.write(path, "safeguard", "safeguard:items", Sentence(title + "。"), wording(maker), number=mark)


@form("safeguard", "paragraph")
def safeguard_paragraph(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
    page.write(path, "safeguard", "safeguard:paragraph", wording(maker), wording(maker))


@form("safeguard", "items-alone")
def safeguard_items_alone(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
    for title in maker.rng.sample(SAFEGUARDS, 3):
        mark, path = numbers()
        page.unit(mark, Unit(path, "safeguard", [wording(maker)], title, ("safeguard:items-alone",)))


@form("safeguard", "with-clauses")
def safeguard_with_clauses(maker: Maker, page: Page, path: list[str], numbers: Numbers) -> None:
    for title in maker.rng.sample(SAFEGUARDS, 2):
        mark, path = numbers()
        sentence, own_line = clause(maker)
        ending = on_own_line(sentence) if own_line else sentence
        page.write(
            path, "safeguard", "safeguard:with-clauses", Sentence(title + "。"), wording(maker), ending, number=mark
        )


# -- closing and foot ----------------------------------------

CLOSINGS = {
    "none": "",
    "effective": "本方案自{year}年5月1日起施行，有效期至{later}年4月30日。",
    "explained": "本方案由{body}负责解释。",
    "contact": "联系人：王磊，联系电话：0899-8591234。",
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
    "licence": "本作品采用知识共享署名4.0国际许可协议进行许可。",
    "copies": "抄送：市委各部门，市人大常委会办公室，市政协办公室。\n{place}人民政府办公室 {year}年6月2日印发",
}
for name, printed in FOOTS.items():
    add_form("foot", name, printed)


def end(maker: Maker, page: Page) -> None:
    """The last paragraph that belongs to no item, and what stands below it."""
    used, text = maker.pick("closing")
    if text:
        printed = text.format(year=maker.year, later=maker.year + 5, body=maker.department())
        page.write([], "closing", used, Sentence(printed, free=True))
    foot(maker, page)


def foot(maker: Maker, page: Page) -> None:
    _, text = maker.pick("foot")
    if text:
        page.lines.extend(text.format(place=maker.place, year=maker.year).split("\n"))


# -- head ----------------------------------------

LETTER = """{place}人民政府关于印发{title}的通知
{short}政发〔{year}〕12号
各县（市、区）人民政府，市政府各部门、各直属机构：
现将《{title}》印发给你们，请认真贯彻执行。
{place}人民政府
{year}年2月8日
{title}"""
NOTES = {"none": "", "first-leads": "任务责任单位中，列第一位的为牵头单位。"}
for name, told in NOTES.items():
    add_form("note", name, told)

HEADS = {
    "letter": LETTER,
    "title": "{title}",
    "dated-title": "{title}\n（{year}年2月8日）",
    "office-letter": LETTER.replace("{place}人民政府", "{place}人民政府办公室")
    .replace("现将《", "《")
    .replace("》印发给你们，请", "》已经市政府同意，现印发给你们，请结合实际"),
    "two-lines": "{place}{year}年促进经济社会高质量发展\n重点工作实施方案",
    "site-buttons": (
        "索引号：11370200/{year}-00031\n发文机关：{place}人民政府\n成文日期：{year}年02月08日\n"
        "【字体：大 中 小】\n{title}"
    ),
    "sourced": "{title}\n来源：{place}人民政府办公室 发布时间：{year}-02-10 09:30 浏览次数：1208",
}
for name, head in HEADS.items():
    add_form("head", name, head)


def begin(maker: Maker, page: Page, title: str) -> None:
    """The head, and mostly the preamble."""
    used, head = maker.pick("head")
    page.lines.extend(head.format(place=maker.place, title=title, year=maker.year, short=maker.place[0]).split("\n"))
    note, told = maker.pick("note")
    if not maker.mixed or told or maker.rng.random() < 0.7:
        text = f"为{maker.word('verbs')}{maker.word('objects')}，{maker.word('results')}，结合我市实际，制定本方案。"
        page.write([], "general", used, Sentence(text), *([Sentence(told, forms=(note,))] if told else []))
        maker.first_leads = maker.first_leads or bool(told)
