"""What speaks for a link: subjects in other words, titles mentioned in passing, the best of all partners."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.compare.alignment import align
from pipeline.compare.pair import compare
from pipeline.compare.pair_scores import pair_scores
from pipeline.compare.same_body import SameBody
from pipeline.compare.subjects import SUBJECTS, subjects
from pipeline.compare.task_view import task_views
from tests.compare.sample_city import LADDER, REGISTRY, SETTING, facts_of


@pytest.mark.parametrize(
    ("text", "spoken_of"),
    [
        ("健全疾控体系，建设县域医共体", {"health"}),
        ("开通至省城的动车组", {"transport"}),
        ("办好电商直播节", {"e-commerce"}),
        # the longest word counts: 工业互联网 is no 互联网协议, 人工智能 no subject of its own
        ("推广人工智能", set()),
        ("建设工业互联网", {"manufacturing", "industrial internet"}),
        # 茶园 is one word, not 茶 and 园
        ("改造茶园", {"agriculture"}),
        ("开展督查考核", {"supervision"}),
        ("修缮古城墙", set()),
    ],
)
def test_subjects(text, spoken_of):
    assert set(subjects(text)) == spoken_of


def test_every_word_of_the_list_is_found():
    """A word that a longer or earlier entry hides would be dead."""
    assert all(subject in subjects(word) for subject, words in SUBJECTS.items() for word in words)


def test_words_of_a_subject_stand_once():
    assert all(len(set(words)) == len(words) for words in SUBJECTS.values())


OLDER = """临江市智慧城市行动方案
1.推进医疗便民。打通各院检查结果，复诊在家门口完成。
2.丰富智慧生活。围绕市民需要，开发智慧文旅、智慧教育、智慧养老等服务。
3.修缮古城墙。加固垛口，清理杂草。
"""
NEWER = """临江市数字城市行动计划
1.卫生健康一卡通。病历随人走，诊疗预约不排队。
2.智慧教育。名师课堂连到山区小学。
3.清淤护城河。修筑步道，栽种垂柳。
"""


@pytest.fixture(scope="module")
def views():
    facts = facts_of(OLDER.encode(), "a.txt", "a", 2021), facts_of(NEWER.encode(), "b.txt", "b", 2023)
    same_body = SameBody.over([one.roles for one in facts], REGISTRY, 2023)
    return [task_views(one, LADDER, same_body) for one in facts]


def test_a_subject_in_other_words_is_evidence(views):
    subject = pair_scores(*views).parts["subjects"]
    assert subject[0].argmax() == 0 and subject[0, 0] > 0.5
    assert subject[2, 2] == 0  # neither a wall nor a moat is a subject of plans


def test_a_title_mentioned_in_passing_is_evidence(views):
    mentioned = pair_scores(*views).parts["mentioned"]
    assert mentioned[1, 1] == mentioned.max() and mentioned[1, 1] > mentioned[1, 2]


def test_best_match_says_on_how_many_sides(views):
    best = pair_scores(*views).parts["best_match"]
    assert best[0, 0] == 1.0 and set(np.unique(best)) <= {0.0, 0.5, 1.0}


def test_swapping_transposes_every_part(views):
    there, back = pair_scores(*views), pair_scores(*views[::-1])
    turned = {"old_in_new": "new_in_old", "new_in_old": "old_in_new"}
    assert np.array_equal(there.score, back.score.T)
    assert all(
        np.array_equal(part, back.parts[turned.get(name, name)].T, equal_nan=True) for name, part in there.parts.items()
    )


def test_a_task_may_become_a_safeguard():
    old = facts_of(
        "临江市方案\n一、主要任务\n1.引进培养人才。高校与企业合办实训基地，招引高层次人才。\n2.修缮古城墙。加固垛口。".encode(),
        "a.txt",
        "a",
        2021,
    )
    new = facts_of(
        "临江市计划\n一、主要任务\n1.清淤护城河。修筑步道。\n二、保障措施\n（一）加强人才支撑。高校与企业共建实训基地，用好高层次人才政策。".encode(),
        "b.txt",
        "b",
        2023,
    )
    (link,) = compare(old, new, **SETTING).alignment.links
    assert (link.old_unit_id, link.new_unit_id, link.kind) == ("a/一-1", "b/二-一", "task")


def test_no_units_no_links():
    empty = facts_of("关于放假的通知\n请各单位做好值班工作。".encode(), "a.txt", "a", 2021)
    assert not align(empty, empty, LADDER, SameBody.over([[]], REGISTRY, 2021)).links
