"""The rules of the layout, held by reading the imports: who may import whom, and what dvc.yaml must list."""

from __future__ import annotations

import ast
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
import yaml

from pipeline import records
from pipeline.config import Params, load_dictionary
from pipeline.stages import STAGES

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pipeline"
# Import arrows go down only: a room may import itself and what stands in the rows above it.
LAYERS = (
    {"records"},
    {"config"},
    {"knowledge", "engine"},
    {"words", "corpus", "corrections"},
    {"ingest", "segment", "extract", "themes", "compare", "evaluate", "report"},
    {"stages", "service"},
    {"cli"},
    {"__main__", "command"},
)
STAGE_FOLDERS = LAYERS[4]
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
MODULES = {
    path: "pipeline." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
}
LONGEST_MODULE = 941  # lines; the one file that grows is how admired code rots


def imports_of(path: Path) -> set[str]:
    """The names of all modules a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "pipeline" and parts[1] in LEVEL else None


def test_every_room_has_its_layer():
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert rooms - {"__init__"} <= set(LEVEL)


@pytest.mark.parametrize("path", sorted(MODULES), ids=lambda path: MODULES[path])
def test_imports_go_down_only(path: Path):
    own = room_of(MODULES[path])
    if own is not None:
        others = {room_of(name) for name in imports_of(path)} - {None, own}
        wrong = {other for other in others if LEVEL[other] >= LEVEL[own]}
        assert not wrong, f"{MODULES[path]} imports {wrong}; stages meet as records, shared rooms know no stage"


def test_only_report_draws():
    drawing = {
        MODULES[path] for path in MODULES if any(name.split(".")[0] == "matplotlib" for name in imports_of(path))
    }
    assert all(module.startswith("pipeline.report") for module in drawing)


@pytest.mark.parametrize("path", sorted(MODULES), ids=lambda path: MODULES[path])
def test_modules_stay_short(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def test_only_stages_touch_disk_inside_stage_folders():
    """A stage folder's other modules take and return records; fetching the segmenter model is its stage's own work."""
    allowed = {"pipeline.words.segmenter", "pipeline.evaluate.gold", "pipeline.cli.theme_commands"}
    for path, module in MODULES.items():
        if room_of(module) in STAGE_FOLDERS and path.name != "stage.py" and module not in allowed:
            calls = {
                node.func.attr
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            }
            assert not calls & {"read_text", "write_text", "read_bytes", "write_bytes"}, module


def reached(module: str) -> set[Path]:
    """The project files a module imports, directly or not."""
    by_name = {name: path for path, name in MODULES.items()}
    seen: set[Path] = set()
    waiting = [module]
    while waiting:
        path = by_name.get(waiting.pop())
        if path and path not in seen:
            seen.add(path)
            waiting.extend(imports_of(path))
    return seen


# A stage is run through these; what they import beyond a stage's own code cannot change its results.
NOT_RESULTS = {"__init__.py"}
STAGE_MODULES = {
    "segmenter": "pipeline.segment.stage",
    "train": "pipeline.themes.stage",
    "classify": "pipeline.themes.stage",
}


@pytest.mark.parametrize("stage", [name for name in STAGES if name != "segmenter"])
def test_dvc_deps_cover_the_code(stage: str):
    """Code that a stage imports but dvc.yaml does not list leaves stale results that look fresh."""
    listed = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"][stage]["deps"]
    for path in reached(STAGE_MODULES.get(stage, f"pipeline.{stage}.stage")):
        relative = path.relative_to(ROOT).as_posix()
        if path.name not in NOT_RESULTS:
            assert any(relative == dep or relative.startswith(f"{dep}/") for dep in listed), (
                f"{stage} runs {relative} but dvc.yaml does not list it"
            )


def test_dvc_stages_are_the_stages_in_order():
    data = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))
    assert list(data["stages"]) == list(STAGES)
    assert all(entry["desc"] and entry["cmd"] == f"python -m pipeline {name}" for name, entry in data["stages"].items())


def test_every_stage_has_its_block_of_parameters():
    assert list(Params.model_fields) == ["run", *STAGES]


def test_data_dictionary_agrees_with_the_records():
    for name, table in load_dictionary(ROOT).items():
        record = getattr(records, table.record)
        assert is_dataclass(record), name
        assert set(table.key) <= {field.name for field in fields(record)}, name
        assert table.stage == "user" or table.stage in STAGES, name


def test_every_table_a_stage_writes_is_a_dvc_output():
    stages = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
    for name, table in load_dictionary(ROOT).items():
        if table.stage != "user":
            outs = [out if isinstance(out, str) else next(iter(out)) for out in stages[table.stage]["outs"]]
            assert any(table.path == out or table.path.startswith(f"{out}/") for out in outs), name
