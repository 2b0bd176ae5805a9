"""The agenda: three small notices in which it is known what enters, rises, sinks, leaves and comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.compare.agenda import ORDERING_KINDS, agenda, changed, presences
from pipeline.compare.profile import NoticeFacts
from tests.compare.sample_city import YEARS, facts_of, sample

TEXTS = {
    2021: (
        "云州市2021年重点工作\n一、产业\n1.做强工业。在集成电路、轮胎等领域引进配套企业。\n"
        "2.新能源汽车产业。建设整车试验线。\n二、项目\n1.推进基础设施。加快建设云州湾大桥。\n"
    ),
    2022: (
        "云州市2022年重点工作\n一、产业\n1.发展集成电路产业。建设封装测试线，引进设计企业。\n"
        "2.做强工业。在新能源汽车、脑机接口等领域开展应用。\n二、项目\n1.推进基础设施。实施“云帆”人才引育计划。\n"
    ),
    2023: (
        "云州市2023年重点工作\n一、产业\n1.发展集成电路产业。建设封装测试线。\n"
        "2.做强工业。在轮胎、脑机接口等行业推广应用。\n二、项目\n1.推进基础设施。续建云州湾大桥，实施“云帆”人才引育计划。\n"
    ),
}
# (year, id of the thing) -> (change, standing)
PLANTED = {
    (2021, "SEI-1.2"): ("first", "mention"),
    (2022, "SEI-1.2"): ("rises", "task"),
    (2023, "SEI-1.2"): ("stays", "task"),
    (2021, "GB-C29"): ("first", "mention"),
    (2022, "GB-C29"): ("leaves", "absent"),
    (2023, "GB-C29"): ("returns", "mention"),
    (2021, "SEI-5"): ("first", "task"),
    (2022, "SEI-5"): ("sinks", "mention"),
    (2023, "SEI-5"): ("leaves", "absent"),
    (2022, "FI-6"): ("enters", "mention"),
    (2023, "FI-6"): ("stays", "mention"),
    (2021, "project/云州湾大桥"): ("first", "mention"),
    (2022, "project/云州湾大桥"): ("leaves", "absent"),
    (2023, "project/云州湾大桥"): ("returns", "mention"),
    (2022, "program/云帆人才引育计划"): ("enters", "mention"),
    (2023, "program/云帆人才引育计划"): ("stays", "mention"),
}


@pytest.fixture(scope="module")
def notices() -> list[NoticeFacts]:
    return [facts_of(text.encode(), f"{year}.txt", f"yunzhou-{year}", year) for year, text in TEXTS.items()]


def test_the_agenda_is_what_was_planted(notices: list[NoticeFacts]) -> None:
    keys = {key for _, key in PLANTED}
    found = {(step.year, step.key): (step.change, step.standing) for step in agenda(notices) if step.key in keys}
    assert found == PLANTED


def test_every_row_but_those_of_absence_leads_to_its_words(notices: list[NoticeFacts]) -> None:
    texts = {facts.notice.notice_id: facts.notice.text for facts in notices}
    for step in agenda(notices):
        if step.standing == "absent":
            assert (step.unit_id, step.start, step.end, step.units) == ("", None, None, 0)
        else:
            assert texts[step.notice_id][step.start : step.end] == step.name


def test_what_is_absent_from_a_notice_that_breaks_off_is_not_told(notices: list[NoticeFacts]) -> None:
    cut = [notices[0], replace(notices[1], cut_off=frozenset({"demand"}))]
    assert not list(changed(agenda(cut), "leaves"))
    assert {step.key for step in changed(agenda(cut), "not_told")} >= {"GB-C29", "project/云州湾大桥"}


def test_a_look_back_does_not_put_a_thing_on_the_agenda(notices: list[NoticeFacts]) -> None:
    looked_back = replace(notices[0], units=[replace(unit, kind="general") for unit in notices[0].units])
    assert presences(looked_back) == {}


def test_one_notice_and_none() -> None:
    assert agenda([]) == []


def test_over_the_sample_years_a_thing_is_gone_once_and_there_only_where_it_was_read() -> None:
    notices = [sample(year) for year in YEARS]
    steps = agenda(notices)
    rows = {(step.year, step.label, step.key): step for step in steps}
    assert len(rows) == len(steps), "one row a thing and year"
    for facts in notices:
        orders = {unit.unit_id for unit in facts.units if unit.kind in ORDERING_KINDS}
        assert {key for key in presences(facts)} == {
            (step.label, step.key) for step in steps if step.notice_id == facts.notice.notice_id and step.units
        }
        assert all(step.unit_id in orders for step in steps if step.notice_id == facts.notice.notice_id and step.units)
    for step in changed(steps, "leaves"):
        after = rows.get((step.year + 1, step.label, step.key))
        assert after is None or after.change == "returns"
