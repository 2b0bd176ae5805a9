"""Small notices made by hand: records whose places in the text are right, written as tables."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.compare import stage as compare_stage
from pipeline.config import Params, load_dictionary, load_params
from pipeline.engine.storage import write_table
from pipeline.records import (
    Coverage,
    DepartmentRole,
    Diagnostic,
    DistinctiveWord,
    Entity,
    Notice,
    Priority,
    Role,
    Target,
    ThemeGuess,
    Unit,
)
from pipeline.report.stage import load_words

PROJECT = Path(__file__).resolve().parents[2]
THEMES = ("innovation", "industry", "demand", "low_carbon", "other")
# Every file of configs/, but none of its folders: a project needs them all, and which there are is not for us to say.
CONFIGS = sorted(path.name for path in (PROJECT / "configs").iterdir() if path.is_file())
TABLES = [name for name, table in load_dictionary(PROJECT).items() if table.per]


@dataclass
class Task:
    """What one task of a made notice says. Roles are (role, department, body id)."""

    text: str
    theme: str = "innovation"
    unsure: bool = False
    roles: Sequence[tuple[str, str, str]] = ()
    targets: Sequence[dict[str, Any]] = ()
    entities: Sequence[tuple[str, str]] = ()
    section: str = "一、创新"


@dataclass
class Made:
    """Tables under construction."""

    tables: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in TABLES})

    def add(
        self,
        notice_id: str,
        tasks: Sequence[Task],
        *,
        series: str = "city",
        year: int | None = 2023,
        provenance: str = "official",
        title: str = "某市重点任务",
        hidden: Sequence[str] = (),
        empty_heading: str = "",
        words: Sequence[tuple[str, str]] = (),
    ) -> Made:
        """Put one notice with all its records into the tables."""
        text, units = f"{title}\n", []
        for position, task in enumerate(tasks):
            units.append(
                Unit(
                    notice_id,
                    f"{notice_id}/一-{position + 1}",
                    position,
                    ("一", str(position + 1)),
                    (task.section,),
                    "task",
                    task.text.split("。")[0],
                    task.text,
                    len(text),
                    len(text) + len(task.text),
                )
            )
            text += task.text + "\n"
        heading_start = len(text)
        text += empty_heading
        self.tables["notices"].append(
            Notice(
                notice_id,
                series,
                year,
                title,
                "某市政府",
                "",
                "2023-01-30",
                None,
                None,
                None,
                "hans",
                provenance,
                text,
                0,
                len(text),
            )
        )
        self.tables["units"] += units
        if empty_heading:
            self.tables["segment_diagnostics"].append(
                Diagnostic(
                    notice_id,
                    "heading-without-items",
                    "warning",
                    f"{empty_heading} has no items below it",
                    heading_start,
                )
            )
        for unit, task in zip(units, tasks):
            self._facts(unit, task)
        self._summaries(notice_id, series, year or 0, units, tasks, hidden, words)
        return self

    def _facts(self, unit: Unit, task: Task) -> None:
        scores = tuple(0.5 if theme == task.theme else 0.125 for theme in THEMES)
        self.tables["themes"].append(
            ThemeGuess(unit.notice_id, unit.unit_id, task.theme, task.unsure, "", THEMES, scores)
        )
        for role, department, body_id in task.roles:
            start = unit.start + unit.text.index(department)
            self.tables["roles"].append(
                Role(
                    unit.notice_id,
                    unit.unit_id,
                    role,
                    department,
                    body_id,
                    start,
                    start + len(department),
                    False,
                    "made",
                )
            )  # type: ignore[arg-type]
        for given in task.targets:
            start = unit.start + unit.text.index(given["text"])
            values = {
                "indicator": "企业",
                "level": None,
                "op": "ge",
                "value": 1500.0,
                "value_high": None,
                "unit": "项",
                "kind": "flow",
                "direction": "up",
                "deadline": None,
                "each_year": False,
                "strength": "firm",
                "rule": "made",
                **given,
            }
            self.tables["targets"].append(
                Target(
                    notice_id=unit.notice_id,
                    unit_id=unit.unit_id,
                    start=start,
                    end=start + len(given["text"]),
                    **values,
                )
            )
        for label, name in task.entities:
            start = unit.start + unit.text.index(name)
            self.tables["entities"].append(
                Entity(unit.notice_id, unit.unit_id, label, name, start, start + len(name), "made")
            )  # type: ignore[arg-type]

    def _summaries(
        self,
        notice_id: str,
        series: str,
        year: int,
        units: list[Unit],
        tasks: Sequence[Task],
        hidden: Sequence[str],
        words: Sequence[tuple[str, str]],
    ) -> None:
        for theme in THEMES:
            mine = [unit for unit, task in zip(units, tasks) if task.theme == theme]
            seen = theme not in hidden and bool(tasks)
            share = len(mine) / len(tasks) if seen else None
            low, high = (None, None) if share is None else (max(0.0, share - 0.2), min(1.0, share + 0.2))
            unsure = sum(task.unsure for task in tasks if task.theme == theme)
            self.tables["priorities"].append(
                Priority(
                    series,
                    year,
                    notice_id,
                    theme,
                    seen,
                    len(mine),
                    unsure,
                    share,
                    low,
                    high,
                    share,
                    0,
                    tuple(unit.unit_id for unit in mine),
                )
            )
        held: dict[tuple[str, str], list[tuple[str, Unit, Task]]] = {}
        for unit, task in zip(units, tasks):
            for role, department, body_id in task.roles:
                held.setdefault((body_id, department), []).append((role, unit, task))
        for (body_id, department), entries in held.items():
            counts = {name: sum(role == name for role, _, _ in entries) for name in ("lead", "responsible", "support")}
            self.tables["department_roles"].append(
                DepartmentRole(
                    series,
                    year,
                    notice_id,
                    body_id,
                    department,
                    **counts,
                    themes=tuple(task.theme for _, _, task in entries),
                    unit_ids=tuple(unit.unit_id for _, unit, _ in entries),
                )
            )
        for section, word in words:
            self.tables["distinctive_words"].append(DistinctiveWord(series, year, notice_id, section, word, 2.5, 6, 1))
        self.tables["coverage"].append(Coverage(series, year, notice_id, "tasks", len(tasks), len(units)))

    def write(self, root: Path, *, compared: bool = False) -> Path:
        """Write a project folder; `compared` fills the comparison tables by the real stage."""
        (root / "configs").mkdir(parents=True)
        shutil.copy(PROJECT / "dvc.yaml", root / "dvc.yaml")
        for name in CONFIGS:
            shutil.copy(PROJECT / "configs" / name, root / "configs" / name)
        (root / "evaluation").mkdir()
        (root / "evaluation" / "coverage.csv").write_text(
            "probability,coverage,accuracy\n0.0,1.0,0.92\n0.5,0.9,0.95\n0.9,0.6,0.99\n1.0,0.0,\n", encoding="utf-8"
        )
        for name, records in self.tables.items():
            write_table(root, name, records)
        if compared:
            for name in ("bodies", "lexicon", "rules", "words"):
                (root / "configs" / name).symlink_to(PROJECT / "configs" / name)
            compare_stage.run(root, load_params(PROJECT))
        return root


def params_in(language: str = "zh") -> Params:
    """The project's parameters with a language, and a resolution low enough for tests."""
    params = load_params(PROJECT)
    return params.model_copy(
        update={"report": params.report.model_copy(update={"language": language, "dots_per_inch": 50})}
    )


def leaves(entry: Any, prefix: str = "") -> dict[str, Any]:
    """A nested mapping by dotted key."""
    if not isinstance(entry, dict):
        return {prefix: entry}
    return {
        key: value
        for name, child in entry.items()
        for key, value in leaves(child, f"{prefix}.{name}" if prefix else name).items()
    }


def locale_entries(language: str) -> dict[str, Any]:
    return leaves(load_words(language))


def has_chinese(text: str) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]", text))


def plain_tasks() -> list[Task]:
    """A small notice that has one of everything."""
    return [
        Task(
            "建设实验室。实施项目1500项以上。（牵头单位：市科技局，参与单位：市财政局）",
            roles=[("lead", "市科技局", "city/science"), ("support", "市财政局", "city/finance")],
            targets=[{"text": "项目1500项以上", "indicator": "重点项目"}],
            entities=[("ORG", "实验室")],
        ),
        Task(
            "攻关技术。力争突破20项。（牵头单位：市科技局）",
            roles=[("lead", "市科技局", "city/science")],
            targets=[{"text": "突破20项", "op": "eq", "value": 20.0, "strength": "striving", "kind": "stock"}],
            unsure=True,
        ),
        Task(
            "壮大制造业。（牵头单位：市工信局；责任单位：各区政府、神秘办公室）",
            "industry",
            roles=[
                ("lead", "市工信局", "city/industry"),
                ("responsible", "各区政府", "collective/districts"),
                ("responsible", "神秘办公室", ""),
            ],
            section="二、产业",
        ),
        Task(
            "促进消费。给予100万元补助。",
            "demand",
            targets=[{"text": "100万元补助", "kind": "grant", "op": "eq", "value": 1000000.0, "unit": "元"}],
            section="三、内需",
        ),
    ]


def sample_years(made: Made, *, years: Sequence[int] = (2021, 2022, 2023)) -> Made:
    """Years of a sample city; 2022 is cut off."""
    for year in years:
        hidden = ["low_carbon"] if year == 2022 else []
        tasks = [
            *plain_tasks(),
            *([] if hidden else [replace(plain_tasks()[0], theme="low_carbon", section="四、绿色")]),
        ]
        made.add(
            f"sample-{year}",
            tasks,
            series="sample",
            year=year,
            provenance="sample",
            title=f"样市{year}年重点任务",
            hidden=hidden,
            empty_heading="四、绿色低碳" if hidden else "",
            words=[("一、创新", "实验室"), ("二、产业", "制造")],
        )
    return made
