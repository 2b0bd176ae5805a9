"""The registry: every example resolves, no stem belongs to two bodies, and rules reach names never listed."""

import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from pipeline.knowledge.bodies import Registry, RegistryError
from pipeline.knowledge.body_files import BodyFiles, read_body_files


@pytest.fixture(scope="module")
def files(root) -> BodyFiles:
    return read_body_files(root / "configs" / "bodies")


RESOLVES = [
    ("市发展改革委", "city/development-reform", "short form"),
    ("市发改委", "city/development-reform", "shorter form"),
    ("市发展和改革委员会", "city/development-reform", "full form"),
    ("临江市发展改革委", "city/development-reform", "a city never listed"),
    ("国家发展改革委", "central/development-reform", "the centre"),
    ("省工业和信息化厅", "province/industry-information", "a province"),
    ("市市场监管局", "city/market-regulation", "市 twice"),
    ("市场监管总局", "central/market-regulation", "市 belongs to the name"),
    ("市委网信办", "city/cyberspace", "party"),
    ("省委宣传部", "province/publicity", "party"),
    ("人民银行临江市中心支行", "vertical/peoples-bank", "named after a place"),
    ("临江海关", "vertical/customs", "named after a place"),
    ("各区（市）政府", "collective/all-districts-cities", "collective"),
    ("各有关部门", "collective/relevant-departments", "collective"),
    ("各区县（市）人民政府", "collective/other", "a collective never listed"),
    ("财政部", "central/finance", "a ministry"),
]


@pytest.mark.parametrize(("name", "body_id", "reason"), RESOLVES, ids=[case[0] for case in RESOLVES])
def test_resolve(name, body_id, reason, registry: Registry):
    assert registry.resolve(name) == body_id, reason


@pytest.mark.parametrize("name", ["龙头企业", "创新联合体", "第三方机构名录", "产业链", "市民热线工单", ""])
def test_what_is_no_body_does_not_resolve(name, registry: Registry):
    assert registry.resolve(name) is None


BY_YEAR = [
    ("市金融办", 2016, "city/finance-work-office", "before the reform of 2018"),
    ("市金融办", 2021, "city/local-financial-regulation", "between the reforms"),
    ("市金融办", 2025, "city/party-finance-office", "since the reform of 2023"),
    ("市委金融办", 2025, "city/party-finance-office", "its party name"),
    ("林业局", 2015, "local/forestry-grassland", "no level printed"),
    ("市大数据局", 2020, "city/big-data-bureau", "before the data bureaus"),
    ("市数据局", 2024, "city/data-bureau", "a data bureau"),
]


@pytest.mark.parametrize(
    ("name", "year", "body_id", "reason"), BY_YEAR, ids=[f"{case[0]}-{case[1]}" for case in BY_YEAR]
)
def test_a_name_means_the_body_of_its_year(name, year, body_id, reason, registry: Registry):
    assert registry.resolve(name, year=year) == body_id, reason


BECAME = [
    ("finance-work-office", 2020, ["local-financial-regulation"]),
    ("finance-work-office", 2024, ["party-finance-office"]),
    ("big-data-bureau", 2022, ["big-data-bureau"]),
    ("big-data-bureau", 2024, ["data-bureau"]),
    ("environmental-protection", 2019, ["ecology-environment"]),
    ("public-health-old", 2019, ["health"]),
    ("industry-commerce", 2017, ["industry-commerce"]),
    ("rural-revitalization", 2024, ["agriculture-rural"]),
]


@pytest.mark.parametrize(("function", "year", "heirs"), BECAME, ids=[f"{case[0]}-{case[1]}" for case in BECAME])
def test_what_a_body_had_become(function, year, heirs, registry: Registry):
    assert registry.successors(function, year=year) == heirs


DIVISIONS = [
    ("教育部高教司", "", "central/education@高教司"),
    ("交通运输部运输服务司", "", "central/transport@运输服务司"),
    ("省财政厅预算处", "", "province/finance@预算处"),
    ("市生态环境局东湖分局", "", "city/ecology-environment@东湖分局"),
    ("科技司", "交通运输部", "central/transport@科技司"),
    ("科技司", "交通运输部办公厅", "central/transport@科技司"),
    ("科技司", "", None),
    ("总公司", "财政部", None),
]


@pytest.mark.parametrize(("name", "issuer", "body_id"), DIVISIONS, ids=[f"{c[0]}-{c[1]}" for c in DIVISIONS])
def test_divisions_belong_to_their_body(name, issuer, body_id, registry: Registry):
    assert registry.resolve(name, issuer=issuer) == body_id


ENGLISH = [
    ("财政部", "Ministry of Finance"),
    ("市财政局", "Municipal Finance"),
    ("省委宣传部", "Provincial Publicity"),
    ("临江海关", "Customs"),
    ("各有关部门", "Relevant departments"),
    ("东湖区政府", "District or county government"),
    ("教育部高教司", "Ministry of Education"),
]


@pytest.mark.parametrize(("name", "english"), ENGLISH, ids=[case[0] for case in ENGLISH])
def test_english_names(name, english, registry: Registry):
    assert registry.name_en(registry.resolve(name) or "") == english


def test_every_body_of_the_centre_has_an_english_name(files: BodyFiles, registry: Registry):
    assert all(
        registry.name_en(registry.resolve(entry.names["central"][0].name) or "")
        for entry in files.functions
        if "central" in entry.names
    )


def test_examples_resolve_to_a_body(files: BodyFiles, registry: Registry):
    entries = [*files.functions, *files.governments, *files.collectives]
    assert [(entry.id, name) for entry in entries for name in entry.examples if not registry.resolve(name)] == []


def test_an_ending_tells_its_example(files: BodyFiles, registry: Registry):
    assert [entry.example for entry in files.endings if not registry.is_whole_name(entry.example)] == []
    assert [
        word for entry in files.endings for word in entry.excluded if registry.false_friend.match(word) is None
    ] == []


def test_no_stem_belongs_to_two_bodies_at_once(files: BodyFiles):
    """One printed stem, one level, one year: one body."""
    spans = defaultdict(list)
    for entry in files.functions:
        for level, names in entry.names.items():
            for name in names:
                years = entry.years_of(level, name)
                spans[level, name.name, entry.prefixes].append((years.first or 0, years.last or 9999, entry.id))
    clashes = [
        (key, found)
        for key, found in spans.items()
        if any(a[0] < b[1] and b[0] < a[1] for i, a in enumerate(found) for b in found[i + 1 :] if a[2] != b[2])
    ]
    assert not clashes


def test_every_local_alias_resolves_to_its_body_in_some_year(files: BodyFiles, registry: Registry):
    """Both ways: what the registry lists, the rules find. Forms with fixed words (团市委) have their own names."""
    years = [None, *range(2012, 2027, 2)]
    lost = []
    for entry in files.functions:
        if "place" not in entry.prefixes:
            continue
        for stem in entry.names.get("local", ()):
            found = {registry.resolve(f"市{stem.name}", year=year) for year in years}
            if not any(body and body.split("/")[1].split("@")[0] == entry.id for body in found):
                lost.append((entry.id, stem.name, sorted(map(str, found))))
    assert not lost


WRONG = [
    ('name_en: "Finance"', 'name_en: ""', "society.yaml: entry finance: name_en: String should have at least 1"),
    ("- id: finance\n", "- id: Finance 1\n", "society.yaml: entry Finance 1: id: String should match"),
    ("system: vertical", "system: upright", "vertical.yaml: entry customs: system: Input should be"),
    ("- id: justice\n", "- id: finance\n", "entry finance: the id is taken already"),
    ("{id: justice,", "{id: law,", "entry legal-affairs: became: 'law' is no entry"),
    ("- id: finance\n", "- id: [\n", "not valid YAML"),
]


@pytest.mark.parametrize(("old", "new", "message"), WRONG, ids=[case[2][:40] for case in WRONG])
def test_a_wrong_entry_is_named(tmp_path: Path, root: Path, old: str, new: str, message: str):
    folder = tmp_path / "bodies"
    shutil.copytree(root / "configs" / "bodies", folder)
    path = next(path for path in sorted(folder.glob("*.yaml")) if old in path.read_text(encoding="utf-8"))
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegistryError) as error:
        read_body_files(folder)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("reason", "name", "first"),
    [
        ("a sign misread at its end", "市发展改革委员回", "市发展改革委员会"),
        ("one sign too many", "市财政厅局", "市财政局"),
    ],
)
def test_a_name_that_no_body_has_leads_to_the_nearest(registry: Registry, reason: str, name: str, first: str) -> None:
    assert registry.nearest(name)[0] == first, reason
    assert all(registry.is_known(other) for other in registry.nearest(name))


def test_a_name_like_no_other_leads_nowhere(registry: Registry) -> None:
    assert registry.nearest("幸福联盟") == []
