"""What is told of two editions: small notices with the sentence that must be said, and those that must not."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from pipeline.compare.pair import compare
from pipeline.compare.ranking import Draft, rank
from pipeline.records.findings import LONGEST_SENTENCE, Finding, Passage
from tests.compare.sample_city import SETTING, YEARS, compared, facts_of, sample

HEAD = "云溪县{year}年重点工作任务\n"


def notice(year: int, *paragraphs: str):
    """A notice of numbered tasks: 一、重点任务 over 1. 2. 3. …, with main goals before them where `paragraphs` begin with
    目标."""
    goals = [text for text in paragraphs if text.startswith("目标：")]
    tasks = [text for text in paragraphs if not text.startswith("目标：")]
    lines = (
        [HEAD.format(year=year), "一、主要目标", *(text.removeprefix("目标：") for text in goals)]
        if goals
        else [HEAD.format(year=year)]
    )
    lines.append("二、重点任务" if goals else "一、重点任务")
    lines += [f"{number}.{text}" for number, text in enumerate(tasks, 1)]
    return facts_of("\n".join(lines).encode(), f"{year}.txt", f"yunxi-{year}", year)


COMMON = (
    "推进河道整治。加强河湖管护，开展清淤疏浚，落实巡河制度。",
    "办好职业教育。支持职业学校与企业共建实训基地，改善办学条件。",
    "加强市场监管。严格食品药品安全检查，规范网络交易秩序。",
)


def found(old: tuple[str, ...], new: tuple[str, ...]) -> list[Finding]:
    return compare(notice(2023, *old, *COMMON), notice(2024, *new, *COMMON), **SETTING).findings


def told(findings: list[Finding], kind: str) -> list[str]:
    return [finding.zh for finding in findings if finding.kind == kind]


# what the older says, what the newer says, the kind, words the sentence must hold
CHANGES = [
    # the number decides, the bound is told beside it
    ("目标：县内生产总值增长6%以上。", "目标：县内生产总值增长5.5%左右。", "target_lowered", ("6%以上", "5.5%左右")),
    ("目标：新增就业2万人。", "目标：新增就业2.3万人。", "target_raised", ("2万人", "2.3万人")),
    # a range is compared by its middle
    ("目标：粮食单产增长2%—4%。", "目标：粮食单产增长3.5%。", "target_raised", ("2%—4%", "3.5%")),
    # the same number with another bound is no rise
    ("目标：城镇调查失业率5.5%左右。", "目标：城镇调查失业率5.5%以内。", "target_unchanged", ("5.5%左右", "5.5%以内")),
    # measured otherwise: growth before, a level now
    ("目标：软件业务收入增长18%。", "目标：软件业务收入达到26亿元。", "target_reworded", ("18%", "26亿元")),
    # set in words: the number is gone, the words are told
    ("目标：北部山区造林3000亩。", "目标：扩大北部山区造林。", "target_dropped", ("3000亩", "山区造林")),
    # the pilot is over
    ("推进水权交易试点。探索水权交易办法。", "全面推行水权交易。制定水权交易办法。", "firmer", ("试点", "全面推行")),
    ("坚决遏制违规占用耕地。加强执法。", "有效遏制违规占用耕地。加强执法。", "softer", ("坚决", "有效")),
]


@pytest.mark.parametrize(("old", "new", "kind", "words"), CHANGES)
def test_what_is_told(old, new, kind, words):
    sentences = told(found((old,), (new,)), kind)
    assert any(all(word in sentence for word in words) for sentence in sentences), sentences


@pytest.mark.parametrize(
    ("old", "new", "kind", "subject"),
    [
        # another scope is another indicator: one may not be said to become the other
        ("目标：制造业企业贷款增长10%。", "目标：科技型中小企业贷款增长12%。", "target_raised", "企业贷款"),
        # a step is no level: 再提高30元 says by how much, 提高到450元 what it comes to
        ("目标：医保补助标准提高到450元。", "目标：医保补助标准再提高30元。", "target_lowered", "医保补助"),
        # an amount added is no total
        ("目标：新增公路通车里程150公里。", "目标：公路通车里程达到6500公里。", "target_raised", "公路通车里程"),
        # said again in other words of the same meaning
        (
            "加强水库管理。强化水库管理，落实责任。",
            "强化水库管理。加强水库管理，落实责任。",
            "stance_changed",
            "水库管理",
        ),
        # 全面 as an adjective of the thing is no step
        ("推进绿色转型。推进绿色转型。", "推进全面绿色转型。推进全面绿色转型。", "firmer", "绿色转型"),
    ],
)
def test_what_is_not_told(old, new, kind, subject):
    findings = found((old,), (new,))
    assert not [one.zh for one in findings if one.kind == kind and subject in one.zh], told(findings, kind)


def test_a_quoted_term_is_new_only_where_the_other_notice_holds_it_nowhere():
    new = ("实施“清泉润乡”工程。建设供水管网，保障饮水。",)
    assert any("清泉润乡" in text for text in told(found(("改造供水设施。更新水泵。",), new), "term_new"))
    before = ("改造供水设施。筹划“清泉润乡”工程。",)
    assert not any("清泉润乡" in text for text in told(found(before, new), "term_new"))


def test_a_look_back_is_put_beside_the_promise():
    old = notice(2023, "目标：新增就业2万人，技改投资增长10%，改造老旧管网30公里。", *COMMON)
    lines = [
        HEAD.format(year=2024), "2023年，新增就业2.2万人，技改投资增长7.5%，改造老旧管网31公里。现安排2024年任务如下。", "一、重点任务",
        *(f"{number}.{text}" for number, text in enumerate(COMMON, 1)),
    ]  # fmt: skip
    new = facts_of("\n".join(lines).encode(), "2024.txt", "yunxi-2024", 2024)
    results = {one.values: one.also[0] for one in compare(old, new, **SETTING).findings if one.kind == "result"}
    assert results == {("2万人", "2.2万人"): "met", ("10%", "7.5%"): "missed", ("30公里", "31公里"): "met"}


def test_a_look_back_on_another_year_rates_no_promise():
    """A report of 2026 looks back on 2025: it says nothing of what was promised for 2023."""
    old = notice(2023, "目标：新增就业2万人，技改投资增长10%，改造老旧管网30公里。", *COMMON)
    text = (
        HEAD.format(year=2026)
        + "2025年，新增就业2.6万人，技改投资增长12%，改造老旧管网41公里。\n一、重点任务\n1."
        + COMMON[0]
    )
    new = facts_of(text.encode(), "2026.txt", "yunxi-2026", 2026)
    assert not [one.zh for one in compare(old, new, **SETTING).findings if one.kind == "result"]


def test_unemployment_is_met_from_below():
    old = notice(2023, "目标：城镇调查失业率5.5%左右，新增就业2万人，技改投资增长10%。", *COMMON)
    text = (
        HEAD.format(year=2024)
        + "2023年，城镇调查失业率为5.1%，新增就业2.1万人，技改投资增长11%。\n一、重点任务\n1."
        + COMMON[0]
    )
    new = facts_of(text.encode(), "2024.txt", "yunxi-2024", 2024)
    verdicts = [
        one.also[0] for one in compare(old, new, **SETTING).findings if one.kind == "result" and "失业率" in one.zh
    ]
    assert verdicts == ["met"]


# -- laws ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", list(pairwise(YEARS)))
def test_every_finding_is_one_sentence_with_its_evidence_in_both_languages(pair):
    texts = {facts.notice.notice_id: facts.notice.text for facts in map(sample, pair)}
    for one in compared(*pair).findings:
        assert one.zh.endswith("。") and len(one.zh) <= LONGEST_SENTENCE and "{" not in one.zh + one.en
        assert one.en.endswith(".") and one.evidence
        assert all(texts[passage.notice_id][passage.start : passage.end] == passage.surface for passage in one.evidence)


@pytest.mark.parametrize("pair", list(pairwise(YEARS)))
def test_ids_are_unique_and_speak_of_kind_and_subject(pair):
    findings = compared(*pair).findings
    ids = [one.id for one in findings]
    assert len(set(ids)) == len(ids)
    assert all(one.id.startswith(f"{one.kind}/{one.subject}") for one in findings)


def test_one_old_sentence_beside_two_new_ones_gives_two_ids():
    """就业优先政策要强化 became 要提质加力 in one place and 强化就业优先政策 in another."""

    def draft(words: str, start: int) -> Draft:
        passages = (Passage("old", "old/一", 5, 9, "就业政策"), Passage("new", "new/二", start, start + 4, words))
        return Draft("stance_changed", "就业政策", f"就业政策：{words}。", "en.", (words,), passages, 0.9, 0.9)

    alone = draft("减负增效", 80)
    found = rank([draft("提质加力", 20), draft("继续强化", 60)], ("old", "new"))
    assert [one.id for one in found] == [f"stance_changed/就业政策/一:5/二:{start}" for start in (20, 60)]
    assert [one.id for one in rank([alone], ("old", "new"))] == ["stance_changed/就业政策"]


def test_the_weightiest_come_first_whatever_the_hour():
    findings = compared(YEARS[0], YEARS[1]).findings
    assert [one.weight for one in findings] == sorted((one.weight for one in findings), reverse=True)
    again = compare(sample(YEARS[0]), sample(YEARS[1]), **SETTING).findings
    assert again == findings


def test_a_notice_compared_with_itself_tells_of_nothing_that_changed():
    kinds = {one.kind for one in compare(sample(2022), sample(2022), **SETTING).findings}
    assert kinds <= {"target_unchanged"}


def test_a_renamed_body_is_told_once_and_never_as_a_hand_over():
    findings = compared(2023, 2024).findings
    assert len([one for one in findings if one.kind == "body_renamed" and "市数据局" in one.zh]) == 1
    handed = re.compile("市大数据局.*市数据局")
    assert not [one.zh for one in findings if one.kind in ("lead_changed", "role_changed") and handed.search(one.zh)]


def test_english_sentences_name_bodies_in_english_with_the_name_as_printed():
    findings = [one for pair in pairwise(YEARS) for one in compared(*pair).findings]
    leads = [one for one in findings if one.kind == "lead_changed"]
    assert leads and all(re.search(r"[A-Z][a-z]+ [A-Za-z ]+\(市[^()]+\)", one.en) for one in leads)
    assert not [one.en for one in leads if "Municipal" in one.zh], "Chinese sentences stay Chinese"
