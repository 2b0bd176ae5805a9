"""The rules of the layout, held by reading the imports: who may import whom, and what dvc.yaml must list."""

from __future__ import annotations

import ast
import importlib.metadata
import re
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
LONGEST_MODULE = 350  # lines; the one file that grows is how admired code rots
# Longer ones say so at their top, in a line "Longer than 350 lines: why".
LONGER = "Longer than 350 lines: "
LONGEST_LINE = 120  # characters
CODE = [path for folder in ("pipeline", "tests", "benchmarks") for path in sorted((ROOT / folder).rglob("*.py"))]


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
    """350 lines, or a reason in the docstring of the module; a reason that is no longer needed goes."""
    text = path.read_text(encoding="utf-8")
    assert (len(text.splitlines()) > LONGEST_MODULE) == (LONGER in (ast.get_docstring(ast.parse(text)) or ""))


def test_lines_stay_short():
    """The linter counts a Chinese character as two columns; a line has 120 characters of either kind."""
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in CODE
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert not long


# Ways to reach the disk: methods of paths and files, and functions called by their own name.
DISK_METHODS = frozenset(
    [
        "read_text",
        "write_text",
        "read_bytes",
        "write_bytes",
        "mkdir",
        "unlink",
        "rename",
        "rmdir",
        "touch",
        "rmtree",
        "copytree",
        "iterdir",
        "glob",
        "rglob",
        "exists",
        "is_file",
        "is_dir",
        "stat",
        "symlink_to",
        "hardlink_to",
        "TemporaryDirectory",
        "NamedTemporaryFile",
        "mkdtemp",
        "mkstemp",
    ]
)
DISK_MODULES = frozenset({"tempfile", "shutil", "glob"})
# Who else may: what a module keeps, or why its library needs a file.
MAY_TOUCH_DISK = {
    "config": "reads configs/ for everybody",
    "corpus": "keeps data/corpus.csv",
    "corrections.table": "keeps data/corrections.csv",
    "evaluate.gold": "reads data/gold",
    "ingest.formats.office_document": "LibreOffice converts files in a folder of its own",
    "ingest.formats.scan": "the recognition process is handed a file",
    "ingest.formats.scan_cache": "keeps what was recognised, which takes seconds a page",
    "ingest.limits": "asks the system for the memory in use",
    "knowledge.common_words": "reads and makes configs/words",
    "words.segmenter": "fetches and unpacks the segmenter's model",
}
DISK_ROOMS = {"engine", "cli", "service", "stages", "command", "__main__"}  # whose trade it is


def disk_calls(source: str) -> set[str]:
    """The calls in a module that reach the disk."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called, owner = node.func, ""
            if isinstance(called, ast.Attribute):
                owner = called.value.id if isinstance(called.value, ast.Name) else ""
                reaches = called.attr in DISK_METHODS or owner in DISK_MODULES
                reaches |= called.attr == "open" and _opens_a_path(called, node)
                reaches |= called.attr == "replace" and len(node.args) == 1 and not node.keywords
            else:
                reaches = isinstance(called, ast.Name) and called.id in {"open", *DISK_METHODS}
            if reaches:
                found.add(ast.unparse(called))
    return found


def _opens_a_path(called: ast.Attribute, node: ast.Call) -> bool:
    """path.open("rb") opens a file; archive.open(member) and Document.open(stream) read what is in memory."""
    modes = [*node.args[:1], *(given.value for given in node.keywords if given.arg == "mode")]
    return not modes or any(isinstance(mode, ast.Constant) and str(mode.value)[:1] in "rwax" for mode in modes)


@pytest.mark.parametrize(
    ("source", "reaches"),
    [
        ("path.open('rb')", True),
        ("path.open()", True),
        ("path.open(mode='wb')", True),
        ("open(name)", True),
        ("(root / 'a').read_text()", True),
        ("path.mkdir(parents=True)", True),
        ("path.unlink()", True),
        ("path.replace(target)", True),
        ("tempfile.mkdtemp()", True),
        ("TemporaryDirectory()", True),
        ("shutil.copy(a, b)", True),
        ("text.replace('a', 'b')", False),
        ("replace(record, start=3)", False),
        ("archive.open(member)", False),
        ("pdfplumber.open(io.BytesIO(data))", False),
    ],
)
def test_calls_that_reach_the_disk_are_seen(source: str, reaches: bool):
    assert bool(disk_calls(source)) == reaches


def test_only_stages_and_keepers_touch_the_disk():
    """All other modules take and return records; a reader gets bytes and gives text."""
    for path, module in MODULES.items():
        name = module.removeprefix("pipeline.")
        if name.split(".")[0] not in DISK_ROOMS and path.name != "stage.py" and name not in MAY_TOUCH_DISK:
            calls = disk_calls(path.read_text(encoding="utf-8"))
            assert not calls, f"{module} reaches the disk: {calls}"


@pytest.mark.parametrize("name", sorted(MAY_TOUCH_DISK))
def test_who_may_touch_the_disk_does(name: str):
    path = next(path for path, module in MODULES.items() if module == f"pipeline.{name}")
    assert disk_calls(path.read_text(encoding="utf-8"))


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


def test_software_is_one_list_pinned_and_a_dependency_of_every_stage():
    """Another version of a package makes results anew, by DVC and by the caches."""
    named = yaml.safe_load((ROOT / "configs" / "software.yaml").read_text(encoding="utf-8"))
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.MULTILINE):
        pinned.setdefault(name, []).append(version)
    assert named == {name: ", ".join(pinned[name]) for name in named}
    stages = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
    assert all("configs/software.yaml" in stage["deps"] for stage in stages.values())


def test_every_package_that_the_code_imports_is_in_the_list():
    """But for those that only ask, show, download or schedule."""
    named = yaml.safe_load((ROOT / "configs" / "software.yaml").read_text(encoding="utf-8"))
    distributions = importlib.metadata.packages_distributions()
    imported = {name.split(".")[0] for path in MODULES for name in imports_of(path) if name}
    needed = {one.lower().replace("_", "-") for name in imported for one in distributions.get(name, ())}
    asking = {
        "dvc",
        "distributed",
        "filelock",
        "psutil",
        "pydantic",
        "pyyaml",
        "requests",
        "rich",
        "typer",
        "threadpoolctl",
    }
    beside = {
        "onnxruntime",
        "rapidocr",
        "opencv-python",
        "opencv-python-headless",
        "pillow",
        "pypdfium2",
        "pdfminer.six",
        "srsly",
        "markupsafe",
        "urllib3",
        "policy-trends",
    }
    assert needed - asking - beside <= set(named)
