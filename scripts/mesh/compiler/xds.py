"""Envoy's resources as JSON (https://www.envoyproxy.io/docs/envoy/v1.40.0/api-v3/api)."""

from typing import Any

Json = dict[str, Any]


def typed(kind: str, **fields: Any) -> Json:
    """A message with its type, for example `config.cluster.v3.Cluster`."""
    return {"@type": f"type.googleapis.com/envoy.{kind}", **fields}


def named(name: str, kind: str, **fields: Any) -> Json:
    """An extension with its configuration."""
    return {"name": name, "typed_config": typed(kind, **fields)}
