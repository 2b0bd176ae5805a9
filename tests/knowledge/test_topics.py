"""Topics of Chinese phrases in English: the longest that fit, in their order, each once; never a guess."""

from __future__ import annotations

import re

import pytest

from pipeline.knowledge.topics import MOST_TOPICS, _topics, topics_en


@pytest.mark.parametrize(
    ("reason", "phrase", "english"),
    [
        ("verbs around a topic are not said", "加快推进新型城镇化", "New urbanisation"),
        ("the longest name hides those inside it", "推动绿色低碳转型", "Green and low-carbon development"),
        ("topics in their order", "稳定外贸、扩大消费", "Foreign trade, consumption"),
        ("each once", "以产业园区带动产业集聚", "Industry, industrial parks"),
        ("quotation marks inside a name", "做好“六稳”工作", "The six stabilities"),
        ("nothing known", "抓好组织落实", ""),
        ("nothing at all", "", ""),
    ],
)
def test_topics(reason: str, phrase: str, english: str) -> None:
    assert topics_en(phrase) == english, reason


def test_a_gloss_stays_short() -> None:
    assert topics_en("外贸、消费、教育、医疗、铁路、公路").count(",") == MOST_TOPICS - 1


def test_no_english_topic_holds_chinese() -> None:
    assert not [english for english in _topics()[0].values() if re.search("[\u4e00-\u9fff]", english)]
