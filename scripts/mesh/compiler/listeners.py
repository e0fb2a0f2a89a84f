"""What the listeners of both Envoys have in common."""

from typing import Any, Final

from scripts.mesh.compiler.clusters import COLLECTOR
from scripts.mesh.compiler.topology import Address, Deployment, Proxy
from scripts.mesh.compiler.xds import Json, named, typed

# Longer than any client is silent for; a stream of a method may be (see `forwarding`).
_IDLE: Final = "300s"
_MANAGER: Final = "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"


def listener(proxy: Proxy, address: Address, **fields: Any) -> Json:
    """The `Listener` that an Envoy is there for."""
    socket = {"address": address.host, "port_value": address.port}
    return typed(
        "config.listener.v3.Listener",
        name=proxy,
        address={"socket_address": socket},
        # Two of them on one port would share its requests, which is never meant here.
        enable_reuse_port=False,
        **fields,
    )


def encrypted_or_not(socket: Json, encrypted: Json, plain: Json) -> Json:
    """The `filter_chains` of a listener that takes both, and what tells them apart.

    Args:
        socket: the `transport_socket` of what comes with TLS.
        encrypted: the filter that handles that.
        plain: the filter that handles what comes without.
    """
    inspector = named(
        "envoy.filters.listener.tls_inspector",
        "extensions.filters.listener.tls_inspector.v3.TlsInspector",
    )
    chain = {
        "filter_chain_match": {"transport_protocol": "tls"},
        "filters": [encrypted],
        "transport_socket": socket,
    }
    return {"listener_filters": [inspector], "filter_chains": [chain, {"filters": [plain]}]}


def manager(
    proxy: Proxy, deployment: Deployment, logged: Json | None = None, **fields: Any
) -> Json:
    """The filter that handles HTTP.

    Args:
        proxy: whose it is.
        deployment: where traces go.
        logged: what else is in the access log.
        fields: what else is in the `HttpConnectionManager`.
    """
    source = {"resource_api_version": "V3", "path_config_source": {"path": "./rds.json"}}
    return named(
        "envoy.filters.network.http_connection_manager",
        _MANAGER,
        stat_prefix=proxy,
        codec_type="AUTO",
        server_name="mercado",
        # What a client says in `x-envoy-` headers is not for it to say.
        use_remote_address=True,
        stream_idle_timeout=_IDLE,
        rds={"route_config_name": proxy, "config_source": source},
        tracing=_tracing(proxy, deployment),
        access_log=[access_log(proxy, logged or {})],
        **fields,
    )


def plain_manager(stat_prefix: str, **fields: Any) -> Json:
    """The same for what is answered here and goes nowhere."""
    name = "envoy.filters.network.http_connection_manager"
    return named(name, _MANAGER, stat_prefix=stat_prefix, **fields)


def http_filter(name: str, kind: str, **config: Any) -> Json:
    """An HTTP filter."""
    return named(f"envoy.filters.http.{name}", f"extensions.filters.http.{kind}", **config)


def health() -> Json:
    """The HTTP filter that answers for Envoy itself."""
    healthz = {"name": ":path", "string_match": {"exact": "/healthz"}}
    return http_filter(
        "health_check", "health_check.v3.HealthCheck", pass_through_mode=False, headers=[healthz]
    )


def _tracing(proxy: Proxy, deployment: Deployment) -> Json:
    """Traces every request; without a collector none is sampled, but each still has its id."""
    samplers = "extensions.tracers.opentelemetry.samplers.v3"
    always = named(
        "envoy.tracers.opentelemetry.samplers.always_on", f"{samplers}.AlwaysOnSamplerConfig"
    )
    sampler = named(
        "envoy.tracers.opentelemetry.samplers.parent_based",
        f"{samplers}.ParentBasedSamplerConfig",
        wrapped_sampler=always,
    )
    return {
        "spawn_upstream_span": True,
        # After transcoding the path is the method's, of which there are few.
        "operation": "%REQ(X-ENVOY-ORIGINAL-METHOD?:METHOD)% %REQ(:PATH)%",
        "upstream_operation": "%REQ(:PATH)%",
        "random_sampling": {"value": 100 if deployment.collector else 0},
        "provider": named(
            "envoy.tracers.opentelemetry",
            "config.trace.v3.OpenTelemetryConfig",
            service_name=proxy,
            grpc_service={"envoy_grpc": {"cluster_name": COLLECTOR}, "timeout": "1s"},
            **({"sampler": sampler} if deployment.collector else {}),
        ),
    }


def access_log(proxy: Proxy, more: Json) -> Json:
    """A line for each request."""
    fields = {
        "time": "%START_TIME%",
        "service": proxy,
        "message": "%REQ(X-ENVOY-ORIGINAL-METHOD?:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
        "trace_id": "%TRACE_ID%",
        "protocol": "%PROTOCOL%",
        "route": "%ROUTE_NAME%",
        "status": "%RESPONSE_CODE%",
        "grpc_status": "%GRPC_STATUS(SNAKE_STRING)%",
        "flags": "%RESPONSE_FLAGS%",
        "details": "%RESPONSE_CODE_DETAILS%",
        "duration_ms": "%DURATION%",
        "upstream": "%UPSTREAM_HOST%",
        "attempts": "%UPSTREAM_REQUEST_ATTEMPT_COUNT%",
        "bytes_received": "%BYTES_RECEIVED%",
        "bytes_sent": "%BYTES_SENT%",
        "client": "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
        **more,
    }
    return _logged(fields) | {"filter": {"not_health_check_filter": {}}}


def connection_log(proxy: Proxy, more: Json, condition: str) -> Json:
    """A line for each connection for which an expression in CEL is true."""
    fields = {
        "time": "%START_TIME%",
        "service": proxy,
        "message": "connection",
        **more,
        "flags": "%RESPONSE_FLAGS%",
        "client": "%DOWNSTREAM_REMOTE_ADDRESS%",
    }
    when = named(
        "envoy.access_loggers.extension_filters.cel",
        "extensions.access_loggers.filters.cel.v3.ExpressionFilter",
        expression=condition,
    )
    return _logged(fields) | {"filter": {"extension_filter": when}}


def _logged(fields: Json) -> Json:
    return named(
        "envoy.access_loggers.stdout",
        "extensions.access_loggers.stream.v3.StdoutAccessLog",
        log_format={"json_format": fields},
    )
