"""What was planted in the sample city is found: links, change types, targets, roles, chains, strength."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.compare.genealogy import chains
from pipeline.compare.portfolios import portfolios
from pipeline.compare.priorities import priority_trends, section_ranks
from pipeline.compare.same_body import SameBody
from pipeline.compare.strength import title_of
from tests.compare.sample_city import (
    LADDER,
    PAIRS,
    PARAMS,
    REGISTRY,
    THEMES,
    YEARS,
    compared,
    f1,
    path_of,
    sample,
    truth,
)


def planted_links(old: int, new: int) -> dict[tuple, str]:
    """(old path, new path) -> change; a split or merge gives one entry a pair."""
    rows = truth()["links"][f"{old}-{new}"]["links"]
    return {(tuple(a), tuple(b)): row["change"] for row in rows for a in row["old"] for b in row["new"]}


def found_links(old: int, new: int) -> dict[tuple, str]:
    return {
        (path_of(old)[link.old_unit_id], path_of(new)[link.new_unit_id]): link.change
        for link in compared(old, new).alignment.links
    }


def over_pairs(read) -> set:
    """What `read(old, new)` gives for all pairs of years, each item with its pair."""
    return {(old, new, item) for old, new in PAIRS for item in read(old, new)}


def test_links():
    assert f1(over_pairs(found_links), over_pairs(planted_links)) >= 0.95


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_links_of_each_pair_of_years(old, new):
    assert f1(set(found_links(old, new)), set(planted_links(old, new))) >= 0.95


def test_links_over_several_years():
    """Three years apart most tasks are reworded twice; the truth is the chain of yearly links."""
    steps = [planted_links(old, new) for old, new in PAIRS]
    reached = {(a, a) for a, _ in steps[0]}
    for step in steps:
        reached = {(first, b) for first, a in reached for here, b in step if here == a}
    assert f1(set(found_links(2021, 2025)), reached) >= 0.9


def test_change_types():
    planted, found = over_pairs(planted_links), {(old, new): found_links(old, new) for old, new in PAIRS}
    right = sum(found[old, new].get(link) == planted_links(old, new)[link] for old, new, link in planted)
    assert right / len(planted) >= 0.9


def test_new_and_dropped():
    for old, new in PAIRS:
        rows, alignment = truth()["links"][f"{old}-{new}"], compared(old, new).alignment
        assert f1({path_of(old)[row.unit_id] for row in alignment.old_only}, set(map(tuple, rows["old_only"]))) >= 0.95
        assert {path_of(new)[row.unit_id] for row in alignment.new_only} >= set(map(tuple, rows["new_only"]))


def test_target_changes():
    def planted(old, new):
        return {
            (tuple(row["old"]), tuple(row["new"]), row["change"], row["old_value"], row["new_value"])
            for row in truth()["targets"][f"{old}-{new}"]["rows"]
        }

    def found(old, new):
        return {
            (path_of(old)[row.old_unit_id], path_of(new)[row.new_unit_id], row.change, row.old_value, row.new_value)
            for row in compared(old, new).targets
        }

    assert f1(over_pairs(found), over_pairs(planted)) >= 0.95


def test_what_was_redefined_and_what_was_reached():
    for old, new in PAIRS:
        found = {
            (path_of(new)[row.new_unit_id], row.old_value, row.new_value): row for row in compared(old, new).targets
        }
        for planted in truth()["targets"][f"{old}-{new}"]["rows"]:
            row = found.get((tuple(planted["new"]), planted["old_value"], planted["new_value"]))
            if row and planted["change"] == row.change == "redefined":
                assert set(row.what) == set(planted["what"])
            if row and planted["change"] == "met_and_dropped":
                assert row.evidence in planted["evidence"] or planted["evidence"] in row.evidence


def planted_roles(old: int, new: int) -> set[tuple]:
    return {
        (tuple(row["old"]), tuple(row["new"]), row["department"], row["change"])
        for row in truth()["roles"][f"{old}-{new}"]["rows"]
    }


def found_roles(old: int, new: int) -> set[tuple]:
    return {
        (path_of(old)[row.old_unit_id], path_of(new)[row.new_unit_id], row.department, row.change)
        for row in compared(old, new).roles
    }


def test_role_changes():
    assert f1(over_pairs(found_roles), over_pairs(planted_roles)) >= 0.95


def test_who_handed_over_to_whom():
    for old, new in PAIRS:
        planted = {
            (row["from"], row["to"], row["from_role_after"], row["to_role_before"])
            for row in truth()["roles"][f"{old}-{new}"]["rows"]
            if row["change"] == "handed_over"
        }
        assert {
            (row.from_department, row.to_department, row.old_lead_role, row.from_role)
            for row in compared(old, new).roles
            if row.change == "handed_over"
        } == planted


def test_a_rename_is_never_an_exit_or_entry():
    for reform in truth()["departments"]["renames"]:
        old, new = next((old, new) for old, new in PAIRS if new == reform["first_notice"])
        roles = compared(old, new).roles
        assert not [row for row in roles if row.change == "left" and row.department == reform["from"]], reform
        entered = {
            (path_of(old)[row.old_unit_id], path_of(new)[row.new_unit_id], row.department, row.change)
            for row in roles
            if row.change == "entered" and row.department == reform["to"]
        }
        assert entered <= planted_roles(old, new), reform


def all_bodies() -> SameBody:
    return SameBody.over([sample(year).roles for year in YEARS], REGISTRY, YEARS[-1])


@pytest.mark.parametrize("which", ["growing", "fading"])
def test_portfolios_through_reforms(which):
    planted = truth()["departments"][which]
    same_body = all_bodies()
    body = next(same_body(role) for role in sample(2025).roles if role.department == planted["department"])
    for year in YEARS:
        row = next(row for row in portfolios(sample(year), same_body) if row.body_id == body)
        assert {
            "lead": row.lead,
            "responsible": row.responsible,
            "support": row.support,
            "total": row.units,
        } == planted["tasks"][str(year) if str(year) in planted["tasks"] else year]


def test_planted_trends_show_and_a_fluctuation_does_not():
    found = {row.theme: row.direction for row in priority_trends([sample(year) for year in YEARS], THEMES, PARAMS)}
    planted = truth()["themes"]
    assert found == {
        **dict.fromkeys(planted["rising"], "rising"),
        **dict.fromkeys(planted["falling"], "falling"),
        **dict.fromkeys(planted["fluctuating"], "not distinguishable"),
    }


def test_a_fluctuation_is_not_distinguishable_between_any_two_years():
    for old, new in PAIRS:
        rows = [row for row in compared(old, new).priorities if row.theme in truth()["themes"]["fluctuating"]]
        assert rows and not any(row.distinguishable for row in rows)


def test_first_and_last_year_tell_the_planted_trends():
    rows = {row.theme: row for row in compared(2021, 2025).priorities if row.measure == "tasks"}
    assert rows["demand"].distinguishable and rows["demand"].difference_high < 0
    assert not rows["industry"].distinguishable


def test_order_of_sections():
    for year in YEARS:
        order = truth()["themes"]["section_order"]
        assert [row.theme for row in section_ranks(sample(year))] == order[str(year) if str(year) in order else year]


def test_chains_hold_the_same_units():
    steps = chains(
        [sample(year) for year in YEARS], [compared(old, new).alignment for old, new in pairwise(YEARS)], LADDER
    )
    found: dict[str, set] = {}
    for step in steps:
        found.setdefault(step.chain_id, set()).add((step.year, path_of(step.year)[step.unit_id]))
    planted = [
        {(int(year), tuple(path)) for year, paths in chain["members"].items() for path in paths}
        for chain in truth()["chains"]
    ]
    assert f1({frozenset(chain) for chain in found.values()}, {frozenset(chain) for chain in planted}) >= 0.95


def test_strength_along_chains():
    for chain in truth()["strength"]:
        for step in chain["steps"]:
            unit = next(unit for unit in sample(step["year"]).units if unit.path == tuple(step["path"]))
            assert LADDER.wording(title_of(unit)).level == step["level"], unit.title
