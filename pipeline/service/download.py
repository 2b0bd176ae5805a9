"""Fetch a notice from its address: the original bytes, whole or not at all.

What the server says of names, types and places decides nothing: a notice is stored by what it holds.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from pipeline import __version__

SILENCE = 30  # seconds without a byte after which a server has gone
GRACE = 2  # seconds that a connection gets to end after its time
MOST_REDIRECTS = 5
BLOCK = 1 << 16
NAT64 = ipaddress.ip_network("64:ff9b::/96")
GZIP = b"\x1f\x8b"
IN_A_BROWSER = "open it in a browser, save the page and add the file"


class DownloadError(RuntimeError):
    """An address that gives no notice; the message says why and what to do next."""


@dataclass(frozen=True, slots=True)
class Download:
    """A downloaded file: its bytes, unpacked if the server sent them packed, and the address asked for."""

    data: bytes
    address: str


def is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def host_of(address: str) -> str:
    """The host of an address, with its port where one is given."""
    return urlsplit(address).netloc.rpartition("@")[2].lower()


def download(
    address: str, *, most_megabytes: int, most_seconds: float, allow_private: bool = False, host: str = ""
) -> Download:
    """Fetch one page or attachment within a total size and time. Raises DownloadError.

    Addresses of this machine and of private networks are refused unless `allow_private`; all but those of
    `host` where that is given, behind redirects too.
    """
    address = address.strip()
    visit = _Visit(most_megabytes * 1_000_000, most_seconds, allow_private, host)
    try:
        with visit:
            data = _in_time(lambda: visit.fetch(address), most_seconds + GRACE)
            return Download(_unpacked(data, visit.most_bytes), address)
    except _Refused as error:
        raise DownloadError(f"{address}: {error}") from None
    except (requests.RequestException, HTTPError, OSError, ValueError, zlib.error) as error:
        if visit.out_of_time:
            reason = f"not done after {most_seconds:g} seconds (configs/params.yaml, ingest.longest_download)"
        else:
            reason = f"cannot be fetched whole ({_reason(error)})"
        raise DownloadError(f"{address}: {reason}; check the address, or {IN_A_BROWSER}") from None


def _in_time(call: Callable[[], bytes], seconds: float) -> bytes:
    """What a call gives, if it comes back in time: looking up a name or trying its hundred addresses one by one
    cannot be ended from outside, only left alone. Raises TimeoutError."""
    done: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()

    def work() -> None:
        try:
            done.put(call())
        except Exception as error:  # handed on
            done.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        found = done.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError("no answer") from None
    if isinstance(found, Exception):
        raise found
    return found


class _Refused(Exception):
    """What was found at an address is not taken; the message says why."""


def _reason(error: BaseException) -> str:
    """The innermost cause in one line: libraries wrap a refused connection four times."""
    while True:
        inner = error.__cause__ or error.__context__ or next((a for a in error.args if isinstance(a, Exception)), None)
        if inner is None:
            return " ".join(str(error).split())[:200] or type(error).__name__
        error = inner


class _Visit:
    """One download: its connections are watched, so that whatever the server does, it ends in time."""

    def __init__(self, most_bytes: int, most_seconds: float, allow_private: bool, host: str = "") -> None:
        self.most_bytes = most_bytes
        self.host = host
        self.allow_private = allow_private
        self.out_of_time = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(most_seconds, self._stop)
        self._timer.daemon = True
        self._session = requests.Session()
        self._session.auth = lambda request: request  # no passwords of this machine's .netrc go to a server
        self._session.headers.update({"User-Agent": f"policy-trends/{__version__}", "Accept-Encoding": "identity"})
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _WatchedAdapter(self))

    def __enter__(self) -> _Visit:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._session.close()

    def _stop(self) -> None:
        self.out_of_time = True
        for connected in self._sockets:
            try:
                connected.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def watch(self, connected: socket.socket) -> None:
        """Check where a new connection leads, and end it with the visit."""
        peer = _innermost(connected.getpeername()[0])
        if not self.allow_private and not peer.is_global:
            connected.close()
            raise _Refused(f"leads to {peer}, an address of a private network; use --allow-private if that is meant")
        self._sockets.append(connected)

    def fetch(self, address: str) -> bytes:
        """The bytes behind an address, redirects followed."""
        for _ in range(MOST_REDIRECTS + 1):
            _check_address(address)
            if self.host and host_of(address) != self.host:
                raise _Refused(f"leads to another host than {self.host}; if that is meant, add this address itself")
            with self._session.get(address, stream=True, allow_redirects=False, timeout=SILENCE) as response:
                if response.is_redirect:
                    address = urljoin(address, response.headers["location"])
                    continue
                if response.status_code != 200:
                    raise _Refused(f"the server answers {response.status_code}; {IN_A_BROWSER}")
                return self._body(response)
        raise _Refused(f"leads on more than {MOST_REDIRECTS} times; {IN_A_BROWSER}")

    def _body(self, response: requests.Response) -> bytes:
        packing = response.headers.get("content-encoding", "identity").strip().lower()
        if packing not in ("identity", "gzip", "x-gzip", ""):
            raise _Refused(f"the server packs what it sends as {packing[:20]!r}, which is not read; {IN_A_BROWSER}")
        data = bytearray()
        for block in _blocks(response.raw):
            data += block
            if len(data) > self.most_bytes:
                raise _Refused(_too_large(self.most_bytes))
        if self.out_of_time:
            raise ValueError("out of time")
        return bytes(data)


def _innermost(peer: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address that a connection leads to: the one of version 4 inside one of version 6 where that wraps it."""
    address = ipaddress.ip_address(peer.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return wrapped or address
    return address


def _blocks(raw: Any) -> Iterator[bytes]:
    """The body as sent; a body shorter than announced raises."""
    yield from raw.stream(BLOCK, decode_content=False)


def _too_large(most_bytes: int) -> str:
    return f"more than {most_bytes // 1_000_000} MB (configs/params.yaml, ingest.largest_megabytes); is this a notice?"


def _unpacked(data: bytes, most_bytes: int) -> bytes:
    """What a gzip holds (servers pack pages without being asked); anything else as it is."""
    if not data.startswith(GZIP):
        return data
    unpacker = zlib.decompressobj(wbits=31)
    unpacked = unpacker.decompress(data, most_bytes + 1)
    if len(unpacked) > most_bytes:
        raise _Refused(_too_large(most_bytes))
    if not unpacker.eof:
        raise ValueError("the packed answer ends in the middle")
    return unpacked


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise _Refused(f"cannot be an address ({error}); copy it from the browser's address bar") from None
    if not sound:
        raise _Refused("no address of a page; it must begin with http:// or https://")
    if parts.username or parts.password:  # the address is kept in the corpus list, for all to read
        raise _Refused(f"holds a name or password before the server; leave it out, or {IN_A_BROWSER}")


class _WatchedAdapter(HTTPAdapter):
    """Connections that are handed to the visit as soon as they stand (also behind a redirect or a changed name)."""

    def __init__(self, visit: _Visit) -> None:
        self._visit = visit
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        visit = self._visit

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                connected = super()._new_conn()
                visit.watch(connected)
                return connected

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                connected = super()._new_conn()
                visit.watch(connected)
                return connected

        plain = type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": Plain})
        secure = type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": Secure})
        self.poolmanager.pool_classes_by_scheme = {"http": plain, "https": secure}
