"""Every command on damaged inputs: `python -m tests.damaged COUNT SEED` in a project folder prints what went wrong.

An input is a good one with bytes changed, cut, doubled or put in. A command may read it or refuse it in
words; anything else, a traceback or "should not happen", is a fault.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache
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


def written(name: str, data: bytes) -> str:
    path = FOLDER / name
    path.write_bytes(data)
    return str(path)


def cases(chance: random.Random) -> Iterator[list[str]]:
    """Command lines without end, each on an input damaged in its own way."""
    text = Path("data/sample/2024.txt").read_bytes()
    findings = Path("reports/sample/findings.json").read_bytes()
    word, book = docx(), review()
    makers: list[Callable[[], list[str]]] = [
        lambda: ["analyze", written("a.txt", damaged(text, chance))],
        lambda: ["analyze", written("a.txt", damaged(text, chance)), "--json"],
        lambda: ["analyze", written("a.html", damaged(page(), chance))],
        lambda: ["analyze", written("a.docx", damaged_parts(word, chance))],
        lambda: ["analyze", written("a.docx", damaged(word, chance)), "--json"],
        lambda: [
            "add",
            written("b.txt", damaged(text, chance)),
            "--series",
            "d",
            "--year",
            str(chance.randint(0, 3000)),
        ],
        lambda: ["review", "import", written("r.xlsx", damaged_parts(book, chance)), "--annotator", "AB"],
        lambda: [
            "review",
            "import",
            written("r.json", damaged(b'[{"id": 1, "data": {}}]', chance)),
            "--annotator",
            "A",
        ],
        lambda: ["review", "import", written("r.csv", damaged(b"text,theme\nx,other\n", chance)), "--annotator", "AB"],
        lambda: ["diff", _folder(damaged(findings, chance)), "reports/sample"],
        lambda: [
            "sql",
            damaged(b"SELECT theme, count(*) FROM themes GROUP BY theme", chance).decode("utf-8", "replace"),
        ],
        lambda: ["bodies", damaged("市发展改革委".encode(), chance).decode("utf-8", "replace")],
        lambda: ["compare", written("old.txt", damaged(text, chance)), "data/sample/2025.txt", "--json"],
    ]
    while True:
        for make in makers:
            yield make()


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


def main(count: int, seed: int) -> int:
    FOLDER.mkdir(exist_ok=True)
    command_line._analyzer = lru_cache(command_line._analyzer)  # the models are loaded once
    faults = 0
    for number, arguments in zip(range(count), cases(random.Random(seed))):
        try:
            code, printed = run(arguments)
        except Exception as error:
            code, printed = 99, f"Traceback: {type(error).__name__}: {error}"
        if code not in (0, 1, 2) or "should not happen" in printed or "Traceback" in printed:
            faults += 1
            print(json.dumps([number, arguments[:3], code, printed[-400:]], ensure_ascii=False))
    print(f"{count} inputs, {faults} faults")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
