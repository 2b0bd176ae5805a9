"""Scans: what is done with recognised lines, and one page read by recognition where `make ocr` was run."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest.formats import scan, scan_cache
from pipeline.ingest.formats.by_content import read_file
from pipeline.ingest.formats.scan import is_installed, read_picture
from pipeline.ingest.raw import UnreadableNotice


def page(*lines: tuple[float, float, str, float]) -> dict[str, Any]:
    """A recognised page of lines given by place, text and confidence, 16 points a character."""
    sent = [
        {
            "text": text,
            "score": score,
            "x0": x,
            "x1": x + 16 * len(text),
            "top": y,
            "bottom": y + 18 + len(text) % 3,
            "size": 15.0 + len(text) % 3,
        }
        for x, y, text, score in lines
    ]
    return {"width": 595, "height": 842, "lines": sent, "rules": []}


def read(monkeypatch: pytest.MonkeyPatch, *pages: dict[str, Any]) -> Any:
    monkeypatch.setattr(scan, "is_installed", lambda: True)
    monkeypatch.setattr(scan, "_recognised", lambda data, kind: iter(pages))
    return read_picture(b"\x89PNG")


FULL = "推动传统产业向高端化智能化绿色化方向发展，培育新兴产业"  # 27 characters, a full line


def test_lines_become_paragraphs_and_the_notice_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = read(monkeypatch, page((112, 100, FULL[:25], 0.99), (80, 130, "集群。（牵头单位：县工信局）", 0.98)))
    assert raw.text == FULL[:25] + "集群。（牵头单位：县工信局）"
    assert [(problem.code, problem.severity) for problem in raw.problems] == [("scanned", "warning")]
    assert "扫描识别" in raw.problems[0].message


def test_lines_read_badly_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = read(monkeypatch, page((112, 100, "新增企业20家。", 0.62), (112, 130, "新增项目30个。", 0.99)))
    assert [problem.code for problem in raw.problems] == ["scanned", "low-confidence"]
    assert "新增企业20家。 (0.62)" in raw.problems[1].message


# (read, meant): signs whose meaning their place tells
LOOK_ALIKES = [
    ("-、推动产业升级", "一、推动产业升级"), ("（-）做强产业", "（一）做强产业"), ("2O24年新增20家", "2024年新增20家"),
    ("新增3O个项目", "新增30个项目"), ("管好自已的人", "管好自己的人"), ("己经县政府同意", "已经县政府同意"),
    ("PM2.5浓度下降", "PM2.5浓度下降"), ("2024-2026年规划", "2024-2026年规划"),
]  # fmt: skip


@pytest.mark.parametrize(("seen", "meant"), LOOK_ALIKES, ids=[seen for seen, _ in LOOK_ALIKES])
def test_look_alikes_are_set_right_and_said(seen: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = read(monkeypatch, page((112, 100, seen, 0.99)))
    assert raw.text == meant
    assert [problem.code for problem in raw.problems] == ["scanned", *(["look-alike"] if seen != meant else [])]


@pytest.mark.parametrize("number", ["一1一", "-2一", "— 3 —"])
def test_page_numbers_whose_dashes_were_read_as_one_go(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = read(monkeypatch, page((112, 100, "新增企业20家。", 0.99), (280, 720, number, 0.65)))
    assert raw.text == "新增企业20家。"


def test_without_recognition_the_refusal_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_installed", lambda: False)
    with pytest.raises(UnreadableNotice, match="`make ocr`"):
        read_file("scan.png", b"\x89PNG\r\n\x1a\n")


def test_a_scan_is_recognised_once_and_what_is_damaged_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[bytes] = []

    def recognise(data: bytes, kind: str) -> Any:
        asked.append(data)
        return iter([page((112, 100, "新增企业20家。", 0.99))])

    monkeypatch.setattr(scan, "is_installed", lambda: True)
    monkeypatch.setattr(scan, "_recognised_now", recognise)
    monkeypatch.setattr(scan_cache, "find_root", lambda: tmp_path)
    first, again, other = read_picture(b"one"), read_picture(b"one"), read_picture(b"two")
    assert first == again == other and asked == [b"one", b"two"]
    for kept in (tmp_path / scan_cache.FOLDER).iterdir():
        kept.write_text('[{"lines": [{}]}]', encoding="utf-8")
    assert read_picture(b"one") == first and asked == [b"one", b"two", b"one"]


def test_a_scan_is_read_where_nothing_can_be_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("no folder", encoding="utf-8")
    monkeypatch.setattr(scan, "is_installed", lambda: True)
    monkeypatch.setattr(scan, "_recognised_now", lambda data, kind: iter([page((112, 100, "新增企业20家。", 0.99))]))
    monkeypatch.setattr(scan_cache, "find_root", lambda: tmp_path)
    assert read_picture(b"one").text == "新增企业20家。"


def test_a_scan_without_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableNotice, match="found no text"):
        read(monkeypatch, page())


@pytest.mark.skipif(not is_installed(), reason="text recognition is not installed (make ocr)")
def test_a_page_with_a_stamp_turned_a_little_is_read() -> None:
    from PIL import Image, ImageDraw, ImageFont
    from pylopdf_fonts_zh_cn import serif_path

    font = ImageFont.truetype(str(serif_path()), 44)
    sheet = Image.new("RGB", (1654, 2339), "white")
    draw = ImageDraw.Draw(sheet)
    for i, line in enumerate(
        ("　　1.新增高新技术企业15家，研发投入强度达到2.5%，加", "快建设高水平创新平台。（牵头单位：县科技局）")
    ):
        draw.text((220, 300 + 78 * i), line, font=font, fill="black")
    draw.ellipse((1000, 320, 1330, 650), outline=(220, 30, 30), width=10)
    data = io.BytesIO()
    sheet.rotate(0.8, fillcolor="white").save(data, "PNG")
    raw = read_picture(data.getvalue())
    assert raw.text.replace("(", "（").replace(")", "）").replace(",", "，").replace(":", "：") == (
        "1.新增高新技术企业15家，研发投入强度达到2.5%，加快建设高水平创新平台。（牵头单位：县科技局）"
    )
