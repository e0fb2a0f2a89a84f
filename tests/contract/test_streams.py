"""A stream of answers over REST: as it comes, as JSON lines or as events that can be resumed.

The service is written here, so that it can be as slow, as large and as faulty as a test needs.
"""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import grpc
import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.api.httpbody_pb2 import HttpBody
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.message_factory import GetMessageClass
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1._async import HealthServicer

from scripts.mesh.compiler import envoy, topology
from scripts.mesh.compiler.contract import Contract
from scripts.mesh.compiler.topology import DESCRIPTORS, Address, Mesh, Proxy
from scripts.mesh.local import envoy as local
from scripts.mesh.local import identities
from scripts.mesh.local.ports import free_ports
from scripts.mesh.local.processes import Supervised
from scripts.mesh.local.state import ROOT, State
from services.runtime.certificates import Identity
from tests.unit.contracts import PUBLIC, compiled

SERVICE = "mercado.catalog.v1.ThingService"
CONTRACT = f"""
import "google/rpc/error_details.proto";
service ThingService {{
  rpc Keys(google.protobuf.Empty) returns (google.api.HttpBody) {{
    option (google.api.http) = {{get: "/.well-known/jwks.json"}};
    {PUBLIC}
  }}
  rpc Watch(WatchRequest) returns (stream WatchResponse) {{
    option (google.api.http) = {{get: "/v1/{{name=things/*}}:watch"}};
    {PUBLIC.replace("seconds = 2", "seconds = 60")}
  }}
}}
message WatchRequest {{
  string name = 1;
  string resume_token = 2;
}}
message Thing {{
  string resume_token = 1;
  repeated string texts = 2;
}}
message WatchResponse {{
  Thing thing = 1;
  string resume_token = 2;
  Thing after = 3;
}}
"""
WATCH = "/v1/things/a:watch"
EVENTS = {"accept": "text/event-stream"}


@dataclass
class Service:
    """What answers, and what it was asked."""

    contract: Contract
    asked: list[Any] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    failure: tuple[grpc.StatusCode, str] | None = None
    go_on: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    def message(self, name: str) -> Any:
        return GetMessageClass(self.contract.descriptors.message(f"mercado.catalog.v1.{name}"))

    def forget(self) -> None:
        """Begins anew."""
        self.asked, self.answers, self.failure = [], [], None
        self.go_on = asyncio.Semaphore(0)

    def says(self, token: str, *texts: str, after: str = "") -> None:
        """Adds an answer; there are other tokens in it that are none of its own."""
        thing = self.message("Thing")(resume_token="inner", texts=texts)
        answer = self.message("WatchResponse")(thing=thing, resume_token=token)
        if after:
            answer.after.resume_token = after
        self.answers.append(answer)

    async def watch(
        self, request: Any, context: grpc.aio.ServicerContext[Any, Any]
    ) -> AsyncIterator[Any]:
        self.asked.append(request)
        for answer in self.answers:
            yield answer
            await self.go_on.acquire()
        if self.failure:
            await context.abort(*self.failure)

    async def keys(self, _: Any, __: grpc.aio.ServicerContext[Any, Any]) -> HttpBody:
        public = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
        x = base64.urlsafe_b64encode(public).decode().rstrip("=")
        key = {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": "a", "alg": "EdDSA"}
        return HttpBody(content_type="application/json", data=json.dumps({"keys": [key]}).encode())


@pytest.fixture(scope="module")
def contract() -> Contract:
    return compiled(CONTRACT)


@pytest.fixture(scope="module")
def mesh() -> Mesh:
    """A topology in which there is this service alone."""
    usual = topology.read(ROOT / "envoy" / "mesh.yaml")
    return msgspec.structs.replace(
        usual,
        services={"catalog": usual.services["catalog"]},
        identity=msgspec.structs.replace(usual.identity, service="catalog"),
    )


@pytest.fixture(scope="module")
def state(mesh: Mesh, tmp_path_factory: pytest.TempPathFactory) -> State:
    """Where the gateway is, and everybody's identity."""
    made = State(tmp_path_factory.mktemp("streams"))
    made.make()
    identities.of(made, mesh).renew()
    return made


@pytest.fixture(scope="module")
async def running(contract: Contract, state: State) -> AsyncIterator[tuple[Service, int]]:
    """The service, and the port that it listens on."""
    made = Service(contract)
    server = grpc.aio.server()
    watch: Any = grpc.unary_stream_rpc_method_handler(
        made.watch,
        request_deserializer=made.message("WatchRequest").FromString,
        response_serializer=lambda m: m.SerializeToString(),
    )
    keys: Any = grpc.unary_unary_rpc_method_handler(
        made.keys, response_serializer=HttpBody.SerializeToString
    )
    handlers = {"Watch": watch, "Keys": keys}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    healthy = HealthServicer()
    await healthy.set("", health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(healthy, server)
    credentials = Identity(state.identities / "catalog").server_credentials()
    port = server.add_secure_port("127.0.0.1:0", credentials)
    await server.start()
    yield made, port
    await server.stop(0)


@pytest.fixture(scope="module")
async def gateway(
    contract: Contract, mesh: Mesh, state: State, running: tuple[Service, int]
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a gateway that stands before this service alone."""
    (port,) = free_ports(1)
    deployment = replace(
        topology.laptop(mesh),
        listen=Address("127.0.0.1", port),
        endpoints={"catalog": (Address("127.0.0.1", running[1]),)},
    )
    folder = state.envoy(Proxy.GATEWAY)
    files = FileDescriptorSet(file=contract.descriptors.files)
    (folder / DESCRIPTORS).write_bytes(files.SerializeToString())
    for name, text in envoy.compile_files(Proxy.GATEWAY, contract, mesh, deployment, ()).items():
        (folder / name).write_text(text)
    process = Supervised(local.gateway(state, deployment), lambda: None)
    try:
        await process.first_ready(20)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
            yield client
    finally:
        await process.stop()


@pytest.fixture
def service(running: tuple[Service, int]) -> Service:
    """The service, as new."""
    running[0].forget()
    return running[0]


@pytest.fixture
def rest(gateway: httpx.AsyncClient) -> httpx.AsyncClient:
    return gateway


async def test_each_answer_is_an_event_as_it_comes_with_its_token_as_id(
    rest: httpx.AsyncClient, service: Service
) -> None:
    service.says("one", after="none")
    service.says("two", 'a "quoted" text', "}\n{")
    async with rest.stream("GET", WATCH, headers=EVENTS | {"accept-encoding": "gzip"}) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/event-stream"
        assert answer.headers["cache-control"] == "no-cache"
        assert "content-encoding" not in answer.headers
        lines = answer.aiter_lines()
        for token, texts in (("one", []), ("two", ['a "quoted" text', "}\n{"])):
            # The next one is not made before this one has been read.
            assert await anext(lines) == f"id: {token}"
            kind, _, data = (await anext(lines)).partition(": ")
            message = json.loads(data)
            assert (kind, message["resumeToken"]) == ("data", token)
            assert message["thing"].get("texts", []) == texts
            assert await anext(lines) == ""
            service.go_on.release()
        assert [line async for line in lines] == []


async def _events(rest: httpx.AsyncClient, service: Service, path: str = WATCH) -> list[Any]:
    """The ids and messages of a stream that nothing holds up."""
    for _ in service.answers:
        service.go_on.release()
    answer = await rest.get(path, headers=EVENTS)
    assert answer.headers["content-type"] == "text/event-stream", answer.text
    found = []
    for event in answer.text.split("\n\n")[:-1]:
        *before, data = event.split("\n")
        name = before[0].removeprefix("id: ") if before else None
        found.append((name, json.loads(data.removeprefix("data: "))))
    assert answer.text.endswith("\n\n") or not found
    return found


async def test_a_large_answer_is_one_event_and_so_is_each_of_many_small_ones(
    rest: httpx.AsyncClient, service: Service
) -> None:
    text = 'ä\n\n"' * 100_000
    service.says("large", text, after="none")
    for n in range(1000):
        service.says(f"small-{n}", "x" * n)
    events = await _events(rest, service)
    assert [name for name, _ in events] == ["large", *(f"small-{n}" for n in range(1000))]
    assert events[0][1]["thing"]["texts"] == [text]


@pytest.mark.parametrize("token", ["", 'a"b', "a\nid: b", "a\\b"])
async def test_a_token_that_could_be_no_id_is_none(
    rest: httpx.AsyncClient, service: Service, token: str
) -> None:
    service.says(token)
    [(name, message)] = await _events(rest, service)
    assert name is None
    assert message.get("resumeToken", "") == token


@pytest.mark.parametrize("token", ["abc", "a=b&name=c", "ä %41+/~", "x" * 200])
@pytest.mark.parametrize(
    "query", ["", "?resume_token=old", "?resumeToken=old", "?resume_token=old&resume_token=older"]
)
async def test_a_client_that_comes_again_goes_on_after_the_last_event_it_saw(
    rest: httpx.AsyncClient, service: Service, query: str, token: str
) -> None:
    headers = [(b"accept", b"text/event-stream"), (b"last-event-id", token.encode())]
    answer = await rest.get(WATCH + query, headers=headers)
    assert answer.status_code == 200
    [request] = service.asked
    assert (request.name, request.resume_token) == ("things/a", token)


@pytest.mark.parametrize("headers", [{}, {"last-event-id": ""}])
async def test_the_token_of_the_query_counts_where_no_event_was_seen(
    rest: httpx.AsyncClient, service: Service, headers: dict[str, str]
) -> None:
    await rest.get(f"{WATCH}?resume_token=a%2Bb", headers=EVENTS | headers)
    assert service.asked[0].resume_token == "a+b"


async def test_who_does_not_ask_for_events_gets_a_line_of_json_for_each_answer_at_once(
    rest: httpx.AsyncClient, service: Service
) -> None:
    service.says("one", "x" * 5000)
    service.says("two")
    async with rest.stream("GET", WATCH, headers={"last-event-id": "x"}) as answer:
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["content-encoding"] == "gzip"
        lines = answer.aiter_lines()
        for token in ("one", "two"):
            assert json.loads(await anext(lines))["resumeToken"] == token
            service.go_on.release()
        assert [line async for line in lines] == []
    assert service.asked[0].resume_token == ""


@pytest.mark.parametrize("headers", [{}, EVENTS])
async def test_a_failure_before_the_first_answer_is_an_error_as_everywhere(
    rest: httpx.AsyncClient, service: Service, headers: dict[str, str]
) -> None:
    service.failure = (grpc.StatusCode.NOT_FOUND, "there is no such thing")
    answer = await rest.get(WATCH, headers=headers)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {"code": 5, "message": "there is no such thing"}


async def test_a_request_for_events_is_looked_at_as_any_other(
    rest: httpx.AsyncClient, service: Service
) -> None:
    for query in ("name=things/b", "nothing=1"):
        answer = await rest.get(f"{WATCH}?{query}", headers=EVENTS)
        assert (answer.status_code, answer.json()["code"]) == (400, 3)
    assert (await rest.get("/v1/things", headers=EVENTS)).status_code == 404
    assert service.asked == []


@pytest.mark.parametrize("headers", [{}, EVENTS])
async def test_a_failure_after_an_answer_ends_the_stream_and_costs_no_answer(
    rest: httpx.AsyncClient, service: Service, headers: dict[str, str]
) -> None:
    service.says("one")
    service.go_on.release()
    service.failure = (grpc.StatusCode.UNAVAILABLE, "the database is away")
    answer = await rest.get(WATCH, headers=headers)
    assert answer.status_code == 200
    assert answer.text.count('"resumeToken":"one"') == 1
