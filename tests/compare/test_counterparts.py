"""What the other notice says nearest to a passage: found by words, by subject, each sentence once."""

import pytest

from pipeline.compare.counterparts import MOST, Counterparts
from pipeline.compare.statements import Part
from pipeline.records.findings import Passage, Statement


def parts_of(notice_id: str, sentences: list[str]) -> list[Part]:
    found, at = [], 0
    for order, said in enumerate(sentences):
        passage = Passage(notice_id, f"{notice_id}/u", at, at + len(said), said)
        found.append(Part(Statement(f"s/{at}", passage, said, "plan", order, 0, 0), passage, said))
        at += len(said) + 1
    return found


OLD = parts_of("old", ["推动湖区渔民转产上岸", "扩建城东污水处理厂", "开展老旧小区电梯加装", "举办冬季冰雪旅游节"])
NEW = parts_of("new", ["实施医养结合进社区", "整治黑臭水体", "发放冰雪消费券", "加装电梯改造老旧住宅", "建设智慧门诊"])


@pytest.mark.parametrize(
    ("asked", "nearest", "why"),
    [
        ("开展老旧小区电梯加装", "加装电梯改造老旧住宅", "the same words in another order"),
        ("举办冬季冰雪旅游节", "发放冰雪消费券", "one rare word"),
        ("提升医院诊疗水平", "实施医养结合进社区", "no word, but the subject"),
    ],
)
def test_the_nearest_sentence_comes_first(asked: str, nearest: str, why: str) -> None:
    found = Counterparts(OLD, NEW).nearest({asked: 1.0}, side=1)
    assert found[0].surface == nearest, why


def test_what_shares_nothing_is_not_shown() -> None:
    assert Counterparts(OLD, NEW).nearest({"修订烟花爆竹燃放办法": 1.0}, side=1) == []


def test_sentences_are_few_and_told_once() -> None:
    many = parts_of("new", [f"加装电梯方案之{name}" for name in "甲乙丙丁戊"])
    found = Counterparts(OLD, many).nearest({"加装电梯": 1.0, "老旧小区加装电梯": 1.0}, side=1)
    assert len(found) == MOST == len(set(found))


def test_the_next_sentence_answers_what_the_first_does_not() -> None:
    sides = parts_of("new", ["新建农村公路和农村公路桥", "养护农村公路", "培训护林员"])
    found = Counterparts(OLD, sides).nearest({"新建农村公路并培训护林员": 1.0}, side=1)
    assert {passage.surface for passage in found[:3]} >= {"培训护林员"}
