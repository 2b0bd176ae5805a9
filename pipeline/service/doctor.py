"""What this machine lacks to run the pipeline, and how to get it."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

NEEDED_MODULES = (
    "spacy",
    "spacy_pkuseg",
    "sklearn",
    "skops",
    "pyarrow",
    "opencc",
    "dvc",
    "matplotlib",
    "lxml",
    "pdfplumber",
)
OLDEST_PYTHON = (3, 11)
FREE_GIGABYTES = 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` says what to do where it is not ok."""

    what: str
    ok: bool
    remedy: str


def examine(root: Path) -> list[Finding]:
    """Look at Python, packages, git, models, disk space, and the results of the last run."""
    free = shutil.disk_usage(root).free / 1e9
    findings = [
        Finding(
            f"Python {sys.version_info.major}.{sys.version_info.minor}",
            sys.version_info >= OLDEST_PYTHON,
            "install Python 3.11 or newer and make the environment again",
        ),
        Finding("git", shutil.which("git") is not None, "install git; DVC keeps its records in it"),
        Finding(
            f"{free:.0f} GB of free disk",
            free > FREE_GIGABYTES,
            f"free at least {FREE_GIGABYTES:.0f} GB; the models and caches need it",
        ),
        Finding(
            "project is a git checkout",
            (root / ".git").exists(),
            "clone the project with git instead of copying its files",
        ),
    ]
    findings.extend(
        Finding(
            f"package {name}",
            importlib.util.find_spec(name) is not None,
            "python -m pip install --require-hashes -r requirements.lock",
        )
        for name in NEEDED_MODULES
    )
    findings.append(
        Finding(
            "segmenter model (models/pkuseg)",
            (root / "models" / "pkuseg" / "tables").is_dir(),
            "policy-trends run (downloads 50 MB once)",
        )
    )
    findings.append(
        Finding("theme model (models/themes.skops)", (root / "models" / "themes.skops").exists(), "policy-trends run")
    )
    findings.append(
        Finding(
            "results of a run (data/units.parquet)", (root / "data" / "units.parquet").exists(), "policy-trends run"
        )
    )
    return findings
