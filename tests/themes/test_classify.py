"""Units to guesses: clear texts, clauses left out, unsure and declared themes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.knowledge.themes import Scheme
from pipeline.records import Unit
from pipeline.themes.classify import UnitBody, body_of, classify
from pipeline.themes.model import ModelError
from pipeline.themes.train import Training

from .conftest import words_of


def body(text: str, *headings: str) -> UnitBody:
    return UnitBody("town-2021", "town-2021/一-1", text, tuple(words_of(text)), headings)


@pytest.mark.parametrize(
    ("text", "theme", "reason"),
    [
        (
            "依托海洋大学建设深海微生物重点实验室，支持青年科学家自主选题，攻克耐压培养关键技术。",
            "innovation",
            "laboratory, scientists, key technology",
        ),
        ("建立专利转化对接平台，鼓励高校院所以许可方式向中小企业转移科技成果。", "innovation", "technology transfer"),
        (
            "培育纺织机械产业集群，支持龙头企业实施智能化技术改造，引进配套企业二十家。",
            "industry",
            "cluster and upgrade",
        ),
        (
            "加快智算中心建设，扩大5G网络覆盖，发展软件和信息技术服务业。",
            "industry",
            "computing and network base, software",
        ),
        ("打造夜间消费街区，引进品牌首店，发放餐饮零售消费券，办好购物节。", "demand", "retail and spending"),
        ("开工建设城际铁路和港口集装箱码头，加密国际货运航线，打通疏港公路。", "demand", "railway, port, road"),
        ("推进燃煤锅炉清洁能源替代，新增光伏发电和储能装机，降低单位产值能耗。", "low_carbon", "energy transition"),
        ("整治入河排污口，修复滨河湿地，提高水质优良断面比例。", "low_carbon", "pollution and ecology"),
        ("推行政务服务一网通办，实现电子证照跨部门共享，压缩审批时限。", "other", "digital government"),
        ("新建小学和幼儿园，增加公办学位，提高乡村教师待遇。", "other", "schooling"),
        (
            "成立工作专班，明确责任分工，定期督查通报，将完成情况纳入考核。",
            "other",
            "organisation, whatever the plan is about",
        ),
        ("稳定粮食播种面积，建设高标准农田，保护耕地，增加农民收入。", "other", "farming as such"),
    ],
)
def test_clear_texts(text: str, theme: str, reason: str, trained: Training, scheme: Scheme) -> None:
    (guess,) = classify(trained.model, [body(text)], scheme=scheme)
    assert (guess.theme, guess.unsure) == (theme, False), reason


def test_guess_tells_scores_and_where_it_belongs(trained: Training, scheme: Scheme) -> None:
    (guess,) = classify(trained.model, [body("整治入河排污口，修复滨河湿地。", "建设现代化产业体系")], scheme=scheme)
    assert (guess.notice_id, guess.unit_id) == ("town-2021", "town-2021/一-1")
    assert guess.themes == scheme.ids
    assert sum(guess.scores) == pytest.approx(1, abs=0.001)
    assert guess.theme == guess.themes[guess.scores.index(max(guess.scores))]
    assert (guess.theme, guess.declared_theme) == ("low_carbon", "industry"), "content and section may disagree"


def test_below_the_threshold_is_unsure_and_still_the_best_guess(trained: Training, scheme: Scheme) -> None:
    strict = replace(trained.model, threshold=1.01)
    (usual,), (unsure,) = (
        classify(model, [body("新建小学和幼儿园。")], scheme=scheme) for model in (trained.model, strict)
    )
    assert (unsure.theme, unsure.unsure) == (usual.theme, True)


def test_nothing_to_classify(trained: Training, scheme: Scheme) -> None:
    assert classify(trained.model, [], scheme=scheme) == []


def test_model_of_another_scheme_is_refused(trained: Training, scheme: Scheme) -> None:
    with pytest.raises(ModelError, match="configs/themes.yaml has industry"):
        classify(trained.model, [body("新建小学。")], scheme=replace(scheme, themes=scheme.themes[1:]))


def test_body_leaves_the_clause_out() -> None:
    text = "建设 码头。（牵头单位：市科技局）持续推进。"
    unit = Unit(
        "n",
        "n/1",
        0,
        ("1",),
        ("重点任务",),
        "task",
        "",
        text,
        100,
        100 + len(text),
        words=("建设", "码头", "。", "（", "牵头单位", "：", "市科技局", "）", "持续", "推进", "。"),
    )
    start = 100 + text.index("（")
    read = body_of(unit, [(start, 100 + text.index("）") + 1)])
    assert read == UnitBody(
        "n", "n/1", "建设 码头。持续推进。", ("建设", "码头", "。", "持续", "推进", "。"), ("重点任务",)
    )
    assert body_of(unit).text == text
