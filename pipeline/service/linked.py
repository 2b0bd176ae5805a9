"""What a downloaded page leads to, if somebody asks for it: its other pages, the file attached to it.

Only the host of the page is asked, within the limits of every download, and nothing is named by the server.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin

from pipeline.config import ConfigError, Params
from pipeline.ingest.formats.by_content import suffix_of
from pipeline.ingest.formats.html_links import File, attached_to, joined_parts, other_pages
from pipeline.ingest.raw import UnreadableNotice
from pipeline.service.download import host_of
from pipeline.service.notices import Given, fetch


def with_other_pages(given: Given, params: Params, *, allow_private: bool = False) -> Given:
    """The notice with its pages 2, 3, … behind its first one. Raises ConfigError where it has no other pages."""
    addresses = other_pages(_page(given, "--pages"), given.address)
    if not addresses:
        raise ConfigError(
            f"{given.name}: leads to no further page that is numbered like it (notice_1.html, notice_2.html); "
            "add it without --pages, or save the pages and join them in one file"
        )
    host = host_of(given.address)
    others = [fetch(address, params, allow_private=allow_private, host=host) for address in addresses]
    for other in others:
        _page(other, "--pages")
    data = joined_parts([given.data, *(other.data for other in others)])
    if len(data) > params.ingest.largest_megabytes * 1_000_000:
        raise ConfigError(
            f"{given.name}: its {len(addresses) + 1} pages have more than {params.ingest.largest_megabytes} MB "
            "together (configs/params.yaml, ingest.largest_megabytes); is this a notice?"
        )
    return replace(given, data=data)


def attached(given: Given, params: Params, number: int, *, allow_private: bool = False) -> Given:
    """The file that a page attaches, by its number in the page's order. Raises ConfigError where there is none."""
    files = attached_to(_page(given, "--attachment"))
    if not 1 <= number <= len(files):
        raise ConfigError(f"{given.name}: --attachment {number}: {offer(files) or 'no file is attached to this page'}")
    address = urljoin(given.address, files[number - 1][1])
    return fetch(address, params, allow_private=allow_private, host=host_of(given.address))


def offer(files: list[File]) -> str:
    """The attached files by the numbers under which they can be added."""
    return "; ".join(f"--attachment {i}: {name or address}" for i, (name, address) in enumerate(files, 1))


def offered(given: Given) -> str:
    """What can be added in place of a downloaded page that is only a letter, "" for anything else."""
    try:
        return offer(attached_to(given.data)) if given.address and _is_page(given) else ""
    except UnreadableNotice:
        return ""


def _page(given: Given, option: str) -> bytes:
    if not given.address or not _is_page(given):
        raise ConfigError(f"{given.name}: {option} is for the address of a page")
    return given.data


def _is_page(given: Given) -> bool:
    return suffix_of("-", given.data) == ".html"
