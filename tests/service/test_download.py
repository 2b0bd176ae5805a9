"""Downloads: whole or refused, in time, from where the user means, whatever the server does."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from pipeline.service.download import DownloadError, _innermost, _Visit, download

PAGE = "<html><body><p>一、加快创新</p><p>1.建设实验室。</p></body></html>".encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@contextmanager
def server(respond: Callable[[socket.socket, bytes], object]) -> Iterator[str]:
    """A server on this machine that hands every connection and its request to `respond`."""
    listener = socket.create_server(("127.0.0.1", 0))

    def one(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            respond(connection, connection.recv(65536))

    def serve() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()


def sent(reply: bytes) -> Callable[[socket.socket, bytes], object]:
    return lambda connection, _: connection.sendall(reply)


def fetch(address: str, **options: object) -> bytes:
    settings = {"most_megabytes": 1, "most_seconds": 20, "allow_private": True, **options}
    return download(address, **settings).data  # type: ignore[arg-type]


WHOLE = [
    ("length announced", HEAD + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE),
    ("until the server closes", HEAD + b"\r\n" + PAGE),
    ("in chunks", HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(PAGE) + PAGE + b"\r\n0\r\n\r\n"),
    ("packed and said so", HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)),
    ("packed and not said", HEAD + b"\r\n" + gzip.compress(PAGE)),
]


@pytest.mark.parametrize(("why", "reply"), WHOLE, ids=[why for why, _ in WHOLE])
def test_a_whole_answer_is_taken(why: str, reply: bytes) -> None:
    with server(sent(reply)) as address:
        assert fetch(address) == PAGE


CUT = [
    ("shorter than announced", HEAD + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE[:20]),
    ("the last chunk is missing", HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(PAGE) + PAGE + b"\r\n"),
    ("a chunk is cut", HEAD + b"Transfer-Encoding: chunked\r\n\r\nfff\r\nabc"),
    ("the packing ends in the middle", HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)[:-9]),
    ("no HTTP", b"SSH-2.0-x\r\n"),
    ("a header without end", b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70000 + b"\r\n\r\n"),
    ("packed in a way that is not read", HEAD + b"Content-Encoding: br\r\n\r\n" + PAGE),
    ("an error", b"HTTP/1.1 404 N\r\nContent-Length: 0\r\n\r\n"),
    ("a redirect to no port", b"HTTP/1.1 302 F\r\nLocation: http://127.0.0.1:y/\r\nContent-Length: 0\r\n\r\n"),
    ("a redirect to a file", b"HTTP/1.1 302 F\r\nLocation: file:///etc/hosts\r\nContent-Length: 0\r\n\r\n"),
    (
        "a redirect to another kind of server",
        b"HTTP/1.1 302 F\r\nLocation: ftp://127.0.0.1/\r\nContent-Length: 0\r\n\r\n",
    ),
    (
        "a redirect to what a browser shows",
        b"HTTP/1.1 302 F\r\nLocation: data:text/html,x\r\nContent-Length: 0\r\n\r\n",
    ),
    ("a chunk of negative size", HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n" + PAGE),
    ("a chunk of no size", HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + PAGE),
    ("a chunk longer than it says", HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\n" + PAGE + b"\r\n0\r\n\r\n"),
    ("a length that is none", HEAD + b"Content-Length: -1\r\nTransfer-Encoding: chunked\r\n\r\n"),
    ("a part of what was asked", b"HTTP/1.1 206 P\r\nContent-Length: 3\r\n\r\nabc"),
    ("a redirect to itself", b"HTTP/1.1 302 F\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
    ("too large", HEAD + b"\r\n" + b"x" * 1_000_001),
    ("a packed bomb", HEAD + b"\r\n" + gzip.compress(b"x" * 50_000_000)),
]


@pytest.mark.parametrize(("why", "reply"), CUT, ids=[why for why, _ in CUT])
def test_anything_else_is_refused_in_one_line(why: str, reply: bytes) -> None:
    with server(sent(reply)) as address, pytest.raises(DownloadError) as refused:
        fetch(address)
    assert str(refused.value).startswith(address) and "\n" not in str(refused.value)


@pytest.mark.parametrize("path", ["/政策/2024年通知.html", "/a b.html", "/%E6%94%BF.html?x=通知"])
def test_addresses_as_people_copy_them_are_asked_for_quoted(path: str) -> None:
    asked = []

    def respond(connection: socket.socket, request: bytes) -> None:
        asked.append(request.split(b"\r\n")[0])
        connection.sendall(HEAD + b"\r\n" + PAGE)

    with server(respond) as address:
        assert fetch(address + path) == PAGE
    assert asked[0].isascii() and asked[0].count(b" ") == 2


NO_ADDRESSES = [
    *(
        "http://127.0.0.1:abc/",
        "http://127.0.0.1:0/",
        "http://127.0.0.1:99999/",
        "http://[::1",
        "http:///x",
        "http://x y/",
    ),
    *("ftp://x/", "http://name:word@127.0.0.1/", "http://name@127.0.0.1/", "http://\x00/", "http://a..b/", "http://"),
]


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(DownloadError):
        fetch(address)


def test_private_addresses_only_when_meant() -> None:
    with server(sent(WHOLE[0][1])) as address, pytest.raises(DownloadError, match="--allow-private"):
        fetch(address, allow_private=False)


# a name, as a hostile server of names may resolve it, and what is behind it
PRIVATE = {
    "this machine": "127.0.0.1",
    "the network at home": "192.168.1.1",
    "what a cloud tells its machines": "169.254.169.254",
    "behind a carrier": "100.64.0.1",
    "this machine in version 6": "::1",
    "a local address of version 6": "fd00::1",
    "a link-local one with its zone": "fe80::1%eth0",
    "this machine in version 4 inside version 6": "::ffff:127.0.0.1",
    "the same in digits of version 6": "::ffff:7f00:1",
    "a private one by way of 6to4": "2002:c0a8:0101::1",
    "this machine by way of NAT64": "64:ff9b::7f00:1",
    "any address of this machine": "0.0.0.0",
}


@pytest.mark.parametrize("peer", PRIVATE.values(), ids=PRIVATE)
def test_what_leads_to_a_private_address_is_refused_by_whatever_name(peer: str) -> None:
    """What counts is where the connection leads, not the name: that may be any, and another one the next second."""

    class Connected:
        def getpeername(self) -> tuple[str, int]:
            return peer, 80

        def close(self) -> None:
            pass

    with pytest.raises(Exception, match="a private network"):
        _Visit(1, 1, allow_private=False).watch(Connected())  # type: ignore[arg-type]
    _Visit(1, 1, allow_private=True).watch(Connected())  # type: ignore[arg-type]


def test_a_public_address_is_none_of_these() -> None:
    for peer in ("93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"):
        assert _innermost(peer).is_global


def test_a_name_that_takes_for_ever_to_look_up_ends_with_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(60))
    monkeypatch.setattr("pipeline.service.download.GRACE", 0.5)
    started = time.monotonic()
    with pytest.raises(DownloadError, match="not done after 1 seconds"):
        fetch("http://example.org/", most_seconds=1)
    assert time.monotonic() - started < 30


def test_no_password_of_this_machine_is_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("default login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    asked: list[bytes] = []

    def respond(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        connection.sendall(WHOLE[0][1])

    with server(respond) as address:
        assert fetch(address) == PAGE
    assert b"authorization" not in asked[0].lower()


def endless_redirect(connection: socket.socket, request: bytes) -> None:
    connection.sendall(
        b"HTTP/1.1 302 F\r\nConnection: close\r\nLocation: /x%d\r\nContent-Length: 0\r\n\r\n" % time.monotonic_ns()
    )


def test_redirects_without_end_are_refused() -> None:
    with server(endless_redirect) as address, pytest.raises(DownloadError, match="leads on more than 5 times"):
        fetch(address)


def go_on(connection: socket.socket, _: bytes) -> None:
    for _ in range(1000):
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.05)


def drip_body(connection: socket.socket, _: bytes) -> None:
    connection.sendall(HEAD + b"\r\n")
    for _ in range(1000):
        connection.sendall(b"x")
        time.sleep(0.1)


def drip_head(connection: socket.socket, _: bytes) -> None:
    for _ in range(1000):
        connection.sendall(b"HTTP/1.1 200 OK"[:1])
        time.sleep(0.1)


@pytest.mark.parametrize("respond", [drip_body, drip_head, go_on])
def test_a_server_that_drips_ends_with_the_time(respond: Callable[[socket.socket, bytes], None]) -> None:
    with server(respond) as address, pytest.raises(DownloadError, match="not done after 1 seconds"):
        fetch(address, most_seconds=1)
