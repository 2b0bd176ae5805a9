"""What a user writes: parameters, the corpus list, the lexicons. Checked here, refused with place and value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

# The environment variable that hands the address of a Dask scheduler to the stages (`run --cluster`).
CLUSTER = "POLICY_TRENDS_CLUSTER"


class ConfigError(ValueError):
    """Something a user wrote cannot be used; the message names file, line, field, value and next step."""


def find_root(start: Path | None = None) -> Path:
    """The project folder: the nearest one upward that holds dvc.yaml, else the one this code lies in."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "dvc.yaml").exists() and (folder / "configs" / "params.yaml").exists():
            return folder
    installed = Path(__file__).resolve().parent.parent
    if (installed / "configs" / "params.yaml").exists():
        return installed
    raise ConfigError(f"{start}: no policy-trends project here or above; change into the folder that holds dvc.yaml")


# -- parameters ----------------------------------------------------------------------------------


class _Block(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SegmenterParams(_Block):
    model: str


class IngestParams(_Block):
    largest_megabytes: Annotated[int, Field(ge=1, le=500)]
    longest_text: Annotated[int, Field(ge=1000, le=20_000_000)]
    longest_reading: Annotated[int, Field(ge=5, le=3600)]
    longest_download: Annotated[int, Field(ge=5, le=3600)]
    most_memory: Annotated[int, Field(ge=200, le=100_000)]


class SegmentParams(_Block):
    very_long_unit: Annotated[int, Field(ge=200)]
    most_units: Annotated[int, Field(ge=100, le=20_000)]


class ExtractParams(_Block):
    grants: bool


class TrainParams(_Block):
    regularisation: Annotated[float, Field(gt=0, le=1000)]
    word_ngram_longest: Annotated[int, Field(ge=1, le=4)]
    character_ngram_longest: Annotated[int, Field(ge=1, le=6)]
    character_min_texts: Annotated[int, Field(ge=1, le=100)]
    character_weight: Annotated[float, Field(ge=0, le=10)]
    heading_weight: Annotated[float, Field(ge=0, le=1)]
    opening_weight: Annotated[float, Field(ge=0, le=10)]
    folds: Annotated[int, Field(ge=2, le=20)]
    error_rate: Annotated[float, Field(ge=0, le=0.5)]
    bootstrap_rounds: Annotated[int, Field(ge=100, le=100_000)]
    seed: Annotated[int, Field(ge=0)]


class ClassifyParams(_Block):
    longest_text: Annotated[int, Field(ge=100)]


class CompareParams(_Block):
    bootstrap_samples: Annotated[int, Field(ge=100, le=100_000)]
    confidence: Annotated[float, Field(ge=0.5, le=0.999)]
    seed: Annotated[int, Field(ge=0)]


class EvaluateParams(_Block):
    gold: str


class ReportParams(_Block):
    series: Annotated[tuple[str, ...], Field(strict=False)]  # parameters are hashed, lists cannot be
    language: Literal["zh", "en"]
    dots_per_inch: Annotated[int, Field(ge=50, le=1200)]


class RunParams(_Block):
    workers: Annotated[int, Field(ge=1, le=256)]


class Params(_Block):
    """configs/params.yaml: how to run, and one block a stage. Values are explained in the file itself."""

    run: RunParams
    segmenter: SegmenterParams
    ingest: IngestParams
    segment: SegmentParams
    extract: ExtractParams
    train: TrainParams
    classify: ClassifyParams
    compare: CompareParams
    evaluate: EvaluateParams
    report: ReportParams


def read_config(path: Path) -> str:
    """The text of a file that people edit. Raises ConfigError where it is not there or not UTF-8, with the line."""
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"{path}: not found; restore it with `git checkout {path.name}`") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}, line {line}: is not UTF-8; save it as UTF-8 or restore it with git") from None


def read_yaml(path: Path) -> Any:
    """A YAML file as plain data; a syntax error names its line."""
    try:
        return yaml.load(read_config(path), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise ConfigError(f"{path}: not valid YAML: {' '.join(str(error).split())}") from None


def _line_of(path: Path, keys: tuple[int | str, ...]) -> int | None:
    """The line a value stands on in a YAML file."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    line = None
    for key in keys:
        if not isinstance(node, yaml.MappingNode):
            break
        for name, value in node.value:
            if name.value == str(key):
                node, line = value, name.start_mark.line + 1
                break
    return line


def load_params(root: Path) -> Params:
    """Read and check configs/params.yaml; all wrong values are reported together."""
    path = root / "configs" / "params.yaml"
    data = read_yaml(path)
    try:
        return Params.model_validate(data)
    except ValidationError as error:
        problems = []
        for problem in error.errors():
            line = _line_of(path, problem["loc"])
            place = f"configs/params.yaml{f', line {line}' if line else ''}: {'.'.join(map(str, problem['loc']))}"
            given = "" if problem["type"] == "missing" else f" (given: {problem['input']!r})"
            problems.append(f"{place}: {problem['msg']}{given}")
        raise ConfigError(
            "\n".join([*problems, "Correct the value; the comment above it says what it may be."])
        ) from None


# -- data dictionary and lexicons ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Table:
    """One data file: its path from the project folder, its record's name, its key, and by what a report's series finds
    its rows ("" where it is not made by the pipeline)."""

    name: str
    path: str
    record: str
    unit: str
    key: tuple[str, ...]
    stage: str
    per: Literal["notice", "pair", "series", ""] = ""


@lru_cache
def load_dictionary(root: Path) -> dict[str, Table]:
    """configs/data_dictionary.yaml, by table name."""
    data = read_yaml(root / "configs" / "data_dictionary.yaml")
    return {
        name: Table(
            name,
            entry["path"],
            entry["record"],
            entry["unit"],
            tuple(entry["key"]),
            entry["stage"],
            entry.get("per", ""),
        )
        for name, entry in data.items()
    }


def load_lexicon(root: Path, name: str) -> Any:
    """configs/lexicon/<name>.yaml as plain data."""
    return read_yaml(root / "configs" / "lexicon" / f"{name}.yaml")


def load_words(root: Path) -> list[str]:
    """The segmenter's user dictionary: one word a line, # begins a comment."""
    lines = read_config(root / "configs" / "lexicon" / "words.txt").splitlines()
    return [word for line in lines if (word := line.partition("#")[0].strip())]
