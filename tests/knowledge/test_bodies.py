"""The registry: every example resolves, no stem belongs to two bodies, and rules reach names never listed."""

from collections import defaultdict

import pytest
import yaml

from pipeline.knowledge.bodies import Registry


@pytest.fixture(scope="module")
def entries(root):
    return yaml.load((root / "configs" / "bodies.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


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


def test_a_name_means_the_body_of_its_year(registry: Registry):
    assert registry.resolve("市金融办", year=2025) == "city/party-finance-office"
    assert registry.resolve("市金融办", year=2016) == "city/finance-work-office"


def test_examples_resolve_to_a_body(entries, registry: Registry):
    missing = [
        (entry["id"], name)
        for entry in [*entries["functions"], *entries["vertical"]]
        for name in entry["examples"]
        if not registry.resolve(name)
    ]
    assert not missing


def test_no_stem_belongs_to_two_bodies_at_once(entries):
    """One printed stem, one level, one year: one body."""
    spans = defaultdict(list)
    for entry in entries["functions"]:
        for level, names in entry["names"].items():
            for name in names:
                periods = [
                    p
                    for p in entry.get("periods", [])
                    if name in p.get("names", []) or ("names" not in p and p.get("level") == level)
                ]
                first = (periods[0].get("from") if periods else entry["valid_from"]) or 0
                last = (periods[0].get("to") if periods else entry["valid_to"]) or 9999
                spans[level, name, tuple(entry.get("prefixes", ["place"]))].append((first, last, entry["id"]))
    clashes = [
        (key, found)
        for key, found in spans.items()
        if len({entry for *_, entry in found}) > 1
        and any(a[0] < b[1] and b[0] < a[1] for i, a in enumerate(found) for b in found[i + 1 :] if a[2] != b[2])
    ]
    assert not clashes


def test_successors_exist(entries, registry: Registry):
    for entry in entries["functions"]:
        for step in entry.get("became", []):
            assert step["id"] in registry.bodies, f"{entry['id']} became {step['id']}, which is no entry"


def test_every_entry_has_source_and_examples(entries):
    for entry in entries["functions"]:
        assert entry["source"] and len(entry["examples"]) >= 1, entry["id"]


def test_every_local_alias_resolves_to_its_body_in_some_year(entries, registry: Registry):
    """Both ways: what the registry lists, the rules find. Forms with fixed words (团市委) have their own names."""
    years = [None, *range(2012, 2027, 2)]
    lost = []
    for entry in entries["functions"]:
        if "place" not in entry.get("prefixes", ["place"]):
            continue
        for stem in entry["names"].get("local", []):
            found = {registry.resolve(f"市{stem}", year=year) for year in years}
            if not any(body and body.split("/")[1].split("@")[0] == entry["id"] for body in found):
                lost.append((entry["id"], stem, sorted(map(str, found))))
    assert not lost
