"""Methods as tools, to the official MCP client."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import httpx2
import pytest
from mcp import ClientSession, MCPError
from mcp.client.streamable_http import streamable_http_client

from tests.conftest import RunningMesh
from tests.contract.test_transcoding import gateway, not_served, unknown_field

CUP = {"displayName": "Cup", "category": "kitchen", "price": {"currencyCode": "EUR", "units": "3"}}


@asynccontextmanager
async def assistant(mesh: RunningMesh, token: str | None = None) -> AsyncIterator[ClientSession]:
    """A session of the official client."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    async with (
        httpx2.AsyncClient(headers=headers) as http,
        streamable_http_client(f"{mesh.url}/mcp", http_client=http) as (receive, send),
        ClientSession(receive, send) as session,
    ):
        await session.initialize()
        yield session


def text(result: Any) -> Any:
    """The JSON of a result's only text."""
    (content,) = result.content
    return json.loads(content.text)


async def test_anyone_sees_what_tools_there_are_and_what_they_do(mesh: RunningMesh) -> None:
    async with assistant(mesh) as session:
        tools = {tool.name: tool for tool in (await session.list_tools()).tools}
    assert tools.keys() == {
        "adjust_stock",
        "cancel_order",
        "create_product",
        "get_order",
        "get_product",
        "get_shipment",
        "get_stock",
        "list_products",
        "place_order",
        "quote_order",
        "search_products",
        "update_product",
    }
    found = tools["get_product"]
    assert found.description
    assert found.description.startswith("Returns one product, deleted ones included.")
    assert found.input_schema["required"] == ["name"]
    assert found.annotations
    assert found.annotations.read_only_hint
    hints = tools["create_product"].annotations
    assert hints
    assert not hints.read_only_hint


async def test_a_tool_answers_as_its_method_does(
    mesh: RunningMesh, rest: httpx.AsyncClient
) -> None:
    async with assistant(mesh) as session:
        arguments = {"filter": 'category = "tea" AND price.units < 20', "pageSize": "2"}
        listed = await session.call_tool("list_products", arguments)
        assert not listed.is_error
        page = await rest.get("/v1/products", params=arguments)
        assert text(listed)["products"] == page.json()["products"]
        name = text(listed)["products"][0]["name"]
        assert text(await session.call_tool("get_product", {"name": name}))["name"] == name


async def test_a_tool_s_failure_is_its_method_s(mesh: RunningMesh, rest: httpx.AsyncClient) -> None:
    async with assistant(mesh) as session:
        found = await session.call_tool("get_product", {"name": "products/none"})
        assert found.is_error
        assert text(found) == (await rest.get("/v1/products/none")).json()
        found = await session.call_tool("list_products", {"colour": "red"})
        assert found.is_error
        assert text(found)["code"] == 3


@pytest.mark.parametrize("name", ["products/../../healthz", "products/.."])
async def test_a_tool_s_path_cannot_be_left(mesh: RunningMesh, name: str) -> None:
    async with assistant(mesh) as session:
        with pytest.raises(MCPError, match="path traversal"):
            await session.call_tool("get_product", {"name": name})


async def test_a_tool_that_needs_a_token_is_refused_without(rest: httpx.AsyncClient) -> None:
    call = {"name": "create_product", "arguments": {"product": CUP}}
    request = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    answer = await rest.post("/mcp", json=request)
    assert answer.status_code == 401
    result = answer.json()["result"]
    assert result["isError"]
    assert json.loads(result["content"][0]["text"])["code"] == 16


async def test_a_tool_that_needs_a_token_works_with_one(
    mesh: RunningMesh, staff_token: str
) -> None:
    async with assistant(mesh, staff_token) as session:
        made = text(await session.call_tool("create_product", {"product": CUP}))
        changes = {"name": made["name"], "displayName": "Tasse für Zürich & mehr"}
        arguments = {"product": changes, "updateMask": "displayName"}
        changed = text(await session.call_tool("update_product", arguments))
    assert changed == {
        **made,
        "displayName": changes["displayName"],
        "etag": changed["etag"],
        "updateTime": changed["updateTime"],
    }


async def test_a_tool_s_body_is_checked_as_any_other(mesh: RunningMesh, staff_token: str) -> None:
    async with assistant(mesh, staff_token) as session:
        product = {**CUP, "colour": "red"}
        found = await session.call_tool("create_product", {"product": product})
    assert found.is_error
    assert text(found) == unknown_field("colour", "mercado.catalog.v1.Product")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_there_is_no_stream_and_no_session(rest: httpx.AsyncClient, method: str) -> None:
    answer = await rest.request(method, "/mcp")
    assert answer.status_code == 405
    assert answer.json() == not_served(method, "/mcp", "OPTIONS, POST")


async def test_a_call_of_no_length_is_refused(mesh: RunningMesh, rest: httpx.AsyncClient) -> None:
    answer = await rest.post("/mcp")
    assert answer.status_code == 411
    assert answer.json() == gateway(3, "the request needs a content-length", "LENGTH_REQUIRED")
    reader, writer = await asyncio.open_connection(*mesh.gateway.split(":"))
    writer.write(b"POST /mcp HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
    raw = await asyncio.wait_for(reader.read(), 2)
    writer.close()
    assert raw.startswith(b"HTTP/1.1 411 ")


@pytest.mark.parametrize("body", ["x", "[]", "{}", '{"method": "nope"}'])
async def test_what_is_no_call_is_answered(rest: httpx.AsyncClient, body: str) -> None:
    headers = {"content-type": "application/json"}
    answer = await rest.post("/mcp", content=body, headers=headers)
    assert answer.status_code < 500
    assert answer.json()
