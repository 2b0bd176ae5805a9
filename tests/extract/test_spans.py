"""What makes reading linear must say the same as the plain definition it stands for."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.roles.names import outside_brackets
from pipeline.extract.spans import blanked, mark, overlaps_any, windows
from pipeline.extract.targets.quantities import NO_QUANTITY, QuantityReader
from pipeline.extract.targets.rulebook import Rulebook
from pipeline.extract.targets.sentences import LONGEST_SENTENCE, RE_BREAK, RE_SENTENCE, Sentence
from tests.conftest import ROOT

BRACKETED = st.text("（）、，。；市局和3家", max_size=40)
SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(tuple), max_size=6)


@given(st.text(min_size=30, max_size=40), SPANS)
def test_blanking_overwrites_each_span_and_nothing_else(text: str, spans: list[tuple[int, int]]):
    expected = "".join("_" if any(start <= i < end for start, end in spans) else char for i, char in enumerate(text))
    assert blanked(text, spans, "_") == expected


@given(SPANS, st.integers(0, 30), st.integers(0, 30))
def test_a_span_overlaps_what_was_marked(spans: list[tuple[int, int]], start: int, end: int):
    taken = bytearray(31)
    for span in spans:
        mark(taken, *span)
    assert overlaps_any(taken, start, end) == any(first <= i < last for first, last in spans for i in range(start, end))


@given(st.text("港。；口", max_size=60), st.integers(1, 12))
def test_windows_tile_the_text_and_end_at_sentences_where_there_are_any(text: str, longest: int):
    found = list(windows(text, longest, re.compile("[。；]")))
    assert "".join(text[start:end] for start, end in found) == text
    for start, end in found[:-1]:
        assert 0 < end - start <= longest
        assert text[end - 1] in "。；" or not re.search("[。；]", text[start:end])


@given(BRACKETED)
def test_marks_inside_brackets_are_passed_over(text: str):
    pattern = re.compile("[、和]")
    closed, flat = "", text
    while closed != flat:
        closed, flat = flat, re.sub("（[^（）]*）", lambda pair: "_" * len(pair[0]), flat)
    expected = [match.start() for match in pattern.finditer(flat)]
    assert [match.start() for match in outside_brackets(text, pattern)] == expected


@given(BRACKETED.filter(bool), st.data())
def test_the_clause_around_a_number(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before = [
        match.end()
        for match in RE_BREAK.finditer(text, 0, start)
        if text[: match.start()].count("（") <= text[: match.start()].count("）")
    ]
    after = next((match.start() for match in RE_BREAK.finditer(text, end)), len(text))
    assert Sentence(text, 0, [], []).clause_around(start, end) == (before[-1] if before else 0, after)


def test_long_sentences_are_read_in_stretches_that_end_at_a_mark():
    text = "建设港口，" * 900 + "推" * 3000 + "。新增30家。"
    stretches = RE_SENTENCE.findall(text)
    assert "".join(stretches) == text.replace("。", "")
    assert max(map(len, stretches)) == LONGEST_SENTENCE
    assert stretches[0].endswith("，") and stretches[-1] == "新增30家"


@pytest.mark.parametrize("name", NO_QUANTITY)
@settings(max_examples=40)
@given(data=st.data())
def test_every_pattern_of_no_quantity_is_tried_where_it_may_begin(name: str, data: st.DataObject):
    """The reader looks at one character before it tries any pattern; no pattern may begin with another."""
    rules = Rulebook.load(ROOT)
    pattern, names = rules.regex(name), QuantityReader(rules).names
    text = data.draw(st.from_regex(pattern))
    for match in pattern.finditer(text):
        assert names.match(text, match.start()), match[0]
