"""What text recognition read in a file, kept under .cache/scans by the file's content: a scan is recognised once."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline.config import ConfigError, find_root
from pipeline.engine.files import StorageError, write_text

FOLDER = Path(".cache") / "scans"
RECOGNISERS = ("rapidocr", "onnxruntime")
PAGE_KEYS = {"width", "height", "lines", "rules"}
LINE_KEYS = {"text", "score", "x0", "top", "x1", "bottom", "size"}


def recall(data: bytes, kind: str) -> list[dict[str, Any]] | None:
    """The pages kept for a file; None where there are none, or what was kept is damaged."""
    try:
        pages = json.loads(_place(data, kind).read_text(encoding="utf-8"))
        return pages if isinstance(pages, list) and all(map(_is_page, pages)) else None
    except (OSError, ValueError, ConfigError):
        return None


def keep(data: bytes, kind: str, pages: list[dict[str, Any]]) -> None:
    """Keep all pages of a file; where nothing can be written, nothing is."""
    with suppress(OSError, StorageError, ConfigError):
        write_text(_place(data, kind), json.dumps(pages, ensure_ascii=False))


def _is_page(page: object) -> bool:
    return (
        isinstance(page, dict)
        and page.keys() >= PAGE_KEYS
        and all(isinstance(line, dict) and line.keys() >= LINE_KEYS for line in page["lines"])
    )


def _place(data: bytes, kind: str) -> Path:
    """Named by the file, by who recognises it and by how its pages are made ready."""
    digest = hashlib.sha256(Path(__file__).with_name("scan_process.py").read_bytes())
    for part in (kind.encode(), *(_version(name) for name in RECOGNISERS), data):
        digest.update(hashlib.sha256(part).digest())
    return find_root() / FOLDER / f"{digest.hexdigest()}.json"


def _version(package: str) -> bytes:
    try:
        return version(package).encode()
    except PackageNotFoundError:
        return b""
