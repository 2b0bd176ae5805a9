"""Progress on long work: a bar on a terminal, one line elsewhere, nothing on standard output."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from typing import TypeVar

from rich.console import Console
from rich.progress import track as rich_track

Item = TypeVar("Item")


def track(items: Iterable[Item], what: str) -> Iterable[Item]:
    """Hand the items on while telling how far the work is."""
    console = Console(stderr=True)
    total = len(items) if isinstance(items, Sized) else None
    if console.is_terminal:
        return rich_track(items, description=what, total=total, console=console)
    console.print(f"{what}{f' ({total})' if total is not None else ''}", highlight=False)
    return items
