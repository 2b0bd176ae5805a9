"""The content of a report as one HTML page, with its style, script, figures and data inside."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from pipeline.records import PriorityChange
from pipeline.report.content.build import Content
from pipeline.report.content.quotes import places
from pipeline.report.content.sources import FigureView, Provenance
from pipeline.report.wording import Wording

SHOWN_OF_LAST, SHOWN_OF_EARLIER = 25, 3
MOST_INDICATORS, MOST_SET_ONCE = 80, 60  # what is beyond stands in the workbook, so that the page stays light
MOST_BODIES = 12
RE_PROLOG = re.compile(r"^.*?(?=<svg)", re.DOTALL)
RE_COMMENT = re.compile(r"<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
RE_ID = re.compile(r' id="([^"]*)"')
RE_REFERENCE = re.compile(r'url\(#([^)]+)\)|<use [^>]*?href="#([^"]+)"')
PARTS = ("findings", "panel", "themes", "order", "bodies", "tasks", "texts", "methods")
PARTS_OF_ONE = ("promises", "themes", "order", "bodies", "tasks", "texts", "methods")


def render(
    environment: Environment,
    content: Content,
    wording: Wording,
    *,
    figures: Sequence[FigureView],
    provenance: Provenance,
    colours: Mapping[str, str],
    tests: Sequence[PriorityChange],
    confidence: float,
    accuracy: float | None,
) -> str:
    """The whole page. Nothing in it is fetched, and only our own script may run."""
    script = _source(environment, "script.js")
    return environment.get_template("page.html.j2").render(
        content=content,
        parts=_parts(content),
        last=SHOWN_OF_LAST,
        earlier=SHOWN_OF_EARLIER,
        most_bodies=MOST_BODIES,
        most_indicators=MOST_INDICATORS,
        most_once=MOST_SET_ONCE,
        wording=wording,
        say=wording.say,
        places=places,
        figures={figure.name: figure for figure in figures},
        inline=inline_svg,
        provenance=provenance,
        tests=tests,
        confidence=wording.percent(confidence, digits=0),
        accuracy=accuracy,
        style=Markup(_source(environment, "style.css") + _theme_colours(colours)),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii"),
        data=Markup(_json(_data(content, wording))),
    )


def _parts(content: Content) -> list[str]:
    """The parts that the page has, in their order: a text that names no body has no part on bodies."""
    parts = PARTS if content.several else PARTS_OF_ONE
    return [name for name in parts if name != "bodies" or content.bodies]


def inline_svg(figure: FigureView) -> Markup:
    """A figure of ours as part of the page: its text is text;
    of its ids stay those it refers to, under its own name."""
    svg = RE_COMMENT.sub("", RE_PROLOG.sub("", figure.svg.decode("utf-8"), count=1))
    needed = {one or other for one, other in RE_REFERENCE.findall(svg)}
    svg = RE_ID.sub(lambda found: f' id="{figure.name}-{found[1]}"' if found[1] in needed else "", svg)
    svg = RE_REFERENCE.sub(lambda found: found[0].replace("#", f"#{figure.name}-"), svg)
    label = Markup('<svg role="img" aria-label="{}" ').format(figure.title)
    return Markup(svg.replace("<svg ", str(label), 1))


def _theme_colours(colours: Mapping[str, str]) -> str:
    return "".join(
        f"\n.t-{theme} {{ --theme: {colour}; }}" for theme, colour in colours.items() if theme.isidentifier()
    )


def _data(content: Content, wording: Wording) -> dict[str, Any]:
    """What the script shows on demand: all findings and all tasks; their words it reads from the full texts."""
    return {
        "labels": content.labels,
        "themes": {row.key: row.name for row in content.themes},
        "kinds": wording.entry("kinds"),
        "families": wording.entry("families"),
        "changes": wording.entry("task_changes"),
        "words": {name: wording.entry(f"page.{name}") for name in ("in_full", "none", "shown", "more")}
        | {
            "unsure": wording.entry("page.tasks.unsure"),
            "all": wording.entry("page.all_kinds"),
            "page": wording.entry("page.where.page"),
            "paragraph": wording.entry("page.where.paragraph"),
            "person": wording.entry("decisions.name"),
        },
        "findings": {
            str(pair.number): [[one.kind, one.family, one.text, one.places, one.gloss] for one in pair.findings]
            for pair in content.pairs
        },
        "tasks": content.tasks,
        "pages": content.quoter.pages,
        # of texts that are shown in traditional characters: a reader may search for simplified ones
        "plain": [one.notice.text if one.notice.printed else "" for one in content.quoter.notices],
    }


def _json(data: Any) -> str:
    """JSON that cannot end its own element, whatever a notice holds."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _source(environment: Environment, name: str) -> str:
    """A file of templates/ as it is. Style and script are ours: nothing of a notice goes into them."""
    if environment.loader is None:
        raise LookupError("the environment has no templates")
    return environment.loader.get_source(environment, name)[0].strip()
