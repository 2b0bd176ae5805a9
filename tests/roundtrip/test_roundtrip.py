"""Notices made from known trees are read back as they were made (see gaps.py for what is not yet)."""

from __future__ import annotations

import pytest
from _pytest.mark.structures import ParameterSet

from tests.roundtrip.gaps import MIXED, alone, differences, known_gaps, mixed
from tests.roundtrip.made import made_notice
from tests.roundtrip.maker import all_forms, load_words
from tests.roundtrip.numbers import words
from tests.roundtrip.truth import MadeNotice

GAPS = known_gaps()


def cases(names: list[str], gaps: dict[str, str]) -> list[ParameterSet]:
    """One case a name; a known gap must fail, so that a mended one is taken off the table."""
    marks = {name: [pytest.mark.xfail(reason=reason, strict=True)] for name, reason in gaps.items()}
    return [pytest.param(name, marks=marks.get(name, [])) for name in names]


def check_read_back(notice: MadeNotice) -> None:
    found = differences(notice)
    if found:
        pytest.fail("\n".join([notice.text, "----- read otherwise:", *found]), pytrace=False)


# -- the reader ----------------------------------------


@pytest.mark.parametrize("form", cases(all_forms(), GAPS["forms"]))
def test_each_way_of_writing_alone(form: str) -> None:
    for notice in alone(form):
        check_read_back(notice)


@pytest.mark.parametrize("seed", cases([str(seed) for seed in MIXED], GAPS["mixed"]))
def test_ways_of_writing_mixed(seed: str) -> None:
    check_read_back(mixed(int(seed), GAPS))


# -- the maker ----------------------------------------


def test_known_gaps_name_forms_and_seeds() -> None:
    assert not GAPS["forms"].keys() - set(all_forms())
    assert not GAPS["mixed"].keys() - {str(seed) for seed in MIXED}


@pytest.mark.parametrize("form", all_forms())
def test_a_notice_for_a_form_uses_it(form: str) -> None:
    """Else the form would count as read without having been tried."""
    assert any(form in notice.forms for notice in alone(form))


def test_the_same_seed_makes_the_same_notice() -> None:
    assert [made_notice(seed) for seed in range(20)] == [made_notice(seed) for seed in range(20)]


def test_truth_is_printed() -> None:
    """What the tree says stands in the text: every line of every unit, unless noise went over it."""
    for seed in range(50):
        notice = made_notice(seed, barred=frozenset(form for form in all_forms() if form.startswith("noise:")))
        for unit in notice.units:
            assert all(line in notice.text for line in unit.text.split("\n")), unit


def test_vocabularies_share_no_phrase() -> None:
    """What is measured on the words kept aside says something only if nobody has met them."""
    main, held_out = load_words("main"), load_words("held_out")
    assert main.keys() == held_out.keys()
    for name, entries in main.items():
        names = {entry.split("|")[0] for entry in entries}
        assert not names & {entry.split("|")[0] for entry in held_out[name]}, name


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (10, "十"),
        (12, "十二"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (2060, "二千零六十"),
        (12000, "一万二千"),
        (10500, "一万零五百"),
        (300, "三百"),
    ],
)
def test_numbers_in_words(number: int, printed: str) -> None:
    assert words(number) == printed
