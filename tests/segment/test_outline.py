"""Forms of numbering met in print: what is an item, what a heading, and which number a line has."""

from __future__ import annotations

import pytest

from pipeline.segment.structure import read_structure
from tests.conftest import make_notice

TITLE = "云州市2024年重点工作任务\n"

# name: (text, what the units must be: path and the first characters)
CASES = {
    "a title with a full stop above （1）, numbers run on": (
        "一、工作任务\n1.打造港航新高地。\n（1）建设码头。年内开工3座。（责任单位：市港口局）\n（2）疏浚航道。新增水深2米。（责任单位：市水务局）\n"
        "2.培育临港产业。\n（3）引进企业。新增5家。（责任单位：市商务局）\n（4）建设园区。盘活土地。（责任单位：市工信局）",
        [
            ("一-1-（1）", "建设码头"),
            ("一-1-（2）", "疏浚航道"),
            ("一-2-（3）", "引进企业"),
            ("一-2-（4）", "建设园区"),
        ],
    ),
    "an item with text of its own above （1） with clauses is general": (
        "一、工作任务\n1.做强渔业。坚持生态优先。\n（1）建设牧场。新建2处。（市海洋局负责）\n（2）改造渔港。升级3座。（市农业局负责）",
        [("一-1", "做强渔业"), ("一-1-（1）", "建设牧场"), ("一-1-（2）", "改造渔港")],
    ),
    "（1） below a line with text are items where its siblings are bare titles above （1）": (
        "一、工作任务\n1.做强渔业\n（1）建设牧场。布放礁体。\n（2）改造渔港。升级泊位。\n"
        "2.发展旅游。坚持旺季淡季一起抓。\n（1）举办节会。设置展位。\n（2）建设民宿。评定等级。\n"
        "3.做优服务\n（1）简化流程。精简材料。\n（2）上门办理。增设网点。",
        [
            *[("一-1-（1）", "建设牧场"), ("一-1-（2）", "改造渔港"), ("一-2", "发展旅游")],
            *[("一-2-（1）", "举办节会"), ("一-2-（2）", "建设民宿")],
            *[("一-3-（1）", "简化流程"), ("一-3-（2）", "上门办理")],
        ],
    ),
    "（1） without clauses stays inside an item with text": (
        "一、工作任务\n1.做强渔业。坚持生态优先。\n（1）建设牧场，布放礁体。\n（2）改造渔港，升级泊位。\n2.发展旅游。新增景区3家。",
        [("一-1", "做强渔业"), ("一-2", "发展旅游")],
    ),
    "a character of a symbol font behind the number": (
        "一、工作任务\n1\ue010攻克深海装备。研制样机。\n2\ue010建设试验场。年内建成。\n3\uf02e培育企业。新增5家。",
        [("一-1", "攻克深海"), ("一-2", "建设试验"), ("一-3", "培育企业")],
    ),
    "titles that begin with digits": (
        "一、民生实事\n1.改造管网。完成20公里。\n2.12345热线提质。提高办结率。\n3.24小时书房建设。新建8处。\n4.3月底前完成普查。逐户登记。\n"
        "5.110个社区食堂提升。统一标准。\n6.5G网络延伸。覆盖乡镇。",
        [
            ("一-1", "改造管网"),
            ("一-2", "12345"),
            ("一-3", "24小时"),
            ("一-4", "3月底前"),
            ("一-5", "110个"),
            ("一-6", "5G网络"),
        ],
    ),
    "titles that begin with letters and formulas": (
        "一、重点项目\n1.完善路网。打通断头路。\n2.4A级景区创建。完善设施。\n3.6+N体系建设。补齐短板。\n4.AI应用推广。开放场景。",
        [("一-1", "完善路网"), ("一-2", "4A级景"), ("一-3", "6+N体"), ("一-4", "AI应用")],
    ),
    "a quantity that opens a paragraph is no item": (
        "一、任务\n1.扩大产能。加快建设。\n3.5万吨级泊位同步开工。\n2.培育企业。新增5家。\n3.引进人才。新增10名。",
        [("一-1", "扩大产能"), ("一-2", "培育企业"), ("一-3", "引进人才")],
    ),
    "Roman numbers": (
        "Ⅰ、总体要求\n坚持创新。\nⅡ、重点任务\n一、建设场馆。新增3座。\n二、引进赛事。举办5场。\nⅢ、保障措施\n加强领导。",
        [("I", "坚持创新"), ("II-一", "建设场馆"), ("II-二", "引进赛事"), ("III", "加强领导")],
    ),
    "Roman letters": (
        "I. 总体要求\n坚持创新。\nII. 重点任务\n1.建设场馆。新增3座。\n2.引进赛事。举办5场。",
        [("I", "坚持创新"), ("II-1", "建设场馆"), ("II-2", "引进赛事")],
    ),
    "numbers that are one character": (
        "一、任务\n⒈建设场馆。新增3座。\n⒉引进赛事。举办5场。\n二、服务\n⑴培训人员。完成200人。\n⑵开放设施。全部免费。",
        [("一-1", "建设场馆"), ("一-2", "引进赛事"), ("二-（1）", "培训人员"), ("二-（2）", "开放设施")],
    ),
    "a number with a space": (
        "一 重点任务\n1.建设场馆。新增3座。\n二 附则\n本办法自2024年5月1日起施行。",
        [("一-1", "建设场馆"), ("二", "本办法自")],
    ),
    "（一） above 一、": (
        "（一）重点任务\n一、建设场馆。新增3座。\n二、引进赛事。举办5场。\n（二）民生实事\n一、培训人员。完成200人。\n二、开放设施。全部免费。",
        [("（一）-一", "建设场馆"), ("（一）-二", "引进赛事"), ("（二）-一", "培训人员"), ("（二）-二", "开放设施")],
    ),
    "two items on one line": (
        "一、任务\n1.建设场馆。新增3座。2.引进赛事。举办5场。\n3.培训人员。完成200人。",
        [("一-1", "建设场馆"), ("一-2", "引进赛事"), ("一-3", "培训人员")],
    ),
    "a heading and its first item on one line": (
        "一、重点任务（一）建设场馆。新增3座。\n（二）引进赛事。举办5场。\n二、保障措施\n加强领导。",
        [("一-（一）", "建设场馆"), ("一-（二）", "引进赛事"), ("二", "加强领导")],
    ),
    "a list that begins inside a sentence stays there": (
        "一、任务\n1.建设场馆。重点：1.体育馆；2.游泳馆。\n2.引进赛事。举办5场。",
        [("一-1", "建设场馆"), ("一-2", "引进赛事")],
    ),
    "a line that ends in a comma does not swallow the next number": (
        "一、目标\n到2025年，达到国内先进水平，\n二、任务\n1.建设场馆、\n2.引进赛事。举办5场。",
        [("一", "到202"), ("二-1", "建设场馆"), ("二-2", "引进赛事")],
    ),
    "三、四线 and 一、二产业 open no list": (
        "一、任务\n1.优化布局。合理引导。\n三、四线城镇同步推进。\n2.引进赛事。举办5场。\n二、措施\n加强领导。",
        [("一-1", "优化布局"), ("一-2", "引进赛事"), ("二", "加强领导")],
    ),
    "a heading whose number is lost": (
        "一、总体要求\n坚持创新。\n重点任务\n1.建设场馆。新增3座。\n2.引进赛事。举办5场。\n三、保障措施\n加强领导。",
        [("一", "坚持创新"), ("二-1", "建设场馆"), ("二-2", "引进赛事"), ("三", "加强领导")],
    ),
    "an item whose number is lost": (
        "一、任务\n1.建设场馆。新增3座。\n引进国际赛事。年内举办大型活动5场以上。\n3.培训人员。完成200人。",
        [("一-1", "建设场馆"), ("一-2", "引进国际"), ("一-3", "培训人员")],
    ),
    "all sections without numbers": (
        "总体要求\n坚持创新。\n重点任务\n（一）建设场馆。新增3座。\n（二）引进赛事。举办5场。\n保障措施\n（一）加强组织领导。建专班。\n（二）强化资金保障。统筹资金。",
        [
            ("", "坚持创新"),
            ("（一）", "建设场馆"),
            ("（二）", "引进赛事"),
            ("（一）", "加强组织"),
            ("（二）", "强化资金"),
        ],
    ),
    "a list of annexes and a signature are no items": (
        "一、任务\n1.建设场馆。新增3座。\n2.引进赛事。举办5场。\n附件：1.场馆清单\n2.赛事清单\n云州市人民政府\n2024年3月1日",
        [("一-1", "建设场馆"), ("一-2", "引进赛事")],
    ),
    "the same without a signature, the list below its word": (
        "一、任务\n1.建设场馆。新增3座。\n附件：\n1.场馆清单\n2.赛事清单",
        [("一-1", "建设场馆")],
    ),
    "附件1 is the outermost part of the path": (
        "一、任务\n1.建设场馆。新增3座。\n附件1\n云州市场馆清单\n1.体育馆。年内开工。\n附件2\n云州市赛事清单\n1.马拉松。如期举办。",
        [("一-1", "建设场馆"), ("附件1-1", "体育馆。"), ("附件2-1", "马拉松。")],
    ),
    "an annex of which only the title is there is no unit": (
        "一、任务\n1.建设场馆。新增3座。\n附件\n云州市场馆建设安排表",
        [("一-1", "建设场馆")],
    ),
    "titled items below one sentence that leads to them": (
        "一、任务\n1.市级核查。采取查阅资料、座谈等方式。\n（1）查阅资料。调阅各县自查台账，逐项核对存放地点、数量和处置去向。\n"
        "（2）座谈问询。听取各县汇报，与企业负责人谈话，核实整改进度和经费落实情况。",
        [("一-1", "市级核查"), ("一-1-（1）", "查阅资料"), ("一-1-（2）", "座谈问询")],
    ),
    "a section of one paragraph on validity": (
        "一、任务\n1.建设场馆。新增3座。\n二、附则\n本办法自2024年5月1日起施行，有效期三年。",
        [("一-1", "建设场馆"), ("二", "本办法自")],
    ),
    "a last paragraph on higher law": (
        "一、任务\n1.建设场馆。新增3座。\n国家和省另有规定的，从其规定。",
        [("一-1", "建设场馆"), ("", "国家和省")],
    ),
    "a box of a plan stands beside the items of its section": (
        "一、任务\n（一）产业\n1.培育企业。建立梯队。\n2.建设园区。完善设施。\n专栏1 园区工程\n滨江园区。建厂房9座。\n临港园区。建仓库3处。\n"
        "3.引进项目。开展招商。\n（二）创新\n1.建设平台。新建5个。\n专栏2：平台工程\n1.实验室。建9个。\n2.中试基地。建3个。\n（三）服务\n办理提速。",
        [
            ("一-（一）-1", "培育"),
            ("一-（一）-2", "建设园区。完善设施。"),
            ("一-（一）-专栏1", "滨江园区"),
            ("一-（一）-3", "引进"),
            ("一-（二）-1", "建设平台"),
            ("一-（二）-专栏2-1", "实验室"),
            ("一-（二）-专栏2-2", "中试"),
            ("一-（三）", "办理"),
        ],
    ),
    "page numbers are no text": (
        "一、任务\n— 2 —\n1.建设场馆。新增3座。\n第3页\n2.引进赛事。举办5场。",
        [("一-1", "建设场馆"), ("一-2", "引进赛事")],
    ),
}


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_outline(case: str):
    text, wanted = CASES[case]
    units = read_structure(make_notice(TITLE + text)).units
    assert [("-".join(unit.path), unit.text[: len(head)]) for unit, (_, head) in zip(units, wanted)] == wanted
    assert len(units) == len(wanted), [unit.text[:20] for unit in units]


KINDS = [
    (
        "一、任务\n（一）修路\n2.养护公路。建立专班，按月巡查。\n（二）修桥\n2.改造危桥。排查隐患，分批改造。\n"
        "4.新建便桥。优先偏远村组，方便群众。\n（四）修渠\n3.疏浚干渠。清淤护坡，恢复通水。",
        ["task", "task", "task", "task"],
    ),
    (
        "一、2024年主要预期目标\n（一）生产总值增长6%以上\n责任单位：县发展改革局\n（二）投资增长8%以上\n责任单位：县发展改革局",
        ["goal", "goal"],
    ),
    (
        "一、贫困情况\n全县有贫困村12个。\n二、攻坚目标\n（一）总体目标\n两年内全部出列。\n（二）任务\n修路。",
        ["general", "goal", "goal"],
    ),
    ("一、充分认识防汛工作的重要意义\n事关安全。\n二、任务\n1.修堤。好。", ["general", "task"]),
    (
        "一、任务\n1.修路。好。\n请各市交通部门和有关单位，按照上述要求扎实做好养护各项工作，共同保障畅通。",
        ["task", "closing"],
    ),
    ("一、确保完成全年主要预期目标\n1.生产总值增长6%。\n2.固定资产投资增长8%。", ["goal", "goal"]),
    ("一、建设试验区\n（一）试点内容。\n研制样机。\n（二）预期成果。\n三年内建成平台2个。", ["task", "goal"]),
    (
        "一、任务\n1.修路。好。\n二、压实工作责任\n1.组织领导。建专班。\n2.工作保障。给经费。",
        ["task", "safeguard", "safeguard"],
    ),
    ("一、任务\n1.修路。好。\n二、狠抓责任落实\n各部门按月报送。", ["task", "safeguard"]),
    (
        "一、原则同意试点方案，请认真实施。\n二、加强组织领导，建立推进机制。\n三、加强跟踪和总结，每年12月底前报送。",
        ["task", "safeguard", "safeguard"],
    ),
    ("一、申报条件\n依法登记。\n二、支持内容\n1.补贴设备。按比例支持。", ["general", "task"]),
]


@pytest.mark.parametrize(("text", "kinds"), KINDS, ids=[text[:12] for text, _ in KINDS])
def test_kinds_of_sections(text: str, kinds: list[str]):
    assert [unit.kind for unit in read_structure(make_notice(TITLE + text)).units] == kinds


DIAGNOSTICS = [
    (
        "一、任务\n1.修路。好。\n2.架桥。好。\n5.植树。好。",
        "numbering-gap",
        "see whether the item before it holds its text",
    ),
    (
        "一、总体要求\n坚持创新。\n重点任务\n1.修路。好。\n三、保障措施\n加强领导。",
        "number-inferred",
        "重点任务 has no number",
    ),
    ("一、任务\n1.修路。年内修路30公里，\n2.架桥。好。", "sentence-cut", "年内修路30公里，"),
    ("一、任务\n1.修路。好。（牵头单位：县交通局，参与单位：县文\n2.架桥。好。", "sentence-cut", "参与单位：县文"),
    ("一、任务\n1." + "建设场馆，" * 700 + "好。", "very-long-unit", "add them to the file"),
    (
        "一、总体要求\n" + "坚持创新驱动发展。" * 200 + "\n二、任务\n1.修路。好。",
        "little-text-in-tasks",
        "correct its kind",
    ),
]


@pytest.mark.parametrize(("text", "code", "says"), DIAGNOSTICS, ids=[case[1] for case in DIAGNOSTICS])
def test_what_is_odd_is_told_with_what_to_do(text: str, code: str, says: str):
    odd = [one for one in read_structure(make_notice(TITLE + text)).diagnostics if one.code == code]
    assert len(odd) == 1 and says in odd[0].message


@pytest.mark.parametrize(
    "item", ["1.修路。好。（牵头单位：县交通局）", "1.做好以下工作：", "1.修路（一期）", "1.（二期）修路。见（1）。"]
)
def test_a_line_that_ends_well_is_not_cut(item: str) -> None:
    odd = read_structure(make_notice(TITLE + f"一、任务\n{item}\n2.架桥。好。")).diagnostics
    assert "sentence-cut" not in [one.code for one in odd]


@pytest.mark.parametrize("number", [99, 112])
def test_a_number_that_is_not_printed_may_be_large(number: int):
    """A list of more than a hundred measures, of which one lost its number."""
    text = f"1.修路{number - 1}条。好。\n{number - 1}.修桥。好，年内完工。\n修建公园和绿地。绿化荒山和道路，年内完工。\n{number + 1}.种树。好。"
    assert read_structure(make_notice(TITLE + text)).units


def test_a_plain_notice_has_nothing_odd():
    text = (
        "一、任务\n"
        + "".join(f"{n}.建设场馆{n}号。年内新增{n}座。\n" for n in range(1, 9))
        + "二、保障措施\n加强组织领导。"
    )
    assert read_structure(make_notice(TITLE + text)).diagnostics == []
