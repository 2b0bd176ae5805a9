"""Words and numbers: the same entries in every language, and values as readers write them."""

from __future__ import annotations

from string import Formatter
from typing import Any

import pytest
from made_notices import PROJECT, has_chinese, locale_entries
from markupsafe import Markup

from pipeline.records import Target
from pipeline.report.stage import load_wording

LANGUAGES = ["en", "zh"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_locale_files_have_the_same_keys_and_places_to_fill(language: str) -> None:
    ours, reference = locale_entries(language), locale_entries("zh")
    assert list(ours) == list(reference)
    for key, template in ours.items():
        if isinstance(template, str):
            assert placeholders(template) == placeholders(reference[key]), key


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_the_english_file_holds_no_chinese() -> None:
    assert not [key for key, text in locale_entries("en").items() if has_chinese(str(text))]


def target(**given: Any) -> Target:
    values = {"op": "eq", "value": 0.0, "value_high": None, "unit": "项", "each_year": False, **given}
    return Target(
        "n",
        "n/1",
        "项目",
        None,
        kind="flow",
        direction="up",
        deadline=None,
        strength="firm",
        text="x",
        start=0,
        end=1,
        rule="made",
        **values,
    )


@pytest.mark.parametrize(
    ("reason", "given", "zh", "en"),
    [
        ("a bound from below", {"op": "ge", "value": 1500.0}, "1500项以上", "at least 1,500"),
        ("a bound from above", {"op": "le", "value": 30.0, "unit": "件"}, "30件以内", "at most 30 items"),
        ("about", {"op": "approx", "value": 35.0}, "35项左右", "about 35"),
        ("money in its usual magnitude", {"value": 520_000_000_000.0, "unit": "元"}, "5200亿元", "520 billion yuan"),
        (
            "ten thousands are a Chinese magnitude only",
            {"value": 250_000.0, "unit": "辆"},
            "25万辆",
            "250,000 vehicles",
        ),
        ("a magnitude never swallows digits", {"value": 12_345.0, "unit": "户"}, "12345户", "12,345 households"),
        ("few decimals are kept", {"value": 130_500_000.0, "unit": "人次"}, "13050万人次", "130.5 million visits"),
        ("a unit without an English word stays", {"value": 3.0, "unit": "平台"}, "3平台", "3 平台"),
        ("a per cent sign follows closely", {"op": "gt", "value": 6.5, "unit": "%"}, "超过6.5%", "over 6.5%"),
        ("both ends of a range", {"op": "range", "value": 2.0, "value_high": 3.0, "unit": "个"}, "2–3个", "2–3"),
        ("each year is said", {"value": 20.0, "unit": "场", "each_year": True}, "每年20场", "20 events each year"),
        ("no unit printed", {"value": 7.0, "unit": ""}, "7", "7"),
        ("zero is a number", {"value": 0.0}, "0项", "0"),
    ],
)
def test_target_values(reason: str, given: dict[str, Any], zh: str, en: str) -> None:
    assert (
        load_wording(PROJECT, "zh").target_value(target(**given)),
        load_wording(PROJECT, "en").target_value(target(**given)),
    ) == (zh, en), reason


def test_plural_forms_follow_the_count() -> None:
    say = load_wording(PROJECT, "en").say
    assert say("workbook.cells_cut", count=1).startswith("1 cell exceeds")
    assert say("workbook.cells_cut", count=2).startswith("2 cells exceed")


def test_what_is_put_into_a_sentence_is_escaped_unless_it_is_markup() -> None:
    say = load_wording(PROJECT, "zh").say
    assert "&lt;b&gt;{n}&lt;/b&gt;" in say("page.missing.unread", file="<b>{n}</b>", message="")
    assert "<b>" in say("page.missing.unread", file=Markup("<b>x</b>"), message="")


def test_a_missing_entry_names_file_and_key() -> None:
    with pytest.raises(KeyError, match=r"words.yaml .zh.: page.nonsense"):
        load_wording(PROJECT, "zh").say("page.nonsense")


@pytest.mark.parametrize(
    ("items", "zh", "en"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a、b", "a and b"), (["a", "b", "c"], "a、b、c", "a, b, and c")],
)
def test_lists(items: list[str], zh: str, en: str) -> None:
    assert (load_wording(PROJECT, "zh").listed(items), load_wording(PROJECT, "en").listed(items)) == (zh, en)


def test_an_undefined_share_is_a_dash_and_no_zero() -> None:
    assert load_wording(PROJECT, "zh").percent(None) == "—"
    assert load_wording(PROJECT, "zh").percent(0.0) == "0.0%"


def test_quotes_within_quotes() -> None:
    wording = load_wording(PROJECT, "zh")
    values = {"year": "2023年", "heading": "推进“一网通办”"}
    assert "“推进‘一网通办’”" in wording.plain("page.missing.cut", **values)
    assert "<b>推进</b>" in wording.say("page.missing.cut", **values | {"heading": Markup("<b>推进</b>")})
