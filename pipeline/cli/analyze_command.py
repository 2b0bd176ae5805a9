"""`policy-trends analyze`: one notice, several, or all of a folder, read in one process that loads its models once."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.terminal import CommandError, messages, screen

if TYPE_CHECKING:
    from pipeline.service.analyze import Analyzer

# What a folder of notices may hold; other files in it are passed over.
NOTICE_SUFFIXES = frozenset(
    {
        *(".txt", ".md", ".html", ".htm", ".shtml", ".docx", ".doc", ".wps", ".rtf", ".odt", ".pdf", ".ofd"),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff"),
    }
)
MOST_BYTES = 500_000_001  # one more than ingest.largest_megabytes may allow: what is longer is refused for its size
PARTS_OF_PAGE = ("_files", ".files")  # how folders end in which browsers keep the pictures of a saved page


def read_input(file: str) -> tuple[str, bytes]:
    """(name, bytes) of a file, or of standard input for `-`."""
    if file == "-":
        return "standard-input", sys.stdin.buffer.read(MOST_BYTES)
    path = Path(file)
    if not os.path.exists(path):  # False for a name that no system takes, where Path.exists raises
        raise CommandError(f"{file}: no such file; check the path, or give - to read standard input")
    if path.is_dir():
        raise CommandError(f"{file}: is a folder; give one notice")
    try:
        with path.open("rb") as content:  # /dev/zero has no end
            return path.name, content.read(MOST_BYTES)
    except OSError as error:
        raise CommandError(f"{file}: cannot be read ({error.strerror}); check who may read it") from None


def id_from(name: str) -> str:
    """The notice id that a file's name gives."""
    return re.sub(r"[^\w.-]+", "-", Path(name).stem).strip("-.") or "notice"


def notices_in(given: list[str]) -> list[str]:
    """The files that were named, and those in the folders that were named, by name."""
    return [file for name in given for file in (_in_folder(Path(name)) if Path(name).is_dir() else [name])]


def _in_folder(folder: Path) -> list[str]:
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in NOTICE_SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") or part.endswith(PARTS_OF_PAGE) for part in path.relative_to(folder).parts)
    )
    outside = [path for path in found if not path.resolve().is_relative_to(folder.resolve())]
    for path in outside:
        message = f"{path}: leads out of the folder and is not read; name it itself if it is meant"
        messages.print(message, style="yellow", markup=False, highlight=False)
    found = [path for path in found if path not in outside]
    if not found:
        raise CommandError(
            f"{folder}: holds no notice ({', '.join(sorted(NOTICE_SUFFIXES))}); give a file or its folder"
        )
    return [str(path) for path in found]


def analyze_notices(given: list[str], analyzer: Callable[[], Analyzer], *, as_json: bool, year: int | None) -> None:
    """Print what is in each notice. A file that cannot be read is named, the others are read all the same."""
    files = notices_in(given)
    if len(files) == 1 and files == given:
        _print_one(files[0], analyzer, as_json=as_json, year=year)
        return
    refused = list(_print_each(files, analyzer, as_json=as_json, year=year))
    if refused:
        raise CommandError(f"{len(refused)} of {len(files)} files were not read; the reasons stand above")


def _print_one(file: str, analyzer: Callable[[], Analyzer], *, as_json: bool, year: int | None) -> None:
    name, data = read_input(file)
    analysis = analyzer().analyze(name, data, notice_id=id_from(name), year=year)
    if as_json:
        sys.stdout.write(json.dumps(analysis.as_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        from pipeline.cli.analysis_view import show_analysis

        show_analysis(analysis, screen)


def _print_each(
    files: list[str], analyzer: Callable[[], Analyzer], *, as_json: bool, year: int | None
) -> Iterator[str]:
    """Print a line of JSON or a summary a file; gives the files that could not be read."""
    from pipeline.cli.analysis_view import show_summary
    from pipeline.ingest.raw import UnreadableNotice

    reader = analyzer()
    for file in files:
        try:
            name, data = read_input(file)
            analysis = reader.analyze(name, data, notice_id=id_from(name), year=year)
        except (CommandError, UnreadableNotice) as error:
            message = str(error) if isinstance(error, CommandError) else f"{file}: {error}"
            messages.print(message, style="red", markup=False, highlight=False)
            yield file
            continue
        if as_json:
            sys.stdout.write(json.dumps(analysis.as_json(), ensure_ascii=False) + "\n")
            sys.stdout.flush()
        else:
            show_summary(file, analysis, screen)
