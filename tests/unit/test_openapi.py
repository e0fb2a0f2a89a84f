"""The contract as OpenAPI."""

from typing import Any

import pytest

from scripts.mesh.compiler import openapi, topology
from scripts.mesh.generate import documents
from scripts.mesh.local.state import ROOT
from tests.unit.contracts import INSIDE, PUBLIC, compiled, method

MESH = topology.read(ROOT / "envoy" / "mesh.yaml")
THING = """
message Thing {
  option (google.api.resource) = {type: "catalog.mercado.mesh/Thing", pattern: "things/{thing}"};
  // Its name, for example `things/cup`.
  string name = 1 [(google.api.field_behavior) = IDENTIFIER];
  // What it is called, for example `Cup`.
  string title = 2 [(google.api.field_behavior) = REQUIRED];
}
"""
GET = """
message GetRequest {
  string name = 1 [
    (google.api.resource_reference).type = "catalog.mercado.mesh/Thing",
    (buf.validate.field).string.pattern = "^things/[a-z]+$"
  ];
  Inner inner = 2;
}
message Inner {
  int64 display_size = 1;
  Inner again = 2;
}
"""
UPDATE = "message UpdateRequest { Thing thing = 1; string request_id = 2; }"


def document(text: str) -> Any:
    return openapi.document(compiled(THING + text), MESH, "1")


def only(text: str) -> tuple[str, str, Any]:
    """The path, the verb and the operation of the only method."""
    ((path, operations),) = document(text)["paths"].items()
    ((verb, operation),) = operations.items()
    return path, verb, operation


def parameters(text: str, place: str) -> dict[str, Any]:
    _, _, operation = only(text)
    found = operation.get("parameters", [])
    return {p["name"]: p["schema"] for p in found if p["in"] == place}


def test_a_path_wildcard_becomes_a_path_parameter() -> None:
    text = method("GetRequest", 'get: "/v1/{name=things/*}"') + GET
    path, verb, _ = only(text)
    assert (path, verb) == ("/v1/things/{thing}", "get")
    assert parameters(text, "path") == {"thing": {"type": "string", "pattern": "^[a-z]+$"}}


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("/v1/{name}", "/v1/{name}"),
        ("/v1/{name=crates/*}:open", "/v1/crates/{crate}:open"),
        ("/v1/{name=files/**}", "/v1/files/{file}"),
        ("/v1/{name=racks/*/books/*}", "/v1/racks/{rack}/books/{book}"),
    ],
)
def test_a_wildcard_of_no_known_resource_is_named_after_what_is_before_it(
    template: str, path: str
) -> None:
    found, _, _ = only(method("Plain", f'get: "{template}"') + "message Plain { string name = 1; }")
    assert found == path


def test_fields_in_fields_are_query_parameters_with_dots_and_end_somewhere() -> None:
    found = parameters(method("GetRequest", 'get: "/v1/{name=things/*}"') + GET, "query")
    assert list(found) == ["inner.display_size"]


def test_what_the_path_and_the_body_hold_is_not_in_the_query() -> None:
    text = method("UpdateRequest", 'patch: "/v1/{thing.name=things/*}" body: "thing"') + UPDATE
    assert list(parameters(text, "path")) == ["thing"]
    assert list(parameters(text, "query")) == ["request_id"]


def test_a_body_of_everything_leaves_out_what_the_path_holds() -> None:
    _, _, operation = only(method("GetRequest", 'post: "/v1/{name=things/*}:do" body: "*"') + GET)
    body = operation["requestBody"]["content"]["application/json"]["schema"]
    assert list(body["properties"]) == ["inner"]
    assert all(p["in"] == "path" for p in operation["parameters"])


def test_the_body_of_a_patch_may_leave_out_what_stays() -> None:
    text = method("UpdateRequest", 'patch: "/v1/{thing.name=things/*}" body: "thing"') + UPDATE
    found = document(text)
    body = found["paths"]["/v1/things/{thing}"]["patch"]["requestBody"]
    media = body["content"]["application/json"]
    assert media["schema"] == {"$ref": "#/components/schemas/catalog.v1.Thing.Changes"}
    assert media["example"] == {"title": "Cup"}
    assert "required" not in found["components"]["schemas"]["catalog.v1.Thing.Changes"]
    assert found["components"]["schemas"]["catalog.v1.Thing"]["required"] == ["title"]


def test_a_client_stream_is_an_array_and_a_server_stream_is_lines() -> None:
    path = 'post: "/v1/things:add" body: "*"'
    _, _, operation = only(method("stream Thing", path))
    media = operation["requestBody"]["content"]["application/json"]
    assert media["schema"]["type"] == "array"
    assert media["example"] == [{"name": "things/cup", "title": "Cup"}]
    _, _, operation = only(method("Thing", path, returns="stream Thing"))
    assert "one JSON value to a line" in operation["responses"]["200"]["description"]


@pytest.mark.parametrize("resumable", [True, False])
def test_a_server_stream_that_is_read_can_be_had_as_events(*, resumable: bool) -> None:
    token = "string resume_token = 1;" if resumable else ""
    messages = f"message Ask {{ {token} }} message Told {{ {token} }}"
    stream = method("Ask", 'get: "/v1/things:watch"', returns="stream Told") + messages
    _, _, operation = only(stream)
    answer = operation["responses"]["200"]
    assert set(answer["content"]) == {"application/json", "text/event-stream"}
    assert "server-sent events" in answer["description"]
    told = answer["content"]["text/event-stream"]["schema"]["description"]
    assert ("`id`" in told) == resumable
    assert set(parameters(stream, "header")) == ({"last-event-id"} if resumable else set())


def test_a_service_without_a_method_for_the_edge_is_not_in_the_document() -> None:
    text = f"service InnerService {{ rpc Do(Thing) returns (Thing) {{ {INSIDE} }} }}"
    found = document(text)
    assert (found["paths"], found["tags"]) == ({}, [])
    assert "catalog.v1.Thing" not in found["components"]["schemas"]


def test_bytes_of_any_media_type_are_so_described() -> None:
    _, _, operation = only(method("Thing", 'get: "/v1/x"', returns="google.api.HttpBody"))
    assert operation["responses"]["200"]["content"] == {"*/*": {}}


def test_texts_are_those_of_the_comments() -> None:
    _, _, operation = only(method("Thing", 'get: "/v1/x"'))
    assert operation["summary"] == "Does it"
    assert operation["description"].startswith("`x` is done.\n\nReturns NOT_FOUND if there is none")
    assert operation["operationId"] == "ThingService.Do"
    assert operation["tags"] == ["ThingService"]


def test_failures_are_those_of_the_comment_the_policy_and_the_gateway() -> None:
    _, _, public = only(method("Thing", 'get: "/v1/x"'))
    assert list(public["responses"]) == ["200", "400", "404", "429", "503", "504", "default"]
    assert public["responses"]["404"]["description"] == "Returns NOT_FOUND if there is none."
    scoped = PUBLIC.replace("access.public = true", 'access.scopes.all_of = "products:write"')
    _, _, guarded = only(method("Thing", 'post: "/v1/x" body: "*"', scoped))
    assert {"401", "403", "413"} < guarded["responses"].keys()
    assert guarded["security"] == [{"bearer": ["products:write"]}]
    assert public["security"] == []


def test_a_failure_of_every_method_is_told_by_its_service() -> None:
    comment = """
      // Things.
      //
      // Every method answers DATA_LOSS on Mondays. Some answer ABORTED.
    """
    _, _, operation = only(comment + method("Thing", 'get: "/v1/x"').strip())
    described = operation["responses"]["500"]["description"]
    assert described == "Every method answers DATA_LOSS on Mondays."
    assert "409" not in operation["responses"]


def test_every_way_to_call_a_method_has_an_operation_of_its_own() -> None:
    twice = 'get: "/v1/x" additional_bindings {get: "/v1/y"}'
    found = document(method("Thing", twice))["paths"]
    assert found["/v1/x"]["get"]["operationId"] == "ThingService.Do"
    assert found["/v1/y"]["get"]["operationId"] == "ThingService.Do.2"


def test_a_method_of_the_mesh_only_is_not_told() -> None:
    options = PUBLIC.replace("AUDIENCE_EDGE", "AUDIENCE_MESH")
    assert document(method("Thing", 'get: "/v1/x"', options))["paths"] == {}


def test_the_committed_document_is_valid() -> None:
    assert documents.invalid(documents.OPENAPI) == []
