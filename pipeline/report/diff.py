"""Which findings moved between two builds of a report, and why.

The way of a finding is retraced: a notice's text (ingest), its units (segment), their themes (train,
classify) and what was read in them (extract), and the comparison over them (compare). At each step the
fingerprints of the two builds tell whether the units behind the finding differ; only what changed
before a step that differs can be the cause. Where several things changed, all that can be are named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.report.wording import Wording

Document = Mapping[str, Any]
READ = ("units", "themes", "roles", "targets", "entities")
# The steps a finding of a kind rests on, beside the text itself. Links go by all that was read in a unit.
LINKED = ("units", "roles", "targets", "entities")
RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "theme-share": ("units", "themes", "targets"),
    "theme-change": ("units", "themes", "targets"),
    "theme-trend": ("units", "themes"),
    "section": ("units", "themes"),
    "body-roles": ("units", "roles"),
    "body-load": ("units", "roles"),
    "quality": (*READ, "diagnostics"),
    "task": LINKED,
    "target": LINKED,
    "role": LINKED,
    "word": ("units",),
}
# Findings over whole notices: one unit changes the total that every share is of.
WHOLE = ("theme-share", "theme-change", "theme-trend", "quality", "word")
RESAMPLED = ("theme-share", "theme-change", "theme-trend")  # kinds whose numbers go by the parameters of compare
# At which step a decision of a person acts, by the kind that its name begins with.
DECIDED_AT = {
    "series": "compare", "notice": "text", "unit": "units", "role": "roles", "target": "targets", "entity": "entities",
    "theme": "themes", "link": "compare", "indicator": "compare", "finding": "compare",
}  # fmt: skip
STAGES_OF = {
    "text": ("ingest",),
    "units": ("segment",),
    "themes": ("train", "classify"),
    "roles": ("extract",),
    "targets": ("extract",),
    "entities": ("extract",),
    "diagnostics": ("ingest", "segment", "extract"),
    "compare": ("compare",),
}
# Words are cut in segment and read by train and classify, but leave units as they are.
PARAMETERS_OF = {"themes": ("segmenter", "train", "classify")}


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that changed between the builds: its kind, the stage it acts in ("" for all), and what exactly."""

    kind: str
    stage: str = ""
    what: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "stage": self.stage, "what": self.what}


@dataclass(frozen=True, slots=True)
class Moved:
    """A finding that is new, gone or changed; `units` are those of its evidence that differ between the builds."""

    key: str
    status: str
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    causes: tuple[Cause, ...]
    units: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        sides = {
            name: side and {"statement": side["statement"], "values": side["values"]}
            for name, side in (("old", self.old), ("new", self.new))
        }
        return {
            "key": self.key,
            "status": self.status,
            **sides,
            "causes": [cause.as_json() for cause in self.causes],
            "units": self.units,
        }


class Diff:
    """What moved from one build of a series to another; `moved` is in the order of keys."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old, self.new = old, new
        self._before, self._after = old["provenance"], new["provenance"]
        self._notices = (self._before["notices"], self._after["notices"])
        self._units = tuple(
            {unit: prints for notice in side.values() for unit, prints in notice["units"].items()}
            for side in self._notices
        )
        self.moved = list(self._all_moved())

    def upstream(self) -> tuple[Cause, ...]:
        """Everything that changed between the builds, whatever it moved."""
        steps = [cause for step in STAGES_OF for cause in self._changes_of(step)]
        everywhere = self._notices[0].keys() | self._notices[1].keys()
        return _once(
            [
                *self._decisions(everywhere, {*STAGES_OF}),
                *self._notice_causes(self._notices[0].keys() | self._notices[1].keys()),
                *steps,
                *self._software(),
                *self._statements(),
            ]
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "series": self.new["series"],
            "findings": len(self.new["findings"]),
            "moved": [moved.as_json() for moved in self.moved],
            "upstream": [cause.as_json() for cause in self.upstream()],
        }

    def _all_moved(self) -> Iterator[Moved]:
        before, after = ({finding["key"]: finding for finding in side["findings"]} for side in (self.old, self.new))
        for key in sorted(before.keys() | after.keys()):
            old, new = before.get(key), after.get(key)
            if old is None or new is None or old["values"] != new["values"] or old["statement"] != new["statement"]:
                status = "new" if old is None else "gone" if new is None else "changed"
                yield self._moved(key, status, old, new)

    def _moved(self, key: str, status: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Moved:
        sides = [side for side in (old, new) if side]
        kind = sides[0]["kind"]
        notices = {notice for side in sides for notice in side["notices"]}
        evidence = {unit for side in sides for unit in side["evidence"]}
        everything = {
            unit for side in self._notices for notice in notices for unit in side.get(notice, {"units": {}})["units"]
        }
        # what lies nearest explains first; a link may also have moved because of its neighbours
        for units in [everything] if kind in WHOLE else [evidence, everything]:
            if causes := self._seen_in(kind, notices, units, whole=units is everything):
                break
        else:
            units, causes = set(), []
        compared = [
            *self._decisions(notices, {"compare"}),
            *self._changes_of("compare", parameters=kind in RESAMPLED),
        ]
        reworded = self._statements() if old and new and old["values"] == new["values"] else []
        causes = [*causes, *compared, *reworded, *(self._software() if causes or compared else [])] or self._elsewhere()
        return Moved(
            key,
            status,
            old,
            new,
            _once(causes),
            tuple(sorted(unit for unit in units if self._differing(unit, RESTS_ON[kind]))),
        )

    # -- what the units show ---------------------------------------------------------------------

    def _differing(self, unit: str, steps: Iterable[str]) -> set[str]:
        """The steps at which a unit differs between the builds."""
        old, new = (side.get(unit, {}) for side in self._units)
        return {step for step in steps if old.get(step) != new.get(step)}

    def _seen_in(self, kind: str, notices: Iterable[str], units: Iterable[str], *, whole: bool) -> list[Cause]:
        """The causes that the units, or the whole notices, show."""
        steps = {step for unit in units for step in self._differing(unit, RESTS_ON[kind])}
        touched = {notice for notice in notices if self._text_differs(notice) and (whole or "units" in steps)}
        added_or_removed = {
            notice for notice in notices if (notice in self._notices[0]) != (notice in self._notices[1])
        }
        if added_or_removed:
            return self._notice_causes(added_or_removed)
        if "diagnostics" in RESTS_ON[kind] and any(
            side_of(self._notices[0], notice, "diagnostics") != side_of(self._notices[1], notice, "diagnostics")
            for notice in notices
        ):
            steps.add("diagnostics")
        causes = self._notice_causes(touched)
        if touched and any(self._text_differs(notice) for notice in touched):
            causes += self._changes_of("text")
        causes += self._decisions(notices, steps | ({"text"} if touched else set()))
        return causes + [cause for step in RESTS_ON[kind] if step in steps for cause in self._changes_of(step)]

    def _decisions(self, notices: Iterable[str], steps: Collection[str]) -> list[Cause]:
        """What persons decided otherwise, or anew, about these notices, as far as it acts at these steps."""
        old, new = (side.get("corrections", {}) for side in (self._before, self._after))
        found = {what for notice in notices for what in _different(old.get(notice, {}), new.get(notice, {}))}
        acting = sorted(what for what in found if DECIDED_AT[what.split()[0]] in steps)
        return [Cause("corrections", what=tuple(acting))] if acting else []

    def _text_differs(self, notice: str) -> bool:
        return side_of(self._notices[0], notice, "text") != side_of(self._notices[1], notice, "text")

    def _notice_causes(self, notices: Iterable[str]) -> list[Cause]:
        """What became of the files of notices. A text that changed while its file did not is the work of ingest."""
        causes = []
        for notice in sorted(notices):
            old, new = (side.get(notice) for side in self._notices)
            if old is None or new is None:
                causes.append(Cause("notice-added" if old is None else "notice-removed", what=(notice,)))
            elif old["text"] != new["text"] and (old["source"] != new["source"] or old["source"] is None):
                causes.append(Cause("notice-text", what=(notice,)))
        return causes

    # -- what changed before a step --------------------------------------------------------------

    def _changes_of(self, step: str, *, parameters: bool = True) -> list[Cause]:
        causes = [cause for stage in STAGES_OF[step] for cause in self._rules(stage)]
        if step == "themes":
            causes = [*self._model(), *causes]
        if parameters:
            causes += [cause for stage in PARAMETERS_OF.get(step, STAGES_OF[step]) for cause in self._parameters(stage)]
        return causes

    def _rules(self, stage: str) -> list[Cause]:
        files = _different(*(side["stages"].get(stage, {}) for side in (self._before, self._after)))
        return [Cause("rules", stage, files)] if files else []

    def _parameters(self, stage: str) -> list[Cause]:
        mine = (
            {name: value for name, value in side["parameters"].items() if name.startswith(f"{stage}.")}
            for side in (self._before, self._after)
        )
        names = _different(*mine)
        return [Cause("parameters", stage, names)] if names else []

    def _model(self) -> list[Cause]:
        labels, model = (self._before[name] != self._after[name] for name in ("labels", "model"))
        return [Cause("labels")] if labels else [Cause("model")] if model else []

    def _software(self) -> list[Cause]:
        names = _different(self._before["software"], self._after["software"])
        return [Cause("software", what=names)] if names else []

    def _statements(self) -> list[Cause]:
        return [Cause("statements", what=cause.what) for cause in self._rules("report")]

    def _elsewhere(self) -> list[Cause]:
        """Where neither the units nor the comparison explain it:
        other notices of the series, packages, the sentences."""
        ids = self._notices[0].keys() ^ self._notices[1].keys()
        changed = {notice for notice in self._notices[0].keys() & self._notices[1].keys() if self._text_differs(notice)}
        return [*self._notice_causes(ids | changed), *self._software(), *self._statements()] or [Cause("unknown")]


def side_of(notices: Mapping[str, Any], notice: str, name: str) -> Any:
    return notices[notice][name] if notice in notices else None


def _different(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)))


def _once(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    """Each cause once; a file that several stages read is named with the first of them."""
    named: set[str] = set()
    kept: list[Cause] = []
    for cause in dict.fromkeys(causes):
        if cause.kind != "rules":
            kept.append(cause)
        elif files := tuple(name for name in cause.what if name not in named):
            named.update(files)
            kept.append(Cause(cause.kind, cause.stage, files))
    return tuple(kept)


# -- as text -----------------------------------------------------------------------------------------


def diff_lines(diff: Diff, wording: Wording) -> Iterator[str]:
    """What moved, for reading: a line of counts, then each finding with what it was, what it is, and why."""
    counts = {status: sum(moved.status == status for moved in diff.moved) for status in ("new", "gone", "changed")}
    total = len(diff.new["findings"])
    if not diff.moved:
        causes = diff.upstream()
        entry = "diff.same_upstream" if causes else "diff.same"
        told: dict[str, Any] = {"causes": cause_text(causes, wording)} if causes else {}
        yield wording.plain(
            entry,
            series=diff.new["series"],
            findings=total,
            **told,
        )
        return
    yield wording.plain("diff.moved", series=diff.new["series"], findings=total, moved=len(diff.moved), **counts)
    for moved in diff.moved:
        yield ""
        yield f"[{wording.entry('diff.status')[moved.status]}] {moved.key}"
        yield from (f"    {line}" for line in _sides(moved, wording))
        yield "    " + wording.plain("diff.because", causes=cause_text(moved.causes, wording))


def _sides(moved: Moved, wording: Wording) -> Iterator[str]:
    said = [side["statement"][wording.language] if side else "" for side in (moved.old, moved.new)]
    if said[0] != said[1]:
        yield from (wording.plain(entry, statement=text) for entry, text in zip(("diff.from", "diff.to"), said) if text)
        return
    yield said[1]
    old, new = (side["values"] if side else {} for side in (moved.old, moved.new))
    yield from (
        wording.plain("diff.values", name=name, old=_shown(old.get(name)), new=_shown(new.get(name)))
        for name in new
        if old.get(name) != new[name]
    )


def _shown(value: Any) -> str:
    return "—" if value is None else str(value)


def cause_text(causes: Sequence[Cause], wording: Wording) -> str:
    separator = str(wording.entry("workbook.bodies_separator"))
    return separator.join(
        wording.entry("diff.causes")[cause.kind].format(stage=cause.stage, what=wording.listed(cause.what))
        for cause in causes
    )
