"""Links between editions of a plan two to four years apart, against links written down by a reader.

`pairs/<name>` holds the two editions, written for this project in other cities, levels of government, subjects and
clause styles than the sample city, and `links.json`: [older unit, newer unit, sure or arguable, why]. A link that a
careful reader may draw or leave out is arguable: it counts neither as right nor as wrong.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from pipeline.compare.alignment import Alignment
from pipeline.compare.pair import compare
from pipeline.compare.profile import NoticeFacts
from tests.compare.sample_city import SETTING, facts_of

FOLDER = Path(__file__).parent / "pairs"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
LEAST = 0.85


@cache
def editions(name: str) -> tuple[NoticeFacts, NoticeFacts]:
    return tuple(
        facts_of((FOLDER / name / f"{side}.txt").read_bytes(), f"{side}.txt", side, year)
        for side, year in (("old", 2022), ("new", 2025))
    )


@cache
def aligned(name: str, other: str | None = None) -> Alignment:
    """The older edition of one plan against the newer one of the same, or of another plan."""
    return compare(editions(name)[0], editions(other or name)[1], **SETTING).alignment


def links_of(name: str, how: str) -> set[tuple[str, str]]:
    return {
        (old, new)
        for old, new, sure, _ in json.loads((FOLDER / name / "links.json").read_text(encoding="utf-8"))["links"]
        if sure == how
    }


def judged(name: str) -> set[tuple[str, str]]:
    return {(link.old_unit_id, link.new_unit_id) for link in aligned(name).links} - links_of(name, "arguable")


def told(name: str, link: tuple[str, str]) -> str:
    titles = {unit.unit_id: unit.title for facts in editions(name) for unit in facts.units}
    return f"{name}: {titles[link[0]]} => {titles[link[1]]}"


@pytest.mark.parametrize("name", NAMES)
def test_every_unit_of_the_links_is_read(name):
    read = {unit.unit_id for facts in editions(name) for unit in facts.units}
    assert {unit_id for how in ("sure", "arguable") for link in links_of(name, how) for unit_id in link} <= read


def test_precision_and_recall_over_all_pairs():
    missed = [told(name, link) for name in NAMES for link in sorted(links_of(name, "sure") - judged(name))]
    false = [told(name, link) for name in NAMES for link in sorted(judged(name) - links_of(name, "sure"))]
    sure, found = (sum(len(side(name)) for name in NAMES) for side in (lambda name: links_of(name, "sure"), judged))
    errors = "\n".join([*(f"! {link}" for link in missed), *(f"? {link}" for link in false)])
    assert (sure - len(missed)) / found >= LEAST, errors
    assert (sure - len(missed)) / sure >= LEAST, errors


def test_the_score_tells_how_far_to_trust_a_link():
    """Links that a reader drew score higher than those the program draws between plans about different things."""
    drawn = [
        link.score
        for name in NAMES
        for link in aligned(name).links
        if (link.old_unit_id, link.new_unit_id) in links_of(name, "sure")
    ]
    across = [
        link.score
        for one in NAMES
        for other in NAMES
        if one != other
        for link in aligned(one, other).links
        if link.kind == "task"
    ]
    assert median(drawn) > 0.95 > 0.9 > median(across)


def test_plans_about_different_things_share_few_tasks():
    """Every older edition against the newer one of every other plan: of tasks proper few find a partner."""
    tasks, linked = 0, []
    for one in NAMES:
        mine = {unit.unit_id: unit.title for unit in editions(one)[0].units if unit.kind == "task"}
        for other in NAMES:
            if other != one:
                tasks += len(mine)
                linked += [
                    f"{one}, {other}: {mine[link.old_unit_id]} {link.score}"
                    for link in aligned(one, other).links
                    if link.old_unit_id in mine
                ]
    assert len(linked) / tasks <= 0.1, "\n".join(linked)


@pytest.mark.parametrize("name", NAMES)
def test_an_edition_against_itself_is_all_kept(name):
    facts = editions(name)[1]
    found = compare(facts, facts, **SETTING)
    assert all(link.change == "kept" and link.old_unit_id == link.new_unit_id for link in found.alignment.links)
    assert not found.alignment.old_only and not found.roles


@pytest.mark.parametrize("name", NAMES)
def test_swapped_editions_have_the_same_links(name):
    old, new = editions(name)
    back = compare(new, old, **SETTING).alignment
    assert {(link.new_unit_id, link.old_unit_id, link.score) for link in back.links} == {
        (link.old_unit_id, link.new_unit_id, link.score) for link in aligned(name).links
    }
