"""The brief: what is missing, the headline, what changed, who has the work, three figures; all else is annex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup, escape

from pipeline.knowledge.indicator_names import english_name
from pipeline.report.content.build import Content, PairContent
from pipeline.report.content.counts import CountRow
from pipeline.report.content.panel import PanelRow
from pipeline.report.content.sources import FigureView, Provenance
from pipeline.report.content.told import Told
from pipeline.report.word.blocks import Block, Column, Heading, Picture, Table, Text
from pipeline.report.word.writer import Cover, Labels, write_word
from pipeline.report.wording import Wording

IN_BRIEF = 16  # findings of the brief
IN_ANNEX = 60  # of every pair
MOST_PANEL = 12
FIGURES = ("themes", "fate")
YEAR = 4
DECISION_COLUMNS = ("where", "kind", "what", "decided", "person")


def brief_bytes(content: Content, wording: Wording, figures: Sequence[FigureView], provenance: Provenance) -> bytes:
    """The document of a series as the bytes of a .docx file."""
    labels = Labels(wording.language, *(wording.plain(f"word.{name}") for name in ("table", "figure", "appendix")))
    return write_word(
        [*_brief(content, wording, figures), *_annex(content, wording, figures)],
        _cover(content, wording, provenance),
        labels,
    )


def _cover(content: Content, wording: Wording, provenance: Provenance) -> Cover:
    years = [int(label[:YEAR]) for label in content.labels if label[:YEAR].isdigit()]
    made_by = wording.plain("page.made_by", version=provenance.version)
    lines = [wording.plain("sample.remark")] if content.sample else []
    return Cover(
        title=content.title,
        running_title=content.title,
        mark="",
        lines=[*lines, made_by],
        creator=f"policy-trends {provenance.version}",
        year=max(years, default=None),
    )


def _brief(content: Content, wording: Wording, figures: Sequence[FigureView]) -> Iterator[Block]:
    drawn = {figure.name: figure for figure in figures}
    if content.headline:
        yield _heading(wording, "page.in_short")
        yield from _bullets(map(_told, content.headline))
    yield _heading(wording, "page.missing.title")
    yield from _bullets([one.text for one in content.missing] or [wording.plain("page.missing.none")])
    for pair in content.pairs[:1]:
        yield _heading(wording, "word.changes", old=pair.old, new=pair.new)
        yield _findings(pair, pair.findings[:IN_BRIEF], wording)
        if targets := _last_targets(content):
            yield _heading(wording, "word.targets", old=pair.old, new=pair.new)
            yield _targets(targets, pair, wording)
        if "indicators" in drawn:
            yield _picture(drawn["indicators"])
    if not content.several:
        yield _heading(wording, "page.promises.title")
        yield _promises(content, wording)
    yield _heading(wording, "page.themes.title")
    yield _counts("themes", wording.plain("page.themes.title"), "page.themes.theme", content.themes, content, wording)
    for name in FIGURES:
        if name in drawn:
            yield _picture(drawn[name])


def _annex(content: Content, wording: Wording, figures: Sequence[FigureView]) -> Iterator[Block]:
    """Begins where the brief ends, on the same page: each part is an annex of its own."""
    if content.panel:
        yield _annexed(wording, "page.panel.title")
        yield _panel([row for row in content.panel if row.set_in > 1], content, wording)
    for pair in content.pairs:
        if pair.findings:
            yield _annexed(wording, "word.changes", old=pair.old, new=pair.new)
            yield _findings(pair, pair.findings[:IN_ANNEX], wording, annex=True)
    yield from _results(content.pairs[:1], wording)
    yield from _bullets(_measured(content, wording))
    if content.decisions:
        yield _annexed(wording, "decisions.title", n=len(content.decisions))
        yield _decisions(content, wording)
    if content.bodies:
        yield _annexed(wording, "page.bodies.title")
        yield from (_picture(figure) for figure in figures if figure.name == "bodies")
        yield _counts(
            "all-bodies", wording.plain("page.bodies.title"), "page.bodies.body", content.bodies, content, wording
        )


def _heading(wording: Wording, key: str, **values: Any) -> Heading:
    return Heading(wording.plain(key, **values))


def _annexed(wording: Wording, key: str, **values: Any) -> Heading:
    return Heading(wording.plain(key, **values), 1, True)


def _bullets(sentences: Sequence[str] | Iterator[str]) -> Iterator[Text]:
    yield from (Text(Markup(escape(sentence)), "List Bullet") for sentence in sentences)


def _findings(pair: PairContent, found: Sequence[Told], wording: Wording, *, annex: bool = False) -> Table:
    """Findings as sentences, which hold their values; the words of both notices are a click away on the page."""
    columns = [Column(wording.plain("word.kind"), "short"), Column(wording.plain("word.finding"))]
    rows = [[wording.name("kinds", one.kind), _told(one)] for one in found]
    left = len(pair.findings) - len(found)
    note = wording.plain("page.findings.rest", n=left) if left else ""
    caption = wording.plain("word.changes", old=pair.old, new=pair.new)
    return Table(f"findings-{pair.number}{'-all' if annex else ''}", caption, columns, rows, note)


def _told(one: Told) -> str:
    return f"{one.text} [{one.gloss}]" if one.gloss else one.text


def _results(pairs: Sequence[PairContent], wording: Wording) -> Iterator[Block]:
    """What became of the promises of the notice before the last."""
    for pair in pairs:
        if found := [one for one in pair.findings if one.family == "result"]:
            caption = wording.plain("word.results", old=pair.old, new=pair.new)
            yield Heading(caption, 1, True)
            yield Table("results", caption, [Column(wording.plain("word.finding"))], [[_told(one)] for one in found])


def _last_targets(content: Content) -> list[PanelRow]:
    """The targets that both of the last notices set, those that moved first; well-known ones before others."""
    both = [
        row
        for row in content.panel
        if not row.reported and [cell.status for cell in row.cells[-2:]] == ["value", "value"]
    ]
    ordered = sorted(both, key=lambda row: (not english_name(row.name), row.cells[-1].move not in ("up", "down")))
    return ordered[:MOST_PANEL]


def _targets(rows: Sequence[PanelRow], pair: PairContent, wording: Wording) -> Table:
    columns = [Column(wording.plain("page.panel.indicator")), Column(pair.old, "short"), Column(pair.new, "short")]
    body = [[row.title, row.cells[-2].text, row.cells[-1].text] for row in rows]
    caption = wording.plain("word.targets", old=pair.old, new=pair.new)
    return Table("targets", caption, columns, body, wording.plain("word.targets_note"))


def _promises(content: Content, wording: Wording) -> Table:
    columns = [
        Column(wording.plain("page.promises.promise")),
        Column(wording.plain("page.promises.value"), "short"),
        Column(wording.plain("page.promises.who")),
        Column(wording.plain("page.promises.strength"), "short"),
    ]
    rows = [
        [
            one.indicator,
            one.value,
            str(wording.listed(one.leads)) or wording.plain("page.promises.nobody"),
            wording.name("strengths", one.strength),
        ]
        for one in content.promises
    ]
    return Table("promises", wording.plain("page.promises.title"), columns, rows, wording.plain("page.promises.note"))


def _counts(key: str, caption: str, head: str, rows: Sequence[CountRow], content: Content, wording: Wording) -> Table:
    columns = [Column(wording.plain(head)), *(Column(label, "number") for label in content.labels)]
    body = [
        [(row.gloss and f"{row.gloss} ({row.name})") or row.name, *(count.text for count in row.counts)] for row in rows
    ]
    if key == "themes":
        body.append([wording.plain("page.themes.total"), *map(str, content.totals)])
    return Table(key, caption, columns, body)


def _panel(rows: Sequence[PanelRow], content: Content, wording: Wording) -> Table:
    columns = [Column(wording.plain("page.panel.indicator")), *(Column(label) for label in content.labels)]
    body = [[row.title, *(cell.text for cell in row.cells)] for row in rows]
    if results := sum(row.reported for row in rows):
        body.insert(len(body) - results, [wording.plain("page.panel.reported")])
    return Table("panel", wording.plain("page.panel.title"), columns, body, wording.plain("word.panel_note"))


def _measured(content: Content, wording: Wording) -> Iterator[str]:
    for one in content.measured:
        yield wording.plain(
            "decisions.measured",
            kind=wording.name("decisions.kinds", one.kind),
            notices=one.notices,
            read=one.read,
            right=one.right,
            share=wording.percent(one.right / one.read),
            interval=wording.interval(one.low, one.high),
            missed=one.missed,
        )


def _decisions(content: Content, wording: Wording) -> Table:
    columns = [Column(wording.plain(f"decisions.columns.{name}")) for name in DECISION_COLUMNS]
    aside = wording.plain("decisions.set_aside")
    rows = [
        [row.where, row.kind, row.what, row.decided if row.stands else f"{row.decided} {aside}", row.person]
        for row in content.decisions
    ]
    return Table("decisions", wording.plain("decisions.title", n=len(rows)), columns, rows)


def _picture(view: FigureView) -> Picture:
    return Picture(f"figure-{view.name}", view.title, view.png, view.width, view.height, view.title, [view.caption])
