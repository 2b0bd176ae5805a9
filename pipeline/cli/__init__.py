"""The command line: `policy-trends` for people, `python -m pipeline STAGE` for DVC."""
