"""The stage: the same files from the same tables, and nothing left of an earlier run."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from made_notices import Made, params_in, plain_tasks, sample_years

from pipeline.config import ConfigError, Params
from pipeline.report.stage import run

WORDS = [("一、创新", "实验室"), ("二、产业", "制造")]


def files_of(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted((root / "reports").rglob("*"))
        if path.is_file()
    }


def test_same_tables_same_bytes(tmp_path: Path) -> None:
    written = []
    for name in ("first", "second"):
        made = sample_years(Made(), years=(2021, 2022)).add("city-2023", plain_tasks(), words=WORDS)
        run(made.write(tmp_path / name), params_in())
        written.append(files_of(tmp_path / name))
    first, second = written
    assert first == second
    assert {Path(name).suffix for name in first} >= {".html", ".svg", ".png", ".json"}
    assert {Path(name).parts[1] for name in first} == {"city", "sample"}


def test_figures_of_a_removed_notice_go(tmp_path: Path) -> None:
    root = Made().add("city-2023", plain_tasks(), words=WORDS).write(tmp_path)
    stale = root / "reports" / "city" / "figures" / "priorities.png"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"")
    run(root, params_in())
    assert not stale.exists() and (stale.parent / "themes.png").exists()


def test_provenance_hashes_the_files_it_names(tmp_path: Path) -> None:
    root = Made().add("city-2023", plain_tasks()).write(tmp_path)
    run(root, params_in())
    page = (root / "reports" / "city" / "index.html").read_text(encoding="utf-8")
    for path in ("configs/themes.yaml", "evaluation/coverage.csv"):
        assert path in page and hashlib.sha256((root / path).read_bytes()).hexdigest() in page
    assert str(tmp_path) not in page


def test_a_report_that_is_current_is_left_alone_and_a_damaged_one_is_not(tmp_path: Path) -> None:
    root = Made().add("city-2023", plain_tasks()).add("town-2023", plain_tasks(), series="town").write(tmp_path)
    run(root, params_in())
    before = files_of(root)
    kept, damaged = root / "reports" / "city" / "index.html", root / "reports" / "town" / "index.html"
    untouched = kept.stat().st_mtime_ns
    damaged.write_text("cut off", encoding="utf-8")
    run(root, params_in())
    assert kept.stat().st_mtime_ns == untouched
    assert files_of(root) == before


def test_the_report_of_a_series_that_is_gone_goes(tmp_path: Path) -> None:
    root = Made().add("city-2023", plain_tasks()).write(tmp_path)
    (root / "reports" / "village" / "figures").mkdir(parents=True)
    run(root, params_in())
    assert [path.name for path in (root / "reports").iterdir()] == ["city"]


def choosing(*series: str) -> Params:
    params = params_in()
    return params.model_copy(update={"report": params.report.model_copy(update={"series": series})})


def test_only_the_chosen_series_are_reported(tmp_path: Path) -> None:
    root = Made().add("city-2023", plain_tasks()).add("town-2023", plain_tasks(), series="town").write(tmp_path)
    run(root, choosing("town"))
    assert [path.name for path in (root / "reports").iterdir()] == ["town"]
    with pytest.raises(ConfigError, match=r"report\.series: village is no series.*there are city, town"):
        run(root, choosing("village"))


def test_no_notices_no_report(tmp_path: Path) -> None:
    run(Made().write(tmp_path), params_in())
    assert files_of(tmp_path) == {}
