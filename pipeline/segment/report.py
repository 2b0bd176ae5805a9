"""Work reports (政府工作报告): paragraphs with titles of their own, a review, an outlook, a close (guide, rule 10)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.knowledge.numbering import RE_BULLET
from pipeline.records import UnitKind
from pipeline.segment.folding import names_bodies
from pipeline.segment.headings import LONGEST_TITLE, unit_title
from pipeline.segment.kinds import Words
from pipeline.segment.lines import Line
from pipeline.segment.outline import Node

Part = Literal["review", "horizon", "frame", "government", "work"]
PART_KIND: dict[Part, UnitKind] = {
    "review": "general",
    "horizon": "general",
    "frame": "general",
    "government": "safeguard",
    "work": "task",
}
RE_ADDRESS = re.compile(r"^各位代表(?:[！，：,!:]|$)")
RE_REPORT_TITLE = re.compile(r"工作报告$")
# 今年政府工作的总体要求是：…, of a report whose beginning and end are missing; who shares a report out prints it too
RE_FRAMES_GOVERNMENT = re.compile(
    r"^(?:[^。；]{0,80}。){0,2}[^。；：]{0,16}政府工作的?(?:总体要求|总体思路|总的要求|基本思路)(?:是|为)[：，]"
)
RE_TELLS_OF_YEAR = re.compile(r"(?:今年|明年|20\d{2}年)，?(?:既|也|又|正)?是")  # no title, however short
RE_SHARES_OUT = re.compile(r"分工|分解|责任|任务|清单|通知")
RE_LONE_TITLE = re.compile(rf"^[^。；：]{{2,{LONGEST_TITLE}}}。$")
RE_ENUMERATED = re.compile(r"^[一二三四五六七八九十]{1,2}是")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some paragraphs that are one unit, of this kind; None where the section tells."""

    lines: list[Line]
    kind: UnitKind | None


def is_report(title: str, lines: list[Line]) -> bool:
    """True for a report that is read to an assembly."""
    if RE_REPORT_TITLE.search(title) or any(RE_ADDRESS.match(line.text) for line in lines):
        return True
    return not RE_SHARES_OUT.search(title) and any(RE_FRAMES_GOVERNMENT.match(line.text) for line in lines)


def part_of(heading: str, above: Part | None, words: Words) -> Part:
    """What a section of a report is, by its heading and the part it stands in."""
    if above in ("review", "horizon", "frame", "government"):
        return above
    if words.says("government", heading):
        return "government"
    of_section: tuple[Part, ...] = ("review", "horizon", "frame")
    return next((part for part in of_section if above is None and words.says(part, heading)), "work")


def take_addresses(root: Node) -> dict[int, list[list[Line]]]:
    """Detach what is addressed to the assembly below the last paragraph of an item.

    Gives the parts, each opened by 各位代表, by the start of the line of the item they stand below.
    """
    parts: dict[int, list[list[Line]]] = {}
    for node in root.descendants():
        first = next((i for i, line in enumerate(node.paragraphs) if RE_ADDRESS.match(line.text)), None)
        if first is not None and not node.children and node.line is not None:
            parts[node.line.start] = _parts(node.paragraphs[first:])
            del node.paragraphs[first:]
    return parts


def _parts(lines: list[Line]) -> list[list[Line]]:
    parts: list[list[Line]] = []
    for line in lines:
        if RE_ADDRESS.match(line.text):
            parts.append([])
        parts[-1].append(line)
    return parts


def frame_pieces(paragraphs: list[Line], words: Words) -> list[Piece]:
    """What stands in a section before its items: the figures that it sets, and the frame."""
    pieces: list[Piece] = []
    own = True  # the paragraph above is a unit of its own
    for line in paragraphs:
        sets_goals = words.says("goal-paragraph", line.text[:120])
        if own or sets_goals or RE_ADDRESS.match(line.text):
            pieces.append(Piece([line], "goal" if sets_goals else "general"))
        else:
            pieces[-1].lines.append(line)
        own = sets_goals
    return pieces


def task_pieces(paragraphs: list[Line], words: Words) -> list[Piece]:
    """The paragraphs below a numbered heading: those with a title are tasks, what stands before them is general.

    So is what stands before the figures and the requirements of the year, where none has a title.
    """
    blocks = _blocks(paragraphs)
    first_titled = next((i for i, (_, titled) in enumerate(blocks) if titled), None)
    frames = [_frames(lines[0], words) for lines, _ in blocks]
    told = [i for i, frame in enumerate(frames[:first_titled]) if frame and not RE_ADDRESS.match(blocks[i][0][0].text)]
    first_task = max(first_titled or 0, *told, 0)
    pieces: list[Piece] = []
    for i, (lines, _) in enumerate(blocks):
        goes_on = bool(pieces) and pieces[-1].kind == "general" and not RE_ADDRESS.match(lines[0].text)
        if frames[i] == "goal":
            pieces.append(Piece(lines, "goal"))
        elif i < first_task or frames[i]:
            if goes_on and i <= first_task:
                pieces[-1].lines.extend(lines)
            else:
                pieces.append(Piece(lines, "general"))
        else:
            pieces.append(Piece(lines, None))
    return pieces


def _frames(line: Line, words: Words) -> UnitKind | None:
    """The kind of a paragraph that sets the year's figures or requirements, or is addressed to the assembly."""
    if words.says("goal-paragraph", line.text[:120]):
        return "goal"
    return "general" if RE_ADDRESS.match(line.text) or words.says("frame-paragraph", line.text[:60]) else None


def titled_pieces(paragraphs: list[Line]) -> list[Piece]:
    """The paragraphs below a heading of a notice that shares out a report: a piece for each that has a title.

    What names the bodies stays with the paragraph above it. Nothing where fewer than two have a title, or where
    the bodies are named once, below them all.
    """
    pieces: list[Piece] = []
    for line in paragraphs:
        titled = bool(unit_title(line.text)) and not names_bodies([line])
        if titled or not pieces:
            pieces.append(Piece([line], None if titled else "general"))
        else:
            pieces[-1].lines.append(line)
    named = [names_bodies(piece.lines) for piece in pieces if piece.kind is None]
    once_for_all = named[-1:] == [True] and sum(named) == 1
    return pieces if len(named) > 1 and not once_for_all else []


def _blocks(paragraphs: list[Line]) -> list[tuple[list[Line], bool]]:
    """(lines, whether they open with a title) of each paragraph, with the title above and the list below it."""
    lone: list[bool] = []
    for line in paragraphs:  # what stands below a title is its text, however short
        lone.append(bool(RE_LONE_TITLE.match(line.text)) and not (lone and lone[-1]))
    lone_are_titles = 2 * sum(lone) >= len(paragraphs) - 1
    blocks: list[tuple[list[Line], bool]] = []
    for i, line in enumerate(paragraphs):
        is_listed = RE_BULLET.match(line.text) or (RE_ENUMERATED.match(line.text) and _goes_on(line, blocks))
        is_below_title = lone_are_titles and i > 0 and lone[i - 1] and not lone[i]
        if blocks and (is_listed or is_below_title):
            blocks[-1][0].append(line)
        elif lone[i]:
            blocks.append(([line], lone_are_titles and i + 1 < len(paragraphs)))
        else:
            blocks.append(([line], bool(unit_title(line.text)) and not RE_TELLS_OF_YEAR.match(line.text)))
    return blocks


def _goes_on(line: Line, blocks: list[tuple[list[Line], bool]]) -> bool:
    """True for 二是… below the paragraph it belongs to, not for 二是加快建设。… beside 一是优化布局。…"""
    own_title = bool(unit_title(line.text))
    return not own_title or any(titled and not RE_ENUMERATED.match(lines[0].text) for lines, titled in blocks[-1:])
