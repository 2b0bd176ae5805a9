"""Where clauses stand: in brackets, behind labels, and as plain sentences.

Only clauses count: a department named in running text has no role. Bodies alone, in a bracket or as the last sentence
of a paragraph, are responsible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.roles.clause import LONGEST_CLAUSE, ClauseReader, ReadClause
from pipeline.extract.roles.grammar import Grammar, Verb
from pipeline.extract.roles.names import LONGEST_LIST, LONGEST_NAME, Name, NameReader, bracket_groups, pieces
from pipeline.extract.spans import mark, overlaps_any
from pipeline.knowledge.bodies import Registry
from pipeline.knowledge.chinese import HAN

RE_PART_END = re.compile(r"[，；。,;]")
RE_SENTENCE_PART = re.compile(r"[，,：:]|——")
RE_LEAD_IN = re.compile(r"[（\s]*(?:\d{1,2}[.．、]|[①-⑳])?\s*")  # a bracket that is never closed, a number
RE_SENTENCE = re.compile(r"[^。；;！\n]+")
RE_LINE_END = re.compile(r"[。；]?[^\S\n]*(?=\n|$)")
SENTENCE_ENDS = ("。", "；", "！")
RE_LABEL_STOP = re.compile(r"\n|。")
RE_LABEL_AHEAD = 12  # a label begins within so many characters behind a 。 that ends no clause
# What a bare bracket or a last sentence of bodies must hold one of; 数据中心 and 高新区 alone are things and places.
RE_BODY_END = re.compile(r"(?:[局委办厅部署司]|政府|管委会|委员会)(?:（[^（）]*）)?$")
RE_PLACE_GOVERNMENT = re.compile(r"[省市区县州盟旗镇乡](?:人民)?政府$")
# A sentence of bodies opens with one: 市水务局、市气象局; 涉及市水务局、市气象局 does not
RE_BODY_START = re.compile(r"^(?:[省市区县州盟旗]|自治区|国家|中央|各)")
# A bureau that no list has, with its division or without: （区农发局）, （区农发局渔业处） right behind a sentence
RE_PRINTED_BUREAU = re.compile(rf"[省市县区州旗盟][{HAN}]{{2,14}}(?:局|厅|委|委员会)(?:[{HAN}]{{2,8}}[处科室股])?")
RE_NO_BODY = re.compile(r"^(?:含|不含|包括|不包括|以下简称|简称|原|即|如|例如|详见|见|除)")
# 报市数据局（市政务服务局）, 主管部门（市水利局）, 专班（…）: the bracket explains the name before it
RE_EXPLAINED = re.compile(
    r"(?:[局委办厅部署院会处社队]|中心|政府|公司|部门|单位|专班|小组|机构|机关|平台|指挥部|新区|高新区|经开区|开发区|园区)$"
)


class ClauseFinder:
    """Finds the clauses of a text whose notes are blanked."""

    def __init__(self, grammar: Grammar, registry: Registry) -> None:
        self.grammar, self.registry = grammar, registry
        self.names = NameReader(grammar, registry)
        self.reader = ClauseReader(grammar, self.names)

    def find(self, text: str, *, noted: bool = False) -> list[ReadClause]:
        """Every responsibility clause, in order; `noted` where marks stand in the text, so that bare lists count."""
        clauses: list[ReadClause] = []
        taken, in_brackets = bytearray(len(text)), bytearray(len(text))
        for start, end in bracket_groups(text):
            clause = self._bracketed(text, start, end, noted) if end - start <= LONGEST_CLAUSE else None
            if clause:
                clauses.append(clause)
                mark(taken, start, end)
            mark(in_brackets, start, end)
        for start, end in self._label_spans(text, bytes(in_brackets)):
            clause = self.reader.read(text, start, end, rule="label") if end - start <= LONGEST_CLAUSE else None
            if clause:
                clauses.append(clause)
                mark(taken, start, end)
        clauses.extend(self._sentences(text, taken))
        return sorted(clauses, key=lambda clause: clause.start)

    # -- brackets --------------------------------------------------------------------------------

    def _bracketed(self, text: str, start: int, end: int, noted: bool) -> ReadClause | None:
        span, first, last = (start, end), start + 1, end - 1
        labels = self.grammar.labels(text, first, last)
        if labels and (clause := self.reader.read(text, first, last, rule="bracketed-label", span=span)):
            told = any(self._is_telling(name.text) for _, name in clause.roles)
            return clause if told or not all(label.bare for label in labels) else None
        if self.grammar.verbs(text[first:last]):
            clause = self.reader.read(text, first, last, rule="bracketed-verb", span=span)
            if clause and any(self.names.is_body(name.text) for _, name in clause.roles):
                return clause
        return self._bracketed_bodies(text, start, end, noted)

    def _bracketed_bodies(self, text: str, start: int, end: int, noted: bool) -> ReadClause | None:
        """A bracket of bodies that stands behind a sentence, or ends the last one of its line and explains no name."""
        behind_sentence = text[start - 1 : start] in SENTENCE_ENDS
        explains = RE_EXPLAINED.search(text, max(0, start - LONGEST_NAME), start)
        if not (behind_sentence or noted or (RE_LINE_END.match(text, end) and not explains)):
            return None
        clause = self._bodies_alone(text, start + 1, end - 1, rule="bracketed-bodies", span=(start, end))
        # 归集数据（市公安局、市民政局等） gives examples
        return clause if clause and (behind_sentence or not any(name.open_list for _, name in clause.roles)) else None

    def _bodies_alone(self, text: str, start: int, end: int, *, rule: str, span: tuple[int, int]) -> ReadClause | None:
        """A list of bodies and nothing else: （市科技局、市财政局）. All of them are responsible."""
        if end - start > LONGEST_LIST or "\n" in text[start:end]:
            return None
        names: list[Name] = []
        due: list[str] = []
        for offset, part in pieces(text[start:end], RE_PART_END):
            found = self.names.split(part, start + offset)
            is_time = self.grammar.time.search(part) and not any(self.registry.is_known(name.text) for name in found)
            if names and is_time:
                due.append(part)
            else:
                names.extend(name for name in found if not self.names.is_person(name.text))
        are_told = any(self._is_telling(name.text) for name in names) or (
            text[span[0] - 1 : span[0]] in SENTENCE_ENDS
            and (self._are_divisions(names) or any(RE_PRINTED_BUREAU.fullmatch(name.text) for name in names))
        )
        if not are_told or not all(self._is_body(name.text) for name in names):
            return None
        return ReadClause(*span, roles=tuple(("responsible", name) for name in names), due="，".join(due), rule=rule)

    def _is_body(self, name: str) -> bool:
        printed = RE_PLACE_GOVERNMENT.search(name) or RE_PRINTED_BUREAU.fullmatch(name)
        known = self.names.is_body(name) or bool(printed)
        return len(name) <= LONGEST_NAME and not RE_NO_BODY.match(name) and known

    def _are_divisions(self, names: list[Name]) -> bool:
        """（机关党委、人事科）: the divisions of a bureau, in its own plan."""
        return any(self.registry.is_division(name.text) for name in names)

    def _is_telling(self, name: str) -> bool:
        """True for a name that can be nothing but a body; 各区, 高新区 and 数据中心 may be other things."""
        known = self.registry.is_known(name) or bool(RE_PLACE_GOVERNMENT.search(name))
        return bool(RE_BODY_END.search(name)) and known and not self.registry.is_collective(name)

    # -- labels ----------------------------------------------------------------------------------

    def _label_spans(self, text: str, in_brackets: bytes) -> Iterator[tuple[int, int]]:
        """Labelled clauses outside brackets: from the label to the end of its paragraph or sentence."""
        last = 0
        for label in self.grammar.labels(text, 0, len(text)):
            if label.start < last or in_brackets[label.start] or not self._opens_clause(text, label.start, label.bare):
                continue
            if not label.colon and label.start and text[label.start - 1] not in "。；\n）（":
                continue
            last = self._label_end(text, label.end)
            yield label.start, last

    def _opens_clause(self, text: str, start: int, bare: bool) -> bool:
        return not bare or not start or text[start - 1] in "。；\n）（ "

    def _label_end(self, text: str, start: int) -> int:
        """The end of the line, of the sentence that no further label follows, or of a bracket that was never opened."""
        for stop in RE_LABEL_STOP.finditer(text, start):
            ahead = self.grammar.labels(text, stop.end(), min(len(text), stop.end() + RE_LABEL_AHEAD))
            if stop[0] == "\n" or not (ahead and not text[stop.end() : ahead[0].start].strip()):
                return stop.start()
        return len(text)

    # -- sentences -------------------------------------------------------------------------------

    def _sentences(self, text: str, taken: bytearray) -> Iterator[ReadClause]:
        """Clauses in plain sentences: 具体工作由市工信局牵头，市财政局配合。"""
        for sentence in RE_SENTENCE.finditer(text):
            start, end = sentence.span()
            if sentence[0].count("（") > sentence[0].count("）") and sentence[0].startswith("（"):
                start += 1  # a bracket that is never closed
            if end - start > LONGEST_CLAUSE or overlaps_any(taken, start, end):
                continue
            found = list(self._in_sentence(text, start, end))
            if not found and self._may_be_bodies(text, start, end):
                clause = self._bodies_alone(text, start, end, rule="sentence-bodies", span=(start, end))
                found = [clause] if clause else []
            yield from found

    def _may_be_bodies(self, text: str, start: int, end: int) -> bool:
        return (
            text[start - 1 : start] == "。"
            and "、" in text[start:end]
            and bool(RE_LINE_END.match(text, end))
            and self._opens_with_body(text[start:end])
        )

    def _in_sentence(self, text: str, start: int, end: int) -> Iterator[ReadClause]:
        """The runs of parts that are bodies and a role verb.

        落实, 参与 and the like order work elsewhere too: they count behind another role of the run, behind 由, or
        where the sentence is a clause throughout. What is done (负责资金下达) is no part of the clause.
        """
        run = _Run(self.reader, text)
        throughout = self._is_clause_throughout(text, start, end)
        for offset, part in pieces(text[start:end], RE_SENTENCE_PART):
            begin = start + offset
            number = RE_LEAD_IN.match(part)
            lead_in = number.end() if number else 0
            part, begin = part[lead_in:], begin + lead_in
            together = run.has_roles and self.grammar.together.match(part)
            verbs = [] if together else self._sentence_verbs(part, run, throughout)
            if verbs:
                run.add(
                    begin + self._first_name(part, verbs[0]), begin + verbs[-1].end, closes=self._closes(part, verbs)
                )
            elif not run.wait(part, begin, self.names):
                yield from run.close()
        yield from run.close()

    def _closes(self, part: str, verbs: list[Verb]) -> bool:
        return not part[verbs[-1].end :].strip(" ）")

    def _first_name(self, part: str, verb: Verb) -> int:
        names = self.reader.before(part, 0, verb)
        return names[0].start if names else verb.start

    def _sentence_verbs(self, part: str, run: _Run, throughout: bool) -> list[Verb]:
        verbs = self.reader.role_verbs(part, waiting=run.has_waiting, known=True)
        by_name = bool(re.match(r"^.{0,12}由", part))
        for verb in verbs[:1]:
            if verb.modal and verb.role != "lead":
                return []
            if verb.weak and not (run.has_roles or throughout or (by_name and self._closes(part, verbs))):
                return []
            names = self.reader.before(part, 0, verb) or run.waiting
            if not any(self.names.is_of_government(name.text) for name in names):
                return []
        return verbs

    def _is_clause_throughout(self, text: str, start: int, end: int) -> bool:
        """True if every part of a last sentence is bodies and a verb, and one of them is sure to be a body."""
        if not RE_LINE_END.match(text, end) or not self._opens_with_body(text[start:end]):
            return False
        sure = False
        for _, part in pieces(text[start:end], RE_PART_END):
            verbs = self.reader.role_verbs(part, waiting=False, known=True)
            if not verbs or not self._closes(part, verbs):
                return False
            sure = sure or any(self._is_telling(name.text) for name in self.reader.before(part, 0, verbs[0]))
        return sure

    def _opens_with_body(self, sentence: str) -> bool:
        """True if the first name begins like a body, or like the second one (云州市水务局、云州市气象局)."""
        names = self.names.split(RE_PART_END.split(sentence, maxsplit=1)[0], 0)
        return bool(RE_BODY_START.match(sentence)) or (len(names) > 1 and names[0].text[:2] == names[1].text[:2])


class _Run:
    """Parts of one sentence that make up one clause."""

    def __init__(self, reader: ClauseReader, text: str) -> None:
        self.reader, self.text = reader, text
        self.spans: list[tuple[int, int]] = []
        self.waiting: list[Name] = []
        self._open = False  # the last part ends with its verb, so that the next one joins it
        self.has_roles = False

    @property
    def has_waiting(self) -> bool:
        return bool(self.waiting)

    def add(self, start: int, end: int, *, closes: bool) -> None:
        if self.waiting:
            start = min(start, self.waiting[0].start)
        if self._open or (self.waiting and self.spans and self.spans[-1][1] >= start):
            self.spans[-1] = (self.spans[-1][0], end)
        else:
            self.spans.append((start, end))
        self.waiting, self._open, self.has_roles = [], closes, True

    def wait(self, part: str, begin: int, names: NameReader) -> bool:
        """Hold the bodies of a part without a verb; a part that goes on with 会同Y joins the clause before it."""
        together = names.grammar.together.match(part)
        if together and self.has_roles:
            found = self.reader.leading(part, together.end(), len(part), begin)
            if found:
                first, _ = self.spans[-1]
                self.spans[-1] = (first, found[-1].end)
                self._open = False
                return True
        listed = names.split(part, begin)
        if listed and all(names.is_body(name.text) for name in listed):
            self.waiting += listed
            return True
        if self.waiting:
            return False
        return self.has_roles and not self._open

    def close(self) -> Iterator[ReadClause]:
        for start, end in self.spans:
            clause = self.reader.read(self.text, start, end, rule="sentence")
            if clause and clause.roles:
                yield clause
        self.spans, self.waiting, self._open, self.has_roles = [], [], False, False
