"""Works that are built or changed, waters, and fields that are developed: what is read, and what is not."""

from __future__ import annotations

import pytest

from pipeline.config import load_lexicon
from pipeline.extract.entities.reader import EntityReader, looks_like_department
from pipeline.extract.entities.works import is_built
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def reader() -> EntityReader:
    return EntityReader(load_lexicon(ROOT, "entities"), is_department=looks_like_department)


def names(reader: EntityReader, text: str) -> set[tuple[str, str]]:
    return {(found.label, text[found.start : found.end]) for found in reader.find(text)}


@pytest.mark.parametrize(
    "text, label, name",
    [
        (
            "实施雾灵水库除险加固，确保安全度汛。",
            "PROJECT",
            "雾灵水库除险加固",
        ),  # what is done to a built place is a work
        ("推进澜屿机场迁建，同步完善集疏运。", "PROJECT", "澜屿机场迁建"),
        ("推进澜屿机场三期前期工作。", "PROJECT", "澜屿机场三期"),
        ("完成雾岭灌区续建配套与现代化改造。", "PROJECT", "雾岭灌区续建配套与现代化改造"),
        ("提升澜屿机场服务水平。", "PLACE", "澜屿机场"),  # nothing is built
        ("加快建设雾灵山水源工程。", "PROJECT", "雾灵山水源工程"),  # built, not run
        ("开工建设澜江防洪工程，提高标准。", "PROJECT", "澜江防洪工程"),
        ("实施技能人才培育工程，每年培训两万人。", "PROGRAM", "技能人才培育工程"),  # run, not built
        ("推进澜溪河流域水环境整治。", "PLACE", "澜溪河流域"),
        ("加强澜溪湖水生态修复。", "PLACE", "澜溪湖"),
        ("支持珲春、昆山扩大口岸合作。", "PLACE", "昆山"),  # county-level cities
        ("加密东南亚、中亚航线。", "PLACE", "东南亚"),
        ("把云澜智谷、澜屿创新港连成一片。", "PLACE", "澜屿创新港"),
        ("大力发展海上风电，拉动装备出口。", "INDUSTRY", "海上风电"),
        ("培育离岸贸易和即时零售，扩大规模。", "INDUSTRY", "即时零售"),  # both items
    ],
)
def test_is_read(reader: EntityReader, text: str, label: str, name: str) -> None:
    assert (label, name) in names(reader, text)


@pytest.mark.parametrize(
    "text, name",
    [
        ("落实入河排污治理，推进大江大河治理。", "大河"),
        ("发展壮大集体经济。", "集体"),
        ("培育重点企业五十家。", "重点"),
        ("抓好沿河治理，落实巡河制度。", "沿河"),
    ],
)
def test_is_not_read(reader: EntityReader, text: str, name: str) -> None:
    assert name not in {found for _, found in names(reader, text)}


@pytest.mark.parametrize(
    "name, built",
    [
        ("雾岭特高压直流工程", True),
        ("澜屿引水二期工程", True),
        ("绿氢制合成氨项目", True),
        ("人才培育工程", False),
        ("灌区改造示范工程", False),  # a model for others is a programme
        ("供水提升行动", False),
    ],
)
def test_what_is_built_is_told_from_what_is_run(name: str, built: bool) -> None:
    assert is_built(name) is built


@pytest.mark.parametrize(
    "text, label, name",
    [
        ("推进雾岭核电二期前期工作。", "PROJECT", "雾岭核电二期"),  # a name of its own that goes on in phases
        ("加快澜屿智算中心三期工程建设。", "PROJECT", "澜屿智算中心三期工程"),
        ("推进澜屿大剧院、省档案馆新馆建设。", "PROJECT", "省档案馆新馆"),  # a level's body that is built anew
        ("完成市中医院迁建，增加床位。", "PROJECT", "市中医院迁建"),
        ("在普惠金融、智慧文旅2个领域开发数据产品。", "INDUSTRY", "智慧文旅"),  # a count closes the list
        ("推动冶金、建材企业智能化升级。", "INDUSTRY", "建材"),  # firms close it
        ("推进智慧教育。建设示范校三十所。", "INDUSTRY", "智慧教育"),  # all that a title speaks of
        ("全面推广河湖长制数字化管理。", "PROGRAM", "河湖长制"),
        ("深化链长制，推动集群发展。", "PROGRAM", "链长制"),
        ("提升澜屿软件谷承载能力。", "PLACE", "澜屿软件谷"),
        ("推进物流大数据开发应用。", "INDUSTRY", "物流大数据"),
    ],
)
def test_names_that_go_on_are_whole(reader: EntityReader, text: str, label: str, name: str) -> None:
    assert (label, name) in names(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "分三期建设，首期投资两亿元。",  # phases of no named work
        "改造住宅小区二期停车位。",
        "推进新型工业化。加快设备更新。",  # what changes fields is none
        "推动绿色低碳转型。严控产能。",
        "全校开设人工智能课。",  # a subject taught
        "在就业、医疗2个领域先行先试。",  # public services
    ],
)
def test_what_only_looks_like_one_is_left_out(reader: EntityReader, text: str) -> None:
    assert not names(reader, text)
