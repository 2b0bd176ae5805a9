"""One environment for each peer, under .cache/peers: pinned packages, never those of the project."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".cache" / "peers"


def environment(peer: str, packages: Sequence[str]) -> Path:
    """The Python of the peer's environment, made if it is not there or not of the pinned packages."""
    folder = PEERS / peer
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp, pins = folder / "pins.txt", "\n".join(packages)
    if not (stamp.exists() and stamp.read_text() == pins):
        print(f"making the environment of {peer}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages], check=True
        )
        stamp.write_text(pins)
    return python
