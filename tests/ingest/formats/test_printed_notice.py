"""One notice printed by two printers in four layouts, and saved as old Word, RTF and OpenDocument:
always the same text."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pipeline.ingest.formats import office_document
from pipeline.ingest.formats.by_content import read_file, suffix_of
from pipeline.ingest.formats.office_document import read_office
from pipeline.ingest.normalise import normalise
from pipeline.ingest.raw import UnreadableNotice
from tests.ingest.formats.printers import LAYOUTS, MADE, NOTICE, converted, needs, printed_by_chromium


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("printed")


def lines(name: str, data: bytes) -> list[str]:
    return normalise(read_file(name, data).text).split("\n")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_printed_by_libreoffice(layout: str, folder: Path) -> None:
    needs("soffice")
    assert lines("notice.pdf", converted(folder, layout, "pdf")) == NOTICE


@pytest.mark.parametrize("layout", LAYOUTS)
def test_printed_by_chromium(layout: str, folder: Path) -> None:
    needs("chromium")
    assert lines("notice.pdf", printed_by_chromium(folder, layout)) == NOTICE


@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_old_word_rtf_and_opendocument(suffix: str, folder: Path) -> None:
    needs("soffice")
    data = converted(folder, "first lines set in", suffix)
    assert lines(f"notice.{suffix}", data) == NOTICE
    assert suffix_of("download", data) == f".{suffix}"


@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt", "pdf"])
@pytest.mark.parametrize("made", MADE)
def test_tables_and_list_numbers_survive_every_program(made: str, suffix: str, folder: Path) -> None:
    needs("soffice")
    assert lines(f"notice.{suffix}", converted(folder, made, suffix)) == MADE[made][1]


WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")


def test_where_libreoffice_is_missing_the_refusal_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_document, "find_program", lambda: None)
    with pytest.raises(UnreadableNotice, match="LibreOffice is not installed; install"):
        read_office(WORD, ".doc")


def test_a_conversion_that_does_not_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_long(*args: object, **kwargs: object) -> None:
        raise subprocess.TimeoutExpired("soffice", 120)

    monkeypatch.setattr(office_document, "find_program", lambda: "soffice")
    monkeypatch.setattr(subprocess, "run", too_long)
    with pytest.raises(UnreadableNotice, match="did not finish"):
        read_office(WORD, ".doc")


@pytest.mark.parametrize(
    ("stream", "says"),
    [
        ("EncryptedPackage", "password"),
        ("Workbook", "Excel"),
        ("PowerPoint Document", "PowerPoint"),
        ("Other", "no text in it"),
    ],
)
def test_other_files_in_the_old_container_are_refused(stream: str, says: str) -> None:
    with pytest.raises(UnreadableNotice, match=says):
        read_office(WORD[:8] + stream.encode("utf-16-le"), ".doc")
