"""What a made notice holds, as whoever made it knows it. The terms are those of docs/annotation-guide.md."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

Role = tuple[str, str]  # role, department


@dataclass(frozen=True, slots=True)
class Target:
    """One quantity that a notice commits to; `forms` are the ways of writing that it is printed in.

    Several admitted kinds are joined by |, where two careful readers would not agree.
    """

    indicator: str
    op: str
    value: float
    unit: str
    kind: str
    value_high: float | None = None
    direction: str = "up"
    deadline: int | None = None
    each_year: bool = False
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of a unit with what it says. What is read as a target in a `free` one counts neither way."""

    text: str
    targets: tuple[Target, ...] = ()
    roles: tuple[Role, ...] = ()
    forms: tuple[str, ...] = ()
    free: bool = False
    due: int | None = None  # a completion time: it binds the unit's targets that print no year


@dataclass(slots=True)
class Unit:
    """One unit: its text is the title (if it is run in) and the sentences; a title alone on its line is beside it.

    `path` is None where the guide does not say what it is, and `open_end` marks a text whose end it leaves open
    (both: rows of a table). Several admitted kinds are joined by |.
    """

    path: list[str] | None
    kind: str
    sentences: list[Sentence]
    title_line: str = ""
    forms: tuple[str, ...] = ()
    open_end: bool = False

    @property
    def text(self) -> str:
        return "".join(sentence.text for sentence in self.sentences)

    @property
    def targets(self) -> list[Target]:
        due = next((sentence.due for sentence in self.sentences if sentence.due), None)
        return [
            replace(target, deadline=target.deadline or due)
            for sentence in self.sentences
            for target in sentence.targets
        ]

    @property
    def roles(self) -> list[Role]:
        return list(dict.fromkeys(role for sentence in self.sentences for role in sentence.roles))


@dataclass(slots=True)
class MadeNotice:
    """A made notice: what is printed, and every unit in it. `forms` names each way of writing that it uses."""

    text: str
    year: int
    units: list[Unit] = field(default_factory=list)
    forms: tuple[str, ...] = ()
    backward: str = ""  # a look back: cut as you like, but all of it general and without targets
