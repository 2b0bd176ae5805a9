"""The pages of a cross-section as HTML: each one file, with its style and its script inside, that fetches nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.records.crosses import CrossFound, CrossRow
from pipeline.report.cross.dots import DotPlot, Strip, dot_plot, strip
from pipeline.report.cross.saying import LANGUAGES, Saying
from pipeline.report.cross.views import CrossView, PlaceView

PLACES = "places"  # the folder of the pages of one place


@dataclass(frozen=True)
class Pages:
    """Renders the pages. `texts`: clean texts by notice id; `themes`: (Chinese, English) names of themes by id."""

    found: CrossFound
    texts: Mapping[str, str]
    themes: Mapping[str, tuple[str, str]]

    def all(self) -> Iterator[tuple[str, str]]:
        """(path below the report's folder, page) of every page in every language."""
        for language in LANGUAGES:
            saying = Saying(language, self.themes)
            yield saying.file("index"), self.index(language)
            for place in self.found.places:
                yield f"{PLACES}/{saying.file(place.notice_id)}", self.of_place(place.notice_id, language)

    def index(self, language: str) -> str:
        """The page of all places."""
        view, saying = CrossView(self.found, self.texts), Saying(language, self.themes)
        plots = [plot for row in view.rows if (plot := _plot(view, row, saying))]
        return self._render("cross.html.j2", view, saying, "index", plots=plots)

    def of_place(self, notice_id: str, language: str) -> str:
        """The page of one place against the others."""
        place = next(one for one in self.found.places if one.notice_id == notice_id)
        view, saying = PlaceView(self.found, self.texts, place), Saying(language, self.themes)
        strips = {row.id: found for row in view.rows if (found := _strip(view, row, saying))}
        return self._render("place.html.j2", view, saying, notice_id, strips=strips)

    def _render(self, template: str, view: CrossView, saying: Saying, name: str, **values: object) -> str:
        other = Saying("zh" if saying.english else "en", self.themes)
        return self._environment.get_template(template).render(
            view=view,
            found=self.found,
            say=saying,
            w=saying.words,
            other=other.file(name),
            places_folder=PLACES,
            style=Markup(self._source("cross.css")),
            script=Markup(self._source("cross.js")),
            script_hash=base64.b64encode(hashlib.sha256(self._source("cross.js").encode("utf-8")).digest()).decode(
                "ascii"
            ),
            **values,
        )

    @cached_property
    def _environment(self) -> Environment:
        return Environment(
            loader=PackageLoader("pipeline.report.cross"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def _source(self, name: str) -> str:
        """A file of templates/ as it is. Style and script are ours: nothing of a notice goes into them."""
        assert self._environment.loader is not None
        return self._environment.loader.get_source(self._environment, name)[0].strip()


def _plot(view: CrossView, row: CrossRow, saying: Saying) -> DotPlot | None:
    names = {place.notice_id: saying.place(place) for place in view.found.places}
    anchors = {cell.notice_id: view.anchor(cell.facts[0]) for cell in row.cells if cell.value is not None}
    title = f"{saying.indicator(row)}{saying.brackets(saying.words['measures'][row.measure])}"
    said = {cell.notice_id: saying.cell(cell) for cell in row.cells}
    return dot_plot(row, title, names, anchors, said, saying.median(row))


def _strip(view: PlaceView, row: CrossRow, saying: Saying) -> Strip | None:
    names = {place.notice_id: saying.place(place) for place in view.found.places}
    said = {cell.notice_id: saying.cell(cell) for cell in row.cells}
    return strip(row, view.mine, names, said)
