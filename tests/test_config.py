"""What users write is refused with file, line, field and value; everything else goes through."""

import shutil

import pytest

from pipeline.config import ConfigError, load_dictionary, load_params, load_words
from pipeline.corpus import CORPUS_COLUMNS, load_corpus

SHA = "0" * 64


@pytest.fixture
def project(tmp_path, root):
    """A project folder with the real configuration and an empty corpus."""
    shutil.copytree(root / "configs", tmp_path / "configs")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.txt").write_text("text", encoding="utf-8")
    load_dictionary.cache_clear()
    return tmp_path


def write_corpus(project, *rows: str, header: str = ",".join(CORPUS_COLUMNS)) -> None:
    (project / "data" / "corpus.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


GOOD = f"a-2023,a,2023,data/a.txt,official,,,{SHA}"


def test_the_shipped_parameters_are_valid(root):
    assert load_params(root).train.folds >= 2


WRONG_PARAMETERS = [
    ("  folds: 5", "  folds: 1", "train.folds", "1"),
    ("  folds: 5", "  folds: five", "train.folds", "'five'"),
    ("  language: zh", "  language: fr", "report.language", "'fr'"),
    ("  grants: true", "  grant: true", "extract.grant", "True"),
]


@pytest.mark.parametrize(
    ("old", "new", "field", "value"), WRONG_PARAMETERS, ids=[case[1].strip() for case in WRONG_PARAMETERS]
)
def test_a_wrong_parameter_names_line_field_and_value(old, new, field, value, project):
    path = project / "configs" / "params.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(ConfigError) as error:
        load_params(project)
    assert f"line {line}: {field}" in str(error.value) and value in str(error.value)


def test_broken_yaml_names_its_line(project):
    (project / "configs" / "params.yaml").write_text("train: [1, 2\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="line"):
        load_params(project)


REJECTED_ROWS = [
    (f"A 2023,a,2023,data/a.txt,official,,,{SHA}", "'A 2023'"),
    (f"b-2023,a,23,data/a.txt,official,,,{SHA}", "'23'"),
    (f"b-2023,a,2023,data/missing.txt,official,,,{SHA}", "data/missing.txt"),
    (f"b-2023,a,2023,../outside.txt,official,,,{SHA}", "outside the project"),
    (f"b-2023,a,2023,data/a.txt,leaked,,,{SHA}", "'leaked'"),
    ("b-2023,a,2023,data/a.txt,official,,,abc", "'abc'"),
    (GOOD, "stands on line 2 already"),
    ("b-2023,a,2023", "fewer fields"),
]


@pytest.mark.parametrize(("row", "said"), REJECTED_ROWS, ids=[case[1] for case in REJECTED_ROWS])
def test_a_wrong_row_is_set_aside_and_the_others_go_through(row, said, project):
    write_corpus(project, GOOD, row)
    sources, rejected = load_corpus(project)
    assert [source.notice_id for source in sources] == ["a-2023"]
    assert rejected[0].line == 3 and said in rejected[0].message


def test_a_wrong_header_refuses_the_file(project):
    write_corpus(project, header="id,year")
    with pytest.raises(ConfigError, match="corpus.csv, line 1"):
        load_corpus(project)


def test_a_missing_corpus_says_what_to_do(project):
    with pytest.raises(ConfigError, match="policy-trends add"):
        load_corpus(project)


def test_the_user_dictionary_has_no_duplicates(root):
    words = load_words(root)
    assert len(words) == len(set(words)) > 50
