"""Training, folds, saving and loading."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import skops.io
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from pipeline.knowledge.themes import Scheme
from pipeline.records import LabelledText
from pipeline.themes.baselines import KeywordBaseline, MajorityBaseline
from pipeline.themes.card import model_card
from pipeline.themes.cross_validation import TooFewSourcesError, grouped_folds, out_of_fold_of
from pipeline.themes.evaluation import accuracy_on
from pipeline.themes.familiarity import unknown_words
from pipeline.themes.features import TextToClassify, text_columns, text_frame, vectorizer
from pipeline.themes.model import DECIMALS, FORMAT, LinearThemeModel, ModelError, from_bytes, to_bytes
from pipeline.themes.parameters import TrainingParams
from pipeline.themes.train import Training, diagnose, judged_labels, train

from .conftest import PROJECT, words_of

SAVE_IN_ANOTHER_PROCESS = """
import hashlib, sys
sys.path.insert(0, {project!r})
from tests.themes.conftest import LABELS, words_of
from pipeline.themes.labels import read_labels
from pipeline.themes.model import to_bytes
from pipeline.themes.parameters import TrainingParams
from pipeline.knowledge.themes import read_scheme
from pipeline.themes.train import train
scheme = read_scheme(open({project!r} + "/configs/themes.yaml", encoding="utf-8").read())
labels = read_labels(LABELS.read_text(encoding="utf-8"), themes=scheme.ids)[::8]
print(hashlib.sha256(to_bytes(train(labels, words_of, TrainingParams(), scheme=scheme).model)).hexdigest())
"""


@pytest.fixture(scope="module")
def small(labels: list[LabelledText], scheme: Scheme) -> Training:
    return train(labels[::8], words_of, TrainingParams(), scheme=scheme)


# -- folds ----------------------------------------------------------------------------------------


def test_no_source_on_both_sides_of_a_fold(labels: list[LabelledText], params: TrainingParams) -> None:
    sources = np.array([label.source for label in labels])
    folds = grouped_folds([label.theme for label in labels], sources, params)
    for learn, judge in folds:
        assert not set(sources[learn]) & set(sources[judge])
    assert sorted(np.concatenate([judge for _, judge in folds])) == list(range(len(labels))), (
        "every label is judged once"
    )


def test_fewer_folds_where_a_theme_has_few_sources() -> None:
    themes = ["a", "a", "b", "b", "a"]
    assert len(grouped_folds(themes, ["s", "t", "s", "t", "u"], TrainingParams())) == 2


def test_theme_from_one_source_cannot_be_judged() -> None:
    with pytest.raises(TooFewSourcesError, match="^b: labels from at least two sources"):
        grouped_folds(["a", "a", "b"], ["s", "t", "s"], TrainingParams())


def test_probabilities_of_a_label_come_from_its_fold_alone(trained: Training) -> None:
    assert trained.out_of_fold.probabilities.sum(axis=1) == pytest.approx(1)
    assert set(trained.out_of_fold.fold) == {0, 1, 2, 3, 4}


def test_a_model_of_shared_folds_is_the_one_learnt_alone(small: Training) -> None:
    """A column learnt once serves models of other weights, and takes nothing from one to the next."""
    learn, judge = small.folds.folds[0]
    frame, themes = small.frame, np.array(small.folds.themes)
    for params in (TrainingParams(), TrainingParams(heading_weight=0, character_weight=0.7), TrainingParams()):
        shared = small.folds.of(params)[0]
        alone = LinearThemeModel.unfitted(small.folds.order, params).fit(frame.iloc[learn], themes[learn])
        assert (shared.coefficients == alone.coefficients).all()
        assert (shared.predict_proba(frame.iloc[judge]) == alone.predict_proba(frame.iloc[judge])).all()


# -- one interface ----------------------------------------------------------------------------------


def test_model_beats_keywords_beats_majority(trained: Training, scheme: Scheme) -> None:
    labels, themes = trained.labels, [label.theme for label in trained.labels]
    accuracies = [
        accuracy_on(judged_labels(labels, out_of_fold_of(make, trained.frame, themes, trained.folds.folds), scheme))[0]
        for make in (lambda: MajorityBaseline(scheme), lambda: KeywordBaseline(scheme))
    ]
    accuracies.append(accuracy_on(judged_labels(labels, trained.out_of_fold.probabilities, scheme))[0])
    assert accuracies == sorted(accuracies)
    assert accuracies[-1] > 0.85
    assert accuracies[-1] - accuracies[1] > 0.05


def test_keyword_baseline_counts_votes(scheme: Scheme) -> None:
    # 实验室 and 院士 are innovation, 港口 is demand, and the rest theme starts with one vote
    frame = text_frame([TextToClassify("院士领衔的实验室迁到港口", ()), TextToClassify("你好", ())])
    votes = dict(zip(scheme.ids, KeywordBaseline(scheme).predict_proba(frame)[0], strict=True))
    assert votes == {"innovation": 0.5, "industry": 0, "demand": 0.25, "low_carbon": 0, "other": 0.25}
    assert KeywordBaseline(scheme).predict_proba(frame)[1].argmax() == scheme.ids.index("other")


def test_two_themes_are_enough(scheme: Scheme) -> None:
    frame = text_frame(
        [TextToClassify(text, tuple(words_of(text))) for text in ("科研科研", "科研院士", "公路公路", "公路铁路")]
    )
    params = replace(TrainingParams(), character_min_texts=1, heading_weight=0)
    model = LinearThemeModel.unfitted(scheme.ids, params).fit(frame, ["innovation", "innovation", "demand", "demand"])
    probabilities = model.predict_proba(frame)
    assert [scheme.ids[i] for i in probabilities.argmax(axis=1)] == ["innovation", "innovation", "demand", "demand"]
    assert probabilities.sum(axis=1) == pytest.approx(1)
    assert probabilities[:, scheme.ids.index("other")] == pytest.approx(0), "never labelled, never guessed"


VARIANTS = [
    (TrainingParams(), "as shipped"),
    (TrainingParams(word_ngram_longest=2, character_ngram_longest=1), "runs of words"),
    (TrainingParams(heading_weight=0, character_weight=0.7, character_min_texts=3), "without headings"),
]


@pytest.mark.parametrize(("params", "reason"), VARIANTS, ids=[row[1] for row in VARIANTS])
def test_decisions_are_those_of_scikit_learn_to_the_last_digit(
    params: TrainingParams, reason: str, labels: list[LabelledText], scheme: Scheme
) -> None:
    learnt = labels[::8]
    frame = text_frame(TextToClassify(label.text, tuple(words_of(label.text)), label.section) for label in learnt)
    odd = [
        TextToClassify("", ()),
        TextToClassify("龘", ("龘",)),
        TextToClassify("建设AI Lab 3个，AI lab", ("建设", "AI", "lab", "AI", "Lab")),
        TextToClassify("发展产业" * 500, ("发展", "产业") * 500, "产业"),
    ]
    judged = text_frame(
        [*(TextToClassify(label.text, tuple(words_of(label.text)), label.section) for label in labels[1::8]), *odd]
    )
    themes = [label.theme for label in learnt]
    peer = Pipeline(
        [
            ("features", vectorizer(params)),
            (
                "classifier",
                LogisticRegression(C=params.regularisation, class_weight="balanced", solver="newton-cg", max_iter=500),
            ),
        ]
    )
    with threadpool_limits(limits=1):
        peer.fit(frame, np.array(themes))
    peer[-1].coef_, peer[-1].intercept_ = np.round(peer[-1].coef_, DECIMALS), np.round(peer[-1].intercept_, DECIMALS)
    model = LinearThemeModel.unfitted(peer[-1].classes_, params).fit(frame, themes)
    assert (model.decision_values(judged) == peer.decision_function(judged)).all()
    assert (
        model.decision_values({column: list(judged[column]) for column in judged}) == model.decision_values(judged)
    ).all(), "a frame or plain lists"


def test_no_text_no_row(small: Training, scheme: Scheme) -> None:
    assert small.model.predict_proba(text_columns([])).shape == (0, len(scheme.ids))


# -- saving ---------------------------------------------------------------------------------------


def test_loaded_model_says_the_same(small: Training) -> None:
    loaded = from_bytes(to_bytes(small.model))
    assert (loaded.predict_proba(small.frame) == small.model.predict_proba(small.frame)).all()
    assert (loaded.threshold, loaded.record, loaded.themes) == (
        small.model.threshold,
        small.model.record,
        small.model.themes,
    )


def test_saving_changes_nothing_in_the_model(small: Training) -> None:
    assert to_bytes(small.model) == to_bytes(small.model) == to_bytes(from_bytes(to_bytes(small.model)))


def test_two_processes_write_the_same_bytes(small: Training) -> None:
    environment = os.environ | {"PYTHONHASHSEED": "4711"}
    code = SAVE_IN_ANOTHER_PROCESS.format(project=str(PROJECT))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment, cwd=PROJECT
    )
    assert done.stdout.strip() == hashlib.sha256(to_bytes(small.model)).hexdigest()


def _file_with(pipeline: Pipeline, model: bytes) -> bytes:
    content = skops.io.loads(model, trusted=[])
    return skops.io.dumps(content | {"pipeline": pipeline})


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        (("svd", TruncatedSVD()), "sklearn.decomposition._truncated_svd.TruncatedSVD"),
        (("hash", HashingVectorizer(tokenizer=os.path.basename)), "posixpath.basename"),
    ],
)
def test_file_with_an_unlisted_type_is_not_loaded(extra: tuple[str, object], told: str, small: Training) -> None:
    with pytest.raises(ModelError) as refusal:
        from_bytes(_file_with(Pipeline([extra]), to_bytes(small.model)), file="m.skops")
    assert str(refusal.value).startswith("m.skops: holds ")
    assert told in str(refusal.value)


def _forged(model: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The model file with one member changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(model)) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change(content) if member == name else content)
    return buffer.getvalue()


def _pickled_array(_: bytes) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.array([object()], dtype=object), allow_pickle=True)
    return buffer.getvalue()


FORGERIES = [
    (
        "schema.json",
        lambda schema: schema.replace(b'"__loader__":"DictNode"', b'"__loader__":"ReduceNode"', 1),
        "ReduceNode in the schema",
    ),
    ("schema.json", lambda schema: schema.replace(b'"type":"numpy"', b'"type":"json"', 1), "NdArrayNode in the schema"),
    ("schema.json", lambda schema: b"[]", "is not a model file"),
    (
        "schema.json",
        lambda schema: b'{"__loader__":"DictNode","content":{"format":{"__loader__":"JsonNode","content":"2"}}}',
        "settings",
    ),
    ("000.npy", _pickled_array, "allow_pickle=False"),
    ("000.npy", lambda array: b"", "is not a model file"),
]


@pytest.mark.parametrize(
    ("name", "change", "told"),
    FORGERIES,
    ids=["a class to be called", "an array of objects", "no dictionary", "no settings", "a pickle", "an empty array"],
)
def test_a_forged_file_is_refused(name: str, change: Callable[[bytes], bytes], told: str, small: Training) -> None:
    data = to_bytes(small.model)
    forged = _forged(data, name, change)
    assert from_bytes(_forged(data, name, lambda content: content)).themes == small.model.themes, "unchanged it is read"
    with pytest.raises(ModelError, match=told):
        from_bytes(forged)


def test_judging_needs_no_scikit_learn(small: Training, tmp_path: Path) -> None:
    """Loading it takes longer than judging a notice."""
    (tmp_path / "model").write_bytes(to_bytes(small.model))
    code = f"""
import sys
from pathlib import Path
from pipeline.themes.features import TextToClassify, text_columns
from pipeline.themes.model import from_bytes
print(from_bytes(Path({str(tmp_path / "model")!r}).read_bytes()).predict_proba(text_columns([TextToClassify("建设实验室", \
("建设", "实验室"))])).shape)
print(sorted({{"sklearn", "skops", "scipy", "pandas"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert done.stdout.split("\n")[:2] == ["(1, 5)", "[]"]


def test_damaged_file_says_what_to_do() -> None:
    with pytest.raises(ModelError, match="is not a model file .* Run `dvc repro train`"):
        from_bytes(b"not a zip")


def test_model_of_another_format_or_library_is_refused(small: Training) -> None:
    data = to_bytes(small.model)
    content = skops.io.loads(data, trusted=[])
    with pytest.raises(ModelError, match=f"has format 0, this version reads {FORMAT}"):
        from_bytes(skops.io.dumps(content | {"format": 0}))
    old = replace(small.model, record=small.model.record | {"versions": {"scikit-learn": "0.1"}})
    with pytest.raises(ModelError, match="trained with scikit-learn 0.1"):
        from_bytes(to_bytes(old))


# -- what is told of a training -----------------------------------------------------------------------


def test_card_and_diagnosis_tell_the_scores(small: Training, scheme: Scheme, params: TrainingParams) -> None:
    diagnosis = diagnose(small, params, scheme=scheme)
    card = model_card(small, diagnosis, scheme=scheme, elsewhere={"a held-out notice": diagnosis.grouped})
    assert list(diagnosis.comparison) == ["majority", "keywords", "model"]
    assert diagnosis.near_duplicates == ()
    assert sum(one.texts for one in diagnosis.lengths.values()) == len(small.labels)
    for told in (
        "random split (leaky",
        "calibration",
        "a held-out notice",
        "Known weaknesses",
        f"{diagnosis.grouped.accuracy.value:.3f}",
        *(theme.zh for theme in scheme.themes),
    ):
        assert told in card
    assert card == model_card(small, diagnosis, scheme=scheme, elsewhere={"a held-out notice": diagnosis.grouped})


def test_unknown_words_tell_a_strange_notice(trained: Training) -> None:
    familiar = [TextToClassify(label.text, tuple(words_of(label.text))) for label in trained.labels[:5]]
    strange = [TextToClassify("月球背面采样返回舱", ("嫦娥", "月壤", "返回舱"))]
    assert unknown_words(trained.model, familiar) == 0
    assert unknown_words(trained.model, strange) == 1
    assert unknown_words(trained.model, []) is None
    assert 0 < trained.model.record["usual_unknown_words"] < 1


def test_labels_from_a_correction_change_the_record(small: Training, scheme: Scheme) -> None:
    corrected = replace(small.labels[0], theme="other", theme2="", annotator="zz", date="2027-01-01")
    again = train([*small.labels, corrected], words_of, TrainingParams(), scheme=scheme)
    assert again.model.record["labels"] == small.model.record["labels"], "a correction is not another text"
    assert again.model.record["labels_sha256"] != small.model.record["labels_sha256"]
