"""docker-compose.yml says the same as `envoy/mesh.yaml` and the laptop's runner."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.mesh.compiler import envoy, pages, topology
from scripts.mesh.compiler.topology import Proxy
from scripts.mesh.local import postgres
from scripts.mesh.local.state import ROOT
from scripts.mesh.names import OPERATOR
from scripts.mesh.provision import credentials

MESH = topology.read(ROOT / "envoy" / "mesh.yaml")
DEPLOYMENT = topology.compose(MESH)
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
ALL: dict[str, Any] = COMPOSE["services"]
CONTAINERS = {name: c for name, c in ALL.items() if "profiles" not in c}
TELEMETRY = {name: c for name, c in ALL.items() if "observability" in c.get("profiles", ())}
WITH_DATABASE = [name for name, service in MESH.services.items() if service.database]


def _mounted(container: str, target: str) -> Any:
    volumes = [v for v in CONTAINERS[container]["volumes"] if isinstance(v, dict)]
    return next(v for v in volumes if v["target"] == target)


def _conditions(container: str) -> dict[str, str]:
    waits: dict[str, dict[str, str]] = CONTAINERS[container]["depends_on"]
    return {name: wait["condition"] for name, wait in waits.items()}


def test_every_service_of_the_mesh_has_a_container() -> None:
    started = {name for name, c in CONTAINERS.items() if c["command"][0].startswith("services.")}
    assert started == set(MESH.services)


@pytest.mark.parametrize("name", MESH.services)
def test_a_service_listens_where_the_gateway_looks(name: str) -> None:
    (address,) = DEPLOYMENT.endpoints[name]
    container = CONTAINERS[name]
    assert address.host == name
    assert container["command"] == [f"services.{name}"]
    assert container["environment"]["LISTEN"] == f"0.0.0.0:{address.port}"
    assert container["networks"] == ["mesh"]
    assert container.get("scale", 1) == MESH.services[name].replicas


@pytest.mark.parametrize("name", MESH.services)
def test_a_service_is_asked_for_its_health_before_the_gateway_starts(name: str) -> None:
    probe = CONTAINERS[name]["healthcheck"]["test"]
    socket = CONTAINERS[name]["environment"]["SOCKET"]
    assert probe == ["CMD", "python", "-m", "services.runtime.probe", f"unix:{socket}"]
    assert [t.partition(":")[0] for t in CONTAINERS[name]["tmpfs"]] == [str(Path(socket).parent)]
    assert _conditions("gateway")[name] == "service_healthy"


@pytest.mark.parametrize("name", MESH.services)
def test_a_service_sees_its_own_secrets_only(name: str) -> None:
    mount = _mounted(name, "/run/secrets")
    assert mount["volume"] == {"subpath": name}
    assert mount["read_only"]


@pytest.mark.parametrize("name", MESH.services)
def test_a_service_has_its_identity_and_accepts_those_that_the_topology_names(name: str) -> None:
    environment = CONTAINERS[name]["environment"]
    assert environment["IDENTITY"] == "/run/secrets/identity"
    assert environment["PEERS"] == ",".join(MESH.peers)
    assert "PLAINTEXT" not in environment


@pytest.mark.parametrize("name", [*Proxy, OPERATOR])
def test_an_envoy_and_a_job_have_their_own_identities(name: str) -> None:
    mount = _mounted("products" if name == OPERATOR else name, "/run/secrets")
    assert mount["volume"] == {"subpath": name}
    assert mount["read_only"]


@pytest.mark.parametrize("name", MESH.services)
def test_a_service_is_told_where_its_secrets_are(name: str) -> None:
    environment = CONTAINERS[name]["environment"]
    files = {key: value for key, value in environment.items() if key.endswith("_FILE")}
    told = ["database_url", *credentials.names(name)]
    if MESH.services[name].events:
        told.append("nats_url")
    assert files == {f"{secret.upper()}_FILE": f"/run/secrets/{secret}" for secret in told}


def test_tokens_are_signed_for_those_who_verify_them() -> None:
    environment = CONTAINERS[MESH.identity.service]["environment"]
    assert environment["ISSUER"] == MESH.identity.issuer
    assert environment["AUDIENCE"] == MESH.identity.audience
    assert environment["PUBLIC_URL"] == f"http://localhost:${{MERCADO_PORT:-{MESH.gateway.port}}}"
    assert environment["ADMINISTRATOR_EMAIL"] == f"administrator@{MESH.trust_domain}"


def test_only_the_gateway_is_published_and_on_loopback_only() -> None:
    published = {name: c["ports"] for name, c in CONTAINERS.items() if "ports" in c}
    port = MESH.gateway.port
    assert published == {
        "gateway": [f"127.0.0.1:${{MERCADO_PORT:-{port}}}:{DEPLOYMENT.listen.port}"]
    }


@pytest.mark.parametrize(
    ("proxy", "port"), [("gateway", DEPLOYMENT.listen.port), ("waypoint", DEPLOYMENT.waypoint.port)]
)
def test_an_envoy_is_asked_for_its_health_where_it_listens(proxy: str, port: int) -> None:
    assert f"/dev/tcp/127.0.0.1/{port} " in CONTAINERS[proxy]["healthcheck"]["test"][-1]


def test_the_waypoint_is_where_services_look_for_it_and_nowhere_else() -> None:
    waypoint = CONTAINERS["waypoint"]
    assert waypoint["networks"] == ["mesh"]
    assert "ports" not in waypoint
    port = DEPLOYMENT.waypoint.port
    for name, service in MESH.services.items():
        told = CONTAINERS[name]["environment"].get("MESH_ADDRESS")
        assert told == (f"waypoint:{port}" if service.calls else None)


def test_services_do_not_wait_for_the_waypoint_nor_it_for_them() -> None:
    assert _conditions("waypoint") == {"credentials": "service_completed_successfully"}
    for name in MESH.services:
        assert "waypoint" not in _conditions(name)


def test_only_the_gateway_is_on_both_networks() -> None:
    assert COMPOSE["networks"]["mesh"] == {"internal": True}
    on_edge = [n for n, c in CONTAINERS.items() if "edge" in c["networks"]]
    assert on_edge == ["gateway"]
    assert CONTAINERS["gateway"]["networks"] == ["edge", "mesh"]


def test_databases_are_made_for_the_services_that_have_one_before_they_start() -> None:
    database = f"{DEPLOYMENT.database}"
    made = ["/secrets", *WITH_DATABASE]
    job = "scripts.mesh.provision"
    assert CONTAINERS["databases"]["command"] == [job, "databases", *made]
    servers = ["--database", database, "--nats", f"{DEPLOYMENT.broker}"]
    servers += ["--trust-domain", MESH.trust_domain]
    credentials = [job, "credentials", "/secrets", *servers, *WITH_DATABASE]
    assert CONTAINERS["credentials"]["command"] == credentials
    for name in WITH_DATABASE:
        assert _conditions(name)["databases"] == "service_completed_successfully"


@pytest.mark.parametrize("proxy", Proxy)
def test_envoy_is_started_as_on_the_laptop_in_the_folder_of_its_files(proxy: Proxy) -> None:
    container = CONTAINERS[proxy]
    assert container["command"] == [*envoy.ARGUMENTS, *envoy.ALONE]
    assert container["working_dir"] == f"/etc/mercado/envoy/compose/{proxy}"
    assert "./generated:/etc/mercado:ro" in container["volumes"]
    assert (ROOT / "generated" / "envoy" / "compose" / proxy / envoy.BOOTSTRAP).is_file()


def test_what_the_gateways_files_refer_to_is_there() -> None:
    assert f"./envoy/www:{DEPLOYMENT.pages}:ro" in CONTAINERS["gateway"]["volumes"]
    folder = ROOT / "generated" / "envoy" / "compose" / "gateway"
    for page in pages.read(ROOT / "envoy" / "www", folder / DEPLOYMENT.generated):
        source = folder / DEPLOYMENT.generated if page.generated else ROOT / "envoy" / "www"
        assert (source / page.file).is_file()
    assert (folder / DEPLOYMENT.descriptors).resolve().is_file()


def test_nats_keeps_its_streams_in_a_volume_and_waits_for_its_users() -> None:
    container = CONTAINERS["nats"]
    assert container["command"] == ["--config", "/run/secrets/nats.json"]
    assert "nats:/data" in container["volumes"]
    assert _mounted("nats", "/run/secrets")["volume"] == {"subpath": "nats"}
    assert _conditions("nats") == {"credentials": "service_completed_successfully"}


def test_dead_letters_are_seen_with_the_operators_credentials() -> None:
    container = ALL["dead-letters"]
    assert container["command"][0] == "scripts.mesh.deadletters"
    (mount,) = container["volumes"]
    assert mount["volume"] == {"subpath": "operator"}


def test_postgres_sorts_and_ends_idle_transactions_as_on_the_laptop() -> None:
    container = CONTAINERS["postgres"]
    assert container["environment"]["POSTGRES_INITDB_ARGS"].split() == postgres.INITDB_ARGUMENTS
    settings = [s.split("=") for s in container["command"] if "=" in s]
    assert settings
    assert all(postgres.SETTINGS[name] == value for name, value in settings)
    assert DEPLOYMENT.database.host == "postgres"


def test_telemetry_is_where_the_gateway_sends_it_and_sees_nothing_else_of_the_mesh() -> None:
    assert DEPLOYMENT.collector == topology.Address("collector", 4317)
    assert [n for n, c in TELEMETRY.items() if "mesh" in c["networks"]] == ["collector"]
    assert {port.split(":")[0] for c in TELEMETRY.values() for port in c["ports"]} == {"127.0.0.1"}


@pytest.mark.parametrize("name", ALL)
def test_what_is_mounted_is_there(name: str) -> None:
    mounted = [v.split(":")[0] for v in ALL[name].get("volumes", []) if isinstance(v, str)]
    assert all((ROOT / path).exists() for path in mounted if path.startswith("."))
