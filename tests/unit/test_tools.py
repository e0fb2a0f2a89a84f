"""Methods as tools, and the table of all methods."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.mesh.compiler import pages, reference, refusals, tools, topology
from scripts.mesh.compiler.contract import ContractError
from scripts.mesh.compiler.pages import PageError
from scripts.mesh.local.state import ROOT
from tests.unit.contracts import PUBLIC, TOOL, compiled, method

MESH = topology.read(ROOT / "envoy" / "mesh.yaml")
THING = "message Thing { string display_name = 1; Inner inner = 2; }"
INNER = "message Inner { string thing_id = 1 [(google.api.field_behavior) = REQUIRED]; }"
CHANGE = 'patch: "/v1/{inner.thing_id=things/*}" body: "inner"'


def rules(text: str) -> Any:
    (config,) = tools.of_route(compiled(THING + INNER + text)).values()
    return config["tool_config"][0]["tools"]


def tool(text: str) -> Any:
    (found,) = json.loads(tools.text(compiled(THING + INNER + text)))["tools"]
    return found


def test_a_tool_is_its_method_with_its_comment() -> None:
    found = tool(method("Thing", 'get: "/v1/x"', TOOL))
    assert (found["name"], found["title"]) == ("do", "Do")
    assert found["description"] == "Does it. `x` is done.\n\nReturns NOT_FOUND if there is none."
    assert found["annotations"]["readOnlyHint"]


def test_a_method_that_is_not_marked_is_no_tool() -> None:
    assert rules(method("Thing", 'get: "/v1/x"', PUBLIC)) == []


def test_a_tool_takes_the_names_of_json_in_its_path_too() -> None:
    (rule,) = rules(method("Thing", CHANGE, TOOL))
    assert rule["http_rule"] == {"patch": "/v1/{inner.thingId=things/*}", "body": "inner"}


def test_the_arguments_of_a_tool_stand_on_their_own() -> None:
    schema = tool(method("Thing", CHANGE, TOOL))["inputSchema"]
    assert list(schema["properties"]) == ["displayName", "inner"]
    # It changes some fields, and needs the one that says of what.
    inner = {"$ref": "#/$defs/catalog.v1.Inner.Changes", "required": ["thingId"]}
    assert schema["properties"]["inner"] == inner
    assert list(schema["$defs"]) == ["catalog.v1.Inner.Changes"]
    assert schema["additionalProperties"] is False


def test_a_tool_that_cannot_be_called_is_refused_with_its_place() -> None:
    text = method("stream Thing", 'post: "/v1/x" body: "*"', TOOL)
    with pytest.raises(ContractError, match=r"test\.proto:\d+: ThingService\.Do is a tool, but st"):
        refusals.check(compiled(THING + INNER + text), MESH)
    text = f"service ThingService {{ rpc Do(Thing) returns (Thing) {{ {TOOL} }} }}"
    with pytest.raises(ContractError, match=r"is a tool, but has no HTTP path"):
        refusals.check(compiled(THING + INNER + text), MESH)


def test_two_tools_of_one_name_are_refused() -> None:
    one = method("Thing", 'get: "/v1/x"', TOOL)
    other = one.replace("ThingService", "OtherService").replace("/v1/x", "/v1/y")
    with pytest.raises(ContractError, match="is the tool `do`, as mercado"):
        refusals.check(compiled(THING + INNER + one + other), MESH)


def test_the_table_has_a_row_for_each_method() -> None:
    text = reference.text(compiled(THING + INNER + method("Thing", 'get: "/v1/x"', TOOL)), MESH)
    assert (
        "| `Do` | `GET /v1/x` | public | `read` | 2 s | yes | `do` | Does it. `x` is done. |"
    ) in text


def test_a_file_of_an_unknown_kind_is_not_served(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_text("")
    with pytest.raises(PageError, match=r"notes\.docx: \.docx is not known"):
        pages.read(tmp_path, ROOT / "generated")


def test_only_files_are_served_each_at_its_own_path() -> None:
    served = pages.read(ROOT / "envoy" / "www", ROOT / "generated")
    assert {"/", "/docs/", "/openapi.json", "/mcp/tools.json"} < {page.path for page in served}
    for route in pages.routes(served, topology.laptop(MESH)):
        assert route["match"].keys() <= {"path", "headers"}
