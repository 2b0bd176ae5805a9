"""Money granted to applicants (给予100万元补助), and the sizes that entitle to it."""

from __future__ import annotations

import re

from pipeline.extract.targets.indicators import NounPhrases
from pipeline.extract.targets.sentences import Place, Reading, last_list_break
from pipeline.extract.targets.vocabulary import Vocabulary

RE_SIZE_END = re.compile(r"[^，。；]{0,12}$")
RE_ORDERS_WORK = re.compile(r"^(?:支持|鼓励)(?=[^，。；的]*$)")
RE_FIRST_PART = re.compile(r"[，。；、]")
APPLICANTS_OPEN = ("对", "凡", "经")
GRANTED = "奖补资金"


class GrantReader:
    """Tells amounts granted to applicants from targets in a sentence that grants something."""

    def __init__(self, words: Vocabulary, nouns: NounPhrases) -> None:
        self.words, self.nouns = words.no_promises, nouns
        self.work = words.verbs.work
        self._size_end = re.compile(f"(?:{self.words.grant_size.pattern}){RE_SIZE_END.pattern}")

    def grants(self, text: str) -> bool:
        return bool(self.words.grant.search(text))

    def read(self, place: Place) -> Reading | None:
        """The amount granted, None where the number is none."""
        quantity, clause = place.quantity, place.clause
        if quantity.measure not in ("money", "share") or quantity.form == "multiple":
            return None
        if self.words.fund_verb.search(place.left):
            return None
        granted = bool(self.words.grant.search(clause))
        if self.words.reaches.search(clause) and not granted:
            return None  # 给予奖补，技改投资增长12%
        accepted = place.sentence.accepted
        follows = bool(accepted) and accepted[-1].kind == "grant"
        capped = self.words.grant_cap_end.search(place.left + quantity.bound_before)
        if not (granted or follows or (capped and quantity.measure == "money")) or self._size_end.search(place.left):
            return None
        noun = self.nouns.trimmed(RE_FIRST_PART.split(place.right.lstrip("的"), maxsplit=1)[0])
        start = place.base + last_list_break(place.left)
        return Reading(quantity, noun or GRANTED, "grant", start, quantity.end, "grant")

    def is_condition(self, place: Place) -> bool:
        """A size in 对年营业收入2000万元以上的企业，给予…: whoever reaches it may apply."""
        clause, quantity = place.clause, place.quantity
        if quantity.measure == "count" and self._supports_work(clause):
            return False  # 支持建设4个平台，对验收合格的给予…
        head = place.sentence.text[: quantity.start]
        reaches = self.words.reaches.search(clause)
        if self.words.grant.search(head) and not self.words.fund_verb.search(clause) and not reaches:
            return quantity.measure in ("money", "share")
        opens = head.startswith(APPLICANTS_OPEN) and "，" in place.sentence.text[quantity.end :]
        return opens or bool(self.words.applicants.search(clause))

    def _supports_work(self, clause: str) -> bool:
        """支持建设…: the verb of support is followed by the verb of work, not by an applicant."""
        supported = RE_ORDERS_WORK.match(clause)
        return bool(supported and self.work.match(clause, supported.end()))
