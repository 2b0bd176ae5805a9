"""Every command on damaged inputs: `python -m tests.damaged COUNT SEED` in a project folder prints what went wrong.

`python -m tests.damaged 1000000 SEED MINUTES readers|workbooks|tables|sql` keeps to one group, as long as told.

An input is a good one with bytes changed, cut, doubled or put in. A command may read it or refuse it in
words; anything else, a traceback or "should not happen", is a fault.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import sys
import time
import zipfile
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache, partial
from pathlib import Path

from pipeline.cli import app as command_line
from pipeline.cli import terminal

FOLDER = Path("damaged")
SIGNS = [b"\x00", b"\xff", b'"', b"<", b"1%" * 20, "\u2066".encode(), b"\r", b",", "（".encode(), b"[" * 50]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to four kinds of damage."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(4):
            case 0:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                changed[at:at] = chance.choice(SIGNS)
            case 2:
                del changed[at : at + chance.randrange(1, 200)]
            case _:
                changed[at:at] = changed[max(0, at - 300) : at]
    return bytes(changed) if chance.random() > 0.1 else bytes(changed[: len(changed) // 2])


def damaged_parts(data: bytes, chance: random.Random) -> bytes:
    """A zip file (docx, xlsx) one of whose parts is damaged, so that the damage reaches the reader of the part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        victim = chance.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, damaged(content, chance) if name == victim else content)
    return stream.getvalue()


def docx() -> bytes:
    from docx import Document

    document = Document()
    for line in Path("data/sample/2024.txt").read_text(encoding="utf-8").splitlines()[:60]:
        document.add_paragraph(line)
    table = document.add_table(2, 3)
    for cell, text in zip(table._cells, ["序号", "重点任务", "牵头单位", "1", "建设实验室2家。", "市科技局"]):
        cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def page() -> bytes:
    lines = Path("data/sample/2024.txt").read_text(encoding="utf-8").splitlines()[:60]
    return ("<html><meta charset=utf-8><body><div>" + "".join(f"<p>{line}</p>" for line in lines) + "</div>").encode()


def review() -> bytes:
    run(["review", "export", "--notices", "sample-2024", "-o", "damaged/review.xlsx", "--most", "5"])
    return (FOLDER / "review.xlsx").read_bytes()


def check() -> bytes:
    """A check workbook with a decision on every sheet."""
    from openpyxl import load_workbook

    path = FOLDER / "check.xlsx"
    run(["correct", "export", "--notices", "sample-2024", "--pair", "sample-2023", "sample-2024", "-o", str(path)])
    book = load_workbook(path)
    for sheet in book.worksheets[1:]:
        sheet["A2"] = "正确"
        sheet.delete_rows(8, sheet.max_row)
    book.save(path)
    return path.read_bytes()


def annotated() -> bytes:
    """A Label Studio export of one task that two persons annotated."""
    choice = {"from_name": "theme", "to_name": "text", "type": "choices", "value": {"choices": ["innovation"]}}
    answers = [{"completed_by": {"email": f"{name}@example.org"}, "result": [choice]} for name in ("a", "b")]
    task = {"id": 1, "data": {"unit_id": "sample-2024/一-1", "text": "建设实验室。"}, "annotations": answers}
    return json.dumps([task], ensure_ascii=False).encode()


TABLES = (
    "data/corpus.csv",
    "data/labels/themes.csv",
    "data/corrections.csv",
    "data/crosses.csv",
    "configs/themes.yaml",
)
ASK = {
    "data/corpus.csv": ["notices"],
    "data/labels/themes.csv": ["retrain", "--dry-run"],
    "data/corrections.csv": ["correct", "status"],
    "data/crosses.csv": ["compare", "coast"],
    "configs/themes.yaml": ["compare", "data/sample/2024.txt", "data/sample/2025.txt"],
}
DECISION = "0a1b2c3d,role,delete,sample-2024,一-1,市科技局,,,,,lead,,说明,AB,2026-01-05\n"
MEMBERS = "cross,notice_id,place\ncoast,sample-2024,临江市\ncoast,sample-2023,望海市\n"
QUERIES = (
    "SELECT theme, count(*) FROM themes GROUP BY theme",
    "WITH t AS (SELECT * FROM units) SELECT notice_id, max(length(text)) FROM t GROUP BY 1 ORDER BY 2 DESC LIMIT 3",
    "SELECT * FROM read_csv('/etc/passwd')",
    "COPY units TO 'damaged/x.csv'",
    "SELECT unit_id, list(department) FROM roles JOIN units USING (unit_id) GROUP BY ALL",
)


def with_damaged_table(name: str, good: bytes, chance: random.Random) -> list[str]:
    """A command that reads a table, with the table damaged; `main` puts the good one back."""
    Path(name).write_bytes(damaged(good, chance))
    return ASK[name]


def good_tables() -> dict[str, bytes]:
    found = {name: Path(name).read_bytes() if Path(name).exists() else b"" for name in TABLES}
    found["data/corrections.csv"] += DECISION.encode()
    found["data/crosses.csv"] = MEMBERS.encode()
    return found


def written(name: str, data: bytes) -> str:
    path = FOLDER / name
    path.write_bytes(data)
    return str(path)


Maker = Callable[[], list[str]]


def cases(chance: random.Random, groups: Collection[str] = ()) -> Iterator[list[str]]:
    """Command lines without end, each on an input damaged in its own way; of all groups, or of those named."""
    made = {"readers": readers, "workbooks": workbooks, "tables": tables, "sql": questions}
    makers = [make for name, of in made.items() if not groups or name in groups for make in of(chance)]
    while True:
        for make in makers:
            yield make()


def readers(chance: random.Random) -> list[Maker]:
    text = Path("data/sample/2024.txt").read_bytes()
    word = docx()

    def add() -> list[str]:
        year = str(chance.randint(0, 3000))
        return ["add", written("b.txt", damaged(text, chance)), "--series", "d", "--year", year]

    return [
        lambda: ["analyze", written("a.txt", damaged(text, chance))],
        lambda: ["analyze", written("a.txt", damaged(text, chance)), "--json"],
        lambda: ["analyze", written("a.html", damaged(page(), chance))],
        lambda: ["analyze", written("a.docx", damaged_parts(word, chance))],
        lambda: ["analyze", written("a.docx", damaged(word, chance)), "--json"],
        add,
        lambda: ["compare", written("old.txt", damaged(text, chance)), "data/sample/2025.txt", "--json"],
    ]


def workbooks(chance: random.Random) -> list[Maker]:
    """What a person sends back: workbooks of reviews and decisions, exports of annotation, settled lists."""
    book, decisions = review(), check()
    settled = b"text,section,first,second,first_annotator,second_annotator,near,settled\nx,,other,demand,A,B,no,other\n"

    def sent(command: str, name: str, data: bytes) -> list[str]:
        return [command, "import", written(name, data), "--annotator", "AB"]

    return [
        lambda: sent("review", "r.xlsx", damaged_parts(book, chance)),
        lambda: sent("review", "r.xlsx", damaged(book, chance)),
        lambda: sent("review", "r.json", damaged(annotated(), chance)),
        lambda: sent("review", "r.csv", damaged(settled, chance)),
        lambda: sent("correct", "c.xlsx", damaged_parts(decisions, chance)),
        lambda: sent("correct", "c.xlsx", damaged(decisions, chance)),
    ]


def tables(chance: random.Random) -> list[Maker]:
    """What people edit: the corpus list, labels, decisions, places, themes; and a report's findings."""
    good = good_tables()
    findings = Path("reports/sample/findings.json").read_bytes()
    return [
        *(partial(with_damaged_table, name, good[name], chance) for name in TABLES),
        lambda: ["diff", _folder(damaged(findings, chance)), "reports/sample"],
    ]


def questions(chance: random.Random) -> list[Maker]:
    def ask() -> list[str]:
        query = damaged(chance.choice(QUERIES).encode(), chance).decode("utf-8", "replace")
        return ["sql", query, *chance.choice([[], ["--csv"]])]

    return [ask, lambda: ["bodies", damaged("市发展改革委".encode(), chance).decode("utf-8", "replace")]]


def _folder(data: bytes) -> str:
    (FOLDER / "report").mkdir(exist_ok=True)
    (FOLDER / "report" / "findings.json").write_bytes(data)
    return str(FOLDER / "report")


def run(arguments: list[str]) -> tuple[int, str]:
    """(exit code, everything printed) of a command line, in this process."""
    out = io.StringIO()
    terminal.messages.file = terminal.screen.file = out
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            code = command_line.run_command(arguments)
        except SystemExit as done:
            code = int(done.code or 0)
    return code, out.getvalue()


def restore(kept: dict[str, bytes | None]) -> None:
    """The tables as they were before a case damaged one."""
    for name, data in kept.items():
        if data is None:
            Path(name).unlink(missing_ok=True)
        elif Path(name).read_bytes() != data:
            Path(name).write_bytes(data)


def main(count: int, seed: int, minutes: float = 1e6, groups: Collection[str] = ()) -> int:
    FOLDER.mkdir(exist_ok=True)
    command_line._analyzer = lru_cache(command_line._analyzer)  # the models are loaded once
    faults = 0
    kept = {name: Path(name).read_bytes() if Path(name).exists() else None for name in TABLES}
    until, number = time.monotonic() + 60 * minutes, -1
    for number, arguments in zip(range(count), cases(random.Random(seed), groups)):
        if time.monotonic() > until:
            break
        try:
            code, printed = run(arguments)
        except Exception as error:
            code, printed = 99, f"Traceback: {type(error).__name__}: {error}"
        if code not in (0, 1, 2) or "should not happen" in printed or "Traceback" in printed:
            faults += 1
            print(json.dumps([number, arguments[:3], code, printed[-400:]], ensure_ascii=False), flush=True)
        if arguments in ASK.values():
            restore(kept)
    print(f"{number + 1} inputs, {faults} faults")
    return int(faults > 0)


if __name__ == "__main__":
    given = sys.argv[1:]
    minutes = float(given[2]) if len(given) > 2 else 1e6
    sys.exit(main(int(given[0]), int(given[1]), minutes, given[3:]))
