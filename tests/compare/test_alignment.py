"""Links between editions of a plan four years apart. Both editions are made up: another city, other subjects,
other styles of clauses and numbers than the sample city; the links were written down before they were measured."""

from __future__ import annotations

import pytest

from pipeline.compare.pair import compare
from pipeline.compare.task_view import sections_of, text_without_clauses
from pipeline.records import Clause
from tests.compare.sample_city import SETTING, f1, facts_of
from tests.conftest import make_unit

OLDER = """云溪县智慧农业发展行动方案（2020—2022年）
一、主要任务
（一）建设农业物联网基地。在茶园、设施蔬菜大棚布设土壤墒情、气象和虫情传感器，建成物联网示范基地12个，推广水肥一体化远程控制。（责任单位：县农业农村局、县科技局）
（二）搭建农产品质量追溯平台。统一编制追溯码，推动龙头企业、合作社扫码出库，实现“云溪云雾茶”从采摘到销售全程可查。（责任单位：县市场监管局、县农业农村局）
（三）发展农村电子商务。建设县级电商公共服务中心和村级服务站，培训农民网商800人次，开展直播助农活动，农产品网络零售额达到6亿元。（责任单位：县商务局、团县委）
（四）推进农机智能化改造。对插秧机、采茶机加装北斗终端，组建农机调度中心，购置植保无人机60架，提高丘陵山区机械化作业率。（责任单位：县农业农村局、县财政局）
（五）完善冷链仓储设施。支持合作社建设产地预冷库和气调库，新增库容8000吨，开通生鲜直达专线。（责任单位：县商务局、县交通运输局）
（六）培养新型职业农民。依托县职业学校举办数字技能班，选派科技特派员驻村指导，评选乡土专家。（责任单位：县人力资源社会保障局、县教育局）
（七）探索农业保险线上理赔。推广遥感定损和手机报案，试办茶叶低温气象指数保险。（责任单位：县地方金融监管局、县气象局）
（八）建立耕地质量监测点。采集土样检测有机质和酸碱度，绘制施肥配方图，发放施肥建议卡。（责任单位：县农业农村局）
二、保障措施
（一）加强组织领导。成立县智慧农业工作专班，定期会商。（责任单位：县政府办公室）
（二）加大资金投入。统筹涉农资金，设立贷款贴息。（责任单位：县财政局）
（三）强化督导考核。将任务完成情况纳入年度绩效考核。（责任单位：县农业农村局）
"""
NEWER = """云溪县数字乡村建设三年计划（2024—2026年）
第一部分　重点工程
1.数字茶园提质工程。升级茶园、设施蔬菜大棚的土壤墒情和虫情监测传感器，打造物联网示范基地20个，水肥一体化远程控制覆盖所有规模茶企。由县农业农村局牵头，县科技局配合。
2.“一码管茶”工程。完善追溯码编制规则，合作社、小农户全部扫码出库，让“云溪云雾茶”从采摘、加工到销售全程可查可信。由县市场监管局牵头，县农业农村局配合。
3.直播兴农工程。用好县级电商公共服务中心，办好村播学院，培训农民网商1500人次，农产品网络零售额达到10亿元。由县商务局牵头，团县委配合。
4.产地仓网工程。补齐合作社预冷库、气调库短板，新增库容1.2万吨，推动快递进村与生鲜直达专线衔接。由县商务局牵头，县交通运输局配合。
5.丘陵农机上山工程。研制轻便采茶机、插秧机，北斗终端应装尽装，农机调度中心联通乡镇服务站，植保无人机达到150架。由县农业农村局牵头，县财政局配合。
6.头雁培育工程。办好县职业学校数字技能班，选派科技特派员和乡土专家结对帮带返乡青年。由县人力资源社会保障局牵头，县教育局配合。
7.遥感护农工程。全面推行农业保险遥感定损和线上理赔，扩大茶叶低温气象指数保险覆盖面。由县委金融办牵头，县气象局配合。
8.乡村智治工程。推广积分制小程序和村务公开二维码，接入平安乡村视频探头。由县委政法委牵头，县公安局配合。
9.山水文旅上云工程。开发古村落数字导览，设置民宿在线预订专区。由县文化和旅游局牵头，县商务局配合。
第二部分　保障措施
1.健全工作机制。由县委农办统筹协调，建立部门联席会议制度。
2.拓宽投入渠道。发挥财政资金撬动作用，引导社会资本参与。
3.跟踪监测评估。每半年通报进展，评估结果向社会公开。
"""
LINKS = {
    ("建设农业物联网基地", "数字茶园提质工程"),
    ("搭建农产品质量追溯平台", "“一码管茶”工程"),
    ("发展农村电子商务", "直播兴农工程"),
    ("推进农机智能化改造", "丘陵农机上山工程"),
    ("完善冷链仓储设施", "产地仓网工程"),
    ("培养新型职业农民", "头雁培育工程"),
    ("探索农业保险线上理赔", "遥感护农工程"),
    ("加强组织领导", "健全工作机制"),
    ("加大资金投入", "拓宽投入渠道"),
    ("强化督导考核", "跟踪监测评估"),
}


@pytest.fixture(scope="module")
def editions():
    return facts_of(OLDER.encode(), "a.txt", "older", 2020), facts_of(NEWER.encode(), "b.txt", "newer", 2024)


def test_two_editions_of_a_plan(editions):
    title = {unit.unit_id: unit.title for facts in editions for unit in facts.units}
    links = {
        (title[link.old_unit_id], title[link.new_unit_id]) for link in compare(*editions, **SETTING).alignment.links
    }
    assert f1(links, LINKS) >= 0.9


def test_tasks_and_safeguards_are_linked_apart(editions):
    kind = {unit.unit_id: unit.kind for facts in editions for unit in facts.units}
    assert all(
        kind[link.old_unit_id] == kind[link.new_unit_id] == link.kind
        for link in compare(*editions, **SETTING).alignment.links
    )


def test_responsibility_clauses_do_not_make_tasks_alike():
    """The same long clause under two unrelated tasks links nothing."""
    clause = (
        "（牵头单位：市发展改革委，参与单位：市科技局、市工业和信息化局、市财政局、市自然资源和规划局、市交通运输局）"
    )
    old = facts_of(
        f"甲市任务\n1.修缮古城墙。加固垛口。{clause}\n2.清淤护城河。修筑步道。{clause}".encode(), "a.txt", "a", 2022
    )
    new = facts_of(
        f"甲市任务\n1.发展通用航空。建设起降点。{clause}\n2.推广中医药。开设煎药房。{clause}".encode(),
        "b.txt",
        "b",
        2023,
    )
    assert not compare(old, new, **SETTING).alignment.links


def test_text_without_clauses():
    unit = make_unit("修桥。（牵头单位：市交通运输局）限期完工。", start=10)
    assert text_without_clauses(unit, [Clause("n", "u", 13, 26, "")]) == "修桥。限期完工。"


def test_a_heading_over_everything_is_no_section():
    units = [
        make_unit("修桥。", headings=("二、重点任务", heading))
        for heading in ("（一）交通", "（一）交通", "（二）水利")
    ]
    assert set(sections_of(units).values()) <= {"（一）交通", "（二）水利"}
