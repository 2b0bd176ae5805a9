#!/usr/bin/env python3
"""Score the pipeline's reading of a notice against hand-annotated gold.

    score.py GOLD.json PREDICTED.json [GOLD PREDICTED ...]
    score.py --run "COMMAND {text}" --corpus DIR GOLD.json ...

With --run, each gold file's notice DIR/<doc>.txt is read by COMMAND ({text} is
replaced by its path; txt, html, docx or pdf), which prints the analysis JSON on standard output. The
gold format and every decision in it are in docs/annotation-guide.md. Standard
library only. Prints one row per notice and a micro-averaged total; -v lists
every miss and every false find.

theme counts a guess of the second theme as right, strict does not; ece is the
expected calibration error of the best theme's probability (ten bins; 0 is honest).
"""

import argparse
import json
import shlex
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

CALIBRATION_BINS = 10
OP_GROUPS = {"gt": "ge", "lt": "le"}


def squash(text):
    """NFKC without white space, so that full-width and spacing never matter."""
    return "".join(c for c in unicodedata.normalize("NFKC", text or "") if not c.isspace())


def bare(text):
    return "".join(c for c in squash(text) if c.isalnum() or c == "%")


def f1(hits, predicted, gold):
    precision = hits / predicted if predicted else 1.0
    recall = hits / gold if gold else 1.0
    return (
        precision,
        recall,
        2 * precision * recall / (precision + recall) if hits else float(not gold and not predicted),
    )


def pair_units(gold_units, units):
    """Pair gold and predicted units in order by how their text begins.

    A title alone on its line may be counted as the unit's heading or as the beginning of its text.
    """
    pairs, taken = [], set()
    starts = [bare(u["text"])[:40] for u in units]
    titled = [bare((u.get("headings") or [""])[-1] + u["text"])[:40] for u in units]
    for gold in gold_units:
        head = bare(gold["head"])
        best = next((i for i, s in enumerate(starts) if i not in taken and s.startswith(head[:10])), None)
        if best is None:
            best = next((i for i, s in enumerate(starts) if i not in taken and 0 <= s.find(head[:10]) <= 8), None)
        if best is None:
            best = next((i for i, s in enumerate(titled) if i not in taken and s.startswith(head[:10])), None)
        if best is not None:
            taken.add(best)
        pairs.append((gold, units[best] if best is not None else None))
    return pairs, [u for i, u in enumerate(units) if i not in taken]


def rounded(value):
    return None if value is None else round(float(value), 6)


def core(target):
    op = OP_GROUPS.get(target["op"], target["op"])
    unit = bare(target.get("unit"))  # money is often printed without 元
    return rounded(target["value"]), rounded(target.get("value_high")), "" if unit == "元" else unit, op


def alike(a, b):
    a, b = bare(a), bare(b)
    if not a or not b:
        return a == b
    if a in b or b in a:
        return True
    ga, gb = (Counter(s[i : i + 2] for i in range(len(s) - 1)) for s in (a, b))
    return 2 * sum((ga & gb).values()) >= 0.5 * (sum(ga.values()) + sum(gb.values()))


def equal_names(a, b):
    """Whether two indicators are the same name, a verb or 的 at the ends aside."""
    a, b = (bare(s).removesuffix("的") for s in (a, b))
    return a == b or (min(len(a), len(b)) >= 3 and abs(len(a) - len(b)) <= 2 and (a.endswith(b) or b.endswith(a)))


def whole(gold, found):
    return (
        core(gold) == core(found)
        and gold["kind"] == found.get("kind")
        and gold.get("deadline") == found.get("deadline")
        and bool(gold.get("each_year")) == bool(found.get("each_year"))
        and alike(gold["indicator"], found.get("indicator"))
    )


def match_targets(gold, found, same):
    """Greedy one-to-one matching, required targets before optional ones."""
    left, hits, missed = list(found), 0, []
    for wanted in sorted(gold, key=lambda t: bool(t.get("optional"))):
        near = sorted(
            (t for t in left if same(wanted, t)), key=lambda t: not alike(wanted["indicator"], t.get("indicator"))
        )
        if near:
            left.remove(near[0])
            hits += not wanted.get("optional")
        elif not wanted.get("optional"):
            missed.append(wanted)
    # a loosely read optional amount is not held against the reader
    loose = [t for t in gold if t.get("optional")]
    extra = [t for t in left if not any(core(t)[0] == core(o)[0] for o in loose)]
    return hits, missed, extra


def score(gold, predicted, show=None):
    tally = defaultdict(lambda: [0, 0, 0])  # hits, predicted, gold

    def add(name, hits, found, wanted):
        for i, n in enumerate((hits, found, wanted)):
            tally[name][i] += n

    say = show or (lambda *_: None)
    pairs, spare = pair_units(gold["units"], predicted["units"])
    # units that two careful readers would cut differently count neither way
    _, spare = pair_units(gold.get("optional_units", []), spare)
    hits = sum(u is not None for _, u in pairs)
    add("units", hits, hits + len(spare), len(gold["units"]))
    for unit in spare:
        say("unit?", unit["text"][:30])
    for wanted, unit in pairs + [({"roles": [], "targets": [], "head": "", "kind": None}, u) for u in spare]:
        if unit is None:
            say("unit!", wanted["path"], wanted["head"])
            unit = {"roles": [], "targets": [], "kind": None, "theme": None, "entities": []}
        elif wanted["kind"]:
            add("kind", unit["kind"] == wanted["kind"], 1, 1)
            if unit["kind"] != wanted["kind"]:
                say("kind", wanted["head"], wanted["kind"], "read as", unit["kind"])
        if unit is not None and "path" in wanted and "path" in unit:
            same = [bare(p) for p in wanted["path"]] == [bare(p) for p in unit["path"]]
            add("path", same, 1, 1)
            if not same:
                say("path", wanted["head"], wanted["path"], "read as", unit["path"])
        roles = {(r["role"], bare(r["department"])) for r in unit["roles"]}
        want = {(r, bare(d)) for r, d in wanted["roles"]}
        free = {(r, bare(d)) for r, d in wanted.get("roles_optional", [])}
        roles, want = roles - free, want - free
        add("roles", len(roles & want), len(roles), len(want))
        for r in want - roles:
            say("role!", wanted["head"], *r)
        for r in roles - want:
            say("role?", wanted["head"], *r)
        for name, same in (("targets", lambda a, b: core(a) == core(b)), ("targets+", whole)):
            hits, missed, extra = match_targets(wanted["targets"], unit["targets"], same)
            add(name, hits, hits + len(extra), sum(not t.get("optional") for t in wanted["targets"]))
            for t in missed:
                say(name + "!", wanted["head"], t["text"], t["indicator"], core(t), t["kind"], t.get("deadline"))
            for t in extra:
                say(
                    name + "?",
                    wanted["head"],
                    t.get("text"),
                    t.get("indicator"),
                    core(t),
                    t.get("kind"),
                    t.get("deadline"),
                )
        for t in wanted["targets"]:
            same = [f for f in unit["targets"] if core(f) == core(t)]
            if same and not t.get("optional"):
                if not t.get("any_name"):
                    add("name", any(equal_names(t["indicator"], f.get("indicator")) for f in same), 1, 1)
                if "direction" in t:
                    add("direction", any(f.get("direction") == t["direction"] for f in same), 1, 1)
        if wanted.get("theme"):
            add("theme", unit.get("theme") in (wanted["theme"], wanted.get("theme2")), 1, 1)
            tally["_theme"].append((wanted["theme"], unit.get("theme"), best_score(unit)))
            add("strict", unit.get("theme") == wanted["theme"], 1, 1)
            if unit.get("theme") not in (wanted["theme"], wanted.get("theme2")):
                say("theme", wanted["head"], wanted["theme"], "read as", unit.get("theme"))
        if "entities" in wanted:
            found = {(e["label"], bare(e["text"])) for e in unit.get("entities", [])}
            want = {(label, bare(text)) for label, text in wanted["entities"]}
            free = {(label, bare(text)) for label, text in wanted.get("entities_optional", [])}
            found, want = found - free, want - free
            add("entities", len(found & want), len(found), len(want))
            for e in want - found:
                say("entity!", wanted["head"], *e)
            for e in found - want:
                say("entity?", wanted["head"], *e)
    return tally


def best_score(unit):
    """The probability given to the unit's theme, None where the reading has none."""
    return (unit.get("theme_scores") or {}).get(unit.get("theme"))


def calibration_error(guesses):
    """Mean |probability - accuracy| over ten bins, weighted by units; None if no unit has a probability."""
    bins = defaultdict(list)
    for wanted, guessed, chance in guesses:
        if chance is not None:
            bins[min(int(chance * CALIBRATION_BINS), CALIBRATION_BINS - 1)].append((chance, wanted == guessed))
    counted = sum(map(len, bins.values()))
    gaps = (abs(sum(chance - right for chance, right in one)) for one in bins.values())
    return sum(gaps) / counted if counted else None


def macro_f1(guesses):
    pairs = [(gold, guessed) for gold, guessed, *_ in guesses]
    labels = sorted({g for g, _ in pairs})
    values = []
    for label in labels:
        hits = sum(g == p == label for g, p in pairs)
        values.append(f1(hits, sum(p == label for _, p in pairs), sum(g == label for g, _ in pairs))[2])
    return sum(values) / len(values) if values else 0.0


COLUMNS = ["units", "path", "kind", "roles", "targets", "targets+", "name", "direction", "theme", "strict", "entities"]


def row(name, tally):
    cells = []
    for column in COLUMNS:
        if column not in tally:
            cells.append("      -      ")
            continue
        p, r, f = f1(*tally[column])
        cells.append(
            f"{f:.3f}"
            if column in ("path", "kind", "theme", "strict", "name", "direction")
            else f"{f:.3f}({p:.2f}/{r:.2f})"
        )
    return f"{name:8s} " + "  ".join(f"{c:>{9 if len(c) < 9 else 16}s}" for c in cells)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--run", help="command that analyses one notice; {text} is its path")
    parser.add_argument("--corpus", type=Path, help="folder of the notices' texts, for --run")
    parser.add_argument("--json", action="store_true", help="print the totals as JSON, last")
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args()
    files = args.files
    if not args.run:
        if len(files) % 2:
            parser.error("give GOLD and PREDICTED files in pairs")
        jobs = list(zip(files[::2], files[1::2]))
    else:
        jobs = [(g, None) for g in files]
    total = defaultdict(lambda: [0, 0, 0])
    themes = []
    print(f"{'notice':8s} " + "  ".join(f"{c:>16s}" for c in COLUMNS) + "   F1(P/R)")
    for gold_file, predicted_file in jobs:
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        if predicted_file:
            predicted = json.loads(predicted_file.read_text(encoding="utf-8"))
        else:
            text = next(iter(sorted(args.corpus.glob(f"{gold['doc']}.*"))), args.corpus / f"{gold['doc']}.txt")
            command = [part.replace("{text}", str(text)) for part in shlex.split(args.run)]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                sys.exit(f"{gold['doc']}: {shlex.join(command)} failed:\n{done.stderr[-2000:]}")
            predicted = json.loads(done.stdout)
        show = (lambda *words: print("   ", *words)) if args.verbose else None
        tally = score(gold, predicted, show)
        themes += tally.pop("_theme", [0, 0, 0])[3:]
        for name, counts in tally.items():
            total[name] = [a + b for a, b in zip(total[name], counts)]
        print(row(gold["doc"], tally))
    print(row("TOTAL", total))
    error = calibration_error(themes)
    told = "none given" if error is None else f"{error:.3f}"
    print(f"theme macro-F1 {macro_f1(themes):.3f} over {len(themes)} units, calibration error {told}")
    if args.json:
        out = {name: dict(zip(("precision", "recall", "f1"), f1(*counts))) for name, counts in total.items()}
        out["theme_macro_f1"] = macro_f1(themes)
        out["theme_calibration_error"] = error
        print(json.dumps(out, ensure_ascii=False))


if __name__ == "__main__":
    main()
