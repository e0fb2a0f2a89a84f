"""TLS inside the mesh: who an Envoy is, whom it believes, and who has to be at the other end.

What it proves itself with is in files (`scripts/mesh/provision/identities.py`), which Envoy reads
again whenever the link to their version is replaced.
See https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/security/secret.
"""

from typing import Final

from scripts.mesh.compiler.topology import Deployment, Mesh, Proxy
from scripts.mesh.compiler.xds import Json, named, typed
from scripts.mesh.names import AUTHORITIES, CERTIFICATE, CURRENT, PRIVATE_KEY

_TLS: Final = "extensions.transport_sockets.tls.v3"
_SOCKET: Final = "envoy.transport_sockets.tls"
# Both ends are ours: there is nobody who could not.
_VERSION: Final[Json] = {
    "tls_minimum_protocol_version": "TLSv1_3",
    "tls_maximum_protocol_version": "TLSv1_3",
}


def secrets(proxy: Proxy, deployment: Deployment) -> dict[str, list[Json]]:
    """Where an Envoy's secrets are, by file: it takes one of them a file."""
    folder = deployment.identities[proxy]
    watched = {"watched_directory": {"path": folder}}

    def file(name: str) -> Json:
        return {"filename": f"{folder}/{CURRENT}/{name}"}

    certificate = {"certificate_chain": file(CERTIFICATE), "private_key": file(PRIVATE_KEY)}
    authorities = {"trusted_ca": file(AUTHORITIES)}
    secret = f"{_TLS}.Secret"
    return {
        _file("certificate"): [
            typed(secret, name="certificate", tls_certificate=certificate | watched)
        ],
        _file("authorities"): [
            typed(secret, name="authorities", validation_context=authorities | watched)
        ],
    }


def upstream(mesh: Mesh, service: str) -> Json:
    """The `transport_socket` towards a service, which has to be that one."""
    return named(
        _SOCKET,
        f"{_TLS}.UpstreamTlsContext",
        common_tls_context=_context({"exact": mesh.spiffe_id(service)}),
        sni=f"{service}.{mesh.trust_domain}",
        # A connection that resumes another one would prove nothing itself.
        max_session_keys=0,
    )


def downstream(mesh: Mesh) -> Json:
    """The `transport_socket` towards workloads of the mesh; others cannot connect."""
    return named(
        _SOCKET,
        f"{_TLS}.DownstreamTlsContext",
        common_tls_context=_context({"prefix": mesh.spiffe_id("")}),
        require_client_certificate=True,
        disable_stateless_session_resumption=True,
        disable_stateful_session_resumption=True,
    )


def _context(spiffe_id: Json) -> Json:
    return {
        "tls_params": _VERSION,
        "alpn_protocols": ["h2"],
        "tls_certificate_sds_secret_configs": [_secret("certificate")],
        "combined_validation_context": {
            "default_validation_context": {
                "match_typed_subject_alt_names": [{"san_type": "URI", "matcher": spiffe_id}]
            },
            "validation_context_sds_secret_config": _secret("authorities"),
        },
    }


def _secret(name: str) -> Json:
    source = {
        "resource_api_version": "V3",
        "path_config_source": {"path": f"./{_file(name)}"},
    }
    return {"name": name, "sds_config": source}


def _file(name: str) -> str:
    return f"{name}.sds.json"
