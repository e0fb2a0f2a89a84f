"""Who may call what: tokens are verified, scopes are required method by method, the rest is closed.

Both filters come after the transcoder, so that one rule for a gRPC path holds in every protocol. A
route that says nothing is refused; every route says what it allows.
"""

from typing import Final

from scripts.mesh.compiler.contract import Contract, Method
from scripts.mesh.compiler.topology import Mesh
from scripts.mesh.compiler.xds import Json, named, typed

JWT_FILTER: Final = "envoy.filters.http.jwt_authn"
RBAC_FILTER: Final = "envoy.filters.http.rbac"
JWKS_CLUSTER: Final = "jwks"
JWKS_PATH: Final = "/.well-known/jwks.json"
# The gateway fetches keys again five seconds before they are this old.
JWKS_SECONDS: Final = 15
SUBJECT_HEADER: Final = "x-auth-sub"
SCOPE_HEADER: Final = "x-auth-scope"

_JWT: Final = "extensions.filters.http.jwt_authn.v3"
_RBAC: Final = "extensions.filters.http.rbac.v3"
_CLAIMS: Final = "claims"
_SIGNED_IN: Final = "signed in"
_ANYONE: Final = "anyone"


def keys_method(contract: Contract) -> Method | None:
    """The method that serves the keys, wherever it is."""
    return next(
        (
            method
            for service in contract.services
            for method in service.methods
            if any(b.verb == "GET" and b.template == JWKS_PATH for b in method.bindings)
        ),
        None,
    )


def filters(mesh: Mesh) -> list[Json]:
    """The filters that verify a token, and that refuse what its scopes do not allow."""
    verified = {"provider_name": mesh.identity.service}
    anyone = {"requires_any": {"requirements": [verified, {"allow_missing": {}}]}}
    jwt = named(
        JWT_FILTER,
        f"{_JWT}.JwtAuthentication",
        providers={mesh.identity.service: _provider(mesh)},
        requirement_map={_SIGNED_IN: verified, _ANYONE: anyone},
    )
    # No policy at all: whatever a route does not allow is denied.
    return [jwt, named(RBAC_FILTER, f"{_RBAC}.RBAC", rules={"action": "ALLOW"})]


def of_method(method: Method) -> Json:
    """The `typed_per_filter_config` of a method's route."""
    if not method.scopes:
        return _route(_ANYONE, [{"any": True}])
    held = [_holds(scope) for scope in method.scopes]
    return _route(_SIGNED_IN, [{"and_ids": {"ids": held}}])


def of_anything_else() -> Json:
    """The same of a route that leads to no method: there is nothing to protect."""
    return _route(_ANYONE, [{"any": True}])


def _route(requirement: str, principals: list[Json]) -> Json:
    policy = {"permissions": [{"any": True}], "principals": principals}
    rules = {"action": "ALLOW", "policies": {requirement: policy}}
    return {
        JWT_FILTER: typed(f"{_JWT}.PerRouteConfig", requirement_name=requirement),
        RBAC_FILTER: typed(f"{_RBAC}.RBACPerRoute", rbac={"rules": rules}),
    }


def _provider(mesh: Mesh) -> Json:
    return {
        "issuer": mesh.identity.issuer,
        "audiences": [mesh.identity.audience],
        "require_expiration": True,
        # Not from the query, as by default: what is there ends in logs.
        "from_headers": [{"name": "Authorization", "value_prefix": "Bearer "}],
        "clock_skew_seconds": 5,
        # No cache of verified tokens: it would go on accepting what a retired key has signed.
        "remote_jwks": {
            "http_uri": {
                "uri": f"http://{JWKS_CLUSTER}{JWKS_PATH}",
                "cluster": JWKS_CLUSTER,
                "timeout": "1s",
            },
            "cache_duration": f"{JWKS_SECONDS}s",
            # The service may not be there yet.
            "async_fetch": {"fast_listener": True, "failed_refetch_duration": "0.5s"},
        },
        "payload_in_metadata": _CLAIMS,
        "normalize_payload_in_metadata": {"space_delimited_claims": ["scope"]},
        "claim_to_headers": [
            {"header_name": SUBJECT_HEADER, "claim_name": "sub"},
            {"header_name": SCOPE_HEADER, "claim_name": "scope"},
        ],
    }


def _holds(scope: str) -> Json:
    """A principal whose token has a scope."""
    matcher = {
        "filter": JWT_FILTER,
        "path": [{"key": _CLAIMS}, {"key": "scope"}],
        "value": {"list_match": {"one_of": {"string_match": {"exact": scope}}}},
    }
    return {"sourced_metadata": {"metadata_matcher": matcher}}
