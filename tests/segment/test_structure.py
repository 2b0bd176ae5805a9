"""The nine rules of the annotation guide, numbering faults, and the law that nothing is lost."""

import random

import pytest

from pipeline.schema import Notice
from pipeline.segment.structure import Structure, read_structure
from tests.conftest import make_notice

TITLE = "云州市2023年重点工作任务\n"


def outline(text: str) -> list[tuple[str, str, str]]:
    """(path, kind, first characters) of every unit."""
    return [("-".join(unit.path), unit.kind, unit.text[:8]) for unit in read_structure(make_notice(text)).units]


CASES = {
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
        [("一", "goal", "到2025年，实"), ("一", "goal", "规模。产值达到1"), ("一", "goal", "创新。新增平台5"), ("二-1", "task", "做事。")],
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
        [("第一章-第一条", "general", "为规范管理，制定"), ("第二章-第二条", "task", "支持下列项目：\n"), ("第三章-第三条", "closing", "本办法自发布之日")],
    ),
    "rule 7: paragraphs between a heading and its first item": (
        "一、任务\n坚持以下方向推进。\n1.做事。好。\n二、工作目标\n年内见效。\n1.产值达到5亿元。",
        [("一", "general", "坚持以下方向推进"), ("一-1", "task", "做事。好。"), ("二", "goal", "年内见效。"), ("二-1", "goal", "产值达到5亿元。")],
    ),
    "rule 7: a last paragraph on validity closes the notice": (
        "一、任务\n1.做事。好。\n本政策自发布之日起实施，有效期3年。",
        [("一-1", "task", "做事。好。"), ("", "closing", "本政策自发布之日")],
    ),
    "rule 8: a last section of organisation and funding is safeguard whatever its name": (
        "一、重点任务\n1.做事。好。\n二、推进措施\n（一）加强组织领导。建立机制。\n（二）强化资金支持。统筹资金。\n（三）营造宣传氛围。广泛宣传。",
        [("一-1", "task", "做事。好。"), ("二-一", "safeguard", "加强组织领导。建"), ("二-二", "safeguard", "强化资金支持。统"), ("二-三", "safeguard", "营造宣传氛围。广")],
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


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_units(case):
    text, units = CASES[case]
    found = [(path.replace("（", "").replace("）", ""), kind, head) for path, kind, head in outline(TITLE + text)]
    assert found == units


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
    return "".join(char for i, char in enumerate(notice.text) if notice.body_start <= i < notice.body_end and not covered[i] and not char.isspace())


def check_laws(notice: Notice) -> None:
    structure = read_structure(notice)
    assert untiled(notice, structure) == ""
    for unit in structure.units:
        assert notice.text[unit.start : unit.end] == unit.text
    spans = [(unit.start, unit.end) for unit in structure.units]
    assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:])), "units overlap or stand out of order"
    assert len({unit.unit_id for unit in structure.units}) == len(structure.units)


def real_texts(root) -> list[str]:
    return [(root / "data" / "raw" / "qingdao" / "2023.txt").read_text(encoding="utf-8"), *(path.read_text(encoding="utf-8") for path in sorted((root / "data" / "sample").glob("*.txt")))]


def test_every_real_notice_is_tiled(root):
    for text in real_texts(root):
        check_laws(make_notice(text))


MUTATIONS = {
    "a line deleted": lambda lines, rng: lines.pop(rng.randrange(len(lines))),
    "a line doubled": lambda lines, rng: lines.insert((i := rng.randrange(len(lines))), lines[i]),
    "two lines swapped": lambda lines, rng: lines.insert(rng.randrange(len(lines)), lines.pop(rng.randrange(len(lines)))),
    "a character deleted": lambda lines, rng: lines.__setitem__((i := rng.randrange(len(lines))), lines[i][: (j := rng.randrange(len(lines[i]) or 1))] + lines[i][j + 1 :]),
    "a mark doubled": lambda lines, rng: lines.__setitem__((i := rng.randrange(len(lines))), lines[i].replace("。", "。。", 1).replace("、", "、、", 1)),
    "two lines joined": lambda lines, rng: lines.__setitem__((i := rng.randrange(len(lines) - 1)), lines[i] + lines.pop(i + 1)),
    "half width": lambda lines, rng: lines.__setitem__((i := rng.randrange(len(lines))), lines[i].translate(str.maketrans("，（）：", ",():"))),
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
