"""Work reports (annotation guide, rule 10): what was done, what is ordered for the year, and what only frames it."""

from __future__ import annotations

import pytest

from pipeline.segment.report import is_report
from pipeline.segment.structure import read_structure
from tests.conftest import make_notice

HEAD = """2024年云州市政府工作报告
——2024年1月20日在云州市第九届人民代表大会第三次会议上
云州市市长 王磊
各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。
"""
REVIEW = "一、2023年工作回顾\n过去一年，我们做了以下工作：\n一是修路。完成100公里。\n各位代表！成绩来之不易，我们表示感谢。\n"
WORK = "二、2024年主要工作\n"
SELF = "三、加强政府自身建设\n坚持依法行政。规范权力运行，公开政务信息。\n"
END = "各位代表！征程万里，让我们携手奋进，共建美好家园！\n"
BODY = "加快建设城乡设施，完善公共服务体系，"


def outline(text: str) -> list[tuple[str, str, str]]:
    return [("-".join(unit.path), unit.kind, unit.text[:6]) for unit in read_structure(make_notice(text)).units]


CASES = {
    "paragraphs with a title run in are tasks, what stands before them is general": (
        f"（一）扩大内需\n坚持把扩大内需放在首位，{BODY}增强发展后劲和活力，夯实长远基础。\n促进消费升级。{BODY}举办展会20场。\n扩大有效投资。{BODY}开工项目30个。\n",
        [
            ("二-（一）", "general", "坚持把扩大内"),
            ("二-（一）", "task", "促进消费升级"),
            ("二-（一）", "task", "扩大有效投资"),
        ],
    ),
    "titles alone on their lines": (
        f"（一）扩大内需\n促进消费升级。\n{BODY}举办展会20场。\n扩大有效投资。\n{BODY}开工项目30个。\n",
        [("二-（一）", "task", "促进消费升级"), ("二-（一）", "task", "扩大有效投资")],
    ),
    "a heading with text of its own above titled paragraphs": (
        f"（一）扩大内需，增强动力。坚持供需两端发力。\n促进消费升级。{BODY}举办展会20场。\n",
        [("二-（一）", "general", "扩大内需，增"), ("二-（一）", "task", "促进消费升级")],
    ),
    "paragraphs that count on with titles of their own": (
        f"（一）扩大内需\n一是促进消费升级。{BODY}举办展会20场。\n二是扩大有效投资。{BODY}开工项目30个。\n",
        [("二-（一）", "task", "一是促进消费"), ("二-（一）", "task", "二是扩大有效")],
    ),
    "the counted paragraphs below a title belong to it": (
        f"（一）扩大内需\n促进消费升级。重点抓三件事。\n一是办好展会。举办20场。\n二是发放补贴。{BODY}惠及万家。\n稳定外贸。{BODY}开行班列。\n",
        [("二-（一）", "task", "促进消费升级"), ("二-（一）", "task", "稳定外贸。加")],
    ),
    "counted paragraphs without titles belong to the one above": (
        f"（一）扩大内需\n一是促进消费升级，{BODY}举办展会20场，发放购物补贴，完善县乡两级商贸流通设施，持续优化消费环境。\n"
        f"二是扩大有效投资，{BODY}开工项目30个，优化项目审批流程，加快专项债券发行使用，持续激发民间投资活力。\n",
        [("二-（一）", "task", "一是促进消费")],
    ),
    "a heading with one paragraph is one task": (
        f"（一）扩大内需\n{BODY}推进重大项目，提升运行质量和效益，开工项目30个。\n",
        [("二-（一）", "task", "加快建设城乡")],
    ),
    "an item that is one paragraph is one task": (
        f"（一）扩大内需。{BODY}开工项目30个。促进消费升级。举办展会20场。\n",
        [("二-（一）", "task", "扩大内需。加")],
    ),
    "paragraphs without titles are tasks each": (
        f"（一）扩大内需\n{BODY}推进重大项目，提升运行质量和效益，开工项目30个。\n{BODY}优化消费环境，提升服务质量和水平，举办展会20场。\n",
        [("二-（一）", "task", "加快建设城乡"), ("二-（一）", "task", "加快建设城乡")],
    ),
    "the figures of the year are a goal between what frames them": (
        f"今年是承上启下之年，{BODY}做好各项工作。\n今年经济社会发展主要预期目标是：生产总值增长6%左右。\n重点做好以下工作：\n（一）扩大内需。{BODY}开工项目30个。\n",
        [
            ("二", "general", "今年是承上启"),
            ("二", "goal", "今年经济社会"),
            ("二", "general", "重点做好以下"),
            ("二-（一）", "task", "扩大内需。加"),
        ],
    ),
    "public works are tasks of their section": (
        f"（一）改善民生\n提高就业质量。{BODY}新增就业2万人。\n各位代表！今年要办好以下实事：\n1.改造管网20公里。更新泵站3座。\n2.新建公园5座。\n",
        [
            ("二-（一）", "task", "提高就业质量"),
            ("二-（一）", "general", "各位代表！今"),
            ("二-（一）-1", "task", "改造管网20"),
            ("二-（一）-2", "task", "新建公园5座"),
        ],
    ),
}


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_tasks_of_the_year(case: str):
    text, wanted = CASES[case]
    assert outline(HEAD + REVIEW + WORK + text + SELF + END) == [
        ("一", "general", "过去一年，我"),
        ("一", "general", "各位代表！成"),
        *wanted,
        ("三", "safeguard", "坚持依法行政"),
        ("", "closing", "各位代表！征"),
    ]


def test_goals_before_the_first_number_of_a_report_are_a_unit():
    text = f"2024年重点工作\n今年是关键之年，{BODY}做好各项工作。\n全市发展的主要预期目标是：生产总值增长6%左右。\n（一）扩大内需\n{BODY}开工项目30个。\n{END}"
    assert [unit[1:] for unit in outline(text)][:2] == [("general", "今年是关键之"), ("goal", "全市发展的主")]


def test_a_review_is_general_however_finely_it_is_numbered():
    text = (
        HEAD
        + "一、过去五年工作回顾\n（一）经济增长。产值翻番。\n（二）民生改善。新建学校9所。\n"
        + WORK
        + "（一）修路。好。\n"
        + END
    )
    assert [kind for _, kind, _ in outline(text)] == ["general", "general", "task", "closing"]


@pytest.mark.parametrize(
    "heading", ["二、奋力拼搏，全力推动“十五五”开好局、起好步", "二、扎实做好今年工作，实现“十五五”良好开局"]
)
def test_the_first_year_of_a_plan_is_the_year_whose_work_is_ordered(heading: str):
    text = f"{HEAD}{REVIEW}{heading}\n今年经济社会发展主要预期目标是：生产总值增长6%左右。\n（一）建设强市。{BODY}提升能级。\n"
    assert [kind for path, kind, _ in outline(text) if path.startswith("二")] == ["goal", "task"]


@pytest.mark.parametrize(
    "heading",
    [
        "二、“十五五”时期主要目标任务",
        "二、今后五年的奋斗目标",
        "二、关于第十四个五年规划纲要的说明",
        "二、2024年总体要求和政策取向",
    ],
)
def test_a_section_that_frames_the_year_holds_no_task(heading: str):
    text = f"{HEAD}{REVIEW}{heading}\n{BODY}实现更大发展。\n（一）建设强市。{BODY}提升能级。\n三、2024年重点工作\n（一）修路。好。\n"
    assert [kind for path, kind, _ in outline(text) if path.startswith("二")] == ["general", "general"]


PARTS = f"""2023年工作回顾
——经济稳中有进。产值增长6%。
各位代表！成绩来之不易。
2024年发展形势和总体要求
一是在变局中把握机遇。{BODY}开创新局。
综合考虑，今年经济社会发展主要预期目标：生产总值增长6%左右。
2024年主要工作任务
今年，我们要落实全会部署，做好各项工作。
一、打好攻坚战，破解发展瓶颈。
坚持问题导向，{BODY}再解决一批难题。
（一）城市更新。{BODY}改造小区9个。
二、提升治理能力，建设人民满意的服务型政府。
（一）依法行政。{BODY}公开政务。
各位代表！实干成就梦想。
"""


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        (HEAD, ""),
        ("各位代表：\n现在，我代表云州市人民政府，向大会报告工作，请予审议。\n", ""),
        (HEAD, "政府工作报告名词、术语注释\n1.两新：大规模设备更新。\n3.一网通办：一个平台办事。"),
        (HEAD, "附件\n2024年民生实事\n1.新建公园5座。"),
    ],
    ids=["whole", "cut above the address", "with a glossary", "with an annex"],
)
def test_the_parts_of_a_report_bear_no_number(head: str, foot: str):
    assert outline(head + PARTS + foot)[:11] == [
        ("", "general", "经济稳中有进"),
        ("", "general", "各位代表！成"),
        ("", "general", "一是在变局中"),
        ("", "goal", "综合考虑，今"),
        ("", "general", "今年，我们要"),
        ("一", "general", "坚持问题导向"),
        ("一-（一）", "task", "城市更新。加"),
        ("二-（一）", "safeguard", "依法行政。加"),
        ("", "closing", "各位代表！实"),
        *([("附件-1", "task", "新建公园5座")] if foot.startswith("附件") else []),
    ]


def test_a_part_s_name_below_a_numbered_part_is_no_part():
    text = f"{HEAD}{REVIEW}二、政府工作安排\n（一）扩大内需\n2024年重点工作\n{BODY}举办展会20场。\n{SELF}{END}"
    assert [path for path, _, _ in outline(text)][:2] == ["一", "一"]
    assert ("三", "safeguard", "坚持依法行政") in outline(text)


def test_what_is_addressed_to_the_assembly_behind_the_tasks_stands_in_no_section():
    text = f"{HEAD}{REVIEW}{WORK}（一）修路。好。\n各位代表！我们支持国防建设。\n{SELF}{END}"
    assert outline(text)[3] == ("", "general", "各位代表！我")


@pytest.mark.parametrize(
    "foot",
    [
        "名词解释\n1.两新：大规模设备更新。\n2.两重：重大战略。",
        "相关报道：\n云州市两会闭幕",
        "注释\n［1］两新：\n大规模设备更新。",
        "本作品采用知识共享署名许可协议。\nPublic domain",
    ],
)
def test_what_stands_behind_the_end_is_nothing(foot: str):
    text = HEAD + REVIEW + WORK + "（一）修路。好。\n" + END + foot
    assert outline(text)[-1] == ("", "closing", "各位代表！征")


@pytest.mark.parametrize(
    ("title", "line", "told"),
    [
        ("2024年云州市政府工作报告", "一、回顾", True),
        ("关于计划执行情况的报告", "各位代表：", True),
        ("政府工作报告2024年重点任务分解", "一、任务", False),
        ("云州市2024年工作要点", "各位代表建议的办理。", False),
    ],
)
def test_is_report(title: str, line: str, told: bool):
    from pipeline.segment.lines import Line

    assert is_report(title, [Line(0, line)]) is told


FRAME = "今年政府工作的总体要求是：坚持稳中求进，推动质的有效提升。\n"
FIGURES = "全县发展的主要预期目标是：生产总值增长6%左右。\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            f"二、今年目标任务和重点工作\n2025年是收官之年，也是关键之年。干好工作，要鼓足干劲。\n{FRAME}{FIGURES}",
            [("二", "general", "2025年是"), ("二", "goal", "全县发展的主")],
        ),
        (
            f"{FRAME}{FIGURES}要抓好以下工作：\n（一）扩大内需\n促进消费升级。{BODY}举办展会20场。\n",
            [
                ("", "general", "今年政府工作"),
                ("", "goal", "全县发展的主"),
                ("", "general", "要抓好以下工"),
                ("（一）", "task", "促进消费升级"),
            ],
        ),
        (
            f"2025年政府工作任务分解表\n{FRAME}{FIGURES}一、修路。修建道路3条。\n",
            [("", "general", "今年政府工作"), ("一", "task", "修路。修建道")],
        ),
    ],
    ids=["only the opening of a section", "without the headings of its parts", "shared out: no report"],
)
def test_a_part_of_a_report_is_known_by_what_frames_the_year(text: str, wanted: list[tuple[str, str, str]]):
    assert [
        (path, kind, opening[: len(want[2])]) for (path, kind, opening), want in zip(outline(text), wanted, strict=True)
    ] == wanted


def test_how_the_government_is_to_work_safeguards_also_without_a_heading():
    text = (
        f"{HEAD}{REVIEW}{WORK}（一）修路。{BODY}修建道路3条。\n"
        f"各位代表！使命如山。各级政府要勤勉工作，建设人民满意的政府。\n要依法行政，规范用权。\n{END}"
    )
    assert [kind for _, kind, _ in outline(text)][-3:] == ["task", "safeguard", "closing"]
