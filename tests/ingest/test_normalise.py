"""Cleaning: what becomes one form, what stays, and the laws of cleaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.normalise import detect_script, normalise, to_simplified

CASES = [
    (
        "完善实验室体系,建设(港口型)枢纽;加快推进:",
        "完善实验室体系，建设（港口型）枢纽；加快推进：",
        "half-width punctuation between Chinese",
    ),
    ("产能1,100万吨", "产能1,100万吨", "a thousands separator is no comma"),
    ("按照1:1的比例", "按照1:1的比例", "a ratio keeps its colon"),
    ("到 2025 年，建成 5 个平台", "到2025年，建成5个平台", "spaces set by a PDF"),
    (
        "产值达到 1 000 亿元、带动 12 050 人",
        "产值达到1000亿元、带动12050人",
        "thousands parted by a space, as ISO prints them",
    ),
    ("净增 1 234 000 人、耕地 12 000 000 亩", "净增1234000人、耕地12000000亩", "several thousands"),
    ("产值 1 000.5 亿元", "产值1000.5亿元", "thousands with a decimal"),
    ("产值 300 350 亿元", "产值300 350亿元", "two cells of a table may be two numbers"),
    ("2025 001号", "2025 001号", "a number of a file, no thousands"),
    ("1 突破关键技术", "1 突破关键技术", "the space after a list number is its only mark"),
    ("二 主要目标", "二 主要目标", "the same for a Chinese numeral"),
    ("国发[2022]18号", "国发〔2022〕18号", "one form of document numbers"),
    ("国发（2022）18号", "国发〔2022〕18号", "one form of document numbers"),
    ("〔责任单位：县农业农村局〕", "（责任单位：县农业农村局）", "other brackets around a clause"),
    ("[牵头单位:县水务局]", "（牵头单位：县水务局）", "square brackets around a clause"),
    ('开展"消费季"活动', "开展“消费季”活动", "straight quotes"),
    ("實施創新驅動發展戰略", "实施创新驱动发展战略", "traditional characters"),
    ("５Ｇ基站１０个", "5G基站10个", "full width digits and letters"),
    ("①完善机制", "①完善机制", "NFKC would turn ① into 1"),
    ("PM2.5（微克\n/立方米\n）下降", "PM2.5（微克/立方米）下降", "a line broken inside a bracket"),
    ("财政部  税务总局\n2021年3月1日", "财政部\n税务总局\n2021年3月1日", "joint issuers side by side"),
    ("--重点产业。", "——重点产业。", "a dash of two hyphens"),
    (
        "详见 http://www.example.gov.cn/a,b?c=1 附件",
        "详见http://www.example.gov.cn/a,b?c=1附件",
        "an address stays as it is",
    ),
]


@pytest.mark.parametrize(("raw", "clean", "reason"), CASES, ids=[case[2] for case in CASES])
def test_normalise(raw, clean, reason):
    assert normalise(raw) == clean


INDENTED = """　　一、改善水环境
　　（一）加固河湖堤防。组织汛前排查，逐段登记险工险段
，落实巡查责任。
　　牵头单位：市水务局　　责任单位：市财政局、市住建
局
　　（二）清理河道。疏通淤塞河段，拆除违章建筑，恢复
2010年前的行洪断面。汛期前完成全部清淤任务。
　　责任单位：市水务局、市城管局、市农业农村局、市气
象局、各县区
"""


def test_a_line_without_an_indent_goes_on_where_every_paragraph_has_one():
    lines = normalise(INDENTED).split("\n")
    assert [line[:6] for line in lines] == [
        "一、改善水环",
        "（一）加固河",
        "牵头单位：市",
        "（二）清理河",
        "责任单位：市",
    ]
    assert lines[2].endswith("市住建局") and lines[4].endswith("市气象局、各县区")


def test_a_document_number_broken_over_two_lines_leaves_the_width_of_the_lines():
    broken = "一、任务\n" + "".join(
        f"第{i}组按照上级要求逐项核对台账并按时报送进展情况不得\n拖延。\n落实有关文件精神并对照年度任务逐条检查（云政发〔\n2023〕4号）要求。\n"
        for i in "甲乙丙丁"
    )
    lines = normalise(broken).split("\n")
    assert len(lines) == 9 and all(line.endswith("。") for line in lines[1:])


def test_lines_without_indents_stay_where_they_are_no_broken_ones():
    text = "".join(f"　　第{i}段正文写得很长，一直写到这一行的末尾才结束。\n署名{i}\n" for i in "甲乙丙丁戊")
    assert len(normalise(text).split("\n")) == 10


@pytest.mark.parametrize("page", ["— 3 —", "-12-", "第3页", "第 3 页 共 12 页"])
def test_a_page_number_alone_on_its_line_goes(page: str):
    assert normalise(f"（责任单位：市教育\n{page}\n局、市体育局）") == "（责任单位：市教育局、市体育局）"


@pytest.mark.parametrize("line", ["——3家企业入园。", "第3页所列项目按期完成。", "2—3"])
def test_what_looks_like_a_page_number_stays(line: str):
    assert normalise(f"一、任务\n{line}\n二、保障") == f"一、任务\n{line}\n二、保障"


def test_detect_script():
    assert detect_script("實施創新驅動發展戰略")[0] == "hant"
    assert detect_script("实施创新驱动发展战略")[0] == "hans"
    script, other = detect_script("实施创新驱动發展")
    assert script == "hans" and 0 < other < 0.5


def test_the_notice_reads_alike_in_both_scripts(root):
    traditional = (root / "data" / "raw" / "qingdao" / "2023.txt").read_text(encoding="utf-8")
    assert normalise(traditional) == normalise(to_simplified(traditional))


@given(st.text(alphabet="实施发展,，。.:：()（）[]〔〕 \n\t12025年5G家一二、“”\"'-—①\u3000\ufeff號發", max_size=80))
def test_cleaning_a_clean_text_changes_nothing(text):
    clean = normalise(text, script="hans")
    assert normalise(clean, script="hans") == clean


@given(st.text(max_size=60))
def test_any_text_can_be_cleaned(text):
    assert "\r" not in normalise(text)


def test_however_many_lines_leave_brackets_open_cleaning_settles_at_once():
    """Found by fuzzing: every pass joined one line more, and there were more lines than passes."""
    once = normalise("。\n" + "（港\n（口\n" * 40 + "（码头）\n推进建设）。")
    assert once == "。\n" + "（港（口" * 40 + "（码头）推进建设）。"
    assert normalise(once) == once


WRAPPED = """一、重点任务
1.全面提升改造老旧供水管网，新建标准化厂房
不少于十万平方米，培育一批有影响力的企业集群，
健全社会力量参与渠道，持续提升公共体育设施的
开放水平，让群众办事更方便。
2.做好服务，拓展供需信息对接渠道，优化低效用
地盘活机制，年内见效。"""


def test_lines_broken_at_one_width_are_paragraphs_again():
    assert [line[:8] for line in normalise(WRAPPED).split("\n")] == ["一、重点任务", "1.全面提升改造", "2.做好服务，拓"]
    assert "新建标准化厂房不少于十万平方米" in normalise(WRAPPED)


def test_lines_that_end_where_they_end_stay():
    listed = "\n".join(f"{place}市关于推进产业振兴和乡村建设的工作方案" for place in "甲乙丙")
    assert normalise(listed) == listed
    sentences = "\n".join(f"各{place}要加强组织领导，细化工作措施，抓好落实。" for place in "县区镇乡市")
    assert normalise(sentences) == sentences
