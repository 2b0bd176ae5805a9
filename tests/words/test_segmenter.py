"""Words: the tables say what spacy-pkuseg says, and the user dictionary wins."""

from __future__ import annotations

import contextlib
import io
import shutil
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import spacy_pkuseg
from hypothesis import given
from hypothesis import strategies as st

from pipeline.words.pkuseg import BATCH, PkusegModel
from pipeline.words.segmenter import (
    MODEL_FILES,
    TABLES,
    SegmenterError,
    WordCutter,
    load_cutter,
    load_segmenter,
    load_tables,
    write_tables,
)

# Cut by hand; numerals, letters and signs, which the model takes for one each, stand beside words of all lengths.
TRAINING = """\
推动 现代 服务业 高质量 发展 ， 新增 规模 以上 企业 ２０ 家 。
建设 实验室 和 创新 平台 ， 支持 企业 牵头 组建 创新 联合体 。
新建 改建 农村 公路 １２０ 公里 ， 完成 投资 ３５ 亿 元 。
加快 Ａ Ｉ 产业 发展 - 培育 专精特新 企业 。
市 财政局 、 市 统计局 负责 落实 新型 基础设施 建设 。
发展 绿色 低碳 产业 ， 单位 能耗 下降 3 % 左右 。
"""
PIECES = [
    "推动",
    "现代",
    "服务业",
    "高质量发展",
    "实验室",
    "创新平台",
    "市财政局",
    "新型基础设施",
    "２０",
    "12.5",
    "%",
    "Ａ",
    "abc",
    "-",
    "*",
    "**Num",
    "&",
    "龘",
    "😀",
    "\ud83d",
    "\U0010ffff",
    "\0",
    "，",
    "。",
    " ",
    "\u3000",
    "\n",
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.sampled_from(TRAINING), max_size=60).map("".join)
LISTED = [
    "财政局",
    "市财政局",
    "市财政",
    "高质量发展",
    "质量",
    "发展创新",
    "服务业现代",
    "新型基础设施建设",
    "。，",
    "和",
]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model trained here by spacy-pkuseg, with its tables."""
    folder = tmp_path_factory.mktemp("pkuseg")
    text = folder / "training.txt"
    text.write_text(TRAINING * 3, encoding="utf-8")  # it wants more sentences than rounds
    with contextlib.redirect_stdout(io.StringIO()):
        spacy_pkuseg.train(str(text), str(text), str(folder), train_iter=5)
    write_tables(folder)
    return folder


@pytest.fixture(scope="session")
def original(model: Path) -> spacy_pkuseg.pkuseg:
    return spacy_pkuseg.pkuseg(str(model), user_dict=None)


@pytest.fixture(scope="session")
def cutter(model: Path) -> WordCutter:
    return load_cutter(model, LISTED)


# -- the tables ------------------------------------------------------------------------------------


def test_the_tiny_model_has_learnt_to_cut(original: spacy_pkuseg.pkuseg) -> None:
    assert original.cut("推动绿色产业发展") == ["推动", "绿色", "产业", "发展"], (
        "else the laws below compare nothing with nothing"
    )


@given(TEXTS)
def test_words_are_those_of_spacy_pkuseg(model: Path, original: spacy_pkuseg.pkuseg, text: str) -> None:
    assert load_cutter(model, ()).words(text) == original.cut(text)


@given(st.lists(TEXTS.map(lambda text: "".join(text.split())).filter(bool), max_size=8))
def test_runs_do_not_see_each_other(model: Path, runs: list[str]) -> None:
    tables = load_tables(model)
    assert list(tables.cut(runs)) == [words for run in runs for words in tables.cut([run])]


def test_scores_agree_to_the_last_digit(model: Path, original: spacy_pkuseg.pkuseg) -> None:
    from spacy_pkuseg.inference import getLogYY

    from pipeline.words.pkuseg import MARGIN, UNKNOWN

    for line in TRAINING.split("\n")[:-1]:
        run = line.replace(" ", "")
        symbols = list(original.feature_extractor.normalize_text(run))
        features = [original.feature_extractor.get_node_features_idx(at, symbols) for at in range(len(symbols))]
        scores, transitions = getLogYY(
            features, original.model.n_tag, original.model.n_feature * original.model.n_tag, original.model.w, 1.0
        )
        tables = load_tables(model)
        assert (tables._scores(UNKNOWN * MARGIN + run + UNKNOWN * MARGIN) == scores).all()
        assert (tables.transitions == transitions).all()


def test_a_long_text_is_cut_in_batches_without_a_seam(model: Path, original: spacy_pkuseg.pkuseg) -> None:
    text = "推动现代服务业发展 完成投资３５亿元 " * (BATCH // 9)
    assert load_cutter(model, ()).words(text) == original.cut(text)


def test_tables_come_back_as_they_were_written(model: Path) -> None:
    loaded = load_tables(model)
    assert sorted(path.stem for path in (model / TABLES).iterdir()) == sorted(
        field.name for field in fields(PkusegModel)
    )
    assert not (model / f"{TABLES}.unfinished").exists()
    before = {path.name: path.read_bytes() for path in (model / TABLES).iterdir()}
    write_tables(model)
    assert {path.name: path.read_bytes() for path in (model / TABLES).iterdir()} == before, (
        "the same model, the same bytes"
    )
    assert isinstance(loaded.pair_weights.base, np.memmap), "mapped, not read"


def test_a_missing_model_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(SegmenterError, match="policy-trends run"):
        load_tables(tmp_path)


DAMAGED = [
    ("features.msgpack", b"", "are no model of spacy-pkuseg"),
    ("features.msgpack", b"\x81\xa3one\x02", "are no model of spacy-pkuseg"),
    ("weights.npz", b"PK\x03\x04", "are no model of spacy-pkuseg"),
    ("weights.npz", b"", "are no model of spacy-pkuseg"),
]


@pytest.mark.parametrize(
    ("name", "content", "said"), DAMAGED, ids=["no features", "other features", "half the weights", "no weights"]
)
def test_a_folder_with_no_model_is_refused_and_keeps_its_tables(
    name: str, content: bytes, said: str, model: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(model, tmp_path / "model"))
    (folder / name).write_bytes(content)
    with pytest.raises(SegmenterError, match=said):
        write_tables(folder)
    assert load_tables(folder).begins.any()


def test_a_damaged_table_says_what_to_do(model: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(model, tmp_path / "model"))
    (folder / TABLES / "pair_keys.npy").write_bytes(b"")
    with pytest.raises(SegmenterError, match="Delete .* and run `policy-trends run`"):
        load_tables(folder)


def test_a_folder_named_in_the_parameters_is_made_ready(model: Path, tmp_path: Path) -> None:
    from pipeline.config import load_params
    from pipeline.segment.stage import FETCHED_MODEL, run_segmenter

    root = Path(__file__).resolve().parents[2]
    params = load_params(root)
    named = tmp_path / "mine"
    named.mkdir()
    for name in MODEL_FILES:
        shutil.copy(model / name, named)
    run_segmenter(
        tmp_path,
        params.model_copy(update={"segmenter": params.segmenter.model_copy(update={"model": "mine"})}),
        lambda _: None,
    )
    assert load_cutter(tmp_path / FETCHED_MODEL, ()).words("推动绿色产业发展") == ["推动", "绿色", "产业", "发展"]


# -- the user dictionary ---------------------------------------------------------------------------


def naive_words(text: str, original: spacy_pkuseg.pkuseg) -> list[str]:
    """At each place the longest listed word; the model cuts what lies between."""
    words: list[str] = []
    between, at = "", 0
    while at < len(text):
        listed = [word for word in LISTED if len(word) > 1 and text.startswith(word, at)]
        if listed:
            words += [*original.cut(between), max(listed, key=len)]
            between, at = "", at + len(max(listed, key=len))
        else:
            between, at = between + text[at], at + 1
    return [*words, *original.cut(between)]


@given(st.lists(st.sampled_from(LISTED) | st.sampled_from(PIECES), max_size=40).map("".join))
def test_words_equal_the_plain_method(cutter: WordCutter, original: spacy_pkuseg.pkuseg, text: str) -> None:
    assert cutter.words(text) == naive_words(text, original)


@given(TEXTS)
def test_words_tile_the_text(cutter: WordCutter, text: str) -> None:
    words = cutter.words(text)
    assert "".join(words) == "".join(text.split()), "nothing but white space is left out"
    assert all(words)


KEPT = [
    ("市财政局负责", "市财政局", "the longest of three listed words that begin there"),
    ("推动高质量发展创新", "高质量发展", "the first from the left, though 发展创新 is listed too"),
    ("落实新型基础设施建设", "新型基础设施建设", "longer than any word the model knows"),
    ("平台。，建设", "。，", "signs stay together where listed"),
]


@pytest.mark.parametrize(("text", "word", "why"), KEPT, ids=[row[2] for row in KEPT])
def test_listed_words_stay_whole(text: str, word: str, why: str, cutter: WordCutter) -> None:
    assert word in cutter.words(text), why


def test_spacy_sees_the_same_words(model: Path, cutter: WordCutter) -> None:
    text = "推动 高质量发展，市财政局负责。\n新增企业２０家"
    doc = load_segmenter(model, LISTED)(text)
    assert [token.text for token in doc if not token.is_space] == cutter.words(text)
    assert doc.text == text
