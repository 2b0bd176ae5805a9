"""English names of indicators, for readers who know no Chinese: a gloss beside the printed name, never in its place."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.config import read_yaml

RE_BRACKETS = re.compile(r"（([^（）]+)）$")


@lru_cache(maxsize=1)
def _entries() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, Any]] = read_yaml(Path(__file__).with_suffix(".yaml"))
    return {group: {str(chinese): str(english) for chinese, english in rows.items()} for group, rows in found.items()}


def names_en() -> dict[str, str]:
    """Chinese name -> English name, without endings."""
    return _entries()["names"]


RE_WHOLE_PLACE = re.compile(r"^(?:全省|全市|全县|全区|全州|我省|我市|全年)(?=.{2})")


@lru_cache(maxsize=4096)
def common_name(head: str) -> str:
    """The name by which a headline indicator is compared, whatever a notice calls it; other names stay as they are.

    经济 and 国内生产总值 are 地区生产总值, 全市进出口 is 进出口总额; 城镇登记失业率 stays.
    """
    name = RE_WHOLE_PLACE.sub("", head)
    return _entries()["same"].get(name, name)


@lru_cache(maxsize=4096)
def english_name(name: str) -> str:
    """The English name of an indicator as printed, with its endings and brackets; "" where it has none.

    国内生产总值增速 is GDP growth, 农村公路（新增） is Rural roads (added); 海洋牧场 is "".
    """
    entries = _entries()
    if bracket := RE_BRACKETS.search(name):
        inner = english_name(name[: bracket.start()])
        told = ", ".join(entries["brackets"].get(word, word) for word in bracket[1].split("，"))
        return f"{inner} ({told})" if inner else ""
    if name in entries["names"]:
        return entries["names"][name]
    for ending, english in entries["endings"].items():
        if name.endswith(ending) and name != ending and (inner := english_name(name.removesuffix(ending))):
            return f"{inner} {english}"
    return ""
