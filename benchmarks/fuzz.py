"""Mutated notices against the laws that every text must keep; and, with --poison, files made to break a reader.

    python benchmarks/fuzz.py --minutes 5 --seed 1      as many inputs as fit
    python benchmarks/fuzz.py --inputs 2000 --seed 1    the same inputs, results and digest every time
    python benchmarks/fuzz.py --poison                  each poison of tests/poison.py at its full size, one process
    each

An input is one of the project's own notices, as text, page, Word file or PDF, changed at random in its
characters, lines, marks, markup or bytes. Input i of a seed depends on nothing else. Its laws:

- it is refused with a reason (UnreadableNotice) or read; no other exception;
- the clean text is clean: cleaning it again changes nothing;
- units, headings and numbers tile the body; ids are unique; offsets slice to what was found;
- numbers are finite, names stand once, no two mentions overlap;
- reading it twice gives the same.

What breaks a law is written to .cache/fuzz (texts made as small as they still break it).
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import math
import random
import re
import subprocess
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import itertools

from pipeline.config import load_params
from pipeline.extract.facts import FactReader
from pipeline.ingest.normalise import normalise
from pipeline.ingest.notice import read_notice
from pipeline.ingest.raw import UnreadableNotice
from pipeline.records import Notice
from pipeline.segment.structure import Structure, read_structure
from tests import poison

FOUND = ROOT / ".cache" / "fuzz"
SLOW = 20_000  # characters a second of processor time; what is read more slowly is reported
LONGEST = 6_000  # characters of a notice that is mutated; more would only be slower

# What the grammar of notices turns on: splicing these in reaches more of it than random characters do.
TOKENS = """（|）|《|》|“|”|【|】|〔2023〕|。|；|：|，|、|\n|\n\n|　|\t| |——|-|—|·|…|(|)|[|]|"|'|.|,|;|:|\\|/|+|%|‰|①|㈠|Ⅳ|⑴|一、\
|（一）|1.|（1）|第一章|第三条|第一，|附件1：
一是|牵头单位：|责任单位：|配合单位：|（市科技局牵头）|由市财政局负责|，市商务局配合|各区、市政府|等部门|有关单位按职责分工负责|完成时限：\
|6月底前|到2025年|2023—2025年|年均|每年|“十四五”期间|力争|累计|新增|达到|突破|增长
3.5万亿元|1,000,000|0.0001|99999999999999999999|三百二十一|五分之三|翻一番|两位数|10%以上|10~20个|不低于|不超过|左右|5G|8号线|PM2.5|1:1|12345|国发〔2022〕\
3号|2023年2月30日|二〇二三年一月|市发展改革委|市人民政府|国家税务总局
海洋实验室|高新区|“蓝色领航”行动|等产业|等领域|和|及|与|的|了|市|\u200b|\ufeff|\u202e|\x00|\x85|\u2028|\ue000|\ud800|\U0001f600|e\u0301|㍿|ﷺ|Ⅷ|①|²\
|٣|〇|零|○|○○|萬億|發展|臺灣|http://a.b/c,d(e)|<b>|</p>|&amp;|&#x0;|**|# || 甲 | 乙 |""".replace("\n", "|").split("|")
TOKENS = [token for token in TOKENS if token] + ["\n", "\n\n", "|", "\n1.", "\n一、", "\n（一）", "\n——", "\t"]


# -- seeds ---------------------------------------------------------------------------------------


def own_notices() -> list[str]:
    """The texts of the project: the real notice, those written for it, and the small ones of the tests."""
    files = [
        ROOT / "data" / "raw" / "qingdao" / "2023.txt",
        *sorted((ROOT / "data" / "sample").glob("*.txt")),
        *sorted((ROOT / "data" / "gold").glob("*.txt")),
    ]
    return [path.read_text(encoding="utf-8") for path in files] + [poison.HEAD + poison.SECTION]


def _excerpt(text: str, rng: random.Random, longest: int = LONGEST) -> str:
    start = rng.choice([0, text.find("\n", _place(text, rng)) + 1])
    return text[start : start + rng.randrange(1, longest)]


# -- mutations -----------------------------------------------------------------------------------


def _place(text: Any, rng: random.Random) -> int:
    return rng.randrange(len(text) + 1)


def _cut(text: Any, rng: random.Random, longest: int = 80) -> tuple[int, int]:
    start = _place(text, rng)
    return start, min(len(text), start + rng.randrange(longest))


def _delete(text: str, rng: random.Random) -> str:
    start, end = _cut(text, rng)
    return text[:start] + text[end:]


def _repeat(text: str, rng: random.Random) -> str:
    start, end = _cut(text, rng)
    return text[:end] + text[start:end] * rng.choice([1, 1, 2, 9, 60]) + text[end:]


def _move(text: str, rng: random.Random) -> str:
    start, end = _cut(text, rng)
    rest = text[:start] + text[end:]
    at = _place(rest, rng)
    return rest[:at] + text[start:end] + rest[at:]


def _insert(text: str, rng: random.Random) -> str:
    at = _place(text, rng)
    return text[:at] + "".join(rng.choices(TOKENS, k=rng.choice([1, 1, 2, 3, 8]))) + text[at:]


def _replace(text: str, rng: random.Random) -> str:
    start, end = _cut(text, rng, 6)
    return text[:start] + rng.choice(TOKENS) + text[end:]


def _replace_all(text: str, rng: random.Random) -> str:
    """One mark for another throughout: all full stops commas, all brackets lost."""
    old = rng.choice([char for char in text if not char.isalnum()] or ["。"])
    return text.replace(old, rng.choice(TOKENS), rng.choice([-1, 1, 5]))


def _random_character(text: str, rng: random.Random) -> str:
    at = _place(text, rng)
    return (
        text[:at]
        + chr(
            rng.choice(
                [
                    rng.randrange(0x80),
                    rng.randrange(0x2000, 0x3400),
                    rng.randrange(0x4E00, 0x9FFF),
                    rng.randrange(0x110000),
                ]
            )
        )
        + text[at:]
    )


def _shuffle_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    rng.shuffle(lines)
    return "\n".join(lines)


def _join_lines(text: str, rng: random.Random) -> str:
    return re.sub("\n", lambda _: rng.choice(["\n", "", " "]), text)


MUTATIONS = (
    _delete,
    _repeat,
    _move,
    _insert,
    _insert,
    _insert,
    _replace,
    _replace,
    _replace_all,
    _random_character,
    _shuffle_lines,
    _join_lines,
)


def mutated(text: str, rng: random.Random) -> str:
    for _ in range(rng.choice([1, 2, 4, 8, 16, 40])):
        text = rng.choice(MUTATIONS)(text, rng)[: 4 * LONGEST]
    return text


def mutated_bytes(data: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.choice([1, 1, 2, 4, 16])):
        start, end = _cut(data, rng, rng.choice([2, 8, 200]))
        piece = rng.choice(
            [
                b"",
                data[start:end] * 2,
                rng.randbytes(rng.randrange(1, 9)),
                bytes([rng.randrange(256)]),
                b"\x00",
                b"\xff",
                str(rng.choice([0, -1, 2**31, 10**12])).encode(),
            ]
        )
        data = data[:start] + piece + data[end:]
    return data


# -- files ---------------------------------------------------------------------------------------


def as_text(text: str, rng: random.Random) -> tuple[str, bytes]:
    return rng.choice(["a.txt", "a.txt", "a.md", "-"]), mutated(text, rng).encode("utf-8", "surrogatepass")


def as_encoded(text: str, rng: random.Random) -> tuple[str, bytes]:
    encoding = rng.choice(
        [
            "utf-8",
            "utf-8-sig",
            "gb18030",
            "gbk",
            "big5",
            "utf-16",
            "utf-16-le",
            "utf-16-be",
            "utf-32",
            "utf-7",
            "shift_jis",
        ]
    )
    return "a.txt", mutated_bytes(_excerpt(text, rng, 2_000).encode(encoding, "ignore"), rng)


def _markup(lines: list[str], rng: random.Random) -> str:
    parts: list[str] = []
    while lines:
        take, lines = lines[: rng.randrange(1, 6)], lines[5:]
        texts = [escape(line) for line in take]
        match rng.randrange(6):
            case 0:
                parts.append(
                    "<table>"
                    + "".join(
                        f"<tr><td rowspan={rng.randrange(4)}>{text}<td colspan={rng.randrange(4)}>{text[:9]}</tr>"
                        for text in texts
                    )
                    + "</table>"
                )
            case 1:
                parts.append(
                    f"<ol type={rng.choice('1aAiI')} start={rng.randrange(-2, 99)}>"
                    + "".join(f"<li>{text}" for text in texts)
                    + "</ol>"
                )
            case 2:
                parts.append(
                    f"<div style='{rng.choice(['display:none', 'white-space:pre', 'display:block', ''])}'>"
                    + "<br>".join(texts)
                    + "</div>"
                )
            case 3:
                parts.append("".join(f"<a href='x'>{text}</a>" for text in texts))
            case _:
                parts.extend(f"<p>{text}</p>" for text in texts)
    return "".join(parts)


def as_page(text: str, rng: random.Random) -> tuple[str, bytes]:
    page = (
        f"<html><head><meta charset={rng.choice(['utf-8', 'gbk', 'utf-16', 'x'])}><title>{text[:20]}</title>"
        f"</head><body>{_markup(_excerpt(text, rng, 2_000).split(chr(10)), rng)}</body></html>"
    )
    page = mutated(page, rng) if rng.random() < 0.6 else page
    data = page.encode(rng.choice(["utf-8", "gb18030"]), "replace")
    return "a.html", mutated_bytes(data, rng) if rng.random() < 0.5 else data


def _word_members(text: str, rng: random.Random) -> dict[str, bytes]:
    numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    lines = [
        escape(re.sub("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", "", line))
        for line in _excerpt(text, rng, 2_000).split("\n")
    ]
    body = "".join(
        poison.row(line[:9], line, line[-9:]).join(("<w:tbl>", "</w:tbl>"))
        if rng.random() < 0.15
        else poison.paragraph(line, numbered if rng.random() < 0.3 else "")
        for line in lines
    )
    base = poison.numbered(
        (
            f'<w:start w:val="{rng.randrange(9)}"/><w:numFmt w:val="'
            f'{rng.choice(["decimal", "chineseCounting", "lowerRoman", "bullet"])}"/><w:lvlText w:val="%1."/>'
        ),
        1,
    )
    with zipfile.ZipFile(io.BytesIO(base)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    return {**members, "word/document.xml": f"<w:document {poison.W}><w:body>{body}</w:body></w:document>".encode()}


def as_word(text: str, rng: random.Random) -> tuple[str, bytes]:
    members = _word_members(text, rng)
    name = rng.choice(sorted(members))
    if rng.random() < 0.8:
        members[name] = mutated_bytes(members[name], rng) if rng.random() < 0.5 else _mutated_markup(members[name], rng)
    data = poison.archive(members)
    return "a.docx", mutated_bytes(data, rng) if rng.random() < 0.2 else data


def _mutated_markup(data: bytes, rng: random.Random) -> bytes:
    """Elements moved, doubled, dropped and renamed; the markup stays nearly well-formed."""
    parts = re.split(rb"(?=<)", data)
    for _ in range(rng.choice([1, 2, 5])):
        i, j = rng.randrange(len(parts)), rng.randrange(len(parts))
        match rng.randrange(4):
            case 0:
                parts[i], parts[j] = parts[j], parts[i]
            case 1:
                parts.insert(j, parts[i])
            case 2:
                parts[i] = parts[i].replace(
                    b"w:p", rng.choice([b"w:tbl", b"w:tr", b"w:tc", b"w:sdt", b"w:ins", b"w:del"])
                )
            case 3:
                parts[i] = re.sub(rb'"[^"]*"', b'"%d"' % rng.choice([0, -1, 7, 10**9, 10**30]), parts[i])
    return b"".join(parts)


def as_pdf(text: str, rng: random.Random) -> tuple[str, bytes]:
    marks, y = [], 760
    for line in _excerpt(text, rng, 800).replace("\n", "") and [text[i : i + 27] for i in range(0, 540, 27)]:
        marks.append(b"BT /F 16 Tf 80 %d Td <%s> Tj ET" % (y, line.encode("utf-16-be", "ignore").hex().encode()))
        y -= 28
    marks.extend(
        b"%d %d m %d %d l S" % tuple(rng.randrange(800) for _ in range(4)) for _ in range(rng.choice([0, 4, 30]))
    )
    content = b"\n".join(marks)
    content = mutated_bytes(content, rng) if rng.random() < 0.6 else content
    data = poison.pdf(content, objects={6: poison.stream(content, packed=rng.random() < 0.5)})
    return "a.pdf", mutated_bytes(data, rng) if rng.random() < 0.7 else data


KINDS: dict[str, Callable[[str, random.Random], tuple[str, bytes]]] = {
    "text": as_text,
    "encoded": as_encoded,
    "page": as_page,
    "word": as_word,
    "pdf": as_pdf,
}
# texts reach everything behind the readers, and are read fastest
WEIGHTS = {"text": 10, "encoded": 3, "page": 4, "word": 4, "pdf": 2}


def make_input(seeds: list[str], seed: int, number: int) -> tuple[str, str, bytes]:
    """(kind, file name, bytes) of one input."""
    rng = random.Random(f"{seed}:{number}")
    kind = rng.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]
    return kind, *KINDS[kind](_excerpt(rng.choice(seeds), rng), rng)


# -- laws ----------------------------------------------------------------------------------------


class BrokenLaw(AssertionError):
    """What a text did to a law."""


def _law(holds: bool, what: str) -> None:
    if not holds:
        raise BrokenLaw(what)


def _tiles(notice: Notice, structure: Structure) -> None:
    covered = bytearray(len(notice.text))
    last = 0
    for unit in structure.units:
        _law(notice.text[unit.start : unit.end] == unit.text, f"unit {unit.unit_id} is not where it says")
        _law(unit.start >= last, f"unit {unit.unit_id} overlaps the one before")
        last = unit.end
    for start, end in (*((unit.start, unit.end) for unit in structure.units), *structure.headings, *structure.markers):
        covered[start:end] = b"\x01" * (end - start)
    lost = "".join(
        char
        for i, char in enumerate(notice.text)
        if notice.body_start <= i < notice.body_end and not covered[i] and not char.isspace()
    )
    _law(not lost, f"lost: {lost[:60]!r}")
    _law(len({unit.unit_id for unit in structure.units}) == len(structure.units), "two units have one id")


class Reader:
    """Reads inputs as the pipeline does, and checks the laws."""

    def __init__(self) -> None:
        self.params = load_params(ROOT)
        self.facts = FactReader.load(ROOT)

    def read(self, name: str, data: bytes) -> tuple[str, str, int]:
        """("refused" or "read", all that came of it, characters of the clean text)."""
        try:
            notice, odd = read_notice(name, data, self.params.ingest, notice_id="fuzz")
        except UnreadableNotice as error:
            return "refused", str(error), 0
        _law(
            normalise(notice.text, script="hans") == notice.text or notice.script == "hant",
            "the clean text is not clean",
        )
        structure = read_structure(notice, very_long_unit=self.params.segment.very_long_unit)
        _tiles(notice, structure)
        facts = self.facts.read(notice, structure.units)
        for found in (*facts.targets, *facts.entities):
            _law(notice.text[found.start : found.end] == found.text, f"{found} is not where it says")
        for role in facts.roles:
            _law(notice.text[role.start : role.end] == role.department, f"{role} is not where it says")
        for target in facts.targets:
            _law(
                all(
                    math.isfinite(value) and 0 <= value <= 1e18
                    for value in (target.value, target.value_high)
                    if value is not None
                ),
                f"{target.value} is no number",
            )
        for unit in structure.units:
            mentions = self.facts.entities.mentions(unit.text)
            _law(
                all(one.end <= other.start for one, other in itertools.pairwise(mentions)),
                f"two mentions overlap in {unit.text[:60]!r}",
            )
        json.dumps([target.value for target in facts.targets], allow_nan=False)
        return "read", repr((notice, odd, structure, facts)), len(notice.text)


def problem_of(reader: Reader, name: str, data: bytes) -> str:
    """What is wrong with how an input is read, "" for nothing."""
    try:
        once = reader.read(name, data)
        return "" if once == reader.read(name, data) else "BrokenLaw: reading twice gives two results"
    except Exception as error:  # whatever it is, it is what is looked for
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:200]} ({Path(frame.filename).name}:{frame.lineno})"


def shrunk(reader: Reader, name: str, data: bytes, problem: str) -> bytes:
    """A text made shorter piece by piece while the same kind of problem stays; other files as they are."""
    kind = problem.partition(":")[0]
    size = len(data) // 2 if name.endswith((".txt", ".md")) or name == "-" else 0
    while size:
        at = 0
        while at < len(data):
            shorter = data[:at] + data[at + size :]
            if problem_of(reader, name, shorter).partition(":")[0] == kind:
                data = shorter
            else:
                at += size
        size //= 2
    return data


# -- running -------------------------------------------------------------------------------------


def fuzz(minutes: float, inputs: int | None, seed: int) -> int:
    reader, seeds, digest = Reader(), own_notices(), hashlib.sha256()
    counts: Counter[tuple[str, str]] = Counter()
    problems: Counter[str] = Counter()
    slowest: list[tuple[float, int, str]] = []
    until = time.monotonic() + 60 * minutes
    number = 0
    while number < inputs if inputs is not None else time.monotonic() < until:
        kind, name, data = make_input(seeds, seed, number)
        started = time.process_time()
        problem, outcome, result, characters = "", "broken", "", 0
        try:
            outcome, result, characters = reader.read(name, data)
            if number % 10 == 0 and reader.read(name, data) != (outcome, result, characters):
                problem = "BrokenLaw: reading twice gives two results"
        except Exception:  # named and placed below
            problem = problem_of(reader, name, data)
        taken = time.process_time() - started
        counts[kind, outcome] += 1
        digest.update(result.encode("utf-8", "surrogatepass"))
        slowest = sorted(
            [*slowest, (taken, number, f"{kind}, {len(data)} bytes, {characters} characters")], reverse=True
        )[:5]
        if problem:
            place = re.sub(r"\d+", "#", problem.partition(":")[0]) + problem[problem.rfind(" (") :]
            if not problems[place]:
                FOUND.mkdir(parents=True, exist_ok=True)
                suffix = Path(name).suffix or ".txt"
                (FOUND / f"{seed}-{number}{suffix}").write_bytes(shrunk(reader, name, data, problem))
                print(f"input {number} ({kind}): {problem}", flush=True)
            problems[place] += 1
        number += 1
    for (kind, outcome), count in sorted(counts.items()):
        print(f"{kind:8} {outcome:8} {count}")
    print("slowest:", *(f"  {taken:.2f} s  input {i}: {what}" for taken, i, what in slowest), sep="\n")
    print(
        f"{number} inputs, {sum(problems.values())} with problems of {len(problems)} kinds; digest of the "
        f"results {digest.hexdigest()[:16]}"
    )
    return 1 if problems else 0


def measure(name: str) -> None:
    """Read one poison at its full size; print what came of it, processor seconds and the memory it added."""
    import resource

    one = next(one for one in poison.POISONS if one.name == name)
    data = one.build(one.full)
    reader = Reader()
    reader.facts.entities.find("建设海洋实验室。")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    try:
        notice, odd = read_notice(one.file, data, reader.params.ingest, notice_id="poison")
        structure = read_structure(notice, very_long_unit=reader.params.segment.very_long_unit)
        facts = reader.facts.read(notice, structure.units)
        told = sorted({item.code for item in (*odd, *structure.diagnostics, *facts.diagnostics)})
        what = f"read: {', '.join(told) or 'no diagnostic'}"
    except UnreadableNotice as error:
        what = (
            "set aside: "
            + str(error)
            .removeprefix("a.txt: ")
            .removeprefix(f"{one.file}: ")
            .partition(";")[0]
            .partition(" (configs")[0]
        )
    added = max(0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"| {one.name} | {len(data) / 1e6:.1f} | {what[:150]} | {time.process_time() - started:.1f} | {added:.0f} |")


def measure_all() -> int:
    print("| poison | MB | what happens | seconds | MB more |\n|---|---:|---|---:|---:|", flush=True)
    return max(
        subprocess.run([sys.executable, __file__, "--poison", one.name], check=False).returncode
        for one in poison.POISONS
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--inputs", type=int, help="so many inputs, however long they take")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--poison", nargs="?", const="", help="read one poison by name, or all of them")
    chosen = parser.parse_args()
    if chosen.poison is None:
        return fuzz(chosen.minutes, chosen.inputs, chosen.seed)
    if not chosen.poison:
        return measure_all()
    measure(chosen.poison)
    return 0


if __name__ == "__main__":
    sys.exit(main())
