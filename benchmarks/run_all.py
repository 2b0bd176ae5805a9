"""Every benchmark, one after the other; `make bench` runs this.

.venv/bin/python benchmarks/run_all.py
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

BENCHMARKS = (
    ("Speed of each step, start-up, memory of the segmenter", ("steps_against_peers.py",)),
    ("Quantities read right", ("quantities_against_peers.py",)),
    ("Time and memory by size of the corpus", ("corpus_size.py", "--notices", "10", "100")),
)


def main() -> None:
    print(
        f"# Benchmarks on {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}", flush=True
    )
    failed = []
    for title, (script, *arguments) in BENCHMARKS:
        print(f"\n## {title}\n", flush=True)
        if subprocess.run([sys.executable, Path(__file__).with_name(script), *arguments], check=False).returncode:
            failed.append(script)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}; the reason stands above")


if __name__ == "__main__":
    main()
