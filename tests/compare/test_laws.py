"""Laws of every comparison: a notice against itself is unchanged, and swapping the years mirrors every table."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pipeline.compare.pair import compare, compare_notices
from pipeline.compare.word_changes import word_changes
from tests.compare.sample_city import PAIRS, SETTING, YEARS, compared, facts_of, sample

MIRRORED_LINKS = {"split": "merged", "merged": "split"}
MIRRORED_TARGETS = {
    "raised": "lowered",
    "lowered": "raised",
    "pushed_back": "brought_forward",
    "brought_forward": "pushed_back",
    "dropped": "new",
    "met_and_dropped": "new",
}
MIRRORED_ROLES = {"promoted": "demoted", "demoted": "promoted", "entered": "left", "co_lead_added": "left"}
SPANS = [*PAIRS, (2021, 2025), (2022, 2024)]


@pytest.mark.parametrize("year", YEARS)
def test_a_notice_against_itself(year):
    found = compare(sample(year), sample(year), **SETTING)
    assert all(
        link.change == "kept" and link.old_unit_id == link.new_unit_id and link.tier == "exact"
        for link in found.alignment.links
    )
    assert len(found.alignment.links) == len(sample(year).tasks)
    assert not found.alignment.old_only and not found.alignment.new_only and not found.roles
    assert {row.change for row in found.targets} == {"unchanged"}
    assert all(row.difference == 0 and not row.distinguishable for row in found.priorities)


@pytest.mark.parametrize(("old", "new"), SPANS)
def test_links_mirror(old, new):
    there, back = compared(old, new).alignment, compared(new, old).alignment

    def rows(links, turned):
        return sorted(
            (link.new_unit_id, link.old_unit_id, MIRRORED_LINKS.get(link.change, link.change), link.tier, link.score)
            if turned
            else (link.old_unit_id, link.new_unit_id, link.change, link.tier, link.score)
            for link in links
        )

    assert rows(there.links, True) == rows(back.links, False)
    assert [row.unit_id for row in there.old_only] == [row.unit_id for row in back.new_only]
    assert [row.unit_id for row in there.new_only] == [row.unit_id for row in back.old_only]


@pytest.mark.parametrize(("old", "new"), SPANS)
def test_targets_mirror(old, new):
    there = {
        (row.old_start, row.new_start, MIRRORED_TARGETS.get(row.change, row.change))
        for row in compared(old, new).targets
        if row.change != "new"
    }
    back = {(row.new_start, row.old_start, row.change) for row in compared(new, old).targets}
    assert {row for row in back if row[2] not in ("dropped", "met_and_dropped")} == there
    assert {row[1] for row in back if row[2] in ("dropped", "met_and_dropped")} == {
        row.new_start for row in compared(old, new).targets if row.change == "new"
    }


@pytest.mark.parametrize(("old", "new"), SPANS)
def test_roles_mirror(old, new):
    def turned(row):
        if row.change == "handed_over":
            return row.change, row.to_department, row.from_department, row.old_lead_role, row.from_role
        change = (
            {"lead": "co_lead_added"}.get(row.from_role, "entered")
            if row.change == "left"
            else MIRRORED_ROLES.get(row.change, row.change)
        )
        return change, row.to_department, row.from_department, row.to_role, row.from_role

    def plain(row):
        if row.change == "handed_over":
            return row.change, row.from_department, row.to_department, row.from_role, row.old_lead_role
        return row.change, row.from_department, row.to_department, row.from_role, row.to_role

    assert {turned(row)[1:] for row in compared(old, new).roles} == {plain(row)[1:] for row in compared(new, old).roles}
    assert len(compared(old, new).roles) == len(compared(new, old).roles)


@pytest.mark.parametrize(("old", "new"), SPANS)
def test_priorities_mirror(old, new):
    def minus(value):
        return None if value is None else -value + 0.0

    turned = [
        replace(
            row,
            old_notice_id=row.new_notice_id,
            new_notice_id=row.old_notice_id,
            old_count=row.new_count,
            new_count=row.old_count,
            old_total=row.new_total,
            new_total=row.old_total,
            old_share=row.new_share,
            new_share=row.old_share,
            difference=minus(row.difference),
            difference_low=minus(row.difference_high),
            difference_high=minus(row.difference_low),
            old_rank=row.new_rank,
            new_rank=row.old_rank,
        )
        for row in compared(old, new).priorities
    ]
    assert turned == compared(new, old).priorities


def with_words(facts):
    """Words of two characters each: enough for counting, without a model."""
    units = [
        replace(
            unit,
            words=tuple(
                unit.text[i : i + 2]
                for i in range(0, len(unit.text), 2)
                if unit.text[i : i + 2].strip() == unit.text[i : i + 2]
            ),
        )
        for unit in facts.units
    ]
    return replace(facts, units=units)


def test_words_mirror():
    old, new = with_words(sample(2021)), with_words(sample(2022))
    there = {(row.form, row.word): (row.z, row.old_count, row.new_count) for row in word_changes(old, new)}
    back = {(row.form, row.word): (-row.z + 0.0, row.new_count, row.old_count) for row in word_changes(new, old)}
    assert there and there == back
    assert all(row.z == 0 for row in word_changes(old, old))


def test_json_is_the_design_s():
    found = compare_notices(sample(2021), sample(2022), **SETTING)
    assert list(found) == [
        "findings", "indicators", "terms", "links", "old_only", "new_only", "targets", "roles", "priorities",
    ]  # fmt: skip
    assert {"old", "new", "old_path", "new_path", "change", "tier", "score", "parts"} <= set(found["links"][0])
    assert json.loads(json.dumps(found, ensure_ascii=False, allow_nan=False)) == found
    assert json.dumps(found) == json.dumps(compare_notices(sample(2021), sample(2022), **SETTING))


def test_notices_without_tasks():
    empty = facts_of("关于放假的通知\n请各单位做好值班工作。".encode(), "x.txt", "empty-2020", 2020)
    found = compare(empty, sample(2021), **SETTING)
    assert not found.alignment.links and len(found.alignment.new_only) == len(sample(2021).tasks)
    assert all(row.old_share is None and not row.distinguishable for row in found.priorities)
