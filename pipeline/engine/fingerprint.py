"""What a stage's results depend on besides its input: its code, its configuration, its libraries."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path

import yaml

from pipeline.config import Params

CODE = Path(__file__).resolve().parents[2]
# Folders of dependencies that are the same for every notice; what lies in data/ is input.
SHARED = ("pipeline", "configs", "models", "evaluation")
SOFTWARE = "configs/software.yaml"  # the packages that results depend on
BLOCK = 1 << 20


def files_of(root: Path, stage: str) -> list[Path]:
    """The code, configuration and model files that dvc.yaml names for a stage, sorted by name."""
    entry = yaml.safe_load((root / "dvc.yaml").read_text(encoding="utf-8"))["stages"][stage]
    found: list[Path] = []
    for name in entry["deps"]:
        top = name.split("/")[0]
        if top in SHARED:
            path = (CODE if top == "pipeline" else root) / name
            found += (
                [path]
                if path.is_file()
                else [one for one in path.rglob("*") if one.is_file() and "__pycache__" not in one.parts]
            )
    return sorted(found)


def hash_file(path: Path) -> str:
    """sha256 of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def software() -> list[tuple[str, str]]:
    """Python by major and minor version, and every package that results depend on, as installed here."""
    names = yaml.safe_load((CODE / SOFTWARE).read_text(encoding="utf-8"))
    python = ".".join(platform.python_version_tuple()[:2])
    return [("Python", python), *((name, version(name)) for name in names)]


def fingerprint(root: Path, stage: str, params: Params) -> str:
    """One hash over everything but the input that a stage's results depend on."""
    blocks = yaml.safe_load((root / "dvc.yaml").read_text(encoding="utf-8"))["stages"][stage]["params"][0][
        "configs/params.yaml"
    ]
    basis = {
        "files": [(path.name, hash_file(path)) for path in files_of(root, stage)],
        "params": {block: getattr(params, block).model_dump() for block in blocks},
        "software": software(),
    }
    return hashlib.sha256(json.dumps(basis, sort_keys=True).encode()).hexdigest()
