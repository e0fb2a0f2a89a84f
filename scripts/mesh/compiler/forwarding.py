"""How a call goes on to its service: by when it ends, and whether another replica gets it, too."""

from typing import Final

from scripts.mesh.compiler.contract import Method
from scripts.mesh.compiler.xds import Json, named

# No cluster has this name: a request that ends here is answered with 404, or as `replies` says.
# Unlike a direct response, such a route lets CORS and every other filter see the request.
NOWHERE: Final = "nowhere"
_PREDICATE: Final = "previous_hosts.v3.PreviousHostsPredicate"
_RETRIED: Final[Json] = {
    "retry_policy": {
        "retry_on": "connect-failure,refused-stream,reset,unavailable,cancelled",
        "num_retries": 2,
        "retry_back_off": {"base_interval": "0.025s", "max_interval": "0.25s"},
        # Elsewhere, if there is an elsewhere. A dead replica has the fewest requests, so that it
        # is chosen again and again.
        "retry_host_predicate": [
            named(
                "envoy.retry_host_predicates.previous_hosts",
                f"extensions.retry.host.{_PREDICATE}",
            )
        ],
        "host_selection_retry_max_attempts": 10,
    }
}


def of_method(method: Method, cluster: str) -> Json:
    """The `route` of a method."""
    # A stream may be silent for as long as it may last.
    silence = {"idle_timeout": f"{method.deadline:g}s"} if method.streams else {}
    retried = _RETRIED if method.repeatable else {}
    return to(cluster, method.deadline) | silence | retried


def to(cluster: str, deadline: float) -> Json:
    """A route whose service is told the deadline; a client may ask for less."""
    seconds = f"{deadline:g}s"
    return {
        "cluster": cluster,
        "timeout": "0s",
        "max_stream_duration": {
            "max_stream_duration": seconds,
            "grpc_timeout_header_max": seconds,
        },
    }


def to_nowhere() -> Json:
    """The route of last resort."""
    return {"cluster": NOWHERE, "cluster_not_found_response_code": "NOT_FOUND"}
