"""Notices made from known trees, read back: which ways of official writing are read wrong, and what of them.

    python benchmarks/roundtrip.py --notices 2000          mixed notices by seed; a row a form, and one a group of forms
    python benchmarks/roundtrip.py --alone 20              every form alone in otherwise plain notices
    python benchmarks/roundtrip.py --only clause:starred --failures 3
                                                           one form, its failing notices printed in full
    python benchmarks/roundtrip.py --vocabulary held_out   words kept aside: for figures, not for mending

A number is recall / precision; of measures that ask for a unit or target that was found (path, begin, end, kind,
target fields, name, direction) it is the share read right. The makers are in tests/roundtrip.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.roundtrip.made import made_notice
from tests.roundtrip.maker import VOCABULARIES, all_forms
from tests.roundtrip.reading import MEASURES, SHARES, Comparison, Count, Tally, compare, read

Job = tuple[int, str, str]  # seed, vocabulary, form used alone or ""


def read_back(job: Job) -> tuple[Job, Comparison]:
    seed, vocabulary, only = job
    notice = made_notice(seed, vocabulary=vocabulary, only=only)
    return job, compare(notice, read(notice))


def jobs_of(options: argparse.Namespace) -> list[Job]:
    seeds = range(options.seed, options.seed + options.notices)
    if options.only:
        return [(seed, options.vocabulary, options.only) for seed in seeds]
    if options.alone:
        return [
            (seed, options.vocabulary, form)
            for form in all_forms()
            for seed in range(options.seed, options.seed + options.alone)
        ]
    return [(seed, options.vocabulary, "") for seed in seeds]


def results(jobs: list[Job], workers: int) -> Iterator[tuple[Job, Comparison]]:
    if workers == 1:
        yield from map(read_back, jobs)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(read_back, jobs, chunksize=50)


# -- the report ----------------------------------------


def group_of(form: str) -> str:
    """The row that sums up all forms of a group; none for the row of all."""
    return f"{form.split(':')[0]}:*" if ":" in form else ""


def merge(total: Tally, part: Tally, only: str) -> None:
    """Add counts; of a notice made for one form everything counts for that form."""
    for form, measures in part.items():
        if only and form != "all":
            continue
        for name in {form, only, group_of(only or form)} - {""}:
            for measure, count in measures.items():
                total[name][measure].add(count.hits, count.made, count.read)


def cell(measure: str, count: Count) -> str:
    recall, precision = count.recall, count.precision
    if measure in SHARES:
        return "-" if recall is None else f"{recall:.3f}"
    if recall is None:
        return "-" if precision is None else f"+{count.read - count.hits}"
    return f"{recall:.3f}/{precision:.3f}" if precision is not None else f"{recall:.3f}/-"


def table(total: Tally, exact: dict[str, list[bool]], names: Iterable[str]) -> Iterator[str]:
    yield f"{'form':38s} {'exact':>11s} " + " ".join(f"{measure[:11]:>11s}" for measure in MEASURES)
    for name in names:
        right = exact[name]
        share = f"{sum(right) / len(right):.2f} ({len(right)})" if right else "-"
        yield f"{name:38s} {share:>11s} " + " ".join(
            f"{cell(measure, total[name][measure]):>11s}" for measure in MEASURES
        )


def print_failure(job: Job, comparison: Comparison) -> None:
    seed, vocabulary, only = job
    print(f"\n===== seed {seed} {only} =====")
    print(made_notice(seed, vocabulary=vocabulary, only=only).text)
    print("-----")
    for difference in comparison.differences:
        print(f"{difference.measure}: {difference.message}")


def print_examples(examples: dict[str, list[str]], count: int) -> None:
    """Some differences of every measure, drawn from all notices."""
    for measure, messages in examples.items():
        print(f"\n{measure}: {len(messages)} differences")
        for message in random.Random(1).sample(messages, min(count, len(messages))):
            print(f"  {message}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notices", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1, help="the first seed; the others count on")
    parser.add_argument("--alone", type=int, default=0, metavar="N", help="N notices for each form, all else plain")
    parser.add_argument("--only", default="", metavar="FORM", help="one form, e.g. clause:starred")
    parser.add_argument("--vocabulary", choices=VOCABULARIES, default="main")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--failures", type=int, default=0, help="failing notices to print in full")
    parser.add_argument("--examples", type=int, default=0, help="differences to print of each measure")
    options = parser.parse_args()
    report(options)


def report(options: argparse.Namespace) -> None:
    total: Any = defaultdict(lambda: defaultdict(Count))
    exact: dict[str, list[bool]] = defaultdict(list)
    examples: dict[str, list[str]] = defaultdict(list)
    shown = Counter[str]()
    for job, comparison in results(jobs_of(options), options.workers):
        right = not comparison.differences
        merge(total, comparison.tally, job[2])
        for name in {"all", *([job[2]] if job[2] else comparison.forms)}:
            exact[name].append(right)
        for difference in comparison.differences:
            examples[difference.measure].append(f"[{job[0]} {job[2]}] {difference.message}")
        if not right and shown["all"] < options.failures:
            shown["all"] += 1
            print_failure(job, comparison)
    groups = dict.fromkeys(group_of(form) for form in all_forms())
    order = ["all", *(group for group in groups if group in total), *(form for form in all_forms() if form in exact)]
    print("\n".join(table(total, exact, order)))
    print_examples(examples, options.examples)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):  # the reader of the table, such as head, has seen enough
        main()
