"""What is sent to break the gateway is refused or bounded, and others are served meanwhile."""

import asyncio
import gzip
import struct
from collections.abc import Awaitable, Callable

import grpc
import h2.config
import h2.connection
import h2.events
import httpx
import pytest

from tests.conftest import RunningMesh, eventually

GET = "/v1/products?page_size=1"
SECRET = "GET /v1/products/smuggled HTTP/1.1\r\nHost: x\r\n\r\n"


async def _raw(mesh: RunningMesh, *parts: bytes, within: float = 3) -> bytes:
    """Everything that comes back for some bytes, until the gateway is silent or closes."""
    host, port = mesh.gateway.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    received = b""
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
        while part := await asyncio.wait_for(reader.read(65536), within):
            received += part
    except (ConnectionError, TimeoutError):
        pass
    finally:
        writer.close()
    return received


def _request(*headers: str, body: str = "") -> bytes:
    head = ["POST /v1/sessions:signOut HTTP/1.1", "Host: x", *headers]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


@pytest.fixture
async def served(rest: httpx.AsyncClient) -> Callable[[], Awaitable[bool]]:
    """Whether an ordinary client is served."""

    async def asked() -> bool:
        return (await rest.get(GET)).status_code == 200

    return asked


@pytest.mark.parametrize(
    "request_bytes",
    [
        _request("Content-Length: 6", "Transfer-Encoding: chunked", body="0\r\n\r\n" + SECRET),
        _request("Transfer-Encoding: xchunked", "Content-Length: 0", body=SECRET),
        _request("Transfer-Encoding: chunked, identity", body="0\r\n\r\n" + SECRET),
        _request("Content-Length: 0", f"Content-Length: {len(SECRET)}", body=SECRET),
        _request("Content-Length: 0, 5", body=SECRET),
        _request("Content-Length: -1", body=SECRET),
        _request("Transfer-Encoding : chunked", body="0\r\n\r\n" + SECRET),
        _request(" folded: yes", "Content-Length: 0", body=SECRET),
        _request("Transfer-Encoding: chunked", body="z\r\n" + SECRET),
        b"GET /v1/products HTTP/1.1\r\nHost: x\r\n\x00: y\r\n\r\n" + SECRET.encode(),
    ],
    ids=[
        "a length and chunks",
        "an unknown transfer coding",
        "a coding after chunked",
        "two lengths",
        "a list of lengths",
        "a negative length",
        "a space before a colon",
        "a folded line",
        "a chunk without a size",
        "a zero in a name",
    ],
)
async def test_a_request_that_could_be_read_in_two_ways_is_refused_and_hides_no_other(
    mesh: RunningMesh, served: Callable[[], Awaitable[bool]], request_bytes: bytes
) -> None:
    answer = await _raw(mesh, request_bytes)
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 501"))
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"smuggled" not in answer
    assert await served()


async def test_headers_are_bounded_in_size_and_number(
    rest: httpx.AsyncClient, served: Callable[[], Awaitable[bool]]
) -> None:
    for headers in ({"x": "y" * 40_000}, {f"x-{n}": "y" for n in range(200)}):
        assert (await rest.get(GET, headers=headers)).status_code == 431
    assert await served()


async def test_a_compressed_message_that_unfolds_to_more_than_is_allowed_is_refused(
    mesh: RunningMesh, served: Callable[[], Awaitable[bool]]
) -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    assert len(bomb) < 1_000_000
    headers = [
        (":method", "POST"),
        (":scheme", "http"),
        (":authority", mesh.gateway),
        (":path", "/mercado.catalog.v1.CatalogService/SearchProducts"),
        ("content-type", "application/grpc"),
        ("grpc-encoding", "gzip"),
        ("te", "trailers"),
    ]
    answered = await _http2(mesh, headers, struct.pack(">BI", 1, len(bomb)) + bomb)
    assert answered["grpc-status"] == str(grpc.StatusCode.RESOURCE_EXHAUSTED.value[0])
    assert await served()


async def test_a_compressed_rest_body_is_not_unfolded(rest: httpx.AsyncClient) -> None:
    body = gzip.compress(b'{"email": "a@b.c", "password": "' + b" " * 1_000_000 + b'"}')
    answer = await rest.post(
        "/v1/sessions:signIn", content=body, headers={"content-encoding": "gzip"}
    )
    assert answer.status_code == 400


async def test_streams_that_are_reset_at_once_end_the_connection(
    mesh: RunningMesh, served: Callable[[], Awaitable[bool]]
) -> None:
    host, port = mesh.gateway.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    connection = h2.connection.H2Connection()
    connection.initiate_connection()
    headers = [
        (":method", "GET"),
        (":scheme", "http"),
        (":authority", mesh.gateway),
        (":path", GET),
    ]
    sent = 0
    try:
        while sent < 20_000 and not reader.at_eof():
            stream = connection.get_next_available_stream_id()
            connection.send_headers(stream, headers, end_stream=True)
            connection.reset_stream(stream)
            writer.write(connection.data_to_send())
            await writer.drain()
            sent += 1
        while await asyncio.wait_for(reader.read(65536), 5):
            pass
    except ConnectionError:
        pass
    finally:
        writer.close()
    assert sent < 20_000
    assert await served()


@pytest.mark.long
@pytest.mark.parametrize(
    "beginning",
    [
        b"GET /v1/products HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /v1/sessions:signOut HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
    ],
    ids=["in their headers", "in their body"],
)
async def test_requests_that_arrive_slowly_are_given_up_and_hold_up_nobody(
    mesh: RunningMesh, served: Callable[[], Awaitable[bool]], beginning: bytes
) -> None:
    host, port = mesh.gateway.split(":")
    slow = [await asyncio.open_connection(host, int(port)) for _ in range(200)]
    for _, writer in slow:
        writer.write(beginning)
    closed = asyncio.gather(*(reader.read() for reader, _ in slow))

    async def given_up() -> bool:
        assert await served()
        return closed.done()

    await eventually(given_up, 30, "the end of the slow connections")
    assert all(answer.startswith(b"HTTP/1.1 408") for answer in await closed)
    for _, writer in slow:
        writer.close()


async def _http2(
    mesh: RunningMesh, headers: list[tuple[str, str]], content: bytes
) -> dict[str, str]:
    """Sends a request over HTTP/2; its answer's headers and trailers."""
    host, port = mesh.gateway.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    connection = h2.connection.H2Connection(h2.config.H2Configuration(header_encoding="utf-8"))
    connection.initiate_connection()
    connection.send_headers(1, headers)
    answered, left, ended = dict[str, str](), content, False
    while not ended:
        while left and (window := connection.local_flow_control_window(1)):
            size = min(window, connection.max_outbound_frame_size, len(left))
            part, left = left[:size], left[size:]
            connection.send_data(1, part, end_stream=not left)
        writer.write(connection.data_to_send())
        await writer.drain()
        for event in connection.receive_data(await asyncio.wait_for(reader.read(65536), 10)):
            if isinstance(event, h2.events.ResponseReceived | h2.events.TrailersReceived):
                answered |= {str(name): str(value) for name, value in event.headers or []}
            ended |= isinstance(event, h2.events.StreamEnded | h2.events.StreamReset)
    writer.close()
    return answered
