"""The page of a cross-section as HTML: one file, with its style and its script inside, that fetches nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.records.crosses import CrossFound, CrossRow
from pipeline.report.cross.dots import DotPlot, dot_plot
from pipeline.report.cross.views import CHANGES, LEADS, MEASURES, STATUS, CrossView


def render(found: CrossFound, texts: Mapping[str, str], themes: Mapping[str, str]) -> str:
    """The whole page. `texts`: clean texts by notice id; `themes`: Chinese names of themes by id."""
    environment = Environment(
        loader=PackageLoader("pipeline.report.cross"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    view = CrossView(found, texts, themes)
    script = _source(environment, "cross.js")
    return environment.get_template("cross.html.j2").render(
        view=view,
        found=found,
        plots=[plot for row in view.rows if (plot := _plot(view, row))],
        measures=MEASURES,
        statuses=STATUS,
        changes=CHANGES,
        leads=LEADS,
        style=Markup(_source(environment, "cross.css")),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii"),
    )


def _plot(view: CrossView, row: CrossRow) -> DotPlot | None:
    names = {place.notice_id: place.place for place in view.found.places}
    anchors = {cell.notice_id: view.anchor(cell.facts[0]) for cell in row.cells if cell.value is not None}
    return dot_plot(row, f"{row.indicator}（{MEASURES[row.measure]}）", names, anchors)


def _source(environment: Environment, name: str) -> str:
    """A file of templates/ as it is. Style and script are ours: nothing of a notice goes into them."""
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0].strip()
