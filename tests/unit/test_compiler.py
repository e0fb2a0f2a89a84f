"""What the compiler makes of contracts and topology, and what it refuses."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet, MethodOptions

from mesh.policy.v1 import policy_pb2
from scripts.mesh.compiler import clusters, contract, refusals, routes, stats, topology
from scripts.mesh.compiler.contract import Binding, ContractError
from scripts.mesh.compiler.topology import Proxy
from scripts.mesh.generate.breaking import changes
from scripts.mesh.local.envoy import CONTRACT
from scripts.mesh.local.state import ROOT

MESH = topology.read(ROOT / "envoy" / "mesh.yaml")


def _files() -> FileDescriptorSet:
    return FileDescriptorSet.FromString(CONTRACT.read_bytes())


def _get_product(files: FileDescriptorSet) -> MethodOptions:
    return next(
        method.options
        for file in files.file
        for service in file.service
        for method in service.method
        if method.name == "GetProduct"
    )


def _written(files: FileDescriptorSet, folder: Path) -> Path:
    path = folder / "descriptors.binpb"
    path.write_bytes(files.SerializeToString())
    return path


def test_a_method_without_a_deadline_is_refused(tmp_path: Path) -> None:
    files = _files()
    _get_product(files).Extensions[policy_pb2.method].ClearField("deadline")
    with pytest.raises(ContractError, match=r"CatalogService\.GetProduct has no deadline"):
        refusals.check(contract.read(_written(files, tmp_path)), MESH)


def test_a_method_without_an_audience_is_refused(tmp_path: Path) -> None:
    files = _files()
    _get_product(files).Extensions[policy_pb2.method].ClearField("audience")
    with pytest.raises(ContractError, match=r"CatalogService\.GetProduct has no audience"):
        refusals.check(contract.read(_written(files, tmp_path)), MESH)


def test_only_a_call_that_is_safe_to_repeat_is_retried() -> None:
    mesh = topology.read(ROOT / "envoy" / "mesh.yaml")
    compiled = routes.route_configuration(contract.read(CONTRACT), mesh, topology.laptop(mesh), ())
    (host,) = compiled["virtual_hosts"]
    retried = {
        r["name"].split("/")[-1] for r in host["routes"] if "retry_policy" in r.get("route", {})
    }
    assert retried == {
        "BatchGetProducts",
        "BatchGetStock",
        "CancelOrder",
        "GetAccount",
        "GetJsonWebKeySet",
        "GetOpenIdConfiguration",
        "GetOrder",
        "GetProduct",
        "GetShipment",
        "GetStock",
        "ImportProducts",
        "ListOrders",
        "ListProducts",
        "ListShipments",
        "QuoteOrder",
        "SearchProducts",
        "SignOut",
        "TrackShipment",
        "WatchOrder",
        "WatchStock",
    }


@pytest.mark.parametrize(
    ("template", "regex"),
    [
        ("/v1/products", "/v1/products"),
        ("/v1/{name=products/*}", "/v1/products/[^/:]+"),
        ("/v1/{product.name=products/*}:undelete", "/v1/products/[^/:]+:undelete"),
        ("/v1/{id}/x", "/v1/[^/:]+/x"),
        ("/v1/{name=files/**}", "/v1/files/.+"),
    ],
)
def test_a_path_template_matches_its_paths(template: str, regex: str) -> None:
    assert Binding("GET", template, None, (), streamed=False).path_regex == regex + "/?"


@pytest.mark.parametrize("query", ["thing_id=x", "thingId=x", "a=1&thingId=x", "thing%49d=x"])
def test_a_query_that_sets_the_path_again_is_seen_in_every_form(query: str) -> None:
    binding = Binding("GET", "/v1/{thing_id}", None, ("thing_id",), streamed=False)
    assert re.fullmatch(binding.query_of_taken_fields, f"/v1/y?{query}")
    assert not re.fullmatch(binding.query_of_taken_fields, "/v1/y?thing=x")


@pytest.mark.parametrize("change", [("port: 8080", "port: x"), ("postgres:", "postgre:")])
def test_a_mistake_in_the_topology_is_named(tmp_path: Path, change: tuple[str, str]) -> None:
    path = tmp_path / "mesh.yaml"
    path.write_text((ROOT / "envoy" / "mesh.yaml").read_text().replace(*change))
    with pytest.raises(topology.TopologyError, match=r"mesh\.yaml: "):
        topology.read(path)


def test_a_lost_binding_and_a_shorter_deadline_are_breaking() -> None:
    old, new = _files(), _files()
    options = _get_product(new)
    options.Extensions[policy_pb2.method].deadline.seconds = 1
    extension: Any = next(key for key, _ in options.ListFields() if key.name == "http")
    options.Extensions[extension].get = "/v2/{name=products/*}"
    found = changes(old, new)
    method = "mercado.catalog.v1.CatalogService.GetProduct"
    assert found == [
        f"{method}: no longer served at get /v1/{{name=products/*}} ",
        f"{method}: a shorter deadline",
    ]
    assert changes(old, old) == []


def test_the_gateway_exports_metrics_if_there_is_a_collector_and_only_then() -> None:
    mesh = topology.read(ROOT / "envoy" / "mesh.yaml")
    alone = topology.laptop(mesh)
    observed = replace(alone, collector=topology.Address("collector", 4317))
    assert stats.exported(Proxy.GATEWAY, alone) == {}
    [sink] = stats.exported(Proxy.GATEWAY, observed)["stats_sinks"]
    cluster = sink["typed_config"]["grpc_service"]["envoy_grpc"]["cluster_name"]
    assert clusters.collector(observed)["name"] == cluster


@pytest.mark.parametrize(
    ("name", "exported"),
    [
        ("http.gateway.downstream_rq_5xx", True),
        ("http.admin.downstream_rq_5xx", False),
        ("http.gateway.downstream_cx_total", False),
        ("cluster.catalog.membership_healthy", True),
        ("cluster.catalog.external.upstream_rq_5xx", False),
    ],
)
def test_of_the_gateways_many_metrics_few_are_exported(name: str, *, exported: bool) -> None:
    assert bool(re.fullmatch(stats.EXPORTED, name)) == exported
