"""The report of a cross-section: reports/<cross>/ with the pages, the workbook and the data."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.engine.csv_tables import write_csv
from pipeline.engine.files import atomic, write_text
from pipeline.report.cross.page import PLACES, Pages
from pipeline.report.cross.sheets import sheets, workbook
from pipeline.service.across import Across

REPORTS = Path("reports")


def write_report(root: Path, across: Across) -> Path:
    """Write the pages in both languages, workbook, panel as CSV and everything as JSON; gives the first page.

    The same input gives the same bytes; pages of places that are no longer compared are taken away.
    """
    folder = root / REPORTS / across.found.name
    (folder / PLACES).mkdir(parents=True, exist_ok=True)
    texts = {member.notice_id: member.view.facts.notice.text for member in across.cross.members}
    themes = {theme.id: (theme.zh, theme.en) for theme in across.scheme.themes}
    written = set()
    for name, page in Pages(across.found, texts, themes).all():
        write_text(folder / name, page)
        written.add(folder / name)
    for stale in set((folder / PLACES).glob("*.html")) - written:
        stale.unlink()
    _, header, rows = sheets(across.found)[0]
    write_text(folder / "panel.csv", write_csv(header, rows))
    write_text(folder / "cross.json", json.dumps(across.found.as_json(), ensure_ascii=False) + "\n")
    with atomic(folder / "tables.xlsx") as file:
        file.write_bytes(workbook(across.found))
    return folder / "index.html"
