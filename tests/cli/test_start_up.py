"""What a command loads before it does anything: nothing that it does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "spacy",
    "spacy_pkuseg",
    "sklearn",
    "skops",
    "scipy",
    "pandas",
    "joblib",
    "dask",
    "distributed",
    "matplotlib",
    "dvc",
)

LOADED_BY = """
import sys
sys.argv[1:] = {arguments!r}
from pipeline.cli.app import main
try:
    main()
except SystemExit:
    pass
print(*sorted(set({modules!r}) & set(sys.modules)), file=sys.stderr)
"""


def loaded(program: str) -> list[str]:
    """The last line a program writes to stderr, in words: the modules it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )
    return done.stderr.splitlines()[-1].split()


# whether there are results or not: a command that has nothing to show loads no more than one that has
COMMANDS = [
    ("--help",),
    ("version",),
    ("bodies", "市发改委"),
    ("bodies", "龙头企业"),
    ("doctor",),
    ("evaluate",),
    ("sql", "SELECT 1 AS one"),
    ("sql", "SELECT theme, count(*) FROM themes GROUP BY theme"),
    ("analyze", "no-such-file.txt"),
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_loads_only_what_it_uses(arguments: tuple[str, ...]) -> None:
    assert loaded(LOADED_BY.format(arguments=list(arguments), modules=HEAVY)) == []


def test_help_loads_no_arrays_and_no_tables() -> None:
    assert loaded(LOADED_BY.format(arguments=["--help"], modules=("numpy", "pyarrow", "duckdb", "yaml"))) == ["yaml"], (
        "yaml is seen, so the check sees"
    )


def test_reading_a_notice_loads_neither_spacy_nor_scikit_learn() -> None:
    program = (
        "import sys, pipeline.service.analyze, pipeline.themes.familiarity; print('loaded', "
        f"*sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    assert loaded(program) == ["loaded"]
