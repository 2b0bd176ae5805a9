"""The nine rules of the annotation guide, numbering faults, and the law that nothing is lost."""

import itertools
import random
from dataclasses import replace

import pytest

from pipeline.ingest.normalise import normalise
from pipeline.records import Notice
from pipeline.segment.headings import heading_text
from pipeline.segment.structure import Structure, read_structure
from tests.conftest import make_notice

TITLE = "云州市2023年重点工作任务\n"


def outline(text: str) -> list[tuple[str, str, str]]:
    """(path, kind, first characters) of every unit."""
    return [("-".join(unit.path), unit.kind, unit.text[:8]) for unit in read_structure(make_notice(text)).units]


CASES = {
    "items whose second line says who is responsible, by whatever word": (
        "一、任务\n（1）修缮步道。铺设路面。\n主办单位：县园林中心，协办单位：县水利局。\n（2）改造路口\n承办科室：规划科。\n"
        "（3）更新公交。\n职责部门：县交通局。\n（4）建设学校\n主办单位：县教育局。",
        [
            ("一-1", "task", "修缮步道。铺设路"),
            ("一-2", "task", "改造路口\n承办科"),
            ("一-3", "task", "更新公交。\n职责"),
            ("一-4", "task", "建设学校\n主办单"),
        ],
    ),
    "rule 1: a line that only carries a title is a heading": (
        "一、实施创新战略\n1.建设实验室。推进建设。\n2.培育企业。新增10家。",
        [("一-1", "task", "建设实验室。推进"), ("一-2", "task", "培育企业。新增1")],
    ),
    "rule 2: unnumbered paragraphs and —— items belong to their item": (
        "一、任务\n1.做强产业。重点发展：\n——新能源。建设基地。\n——新材料。引进项目。\n另行支持配套企业。\n2.做优服务。",
        [("一-1", "task", "做强产业。重点发"), ("一-2", "task", "做优服务。")],
    ),
    "rule 2: under 主要目标 each —— item is a goal, and the lead-in is one": (
        "一、主要目标\n到2025年，实现以下目标：\n——规模。产值达到100亿元。\n——创新。新增平台5个。\n二、任务\n1.做事。",
        [
            ("一", "goal", "到2025年，实"),
            ("一", "goal", "规模。产值达到1"),
            ("一", "goal", "创新。新增平台5"),
            ("二-1", "task", "做事。"),
        ],
    ),
    "rule 9: titles alone above their text are items, also below a lead-in": (
        "一、任务\n1.建设平台\n围绕需求，建设平台体系。\n（1）建设算力平台\n面向企业，建设算力中心。\n（2）建设数据平台\n面向园区，汇聚数据资源。\n",
        [
            ("一-1", "general", "围绕需求，建设平"),
            ("一-1-1", "task", "面向企业，建设算"),
            ("一-1-2", "task", "面向园区，汇聚数"),
        ],
    ),
    "rule 9: a list of sentences below a title and its text is a part of it": (
        "一、任务\n1.建设平台\n围绕需求，建设平台体系。\n（1）面向企业，建设算力中心，提供普惠算力服务，降低用算成本。\n（2）面向园区，汇聚数据资源，推动数据流通交易，释放数据价值。\n",
        [("一-1", "task", "围绕需求，建设平")],
    ),
    "rule 9: a short line above nothing but its clause is the item": (
        "一、主要预期目标\n（一）生产总值增长6%以上\n责任单位：县发展改革局\n（二）优化服务\n办理提速。",
        [("一-一", "goal", "生产总值增长6%"), ("一-二", "goal", "办理提速。")],
    ),
    "rule 3: a section without items is one unit": (
        "一、任务\n1.做事。好。\n二、保障措施\n加强组织领导。\n强化资金保障。",
        [("一-1", "task", "做事。好。"), ("二", "safeguard", "加强组织领导。\n")],
    ),
    "rule 4: the preamble is one general unit without a path": (
        "为落实规划，制定本方案。\n现将任务明确如下。\n一、任务\n1.做事。好。",
        [("", "general", "为落实规划，制定"), ("一-1", "task", "做事。好。")],
    ),
    "rule 5: articles are the units, with what is listed in them": (
        "第一章 总则\n第一条 为规范管理，制定本办法。\n第二章 支持措施\n第二条 支持下列项目：\n（一）技改项目；\n（二）研发项目。\n第三章 附则\n第三条 本办法自发布之日起施行。",
        [
            ("第一章-第一条", "general", "为规范管理，制定"),
            ("第二章-第二条", "task", "支持下列项目：\n"),
            ("第三章-第三条", "closing", "本办法自发布之日"),
        ],
    ),
    "rule 7: a last paragraph that speaks to all bodies is no part of the last task": (
        "一、任务\n1.修路。好。\n2.修桥。好。\n各镇要加强组织领导，细化分工，确保落实到位。\n县督查室每月通报。",
        [("一-1", "task", "修路。好。"), ("一-2", "task", "修桥。好。"), ("", "safeguard", "各镇要加强组织领")],
    ),
    "rule 7: but it is of its section where that safeguards": (
        "一、任务\n1.修路。好。\n二、保障措施\n1.加强领导。好。\n各镇要加强组织领导，确保落实到位。",
        [("一-1", "task", "修路。好。"), ("二-1", "safeguard", "加强领导。好。\n")],
    ),
    "rule 7: a request at the end closes": (
        "一、任务\n1.修路。好。\n上述任务，请各镇认真抓好落实。\n联系电话：0899-8591234。",
        [("一-1", "task", "修路。好。"), ("", "closing", "上述任务，请各镇")],
    ),
    "a notice without numbers: its points are its items": (
        "围绕目标，做好以下工作：\n●修路。好。\n▲修桥。好，年内完工。",
        [("", "general", "围绕目标，做好以"), ("", "task", "修路。好。"), ("", "task", "修桥。好，年内完")],
    ),
    "points that each name who is responsible are items below their heading": (
        "一、任务\n▲修路。好。（责任单位：市交通局）\n▲修桥。好。（市水利局牵头，各镇配合）\n二、服务\n●修渠。\n●修井。",
        [("一", "task", "修路。好。（责任"), ("一", "task", "修桥。好。（市水"), ("二", "task", "修渠。\n●修井。")],
    ),
    "rule 7: paragraphs between a heading and its first item": (
        "一、任务\n坚持以下方向推进。\n1.做事。好。\n二、工作目标\n年内见效。\n1.产值达到5亿元。",
        [
            ("一", "general", "坚持以下方向推进"),
            ("一-1", "task", "做事。好。"),
            ("二", "goal", "年内见效。"),
            ("二-1", "goal", "产值达到5亿元。"),
        ],
    ),
    "rule 7: a last paragraph on validity closes the notice": (
        "一、任务\n1.做事。好。\n本政策自发布之日起实施，有效期3年。",
        [("一-1", "task", "做事。好。"), ("", "closing", "本政策自发布之日")],
    ),
    "rule 8: a last section of organisation and funding is safeguard whatever its name": (
        "一、重点任务\n1.做事。好。\n二、推进措施\n（一）加强组织领导。建立机制。\n（二）强化资金支持。统筹资金。\n（三）营造宣传氛围。广泛宣传。",
        [
            ("一-1", "task", "做事。好。"),
            ("二-一", "safeguard", "加强组织领导。建"),
            ("二-二", "safeguard", "强化资金支持。统"),
            ("二-三", "safeguard", "营造宣传氛围。广"),
        ],
    ),
    "rule 9: a title alone on its line is a heading": (
        "一、任务\n（一）建设平台\n支持企业建设研发平台。\n（二）培育企业。新增10家。",
        [("一-一", "task", "支持企业建设研发"), ("一-二", "task", "培育企业。新增1")],
    ),
    "a heading may end in a full stop where items follow": (
        "一、任务\n（一）加快基础设施建设。\n1.完善网络。加快改造。\n2.建设中心。加快布局。",
        [("一-一-1", "task", "完善网络。加快改"), ("一-一-2", "task", "建设中心。加快布")],
    ),
    "numbers that run through sections": (
        "一、甲类\n1.做事。好。\n2.做事。好。\n二、乙类\n3.做事。好。",
        [("一-1", "task", "做事。好。"), ("一-2", "task", "做事。好。"), ("二-3", "task", "做事。好。")],
    ),
    "two items on one line": (
        "一、任务\n1.做强产业。新增5家。（责任单位：市工信局）2.做优服务。新增3家。\n3.做大市场。",
        [("一-1", "task", "做强产业。新增5"), ("一-2", "task", "做优服务。新增3"), ("一-3", "task", "做大市场。")],
    ),
    "punctuation missing behind a number": (
        "一、任务\n1突破技术。加快攻关。\n2培育企业。新增5家。",
        [("一-1", "task", "突破技术。加快攻"), ("一-2", "task", "培育企业。新增5")],
    ),
    "a number set behind its heading": (
        "总体要求-、\n坚持创新。\n二、任务\n1.做事。好。",
        [("一", "general", "坚持创新。"), ("二-1", "task", "做事。好。")],
    ),
    "（1） lists stay inside an item with text of its own": (
        "一、任务\n1.做强产业。重点如下：\n（1）新能源；\n（2）新材料。\n2.做优服务。好。",
        [("一-1", "task", "做强产业。重点如"), ("一-2", "task", "做优服务。好。")],
    ),
    "short tasks without a full stop are tasks": (
        "一、任务\n1.建设滨海大道\n2.改造老旧小区50个",
        [("一-1", "task", "建设滨海大道"), ("一-2", "task", "改造老旧小区50")],
    ),
}
CASES |= {
    "chapters numbered by a bare 1, with 1.1 and 1.1.1 below": (
        "1 总体思路\n坚持创新。\n2 重点任务\n2.1 做强产业\n2.1.1 培育企业。新增5家。\n2.1.2 引进项目。好。\n2.2 做优服务。好。\n3 保障措施\n3.1 加强领导。好。",
        [
            ("1", "general", "坚持创新。"),
            ("2-2.1-2.1.1", "task", "培育企业。新增5"),
            ("2-2.1-2.1.2", "task", "引进项目。好。"),
            ("2-2.2", "task", "做优服务。好。"),
            ("3-3.1", "safeguard", "加强领导。好。"),
        ],
    ),
    "the same with dots": (
        "1. 重点任务\n1.1 做强产业\n1.1.1 培育企业。新增5家。\n2. 保障措施\n2.1 加强领导。好。",
        [("1-1.1-1.1.1", "task", "培育企业。新增5"), ("2-2.1", "safeguard", "加强领导。好。")],
    ),
    "第一、第二、 under a bare heading are items": (
        "一、发展目标\n第一、规模做大。产值达到5亿元。\n第二、主体做强。好。\n二、任务\n第一、建设场馆。好。\n第二、引进企业。好。",
        [
            ("一-第一", "goal", "规模做大。产值达"),
            ("一-第二", "goal", "主体做强。好。"),
            ("二-第一", "task", "建设场馆。好。"),
            ("二-第二", "task", "引进企业。好。"),
        ],
    ),
    "第一、第二、 inside an item with text of its own stay inside": (
        "一、任务\n1.做强产业。重点如下：\n第一、新能源。建基地。\n第二、新材料。引项目。\n2.做优服务。好。",
        [("一-1", "task", "做强产业。重点如"), ("一-2", "task", "做优服务。好。")],
    ),
    "一是, 二是 below a chapter are one unit (rule 2)": (
        "一、任务\n1.做事。好。\n二、保障措施\n一是加强领导。好。\n二是落实资金。好。",
        [("一-1", "task", "做事。好。"), ("二", "safeguard", "一是加强领导。好")],
    ),
    "the title of an annex below its number is no unit": (
        "一、任务\n1.做事。好。\n附件\n云州市重点项目清单\n1.建设场馆。好。\n2.改造河道。好。",
        [("一-1", "task", "做事。好。"), ("附件-1", "task", "建设场馆。好。"), ("附件-2", "task", "改造河道。好。")],
    ),
    "the last section is found before the annexes, and in them": (
        "一、任务\n1.做事。好。\n二、推进措施\n1.加强组织领导。好。\n2.强化资金支持。好。\n附件1\n专项方案\n一、任务\n1.建设场馆。好。\n二、支撑体系\n1.压实工作责任。好。\n2.强化督查考核。好。",
        [
            ("一-1", "task", "做事。好。"),
            ("二-1", "safeguard", "加强组织领导。好"),
            ("二-2", "safeguard", "强化资金支持。好"),
            ("附件1-一-1", "task", "建设场馆。好。"),
            ("附件1-二-1", "safeguard", "压实工作责任。好"),
            ("附件1-二-2", "safeguard", "强化督查考核。好"),
        ],
    ),
    "what stands at the start is general": (
        "一、工作基础\n去年建成场馆3座。\n二、现实基础和面临形势\n产业向好。\n三、基础设施\n1.修路。好。",
        [("一", "general", "去年建成场馆3座"), ("二", "general", "产业向好。"), ("三-1", "task", "修路。好。")],
    ),
    "sections of organisation under their usual names": (
        "一、任务\n1.做事。好。\n二、切实加强组织领导\n建专班。\n三、强化组织实施和督促检查\n按月调度。\n四、加强保障和改善民生\n建学校。\n五、抓好组织落实\n压实责任。",
        [
            ("一-1", "task", "做事。好。"),
            ("二", "safeguard", "建专班。"),
            ("三", "safeguard", "按月调度。"),
            ("四", "task", "建学校。"),
            ("五", "safeguard", "压实责任。"),
        ],
    ),
    "a note below the last item closes the notice": (
        "一、任务\n1.做事。好。\n备注：1.按月报送。2.逾期通报。",
        [("一-1", "task", "做事。好。"), ("", "closing", "备注：1.按月报")],
    ),
    "its points may stand on lines of their own": (
        "一、任务\n1.做事。好。\n备注：1.按月报送。\n2.逾期通报。\n3.年底考核。",
        [("一-1", "task", "做事。好。"), ("", "closing", "备注：1.按月报")],
    ),
    "a note below the last item of a section belongs to the section": (
        "一、任务\n1.做事。好。\n2.办会。好。\n注：每月报送。\n二、措施\n1.修路。好。\n注：修路含养护。\n2.架桥。好。",
        [
            ("一-1", "task", "做事。好。"),
            ("一-2", "task", "办会。好。"),
            ("一", "general", "注：每月报送。"),
            ("二-1", "task", "修路。好。\n注："),
            ("二-2", "task", "架桥。好。"),
        ],
    ),
}


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_units(case):
    text, units = CASES[case]
    found = [(path.replace("（", "").replace("）", ""), kind, head) for path, kind, head in outline(TITLE + text)]
    assert found == units


LETTER_WITH_ANNEX = "云州市关于做好衔接的通知\n附件：任务表\n云州市人民政府\n2023年3月1日\n{}云州市任务表\n1.修路。好。\n本表自发布之日起施行。"


@pytest.mark.parametrize(
    ("line", "path"), [("附件2\n", "附件2-1"), ("附 件：\n", "附件-1"), ("", "1")], ids=["numbered", "bare", "none"]
)
def test_what_is_attached_stands_in_its_annex(line: str, path: str):
    assert [place for place, _, _ in outline(LETTER_WITH_ANNEX.format(line))] == [path, ""]


def test_titled_paragraphs_of_a_report_are_no_items_that_lost_their_number():
    titled = "".join(f"做强{name}产业。出台政策，引育企业，建设园区。\n" for name in "甲乙丙丁")
    text = f"云州市政府工作报告\n一、今年工作\n（一）做强产业\n{titled}（三）改善民生\n办好学校。新建校舍，培训教师，开放操场。"
    assert [path for path, _, _ in outline(text)] == ["一-（一）"] * 4 + ["一-（三）"]


@pytest.mark.parametrize(
    ("chapter", "kind"), [("总则", "general"), ("附则", "closing")], ids=["it defines", "it closes"]
)
def test_an_article_on_words_has_the_kind_of_its_chapter(chapter: str, kind: str):
    text = f"第一章 {chapter}\n第一条 本办法所称河道，是指县级以上管理的河流。\n第二章 管理\n第二条 实行一河一档。"
    assert [found for _, found, _ in outline(text)] == [kind, "task"]


SHARED_OUT = "一、做强产业\n坚持以大带小，加快发展。\n培育龙头。新增企业3家。\n（责任单位：市工信局）\n扶持中小。好，新增企业9家。"


@pytest.mark.parametrize(
    ("title", "units"),
    [
        ("云州市《政府工作报告》任务分解\n", ["坚持以大带小，加", "培育龙头。新增企", "扶持中小。好，新"]),
        (TITLE, ["坚持以大带小，加"]),
    ],
    ids=["rule 10: a notice that shares out a report has the report's paragraphs", "rule 3: another has one unit"],
)
def test_paragraphs_with_titles_below_a_heading(title: str, units: list[str]):
    assert [text for _, _, text in outline(title + SHARED_OUT)] == units


@pytest.mark.parametrize(
    "clauses",
    ["牵头单位：市水利局。\n责任单位：市财政局。", "责任单位：市水利局、市财政局"],
    ids=["labels that end in a full stop are no titles", "one label below all paragraphs"],
)
def test_bodies_named_once_below_all_paragraphs_leave_one_unit(clauses: str):
    text = f"《政府工作报告》任务分解\n一、兴修水利\n1.加固堤防\n清理河道。组织巡查。\n修缮闸口。储备物资。\n{clauses}"
    assert [(path, head) for path, _, head in outline(text)] == [("一-1", "清理河道。组织巡")]


def test_rule_6_a_heading_without_items_is_no_unit():
    notice = make_notice(TITLE + "一、甲类\n1.做事。好。\n二、乙类")
    structure = read_structure(notice)
    assert [unit.path for unit in structure.units] == [("一", "1")]
    odd = next(odd for odd in structure.diagnostics if odd.code == "heading-without-items")
    assert notice.text[odd.start :] == "二、乙类"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一、任务\n1.做事。好。\n3.做事。好。", "numbering-gap"),
        ("一、任务\n1.做事。好。\n1.做事。好。", "numbering-restart"),
        ("一、任务\n1.到0402年，做事。", "probable-scanning-error"),
    ],
)
def test_diagnostics(text, code):
    assert code in {odd.code for odd in read_structure(make_notice(TITLE + text)).diagnostics}


# -- laws ----------------------------------------------------------------------------------------


def untiled(notice: Notice, structure: Structure) -> str:
    """The characters of the body that fall in no unit, heading or marker."""
    covered = [False] * len(notice.text)
    spans = [*((unit.start, unit.end) for unit in structure.units), *structure.headings, *structure.markers]
    for start, end in spans:
        covered[start:end] = [True] * (end - start)
    return "".join(
        char
        for i, char in enumerate(notice.text)
        if notice.body_start <= i < notice.body_end and not covered[i] and not char.isspace()
    )


def check_laws(notice: Notice) -> None:
    structure = read_structure(notice)
    assert untiled(notice, structure) == ""
    for unit in structure.units:
        assert notice.text[unit.start : unit.end] == unit.text
    spans = [(unit.start, unit.end) for unit in structure.units]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans)), (
        "units overlap or stand out of order"
    )
    assert len({unit.unit_id for unit in structure.units}) == len(structure.units)


# (numbers of three sections with two items each): in every one of them the first number opens the body
SCHEMES = {
    "一、 （一）": ["一、", "（一）", "（二）", "二、", "（一）", "（二）", "三、", "（一）", "（二）"],
    "一、 1.": ["一、", "1.", "2.", "二、", "3.", "4.", "三、", "5.", "6."],
    "1 1.1": ["1 ", "1.1 ", "1.2 ", "2 ", "2.1 ", "2.2 ", "3 ", "3.1 ", "3.2 "],
    "1. 1.1": ["1. ", "1.1 ", "1.2 ", "2. ", "2.1 ", "2.2 ", "3. ", "3.1 ", "3.2 "],
    "1、 （1）": ["1、", "（1）", "（2）", "2、", "（1）", "（2）", "3、", "（1）", "（2）"],
    "（一） ①": ["（一）", "①", "②", "（二）", "①", "②", "（三）", "①", "②"],
    "第一、 ①": ["第一、", "①", "②", "第二、", "①", "②", "第三、", "①", "②"],
    "第一部分 一、": ["第一部分 ", "一、", "二、", "第二部分 ", "一、", "二、", "第三部分 ", "一、", "二、"],
    "第一章 第一节": [
        "第一章 ",
        "第一节 ",
        "第二节 ",
        "第二章 ",
        "第一节 ",
        "第二节 ",
        "第三章 ",
        "第一节 ",
        "第二节 ",
    ],
    "（1） ①": ["（1）", "①", "②", "（2）", "①", "②", "（3）", "①", "②"],
}
LETTERS = {
    "no letter": "",
    "a title": "云州市会展业发展计划\n",
    "a letter": "云州市商务局关于印发《云州市会展业发展计划》的通知\n云商发〔2025〕7号\n各区县政府：\n现将《云州市会展业发展计划》印发给你们。\n云州市商务局\n2025年3月1日\n云州市会展业发展计划\n",
}


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_body_begins_at_the_first_number(scheme, letter):
    """However a notice is numbered, none of its numbered lines is taken for letter head:
    each is a heading or in a unit."""
    texts = [f"建设场馆{i}。新增{i + 3}座。" if i % 3 else f"任务之{i}" for i in range(9)]
    lines = [number + text for number, text in zip(SCHEMES[scheme], texts, strict=True)]
    notice = make_notice(LETTERS[letter] + "\n".join(lines))
    structure = read_structure(notice)
    assert notice.text[notice.body_start :].startswith(lines[0].split()[0])
    assert [text for text in texts if not any(text in unit.text for unit in structure.units)] == texts[::3], (
        "the headings, and they alone, are no units"
    )
    assert untiled(notice, structure) == ""
    assert "items-in-letter-head" not in {odd.code for odd in structure.diagnostics}


def test_numbered_text_above_the_body_is_said():
    """What the reader of letter heads should not take in, but did, is named where it stands."""
    notice = make_notice(TITLE + "一、任务\n1.做事。好。")
    above = replace(notice, body_start=notice.text.index("1."))
    (odd,) = (odd for odd in read_structure(above).diagnostics if odd.code == "items-in-letter-head")
    assert notice.text[odd.start :].startswith("一、任务")


def test_a_letter_s_list_of_annexes_is_no_body():
    notice = make_notice(
        "云州市商务局关于印发方案的通知\n各区县：\n现将方案印发给你们。\n附件：1.云州市会展业方案\n2.云州市会展业清单\n云州市商务局\n2025年3月1日\n云州市会展业方案\n一、任务\n1.做事。好。"
    )
    structure = read_structure(notice)
    assert [unit.path for unit in structure.units] == [("一", "1")]
    assert "items-in-letter-head" not in {odd.code for odd in structure.diagnostics}


def real_texts(root) -> list[str]:
    return [
        (root / "data" / "raw" / "qingdao" / "2023.txt").read_text(encoding="utf-8"),
        *(path.read_text(encoding="utf-8") for path in sorted((root / "data" / "sample").glob("*.txt"))),
    ]


def test_every_real_notice_is_tiled(root):
    for text in real_texts(root):
        check_laws(make_notice(text))


MUTATIONS = {
    "a line deleted": lambda lines, rng: lines.pop(rng.randrange(len(lines))),
    "a line doubled": lambda lines, rng: lines.insert((i := rng.randrange(len(lines))), lines[i]),
    "two lines swapped": lambda lines, rng: lines.insert(
        rng.randrange(len(lines)), lines.pop(rng.randrange(len(lines)))
    ),
    "a character deleted": lambda lines, rng: lines.__setitem__(
        (i := rng.randrange(len(lines))), lines[i][: (j := rng.randrange(len(lines[i]) or 1))] + lines[i][j + 1 :]
    ),
    "a mark doubled": lambda lines, rng: lines.__setitem__(
        (i := rng.randrange(len(lines))), lines[i].replace("。", "。。", 1).replace("、", "、、", 1)
    ),
    "two lines joined": lambda lines, rng: lines.__setitem__(
        (i := rng.randrange(len(lines) - 1)), lines[i] + lines.pop(i + 1)
    ),
    "half width": lambda lines, rng: lines.__setitem__(
        (i := rng.randrange(len(lines))), lines[i].translate(str.maketrans("，（）：", ",():"))
    ),
    "cut off": lambda lines, rng: lines.__delitem__(slice(rng.randrange(1, len(lines)), None)),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_no_mutation_crashes_or_loses_text(mutation, root):
    """Whatever is deleted, doubled, swapped or cut, what is left is read and nothing of it is lost."""
    rng = random.Random(mutation)
    for text in real_texts(root)[::2]:
        for _ in range(8):
            lines = text.split("\n")
            for _ in range(3):
                if len(lines) > 3:
                    MUTATIONS[mutation](lines, rng)
            check_laws(make_notice("\n".join(lines)))


# what structure turns on, in pieces that no writer would put together
# fmt: off
PIECES = [
    "一、", "二、", "三、", "十二、", "（一）", "（二）", "（七）", "一）",
    "二）", "1.", "2.", "3.", "12.", "（1）", "（2）", "1）",
    "①", "②", "第一章", "第二节", "第一条", "第一，", "一是", "附件1",
    "附件：1.", "附件2：", "——", "●", "1.1", "3.1", "一", "1",
    "（", "）", "。", "；", "：", "，", "、", "“",
    "”", "《", "》", " ", "- 3 -", "建设平台", "推进工作", "主要目标",
    "保障措施", "重点任务", "备注：", "附则", "本方案自印发之日起施行", "各镇要加强组织领导", "牵头单位：市科技局", "（市财政局负责）",
    "2023年1月3日", "望海市人民政府", "到2025年", "新增10家", "总体要求-、", "\n", "\n", "\n",
    "\n",
]
# fmt: on


@pytest.mark.parametrize("seed", range(20))
def test_no_jumble_of_marks_makes_units_overlap_or_loses_text(seed):
    """Numbers without their partners, lists inside lists inside one line: 100 jumbles a seed keep every law."""
    for number in range(100):
        rng = random.Random(f"{seed}:{number}")
        chosen = rng.sample(PIECES, rng.randrange(2, 12)) if rng.random() < 0.7 else PIECES
        text = normalise("".join(rng.choices(chosen, k=rng.randrange(1, 40))), script="hans")
        if text:
            check_laws(make_notice(text))


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        pytest.param(
            "一）（七）市局（一）园区\n一）港口",
            ["（七）市局（一）园区", "港口"],
            id="the first number of a list stands behind another inline number: lines came out of order and overlapped",
        ),
        pytest.param(
            "（一）（八）港区（一）码头\n（二）航道",
            ["（八）港区（一）码头", "航道"],
            id="the same of other numbers",
        ),
        pytest.param(
            "；\n附件2:3.；（2）件",
            ["；\n附件2:3.；（2）件"],
            id="the line that an inline number goes back to is the list of annexes: its text was lost",
        ),
        pytest.param(
            "。\n附件3:4.；（5）表",
            ["。\n附件3:4.；（5）表"],
            id="the same of other numbers and marks",
        ),
    ],
)
def test_what_stands_behind_a_number_inside_a_line_stays_where_it_is(text, texts):
    notice = make_notice(text)
    check_laws(notice)
    assert [unit.text for unit in read_structure(notice).units] == texts


def test_numbered_items_below_the_bullets_of_a_goal_are_units():
    """Found by fuzzing: they were lost, for a goal with bullets was taken for the end of its branch."""
    notice = make_notice(
        TITLE
        + "一、总体要求\n（一）主要目标。到2025年，实现以下目标。\n——产值达到120亿元。\n1.做强海工装备。新增企业30家。\n2.做优海洋药物。新增药品3种。"
    )
    structure = read_structure(notice)
    assert [unit.path for unit in structure.units] == [
        ("一", "（一）"),
        ("一", "（一）"),
        ("一", "（一）", "1"),
        ("一", "（一）", "2"),
    ]
    assert untiled(notice, structure) == ""


@pytest.mark.parametrize(
    ("content", "heading", "reason"),
    [
        ("强化创新驱动（牵头单位：市科技局）", "强化创新驱动", "the clause of a heading is no part of it"),
        (
            "强化创新驱动（市政府办公厅（法制办）负责）",
            "强化创新驱动（市政府办公厅（法制办）负责）",
            "the word that makes it a clause stands behind the inner bracket",
        ),
        ("强化创新驱动（牵头单位：市政府办公厅（法制办））", "强化创新驱动", "a bracket inside the clause"),
        ("强化创新驱动（牵头单位：市政府办公厅（法制办）", "强化创新驱动", "one bracket is not closed"),
        ("强化创新驱动（牵头单位：市科技局）、市财政局）", "强化创新驱动", "one bracket is not opened"),
        ("强化创新驱动（试点）（市科技局牵头）", "强化创新驱动（试点）", "only the last bracket is a clause"),
        ("强化创新驱动（试点）", "强化创新驱动（试点）", "a bracket without a role is part of the heading"),
        ("、强化创新驱动：——", "、强化创新驱动", "stray marks at the end go"),
    ],
)
def test_heading_text(content: str, heading: str, reason: str):
    assert heading_text(content) == heading
