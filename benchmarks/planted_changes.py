"""Planted truth against the findings of a comparison: what was said, and what must not be said.

    planted_changes.py [TRUTH.json ...]

Without arguments all pairs of `data/planted` and `data/sample/changes` are compared and scored. A planted change is
said by a finding of an accepted kind whose text holds one token of every group of `say`; a statement of `never` is made
by a finding of that kind about that subject (see `about`). Prints a row a pair: changes said by weight, results and
other kinds said, forbidden statements made; then a row a kind.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
TRUTH = [*sorted(DATA.glob("planted/*/truth-*.json")), *sorted(DATA.glob("sample/changes/*.json"))]
SORTS = [
    {"target_new", "task_new", "term_new"},
    {"target_dropped", "task_dropped", "term_gone"},
    {"task_split", "task_merged"},
    {"moved_up", "moved_down"},
    {"lead_changed", "role_changed"},
    {"stance_changed", "firmer", "softer", "target_reworded"},
]


def squash(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if not c.isspace())


def holds(text: str, token: str) -> bool:
    """Whether the squashed text says the token; a number at its ends must not run on into a longer one."""
    token = squash(token)
    before = r"(?<!\d)(?<!\d\.)" if token[:1].isdigit() else ""
    after = r"(?!\.?\d)" if token[-1:].isdigit() else ""
    return re.search(before + re.escape(token) + after, text) is not None


def says(finding: dict[str, Any], groups: list[list[str]]) -> bool:
    text = squash(finding["text"])
    return all(any(holds(text, token) for token in group) for group in groups)


def accepted(change: dict[str, Any]) -> set[str]:
    """The kinds by which a finding may call the change: its own, accepted ones, and all of one sort with them."""
    kinds = {change["kind"], *change.get("alt_kinds", [])}
    if change["kind"] == "target_reworded":
        kinds |= {"target_raised", "target_lowered", "target_unchanged"}
    return kinds.union(*(sort for sort in SORTS if sort & kinds))


def said(change: dict[str, Any], findings: list[dict[str, Any]]) -> bool:
    return any(finding["kind"] in accepted(change) and says(finding, change["say"]) for finding in findings)


def about(finding: dict[str, Any], never: dict[str, Any]) -> bool:
    """Whether the finding makes the statement: its subject holds a token of the first group (is one, for a term),
    its text one of each group behind it. Without words every finding of the kind does."""
    if finding["kind"] != never["kind"] or not never["say"]:
        return finding["kind"] == never["kind"]
    names, *words = never["say"]
    subject = squash(finding["subject"])
    if never["kind"].startswith("term_"):
        return subject in map(squash, names)
    return any(holds(subject, name) for name in names) and says(finding, words)


def forbidden(truth: dict[str, Any], findings: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """(why, text) of each finding that makes a statement of `never`."""
    for never in truth["never"]:
        for finding in findings:
            if about(finding, never):
                yield never["why"], finding["text"]


def texts(path: Path) -> Path:
    """The folder of the notices that a truth file speaks of."""
    return path.parent.parent if path.parent.name == "changes" else path.parent


def compared(path: Path, truth: dict[str, Any]) -> list[dict[str, Any]]:
    files = [str(texts(path) / f"{truth[side]}.txt") for side in ("old", "new")]
    command = [str(Path(sys.executable).with_name("policy-trends")), "compare", *files, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


def main() -> None:
    hits: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    for path in map(Path, sys.argv[1:] or map(str, TRUTH)):
        truth = json.loads(path.read_text(encoding="utf-8"))
        findings = compared(path, truth)
        row: Counter[str] = Counter()
        for change in [*truth["changes"], *truth["beyond"]]:
            found = said(change, findings)
            group = "beyond" if change in truth["beyond"] else f"w{change['weight']}"
            row.update({group: 1, f"{group} said": int(found)})
            planted[change["kind"]] += 1
            hits[change["kind"]] += found
        wrong = list(forbidden(truth, findings))
        counts = "  ".join(f"{g} {row[f'{g} said']}/{row[g]}" for g in ("w3", "w2", "w1", "beyond"))
        print(f"{texts(path).name} {truth['old']}-{truth['new']}  {counts}  forbidden {len(wrong)}")
        for why, text in wrong:
            print(f"    {text}  ({why})")
    for kind, total in sorted(planted.items()):
        print(f"{kind:18s} {hits[kind]}/{total}")


if __name__ == "__main__":
    main()
