"""Time against size: every reader on texts made to be slow, each at a size, at twice and at four times that size.

    python benchmarks/linear.py            sizes that take a moment each; two minutes
    python benchmarks/linear.py --full     more texts, the poisons, all up to the permitted size of a notice; hours
    python benchmarks/linear.py NAME …     the texts with these names, every doubling printed

A size is doubled until one reader takes LONG seconds of processor time or the text is as long as a notice may be. The
ratio is of the last two times: 2 is linear, 4 quadratic. One above MOST is timed again, and named if it stays.
"""

from __future__ import annotations

import argparse
import gc
import io
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.compare.profile import NoticeFacts
from pipeline.config import load_params
from pipeline.corrections.table import COLUMNS, parse_corrections
from pipeline.corrections.workbook import from_workbook, to_workbook
from pipeline.engine.csv_tables import csv_rows
from pipeline.extract.facts import FactReader, clause_spans
from pipeline.ingest.formats.by_content import read_file
from pipeline.ingest.letterhead import read_letterhead
from pipeline.ingest.normalise import detect_script, normalise
from pipeline.ingest.raw import UnreadableNotice
from pipeline.records import Notice, Unit
from pipeline.segment.structure import read_structure
from pipeline.service.compare import Comparer
from pipeline.themes.review import ReviewItem, rows_of_workbook
from pipeline.themes.review import to_workbook as review_workbook
from tests import poison
from tests.conftest import notice_of

LONG = 0.12  # seconds of processor time at which doubling ends
FULL = 20.0  # the same with --full
NOISE = 0.01  # seconds from which a time is told from noise
MOST = 2.6  # ratio above which a reader is named
LARGEST = 1_900_000  # characters
FIRST = 15_000
AGAIN = 2  # further readings of what seems too slow

Times = dict[str, float]
Case = tuple[str, Callable[[int], Callable[[], Times]], int]  # name, (size -> what is timed), largest size

# what a reader may look for, or go back for, said without end: those of every run, and more with --full
SAID = """\
1% （一） 一、 1. 1.1. 第 、 ， 。 ： || （ ） 《 “ —— ① 牵头 由 责任单位： 分别为 以上以下 个百分点 至 千万亿 和 等 其中 2023年
市人民政府 市局 “甲”工程 产业 1,000"""
SAID_TOO = """\
1%、 1 . 1.5 0 00, 1/ / 1-1 1— 第一 第一， ； | ） （） （（） 》 ” ‘ — - ~ … · ①② 由市 分别 以上 以内 到 个 百分点 万 亿 万元
及 与 的 其中： 新增 达到 增长 负责 （负责） 责任单位 配合 参与 市 局、 各区、 有关部门 完成时限： 年底前 每年 年均 2023— 十四五
“十四五” 附件 附件1 附件： 注： 备注： 是 一是 一要 首先， 一 十 百 三分之 〇 零 翻 倍 翻一番 国发〔2023〕 〔 【 http:// a. @ > #
** ● ■ 工程 计划 产业园 中心 实验室 《甲》 公司 大学 建设 推进 不低于 不超过 左右 约 超"""
SHORT, MORE = SAID.split(), SAID_TOO.split()
STRINGS = SHORT + MORE


@cache
def facts() -> FactReader:
    found = FactReader.load(ROOT)
    found.entities.find("建设海洋实验室。")  # what it makes at its first use
    return found


@cache
def words() -> Callable[[str], Any]:
    from pipeline.segment.stage import load_words_of

    return load_words_of(ROOT)


class Clock(dict[str, float]):
    """Processor time by reader."""

    def __call__(self, reader: str, call: Callable[..., Any], *given: Any, **named: Any) -> Any:
        started = time.process_time()
        try:
            return call(*given, **named)
        finally:
            self[reader] = self.get(reader, 0.0) + time.process_time() - started


def read(name: str, data: bytes) -> Times:
    """One file through every step of reading; what is refused ends there."""
    clock = Clock()
    try:
        raw = clock(Path(name).suffix or ".txt", read_file, name, data)
    except UnreadableNotice:
        return clock
    script, _ = detect_script(raw.text[:LARGEST])
    text = clock("clean", normalise, raw.text, script=script)
    if not 0 < len(text) <= 2_000_000:
        return clock
    head = clock("letter head", read_letterhead, text)
    notice = notice_of(text, head, notice_id="linear", year=head.year)
    structure = clock("structure", read_structure, notice)
    for unit in structure.units:
        clock("words", words(), unit.text)
    read_facts(clock, notice, structure.units)
    return clock


def read_facts(clock: Clock, notice: Notice, units: list[Unit]) -> None:
    reader = facts()
    for unit in units:
        roles, clauses = clock("roles", reader.roles.read_unit, notice, unit)
        skip = clause_spans(unit, clauses)
        clock("targets", reader.targets.read_unit, unit, notice.year, lead_in="", due="", skip=skip)
        entities = clock("entities", reader.entities.read_unit, unit, skip=skip)
        clock("roles", reader.roles.diagnostics, unit, roles, clauses)
        clock("entities", reader.linker.link_all, entities)


# -- what is read --------------------------------------------------------------------------------


def strings(full: bool) -> Iterator[Case]:
    """Each string without end, as the text of one item; with `full` more of them, also as headings and line by line."""
    for one in STRINGS:
        yield (
            f"{one}{one}…",
            lambda n, one=one: _text(poison.HEAD + poison.ITEM + one * (n // len(one)) + "。"),
            LARGEST,
        )
    for one in STRINGS if full else ():
        yield f"一、{one}{one}…", lambda n, one=one: _text(poison.HEAD + "一、" + one * (n // len(one))), LARGEST
        yield f"{one} by lines", lambda n, one=one: _text(poison.HEAD + (one + "\n") * (n // (len(one) + 1))), LARGEST


def _text(text: str) -> Callable[[], Times]:
    data = text.encode()
    return lambda: read("a.txt", data)


def poisons() -> Iterator[Case]:
    for one in poison.POISONS:
        yield one.name, lambda n, one=one: (lambda data: lambda: read(one.file, data))(one.build(n)), one.full


def formats() -> Iterator[Case]:
    """Paragraphs and task tables in every format, of ordinary text and of all the strings."""
    odd = [one * 40 for one in STRINGS]
    lines = poison.SECTION.splitlines()
    for name, texts in {"ordinary": lines, "strings": odd}.items():
        yield f".html paragraphs, {name}", lambda n, texts=texts: _page(_repeated(texts, n), "p"), LARGEST
        yield f".html table, {name}", lambda n, texts=texts: _page(_repeated(texts, n), "tr"), LARGEST
        yield f".docx paragraphs, {name}", lambda n, texts=texts: _word(_repeated(texts, n), table=False), LARGEST
        yield f".docx table, {name}", lambda n, texts=texts: _word(_repeated(texts, n), table=True), LARGEST
        yield f".txt table, {name}", lambda n, texts=texts: _text(_table(_repeated(texts, n))), LARGEST
        yield f".pdf pages, {name}", lambda n, texts=texts: _printed(_repeated(texts, n)), 300_000


def _repeated(texts: list[str], characters: int) -> list[str]:
    found: list[str] = []
    while characters > 0:
        found += texts
        characters -= sum(map(len, texts))
    return found


def _page(texts: list[str], element: str) -> Callable[[], Times]:
    from html import escape

    if element == "p":
        body = "".join(f"<p>{escape(text)}</p>" for text in texts)
    else:
        rows = "".join(
            f"<tr><td>{i}</td><td>{escape(text)}</td><td>市科技局</td></tr>" for i, text in enumerate(texts, 1)
        )
        body = f"<table><tr><td>序号</td><td>重点任务</td><td>责任单位</td></tr>{rows}</table>"
    data = f"<html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()
    return lambda: read("a.html", data)


def _word(texts: list[str], *, table: bool) -> Callable[[], Times]:
    import zipfile
    from html import escape

    if table:
        rows = "".join(poison.row(str(i), escape(text), "市科技局") for i, text in enumerate(texts, 1))
        body = f"<w:tbl>{poison.row('序号', '重点任务', '责任单位')}{rows}</w:tbl>"
    else:
        body = "".join(poison.paragraph(escape(text)) for text in texts)
    packed, unpacked = io.BytesIO(poison.word(body)), io.BytesIO()
    # not packed: what is said so often would be refused for how well it packs
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(unpacked, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    data = unpacked.getvalue()
    return lambda: read("a.docx", data)


def _table(texts: list[str]) -> str:
    rows = "".join(f"|{i}|{text.replace('|', '')}|市科技局|\n" for i, text in enumerate(texts, 1))
    return f"{poison.HEAD}|序号|重点任务|责任单位|\n|---|---|---|\n{rows}"


def _printed(texts: list[str]) -> Callable[[], Times]:
    lines = [line for text in texts for line in (text[i : i + 27] for i in range(0, len(text), 27))]
    pages = [lines[i : i + 24] for i in range(0, len(lines), 24)][:500]
    objects: dict[int, bytes] = {
        2: b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (len(pages), b" ".join(b"%d 0 R" % (10 + 2 * i) for i in range(len(pages))))
    }
    for i, page in enumerate(pages):
        drawn = b"\n".join(
            b"BT /F 16 Tf 80 %d Td <%s> Tj ET" % (760 - 28 * j, line.encode("utf-16-be").hex().encode())
            for j, line in enumerate(page)
        )
        objects[10 + 2 * i] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % (11 + 2 * i)
        )
        objects[11 + 2 * i] = poison.stream(drawn)
    data = poison.pdf(objects=objects)
    return lambda: read("a.pdf", data)


def sent_back() -> Iterator[Case]:
    """What people fill in and edit, by rows; and comparing, by the tasks of the newer notice."""
    yield "review workbook", _review, 19_000
    yield "check workbook", _check, 19_000
    yield "corrections.csv", _corrections, 200_000
    yield "a table of quotation marks", _quotes, LARGEST
    yield "two notices", _compared, 1_600


def timed(reader: str, call: Callable[..., Any], *given: Any, **named: Any) -> Callable[[], Times]:
    def once() -> Times:
        clock = Clock()
        clock(reader, call, *given, **named)
        return clock

    return once


def _review(rows: int) -> Callable[[], Times]:
    from pipeline.knowledge.themes import load_scheme

    item = ReviewItem("n", "n/一-1", "一、任务", "建设海洋实验室。", "innovation", 0.5, 0.1, "", "uncertain")
    return timed("workbooks", rows_of_workbook, review_workbook([item] * rows, load_scheme(ROOT)), file="r.xlsx")


def _check(rows: int) -> Callable[[], Times]:
    cells = {"notice_id": "n", "unit": "一-1", "passage": "建设海洋实验室。", "department": "市科技局"}
    data = to_workbook({"role": [cells] * rows})
    given = {"file": "c.xlsx", "annotator": "AB", "day": "2026-01-05", "is_notice": lambda _: True}
    return timed("workbooks", from_workbook, data, **given)


def _corrections(rows: int) -> Callable[[], Times]:
    lines = (f"{i:08x},role,delete,sample-2024,一-1,市科技局,,,,,lead,,说明,AB,2026-01-05\n" for i in range(rows))
    return timed("tables", parse_corrections, ",".join(COLUMNS) + "\n" + "".join(lines))


def _quotes(characters: int) -> Callable[[], Times]:
    rows = (f'{i},"' + '""' * 500 + '",1\n' for i in range(characters // 1000))
    return timed("tables", lambda text: list(csv_rows(text, "t.csv")), "a,b,c\n" + "".join(rows))


@cache
def comparer() -> Comparer:
    return Comparer.load(ROOT, load_params(ROOT).compare)


def _compared(tasks: int) -> Callable[[], Times]:
    """The newer notice grows, the older has 200 tasks: pairs grow with the newer one."""
    setting = comparer()._setting()
    from pipeline.compare.pair import compare

    pair = _facts_of(204), _facts_of(tasks)
    return timed("comparing", compare, *pair, **setting)


@cache
def _facts_of(tasks: int) -> NoticeFacts:
    topics = "海洋园区港口平台机制企业人才资金项目能源交通物流金融数据标准质量品牌市场消费外贸"
    sections = (
        poison.SECTION.replace("海洋", topics[2 * i % 40 :][:2]).replace("2家", f"{i + tasks}家")
        for i in range(tasks // 4)
    )
    text = normalise(poison.HEAD + "".join(sections), script="hans")
    head = read_letterhead(text)
    notice = notice_of(text, head, notice_id=f"of-{tasks}", year=head.year)
    units = read_structure(notice).units
    found = facts().read(notice, units)
    return NoticeFacts(
        notice=notice,
        units=units,
        roles=found.roles,
        targets=found.targets,
        entities=found.entities,
        themes={},
        diagnostics=[],
        cut_off=frozenset(),
        not_measured=frozenset(),
        clauses=found.clauses,
        decided=(),
    )


# -- growth --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Growth:
    """How a reader's time grew at the last doubling of one text."""

    case: str
    size: int
    before: float
    now: float

    @property
    def ratio(self) -> float:
        return self.now / self.before


def growth(case: Case, long: float, show: Callable[[str], None]) -> dict[str, Growth]:
    """reader -> its growth, of the readers that took long enough to be timed."""
    name, make, largest = case
    size = min(FIRST, max(2, largest // 8))
    before, found = make(size)(), {}
    while size * 2 <= largest:
        size *= 2
        now = make(size)()
        show(f"{name}, {size}: " + ", ".join(f"{reader} {seconds:.2f}" for reader, seconds in now.items()))
        found |= {
            reader: Growth(name, size, before[reader], now[reader])
            for reader in now
            if before.get(reader, 0.0) >= NOISE
        }
        if max(now.values(), default=0.0) > long:
            break
        before = now
    return {reader: again(case, reader, one) if one.ratio > MOST else one for reader, one in found.items()}


def again(case: Case, reader: str, one: Growth) -> Growth:
    """The same doubling by the least of several times."""
    _, make, _ = case
    half, whole = make(one.size // 2), make(one.size)
    before = min([one.before, *(half().get(reader, one.before) for _ in range(AGAIN))])
    now = min([one.now, *(whole().get(reader, one.now) for _ in range(AGAIN))])
    return Growth(one.case, one.size, before, now)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--full", action="store_true", help="up to the permitted size of a notice")
    chosen = parser.parse_args()
    full = chosen.full or bool(chosen.names)
    cases = [*strings(full), *(poisons() if full else ()), *formats(), *sent_back()]
    cases = [case for case in cases if not chosen.names or case[0] in chosen.names]
    show: Callable[[str], None] = print if chosen.names else (lambda _: None)
    read("a.txt", poison.legal_text(1_000).encode())
    gc.freeze()  # what is loaded at first use is not gone through again and again
    found: dict[str, list[Growth]] = {}
    for case in cases:
        for reader, one in growth(case, FULL if chosen.full else LONG, show).items():
            found.setdefault(reader, []).append(one)
            if one.ratio > MOST:
                print(f"{reader}, {one.case}, {one.size}: {one.before:.2f} s → {one.now:.2f} s", flush=True)
    print("| reader | texts timed | middle ratio | largest ratio | of | at |\n|---|---:|---:|---:|---|---:|")
    for reader, grown in found.items():
        grown.sort(key=lambda one: one.ratio)
        worst = grown[-1]
        print(
            f"| {reader} | {len(grown)} | {grown[len(grown) // 2].ratio:.2f} | {worst.ratio:.2f} "
            f"| {worst.case.replace('|', '¦')} | {worst.size:,} |"
        )
    return int(any(one.ratio > MOST for grown in found.values() for one in grown))


if __name__ == "__main__":
    sys.exit(main())
