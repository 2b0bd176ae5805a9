"""What stands around the body: titles, numbers, issuers, dates, and where the body begins and ends."""

import pytest

from pipeline.ingest.letter_words import RE_DOCUMENT_NUMBER
from pipeline.ingest.letterhead import read_letterhead
from pipeline.ingest.normalise import normalise

LETTER = """索引号：000014349/2023-00012
发布日期：2023-04-06
临江市人民政府办公室关于印发临江市海洋经济发展三年行动计划（2023—2025年）的通知
临政办发〔2023〕8号
各县（市、区）人民政府，市政府各部门：
《临江市海洋经济发展三年行动计划（2023—2025年）》已经市政府同意，现印发给你们，请认真贯彻执行。
临江市人民政府办公室
2023年4月3日
（此件公开发布）
临江市海洋经济发展三年行动计划
（2023—2025年）
为壮大海洋经济，制定本行动计划。
一、主要任务
1.建设海洋牧场。新建国家级海洋牧场2处。（责任单位：市海洋发展局）
抄送：市委各部门，市人大常委会办公室。
临江市人民政府办公室2023年4月3日印发"""


def test_a_whole_letter():
    head = read_letterhead(LETTER)
    assert head.title == "临江市海洋经济发展三年行动计划（2023—2025年）"
    assert head.issuer == "临江市人民政府办公室"
    assert head.document_number == "临政办发〔2023〕8号"
    assert (head.issued_on, head.published_on) == ("2023-04-03", "2023-04-06")
    assert (head.year, head.period_from, head.period_to) == (2023, 2023, 2025)
    assert LETTER[head.body_start :].startswith("为壮大海洋经济")
    assert LETTER[: head.body_end].endswith("（责任单位：市海洋发展局）")


@pytest.mark.parametrize(
    "text",
    [
        "青政办发〔2023〕1号",
        "国发〔2022〕18号",
        "鲁政办字〔2020〕165号",
        "国办发〔2024〕29号",
        "苏府规字〔2021〕3号",
        "川办发〔2025〕第7号",
        "农业部联产〔2024〕12号",
        "云商联消〔2025〕4号",
        "银监罚决〔2023〕5号",
    ],
)
def test_document_numbers(text):
    assert RE_DOCUMENT_NUMBER.fullmatch(text)


@pytest.mark.parametrize(
    ("text", "field", "value", "reason"),
    [
        (
            "为落实《东岭省规划》（东政发〔2022〕5号），制定本方案。\n一、任务",
            "document_number",
            "",
            "a number in a sentence is another document's",
        ),
        ("为落实规划，加快转型，制定本方案\n一、任务", "title", "", "a preamble without its full stop is no title"),
        ("2024年国务院重点工作\n一、任务\n1.做事。", "title", "2024年国务院重点工作", "a title without a genre word"),
        ("云州市“十四五”能源规划\n一、任务\n1.做事。", "period_to", 2025, "the years of a five-year plan"),
        (
            "云州市商务局关于印发计划的通知\n商务联消〔2024〕15号\n一、任务",
            "document_number",
            "商务联消〔2024〕15号",
            "a joint number keeps its prefix",
        ),
        (
            "文号：体育部联青〔2024〕9号\n云州市工作要点\n一、任务",
            "document_number",
            "体育部联青〔2024〕9号",
            "also behind a label",
        ),
        ("财政部\n税务总局\n2021年3月1日\n一、任务\n1.做事。", "issuer", "财政部、税务总局", "joint issuers"),
        ("二〇二四年工作要点\n一、任务\n1.做事。", "year", 2024, "a year in Chinese numerals"),
        (
            "索引号：|云州-2023|\n发布机构：|生成日期：| 2022-12-02 08:54:33 |\n云州市工作要点\n一、任务",
            "issuer",
            "",
            "the next label is no value of the one before",
        ),
        ("发布机构：|云州市商务局|文号：|\n云州市工作要点\n一、任务", "issuer", "云州市商务局", "labels in cells"),
        ("成文日期：|2022-12-02|\n云州市工作要点\n一、任务", "issued_on", "2022-12-02", "a labelled date in a cell"),
        (
            "发布日期：2022-12-05\n云州市工作要点\n一、任务",
            "issued_on",
            None,
            "the day of the page is not the notice's",
        ),
        ("发表日期：2022-12-05\n云州市工作要点\n一、任务", "published_on", "2022-12-05", "a newspaper's day"),
        (
            "云州市关于做好衔接的通知\n云政发〔2023〕2号\n附件：2023年任务表\n2023年3月1日\n附件\n2023年任务表\n一、任务",
            "title",
            "2023年任务表",
            "the title of an annex, not the line that lists it",
        ),
        (
            "云政发〔2023〕2号云州市人民政府关于稳就业的意见\n一、任务",
            "title",
            "云州市人民政府关于稳就业的意见",
            "a number glued to the title is none of it",
        ),
        (
            "云政发〔2023〕2号云州市人民政府关于稳就业的意见\n一、任务",
            "issuer",
            "云州市人民政府",
            "nor of the issuer",
        ),
        (
            "近日，云州印发《云州市清洁空气方案》。全文如下：\n云州市清洁空气方案\n一、任务",
            "title",
            "云州市清洁空气方案",
            "what a newspaper says above the title",
        ),
        (
            "各位代表：\n现在，我代表青川县人民政府，向大会报告政府工作。\n2023年工作回顾\n产值增长。\n2024年主要工作任务\n一、修路。",
            "title",
            "",
            "the parts of a report without title are no title",
        ),
        (
            "现在，我代表青川县人民政府，向大会报告政府工作。\n2023年工作回顾\n产值增长。\n2024年主要工作任务\n一、修路。",
            "year",
            2024,
            "the year whose work a report orders",
        ),
        (
            "现在，我代表青川县人民政府，向大会报告政府工作。\n2023年工作回顾\n产值增长。",
            "year",
            None,
            "what was done is of another year",
        ),
        (
            "关于做好水库调度的通知\n各流域机构：\n一、任务\n做好调度，保障安全。\n国家水利部综合司\n",
            "issuer",
            "国家水利部综合司",
            "a department of a ministry signs",
        ),
        (
            "县政府办公室关于印发《分解方案》的通知\n一、高度重视。抓落实。\n青川县政府办公室\n2024年1月3日\n分解方案\n一、目标",
            "issuer",
            "青川县政府办公室",
            "the signature of the letter says whose office it is",
        ),
        (
            "青川县财政局 中共青川县委社会工作部 青川县民政局 关于印发养老设施建设方案的通知\n一、目标",
            "issuer",
            "青川县财政局、中共青川县委社会工作部、青川县民政局",
            "joint issuers in the title",
        ),
        (
            "名 称：|县人民政府关于印发工作要点的通知\n一、目标",
            "issuer",
            "县人民政府",
            "the title in a cell of the page",
        ),
        (
            "青川县人民政府印发青川县关于稳定就业若干措施的通知\n一、目标",
            "title",
            "青川县关于稳定就业若干措施",
            "what is handed on without 关于",
        ),
        (
            "各乡镇人民政府：\n现将《2025年任务分解》《2025年民生实事》印发给你们。\n一、目标",
            "title",
            "2025年任务分解",
            "the first of several documents",
        ),
        (
            "县人民政府关于分解落实重点工作的通知\n主题分类：政务公开发文单位：青川县人民政府\n一、目标",
            "issuer",
            "青川县人民政府",
            "the page says whose government it is",
        ),
        (
            "名称：青川县人民政府关于分解落实目标的通知 文号：青政〔2023〕1号\n一、目标",
            "document_number",
            "青政〔2023〕1号",
            "a number behind its label, behind the title",
        ),
        (
            "《青川县人民政府关于印发2023年县〈政府工作报告〉分解方案的通知》\n一、目标",
            "title",
            "2023年县〈政府工作报告〉分解方案",
            "a title quoted whole",
        ),
        (
            "中共青川县委 青川县人民政府关于抓好农村工作的意见\n（2020年3月13日）\n一、目标",
            "title",
            "中共青川县委 青川县人民政府关于抓好农村工作的意见",
            "the date below the title is none of it",
        ),
        (
            "各镇农业站：\n现将县农业局《关于推进粮油增产的意见》（青农〔2018〕4号）转发给你们。\n一、目标",
            "title",
            "关于推进粮油增产的意见",
            "a letter that hands on what another office wrote",
        ),
        ("现在，我代表青川新区管理委员会，向大会报告工作。\n一、工作回顾", "issuer", "青川新区管理委员会", "a zone"),
        ("现在，我代表青川县人民政府，向大会报告工作。\n一、工作回顾", "issuer", "青川县人民政府", "who reports"),
    ],
)
def test_single_fields(text, field, value, reason):
    assert getattr(read_letterhead(text), field) == value, reason


UNNUMBERED = """关于做好防汛工作的通知
各镇人民政府：
进入汛期，降雨偏多。
各镇要排查水库35座。
特此通知。
云州县防汛抗旱指挥部
2023年6月2日"""


def test_a_letter_without_numbers_that_attaches_nothing_is_its_own_body():
    head = read_letterhead(UNNUMBERED)
    assert UNNUMBERED[head.body_start : head.body_end] == "进入汛期，降雨偏多。\n各镇要排查水库35座。"
    assert head.issuer == "云州县防汛抗旱指挥部"


def test_a_text_that_begins_with_its_preamble_has_no_letter_head():
    text = "为抢抓机遇，加快发展，结合我市实际，制定本行动计划。\n一、总体要求\n坚持创新。"
    assert read_letterhead(text).body_start == 0


@pytest.mark.parametrize(
    ("line", "in_body", "reason"),
    [
        (
            "根据《意见》以及省科技厅等五部门印发的《行动方案》，制定本方案。",
            True,
            "a preamble that says who printed it",
        ),
        ("《云州市防汛方案》已经市政府同意，现印发给你们，请认真执行。", False, "a letter that hands it on"),
    ],
)
def test_what_hands_a_notice_on_is_letter_and_what_sets_it_out_is_body(line: str, in_body: bool, reason: str):
    text = f"云州市防汛方案\n{line}\n一、总体要求\n坚持预防为主。"
    assert (read_letterhead(text).body_start == text.index(line)) is in_body, reason


FOOTS = [
    ("主办单位：云州市政府办公室", "一、建设公园。", "the line of a site stands once"),
    (
        "",
        "一、建设公园。\n主办单位：市园林局。\n二、建设学校。\n主办单位：市教育局。",
        "what stands below every item is the notice's",
    ),
]


@pytest.mark.parametrize(("foot", "body", "reason"), FOOTS, ids=[row[2] for row in FOOTS])
def test_a_label_of_several_lines_is_no_foot(foot: str, body: str, reason: str) -> None:
    text = normalise(f"云州市2025年实事安排\n{body}\n{foot}")
    assert text[: read_letterhead(text).body_end].endswith(body.rpartition("\n")[2])
