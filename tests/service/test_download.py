"""Downloads: whole or refused, in time, from where the user means, whatever the server does."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from pipeline.service.download import DownloadError, download

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


@pytest.mark.parametrize("address", ["http://127.0.0.1:abc/", "http://[::1", "http:///x", "http://x y/", "ftp://x/"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(DownloadError):
        fetch(address)


def test_private_addresses_only_when_meant() -> None:
    with server(sent(WHOLE[0][1])) as address, pytest.raises(DownloadError, match="--allow-private"):
        fetch(address, allow_private=False)


def drip_body(connection: socket.socket, _: bytes) -> None:
    connection.sendall(HEAD + b"\r\n")
    for _ in range(1000):
        connection.sendall(b"x")
        time.sleep(0.1)


def drip_head(connection: socket.socket, _: bytes) -> None:
    for _ in range(1000):
        connection.sendall(b"HTTP/1.1 200 OK"[:1])
        time.sleep(0.1)


@pytest.mark.parametrize("respond", [drip_body, drip_head])
def test_a_server_that_drips_ends_with_the_time(respond: Callable[[socket.socket, bytes], None]) -> None:
    with server(respond) as address, pytest.raises(DownloadError, match="not done after 1 seconds"):
        fetch(address, most_seconds=1)
