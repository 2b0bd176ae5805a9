"""The nine stages by name, in the order of the flow. Each imports only what it needs when it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from pipeline.config import Params


def _tell(message: str) -> None:
    sys.stderr.write(message + "\n")


def _segmenter(root: Path, params: Params) -> None:
    from pipeline.segment.stage import run_segmenter

    run_segmenter(root, params, _tell)


def _ingest(root: Path, params: Params) -> None:
    from pipeline.ingest.stage import run

    run(root, params)


def _segment(root: Path, params: Params) -> None:
    from pipeline.segment.stage import run

    run(root, params)


def _extract(root: Path, params: Params) -> None:
    from pipeline.extract.stage import run

    run(root, params)


def _train(root: Path, params: Params) -> None:
    from pipeline.segment.stage import load_words_of
    from pipeline.themes.stage import run_train

    run_train(root, params, load_words_of(root))


def _classify(root: Path, params: Params) -> None:
    from pipeline.themes.stage import run_classify

    run_classify(root, params)


def _compare(root: Path, params: Params) -> None:
    from pipeline.compare.stage import run

    run(root, params)


def _evaluate(root: Path, params: Params) -> None:
    from pipeline.evaluate.stage import run

    run(root, params)


def _report(root: Path, params: Params) -> None:
    from pipeline.report.stage import run

    run(root, params)


STAGES: dict[str, Callable[[Path, Params], None]] = {
    "segmenter": _segmenter,
    "ingest": _ingest,
    "segment": _segment,
    "extract": _extract,
    "train": _train,
    "classify": _classify,
    "compare": _compare,
    "evaluate": _evaluate,
    "report": _report,
}
