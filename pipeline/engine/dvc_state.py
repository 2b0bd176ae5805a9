"""What DVC leaves on disk beside its outputs: private, let go of, and whole, also after a run was killed."""

from __future__ import annotations

import configparser
import json
from pathlib import Path
from typing import Any

import yaml

from pipeline.engine.files import atomic, is_running


def keep_private(root: Path) -> None:
    """Keep DVC's state in a folder of this user alone, also for a plain `dvc`.

    By default it lies in a folder that every user of the machine may write to, in databases from which
    DVC would load pickles that somebody else has put there (CVE-2025-69872).
    """
    place = root / ".dvc" / "tmp" / "site"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.chmod(0o700)
    local = root / ".dvc" / "config.local"
    settings = configparser.RawConfigParser()
    settings.read(local, encoding="utf-8")
    if settings.get("core", "site_cache_dir", fallback="") != str(place):
        if not settings.has_section("core"):
            settings.add_section("core")
        settings.set("core", "site_cache_dir", str(place))
        with local.open("w", encoding="utf-8") as file:
            settings.write(file)


def release_abandoned(root: Path) -> None:
    """Remove DVC's list of files in use if a killed run left it behind:
    half-written, or naming only processes that are gone.

    DVC itself lets go of processes that are gone, but neither of a list cut short nor of a process
    that is dead and was never collected.
    """
    path = root / ".dvc" / "tmp" / "rwlock"
    try:
        locks = json.loads(path.read_text(encoding="utf-8"))
        holders = {
            holder["pid"]
            for holder in [
                *locks.get("write", {}).values(),
                *(one for readers in locks.get("read", {}).values() for one in readers),
            ]
        }
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError, AttributeError):
        holders = set()
    if not any(is_running(process) for process in holders):
        path.unlink(missing_ok=True)


def mend_lock(root: Path) -> bool:
    """Put the last whole dvc.lock in the place of one that a killed run left cut short; True where it did.

    DVC writes the file in place, and refuses every run while it is cut. What was done since the last
    whole one is worked out again. Where none was kept the file goes, and DVC works everything out again.
    """
    lock, kept = root / "dvc.lock", root / ".dvc" / "tmp" / "dvc.lock.whole"
    if not lock.exists():
        return False
    data = lock.read_bytes()
    if _is_whole(data):
        if not kept.exists() or kept.read_bytes() != data:
            _write(kept, data)
        return False
    if kept.exists() and _is_whole(kept.read_bytes()):
        _write(lock, kept.read_bytes())
    else:
        lock.unlink()
    return True


def _write(path: Path, data: bytes) -> None:
    with atomic(path) as temporary:
        temporary.write_bytes(data)


def _is_whole(data: bytes) -> bool:
    """Whether every stage has its command, and every file its path and hash."""
    try:
        lock: Any = yaml.safe_load(data.decode())
        files = [
            file for stage in lock["stages"].values() for side in ("deps", "outs") for file in stage.get(side) or ()
        ]
        return (
            bool(lock["schema"])
            and all(stage["cmd"] for stage in lock["stages"].values())
            and all(file["path"] and file[file["hash"]] for file in files)
        )
    except (UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError):
        return False
