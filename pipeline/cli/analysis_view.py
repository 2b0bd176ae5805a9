"""On the screen: an analysed notice in colour, and the answer to a question asked by SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pipeline.engine.csv_tables import guarded, write_csv
from pipeline.records import Target

if TYPE_CHECKING:
    from pipeline.service.analyze import Analysis

ROLE_WORDS = {"lead": "牵头", "responsible": "责任", "support": "参与"}
OPERATOR_SIGNS = {"eq": "", "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈", "range": ""}
MOST_LEADS = 5
STYLES = {"task": "bold", "goal": "bold green", "general": "dim", "safeguard": "bold blue", "closing": "dim"}
SEVERITY_STYLES = {"error": "red", "warning": "yellow", "info": "dim"}


def target_value(target: Target) -> str:
    """A target's value as a reader writes it: ≥1500项, 2–3个."""
    high = "" if target.value_high is None else f"–{target.value_high:,g}"
    return f"{OPERATOR_SIGNS[target.op]}{_number(target.value)}{high}{target.unit}"


def _number(value: float) -> str:
    """12345678900 as 123.46亿; small numbers as they are."""
    for size, word in ((1e8, "亿"), (1e4, "万")):
        if abs(value) >= size:
            return f"{value / size:,.6g}{word}"
    return f"{value:,g}"


def show_analysis(analysis: Analysis, console: Console) -> None:
    """Print a notice: its heading data, then each unit with theme, roles, targets and entities."""
    notice = analysis.notice
    console.print(Text(notice.title or notice.notice_id, style="bold underline"))
    details = [
        notice.issuer,
        notice.document_number,
        notice.issued_on or notice.published_on or "",
        f"{len(analysis.units)} units",
        "扫描识别" if analysis.is_scanned else "",
    ]
    console.print(Text("  ".join(detail for detail in details if detail), style="dim"))
    themes = {guess.unit_id: guess for guess in analysis.themes}
    section: tuple[str, ...] = ()
    for unit in analysis.units:
        if unit.headings != section:
            section = unit.headings
            console.print(Text("\n" + " › ".join(section), style="cyan"))
        guess = themes[unit.unit_id]
        line = Text(f"{'-'.join(unit.path) or unit.kind:>8}  ", style="dim")
        line.append(unit.title or unit.text[:40], style=STYLES[unit.kind])
        line.append(f"  [{guess.theme}{'?' if guess.unsure else ''}]", style="magenta")
        console.print(line)
        _show_facts(analysis, unit.unit_id, console)
    _show_sum(analysis, console)


def _show_sum(analysis: Analysis, console: Console) -> None:
    """What it comes to: how much of each kind, the themes, who leads most, and what is to be looked at."""
    tasks = {unit.unit_id for unit in analysis.units if unit.kind == "task"}
    promised = [target for target in analysis.facts.targets if target.kind != "grant"]
    themes = Counter(guess.theme for guess in analysis.themes if guess.unit_id in tasks)
    leads = Counter(role.department for role in analysis.facts.roles if role.role in ("lead", "responsible"))
    unsure = sum(guess.unsure for guess in analysis.themes if guess.unit_id in tasks)
    firm = sum(target.strength == "firm" for target in promised)
    lines = [
        f"任务 {len(tasks)} 项，量化目标 {len(promised)} 个（措辞明确 {firm} 个）",
        f"主题：{_ranking(themes)}" + (f"；把握不大 {unsure} 项" if unsure else ""),
        f"牵头或负责最多：{_ranking(leads, MOST_LEADS)}" if leads else "没有写明牵头或责任单位",
    ]
    console.print(Text("\n小结", style="bold"))
    for line in lines:
        console.print(Text(f"  {line}"))
    for odd in analysis.diagnostics:
        console.print(Text(f"  {odd.code}: {odd.message}", style=SEVERITY_STYLES[odd.severity]))


def _ranking(counts: Counter[str], most: int | None = None) -> str:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    return "、".join(f"{name} {count}" for name, count in ranked)


def show_summary(file: str, analysis: Analysis, console: Console) -> None:
    """Print a notice in a few lines: whose it is, how much was found in it, and what is to be looked at."""
    notice, facts = analysis.notice, analysis.facts
    console.print(Text(notice.title or notice.notice_id, style="bold"))
    kinds = Counter(unit.kind for unit in analysis.units)
    told = [notice.issuer, str(notice.year or ""), *(f"{count} {kind}" for kind, count in sorted(kinds.items()))]
    told += [f"{len(facts.roles)} roles", f"{sum(target.kind != 'grant' for target in facts.targets)} targets"]
    console.print(Text(f"  {file}: {', '.join(part for part in told if part)}", style="dim"))
    for odd in analysis.diagnostics:
        if odd.severity != "info":
            console.print(Text(f"  {odd.code}: {odd.message}", style=SEVERITY_STYLES[odd.severity]))


def _mark(rule: str) -> str:
    return "（人工核定）" if rule == "person" else ""


def _show_facts(analysis: Analysis, unit_id: str, console: Console) -> None:
    roles = [
        f"{ROLE_WORDS[role.role]} {role.department}{_mark(role.rule)}"
        for role in analysis.facts.roles
        if role.unit_id == unit_id
    ]
    targets = [
        f"{target.indicator} {target_value(target)}{f' ({target.deadline})' if target.deadline else ''}"
        f"{_mark(target.rule)}"
        for target in analysis.facts.targets
        if target.unit_id == unit_id
    ]
    entities = [f"{entity.text}/{entity.label}" for entity in analysis.facts.entities if entity.unit_id == unit_id]
    for words, style in ((roles, "green"), (targets, "yellow"), (entities, "blue")):
        if words:
            console.print(Text("          " + "；".join(words), style=style))


def csv_text(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Rows as CSV with a header; NULL is an empty cell, text that a spreadsheet would run is guarded."""
    return write_csv(
        [guarded(column) for column in columns],
        ([guarded(value) if isinstance(value, str) else value for value in row] for row in rows),
    )


def table_text(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Rows as columns of text, numbers to the right; Chinese characters count as two columns wide."""
    cells = [list(columns), *([_cell(value) for value in row] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*cells)]
    numeric = [any(_is_number(row[place]) for row in rows) for place in range(len(columns))]
    lines = (
        "  ".join(_padded(text, width, right) for text, width, right in zip(line, widths, numeric)).rstrip()
        for line in cells
    )
    return "\n".join(lines) + "\n"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(value: Any) -> str:
    return "NULL" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - cell_len(text))
    return space + text if right else text + space
