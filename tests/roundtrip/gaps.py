"""Which made notices are not read exactly today: known_gaps.yaml, written anew by

    python -m tests.roundtrip.gaps

`forms` are ways of writing that are read wrong even alone in a plain notice; `mixed` are seeds of notices that mix
all other forms. Each says what is read otherwise; `benchmarks/roundtrip.py --only FORM --failures 1` shows it. A mended
one must be taken off (its test is a strict xfail), and a change that adds one has made the reader worse.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.roundtrip.made import made_notice
from tests.roundtrip.maker import all_forms
from tests.roundtrip.reading import compare, read
from tests.roundtrip.truth import MadeNotice

PATH = Path(__file__).parent / "known_gaps.yaml"
ALONE = (1, 2)  # seeds of the notices that try one form
MIXED = range(1, 121)


def known_gaps() -> dict[str, dict[str, str]]:
    return yaml.safe_load(PATH.read_text(encoding="utf-8"))


def differences(notice: MadeNotice) -> list[str]:
    return [f"{each.measure}: {each.message}" for each in compare(notice, read(notice)).differences]


def wrong_measures(notices: list[MadeNotice]) -> str:
    """What of the notices is read otherwise: `roles, targets`, or nothing."""
    found = {each.measure for notice in notices for each in compare(notice, read(notice)).differences}
    return ", ".join(sorted(found))


def alone(form: str) -> list[MadeNotice]:
    return [made_notice(seed, only=form) for seed in ALONE]


def mixed(seed: int, gaps: dict[str, dict[str, str]]) -> MadeNotice:
    """A notice of any forms but those known to be read wrong."""
    return made_notice(seed, barred=frozenset(gaps["forms"]))


def write_gaps() -> None:
    gaps: dict[str, dict[str, str]] = {"forms": {}, "mixed": {}}
    for form in all_forms():
        if wrong := wrong_measures(alone(form)):
            gaps["forms"][form] = wrong
    for seed in MIXED:
        if wrong := wrong_measures([mixed(seed, gaps)]):
            gaps["mixed"][str(seed)] = wrong
    PATH.write_text(yaml.safe_dump(gaps, allow_unicode=True, width=1000, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    write_gaps()
