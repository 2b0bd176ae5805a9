"""Text that was decoded with the wrong encoding is refused; Chinese, and Chinese with foreign words, is not."""

from __future__ import annotations

import pytest

from pipeline.ingest.formats.by_content import read_file
from pipeline.ingest.formats.mojibake import check_encoding
from pipeline.ingest.raw import UnreadableNotice

TEXT = "云溪县2024年重点工作任务\n一、推动产业升级，实施技改项目30个。（牵头单位：县工信局）\n二、扩大内需，举办促消费活动30场。"


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("GBK as Latin-1", TEXT.encode("gb18030").decode("latin-1")),
        ("GBK as Windows-1252", TEXT.encode("gb18030").decode("cp1252", "replace")),
        ("UTF-8 as Latin-1", TEXT.encode().decode("latin-1")),
        ("UTF-8 as Windows-1252", TEXT.encode().decode("cp1252", "replace")),
        ("UTF-8 as GBK", TEXT.encode().decode("gbk", "replace")),
        (
            "characters lost, then decoded once more",
            TEXT.encode("gbk").decode("utf-8", "replace").encode().decode("gbk", "replace"),
        ),
    ],
    ids=lambda value: value if value.isascii() else "",
)
def test_text_decoded_twice_is_refused(reason: str, text: str) -> None:
    with pytest.raises(UnreadableNotice, match="wrong encoding"):
        check_encoding(text)
    with pytest.raises(UnreadableNotice, match=r"notice\.txt: .*(?:wrong encoding|cannot be decoded)"):
        read_file("notice.txt", text.encode("utf-8"))


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("Chinese", TEXT),
        ("Chinese in traditional characters", "雲溪縣人民政府辦公室關於印發重點任務的通知，請認真貫徹執行。"),
        (
            "units and accents in Chinese",
            "PM₂.₅浓度降至35μg/m³，与Café、Müller公司合作，温差±5℃，园区面积3万㎡，实施技改项目30个。",
        ),
        ("hardly any text", "é"),
    ],
    ids=lambda value: value if value.isascii() else "",
)
def test_text_decoded_well_passes(reason: str, text: str) -> None:
    check_encoding(text)
