"""Each mistake that a person can make in a contract is refused, with a way out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from google.api import annotations_pb2
from google.protobuf.descriptor_pb2 import FileDescriptorSet, MethodOptions

from mesh.policy.v1 import policy_pb2
from scripts.mesh.compiler import contract, refusals, topology
from scripts.mesh.compiler.contract import ContractError
from scripts.mesh.generate.buf import buf
from scripts.mesh.local.envoy import CONTRACT
from scripts.mesh.local.state import ROOT
from tests.unit.contracts import compiled, method

MESH = topology.read(ROOT / "envoy" / "mesh.yaml")
FILE = "mercado/catalog/v1/catalog_service.proto"
HTTP: Any = annotations_pb2.http

Change = Callable[[MethodOptions], object]


def _policy(options: MethodOptions) -> policy_pb2.MethodPolicy:
    return options.Extensions[policy_pb2.method]


def _inside(options: MethodOptions) -> None:
    _policy(options).audience[:] = [policy_pb2.AUDIENCE_MESH]


def _changed(method: str, change: Change, folder: Path) -> Path:
    files = FileDescriptorSet.FromString(CONTRACT.read_bytes())
    for file in files.file:
        for service in file.service:
            for found in service.method:
                if found.name == method:
                    change(found.options)
    path = folder / "descriptors.binpb"
    path.write_bytes(files.SerializeToString())
    return path


def _refused(method: str, change: Change, folder: Path) -> str:
    with pytest.raises(ContractError) as refused:
        refusals.check(contract.read(_changed(method, change, folder)), MESH)
    return str(refused.value)


@pytest.mark.parametrize(
    ("method", "change", "says"),
    [
        ("GetProduct", lambda o: _policy(o).ClearField("deadline"), "has no deadline: add `deadline: {seconds: 2}` to its (mesh.policy.v1.method)"),
        ("GetProduct", lambda o: _policy(o).ClearField("access"), "says nothing of who may call it: add `access: {public: true}`"),
        ("GetProduct", lambda o: _policy(o).ClearField("audience"), "has no audience: add `audience: AUDIENCE_EDGE`"),
        ("GetProduct", lambda o: _policy(o).ClearField("rate"), 'has no rate class: add `rate: "read"`'),
        ("GetProduct", lambda o: setattr(_policy(o), "rate", "reed"), "is in the rate class `reed`, which mesh.yaml does not have (did you mean `read`?)"),
        ("GetProduct", lambda o: setattr(_policy(o), "rate", "zzz"), "is in the rate class `zzz`, which mesh.yaml does not have: it has discovery, read,"),
        ("GetProduct", lambda o: o.ClearField("idempotency_level"), "is IDEMPOTENCY_NATURAL, so that it is retried, but does not promise it to callers: add `option idempotency_level = NO_SIDE_EFFECTS;`"),
        ("GetProduct", lambda o: _policy(o).ClearField("idempotency"), "has idempotency_level NO_SIDE_EFFECTS, but is not IDEMPOTENCY_NATURAL"),
        ("GetProduct", lambda o: setattr(o, "idempotency_level", MethodOptions.IDEMPOTENT), "is at GET /v1/{name=products/*}, which browsers and proxies may repeat at will"),
        ("GetProduct", lambda o: setattr(_policy(o), "idempotency", policy_pb2.IDEMPOTENCY_REQUEST_ID), "is IDEMPOTENCY_REQUEST_ID, but its request has no field `request_id`"),
        ("GetProduct", lambda o: setattr(o.Extensions[HTTP], "get", "/v1/{nmae=products/*}"), "is at GET /v1/{nmae=products/*}, but its request has no `nmae` (did you mean `name`?)"),
        ("CreateProduct", lambda o: setattr(o.Extensions[HTTP], "body", "prodct"), "is at POST /v1/products, but its request has no `prodct` (did you mean `product`?)"),
        ("CreateProduct", lambda o: _policy(o).access.scopes.all_of.append("product:write"), "needs the scope `product:write`, which mesh.yaml does not have (did you mean `products:write`?)"),
        ("GetProduct", _inside, "has an HTTP path, but not AUDIENCE_EDGE: nobody could call it there"),
        ("GetProduct", _inside, "has `access`, but not AUDIENCE_EDGE: tokens are for clients outside the mesh"),
        ("GetProduct", _inside, "has `rate`, but not AUDIENCE_EDGE: only the calls of clients outside are counted"),
        ("GetProduct", _inside, "is a tool, but not AUDIENCE_EDGE: no assistant could call it"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_file_and_a_way_out(
    tmp_path: Path, method: str, change: Change, says: str
) -> None:
    refused = _refused(method, change, tmp_path)
    assert refused.startswith(f"{FILE}: CatalogService.{method} ")
    assert says in refused


def test_a_method_for_the_mesh_only_needs_neither_access_nor_rate(tmp_path: Path) -> None:
    def change(options: MethodOptions) -> None:
        _inside(options)
        options.ClearExtension(HTTP)
        for edge_only in ("access", "rate", "tool"):
            _policy(options).ClearField(edge_only)

    refusals.check(contract.read(_changed("GetProduct", change, tmp_path)), MESH)


def test_a_call_of_a_service_that_has_nothing_for_the_mesh_is_refused() -> None:
    services = {n: msgspec.structs.replace(s, calls=["catalog"]) for n, s in MESH.services.items()}
    edge_only = method("Thing", 'get: "/v1/things"') + "message Thing { string name = 1; }"
    with pytest.raises(ContractError) as refused:
        refusals.check(compiled(edge_only), msgspec.structs.replace(MESH, services=services))
    says = "mesh.yaml: services.accounts.calls: catalog has no method with AUDIENCE_MESH"
    assert says in str(refused.value)


def test_two_methods_at_one_path_are_refused(tmp_path: Path) -> None:
    def change(options: MethodOptions) -> None:
        options.Extensions[HTTP].get = "/v1/{id=products/*}"

    refused = _refused("GetAccount", change, tmp_path)
    first = "mercado.accounts.v1.AccountsService.GetAccount"
    assert (
        f"CatalogService.GetProduct is at GET /v1/{{name=products/*}}, where {first} is" in refused
    )


def test_keys_that_nobody_serves_are_refused(tmp_path: Path) -> None:
    def change(options: MethodOptions) -> None:
        options.Extensions[HTTP].get = "/elsewhere"

    refused = _refused("GetJsonWebKeySet", change, tmp_path)
    assert "no method is at GET /.well-known/jwks.json" in refused


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    def change(options: MethodOptions) -> None:
        _policy(options).Clear()

    assert len(_refused("SearchProducts", change, tmp_path).splitlines()) >= 4


def test_a_service_without_a_contract_is_refused(tmp_path: Path) -> None:
    text = (ROOT / "envoy" / "mesh.yaml").read_text()
    file = tmp_path / "mesh.yaml"
    file.write_text(text.replace("package: mercado.catalog.v1", "package: mercado.catalogue.v1"))
    with pytest.raises(ContractError) as refused:
        refusals.check(contract.read(CONTRACT), topology.read(file))
    assert "mesh.yaml: no service has the package mercado.catalog.v1" in str(refused.value)
    assert "did you mean `mercado.catalog.v1`?" in str(refused.value)


def test_the_line_of_a_method_is_known_where_the_source_is(tmp_path: Path) -> None:
    image = tmp_path / "image.binpb"
    buf("build", "--as-file-descriptor-set", "-o", str(image))
    lines = (ROOT / "protos" / FILE).read_text().splitlines()
    line = next(n for n, text in enumerate(lines, 1) if "rpc GetProduct(" in text)
    methods = [m for s in contract.read(image).services for m in s.methods]
    found = next(m for m in methods if m.name.endswith(".CatalogService.GetProduct"))
    assert found.where == f"{FILE}:{line}"
