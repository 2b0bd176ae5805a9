"""`python -m pipeline STAGE`: run one stage on the project folder; this is what dvc.yaml calls."""

from __future__ import annotations

import sys

from pipeline.cli.app import run_stage_command

if __name__ == "__main__":
    sys.exit(run_stage_command(sys.argv[1:]))
