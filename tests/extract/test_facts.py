"""Facts of whole notices: cited documents, and clauses that name nobody known."""

import pytest

from pipeline.config import load_lexicon
from pipeline.extract.entities.linking import EntityLinker
from pipeline.extract.entities.reader import EntityReader
from pipeline.extract.facts import FactReader, ids_by_title, resolve_documents
from pipeline.records import Entity
from pipeline.segment.structure import read_structure
from tests.conftest import ROOT, make_notice


def cited(title: str) -> Entity:
    text = f"《{title}》"
    return Entity("n", "n/1", "DOC", text, 0, len(text), "title-marks")


def test_a_cited_title_of_the_corpus_resolves():
    ids = ids_by_title([("云州市海洋发展规划", "yunzhou-2021")])
    found = resolve_documents([cited("云州市海洋发展规划"), cited("云州市水利发展规划")], ids)
    assert [entity.resolved for entity in found] == ["yunzhou-2021", ""]


def test_a_title_two_notices_bear_resolves_to_neither():
    ids = ids_by_title([("重点工作任务", "a-2021"), ("重点工作任务", "b-2021")])
    (found,) = resolve_documents([cited("重点工作任务")], ids)
    assert found.resolved == ""


def fact_reader(role_reader, target_reader) -> FactReader:
    entities = EntityReader(load_lexicon(ROOT, "entities"), is_department=role_reader.registry.is_known)
    linker = EntityLinker.load(ROOT, body_of=role_reader.registry.resolve)
    return FactReader(role_reader, target_reader, entities, linker, grants=True)


def test_a_clause_that_names_no_known_body_is_told(role_reader, target_reader):
    reader = fact_reader(role_reader, target_reader)
    notice = make_notice(
        "云州市2023年工作要点\n一、任务\n1.做强产业。（龙头企业牵头，其他配合）\n2.做优服务。（责任单位：市商务局、云州某处室）"
    )
    facts = reader.read(notice, read_structure(notice).units)
    assert [(odd.code, odd.start is not None) for odd in facts.diagnostics] == [
        ("clause-without-body", True),
        ("unknown-body", True),
    ]


@pytest.mark.parametrize(
    ("clause", "codes"),
    [
        ("牵头单位：市工业和信", ["name-cut"]),
        ("（牵头单位：市商务局，参与单位：市文", ["name-cut"]),
        ("（责任单位：市商务局、云州某某专员）", ["unknown-body"]),
        ("责任单位：云州某处室", ["unknown-body"]),
        ("（责任单位：市商务局）", []),
    ],
)
def test_a_name_whose_line_stops_in_it_is_a_warning(role_reader, target_reader, clause: str, codes: list[str]):
    notice = make_notice(f"云州市2023年工作要点\n一、任务\n1.做强产业。新增企业30家。{clause}\n2.做优服务。好。")
    facts = fact_reader(role_reader, target_reader).read(notice, read_structure(notice).units)
    told = [(odd.code, odd.severity) for odd in facts.diagnostics]
    assert told == [(code, "warning" if code == "name-cut" else "info") for code in codes]
