"""Goals without a number in the panel: which row a promise in words stands in, and who promises by halves or kin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.compare.across.group import CrossSection, Member
from pipeline.compare.across.names import Named, Names
from pipeline.compare.ledger import cleaned
from pipeline.knowledge.chinese import RE_MEASURE_END
from pipeline.records.findings import Mention, Passage

LONGEST_CLAUSE = 40
RE_DIGIT = re.compile(r"\d")
RE_HEAD_OF_STATE = re.compile(
    r"^(?!经济[持稳运总平保回提])(?P<head>[^，和与“”]{2,40}?)"
    r"(?P<state>(?:的)?(?:争取|力争|努力|确保)?(?:增长|增幅|增速|涨幅)?"
    r"(?:(?:[与和][^，]{1,10}(?:同步|一致|持平|相当))|快于|高于|不低于|优于|好于|只增不减|稳中|提质增效|保持|稳定|持续"
    r"|明显|进一步|稳步|有所|恢复性|实现正?增长|提高|改善|回升|企稳).*)$"
)
RE_MEASURE_BEHIND = re.compile(r"|(?:的)?(?:增长|增速|增幅|涨幅|水平|总水平|目标).*")
Key = tuple[str, str, str, str]


@dataclass
class Row:
    """One indicator while the panel is built: per notice its mentions, those of the year and those of later years."""

    key: Key
    now: dict[str, list[Named]] = field(default_factory=lambda: defaultdict(list))
    later: dict[str, list[Named]] = field(default_factory=lambda: defaultdict(list))
    words: dict[str, Passage] = field(default_factory=dict)
    halves: dict[str, Passage] = field(default_factory=dict)  # told of who says nothing of the whole
    beside: dict[str, Passage] = field(default_factory=dict)  # a wider promise that fills no cell here

    @property
    def name(self) -> str:
        return self.key[0]

    def promised_by(self) -> set[str]:
        return set(self.now) | set(self.words)


def join_halves(cross: CrossSection, rows: dict[Key, Row], names: Names) -> None:
    """城镇居民收入增长5%、农村居民收入增长6%: who sets halves sets the whole, in words of its own."""
    halves: dict[tuple[Key, str], list[Passage]] = defaultdict(list)
    for row in rows.values():
        whole = names.whole_of(row.name)
        for notice_id, found in row.now.items() if whole else ():
            halves[((whole, *row.key[1:]), notice_id)].append(found[0].mention.passage)
    texts = {member.notice_id: member.view.facts.notice.text for member in cross.members}
    for (key, notice_id), passages in halves.items():
        target = rows.setdefault(key, Row(key))
        if notice_id not in target.now:
            target.halves.setdefault(notice_id, _from_first_to_last(passages, texts[notice_id]))


def _from_first_to_last(passages: Sequence[Passage], text: str) -> Passage:
    """The passages of one sentence as one, those of several as the first."""
    first, end = min(passages, key=lambda one: one.start), max(one.end for one in passages)
    between = text[first.start : end]
    return first if "。" in between else replace(first, end=end, surface=between)


def join_words(
    cross: CrossSection, rows: dict[Key, Row], words: Sequence[tuple[Member, Mention]], names: Names
) -> None:
    """Goals in words stand in the row of their name; where no place sets a number, in a row of their own."""
    of_name: dict[str, list[Row]] = defaultdict(list)
    for row in rows.values():
        if not row.key[1]:
            of_name[row.name].append(row)
    for member, mention, name in _heads(words, names):
        known = next((known for known in sorted(of_name, key=len, reverse=True) if _is_of(name, known)), None)
        if known is None:
            key = (name, "", "worded", "")
            of_name[name].append(rows.setdefault(key, Row(key)))
            known = name
        target = _row_for_words(rows, of_name[known], known)
        target.words.setdefault(member.notice_id, mention.passage)
    for member in cross.members:
        for part in member.view.plan:
            for name, plain in names.promised_in_words(part.said):
                own = plain, "", "worded", ""
                set_by = next((row for row in of_name.get(name, ()) if row.now), None)
                (set_by or rows.setdefault(own, Row(own))).words.setdefault(member.notice_id, part.passage)
    _join_kin(rows, of_name, names)


def _heads(words: Sequence[tuple[Member, Mention]], names: Names) -> Iterator[tuple[Member, Mention, str]]:
    """Each goal in words under its name, one of several indicators under each of them."""
    for member, mention in words:
        listed = mention.head.split("、")
        several = len(listed) > 1 and all(
            len(one) > 1 and RE_MEASURE_END.search(names.canonical(one)) for one in listed
        )
        for head in listed if several else [mention.head]:
            yield member, mention, names.canonical(head)


def _is_of(name: str, known: str) -> bool:
    """居民收入增速高于经济增速 is of 居民收入; 数字经济产业 is not of 数字经济."""
    return name.startswith(known) and bool(RE_MEASURE_BEHIND.fullmatch(name.removeprefix(known)))


def _join_kin(rows: dict[Key, Row], of_name: Mapping[str, Sequence[Row]], names: Names) -> None:
    """单位地区生产总值能耗下降3%: who sets a number for the narrower thing promises the wider one, in words of its own.

    The other way round the wider promise fills no cell of the narrower row; it is what stands beside an empty one.
    """
    for plain in [row for row in rows.values() if row.key[2] == "worded" and row.words]:
        narrower = [row for name in names.kin_of(plain.name) for row in of_name.get(name, ()) if row is not plain]
        for row in narrower:
            for notice_id, passage in plain.words.items():
                row.beside.setdefault(notice_id, passage)
        for row in narrower:
            for notice_id, found in row.now.items():
                plain.words.setdefault(notice_id, found[0].mention.passage)
            for notice_id, passage in row.words.items():
                plain.words.setdefault(notice_id, passage)


def _row_for_words(rows: dict[Key, Row], of_name: Sequence[Row], name: str) -> Row:
    """The row of growth if there is one, else another that places fill this year, else one of words alone."""
    fitting = [row for row in of_name if row.key[2] in ("growth", "worded")] or [row for row in of_name if row.now]
    return fitting[0] if fitting else rows.setdefault((name, "", "worded", ""), Row((name, "", "worded", "")))


def states_in_words(member: Member, names: Names) -> dict[str, Passage]:
    """Indicator -> the first clause that begins with it, under any of its names, and says what is to become of it."""
    found: dict[str, Passage] = {}
    for part in member.view.plan:
        if len(part.said) > LONGEST_CLAUSE or RE_DIGIT.search(part.said):
            continue
        said = RE_HEAD_OF_STATE.match(cleaned(part.said))
        for head in said["head"].split("、") if said else ():  # 固投、进出口保持正增长 promises both
            found.setdefault(names.canonical(head), part.passage)
    return found


def fill_with_words(row: Row, states: Mapping[str, Mapping[str, Passage]], names: Names) -> None:
    """A goal in words stands in a row of numbers; what sets but a half of the whole is told last."""
    if row.now and row.key[2] in ("growth", "reduction", "share", "level") and not row.key[1]:
        for notice_id, said in states.items():
            if row.name in said and notice_id not in row.now:
                row.words.setdefault(notice_id, said[row.name])
        for notice_id, said in states.items():
            half = next((passage for name, passage in said.items() if names.whole_of(name) == row.name), None)
            if half and notice_id not in row.now:
                row.halves.setdefault(notice_id, half)
    for notice_id, passage in row.halves.items():
        row.words.setdefault(notice_id, passage)
