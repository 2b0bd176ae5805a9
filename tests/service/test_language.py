"""The pipeline as a citizen of spaCy: spans with their fields, sentences, and the same after saving and loading."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from pipeline.service.language import COMPONENT, register
from tests.conftest import ROOT

TEXT = """望海市人民政府关于印发2024年重点任务的通知
一、加快创新
1.建设海洋实验室。到2025年引进科研团队10个以上；力争产值达到5亿元。（市科技局牵头，市财政局配合）
2.推进节能降耗。关停燃煤锅炉24台，建设国家海洋技术转移中心。
"""


@pytest.fixture(scope="module")
def nlp(tmp_path_factory: pytest.TempPathFactory) -> Language:
    """A pipeline with the component alone; its folder is gone when the tests use it, so nothing is read from there."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "configs", folder / "configs")
    register()
    made = spacy.blank("zh")
    made.add_pipe(COMPONENT, config={"project": str(folder)})
    return made


def told(doc: Doc) -> dict[str, list[tuple[object, ...]]]:
    """What a document was read as, in plain values."""
    return {
        "units": [(span.text[:7], span.label_, span.id_, span._.title) for span in doc.spans["units"]],
        "roles": [(span.text, span.label_, span._.body_id) for span in doc.spans["roles"]],
        "targets": [(span.label_, span._.target["indicator"], span._.target["value"]) for span in doc.spans["targets"]],
        "ents": [(entity.text, entity.label_) for entity in doc.ents],
    }


def test_what_is_read_stands_as_spans(nlp: Language) -> None:
    found = told(nlp(TEXT))
    assert [unit[1:3] for unit in found["units"]] == [("task", "一-1"), ("task", "一-2")]
    assert found["roles"] == [("市科技局", "lead", "city/science-technology"), ("市财政局", "support", "city/finance")]
    assert [target[2] for target in found["targets"]] == [10, 500_000_000, 24]
    assert ("国家海洋技术转移中心", "ORG") in found["ents"]


def test_sentences_end_at_stops_and_lines_and_the_head_is_read(nlp: Language) -> None:
    doc = nlp(TEXT)
    sentences = [sentence.text.strip() for sentence in doc.sents]
    assert "建设海洋实验室。" in sentences[2] and "力争产值达到5亿元。" in sentences
    assert doc._.notice["issuer"] == "望海市人民政府" and doc._.notice["year"] == 2024


def test_saved_and_loaded_it_reads_the_same(nlp: Language, tmp_path: Path) -> None:
    expected = told(nlp(TEXT))
    nlp.to_disk(tmp_path / "saved")
    loaded = spacy.load(tmp_path / "saved")
    assert told(loaded(TEXT)) == expected
    assert loaded.config["components"][COMPONENT]["factory"] == COMPONENT and loaded.pipe_names == [COMPONENT]
    again = spacy.blank("zh")
    again.add_pipe(COMPONENT)
    assert told(again.from_bytes(nlp.to_bytes())(TEXT)) == expected


def test_a_document_keeps_what_was_read_in_a_docbin(nlp: Language) -> None:
    doc = nlp(TEXT)
    packed = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (back,) = DocBin().from_bytes(packed).get_docs(nlp.vocab)
    assert told(back) == told(doc)


def test_a_component_without_configs_says_what_it_needs() -> None:
    register()
    bare = spacy.blank("zh")
    bare.add_pipe(COMPONENT)
    with pytest.raises(ValueError, match="has no configs"):
        bare(TEXT)


@pytest.mark.parametrize("text", ["", "\n", "没有编号的一句话。", "1.一\n\n\t2.二"])
def test_any_text_is_a_document(text: str, nlp: Language) -> None:
    assert nlp(text).text == text
