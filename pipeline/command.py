"""`python -m pipeline.command`: the `policy-trends` command where it is not installed on the path."""

from __future__ import annotations

from pipeline.cli.app import main

if __name__ == "__main__":
    main()
