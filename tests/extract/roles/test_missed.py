"""Places that look like a clause but name nobody are told, also where the unit has other clauses."""

import pytest

from pipeline.extract.roles.missed import missed_places

TOLD = [
    ("做好衔接。（牵头单位：）", "牵头单位：）", "a label without bodies"),
    ("做好衔接。责任单位：\n另行通知。", "责任单位：", "a label at the end of its line"),
    ("做强产业。（龙头企业牵头，其他配合）", "（龙头企业牵头，其他配合）", "a bracket without a body"),
    ("平台由运营方牵头建设。", "平台由运营方牵头建设", "a plain sentence with 由"),
    ("活动由属地社团负责组织。", "活动由属地社团负责组织", "负责 with 由"),
    ("清淤工作云溪管护中心牵头。", "清淤工作云溪管护中心牵头", "a name that ends like a body before the verb"),
]


@pytest.mark.parametrize(("text", "place", "reason"), TOLD, ids=[case[2] for case in TOLD])
def test_a_clause_like_place_is_told(text, place, reason, role_reader):
    found = [text[start:end] for start, end in missed_places(role_reader.grammar, text, [])]
    assert [one.rstrip("\n") for one in found][:1] == [place], reason


QUIET = [
    ("支持龙头企业牵头组建创新联合体。", "what enterprises are to do"),
    ("由此形成合力，自由贸易更加活跃。", "由 in 由此, 自由"),
    ("压实主体责任，完善负责人制度。", "nouns"),
    ("引导企业积极参与，社会广泛支持。", "taking part"),
]


@pytest.mark.parametrize(("text", "reason"), QUIET, ids=[case[1] for case in QUIET])
def test_running_text_is_not_told(text, reason, role_reader):
    assert list(missed_places(role_reader.grammar, text, [])) == [], reason


def test_what_was_read_is_not_told_and_the_rest_is(role_reader):
    text = "建设平台（市科技局牵头）。运维由第三方负责。"
    read = [(clause.start, clause.end) for clause in role_reader.read_clauses(text)]
    assert [text[start:end] for start, end in missed_places(role_reader.grammar, text, read)] == ["运维由第三方负责"]
