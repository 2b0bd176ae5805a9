"""The report as an editable Word document, chapter by chapter, in the layout of a research report.

The contents stand in the file from the start as entries that lead to their headings. Page numbers
come into them when somebody updates the field (F9 in Word): asking Word to do so at opening makes
it put a question about other files to every reader, which a report that circulates should not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from pipeline.records import Diagnostic
from pipeline.report import document_tables as tables
from pipeline.report.body_views import BodyReader
from pipeline.report.change_summary import ChangeSummary
from pipeline.report.change_views import CHANGES, pair_views
from pipeline.report.document_blocks import Block, Heading, Picture, Table, Text, Turn, is_wide, ref
from pipeline.report.document_tables import Material
from pipeline.report.document_word import Cover, Labels, write_word
from pipeline.report.followed import Followed
from pipeline.report.page import FigureView, Provenance, page_title
from pipeline.report.series import NoticeRecords, Series, years_label
from pipeline.report.summary import Summary
from pipeline.report.trajectories import trajectories
from pipeline.report.views import notice_views
from pipeline.report.wording import Wording

# The part of the document for a figure, by how its key begins. The document shows one figure of a key: the first, of the latest year.
FIGURES = {
    "methods": ("certainty",),
    "priorities": ("priorities", "ranks"),
    "tasks": ("flow",),
    "departments": ("department", "role", "network"),
    "targets": ("target",),
    "words": ("words_between",),
    "sections": ("words",),
}


# -- parts of chapters ---------------------------------------------------------------------------


def _heading(m: Material, name: str, level: int = 1, *, appendix: bool = False, **values: str) -> Heading:
    return Heading(m.say(f"headings.{name}", **values), level, appendix)


def _text(m: Material, key: str, *, count: int | None = None, style: str = "Body Text", **values: object) -> Text:
    return Text(m.wording.say(f"document.{key}", count=count, **values), style)


def _paragraph(m: Material, sentences: Iterable[Markup]) -> Text:
    """Sentences that stand alone elsewhere as one paragraph."""
    return Text(Markup(m.wording.entry("document.between_sentences")).join(sentences))


def _bullets(sentences: Iterable[Markup]) -> Iterator[Text]:
    yield from (Text(sentence, "List Bullet") for sentence in sentences)


def _shown(m: Material, name: str, table: Table, **values: object) -> Iterator[Block]:
    """The sentence that leads to a table, and the table, lying where it is wide; a sentence alone where it is empty."""
    if not table.rows:
        yield _text(m, f"tables.{name}.empty", **values)
        return
    wide = is_wide(table)
    yield from [Turn(True)] if wide else []
    yield _text(m, f"tables.{name}.lead", table=ref(table.key), **values)
    yield table
    yield from [Turn(False)] if wide else []


def _figures(m: Material, chapter: str) -> Iterator[Block]:
    """The figures of a part, each after the sentence that says what it shows."""
    firsts = {view.key: view for view in reversed(m.figures)}
    for view in m.figures:
        if firsts.get(view.key) is view and view.key.startswith(FIGURES[chapter]):
            yield from _figure(m, view)


def _figure(m: Material, view: FigureView) -> Iterator[Block]:
    caption, shows, read, watch = (
        m.wording.plain(f"figures.{view.key}.{name}", **view.values) for name in ("short", "shows", "read", "watch")
    )
    if view.png is None:
        yield Text(m.wording.say(f"figures.{view.key}.empty", **view.values))
        return
    key = f"figure-{view.name}"
    yield _text(m, "see_figure", shows=shows, figure=ref(key))
    notes = (m.say("figure_read", text=read), m.say("figure_watch", text=watch))
    yield Picture(
        key,
        caption,
        view.png,
        view.width,
        view.height,
        m.say("figure_description", caption=caption, shows=shows),
        notes,
    )


# -- chapters ------------------------------------------------------------------------------------


def _summary(m: Material) -> Iterator[Block]:
    """The short answers first: over all years, then the latest change, then each year."""
    yield _heading(m, "summary")
    if m.series.sample:
        yield Text(m.wording.say("sample.remark"))
    yield Text(m.summary.opening())
    if not m.series.several:
        yield from _bullets(m.summary.sentences(m.series.latest))
        return
    for name, sentences in (("findings", m.changes.over_years()), ("latest_change", m.changes.between(m.pairs[-1]))):
        if sentences:
            yield _heading(m, name, 2, pair=m.pairs[-1].label)
            yield from _bullets(sentences)
    yield _heading(m, "each_year", 2)
    for records in reversed(m.series.notices):
        yield _paragraph(m, m.summary.sentences(records))


def _methods(m: Material) -> Iterator[Block]:
    yield _heading(m, "methods")
    yield _heading(m, "notices", 2)
    yield from _shown(m, "notices", tables.notices(m))
    yield _heading(m, "unseen", 2)
    yield from _unseen(m)
    yield _heading(m, "definitions", 2)
    themes = m.wording.listed([m.theme(theme) for theme in m.series.themes])
    changes = m.wording.listed([m.wording.name("task_changes", change) for change in CHANGES])
    for name in ("task", "theme", "role", "target", *(("link",) if m.series.several else ())):
        term = Markup("<strong>{}</strong>").format(m.say(f"definitions.{name}.term"))
        yield _text(m, f"definitions.{name}.text", term=term, themes=themes, changes=changes)
    yield _heading(m, "statistics", 2)
    sizes = [len(records.tasks) for records in m.series.notices]
    for name in ("intervals", *(("tests",) if m.series.several else ()), "words", "concentration"):
        yield _text(
            m,
            f"statistics.{name}",
            samples=m.samples,
            confidence=m.wording.percent(m.confidence, digits=0),
            alpha=m.wording.number(round(1 - m.confidence, 6)),
            fewest=min(sizes),
            most=max(sizes),
        )
    yield _heading(m, "accuracy", 2)
    if m.accuracy is not None:
        yield _text(m, "accuracy", accuracy=m.wording.percent(m.accuracy))
    yield from _figures(m, "methods")


def _unseen(m: Material) -> Iterator[Block]:
    """What a text does not show, notice by notice, with the heading at which it breaks off."""
    found = False
    for view in m.views:
        hidden = m.wording.listed([m.theme(theme) for theme in view.hidden_themes])
        for odd in view.records.empty_headings:
            if odd.start is not None:
                found = True
                yield _text(m, "unseen.heading", label=view.label, heading=view.records.line_at(odd.start))
        if hidden:
            found = True
            yield _text(m, "unseen.themes", label=view.label, themes=hidden)
    yield _text(m, "unseen.consequence" if found else "unseen.none")


def _priorities(m: Material) -> Iterator[Block]:
    yield _heading(m, "priorities")
    yield _heading(m, "shares", 2)
    yield from _figures(m, "priorities")
    if m.series.several:
        yield from _shown(m, "priorities_years", tables.priorities_years(m))
    yield from _shown(m, "priorities", tables.priorities(m, m.series.latest), label=m.labels[m.series.latest.notice_id])
    if m.series.several:
        yield _heading(m, "share_changes", 2)
        if m.series.shown_trends:
            yield from _shown(m, "trends", tables.trends(m))
        yield from _shown(m, "priority_changes", tables.priority_changes(m))
        others = [
            row
            for pair in m.pairs
            for measure, rows in pair.priorities
            if measure != "tasks"
            for row in rows
            if row.observable
        ]
        if others:
            yield _text(m, "other_measures", count=len(others), apart=sum(row.distinguishable for row in others))


def _tasks(m: Material) -> Iterator[Block]:
    yield _heading(m, "tasks")
    yield _heading(m, "overall", 2)
    yield from _figures(m, "tasks")
    yield from _shown(m, "task_changes", tables.task_changes(m))
    yield _heading(m, "year_by_year", 2)
    for pair in reversed(m.pairs):
        yield _heading(m, "pair", 3, pair=pair.label)
        yield from _shown(m, "tasks_of_pair", tables.tasks_of_pair(m, pair), old=pair.old_label, new=pair.new_label)
    yield _heading(m, "strength", 2)
    yield from _shown(m, "strength_changes", tables.strength_changes(m))


def _departments(m: Material) -> Iterator[Block]:
    latest = m.series.latest
    yield _heading(m, "departments")
    yield _heading(m, "loads", 2)
    yield from _figures(m, "departments")
    if m.series.several:
        yield from _shown(m, "departments_years", tables.departments_years(m))
    yield from _shown(m, "departments", tables.departments(m, latest), label=m.labels[latest.notice_id])
    if m.series.several:
        yield _heading(m, "role_changes", 2)
        yield from _shown(m, "role_change_counts", tables.role_change_counts(m))
        yield from _shown(m, "role_changes", tables.role_changes(m))
        yield _heading(m, "reforms", 2)
        yield from _shown(m, "reforms", tables.reforms(m))
    yield _heading(m, "concentration", 2)
    yield from _shown(m, "concentrations", tables.concentrations(m))


def _targets(m: Material) -> Iterator[Block]:
    latest = m.series.latest
    label = m.labels[latest.notice_id]
    yield _heading(m, "targets")
    yield _heading(m, "tally", 2)
    yield from _figures(m, "targets")
    if m.series.several:
        yield from _shown(m, "tally_years", tables.tally_years(m))
    yield from _shown(m, "tally", tables.tally(m, latest), label=label)
    if m.series.several:
        yield _heading(m, "target_changes", 2)
        yield from _shown(m, "target_change_counts", tables.target_change_counts(m))
        yield from _shown(m, "target_values", tables.target_values(m))
        for pair in reversed(m.pairs):
            yield from _shown(m, "target_changes", tables.target_changes(m, pair), label=pair.label)
    yield _heading(m, "ledger", 2)
    yield from _shown(m, "ledger", tables.ledger(m, latest, latest.promises, "ledger"), label=label)
    for records in m.series.notices:
        if records.grants:
            yield from _shown(
                m, "grants", tables.ledger(m, records, records.grants, "grants"), label=m.labels[records.notice_id]
            )


def _words(m: Material) -> Iterator[Block]:
    """Several notices differ from each other; of a single one only the sections can."""
    latest = m.series.latest
    yield _heading(m, "words" if m.series.several else "words_profile")
    yield from _figures(m, "words" if m.series.several else "sections")
    if m.series.several:
        yield from _shown(m, "words_of_years", tables.words_of_years(m))
        return
    yield from _shown(m, "words_of_sections", tables.words_of_sections(m, latest), label=m.labels[latest.notice_id])


def _quality(m: Material) -> Iterator[Block]:
    yield _heading(m, "quality")
    yield _text(m, "quality")
    yield from _shown(m, "coverage", tables.coverage(m))
    yield from _shown(m, "diagnostics", tables.diagnostics(m))
    if m.unread:
        yield from _shown(m, "unread", tables.unread(m))


def _appendices(m: Material) -> Iterator[Block]:
    yield Turn(True)
    yield _heading(m, "all_tasks", appendix=True)
    for records in reversed(m.series.notices):
        yield from _tasks_of(m, records)
    yield _heading(m, "provenance", appendix=True)
    yield _text(m, "provenance", version=m.provenance.version, command=m.provenance.command)
    for name, table in (
        ("software", tables.software(m)),
        ("files", tables.files(m)),
        ("parameters", tables.parameters(m)),
    ):
        yield from _shown(m, name, table)


def _tasks_of(m: Material, records: NoticeRecords) -> Iterator[Block]:
    label = m.labels[records.notice_id]
    table = tables.all_tasks(m, records)
    if table.rows:
        yield _text(m, "tables.all_tasks.lead", table=ref(table.key), label=label)
        yield table
    else:
        yield _text(m, "tables.all_tasks.empty", label=label)


def blocks_of(m: Material) -> list[Block]:
    """The whole document after its contents. One notice has no chapters of change."""
    chapters = [
        _summary,
        _methods,
        _priorities,
        *([_tasks] if m.series.several else []),
        _departments,
        _targets,
        _words,
        _quality,
        _appendices,
    ]
    return [block for chapter in chapters for block in chapter(m)]


# -- the file ------------------------------------------------------------------------------------


def _cover(m: Material) -> Cover:
    series, wording = m.series, m.wording
    notice = series.latest.notice
    if series.several:
        title = m.say("cover.title_years", issuer=notice.issuer or series.name)
        lines = [
            years_label(series.notices, wording),
            m.wording.plain("document.cover.notices", count=len(series.notices)),
        ]
    else:
        title = notice.title or notice.notice_id
        lines = [line for line in (notice.issuer, years_label(series.notices, wording)) if line]
    return Cover(
        title=title,
        running_title=page_title(series, wording),
        subtitle=m.say("cover.subtitle_years" if series.several else "cover.subtitle_profile"),
        mark=m.wording.plain("document.cover.sample") if series.sample else "",
        lines=lines,
        foot=[
            *([wording.plain("sample.remark")] if series.sample else []),
            m.say("cover.made_by", version=m.provenance.version),
        ],
        creator=f"policy-trends {m.provenance.version}",
        year=max((records.notice.year for records in series.notices if records.notice.year is not None), default=None),
        contents=m.say("contents"),
    )


def material(
    series: Series,
    wording: Wording,
    *,
    figures: Sequence[FigureView],
    provenance: Provenance,
    confidence: float,
    samples: int,
    unread: Sequence[Diagnostic],
    accuracy: float | None,
) -> Material:
    """The records of a series with everything read out of them that the chapters tell."""
    summary, followed = Summary(series, wording, confidence=confidence), Followed(series)
    views = notice_views(series, wording, summary, followed)
    targets = {
        (view.target.unit_id, view.target.start): view for notice in views for view in [*notice.targets, *notice.grants]
    }
    pairs = pair_views(series, wording, targets, followed)
    bodies = BodyReader(series, views, pairs, followed).views_of_all()
    return Material(
        series=series,
        wording=wording,
        summary=summary,
        views=views,
        pairs=pairs,
        bodies=bodies,
        changes=ChangeSummary(series, wording, views, bodies),
        trajectories=trajectories(series, pairs),
        figures=figures,
        provenance=provenance,
        confidence=confidence,
        samples=samples,
        unread=unread,
        accuracy=accuracy,
    )


def render_document(series: Series, wording: Wording, **given: object) -> bytes:
    """The document of a series as the bytes of a .docx file; the rest is as `material` takes it."""
    m = material(series, wording, **given)  # type: ignore[arg-type]
    labels = Labels(wording.language, m.say("table"), m.say("figure"), m.say("appendix"))
    return write_word(blocks_of(m), _cover(m), labels)
