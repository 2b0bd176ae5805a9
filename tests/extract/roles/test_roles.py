"""Responsibility clauses: what is read, in which order, and what is no clause."""

import pytest

from tests.conftest import make_notice, make_unit

L, R, S = "lead", "responsible", "support"

CLAUSES = [
    ("清点渔船。核对船名号。（区农发局）", [(R, "区农发局")], "a bureau that no list has, right behind a sentence"),
    (
        "清点渔船。核对船名号。（县农发局渔业处、县公安局）",
        [(R, "县农发局渔业处"), (R, "县公安局")],
        "... its division",
    ),
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
        "优化服务。（责任单位：市商务局、临江供电公司经开区用电服务中心）",
        [(R, "市商务局"), (R, "临江供电公司经开区用电服务中心")],
        "an office of a company, no two names that lost the mark between them",
    ),
    (
        "优化服务。（责任单位：临江燃气集团开发区营业部、临江水务公司高新区分公司）",
        [(R, "临江燃气集团开发区营业部"), (R, "临江水务公司高新区分公司")],
        "branches by other names",
    ),
    (
        "优化服务。（责任单位：临江供电公司高新区管委会）",
        [(R, "临江供电公司"), (R, "高新区管委会")],
        "a zone's own body is none of the company's",
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
    (
        "完善台账。（责任单位：市交投集团 市气象局 市直有关部门）",
        [(R, "市交投集团"), (R, "市气象局"), (R, "市直有关部门")],
        "the same behind a company and before a group",
    ),
    (
        "完善台账。（责任单位：县林业局 县城管局（县执法局） 县疾控中心 县属有关部门）",
        [(R, "县林业局"), (R, "县城管局（县执法局）"), (R, "县疾控中心"), (R, "县属有关部门")],
        "the same behind a second name in brackets and a centre",
    ),
    (
        "完善台账。（责任单位：人民银行省分行 省政府办公厅）",
        [(R, "人民银行省分行"), (R, "省政府办公厅")],
        "a branch is part of its bank",
    ),
    (
        "完善台账。（市水务局牵头，市气象局等部门和各县区政府配合）",
        [(L, "市水务局"), (S, "市气象局"), (S, "各县区政府")],
        "a list goes on behind one that is left open",
    ),
    (
        "完善台账。（市水务局牵头，市气象局等有关部门和单位配合）",
        [(L, "市水务局"), (S, "市气象局"), (S, "有关部门和单位")],
        "等有关部门和单位 is one collective",
    ),
    ("完善台账。责任单位为水利部、中国气象局。", [(R, "水利部"), (R, "中国气象局")], "为 behind a label"),
    ("完善台账。责任单位为群众办实事。", [], "为 of another word"),
    (
        "完善台账。（市水务局牵头，会同市商务局（市口岸办）、市气象局实施）",
        [(L, "市水务局"), (S, "市商务局（市口岸办）"), (S, "市气象局")],
        "a second name in brackets behind 会同",
    ),
    ("完善台账。（责任单位：省政府各部门）", [(R, "省政府各部门")], "省政府各部门 is one name"),
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


KINDS = [
    ("（科技司牵头）", [(L, "科技司")], "司 alone"),
    ("（教育部高教司牵头，财政部科教司配合）", [(L, "教育部高教司"), (S, "财政部科教司")], "司 behind its ministry"),
    ("规划处牵头，科技处、市场处配合。", [(L, "规划处"), (S, "科技处"), (S, "市场处")], "处 in a sentence"),
    ("（责任单位：办公厅、规划司，各司局配合）", [(R, "办公厅"), (R, "规划司"), (S, "各司局")], "各司局"),
    (
        "（牵头单位：市工信局，协同责任单位：市财政局、市科技局）",
        [(L, "市工信局"), (S, "市财政局"), (S, "市科技局")],
        "协同责任单位",
    ),
    ("责任单位：市工信局；配合责任单位：市财政局", [(R, "市工信局"), (S, "市财政局")], "配合责任单位"),
    ("牵头责任部门：县水利局；协办单位：县气象局", [(L, "县水利局"), (S, "县气象局")], "牵头责任部门"),
    (
        "（责任单位：市教育局（牵头）、市科技局、市财政局（配合））",
        [(L, "市教育局"), (R, "市科技局"), (S, "市财政局")],
        "marks in brackets",
    ),
    ("办好赛会（市教育局（牵头）、市科技局）", [(L, "市教育局"), (R, "市科技局")], "a mark in a bare bracket"),
    ("责任单位：★县林业局、县水利局", [(L, "县林业局"), (R, "县水利局")], "★ before"),
    ("责任单位：县林业局*、县水利局", [(L, "县林业局"), (R, "县水利局")], "* behind"),
    (
        "（责任单位：市住建局（负责老旧小区部分）、市城管局、市水务局）",
        [(R, "市住建局"), (R, "市城管局"), (R, "市水务局")],
        "a note inside the list",
    ),
    ("新增避难所31处。（牵头责任单位：市应急局）", [(L, "市应急局")], "a bracket behind 处。 is no note of a 处"),
    (
        "（责任单位：市住建局、各区政府（排名不分先后）、市水务局）",
        [(R, "市住建局"), (R, "各区政府"), (R, "市水务局")],
        "another note inside the list",
    ),
    (
        "8个方面的工作，由所涉及的县政府办、县财政局牵头完成总结，其他相关部门（单位）配合。",
        [(L, "县政府办"), (L, "县财政局"), (S, "其他相关部门（单位）")],
        "牵头 with what is done; 由所涉及的",
    ),
    ("市水利局牵头制定方案，县水利局配合。", [(L, "市水利局"), (S, "县水利局")], "牵头制定方案"),
    ("市数据局牵头编制目录，各部门按职能分工负责。", [(L, "市数据局"), (R, "各部门")], "按职能分工 off the name"),
    (
        "由市发改委和市财政局牵头，市教育局、市科技局，各区人民政府积极配合。",
        [(L, "市发改委"), (L, "市财政局"), (S, "市教育局"), (S, "市科技局"), (S, "各区人民政府")],
        "bodies that wait for their verb",
    ),
    (
        "（由县教育局、县财政局牵头，县住建局，县自然资源局，各乡镇密切配合）",
        [(L, "县教育局"), (L, "县财政局"), (S, "县住建局"), (S, "县自然资源局"), (S, "各乡镇")],
        "the same in a bracket",
    ),
    ("（各区政府负总责，市城管局具体负责）", [(R, "各区政府"), (R, "市城管局")], "负总责"),
    ("县政府负总责，各乡镇抓落实。", [(R, "县政府"), (R, "各乡镇")], "负总责 in a sentence"),
    (
        "（省发展改革委牵头制定方案；各部门按职能分工负责；各市人民政府结合实际落实）",
        [(L, "省发展改革委"), (R, "各部门"), (R, "各市人民政府")],
        "tails",
    ),
    ("（市农业农村局、各镇结合实际抓好落实）", [(R, "市农业农村局"), (R, "各镇")], "结合实际抓好落实"),
    (
        "（牵头单位：市人社局，配合单位：市财政局，各区、县级市）",
        [(L, "市人社局"), (S, "市财政局"), (S, "各区、县级市")],
        "各区、县级市 is one name",
    ),
    ("（责任单位：各镇、街道，县教育局）", [(R, "各镇、街道"), (R, "县教育局")], "各镇、街道 is one, 县教育局 another"),
    ("（各有关部门和单位按职责分工负责）", [(R, "各有关部门和单位")], "各有关部门和单位 is one name"),
    ("（各高校、科研院所参与，市科技局牵头）", [(S, "各高校、科研院所"), (L, "市科技局")], "各高校、科研院所"),
    (
        "（各省、自治区、直辖市市场监管局（厅、委）牵头，各有关单位配合）",
        [(L, "各省、自治区、直辖市市场监管局（厅、委）"), (S, "各有关单位")],
        "bodies of all provinces",
    ),
    (
        "（各省、自治区、直辖市及新疆生产建设兵团交通运输厅（局、委）负责）",
        [(R, "各省、自治区、直辖市及新疆生产建设兵团交通运输厅（局、委）")],
        "及 in the list of provinces",
    ),
    (
        "市民政局牵头，会同市残联、市财政局开展摸排。",
        [(L, "市民政局"), (S, "市残联"), (S, "市财政局")],
        "会同 behind 牵头",
    ),
    ("（市卫健委负责会同市医保局制定清单）", [(R, "市卫健委"), (S, "市医保局")], "会同 behind 负责"),
    ("市财政局负责资金下达，市审计局负责监督。", [(R, "市财政局"), (R, "市审计局")], "负责 with a verb"),
    ("项目由东湖区政府负责组织实施。", [(R, "东湖区政府")], "由X负责组织实施"),
    ("当地政府负责组织清淤，限期完成。", [(R, "当地政府")], "the government of the place, with a verb"),
    ("资金由市财政局负责审核。", [(R, "市财政局")], "由X负责 with a verb"),
    ("市教育局、市体育局负责，办好赛事。", [(R, "市教育局"), (R, "市体育局")], "负责 in a sentence that goes on"),
    (
        "责任单位：市水务局 市气象局 市应急局",
        [(R, "市水务局"), (R, "市气象局"), (R, "市应急局")],
        "three names split by spaces",
    ),
    (
        "牵头：市科技局 配合：市财政局 市教育局",
        [(L, "市科技局"), (S, "市财政局"), (S, "市教育局")],
        "a space before the next short label",
    ),
    (
        "牵头单位：市科技局 市工信局 配合单位：市财政局",
        [(L, "市科技局"), (L, "市工信局"), (S, "市财政局")],
        "a space before the next label",
    ),
    ("（牵头单位：市科技局，配合单位：市财政局。", [(L, "市科技局"), (S, "市财政局")], "an unclosed bracket"),
    ("（市科技局牵头，市财政局配合", [(L, "市科技局"), (S, "市财政局")], "an unclosed bracket with verbs"),
    (
        "（责任单位：市文旅局（市文物局、市财政局",
        [(R, "市文旅局"), (R, "市文物局"), (R, "市财政局")],
        "an unclosed bracket inside a list",
    ),
    (
        "（责任单位：县“五大行动”协调机制牵头部门、县工信局）",
        [(R, "县“五大行动”协调机制牵头部门"), (R, "县工信局")],
        "a name that holds a role word",
    ),
    ("（各产业链牵头单位，市工信局负责）", [(R, "各产业链牵头单位"), (R, "市工信局")], "各…牵头单位 is a name"),
    ("县水利局要牵头抓好清淤，各乡镇要密切配合。", [(L, "县水利局")], "要牵头 assigns, 要配合 appeals"),
    ("由县农业农村局具体抓，各镇（街）包片负责。", [(R, "县农业农村局"), (R, "各镇（街）")], "具体抓, 包片负责"),
    ("（市应急局牵总，市住建局具体实施）", [(L, "市应急局"), (R, "市住建局")], "牵总"),
    ("（市人社局/市住建局按行业分工负责）", [(R, "市人社局"), (R, "市住建局")], "按行业分工; a slash"),
    ("（市人社局负责，市总工会协同推进）", [(R, "市人社局"), (S, "市总工会")], "协同推进 supports"),
    (
        "由市纪委监委机关、市委组织部会同市委巡察办抓好督促落实。",
        [(R, "市纪委监委机关"), (R, "市委组织部"), (R, "市委巡察办")],
        "party bodies; 抓好督促落实",
    ),
    (
        "职责分工：县教育局：负责校园食堂；县公安局负责案件。",
        [(R, "县教育局"), (R, "县公安局")],
        "a colon behind the body",
    ),
    ("（牵头方：市城管局；参与方：各热力公司）", [(L, "市城管局"), (S, "各热力公司")], "牵头方"),
    ("（市政府督查室牵头，市政府各部门配合）", [(L, "市政府督查室"), (S, "市政府各部门")], "各部门 of a government"),
    ("（责任单位：市残疾人联合会、市工商业联合会）", [(R, "市残疾人联合会"), (R, "市工商业联合会")], "联合 in a name"),
    (
        "（和平区政府负责，自由贸易试验区管委会配合）",
        [(R, "和平区政府"), (S, "自由贸易试验区管委会")],
        "和, 由 in names",
    ),
]


@pytest.mark.parametrize(("text", "roles", "reason"), KINDS, ids=[case[2] for case in KINDS])
def test_roles_of_rarer_clauses(text, roles, reason, role_reader):
    test_roles("做好衔接。" + text, roles, reason, role_reader)


WHOLE_NOTICES = [
    (
        "责任单位列首位的为牵头单位。\n一、做事。（市科技局、市财政局）\n二、做事。责任单位：市教育局、市体育局",
        [(L, "市科技局"), (R, "市财政局"), (L, "市教育局"), (R, "市体育局")],
        "a general sentence up front governs every list",
    ),
    (
        "一、做事。（市科技局、市财政局、市教育局等负责，列第一位者为牵头单位，下同）\n二、做事。（市财政局负责）",
        [(L, "市科技局"), (R, "市财政局"), (R, "市教育局"), (L, "市财政局")],
        "下同 governs the lists below, also of one name",
    ),
    (
        "一、做事。（市科技局、市财政局负责）\n二、做事。（市教育局、市体育局负责，排首位的单位为牵头单位，下同）",
        [(R, "市科技局"), (R, "市财政局"), (L, "市教育局"), (R, "市体育局")],
        "下同 governs nothing above",
    ),
    (
        "一、做事。责任单位：县科技局（首位为牵头单位）、县财政局\n二、做事。责任单位：县教育局、县体育局",
        [(L, "县科技局"), (R, "县财政局"), (R, "县教育局"), (R, "县体育局")],
        "without 下同 a note governs its own list",
    ),
    (
        "一、做事。\n4）做事。（县科技局、县财政局负责，列第一位的为牵头单位）\n5）做事。（县教育局、县体育局负责）",
        [(L, "县科技局"), (R, "县财政局"), (R, "县教育局"), (R, "县体育局")],
        "the mark behind a number closes no bracket",
    ),
    (
        "一、做好退役军人服务（责任单位：市教育局、市体育局；排首位单位为牵头单位，下同）",
        [(L, "市教育局"), (R, "市体育局")],
        "a clause that ends with a note is no note",
    ),
    (
        "一、做好退役军人服务（市教育局牵头，具体由市体育局负责）",
        [(L, "市教育局"), (R, "市体育局")],
        "具体 in a clause is no note",
    ),
    (
        "一、做事。责任单位：市教育局、市体育局▲\n注：带▲的为协办单位。",
        [(R, "市教育局"), (S, "市体育局")],
        "a legend says what a mark means",
    ),
    (
        "一、做事。（牵头单位：市教育局；责任单位：市体育局、市财政局）\n注：责任单位排第一位的为牵头单位",
        [(L, "市教育局"), (R, "市体育局"), (R, "市财政局")],
        "a printed 牵头单位 stays the lead",
    ),
]


@pytest.mark.parametrize(("text", "roles", "reason"), WHOLE_NOTICES, ids=[case[2] for case in WHOLE_NOTICES])
def test_what_a_notice_says_of_its_lists(text, roles, reason, role_reader):
    found = [(role, name.text) for clause in role_reader.read_clauses(text) for role, name in clause.roles]
    assert found == roles


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
    ("本办法由市财政局会同市科技局负责解释。", "interpretation by two"),
    ("申报单位对材料真实性负责。", "对…负责 answers for something"),
    ("市级平台对市政府负责，定期报告。", "对市政府负责 names whom one answers to"),
    ("督促市科技局牵头的专班加快进度。", "牵头的 describes"),
    ("健全市科技局负责人联系制度。", "负责人 is a person"),
    ("推广牵头部门负责制。", "负责制 is a rule"),
    ("组织市科技局参与评审。", "an order to somebody else"),
    ("各区实施提升行动，各校参与活动。", "实施 and 参与 in running text"),
    ("共建平台。高校、企业负责。", "no body of government"),
    ("筹集资金。（坚持以企业为主、社会为辅）", "为主 said of enterprises"),
    ("做好防汛。（县长牵头、分管副县长负责）", "persons who lead are no bodies"),
    ("提升诊疗能力。（内科、外科、儿科）", "departments of medicine are none of a bureau"),
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


def test_a_clause_on_the_line_of_a_title_counts_beside_those_of_its_text(role_reader):
    from pipeline.segment.structure import read_structure

    notice = make_notice(
        "临江市2023年工作要点\n一、任务\n1.提升防灾能力（责任单位：市应急局）\n疏通河道。（责任单位：市水务局）\n2.种树。好。"
    )
    (unit,) = [unit for unit in read_structure(notice).units if "河道" in unit.text]
    assert [role.department for role in role_reader.read_unit(notice, unit)[0]] == ["市应急局", "市水务局"]


UNLISTED = [
    ("做好衔接。由市能源和算力局负责组织实施。", ["responsible 市能源和算力局"]),
    ("做好衔接。省文旅和侨务厅牵头，省财政厅配合。", ["lead 省文旅和侨务厅", "support 省财政厅"]),
]


@pytest.mark.parametrize(("text", "roles"), UNLISTED)
def test_a_bureau_that_no_list_has_is_a_body_of_its_place(text, roles, role_reader):
    found = [f"{role} {name.text}" for clause in role_reader.read_clauses(text) for role, name in clause.roles]
    assert found == roles


MARKED = [
    "清理河道。（责任单位：市水务局（★规划处）、市城管局）",
    "清理河道。（责任单位：国发（202市水务局 ※ —）高新区，排在首位的为牵头单位）",
    "清理河道。（市水务局（河湖科（牵头）、防汛科）、市气象局负责）",
]


@pytest.mark.parametrize("text", MARKED)
def test_a_name_is_printed_where_it_says_it_is_with_the_marks_inside_it(text, role_reader):
    names = [name for clause in role_reader.read_clauses(text) for _, name in clause.roles]
    assert names and all(text[name.start : name.end] == name.text for name in names)


def test_open_lists_are_marked(role_reader):
    clause = role_reader.read_clauses("（财政部、税务总局等负责）")[0]
    assert [name.open_list for _, name in clause.roles] == [False, True]


@pytest.mark.parametrize("phrase", ["按职责分工", "按照各自职责", "具体", "分头", "密切配合", "共同研究", "组织"])
def test_a_phrase_said_again_and_again_is_read_to_its_end(phrase: str, role_reader):
    """Phrases that can be parted in several ways must not be tried in all of them: this would not end."""
    clauses = role_reader.read_clauses(f"各有关单位{phrase * 300}8号线。加快建设。（市科技局牵头）")
    assert [(role, name.text) for clause in clauses for role, name in clause.roles][-1] == ("lead", "市科技局")
