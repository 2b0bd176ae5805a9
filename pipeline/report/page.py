"""The page of a series: every record as a reader sees it, with its place and its way back to the text."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from pipeline.records import Diagnostic
from pipeline.report.body_views import BodyReader, names_by_key
from pipeline.report.change_summary import ChangeSummary
from pipeline.report.change_views import (
    CHANGES,
    ROLE_CHANGES,
    SCORE_PARTS,
    TARGET_CHANGES,
    chain_views,
    histories,
    pair_views,
)
from pipeline.report.followed import Followed
from pipeline.report.series import Series, body_key, years_label
from pipeline.report.summary import Summary, anchor
from pipeline.report.trajectories import trajectories
from pipeline.report.views import notice_views
from pipeline.report.wording import Wording

STRENGTHS = ("firm", "striving", "exploring")
KINDS = ("stock", "flow", "rate", "share")
QUOTES_SHOWN = 3
PARTS = (
    "summary",
    "notices",
    "figures",
    "priorities",
    "changes",
    "targets",
    "departments",
    "tasks",
    "quality",
    "provenance",
)
ONLY_OF_SEVERAL = ("changes",)
# What a reader who hears the page, or prints it without colours, is told of a marked piece.
MARKS = ("deleted_start", "deleted_end", "inserted_start", "inserted_end")


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure as drawn, in CSS pixels. `svg` and `png` are None where there was nothing to draw."""

    name: str
    key: str
    values: Mapping[str, Any]
    svg: bytes | None
    png: bytes | None
    width: int
    height: int

    @property
    def source(self) -> str:
        """The figure inside the page itself: an image that can neither run nor fetch anything."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg or b"").decode("ascii")


@dataclass(frozen=True, slots=True)
class Provenance:
    """What makes a figure citable: code, data and parameters, and nothing that changes by itself."""

    version: str
    command: str
    software: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str]]
    parameters: Sequence[tuple[str, str]]


def page_title(series: Series, wording: Wording) -> str:
    """The title of the page; a sample says so."""
    notice = series.latest.notice
    if series.several:
        title = wording.plain(
            "title.years", issuer=notice.issuer or series.name, years=years_label(series.notices, wording)
        )
    else:
        title = wording.plain("title.profile", title=notice.title or notice.notice_id)
    return wording.plain("sample.title", title=title) if series.sample else title


# -- the page ------------------------------------------------------------------------------------


def render(
    environment: Environment,
    *,
    series: Series,
    wording: Wording,
    figures: Sequence[FigureView],
    provenance: Provenance,
    colours: Mapping[str, str],
    confidence: float,
    samples: int,
    unread: Sequence[Diagnostic],
) -> str:
    """The whole page as HTML, with its style, its script and its figures inside."""
    summary = Summary(series, wording, confidence=confidence)
    followed = Followed(series)
    views = notice_views(series, wording, summary, followed)
    targets = {
        (view.target.unit_id, view.target.start): view for notice in views for view in [*notice.targets, *notice.grants]
    }
    pairs = pair_views(series, wording, targets, followed)
    bodies = BodyReader(series, views, pairs, followed).views_of_all()
    chains = chain_views(series) if series.several else []
    changes = ChangeSummary(series, wording, views, bodies)
    script = _source(environment, "page.js")
    tables, drawn = count(1), count(1)
    return environment.get_template("page.html.j2").render(
        parts=[part for part in PARTS if series.several or part not in ONLY_OF_SEVERAL],
        series=series,
        views=views,
        latest_first=list(reversed(views)),
        pairs=list(reversed(pairs)),
        bodies=bodies,
        body_names=names_by_key(bodies),
        chains=chains,
        histories=histories(pairs, chains),
        trajectories=trajectories(series, pairs),
        changes=changes,
        followed=followed,
        title=page_title(series, wording),
        opening=summary.opening(),
        figures=figures,
        provenance=provenance,
        colours=colours,
        confidence=wording.percent(confidence, digits=0),
        samples=samples,
        unread=unread,
        wording=wording,
        say=wording.say,
        anchor=anchor,
        body_key=body_key,
        task_changes=CHANGES,
        target_changes=TARGET_CHANGES,
        role_changes=ROLE_CHANGES,
        score_parts=SCORE_PARTS,
        strengths=STRENGTHS,
        kinds=KINDS,
        quotes_shown=QUOTES_SHOWN,
        next_table=lambda: next(tables),
        next_figure=lambda: next(drawn),
        style=Markup(_source(environment, "page.css") + _marks(wording)),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii"),
    )


def _marks(wording: Wording) -> str:
    """The words before and after a marked piece, as CSS strings."""
    return (
        "\n:root {"
        + " ".join(
            f"--{name.replace('_', '-')}: {json.dumps(wording.plain(f'changes.marks.{name}'), ensure_ascii=False)};"
            for name in MARKS
        )
        + "}"
    )


def _source(environment: Environment, name: str) -> str:
    """A file of templates/ as it is. Style and script are ours: nothing of a notice goes into them."""
    if environment.loader is None:
        raise LookupError("the environment has no templates")
    return environment.loader.get_source(environment, name)[0].strip()
