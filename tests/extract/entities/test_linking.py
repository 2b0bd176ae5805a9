"""Linking: which thing a name means, over ways of printing it; what fits nothing stays unlinked."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import ConfigError, read_yaml
from pipeline.extract.entities.linking import EntityLinker, document_id, industry_stem, name_key
from pipeline.knowledge.bodies import Registry
from pipeline.records import Entity

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def linker() -> EntityLinker:
    return EntityLinker.load(ROOT, body_of=Registry.load(ROOT / "configs/bodies").resolve)


@pytest.mark.parametrize(
    "name, group",
    [
        ("人工智能", "SEI-1.5"),  # the name itself
        ("人工智能产业", "SEI-1.5"),  # with the word for an industry behind it
        ("新能源汽车产业集群", "SEI-5"),
        ("高端医疗器械", "SEI-4.2"),  # a word before it narrows
        ("特色轮胎制造", "GB-C29"),
        ("纺织业", "GB-C17"),
        ("先进制造业", "X-manufacturing"),  # not 先进 alone
        ("绿色船舶", "GB-C37"),
        ("人形机器人", "FI-1"),  # the longest tail: not 机器人
        ("机器人", "SEI-2.1"),
        ("海上风电装备", "SEI-6.2"),
        ("电竞", "SEI-8.2"),
        ("应用服务", ""),  # 服务 alone is no group
        ("湘莲", ""),  # no classification has it
        ("业", ""),
        ("可信推理", ""),
    ],
)
def test_industries(linker: EntityLinker, name: str, group: str) -> None:
    assert linker.id_of("INDUSTRY", name) == group


@pytest.mark.parametrize("entry", read_yaml(ROOT / "configs/industries.yaml")["groups"], ids=lambda entry: entry["id"])
def test_every_name_and_alias_of_a_group_leads_to_it(linker: EntityLinker, entry: dict) -> None:
    assert {linker.id_of("INDUSTRY", name) for name in (entry["name"], *entry["aliases"])} == {entry["id"]}


def test_groups_name_their_source() -> None:
    data = read_yaml(ROOT / "configs/industries.yaml")
    assert {group["source"] for group in data["groups"]} == set(data["sources"])
    assert len({group["id"] for group in data["groups"]}) == len(data["groups"])


@pytest.mark.parametrize(
    "one, other",
    [
        ("“海燕”人才引育计划", "海燕人才引育计划"),  # marks come and go
        ("国家级“质量先锋”行动", "“质量先锋”行动"),  # a grade before it
        ("第五届江海博览会", "江海博览会"),  # every year another round of one event
        ("３号线北延段", "3号线北延段"),  # full width
        ("清江实验室（筹）", "清江实验室筹"),
    ],
)
def test_one_name_has_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize("one, other", [("海燕计划", "海鸥计划"), ("3号线北延段", "4号线北延段"), ("省级机关", "机关")])
def test_two_names_have_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    "label, text, found",
    [
        ("PLACE", "山东省", "370000"),
        ("PLACE", "山东", "370000"),
        ("PLACE", "吉林", "220000"),  # the province, not the city of that name
        ("PLACE", "吉林市", "220200"),
        ("PLACE", "内蒙古", "150000"),
        ("PLACE", "柳州", "450200"),
        ("PLACE", "望海湾", "place/望海湾"),  # in no table: its name
        ("DEPT", "省财政厅", "province/finance"),
        ("DEPT", "市有关方面", ""),
        ("ORG", "清江实验室", "org/清江实验室"),
        ("PROGRAM", "“飞鹰”计划", "program/飞鹰计划"),
        ("PROJECT", "3号线北延段", "project/3号线北延段"),
    ],
)
def test_other_labels(linker: EntityLinker, label: str, text: str, found: str) -> None:
    assert linker.id_of(label, text) == found


@pytest.mark.parametrize(
    "text, found",
    [
        ("《国务院关于促进夜间消费的意见》（国发〔2021〕3号）", "central/国发〔2021〕3号"),
        ("《关于促进夜间消费的意见》（国办发[2021]12号）", "central/国办发〔2021〕12号"),  # brackets as printed
        ("《清江省促进就业若干措施》（清政发〔2022〕5号）", "province/清政发〔2022〕5号"),
        ("《望海市港口条例》", "law/望海市港口条例"),
        ("《粮食储备管理法》", "law/粮食储备管理法"),
        ("《望海市人工智能培育目录》", "city/望海市人工智能培育目录"),
        ("《工业和信息化部关于工业数据的意见》（工信部信发〔2020〕67号）", "ministry/工信部信发〔2020〕67号"),
        ("《关于工业税费的公告》（国税发〔2020〕8号）", "ministry/国税发〔2020〕8号"),
        ("《区域伙伴协定》", "unknown/区域伙伴协定"),
    ],
)
def test_documents_by_number_and_level(text: str, found: str) -> None:
    assert document_id(text) == found


@pytest.mark.parametrize(
    "name, stem", [("现代服务业", "现代"), ("林业", "林业"), ("钢铁行业", "钢铁"), ("集成电路", "集成电路")]
)
def test_stems_keep_two_characters(name: str, stem: str) -> None:
    assert industry_stem(name) == stem


def test_a_linked_entity_is_the_same_but_for_its_id(linker: EntityLinker) -> None:
    entity = Entity("n", "n/1", "INDUSTRY", "集成电路", 10, 14, "industry")
    linked = linker.link(entity)
    assert linked.resolved == "SEI-1.2"
    assert (linked.text, linked.start, linked.end, linked.rule) == ("集成电路", 10, 14, "industry")


@pytest.mark.parametrize(
    "content, told",
    [
        ("sources: {a: b}\ngroups: [{id: A, name: 甲甲, source: a}]\n", "aliases"),  # a field is missing
        (
            "sources: {a: b}\ngroups: [{id: A, name: 甲甲, source: a, aliases: [丙丙]}, "
            "{id: B, name: 乙乙, source: a, aliases: [丙丙]}]\n",
            "丙丙",
        ),  # one alias, two groups
    ],
)
def test_a_broken_taxonomy_is_refused_with_its_place(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs/industries.yaml").write_text(content, encoding="utf-8")
    (tmp_path / "configs/divisions.yaml").write_text("source: x\nprovinces: {}\ncities: {}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=f"configs/industries.yaml: .*{told}"):
        EntityLinker.load(tmp_path, body_of=lambda name: None)
