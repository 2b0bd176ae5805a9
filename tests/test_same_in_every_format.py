"""One notice as a researcher may be handed it: always the same units, roles and targets as its plain text.

Files are made here by the programs of an office; where one of them is missing, its cases are skipped and say so.
"""

from __future__ import annotations

import html
import io
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import load_params
from pipeline.extract.facts import FactReader
from pipeline.ingest.formats.scan import is_installed
from pipeline.ingest.notice import read_notice
from pipeline.segment.structure import read_structure
from tests.conftest import ROOT
from tests.ingest.formats.printers import FONT, NOTICE, converted, needs, printed_by_chromium
from tests.ingest.formats.test_ofd_document import flow, ofd

TURNED = (90, 180, 270)
SHEET = f"@page{{margin:25mm}}body{{font:16px/1.8 '{FONT}';print-color-adjust:exact}}p{{text-indent:2em;margin:0}}"
SLANTED = "position:fixed;top:40%;left:5%;font-size:64px;color:#fbb;transform:rotate(-40deg)"
WATERMARK = f"<div style='{SLANTED}'>内部资料注意保管</div>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


@cache
def _reader() -> FactReader:
    return FactReader.load(ROOT)


def facts(name: str, data: bytes) -> dict[str, Any]:
    """What the pipeline finds in a file: its title, its units, who does them, what they promise."""
    notice, _ = read_notice(name, data, load_params(ROOT).ingest, notice_id="n")
    units = read_structure(notice).units
    found = _reader().read(notice, units)
    return {
        "title": notice.title,
        "units": [(unit.path, unit.kind, unit.text) for unit in units],
        "roles": [(role.unit_id, role.role, role.department) for role in found.roles],
        "targets": [(one.unit_id, one.indicator, one.op, one.value, one.unit) for one in found.targets],
    }


@cache
def of_the_text() -> dict[str, Any]:
    return facts("notice.txt", "\n".join(NOTICE).encode())


def test_the_notice_has_something_to_compare() -> None:
    found = of_the_text()
    assert (len(found["units"]), len(found["roles"])) == (6, 13)
    assert len(found["targets"]) >= 18


@pytest.mark.parametrize("suffix", ["pdf", "doc", "rtf", "odt"])
def test_by_libreoffice(suffix: str, folder: Path) -> None:
    needs("soffice")
    layout = "hanging" if suffix == "pdf" else "first lines set in"
    assert facts(f"notice.{suffix}", converted(folder, layout, suffix)) == of_the_text()


def printed(folder: Path, name: str, body: str) -> bytes:
    page, target = folder / f"{name}.html", folder / f"{name}.pdf"
    page.write_text(f"<meta charset=utf-8><style>{SHEET}</style>{body}", "utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={target}")
    subprocess.run(["chromium", *options, str(page)], capture_output=True, timeout=180, check=True)
    return target.read_bytes()


def paragraphs(form: str = "<p>{}</p>") -> str:
    return "".join(form.format(html.escape(line)) for line in NOTICE)


PAGES: list[tuple[str, Callable[[], str]]] = [
    ("a slanted watermark", lambda: WATERMARK + paragraphs()),
    ("white boxes behind runs", lambda: paragraphs("<p><span style='background:#fff;border:0'>{}</span></p>")),
    ("two columns", lambda: f"<div style='columns:2;column-gap:2em'>{paragraphs()}</div>"),
    ("characters set apart", lambda: f"<div style='letter-spacing:.12em'>{paragraphs()}</div>"),
]


@pytest.mark.parametrize(("kind", "body"), PAGES, ids=[kind for kind, _ in PAGES])
def test_by_chromium(kind: str, body: Callable[[], str], folder: Path) -> None:
    needs("chromium")
    assert facts("notice.pdf", printed(folder, kind.replace(" ", "-"), body())) == of_the_text()


@pytest.mark.parametrize("degrees", TURNED)
def test_turned(degrees: int, folder: Path) -> None:
    needs("chromium")
    import pypdfium2

    document = pypdfium2.PdfDocument(printed_by_chromium(folder, "hanging"))
    for number in range(len(document)):
        document[number].set_rotation(degrees)
    target = io.BytesIO()
    document.save(target)
    assert facts("notice.pdf", target.getvalue()) == of_the_text()


def test_ofd() -> None:
    assert facts("notice.ofd", ofd(flow(NOTICE)[0])) == of_the_text()


@pytest.mark.skipif(not is_installed(), reason="text recognition is not installed (make ocr)")
def test_scanned(folder: Path) -> None:
    needs("chromium")
    import numpy
    import pypdfium2
    from PIL import Image

    noise = numpy.random.default_rng(3)
    pages = []
    for page in pypdfium2.PdfDocument(printed_by_chromium(folder, "first lines set in")):
        grey = page.render(scale=200 / 72).to_pil().convert("L").rotate(0.6, fillcolor=255, resample=Image.BICUBIC)
        dots = numpy.asarray(grey).copy()
        dots[noise.random(dots.shape) < 0.002] = 0
        pages.append(Image.fromarray(dots))
    target = io.BytesIO()
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    found, expected = facts("notice.pdf", target.getvalue()), of_the_text()
    assert [path for path, _, _ in found["units"]] == [path for path, _, _ in expected["units"]]
    assert found["roles"] == expected["roles"]
    assert found["targets"] == expected["targets"]
