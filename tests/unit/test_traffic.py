"""What routes and clusters become when operators have set something."""

from dataclasses import replace
from typing import Any

import msgspec

from scripts.mesh.compiler import clusters, contract, topology, traffic
from scripts.mesh.compiler.contract import Method
from scripts.mesh.compiler.operations import Fault, Operated, Operations, Version
from scripts.mesh.compiler.topology import Address
from scripts.mesh.local.envoy import CONTRACT
from scripts.mesh.local.state import ROOT

MESH = topology.read(ROOT / "envoy" / "mesh.yaml")
PLAIN = topology.laptop(MESH)
CANARY = Address("127.0.0.1", 1234)
METHODS = {
    method.short_name: method
    for service in contract.read(CONTRACT).services
    for method in service.methods
}


def spread(method: Method, operated: Operated, *, running: bool = True) -> list[Any]:
    endpoints = {**PLAIN.endpoints, **({"catalog@v2": (CANARY,)} if running else {})}
    operations = Operations(services={"catalog": operated})
    deployment = replace(PLAIN, endpoints=endpoints, operations=operations)
    route = {"name": "r", "match": {"path": "/"}, "route": {"cluster": "catalog"}}
    return list(traffic.spread(route, "catalog", method, deployment))


def test_without_anything_set_a_route_stays_as_it_is() -> None:
    [route] = spread(METHODS["GetProduct"], Operated())
    assert route == {"name": "r", "match": {"path": "/"}, "route": {"cluster": "catalog"}}


def test_shares_come_to_all_calls() -> None:
    [route] = spread(METHODS["GetProduct"], Operated(versions={"v2": Version(percent=12.5)}))
    assert route["route"]["weighted_clusters"]["clusters"] == [
        {"name": "catalog", "weight": 8750},
        {"name": "catalog@v2", "weight": 1250},
    ]


def test_a_header_comes_before_shares() -> None:
    version = Version(percent=10, headers={"x-canary": "always"})
    pinned, shared = spread(METHODS["GetProduct"], Operated(versions={"v2": version}))
    assert pinned["match"]["headers"] == [{"name": "x-canary", "string_match": {"exact": "always"}}]
    assert pinned["route"]["cluster"] == "catalog@v2"
    assert "weighted_clusters" in shared["route"]


def test_a_version_without_a_replica_gets_nothing() -> None:
    version = Version(percent=10, headers={"x-canary": "always"}, mirror=10)
    [route] = spread(METHODS["GetProduct"], Operated(versions={"v2": version}), running=False)
    assert route["route"] == {"cluster": "catalog"}


def test_only_what_has_no_effect_is_copied() -> None:
    operated = Operated(versions={"v2": Version(mirror=50)})
    for name, copied in (("GetProduct", True), ("CreateProduct", False), ("ImportProducts", False)):
        [route] = spread(METHODS[name], operated)
        assert ("request_mirror_policies" in route["route"]) == copied


def test_a_fault_of_a_method_comes_before_one_of_all() -> None:
    faults = {"GetProduct": Fault(5, 100), "*": Fault(100, 0, "UNAVAILABLE")}
    [one] = spread(METHODS["GetProduct"], Operated(faults=faults))
    [other] = spread(METHODS["ListProducts"], Operated(faults=faults))
    name = "envoy.filters.http.fault"
    assert one["typed_per_filter_config"][name]["delay"]["fixed_delay"] == "0.1s"
    assert "abort" not in one["typed_per_filter_config"][name]
    assert "abort" in other["typed_per_filter_config"][name]


def test_behind_another_version_is_the_current_one_and_behind_that_nothing() -> None:
    endpoints = {**PLAIN.endpoints, "catalog@v2": (CANARY,)}
    deployment = replace(PLAIN, endpoints=endpoints, draining=frozenset([CANARY]))
    names = clusters.of(["catalog"], deployment)
    assert names == ["catalog", "catalog@v2"]
    found = clusters.assignments(MESH, deployment, names)
    assert [part["priority"] for part in found["catalog"]["endpoints"]] == [0]
    first, second = found["catalog@v2"]["endpoints"]
    [canary] = first["lb_endpoints"]
    assert canary["health_status"] == "DRAINING"
    assert canary["metadata"]["filter_metadata"]["mercado"]["version"] == "v2"
    assert second["priority"] == 1
    assert len(second["lb_endpoints"]) == len(endpoints["catalog"])


def test_replicas_elsewhere_are_behind_those_where_envoy_is() -> None:
    here, near, far, also_here = (Address("127.0.0.1", port) for port in range(1, 5))
    deployment = replace(
        PLAIN,
        endpoints={"catalog": (near, here, far, also_here)},
        zones={near: "near", far: "far", also_here: MESH.zone},
    )
    found = clusters.assignments(MESH, deployment, ["catalog"])["catalog"]["endpoints"]
    assert [(part["priority"], part["locality"]["zone"]) for part in found] == [
        (0, "local"),
        (1, "near"),
        (1, "far"),
    ]
    assert [len(part["lb_endpoints"]) for part in found] == [2, 1, 1]


def test_replicas_are_in_the_zones_of_their_service_in_turn() -> None:
    service = msgspec.structs.replace(MESH.services["catalog"], zones=["a", "b"], replicas=3)
    mesh = msgspec.structs.replace(MESH, services={"catalog": service})
    deployment = topology.laptop(mesh)
    zones = [deployment.zones[address] for address in deployment.endpoints["catalog"]]
    assert zones == ["a", "b", "a"]
