"""Work reports: a review, goals, tasks as titled paragraphs, the government's own work, a closing."""

from __future__ import annotations

from dataclasses import replace

from tests.roundtrip.items import Page
from tests.roundtrip.maker import Maker, form
from tests.roundtrip.numbers import words as number_words
from tests.roundtrip.promises import promise, promising_sentence, wording
from tests.roundtrip.truth import Sentence, Unit

FORM = "document:work-report"
OWN_WORK = ["坚持依法行政", "提升行政效能", "严守廉洁底线", "锤炼过硬作风"]

# -- what stands under one （一） heading ----------------------------------------


@form("report", "run-in")
def run_in(maker: Maker) -> list[Unit]:
    """Paragraphs that open with their own short title."""
    return [_task(Sentence(maker.fresh("tasks") + "。"), wording(maker), _promise(maker)) for _ in range(3)]


@form("report", "title-line")
def title_line(maker: Maker) -> list[Unit]:
    """Short titles alone on their lines, the paragraph below."""
    units = [_task(wording(maker), _promise(maker)) for _ in range(2)]
    return [replace(unit, title_line=maker.fresh("tasks") + "。") for unit in units]


@form("report", "untitled")
def untitled(maker: Maker) -> list[Unit]:
    return [_task(_long_sentence(maker), wording(maker))]


@form("report", "several-untitled")
def several_untitled(maker: Maker) -> list[Unit]:
    return [_task(_long_sentence(maker), wording(maker)) for _ in range(2)]


@form("report", "titles-in-one-paragraph")
def titles_in_one_paragraph(maker: Maker) -> list[Unit]:
    """Several short titles run into one paragraph do not cut it."""
    titles = [maker.fresh("tasks") for _ in range(maker.rng.randint(2, 3))]
    return [_task(*(each for title in titles for each in (Sentence(title + "。"), wording(maker))))]


def _task(*sentences: Sentence) -> Unit:
    return Unit(None, "task", list(sentences))


def _promise(maker: Maker) -> Sentence:
    return promising_sentence(maker, dated=False)


def _long_sentence(maker: Maker) -> Sentence:
    """Too long for a title."""
    return Sentence("，".join(maker.word("verbs") + name for name in maker.several("objects", 6, 6)) + "。")


# -- the report ----------------------------------------


@form("document", "work-report")
def work_report(maker: Maker, page: Page) -> None:
    _opening(maker, page)
    page.line(f"一、{maker.year - 1}年工作回顾")
    _review(maker, page)
    page.line(f"二、{maker.year}年总体要求和主要目标")
    _aims(maker, page)
    page.line(f"三、{maker.year}年重点工作")
    for n in range(1, 4):
        mark = f"（{number_words(n)}）"
        page.line(mark + maker.fresh("sections") + maker.rng.choice(["", "。"]))
        used, make = maker.pick("report")
        for unit in make(maker):
            page.unit("", replace(unit, path=["三、", mark], forms=(used,)))
    used, write = maker.pick("report-part")
    rest = write(maker, page, used)
    page.line(f"{rest}、加强政府自身建设")
    for title in maker.rng.sample(OWN_WORK, 2):
        page.write([f"{rest}、"], "safeguard", FORM, Sentence(title + "。"), wording(maker))
    appeal = f"各位代表！征程万里，实干为要。让我们{maker.word('results')}，为建设美好家园而努力奋斗！"
    page.write([], "closing|general", FORM, Sentence(appeal))


@form("report-part", "none")
def no_part(maker: Maker, page: Page, used: str) -> str:
    return "四"


@form("report-part", "public-works")
def public_works(maker: Maker, page: Page, used: str) -> str:
    """Works that the public voted for are tasks."""
    page.line("四、办好民生实事")
    for n in range(1, 4):
        mark = f"{n}."
        page.write(["四、", mark], "task", used, _promise(maker), number=mark)
    return "五"


@form("report-part", "direct")
def direct_paragraphs(maker: Maker, page: Page, used: str) -> str:
    """A section whose titled paragraphs stand under it without （一）."""
    page.line(f"四、{maker.fresh('sections')}")
    for _ in range(3):
        page.write(["四、"], "task", used, Sentence(maker.fresh("tasks") + "。"), wording(maker), _promise(maker))
    return "五"


def _opening(maker: Maker, page: Page) -> None:
    page.line("政府工作报告")
    page.line(f"——{maker.year}年1月16日在{maker.place}第十八届人民代表大会第三次会议上")
    page.line(f"{maker.place}市长 周明")
    page.line("各位代表：")
    page.line("现在，我代表市人民政府，向大会报告工作，请予审议，并请市政协委员提出意见。")


def _review(maker: Maker, page: Page) -> None:
    """A look back in one of three prints; how it is cut does not matter, what it is does."""
    leads = maker.rng.choice([["", "", ""], ["一是", "二是", "三是"], ["（一）", "（二）", "（三）"]])
    lines = ["过去一年，我们主要做了以下工作：", *(lead + _result(maker) for lead in leads)]
    page.lines.extend(lines)
    page.backward.extend(lines)


def _result(maker: Maker) -> str:
    grown = maker.word("amounts").split("|")[0]
    deed = f"{maker.word('verbs')}了{maker.word('objects')}"
    return f"{maker.fresh('tasks')}。全市{grown}增长{maker.rng.randint(3, 12)}%，{deed}。"


def _aims(maker: Maker, page: Page) -> None:
    """The year's requirements, and its goals as a unit of their own."""
    demand = Sentence(f"做好{maker.year}年工作，要{wording(maker).text}")
    page.write(["二、"], "general", FORM, demand, wording(maker))
    made = [promise(maker)[1] for _ in range(3)]
    targets = [replace(target, forms=(*target.forms, FORM)) for each in made for target in each.targets]
    text = f"主要预期目标是：{'，'.join(each.text for each in made)}。"
    page.write(["二、"], "goal", FORM, Sentence(text, tuple(targets)))
