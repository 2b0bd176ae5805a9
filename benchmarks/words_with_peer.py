"""Cuts texts into words with one segmenter, in that segmenter's environment.

Called by steps_against_peers.py, never by hand: texts as a JSON list on stdin, the segmenter's name as
argument. Prints {"load": seconds, "cut": seconds, "private": MB, "peak": MB}: processor time, the memory that
no other process shares once all is cut, and the most there was at any moment. No memory outside Linux.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MODEL = str(ROOT / "models" / "pkuseg")
ROUNDS = 3

Cutter = Callable[[str], Any]


def project() -> Cutter:
    from pipeline.segment.stage import load_words_of

    return load_words_of(ROOT)


def pkuseg() -> Cutter:
    from spacy_pkuseg import pkuseg

    return pkuseg(MODEL, user_dict=None).cut


def jieba() -> Cutter:
    import jieba

    jieba.initialize()
    return jieba.lcut


def spacy_with(segmenter: str) -> Cutter:
    from spacy.lang.zh import Chinese

    nlp = Chinese.from_config({"nlp": {"tokenizer": {"segmenter": segmenter}}})
    if segmenter == "pkuseg":
        nlp.tokenizer.initialize(pkuseg_model=MODEL, pkuseg_user_dict="default")
    return nlp.make_doc


SEGMENTERS: dict[str, Callable[[], Cutter]] = {
    "project": project,
    "pkuseg": pkuseg,
    "jieba": jieba,
    "spacy-char": lambda: spacy_with("char"),
    "spacy-jieba": lambda: spacy_with("jieba"),
    "spacy-pkuseg": lambda: spacy_with("pkuseg"),
}


def memory() -> dict[str, float]:
    status = Path("/proc/self/status")
    if not status.exists():
        return {}
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return {
        name: int(fields[field].split()[0]) / 1024
        for name, field in (("private", "RssAnon"), ("peak", "VmHWM"))
        if field in fields
    }


def measured(action: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    result = action()
    return time.process_time() - start, result


def main() -> None:
    texts = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):
        load, cut = measured(SEGMENTERS[sys.argv[1]])
        seconds = min(measured(lambda: [cut(text) for text in texts])[0] for _ in range(ROUNDS))
    json.dump({"load": load, "cut": seconds, **memory()}, sys.stdout)


if __name__ == "__main__":
    main()
