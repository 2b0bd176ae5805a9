"""A project of version 0.1 moved into this one: notices, labels, and what its user wrote into configs/.

Nothing is written before everything was read and checked. What 0.1 kept in a form that is gone (words of roles and
targets, the lexicon of entities) cannot be moved by a program: such a project is refused in one line.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pipeline.config import ConfigError, read_yaml
from pipeline.corpus import edited_corpus, load_corpus
from pipeline.engine.files import write_text
from pipeline.knowledge.body_files import read_body_files
from pipeline.records import LabelledText, Source
from pipeline.themes.labels import read_labels, write_labels

LABELS = "data/labels/themes.csv"
PARAMS = "configs/params.yaml"
BODIES = "configs/bodies.yaml"
OWN_BODIES = "configs/bodies/own.yaml"
# The files of configs/ as 0.1.0 shipped them: first sixteen digits of their sha256.
SHIPPED = {
    BODIES: "04797e82c1c3059c",
    "configs/lexicon/entities.yaml": "e2601224ffbec5e1",
    "configs/lexicon/roles.yaml": "a33d58154c66e548",
    "configs/lexicon/targets.yaml": "a6ec1d7ba080c34e",
    "configs/lexicon/strength.yaml": "e0ed7026e07b6f11",
    "configs/lexicon/words.txt": "48c173854b06c219",
    "configs/themes.yaml": "2933ca4ea81e2a8d",
    PARAMS: "07003c67835cdcec",
}
SAME_FORM = ("configs/lexicon/strength.yaml", "configs/lexicon/words.txt", "configs/themes.yaml")
GONE = {
    "configs/lexicon/roles.yaml": "configs/rules/roles.yaml",
    "configs/lexicon/targets.yaml": "configs/rules/targets_*.yaml",
    "configs/lexicon/entities.yaml": "configs/lexicon/entities.yaml of this version",
}
# Values of 0.1.0 that this version ships otherwise: found in an old project, they are nobody's choice.
OLD_DEFAULTS = {("train", "word_ngram_longest"): 1, ("train", "heading_weight"): 0.1}


class UpgradeError(ConfigError):
    """The old project cannot be moved; one line says why and what to do."""


@dataclass
class Move:
    """What will be written, once all of it is known."""

    files: dict[str, Path] = field(default_factory=dict)  # place in the new project -> file of the old
    texts: dict[str, str] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    done: list[str] = field(default_factory=list)  # a line a person reads, each


def upgrade(old: Path, root: Path) -> list[str]:
    """Move what a user put into the project at `old` into the one at `root`; what was done, a line each.

    Raises UpgradeError before anything is written.
    """
    _check_version(old)
    changed = [name for name, digest in SHIPPED.items() if _digest(old / name) not in ("", digest)]
    gone = [f"{name} (now {GONE[name]})" for name in changed if name in GONE]
    if gone:
        raise UpgradeError(
            f"{old}: {', '.join(gone)}: changed there, in a form this version does not read; "
            "write the additions there by hand, restore the old file and run again"
        )
    move = Move()
    _take_configs(old, root, changed, move)
    _take_notices(old, root, move)
    _take_labels(old, root, move)
    _write(root, move)
    return [*move.done, "tables, model and reports are made anew by the next `policy-trends run`"]


def _check_version(old: Path) -> None:
    project = old / "pyproject.toml"
    text = project.read_text(encoding="utf-8") if project.is_file() else ""
    found = re.search(r'^version = "(.*)"$', text, re.MULTILINE)
    if found is None or 'name = "policy-trends"' not in text:
        raise UpgradeError(f"{old}: no project of policy-trends; give the folder that holds its pyproject.toml")
    if not found[1].startswith("0.1."):
        raise UpgradeError(f"{old}: a project of version {found[1]}; only those of 0.1 are moved")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


def _take_configs(old: Path, root: Path, changed: list[str], move: Move) -> None:
    for name in changed:
        if name in SAME_FORM:
            move.files[name] = old / name
            move.done.append(f"{name}: taken over")
    if BODIES in changed:
        move.texts[OWN_BODIES], count = _own_bodies(old, root)
        move.done.append(f"{OWN_BODIES}: {count} entries of {BODIES} that this version does not have")
    if PARAMS in changed:
        text, values = _with_values((root / PARAMS).read_text(encoding="utf-8"), dict(_chosen(old, root)))
        move.texts[PARAMS] = text
        move.done.append(f"{PARAMS}: {', '.join(values) or 'no value of your own'}")


def _own_bodies(old: Path, root: Path) -> tuple[str, int]:
    """The entries of the old registry whose ids are new, in the form of configs/bodies."""
    known = {entry.id for entry in read_body_files.__wrapped__(root / "configs" / "bodies").functions}
    mine = [_body(entry) for entry in read_yaml(old / BODIES)["functions"] if entry["id"] not in known]
    path = root / OWN_BODIES
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    head = "".join(line + "\n" for line in before.splitlines() if line.startswith("#"))
    kept = (yaml.safe_load(before) or []) if before else []
    return head + yaml.safe_dump([*kept, *mine], allow_unicode=True, sort_keys=False, width=1000), len(mine)


def _body(entry: dict[str, Any]) -> dict[str, Any]:
    moved = {("name_en" if key == "english" else key): value for key, value in entry.items()}
    return {key: value for key, value in moved.items() if key not in ("kind", "covers", "periods", "became")}


def _chosen(old: Path, root: Path) -> Iterator[tuple[tuple[str, str], Any]]:
    """Parameters whose value in the old project is its user's: neither today's nor what 0.1 shipped."""
    today = read_yaml(root / PARAMS)
    for block, values in read_yaml(old / PARAMS).items():
        for name, value in (values or {}).items():
            if name in today.get(block, {}) and value not in (today[block][name], OLD_DEFAULTS.get((block, name))):
                yield (block, name), value


def _with_values(text: str, chosen: dict[tuple[str, str], Any]) -> tuple[str, list[str]]:
    """A parameter file with values set, its comments kept."""
    lines, block, said = text.split("\n"), "", []
    for number, line in enumerate(lines):
        if found := re.match(r"^(\w+):", line):
            block = found[1]
        elif (found := re.match(r"^  (\w+):", line)) and (block, found[1]) in chosen:
            value = yaml.safe_dump(chosen[block, found[1]], default_flow_style=True, allow_unicode=True)
            lines[number] = f"  {found[1]}: {value.splitlines()[0]}"
            said.append(f"{block}.{found[1]}")
    return "\n".join(lines), said


def _take_notices(old: Path, root: Path, move: Move) -> None:
    mine, rejected = load_corpus(old)
    if rejected:
        raise UpgradeError(
            f"{old}/data/corpus.csv, line {rejected[0].line}: {rejected[0].message}; mend that row first"
        )
    here = {source.notice_id: source for source in load_corpus(root)[0]}
    for source in mine:
        if source.provenance == "sample" or source == here.get(source.notice_id):
            continue
        if source.notice_id in here:
            raise UpgradeError(f"{source.notice_id}: another notice here has this id; rename one and run again")
        if (root / source.file).exists():
            raise UpgradeError(f"{source.file}: stands here already, as no notice; move it away and run again")
        if not (old / source.file).is_file():
            raise UpgradeError(f"{old / source.file}: not found; take {source.notice_id} out of the list or restore it")
        move.sources.append(source)
        move.files[source.file] = old / source.file
    move.done.append(f"data/corpus.csv: {len(move.sources)} notices")


def _take_labels(old: Path, root: Path, move: Move) -> None:
    themes = move.files.get("configs/themes.yaml", root / "configs" / "themes.yaml")
    ids = [theme["id"] for theme in read_yaml(themes)["themes"]]
    mine, here = (
        read_labels((folder / LABELS).read_text(encoding="utf-8"), themes=ids, file=str(folder / LABELS))
        for folder in (old, root)
    )
    known = {_key(label) for label in here}
    new = [label for label in mine if _key(label) not in known]
    if new:
        move.texts[LABELS] = write_labels([*here, *new])
    move.done.append(f"{LABELS}: {len(new)} labels")


def _key(label: LabelledText) -> tuple[str, str]:
    return label.text, label.annotator


def _write(root: Path, move: Move) -> None:
    for place, file in move.files.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, root / place)
    for place, text in move.texts.items():
        write_text(root / place, text)
    if move.sources:
        with edited_corpus(root) as rows:
            rows += [
                {name: str(getattr(source, name)) for name in Source.__dataclass_fields__} for source in move.sources
            ]
