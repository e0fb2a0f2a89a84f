"""What the compiler makes of the calls between services."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from scripts.mesh.compiler import contract, envoy, reference, routes, tools, topology, waypoint
from scripts.mesh.compiler.topology import Mesh, Proxy
from scripts.mesh.local.envoy import CONTRACT
from scripts.mesh.local.state import ROOT
from tests.unit.contracts import INSIDE, PUBLIC, compiled

MESH = topology.read(ROOT / "envoy" / "mesh.yaml")
CATALOG = "mercado.catalog.v1.CatalogService"
# One service whose methods are for every place from which they can be.
MIXED = f"""
service ThingService {{
  rpc Outside(Thing) returns (Thing) {{ {PUBLIC} }}
  rpc Everywhere(Thing) returns (Thing) {{
    {PUBLIC}
    option (mesh.policy.v1.method).audience = AUDIENCE_MESH;
  }}
  rpc Inside(Thing) returns (Thing) {{ {INSIDE} }}
  rpc Once(Thing) returns (Thing) {{
    option (mesh.policy.v1.method).deadline.seconds = 3;
    option (mesh.policy.v1.method).audience = AUDIENCE_MESH;
  }}
  rpc Watch(Thing) returns (stream Thing) {{
    {INSIDE.replace("seconds = 3", "seconds = 600")}
  }}
}}
message Thing {{ string name = 1; }}
"""
INNER = f"""
service ThingService {{ rpc Inside(Thing) returns (Thing) {{ {INSIDE} }} }}
message Thing {{ string name = 1; }}
"""


def calling(**calls: list[str]) -> Mesh:
    """The topology, in which these services call others."""
    services = {
        name: msgspec.structs.replace(service, calls=calls.get(name, []))
        for name, service in MESH.services.items()
    }
    return msgspec.structs.replace(MESH, services=services)


def compiled_routes(text: str) -> dict[str, Any]:
    described = compiled(text)
    mesh = calling(accounts=["catalog"])
    found = waypoint.route_configuration(described, mesh, topology.laptop(mesh))
    (host,) = found["virtual_hosts"]
    return {r["name"].rpartition("/")[2]: r for r in host["routes"]}


def test_only_methods_for_the_mesh_have_a_route() -> None:
    assert set(compiled_routes(MIXED)) == {"Everywhere", "Inside", "Once", "Watch", "nowhere"}


def test_a_service_that_nobody_calls_has_no_route_and_no_cluster() -> None:
    described = contract.read(CONTRACT)
    deployment = topology.laptop(MESH)
    files = envoy.compile_files(Proxy.WAYPOINT, described, calling(), deployment, ())
    assert CATALOG not in files["rds.json"]
    secrets = {"authorities.sds.json", "certificate.sds.json"}
    assert set(files) == {"bootstrap.json", "cds.json", "lds.json", "rds.json"} | secrets

    mesh = calling(accounts=["catalog"])
    files = envoy.compile_files(Proxy.WAYPOINT, described, mesh, deployment, ())
    assert f"/{CATALOG}/GetProduct" in files["rds.json"]
    assert "catalog.eds.json" in files
    assert "accounts.eds.json" not in files


def _principals(route: dict[str, Any]) -> list[Any]:
    rules = route["typed_per_filter_config"]["envoy.filters.http.rbac"]["rbac"]["rules"]
    assert rules["action"] == "ALLOW"
    principals: list[Any] = rules["policies"]["callers"]["principals"]
    return principals


def test_a_method_is_for_those_only_who_are_named_as_callers_of_its_service() -> None:
    found = compiled_routes(MIXED)
    accounts = {"authenticated": {"principal_name": {"exact": "spiffe://mercado.mesh/sa/accounts"}}}
    for name in ("Everywhere", "Inside", "Once", "Watch"):
        assert _principals(found[name]) == [accounts]
    # What is not there is so for everybody.
    assert _principals(found["nowhere"]) == [{"any": True}]


def test_who_has_no_route_of_its_own_is_refused() -> None:
    listener = waypoint.listener(MESH, topology.laptop(MESH))
    manager = listener["filter_chains"][0]["filters"][0]["typed_config"]
    rbac = next(f for f in manager["http_filters"] if f["name"] == "envoy.filters.http.rbac")
    assert rbac["typed_config"]["rules"] == {"action": "ALLOW"}


def test_the_waypoint_says_who_calls_whatever_the_caller_says() -> None:
    listener = waypoint.listener(MESH, topology.laptop(MESH))
    manager = listener["filter_chains"][0]["filters"][0]["typed_config"]
    assert manager["forward_client_cert_details"] == "SANITIZE_SET"


@pytest.mark.parametrize("deployment", [topology.laptop(MESH), topology.compose(MESH)])
@pytest.mark.parametrize("proxy", Proxy)
def test_a_service_has_to_be_itself_over_tls_1_3(
    proxy: Proxy, deployment: topology.Deployment
) -> None:
    files = envoy.compile_files(proxy, contract.read(CONTRACT), MESH, deployment, ())
    for cluster in msgspec.json.decode(files["cds.json"])["resources"]:
        if cluster["name"] not in MESH.services:
            continue
        context = cluster["transport_socket"]["typed_config"]["common_tls_context"]
        assert set(context["tls_params"].values()) == {"TLSv1_3"}
        validation = context["combined_validation_context"]["default_validation_context"]
        (name,) = validation["match_typed_subject_alt_names"]
        assert name["matcher"] == {"exact": f"spiffe://mercado.mesh/sa/{cluster['name']}"}


def test_a_call_ends_with_the_deadline_of_the_contract_or_the_callers_if_that_is_sooner() -> None:
    found = compiled_routes(MIXED)
    for name, seconds in (("Everywhere", "2s"), ("Inside", "3s"), ("Watch", "600s")):
        limits = {"max_stream_duration": seconds, "grpc_timeout_header_max": seconds}
        assert found[name]["route"]["max_stream_duration"] == limits
        assert found[name]["route"]["timeout"] == "0s"


def test_a_stream_may_be_silent_for_as_long_as_it_may_last() -> None:
    found = compiled_routes(MIXED)
    assert found["Watch"]["route"]["idle_timeout"] == "600s"
    assert "idle_timeout" not in found["Inside"]["route"]


def test_only_a_call_that_is_safe_to_repeat_is_tried_elsewhere() -> None:
    found = compiled_routes(MIXED)
    retried = {name for name, route in found.items() if "retry_policy" in route["route"]}
    assert retried == {"Everywhere", "Inside", "Watch"}
    policy = found["Inside"]["route"]["retry_policy"]
    assert policy["retry_host_predicate"][0]["name"].endswith("previous_hosts")


def test_the_gateway_knows_no_method_for_the_mesh_only() -> None:
    described = compiled(MIXED)
    found = routes.route_configuration(described, MESH, topology.laptop(MESH), ())
    text = str(found)
    assert "ThingService/Outside" in text
    assert "ThingService/Everywhere" in text
    assert "ThingService/Inside" not in text


def test_the_gateway_does_not_ask_for_the_health_of_a_service_that_it_never_calls() -> None:
    mesh = msgspec.structs.replace(
        MESH, gateway=msgspec.structs.replace(MESH.gateway, reflection="accounts")
    )
    assert "catalog" in routes.reached(compiled(MIXED), mesh)
    assert "catalog" not in routes.reached(compiled(INNER), mesh)


def test_a_service_for_the_mesh_only_is_in_the_reference_and_is_no_tool() -> None:
    described = compiled(INNER)
    assert "| `Inside` | none | the mesh only |  | 3 s | yes |" in reference.text(described, MESH)
    assert list(tools.offered(described)) == []


def test_a_call_of_nobody_is_a_mistake_of_the_topology(tmp_path: Path) -> None:
    path = tmp_path / "mesh.yaml"
    usual = (ROOT / "envoy" / "mesh.yaml").read_text()
    path.write_text(usual.replace("    port: 50061\n", "    port: 50061\n    calls: [katalog]\n"))
    with pytest.raises(topology.TopologyError, match=r"accounts\.calls: no service is `katalog`"):
        topology.read(path)


@pytest.mark.parametrize("deployment", [topology.laptop(MESH), topology.compose(MESH)])
def test_both_envoys_know_a_called_service_alike(deployment: topology.Deployment) -> None:
    described, mesh = contract.read(CONTRACT), calling(accounts=["catalog"])
    found = [
        {
            cluster["name"]: cluster
            for cluster in msgspec.json.decode(
                envoy.compile_files(proxy, described, mesh, deployment, ())["cds.json"]
            )["resources"]
        }
        for proxy in Proxy
    ]
    assert found[0]["catalog"] == found[1]["catalog"]
