"""Responsibility clauses: what is read, in which order, and what is no clause."""

import pytest

from pipeline.config import load_lexicon
from tests.conftest import ROOT, make_notice, make_unit

L, R, S = "lead", "responsible", "support"

CLAUSES = [
    ("建设平台。（牵头单位：市科技局，参与单位：市财政局）", [(L, "市科技局"), (S, "市财政局")], "labels"),
    (
        "建设平台。（牵头单位:市科技局、市工业和信息化局;配合单位:市财政局）",
        [(L, "市科技局"), (L, "市工业和信息化局"), (S, "市财政局")],
        "half-width colon, ；",
    ),
    (
        "建设平台。（责任单位：市工业和信息化局、市大数据局，临江海洋科技中心）",
        [(R, "市工业和信息化局"), (R, "市大数据局"), (R, "临江海洋科技中心")],
        "a comma separates groups",
    ),
    (
        "建设平台。（责任单位：市教育局及相关行业主管部门，市委宣传部）",
        [(R, "市教育局"), (R, "相关行业主管部门"), (R, "市委宣传部")],
        "及 between whole names",
    ),
    (
        "建设平台。（责任单位：市自然资源和规划局、市文化和旅游局）",
        [(R, "市自然资源和规划局"), (R, "市文化和旅游局")],
        "和 inside a name",
    ),
    ("建设平台。（责任单位：市发展改革委和市财政局）", [(R, "市发展改革委"), (R, "市财政局")], "和 between names"),
    (
        "加强协同。（责任单位：市工信局，各区、市政府）",
        [(R, "市工信局"), (R, "各区、市政府")],
        "、 inside a collective name",
    ),
    ("加强协同。（参加单位：东湖、西山、南岭市政府）", [(S, "东湖、西山、南岭市政府")], "cities that share 市政府"),
    (
        "加强协同。（责任单位：各区（市）政府、有关经济功能区管委）",
        [(R, "各区（市）政府"), (R, "有关经济功能区管委")],
        "brackets inside a name",
    ),
    (
        "深化改革（省政府办公厅牵头，省数据局、省财政厅配合，各有关部门、各市政府分工负责）。",
        [(L, "省政府办公厅"), (S, "省数据局"), (S, "省财政厅"), (R, "各有关部门"), (R, "各市政府")],
        "verbs, several parts",
    ),
    (
        "稳定就业。（国家发展改革委、交通运输部等相关部门按职责分工负责）",
        [(R, "国家发展改革委"), (R, "交通运输部"), (R, "相关部门")],
        "等相关部门",
    ),
    ("稳定就业。（财政部、税务总局等负责）", [(R, "财政部"), (R, "税务总局")], "an open list"),
    ("稳定就业。（由市人社局会同市教育局负责）", [(R, "市人社局"), (R, "市教育局")], "由…会同…"),
    ("稳定就业。（省人力资源社会保障厅负责，各市政府落实）", [(R, "省人力资源社会保障厅"), (R, "各市政府")], "落实"),
    ("完善规则。（省委网信办、省公安厅分头落实）", [(R, "省委网信办"), (R, "省公安厅")], "分头落实"),
    (
        "推进融合。（省农业农村厅、省水利厅等有关部门配合）",
        [(S, "省农业农村厅"), (S, "省水利厅"), (S, "有关部门")],
        "等有关部门",
    ),
    (
        "做强产业。\n责任单位：市工业和信息化局、市财政局",
        [(R, "市工业和信息化局"), (R, "市财政局")],
        "a line of its own without brackets",
    ),
    (
        "做强产业。责任单位:市发展改革委,市工业和信息化局 配合单位:市财政局",
        [(R, "市发展改革委"), (R, "市工业和信息化局"), (S, "市财政局")],
        "labels split by a space",
    ),
    ("做强产业（市工信局牵头）。做优服务（市商务局负责）。", [(L, "市工信局"), (R, "市商务局")], "a clause a sentence"),
    (
        "统筹推进。具体工作由市工信局牵头，市财政局、市科技局配合。",
        [(L, "市工信局"), (S, "市财政局"), (S, "市科技局")],
        "a sentence of its own",
    ),
    (
        "统筹推进。各地、各有关部门按职责分工落实推进，形成合力。",
        [(R, "各地"), (R, "各有关部门")],
        "the head of a sentence",
    ),
    (
        "优化服务。（责任单位：市商务局、市供销社、临江海关、国网临江供电公司）",
        [(R, "市商务局"), (R, "市供销社"), (R, "临江海关"), (R, "国网临江供电公司")],
        "商务 holds 商; vertical bodies and enterprises",
    ),
    (
        "扩绿20公顷。（市园林绿化局、市城市管理局）",
        [(R, "市园林绿化局"), (R, "市城市管理局")],
        "bodies alone in a bracket behind the sentence",
    ),
    (
        "扩绿20公顷（市园林绿化局，东湖区、西山区政府）。",
        [(R, "市园林绿化局"), (R, "东湖区、西山区政府")],
        "and before the full stop; groups are all responsible",
    ),
    ("扩绿20公顷。（财政局、教体局）", [(R, "财政局"), (R, "教体局")], "bodies of a county without their level"),
    ("新增5家。（市工信局）培育10家。（市科技局）", [(R, "市工信局"), (R, "市科技局")], "a bare bracket a sentence"),
    ("完善台账。由市民政局负责。", [(R, "市民政局")], "由…负责 as a sentence"),
    (
        "完善台账。由市民政局会同市残联负责，市财政局、各区政府参与。",
        [(R, "市民政局"), (R, "市残联"), (S, "市财政局"), (S, "各区政府")],
        "由…会同…负责，…参与",
    ),
    (
        "完善台账。市水务局、市气象局负责",
        [(R, "市水务局"), (R, "市气象局")],
        "a last sentence without 由 and full stop",
    ),
    (
        "完善台账。市水务局、市气象局，南岭经济开发区管委会",
        [(R, "市水务局"), (R, "市气象局"), (R, "南岭经济开发区管委会")],
        "bodies alone as the last sentence",
    ),
    (
        "完善台账。由市文化和旅游局（市文物局）牵头负责，市财政局配合。",
        [(L, "市文化和旅游局（市文物局）"), (S, "市财政局")],
        "a bracket inside the name of a sentence",
    ),
    (
        "完善台账。由市教育局牵头，市体育局等行业主管部门配合。",
        [(L, "市教育局"), (S, "市体育局"), (S, "行业主管部门")],
        "等行业主管部门",
    ),
    ("完善台账。（市水务局、市气象局，6月底前完成）", [(R, "市水务局"), (R, "市气象局")], "a bare bracket with a time"),
    ("完善台账。（市水务局等9部门）", [(R, "市水务局")], "a counted open list"),
    (
        "完善台账。（责任单位：市水务局 市气象局）",
        [(R, "市水务局"), (R, "市气象局")],
        "names whose space is lost between Chinese characters",
    ),
    ("完善台账。（牵头：市水务局，配合：市气象局）", [(L, "市水务局"), (S, "市气象局")], "labels cut short"),
    (
        "完善台账。牵头单位（部门）：市水务局；配合单位（部门）：市气象局",
        [(L, "市水务局"), (S, "市气象局")],
        "a bracket inside a label",
    ),
    ("完善台账。市水务局为牵头单位，市气象局为配合单位。", [(L, "市水务局"), (S, "市气象局")], "X为牵头单位"),
    ("完善台账。具体由市水务局负责，市气象局配合。", [(R, "市水务局"), (S, "市气象局")], "具体由…"),
    (
        "优化服务。（责任单位：市商务局、市财政局、市商务局）",
        [(R, "市商务局"), (R, "市财政局")],
        "the same pair twice counts once",
    ),
]


@pytest.mark.parametrize(("text", "roles", "reason"), CLAUSES, ids=[case[2] for case in CLAUSES])
def test_roles(text, roles, reason, role_reader):
    notice = make_notice("临江市2023年工作要点\n一、任务\n1." + text)
    unit = make_unit(notice.text[notice.body_start :].split("\n1.", 1)[1], start=notice.text.index("\n1.") + 3)
    found, _ = role_reader.read_unit(notice, unit)
    assert [(role.role, role.department) for role in found] == roles
    for role in found:
        assert notice.text[role.start : role.end] == role.department


NO_CLAUSE = [
    ("支持龙头企业牵头组建创新联合体，中小企业参与。", "enterprises that lead nothing of the notice"),
    ("压实责任单位主体责任，强化考核。", "责任单位 as a noun"),
    ("由市财政局会同有关部门加强资金监管。", "a body in running text"),
    ("推动市科技局、市教育局数据共享。", "bodies in running text"),
    ("建设平台（包括负责运营的企业、配合企业）。", "a bracket without bodies"),
    ("鼓励高校参与标准制定（含国际标准）。", "a bracket without a verb"),
    ("本办法由市工业和信息化局负责解释。", "interpretation is no task"),
    ("新建体育公园2个（东湖区、西山区）。", "a bracket of places"),
    ("扩大开放（参与：高校、企业）。", "a short label without bodies"),
    ("压实各方责任：强化考核。", "责任 as a noun before a colon"),
    ("建设研发中心3个。（含市级中心、区级中心）", "a bracket that says what is counted"),
    ("材料报送市数据局（市政务服务局）。", "the other name of a body"),
    ("方案报主管部门（市水务局）。", "a bracket that explains the name before it"),
    ("组建工作专班（市科技局、市财政局）。", "the members of a group"),
    ("归集数据（市公安局、市民政局等）。", "examples"),
    ("推进试点（高新区、经开区）。", "zones"),
    ("推广经验。（各区、各街道）", "open groups alone may be places"),
    ("建设平台（数据中心、金融中心）。", "things that share a body's name"),
    ("打造服务品牌。（建设数字政府）", "a phrase that ends like a government"),
    ("培训网格员（市教育局李明、市民政局王华）。", "persons"),
    ("做好衔接。市财政局。", "one name alone is no list"),
    ("覆盖两家单位。数据来自市人社局、市医保局。", "a sentence that is no list"),
    ("共建平台。高校、企业负责。", "no body of government"),
    ("资金由市财政局负责审核。", "负责 with an object"),
    ("市教育局、市体育局负责，办好赛事。任务落细。", "负责 inside a sentence that goes on"),
]


@pytest.mark.parametrize(("text", "reason"), NO_CLAUSE, ids=[case[1] for case in NO_CLAUSE])
def test_no_roles(text, reason, role_reader):
    assert not [clause for clause in role_reader.read_clauses(text) if clause.roles], reason


DUE = [
    ("（国家发展改革委牵头，年内持续推进）", "年内持续推进"),
    ("（财政部负责，6月底前出台相关政策，年内持续推进）", "6月底前出台相关政策，年内持续推进"),
    ("（责任单位：市商务局；完成时限：2024年12月底）", "2024年12月底"),
    ("（牵头单位：市科技局）", ""),
    ("（市水务局、市气象局，6月底前完成）", "6月底前完成"),
]


@pytest.mark.parametrize(("clause", "due"), DUE)
def test_due(clause, due, role_reader):
    assert role_reader.read_clauses("建设平台。" + clause)[0].due == due


def test_a_heading_s_clause_counts_for_items_without_their_own(role_reader):
    from pipeline.segment.structure import read_structure

    notice = make_notice("临江市2023年工作要点\n一、任务（市科技局牵头）\n1.做事。好。\n2.做事。好。（市商务局负责）")
    found = [
        [(role.role, role.department) for role in role_reader.read_unit(notice, unit)[0]]
        for unit in read_structure(notice).units
    ]
    assert found == [[(L, "市科技局")], [(R, "市商务局")]]


def test_open_lists_are_marked(role_reader):
    clause = role_reader.read_clauses("（财政部、税务总局等负责）")[0]
    assert [name.open_list for _, name in clause.roles] == [False, True]


def test_the_lexicon_s_own_examples_read_as_they_say(role_reader):
    for example in load_lexicon(ROOT, "roles")["examples"]:
        (clause,) = role_reader.read_clauses(example["text"])
        assert [[role, name.text] for role, name in clause.roles] == example["roles"]
        assert clause.due == example.get("due", "")
