"""The rules of the layout, held by reading the imports: who may import whom, and what dvc.yaml must list."""

from __future__ import annotations

import ast
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
import yaml

from pipeline import schema
from pipeline.config import Params, load_dictionary
from pipeline.stages import STAGES

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pipeline"
STAGE_FOLDERS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
# What puts the stages together: it may import all of them.
COMPOSITION = {"pipeline.cli", "pipeline.stages", "pipeline.analysis", "pipeline.view", "pipeline.__main__", "pipeline.command", "pipeline.doctor", "pipeline.language", "pipeline.comparison", "pipeline.comparison_view"}
MODULES = {path: "pipeline." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__") for path in PACKAGE.rglob("*.py")}
LONGEST_MODULE = 700  # lines; the one file that grows is how admired code rots


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


def folder_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "pipeline" and parts[1] in STAGE_FOLDERS else None


@pytest.mark.parametrize("path", sorted(MODULES), ids=lambda path: MODULES[path])
def test_stage_folders_meet_only_as_records(path: Path):
    own = folder_of(MODULES[path])
    others = {folder_of(name) for name in imports_of(path)} - {None, own}
    if MODULES[path] not in COMPOSITION:
        assert not others, f"{MODULES[path]} imports {others}; a stage meets the others as records"


def test_only_report_draws():
    drawing = {MODULES[path] for path in MODULES if any(name.split(".")[0] == "matplotlib" for name in imports_of(path))}
    assert all(module.startswith("pipeline.report") for module in drawing)


def test_shared_modules_import_no_composition():
    for path, module in MODULES.items():
        if module not in COMPOSITION and module not in ("pipeline", "pipeline.__init__"):
            assert not imports_of(path) & COMPOSITION, module


@pytest.mark.parametrize("path", sorted(MODULES), ids=lambda path: MODULES[path])
def test_modules_stay_short(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def test_only_stages_touch_disk_inside_stage_folders():
    """A stage folder's other modules take and return records; fetching the segmenter model is its stage's own work."""
    allowed = {"pipeline.segment.segmenter", "pipeline.evaluate.gold", "pipeline.themes.commands"}
    for path, module in MODULES.items():
        if folder_of(module) and path.name != "stage.py" and module not in allowed:
            calls = {node.func.attr for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
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
NOT_RESULTS = {"__init__.py", "progress.py"}
STAGE_MODULES = {"segmenter": "pipeline.segment.stage", "train": "pipeline.themes.stage", "classify": "pipeline.themes.stage"}


@pytest.mark.parametrize("stage", [name for name in STAGES if name != "segmenter"])
def test_dvc_deps_cover_the_code(stage: str):
    """Code that a stage imports but dvc.yaml does not list leaves stale results that look fresh."""
    listed = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"][stage]["deps"]
    for path in reached(STAGE_MODULES.get(stage, f"pipeline.{stage}.stage")):
        relative = path.relative_to(ROOT).as_posix()
        if path.name not in NOT_RESULTS or path.parent != PACKAGE:
            assert path.name in NOT_RESULTS or any(relative == dep or relative.startswith(f"{dep}/") for dep in listed), f"{stage} runs {relative} but dvc.yaml does not list it"


def test_dvc_stages_are_the_stages_in_order():
    data = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))
    assert list(data["stages"]) == list(STAGES)
    assert all(entry["desc"] and entry["cmd"] == f"python -m pipeline {name}" for name, entry in data["stages"].items())


def test_every_stage_has_its_block_of_parameters():
    assert list(Params.model_fields) == ["run", *STAGES]


def test_data_dictionary_agrees_with_the_records():
    for name, table in load_dictionary(ROOT).items():
        record = getattr(schema, table.record)
        assert is_dataclass(record), name
        assert set(table.key) <= {field.name for field in fields(record)}, name
        assert table.stage == "user" or table.stage in STAGES, name


def test_every_table_a_stage_writes_is_a_dvc_output():
    stages = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
    for name, table in load_dictionary(ROOT).items():
        if table.stage != "user":
            outs = [out if isinstance(out, str) else next(iter(out)) for out in stages[table.stage]["outs"]]
            assert any(table.path == out or table.path.startswith(f"{out}/") for out in outs), name
