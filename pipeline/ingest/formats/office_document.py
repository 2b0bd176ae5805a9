"""Old Word, WPS, RTF and OpenDocument files: LibreOffice turns them into .docx, which the Word reader takes.

LibreOffice runs without a window, with a profile of its own and a time limit; macros do not run in a
file it only converts. Its .docx keeps the numbers of automatic lists as lists.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from pipeline.ingest.formats.rtf_numbers import with_printed_numbers
from pipeline.ingest.limits import lift_memory_bound
from pipeline.ingest.raw import RawText, UnreadableNotice

LONGEST_CONVERSION = 120  # seconds; a start takes three, a long report five more
WHERE_IT_LIES = (  # where it is installed but not on the path
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
HOW_TO_GET_IT = (
    "install LibreOffice (apt-get install libreoffice-writer-nogui, or libreoffice.org), or open it in Word or "
    "WPS and save it as .docx (另存为 → Word 文档)"
)

ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
WORD_STREAM = "WordDocument".encode("utf-16-le")  # without it LibreOffice would take the bytes for text
# what else lies in the old container, by the name of its main stream
OTHER_STREAMS = (("Workbook", "an Excel workbook (.xls)"), ("PowerPoint Document", "a PowerPoint file (.ppt)"))
FAMILIES = {".doc": "Word 97–2003 or WPS", ".rtf": "RTF", ".odt": "OpenDocument"}


def read_office(data: bytes, suffix: str) -> RawText:
    """The text of a .doc, .wps, .rtf or .odt file, as `suffix` says.

    Raises UnreadableNotice where LibreOffice is missing, takes too long or cannot open the file.
    """
    from pipeline.ingest.formats.word_document import read_docx

    if ENCRYPTED_STREAM in data:
        raise UnreadableNotice("this document is protected by a password; save it as .docx without one")
    for stream, what in OTHER_STREAMS:
        if suffix == ".doc" and stream.encode("utf-16-le") in data:
            raise UnreadableNotice(f"this is {what}, which is not read; copy its table into a Word document (.docx)")
    if suffix == ".doc" and WORD_STREAM not in data:
        raise UnreadableNotice(
            "this file has the container of a Word 97–2003 document but no text in it; download it again"
        )
    program = find_program()
    if program is None:
        raise UnreadableNotice(
            f"this is a {FAMILIES[suffix]} document, which is read with LibreOffice, and LibreOffice is "
            f"not installed; {HOW_TO_GET_IT}"
        )
    if suffix == ".rtf":
        data = with_printed_numbers(data)
    return read_docx(_converted(program, data, suffix), made_of=data if suffix == ".doc" else b"")


@cache
def find_program() -> str | None:
    """Where LibreOffice lies; None if it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or next(filter(_is_file, WHERE_IT_LIES), None)


def _is_file(path: str) -> bool:
    return Path(path).is_file()


@cache
def _profile() -> tempfile.TemporaryDirectory[str]:
    """The profile of this process: two conversions at a time never share one."""
    return tempfile.TemporaryDirectory(prefix="policy-trends-office-")


def _converted(program: str, data: bytes, suffix: str) -> bytes:
    next_step = "open it in Word or WPS and save it as .docx"
    with tempfile.TemporaryDirectory(prefix="policy-trends-") as folder:
        given, made = Path(folder, f"notice{suffix}"), Path(folder, "notice.docx")
        given.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={Path(_profile().name).as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nolockcheck"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(given)),
        ]
        try:
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=LONGEST_CONVERSION,
                check=False,
                preexec_fn=None if sys.platform == "win32" else lift_memory_bound,
            )
        except subprocess.TimeoutExpired as error:
            raise UnreadableNotice(
                f"LibreOffice did not finish this {FAMILIES[suffix]} document within {LONGEST_CONVERSION} "
                f"seconds; {next_step}"
            ) from error
        except OSError as error:
            raise UnreadableNotice(f"LibreOffice could not be started ({error}); {next_step}") from error
        if not made.is_file():
            raise UnreadableNotice(f"LibreOffice could not open this {FAMILIES[suffix]} document; {next_step}")
        return made.read_bytes()
