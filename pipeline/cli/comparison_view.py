"""On the screen: the essentials of two notices compared, and of several in a row, in eighty columns.

Longer than 350 lines: the words for two years and for two places stand beside what prints them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.knowledge.themes import Scheme
from pipeline.records import TaskStep, WordChange
from pipeline.records.comparisons import LEANS

if TYPE_CHECKING:
    from pipeline.service.analyze import Analysis

MOST_FINDINGS = 12
MOST_ROWS = 30
MOST_WORDS = 12
FEWEST_STEPS = 2  # units of a chain that is shown
TIERS = {
    "exact": "原文",
    "same-title": "标题",
    "reworded": "文字",
    "same-indicator": "指标",
    "person": "人工核定",
    "same-name": "名称",
    "same-lead": "牵头",
}
ROLES = {"lead": "牵头", "responsible": "责任", "support": "参与", None: "–"}
BY_PERSON = "（人工核定）"
TITLES = ("A", "B")

# What is said of two years, and of two places of which neither is the older.
OVER_TIME: dict[str, Any] = {
    "sides": ("原", "现"),
    "old_only": "不再列入",
    "new_only": "新列入",
    "says": ("原多用", "现多用"),
    "difference": "变化",
    "kept": "保留",
    "reworded": "改写",
    "renamed": "更名",
    "moved": "移位",
    "split": "拆分",
    "merged": "合并",
    "raised": "提高",
    "lowered": "降低",
    "pushed_back": "推后",
    "brought_forward": "提前",
    "redefined": "口径调整",
    "met_and_dropped": "完成后不再列入",
    "dropped": "不再列入",
    "new": "新列入",
    "handed_over": "牵头变更",
    "promoted": "角色上升",
    "demoted": "角色下降",
    "co_lead_added": "新增共同牵头",
    "entered": "新进入",
    "left": "退出",
    "renamed_only": "更名",
}
SIDE_BY_SIDE: dict[str, Any] = {
    "sides": TITLES,
    "old_only": "仅 A 有",
    "new_only": "仅 B 有",
    "says": ("A 多用", "B 多用"),
    "difference": "差异",
    "kept": "相同",
    "reworded": "表述不同",
    "renamed": "名称不同",
    "moved": "章节不同",
    "split": "B 分开",
    "merged": "B 合并",
    "raised": "B 较高",
    "lowered": "A 较高",
    "pushed_back": "B 较晚",
    "brought_forward": "A 较晚",
    "redefined": "口径不同",
    "met_and_dropped": "仅 A 有",
    "dropped": "仅 A 有",
    "new": "仅 B 有",
    "handed_over": "牵头不同",
    "promoted": "B 更重",
    "demoted": "A 更重",
    "co_lead_added": "B 另有牵头",
    "entered": "仅 B 有",
    "left": "仅 A 有",
    "renamed_only": "名称不同",
}


def show_pair(
    found: Mapping[str, Any],
    words: Sequence[WordChange],
    old: Analysis,
    new: Analysis,
    scheme: Scheme,
    console: Console,
    *,
    places: bool,
) -> None:
    """Print what two notices share and do not share: tasks, priorities, words, targets, bodies.

    `found` is the machine interface of `compare`. With `places` nothing is said of earlier and later.
    """
    say = SIDE_BY_SIDE if places else OVER_TIME
    titles = [{unit.unit_id: _title(unit) for unit in analysis.units} for analysis in (old, new)]
    _show_heads(old, new, console, places=places)
    if decided := found.get("corrections"):
        console.print(Text(f"人工核定 {len(decided)} 处（policy-trends correct status）", style="dim"))
    if not places:
        _show_findings(found["findings"], console)
    _show_counts(found, say, console)
    _show_priorities(found["priorities"], scheme, say, console)
    _show_words(words, say, console)
    changed = [link for link in found["links"] if link["change"] != "kept"]
    _show_rows(
        "任务",
        [say["difference"], *say["sides"], "依据"],
        [
            [say[link["change"]], titles[0][link["old"]], titles[1][link["new"]], TIERS[link["tier"]]]
            for link in changed
        ],
        console,
    )
    for side, mine in zip(("old_only", "new_only"), titles):
        _show_rows(f"任务：{say[side]}", ["任务"], [[mine[unit_id]] for unit_id in found[side]], console)
    _show_rows(
        "目标",
        [say["difference"], "指标", *say["sides"]],
        [
            [say[row["change"]], row["indicator"], _quantity(row, "old"), _quantity(row, "new")]
            for row in found["targets"]
            if row["change"] != "unchanged"
        ],
        console,
    )
    _show_rows(
        "部门",
        [say["difference"], "部门", "职责", "任务"],
        [[say[row["change"]], _bodies(row), _roles(row), titles[1][row["new"]]] for row in found["roles"]],
        console,
    )


def _show_findings(findings: Sequence[Mapping[str, Any]], console: Console) -> None:
    """The weightiest findings, one sentence each."""
    if findings:
        console.print(
            Text(f"\n要点（共 {len(findings)} 条，列前 {min(len(findings), MOST_FINDINGS)} 条）", style="bold")
        )
    for finding in findings[:MOST_FINDINGS]:
        mark = BY_PERSON if finding.get("by") == "person" else ""
        console.print(Text(f"{finding['rank']:>2} {finding['text']}{mark}"))


def _title(unit: Any) -> str:
    return unit.title or unit.text[:24]


def _show_heads(old: Analysis, new: Analysis, console: Console, *, places: bool) -> None:
    heads = [analysis.notice.title or analysis.notice.notice_id for analysis in (old, new)]
    if places:
        console.print(Text("两份通知并列比较，不分先后（A、B 为不同地方或同一年份，差异不是变化）", style="dim"))
    for mark, head in zip(("A ", "B ") if places else ("", "→ "), heads):
        console.print(Text(mark) + Text(head, style="bold"))


def _show_counts(found: Mapping[str, Any], say: Mapping[str, Any], console: Console) -> None:
    """How many tasks of the newer notice went on in which way: a task that two were merged into counts once."""
    counts = Counter({link["new"]: link["change"] for link in found["links"]}.values())
    parts = [f"{say[change]} {count}" for change, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    console.print(
        Text("任务  " + "  ".join([*parts, *(f"{say[side]} {len(found[side])}" for side in ("old_only", "new_only"))]))
    )


# -- what weighs more, and what is said more ------------------------------------------------------


def _show_priorities(
    rows: Sequence[Mapping[str, Any]], scheme: Scheme, say: Mapping[str, Any], console: Console
) -> None:
    names = {theme.id: theme.zh for theme in scheme.themes}
    table = [
        [names[row["theme"]], _share(row["old_share"]), _share(row["new_share"]), _verdict(row)]
        for row in rows
        if row["measure"] == "tasks" and (row["old_count"] or row["new_count"])
    ]
    _show_rows("主题占任务的比重", ["主题", *say["sides"], say["difference"]], table, console)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _verdict(row: Mapping[str, Any]) -> str:
    if row["difference"] is None:
        return "一方缺少该部分，不作比较"
    low, high = row["difference_low"], row["difference_high"]
    found = f"{row['difference'] * 100:+.0f}（{low * 100:+.0f}～{high * 100:+.0f}）个百分点"
    if row["distinguishable"]:
        return found
    # an interval beyond 0 that does not hold once it is counted how many themes were looked at
    return found + ("，校正后无法区分" if low > 0 or high < 0 else "，无法区分")


def _show_words(words: Sequence[WordChange], say: Mapping[str, Any], console: Console) -> None:
    """The words each side leans on most, with their counts on both."""
    for name, rows in zip(say["says"], (words[::-1], words)):
        strong = sorted(
            (row for row in rows if (row.z >= LEANS if rows is words else row.z <= -LEANS)),
            key=lambda row: (-abs(row.z), row.word),
        )
        shown = [
            f"{row.word}（{row.old_count}→{row.new_count}）"
            if say is OVER_TIME
            else f"{row.word}（{row.old_count}:{row.new_count}）"
            for row in _widest(strong)[:MOST_WORDS]
        ]
        if shown:
            console.print(Text(f"{name}：", style="bold") + Text("  ".join(shown)))


def _widest(rows: Sequence[WordChange]) -> list[WordChange]:
    """Without words that only stand inside a phrase, or around a word, shown before."""
    shown: list[WordChange] = []
    for row in rows:
        if not any(row.word in other.word or other.word in row.word for other in shown):
            shown.append(row)
    return shown


# -- targets and bodies --------------------------------------------------------------------------


def _quantity(row: Mapping[str, Any], side: str) -> str:
    """A value as a reader writes it: 120亿元, 2–3个; – where there is none."""
    value, high, unit, deadline = (row[f"{side}_{name}"] for name in ("value", "value_high", "unit", "deadline"))
    if value is None:
        return "–"
    return (
        f"{_number(value)}{'' if high is None else f'–{_number(high)}'}{unit}"
        f"{'' if deadline is None else f'（{deadline}）'}"
    )


def _number(value: float) -> str:
    for size, word in ((1e8, "亿"), (1e4, "万")):
        if abs(value) >= size:
            return f"{value / size:,.6g}{word}"
    return f"{value:,g}"


def _bodies(row: Mapping[str, Any]) -> str:
    names = dict.fromkeys(name for name in (row["from_department"], row["to_department"]) if name)
    return " → ".join(names) if row["change"] in ("handed_over", "renamed_only") else row["department"]


def _roles(row: Mapping[str, Any]) -> str:
    if row["change"] == "handed_over":
        return ROLES["lead"]
    return (
        ROLES[row["to_role"] or row["from_role"]]
        if row["from_role"] == row["to_role"] or None in (row["from_role"], row["to_role"])
        else f"{ROLES[row['from_role']]}→{ROLES[row['to_role']]}"
    )


def _show_rows(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], console: Console) -> None:
    """A table; long cells go on below, so that nothing is cut off."""
    if not rows:
        return
    table = Table(title=f"{title}（{len(rows)}）", title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows[:MOST_ROWS]:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
    if len(rows) > MOST_ROWS:
        console.print(Text(f"……另有 {len(rows) - MOST_ROWS} 行，--json 全部列出", style="dim"))


# -- several notices in a row --------------------------------------------------------------------


def show_span(
    tables: Mapping[str, Sequence[Any]], analyses: Sequence[Analysis], scheme: Scheme, console: Console
) -> None:
    """Print what runs over several notices: the findings of the last two, what went on from each to the next, trends,
    and the genealogy of tasks."""
    for mark, analysis in zip(["", *["→ "] * len(analyses)], analyses):
        console.print(Text(mark) + Text(analysis.notice.title or analysis.notice.notice_id, style="bold"))
    labels = {
        analysis.notice.notice_id: str(analysis.notice.year or analysis.notice.notice_id) for analysis in analyses
    }
    *_, last = pairwise(analysis.notice.notice_id for analysis in analyses)
    rows = [row for row in tables["findings"] if (row.old_notice_id, row.new_notice_id) == last]
    console.print(Text(f"\n{labels[last[0]]}→{labels[last[1]]}", style="bold"), end="")
    _show_findings([{"rank": row.rank, "text": row.zh, "by": row.decided_by} for row in rows], console)
    _show_steps(tables, labels, console)
    _show_trends(tables["priority_trends"], scheme, console)
    _show_chains(
        tables["task_chains"],
        labels,
        {unit.unit_id: _title(unit) for analysis in analyses for unit in analysis.units},
        console,
    )


def _show_steps(tables: Mapping[str, Sequence[Any]], labels: Mapping[str, str], console: Console) -> None:
    """The counts are those of the report: tasks of the newer notice, and findings."""
    rows = []
    for old, new in pairwise(labels):
        mine = {
            name: [row for row in tables[name] if (row.old_notice_id, row.new_notice_id) == (old, new)]
            for name in ("task_links", "unlinked_tasks", "findings")
        }
        fate = Counter(row.change for row in mine["unlinked_tasks"])
        told = Counter(row.kind for row in mine["findings"])
        rows.append(
            [
                f"{labels[old]}→{labels[new]}",
                str(len({row.new_unit_id for row in mine["task_links"]})),
                str(fate["dropped"]),
                str(fate["new"]),
                f"{told['target_raised']} / {told['target_lowered']} / {told['target_reworded']}",
                str(told["lead_changed"] + told["role_changed"]),
            ]
        )
    _show_rows("逐期变化", ["", "延续", "不再列入", "新列入", "目标提高 / 降低 / 口径调整", "职责变化"], rows, console)


def _show_trends(trends: Sequence[Any], scheme: Scheme, console: Console) -> None:
    words = {
        "rising": "上升",
        "falling": "下降",
        "not distinguishable": "无法区分",
        "not observable": "有一期缺少该部分，不作比较",
    }
    names = {theme.id: theme.zh for theme in scheme.themes}
    rows = [
        [
            names[row.theme],
            " ".join(f"{count}/{total}" for count, total in zip(row.counts, row.totals)),
            words[row.direction],
        ]
        for row in trends
        if any(row.counts)
    ]
    _show_rows("主题趋势", ["主题", "任务数/全部", "趋势"], rows, console)


def _show_chains(
    steps: Sequence[TaskStep], labels: Mapping[str, str], titles: Mapping[str, str], console: Console
) -> None:
    """Each task that went on, the longest chains first: its titles over the notices and how firmly they are worded."""
    chains: dict[str, list[TaskStep]] = defaultdict(list)
    for step in steps:
        chains[step.chain_id].append(step)
    shown = sorted(
        (chain for chain in chains.values() if len(chain) >= FEWEST_STEPS),
        key=lambda chain: (-len({step.notice_id for step in chain}), -len({titles[step.unit_id] for step in chain})),
    )
    _show_rows(
        "任务沿革",
        ["期数", "任务", "力度"],
        [[_years(chain, labels), _history(chain, labels, titles), _strengths(chain)] for chain in shown],
        console,
    )


def _years(chain: Sequence[TaskStep], labels: Mapping[str, str]) -> str:
    return f"{labels[chain[0].notice_id]}–{labels[chain[-1].notice_id]}"


def _history(chain: Sequence[TaskStep], labels: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """The titles of a chain, each where it is new: 探索免申即享 → 2023 推进免申即享."""
    seen: dict[str, str] = {}
    for step in chain:
        seen.setdefault(titles[step.unit_id], labels[step.notice_id])
    return " → ".join(f"{label} {title}" if number else title for number, (title, label) in enumerate(seen.items()))


def _strengths(chain: Sequence[TaskStep]) -> str:
    """How firmly the titles are worded, where that changes: 探索 → 全面推行. "" where it stays."""
    worded = [step for step in chain if step.strength is not None]
    changed = [
        step.strength_term
        for number, step in enumerate(worded)
        if not number or worded[number - 1].strength != step.strength
    ]
    return " → ".join(changed) if len(changed) > 1 else ""
