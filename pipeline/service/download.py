"""Fetch a notice from its address: the original bytes, and the name its format shows in."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline import __version__

TIMEOUT_SECONDS = 60
EXTENSION_OF_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
RE_FILE_NAME = re.compile(r"filename\*?=(?:UTF-8'')?\"?([^\";]+)\"?", re.IGNORECASE)


class DownloadError(RuntimeError):
    """An address that gives no notice; the message says why and what to do next."""


@dataclass(frozen=True, slots=True)
class Download:
    """A downloaded file: its name (with the extension of its format), its bytes, and where it came from."""

    name: str
    data: bytes
    address: str


def is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def _name(address: str, headers: dict[str, str]) -> str:
    """The file's name: as the server gives it, else as the address ends, with the type's extension."""
    given = RE_FILE_NAME.search(headers.get("content-disposition", ""))
    name = urllib.parse.unquote(given[1] if given else PurePosixPath(urllib.parse.urlparse(address).path).name)
    extension = EXTENSION_OF_TYPE.get(headers.get("content-type", "").partition(";")[0].strip().lower())
    known = PurePosixPath(name).suffix.lower() in {".txt", ".html", ".htm", ".shtml", ".docx", ".pdf"}
    if not known and extension:
        name = f"{PurePosixPath(name).stem or 'notice'}{extension}"
    return PurePosixPath(name).name


def download(address: str, *, most_megabytes: int) -> Download:
    """Fetch one page or attachment. Raises DownloadError."""
    request = urllib.request.Request(address, headers={"User-Agent": f"policy-trends/{__version__}"})
    most = most_megabytes * 1_000_000
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
            data = response.read(most + 1)
            headers = {key.lower(): value for key, value in response.headers.items()}
            final = response.geturl()
    except urllib.error.HTTPError as error:
        raise DownloadError(
            f"{address}: the server answers {error.code} {error.reason}; open it in a browser, save the page and add the file"
        ) from None
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        raise DownloadError(
            f"{address}: cannot be reached ({getattr(error, 'reason', error)}); check the address, or save the page in a browser and add the file"
        ) from None
    except ValueError as error:
        raise DownloadError(f"{address}: no web address ({error})") from None
    if not is_address(final):
        raise DownloadError(f"{address}: leads to {final}, which is no web address")
    if len(data) > most:
        raise DownloadError(
            f"{address}: more than {most_megabytes} MB (configs/params.yaml, ingest.largest_megabytes); is this a notice?"
        )
    return Download(_name(final, headers), data, address)
