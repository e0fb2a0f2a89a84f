"""How much a caller may ask for: a token bucket per class, and per account or address.

See https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/http/http_filters/local_rate_limit_filter.
"""

from typing import Final

from scripts.mesh.compiler.access import SUBJECT_HEADER
from scripts.mesh.compiler.contract import Method
from scripts.mesh.compiler.topology import Mesh, Rate
from scripts.mesh.compiler.xds import Json, named

_METADATA: Final = "mercado"
_CLASS: Final = "rate"
_ACCOUNT: Final = "account"
_ANONYMOUS: Final = "anonymous"
_ADDRESS: Final = "masked_remote_address"
# A key without a value: each value that comes has a bucket of its own.
_BUCKETS: Final[list[list[Json]]] = [
    [{"key": _ACCOUNT}],
    [{"key": _ANONYMOUS, "value": "true"}, {"key": _ADDRESS}],
]
# Of each class; the callers that were seen last have a bucket.
_CALLERS: Final = 10_000
# What leads to no method costs nothing but the answer.
_ANYTHING_ELSE: Final = Rate(requests=10_000, seconds=1)


def rate_limit(mesh: Mesh) -> Json:
    """The filter with its buckets. They stay as they are while only routes change."""
    everywhere = {"default_value": {"numerator": 100, "denominator": "HUNDRED"}}
    return named(
        "envoy.filters.http.local_ratelimit",
        "extensions.filters.http.local_ratelimit.v3.LocalRateLimit",
        stat_prefix="rates",
        filter_enabled=everywhere,
        filter_enforced=everywhere,
        token_bucket=_bucket(_ANYTHING_ELSE),
        always_consume_default_token_bucket=False,
        rate_limits=_limits(),
        descriptors=[
            {
                "entries": [{"key": _CLASS, "value": name}, *caller],
                "token_bucket": _bucket(rate),
            }
            for name, rate in mesh.rates.items()
            for caller in _BUCKETS
        ],
        max_dynamic_descriptors=_CALLERS,
        rate_limited_as_resource_exhausted=True,
        enable_x_ratelimit_headers="DRAFT_VERSION_03",
        enable_retry_after_header=True,
    )


def of_method(method: Method) -> Json:
    """The `metadata` of a method's route: its class."""
    return {"filter_metadata": {_METADATA: {_CLASS: method.rate}}}


def _limits() -> list[Json]:
    """Which bucket a request takes a token from: its account's, or else its address's."""
    in_class = {
        "metadata": {
            "descriptor_key": _CLASS,
            "source": "ROUTE_ENTRY",
            "metadata_key": {"key": _METADATA, "path": [{"key": _CLASS}]},
        }
    }
    account = {"request_headers": {"header_name": SUBJECT_HEADER, "descriptor_key": _ACCOUNT}}
    not_signed_in = {
        "header_value_match": {
            "descriptor_key": _ANONYMOUS,
            "descriptor_value": "true",
            "expect_match": False,
            "headers": [{"name": SUBJECT_HEADER, "present_match": True}],
        }
    }
    # Who has an IPv6 address has all of its /64.
    address = {_ADDRESS: {"v4_prefix_mask_len": 32, "v6_prefix_mask_len": 64}}
    return [{"actions": [in_class, account]}, {"actions": [in_class, not_signed_in, address]}]


def _bucket(rate: Rate) -> Json:
    return {
        "max_tokens": rate.requests,
        "tokens_per_fill": rate.requests,
        "fill_interval": f"{rate.seconds:g}s",
    }
