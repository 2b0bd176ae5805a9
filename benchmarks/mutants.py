"""Every rule of configs/rules switched off once: its examples must miss it, and what does data/gold lose?

    python benchmarks/mutants.py                 all rules (some minutes)
    python benchmarks/mutants.py roles           the rules of one file
    python benchmarks/mutants.py --examples      without the annotated notices

One line a rule: errors more and fewer over gold without it. A rule that gold does not miss stands on its examples
alone; one that its examples do not miss either is reported and ends the run with status 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gold_reading import GoldReading, errors

from pipeline.extract.facts import FactReader
from pipeline.extract.roles.reader import RoleReader
from pipeline.extract.targets.reader import TargetReader
from pipeline.extract.targets.rulebook import FILES as TARGET_FILES
from pipeline.extract.targets.rulebook import Rulebook
from pipeline.ingest.letter_words import LetterWords
from pipeline.knowledge.bodies import Registry
from pipeline.knowledge.rules import Rule, load
from pipeline.segment.kinds import Words
from tests.compare.across.test_names import FILES as CROSS_FILES
from tests.compare.across.test_names import is_missed as is_missed_across
from tests.extract.roles.test_rules import given
from tests.extract.targets.test_rules import BOOK, test_a_rule_that_is_switched_off_is_missed
from tests.rules import is_missed, is_needed, without

FILES = (*TARGET_FILES, "roles", "section_kinds", "letterhead", *CROSS_FILES)
Errors = set[tuple[str, str, str, str, str]]


@dataclass
class Bench:
    """The readers as they are, and with one rule of a file switched off."""

    reading: GoldReading
    facts: FactReader
    words: Words
    registry: Registry

    @classmethod
    def load(cls) -> Bench:
        registry = Registry.load(ROOT / "configs" / "bodies")
        return cls(GoldReading(ROOT), FactReader.load(ROOT), Words.load(ROOT), registry)

    def errors(self, facts: FactReader | None = None, words: Words | None = None) -> Errors:
        return errors(self.reading.scores(facts or self.facts, words or self.words))

    def errors_without(self, name: str, rule: Rule) -> Errors:
        rules = load(ROOT, name)
        if name in TARGET_FILES:
            targets = TargetReader(Rulebook.load(ROOT).without(rule.id))
            return self.errors(facts=replace(self.facts, targets=targets))
        if name == "roles":
            return self.errors(facts=replace(self.facts, roles=RoleReader(without(rules, rule), self.registry)))
        if name == "section_kinds":
            return self.errors(words=Words(without(rules, rule)))
        with letter_words(LetterWords(without(rules, rule))):
            return self.errors()

    def is_tested(self, name: str, rule: Rule) -> bool:
        """Whether one of the rule's own examples fails without it."""
        if name in TARGET_FILES:
            return _passes(lambda: test_a_rule_that_is_switched_off_is_missed(rule))
        if name == "roles":
            reader = RoleReader(without(load(ROOT, name), rule), self.registry)
            return is_missed(rule, lambda text: given(reader, text))
        if name in CROSS_FILES:
            return is_missed_across(name, rule)
        return is_needed(rule, load(ROOT, name))


class letter_words:
    """Letter heads are read by one set of words for all; for a while, by another."""

    def __init__(self, words: LetterWords) -> None:
        self.words = words

    def __enter__(self) -> None:
        self.before = LetterWords.__dict__["load"]
        LetterWords.load = classmethod(lambda cls, root=ROOT: self.words)

    def __exit__(self, *_: object) -> None:
        LetterWords.load = self.before


def _passes(test: Callable[[], None]) -> bool:
    try:
        test()
    except AssertionError:
        return False
    return True


def rules(names: list[str]) -> Iterator[tuple[str, Rule]]:
    for name in names or FILES:
        yield from ((name, rule) for rule in load(ROOT, name))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", choices=[*FILES, []], help="rule files; all where none is named")
    parser.add_argument("--examples", action="store_true", help="do not read the annotated notices")
    arguments = parser.parse_args()
    assert len(BOOK.rules) == sum(len(load(ROOT, name)) for name in TARGET_FILES)
    bench = Bench.load()
    before = None if arguments.examples else bench.errors()
    untested = []
    for name, rule in rules(arguments.files):
        line = f"{name}/{rule.id}"
        if before is not None and name not in CROSS_FILES:  # gold holds single notices
            now = bench.errors_without(name, rule)
            line = f"{line:<56}{len(now - before):>5} more{len(before - now):>5} fewer"
        if not bench.is_tested(name, rule):
            untested.append(rule.id)
            line += "   NOT TESTED: no example fails without it"
        print(line, flush=True)
    print(f"{len(untested)} rules can be switched off unnoticed" + (f": {', '.join(untested)}" if untested else ""))
    return 1 if untested else 0


if __name__ == "__main__":
    sys.exit(main())
