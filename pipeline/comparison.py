"""Two notices side by side: what `policy-trends compare OLD NEW` prints."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from pipeline.analysis import Analysis, Analyzer
from pipeline.bodies import Registry
from pipeline.compare.pair import compare_notices
from pipeline.compare.profile import NoticeFacts
from pipeline.compare.stage import cut_off_themes
from pipeline.compare.strength import StrengthLadder
from pipeline.config import load_lexicon
from pipeline.theme_scheme import Scheme, load_scheme

MOST_ROWS = 30
CHANGE_WORDS = {"kept": "保留", "reworded": "改写", "renamed": "更名", "moved": "移位", "split": "拆分", "merged": "合并"}


def notice_facts(analysis: Analysis, scheme: Scheme) -> NoticeFacts:
    """An analysed notice as the comparisons take it."""
    return NoticeFacts(
        notice=analysis.notice,
        units=analysis.units,
        roles=analysis.facts.roles,
        targets=analysis.facts.targets,
        entities=analysis.facts.entities,
        themes={guess.unit_id: guess for guess in analysis.themes},
        diagnostics=analysis.diagnostics,
        cut_off=cut_off_themes(analysis.notice, analysis.diagnostics, scheme),
        clauses=analysis.facts.clauses,
    )


def compare_analyses(root: Path, analyzer: Analyzer, old: Analysis, new: Analysis) -> dict[str, Any]:
    """The machine interface of `compare`: links, old_only, new_only, targets, roles, priorities."""
    scheme = load_scheme(root)
    return compare_notices(
        notice_facts(old, scheme),
        notice_facts(new, scheme),
        registry=Registry.load(root / "configs" / "bodies.yaml"),
        ladder=StrengthLadder.from_lexicon(load_lexicon(root, "strength")),
        themes=scheme.ids,
        params=analyzer.params.compare,
    )


def show_comparison(found: dict[str, Any], old: Analysis, new: Analysis, console: Console) -> None:
    """Print the essentials: how many tasks went on and how, which did not, what was promised differently, who leads."""
    titles = {unit.unit_id: unit.title or unit.text[:24] for analysis in (old, new) for unit in analysis.units}
    console.print(f"[bold]{old.notice.title or old.notice.notice_id}[/bold]\n→ [bold]{new.notice.title or new.notice.notice_id}[/bold]", highlight=False)
    changes = Counter(link["change"] for link in found["links"])
    parts = [f"{CHANGE_WORDS.get(change, change)} {count}" for change, count in changes.most_common()]
    console.print("  ".join([*parts, f"取消 {len(found['old_only'])}", f"新增 {len(found['new_only'])}"]), highlight=False)
    _show_rows("任务", ["变化", "原", "现", "依据"], [[CHANGE_WORDS.get(link["change"], link["change"]), titles[link["old"]], titles[link["new"]], link["tier"]] for link in found["links"] if link["change"] != "kept"], console)
    _show_rows("不再出现", ["任务"], [[titles[unit_id]] for unit_id in found["old_only"]], console)
    _show_rows("新出现", ["任务"], [[titles[unit_id]] for unit_id in found["new_only"]], console)
    _show_rows("目标", ["变化", "指标", "原值", "现值"], [[row["change"], row.get("indicator") or "", _value(row.get("old_value")), _value(row.get("new_value"))] for row in found["targets"] if row["change"] != "unchanged"], console)
    _show_rows("部门", ["变化", "部门", "任务"], [[row["change"], row.get("department") or "", titles[row["new"]]] for row in found["roles"]], console)


def _value(value: float | None) -> str:
    return "–" if value is None else f"{value:,g}"


def _show_rows(title: str, columns: list[str], rows: list[list[str]], console: Console) -> None:
    if not rows:
        return
    table = Table(*columns, title=f"{title}（{len(rows)}）", title_justify="left")
    for row in rows[:MOST_ROWS]:
        table.add_row(*row)
    console.print(table)
    if len(rows) > MOST_ROWS:
        console.print(f"… {len(rows) - MOST_ROWS} more; --json prints all", highlight=False)
