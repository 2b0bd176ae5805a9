"""The vocabulary of responsibility clauses: configs/rules/roles.yaml put together into patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.knowledge.chinese import HAN
from pipeline.knowledge.rules import Rule
from pipeline.records import ROLE_NAMES, RoleName

NOTHING = "(?!)"
LABELS: dict[str, RoleName] = {"lead-word": "lead", "responsible-word": "responsible", "support-word": "support"}
VERBS: dict[str, RoleName] = {
    "lead-verb": "lead",
    "main-verb": "lead",
    "charge-verb": "responsible",
    "carry-verb": "responsible",
    "support-verb": "support",
    "take-part-verb": "support",
}
# They order work elsewhere too (各区实施…行动), so that alone they make no clause of a plain sentence.
WEAK = ("carry-verb", "take-part-verb")
RE_MODAL = re.compile(r"[要应须]")
BODY_AHEAD = "(?=各|市|省|区|县|州|国家|中央)"
NAME_AHEAD = rf"(?=[{HAN}]{{2,12}}(?:[部局厅委办署会]|银行)(?:[、，。；]|$))"  # 责任单位为科技部、教育部


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label; `role` is None where no bodies follow, `due` where the completion time does."""

    start: int
    end: int
    role: RoleName | None
    due: bool
    colon: bool
    bare: bool  # without 单位: 牵头：


@dataclass(frozen=True, slots=True)
class Verb:
    """A role verb with its manners and complements."""

    start: int
    end: int
    role: RoleName
    weak: bool
    of_government: bool  # 以X为主: only a body of government has the role
    modal: bool  # 要负责: an appeal unless it says who leads


class Grammar:
    """The compiled rules; a rule that is left out matches nothing."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = {rule.id: rule for rule in rules}
        role_word = "|".join(f"(?P<{role}>{self._source(rule)})" for rule, role in LABELS.items())
        noun = rf"(?:{self._source('label-noun')})(?:（(?:单位|部门|地区|科室)）)?"
        self._label = re.compile(
            rf"(?:(?P<due>{self._source('due-label')})|(?P<other>{self._source('other-label')})"
            rf"|(?:{role_word})(?P<noun>{noun})?)"
            rf"(?P<end>\s*[：:]\s*|\s+|为?{BODY_AHEAD}|(?<=单位|部门)为{NAME_AHEAD})"
        )
        # each taken whole (?>): what can be parted in several ways would be tried in all of them, again and again
        manner = rf"(?:{self._source('manner')}|{self._source('duty-phrase')})"
        stem = "|".join(f"(?P<{_group(rule)}>{self._source(rule)})" for rule in VERBS)
        as_unit = "|".join(f"(?P<as_{role}>{self._source(rule)})" for rule, role in LABELS.items())
        self._verb = re.compile(
            rf"(?>{manner})*(?!{self._source('noun-behind')})(?:{stem})(?:{self._source('complement')})*"
            rf"|(?:{self._source('as-unit')})(?:主要)?(?:{as_unit})(?:{noun})(?=$|[，；。、,;\s（）])"
            rf"|(?P<duty>(?:{self._source('duty-phrase')}))(?:抓好|做好)?(?:落实|推进|工作|相关工作)*"
        )
        self._answers_to = re.compile(self._source("answers-to"))
        self.joiner = re.compile(self._source("joiner"))
        self.together = re.compile(rf"^[，、\s]*(?:并)?(?:{self._source('together-with')})")
        self.opener = re.compile(rf"^(?:{self._source('opener')})")
        self.not_a_name = re.compile(self._source("not-a-name"))
        self.person = re.compile(self._source("person") + "$")
        self.time = re.compile(self._source("time-part"))
        self.open_list = re.compile(self._source("open-list") + "$")
        self.first_named = re.compile(f"{self._source('first-named')}|{self._before_separator()}")
        self.below_too = re.compile(self._source("below-too"))
        self.mark = re.compile(self._source("mark"))
        self.mark_legend = re.compile(self._source("mark-legend"))
        self.whole_label = re.compile(rf"(?:{role_word})(?:{noun})?")

    def _before_separator(self) -> str:
        """逗号前为牵头单位; without the rule its groups stay, and match nothing."""
        source = self._source("before-separator")
        return source if "before-separator" in self.rules else "(?P<separator>(?!))(?P<behind>(?!))"

    def _source(self, rule_id: str) -> str:
        rule = self.rules.get(rule_id)
        return f"(?:{rule.regex.pattern})" if rule else NOTHING

    def labels(self, text: str, start: int, end: int) -> list[Label]:
        """The labels of a span. A role word without 单位 is one only before a colon (牵头：市科技局)."""
        found = []
        for match in self._label.finditer(text, start, end):
            colon = "：" in match["end"] or ":" in match["end"]
            role = next((role for role in ROLE_NAMES if match[role]), None)
            bare = role is not None and not match["noun"]
            if bare and not colon:
                continue
            if not colon and not _opens(text, match.start(), start):
                continue  # 责任单位 as a noun in running text
            found.append(Label(match.start(), match.end(), role, bool(match["due"]), colon, bare))
        return found

    def verbs(self, part: str) -> list[Verb]:
        """Every role verb of a part of a clause; whether bodies stand before it is the reader's to see."""
        found = []
        for match in self._verb.finditer(part):
            if any(no.start() < match.end() <= no.end() for no in self._answers_to.finditer(part)):
                continue
            rule = next((rule for rule in VERBS if match[_group(rule)]), None)
            named = next((role for role in ROLE_NAMES if match[f"as_{role}"]), None)
            role = VERBS[rule] if rule else named or "responsible"
            manner = part[match.start() : match.start(_group(rule))] if rule else ""
            weak = rule in WEAK and not _shares_out(manner)
            modal = bool(RE_MODAL.search(manner))
            found.append(Verb(match.start(), match.end(), role, weak, rule == "main-verb", modal))
        return found

    def role_of_label(self, printed: str) -> RoleName | None:
        """The role of 牵头单位, 配合部门: None where it is no label."""
        match = self.whole_label.fullmatch(printed)
        return next((role for role in ROLE_NAMES if match[role]), None) if match else None


def _group(rule: str) -> str:
    return rule.replace("-", "_")


def _opens(text: str, position: int, start: int) -> bool:
    return position <= start or not re.match(rf"[{HAN}”]", text[position - 1])


def _shares_out(manner: str) -> bool:
    """按职责分工落实, 分头推进 say that work is shared out: then the verb alone makes a clause."""
    return "职" in manner or "分" in manner or "共同" in manner
