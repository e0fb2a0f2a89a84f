"""One call in each protocol that the gateway takes, as its bytes: no client comes between."""

import base64
import json
import re
import struct
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

import grpc
import httpx
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from scripts.mesh.compiler import tools
from scripts.mesh.compiler.contract import Method

PROTOCOLS: Final = ("REST", "gRPC", "gRPC-Web", "Connect", "MCP")
_CONNECT_CODES: Final = {"permission_denied": 7, "unauthenticated": 16}
# A message of no bytes: uncompressed, of length 0.
_EMPTY_FRAME: Final = struct.pack(">BI", 0, 0)


@dataclass(frozen=True)
class Outcome:
    """How a call failed.

    Attributes:
        code: the canonical code.
        domain: of its ErrorInfo; the gateway's where the protocol has no room for one.
    """

    code: int
    domain: str = "gateway.mercado.mesh"


async def call(
    protocol: str, client: httpx.AsyncClient, method: Method, token: str | None
) -> Outcome | None:
    """Sends an empty request; None if it succeeds."""
    headers = {"authorization": f"Bearer {token}"} if token is not None else {}
    if protocol == "REST":
        return await _rest(client, method, headers)
    if protocol == "gRPC":
        return await _grpc(client, method, headers)
    if protocol == "gRPC-Web":
        return await _grpc_web(client, method, headers)
    if protocol == "MCP":
        return await _mcp(client, method, headers)
    return await _connect(client, method, headers)


async def _rest(
    client: httpx.AsyncClient, method: Method, headers: dict[str, str]
) -> Outcome | None:
    binding = method.bindings[0]
    path = re.sub(
        r"\{[\w.]+=?([^}]*)\}", lambda m: (m[1] or "*").replace("*", "x"), binding.template
    )
    body: Any = None
    if binding.body:
        body = [] if binding.streamed else {}
    answer = await client.request(binding.verb, path, json=body, headers=headers)
    if answer.is_success:
        return None
    status = answer.json()
    return Outcome(status["code"], status["details"][0]["domain"])


async def _grpc(
    client: httpx.AsyncClient, method: Method, headers: dict[str, str]
) -> Outcome | None:
    target = str(client.base_url).removeprefix("http://").rstrip("/")
    async with grpc.aio.insecure_channel(target) as channel:
        send: Any = channel.stream_unary if method.client_streams else channel.unary_unary
        request: Any = iter([b""]) if method.client_streams else b""
        if method.server_streams:
            send = channel.unary_stream
        try:
            call = send(method.path)(request, metadata=tuple(headers.items()), timeout=5)
            await (call.read() if method.server_streams else call)
        except grpc.aio.AioRpcError as error:
            details = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin", b"")
            return _of_status(int(error.code().value[0]), bytes(details))
        return None


async def _grpc_web(
    client: httpx.AsyncClient, method: Method, headers: dict[str, str]
) -> Outcome | None:
    kind = {"content-type": "application/grpc-web+proto", "x-grpc-web": "1"}
    answer = await client.post(method.path, content=_EMPTY_FRAME, headers=headers | kind)
    assert answer.status_code == 200, answer.text
    trailers = dict(answer.headers)
    if 0x80 in answer.content[:1] or b"\x80" in answer.content:
        text = answer.content[answer.content.rindex(b"\x80") + 5 :].decode()
        trailers |= dict(line.split(":", 1) for line in text.split("\r\n") if line)
    code = int(trailers["grpc-status"])
    if not code:
        return None
    details = trailers.get("grpc-status-details-bin", "")
    return _of_status(code, base64.b64decode(unquote(details) + "=="))


async def _mcp(
    client: httpx.AsyncClient, method: Method, headers: dict[str, str]
) -> Outcome | None:
    binding = method.bindings[0]
    in_field = binding.body_field not in ("", "*")
    arguments: dict[str, Any] = {binding.body_field: {}} if in_field else {}
    for path, pattern in re.findall(r"\{([\w.]+)=?([^}]*)\}", binding.template):
        *outer, last = path.split(".")
        inner = arguments
        for name in outer:
            inner = inner.setdefault(name, {})
        inner[last] = pattern.replace("*", "x")
    params = {"name": tools.name(method), "arguments": arguments}
    request = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    answer = (await client.post("/mcp", json=request, headers=headers)).json()
    result = answer["result"]
    if not result.get("isError"):
        return None
    status = json.loads(result["content"][0]["text"])
    return Outcome(status["code"], status["details"][0]["domain"])


async def _connect(
    client: httpx.AsyncClient, method: Method, headers: dict[str, str]
) -> Outcome | None:
    stream = "connect+proto" if method.streams else "proto"
    kind = {"content-type": f"application/{stream}", "connect-protocol-version": "1"}
    content = _EMPTY_FRAME if method.streams else b""
    answer = await client.post(method.path, content=content, headers=headers | kind)
    try:
        error = answer.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        assert answer.status_code == 200, answer.text
        return None
    assert answer.status_code != 200, answer.text
    details = error.get("details", [])
    if not details:
        return Outcome(_CONNECT_CODES.get(error["code"], 0))
    return Outcome(0, "a service")


def _of_status(code: int, details: bytes) -> Outcome:
    info = ErrorInfo()
    for detail in Status.FromString(details).details:
        detail.Unpack(info)
    return Outcome(code, info.domain) if info.domain else Outcome(code)
