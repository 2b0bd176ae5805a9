"""What a report page weighs: bytes, nodes at load, and screens, in a browser.

    python benchmarks/page_weight.py reports/sample/index.html [more pages]

A page of five years shall stay below 1.5 MB and 5,000 nodes; the command ends with 1 where one does not.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

MOST_BYTES, MOST_NODES = 1_500_000, 5_000
WIDTH, HEIGHT = 1440, 900


def main(pages: list[str]) -> int:
    from playwright.sync_api import sync_playwright

    heavy = False
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in pages:
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.goto(Path(name).resolve().as_uri())
            size = Path(name).stat().st_size
            nodes = page.evaluate("document.querySelectorAll('*').length")
            screens = page.evaluate("document.documentElement.scrollHeight") / HEIGHT
            heavy |= size > MOST_BYTES or nodes > MOST_NODES
            print(f"{name}  {size:,} bytes  {nodes:,} nodes  {screens:.1f} screens of {WIDTH}×{HEIGHT}")
            page.close()
        browser.close()
    return int(heavy)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or [str(path) for path in sorted(Path("reports").glob("*/index.html"))]))
