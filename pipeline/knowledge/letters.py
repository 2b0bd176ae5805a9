"""How official letters print who signs and when: known to the reader of letter heads and of bodies."""

from __future__ import annotations

import re

from pipeline.knowledge.chinese import HAN, RE_DATE

LONGEST_SIGNATURE = 40
RE_ISSUER = re.compile(
    rf"^(?:[{HAN}（）]{{2,40}}?(?:人民政府办公厅|人民政府办公室|人民政府|政府办公厅|政府办公室|政府|委员会办公室|委员会|办公厅|办公室|管委会|管委"
    rf"|委办|国务院|厅|局|部|[局部委署](?:综合|办公|[{HAN}]{{2,8}})司"
    r"|委|院|会|署|中心|小组|法院|检察院|银行|公司)\s*)+$"
)
RE_PAGE_NUMBER = re.compile(r"^(?:第\s*\d{1,4}\s*页(?:[，/]?\s*共\s*\d{1,4}\s*页)?|[—–-]+\s*\d{1,4}\s*[—–-]+)$")
RE_PUBLIC_NOTE = re.compile(
    r"^（?(?:信息)?公开(?:形式|方式|属性|类型)[：:][^。]{1,12}）?$|^（?此?(?:件|文)(?:主动)?(?:依申请)?(?:公开|不予公开|删减)(?:发布)?）?。?$"
    r"|^（?(?:此件)?(?:公开|主动公开)(?:方式|属性)?[^。]{0,12}）?$"
)


def is_signature(line: str) -> bool:
    """True for a line that is the name of a body, or several."""
    return len(line) <= LONGEST_SIGNATURE and bool(RE_ISSUER.match(line))


def is_date_line(line: str) -> bool:
    """True for a line that prints a date and hardly more."""
    match = RE_DATE.search(line)
    return match is not None and len(line) - len(match[0]) <= 6


def is_page_number(line: str) -> bool:
    """True for — 2 —, 第1页, 第2页共9页."""
    return bool(RE_PAGE_NUMBER.match(line))


def is_public_note(line: str) -> bool:
    """True for （此件公开发布） and its like."""
    return bool(RE_PUBLIC_NOTE.match(line))
