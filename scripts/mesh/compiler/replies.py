"""One shape for every failure that Envoy itself answers with.

REST clients get a `google.rpc.Status` as JSON, exactly as the transcoder writes one for an error
of a service (AIP-193). gRPC, gRPC-Web and Connect clients get their protocols' own forms.
See https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/http/http_conn_man/local_reply.
"""

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from google.rpc import status_pb2
from google.rpc.error_details_pb2 import ErrorInfo, RetryInfo

from scripts.mesh.compiler import failures, pages, tools, traffic
from scripts.mesh.compiler.contract import Contract
from scripts.mesh.compiler.operations import ABORTS
from scripts.mesh.compiler.xds import Json, named

DOMAIN: Final = "gateway.mercado.mesh"
# What the client sent, before any filter rewrites `content-type`.
CONTENT_TYPE: Final = "x-client-content-type"
REQUEST_METADATA: Final = "mercado.request"
RPC_CONTENT_TYPES: Final = "application/(grpc|grpc-web|grpc-web-text|proto|connect)([+;].*)?"

_GRPC: Final = r"application/grpc([+;].*)?"
_GRPC_WEB: Final = "application/grpc-web.*"
_CONNECT: Final = "application/(proto|connect).*"
_NOT_REST: Final = "application/(grpc|proto|connect).*"

# HTTP status: canonical code, reason, and what to say when Envoy has nothing better.
_STATUSES: Final[Mapping[int, tuple[int, str, str]]] = {
    400: (3, "INVALID_ARGUMENT", "%LOCAL_REPLY_BODY%"),
    401: (16, "UNAUTHENTICATED", "%LOCAL_REPLY_BODY%"),
    403: (7, "PERMISSION_DENIED", "the token does not allow this"),
    404: (5, "PATH_NOT_FOUND", "nothing is served at %PATH(NQ)%"),
    408: (4, "REQUEST_TIMEOUT", "the request did not arrive in time"),
    411: (3, "LENGTH_REQUIRED", "the request needs a content-length"),
    413: (8, "REQUEST_TOO_LARGE", "the request is larger than the gateway takes"),
    415: (3, "UNSUPPORTED_MEDIA_TYPE", "%LOCAL_REPLY_BODY%"),
    426: (9, "UPGRADE_REQUIRED", "the request needs a newer version of HTTP"),
    429: (8, "TOO_MANY_REQUESTS", "the caller has made too many requests"),
    431: (8, "HEADERS_TOO_LARGE", "the headers are larger than the gateway takes"),
    500: (13, "INTERNAL", "something went wrong on our side"),
    502: (14, "BAD_GATEWAY", "the service's answer could not be understood"),
    503: (14, "SERVICE_UNAVAILABLE", "the service cannot be reached"),
    504: (4, "DEADLINE_EXCEEDED", "the method's deadline passed"),
}
# What cannot say more than that, where Envoy's own words cannot be had: in the details of gRPC.
_GENERAL: Final[Mapping[int, str]] = {
    400: "the request is not valid",
    401: "the token is missing, expired or not valid",
    404: "there is no such method",
    415: "the media type is not supported",
}
# Another try makes sense after a while.
_TEMPORARY: Final[Mapping[int, str]] = {429: "%RESP(RETRY-AFTER)%s", 503: "1s"}
_INJECTED: Final = ("FAULT_INJECTED", "an operator lets some of these calls fail")
_CONNECT_CODES: Final[Mapping[int, str]] = {
    1: "canceled",
    2: "unknown",
    3: "invalid_argument",
    4: "deadline_exceeded",
    5: "not_found",
    7: "permission_denied",
    8: "resource_exhausted",
    9: "failed_precondition",
    10: "aborted",
    13: "internal",
    14: "unavailable",
    16: "unauthenticated",
}


def local_replies(contract: Contract) -> Json:
    """The gateway's `local_reply_config`."""
    return {
        "mappers": [
            *_wrong_method(contract),
            _wrong_method_of_page(),
            *_wrong_media_type(contract),
            _refused_request(),
            *_by_protocol(503, _keys_missing()),
            *(mapper for status in _STATUSES for mapper in _by_protocol(status)),
            *(mapper for name in ABORTS for mapper in _injected(name)),
        ]
    }


def injected_into_grpc(domain: str, content_type: str) -> Iterator[Json]:
    """The answers of calls that an operator lets fail, to gRPC clients."""
    for code in ABORTS.values():
        said = (code, *_INJECTED)
        yield grpc_reply(traffic.status_of_abort(code), said, domain, content_type)


def _wrong_method(contract: Contract) -> Iterator[Json]:
    """405 for a path that is served, called with a method that it is not served for."""
    verbs = dict[str, list[str]]()
    for _, method in contract.edge_methods:
        for binding in method.bindings:
            verbs.setdefault(binding.path_regex, []).append(binding.verb)
    verbs[tools.PATH] = ["POST"]
    for regex, found in verbs.items():
        path, allowed = f"{regex}(\\?.*)?", sorted({*found, "OPTIONS"})
        yield _options(path, allowed)
        yield _method_not_allowed(path, allowed)
    for service in contract.edge_services:
        path = service.name.replace(".", "\\.")
        regex = f"/{path}/[^/?]+(\\?.*)?"
        yield _options(regex, ["OPTIONS", "POST"])
        yield _method_not_allowed(
            regex, ["OPTIONS", "POST"], _header(":method", "POST", invert=True)
        )


def _wrong_method_of_page() -> Json:
    """The text for a page's own answer; what is allowed is in its headers already."""
    allowed = ", ".join(pages.ALLOWED)
    text = f"%REQ(:METHOD)% is not served at %PATH(NQ)%; what is: {allowed}"
    return _rest_reply(12, "METHOD_NOT_ALLOWED", text, [_status_is(405)])


def _options(path: str, allowed: Sequence[str]) -> Json:
    """What is allowed, for who asks (RFC 9110, 9.3.7); a CORS preflight never comes this far."""
    filters = [_nothing_there(), _header(":path", path), _header(":method", "OPTIONS")]
    return {
        "filter": _all(filters),
        "status_code": 204,
        "headers_to_add": [_added("allow", ", ".join(allowed))],
        "body": {"inline_string": ""},
    }


def _method_not_allowed(path: str, allowed: Sequence[str], *more: Json) -> Json:
    mapper = _rest_reply(
        12,
        "METHOD_NOT_ALLOWED",
        f"%REQ(:METHOD)% is not served at %PATH(NQ)%; what is: {', '.join(allowed)}",
        [_nothing_there(), _header(":path", path), *more],
    )
    return mapper | {"status_code": 405, "headers_to_add": [_added("allow", ", ".join(allowed))]}


def _wrong_media_type(contract: Contract) -> Iterator[Json]:
    """415 for a gRPC path that is called with JSON, or with nothing."""
    for service in contract.edge_services:
        path = service.name.replace(".", "\\.")
        message = (
            "a method's own path takes gRPC, gRPC-Web and Connect with binary messages; "
            "JSON is served at the REST paths"
        )
        yield _rest_reply(
            3,
            "UNSUPPORTED_MEDIA_TYPE",
            message,
            [_nothing_there(), _header(":path", f"/{path}/[^/?]+(\\?.*)?")],
        ) | {"status_code": 415}


def _refused_request() -> Json:
    """What `request_check.lua` found, with the field's path as a violation."""
    reason = f"%DYNAMIC_METADATA({REQUEST_METADATA}:reason)%"
    violation = {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        "fieldViolations": [
            {
                "field": f"%DYNAMIC_METADATA({REQUEST_METADATA}:field)%",
                "description": "%LOCAL_REPLY_BODY%",
                "reason": reason,
            }
        ],
    }
    seen = {
        "metadata_filter": {
            "matcher": {
                "filter": REQUEST_METADATA,
                "path": [{"key": "field"}],
                "value": {"present_match": True},
            },
            "match_if_key_not_found": False,
        }
    }
    return _rest_reply(3, reason, "%LOCAL_REPLY_BODY%", [seen], violation)


def _keys_missing() -> Json:
    """No token can be verified yet: a fault of ours, which Envoy takes for one of the token."""
    expression = "response.code_details.contains('Jwks_remote_fetch')"
    return {
        "extension_filter": named(
            "envoy.access_loggers.extension_filters.cel",
            "extensions.access_loggers.filters.cel.v3.ExpressionFilter",
            expression=f"has(response.code_details) && {expression}",
        )
    }


def _by_protocol(status: int, when: Json | None = None) -> Iterator[Json]:
    """The replies of a status, in place of what has it or of what `when` finds."""
    code, reason, message = _STATUSES[status]
    is_status = when or _status_is(status)
    becomes = {"status_code": status}
    retry = [_retry(_TEMPORARY[status])] if status in _TEMPORARY else []
    yield _rest_reply(code, reason, message, [is_status], *retry) | becomes
    said = (code, reason, _GENERAL.get(status, message))
    yield grpc_reply(status, said, DOMAIN, CONTENT_TYPE, is_status)
    yield from _of_browsers(is_status, status, code, message)


def _injected(name: str) -> Iterator[Json]:
    """The answers of calls that an operator lets fail with a canonical code."""
    code, (reason, message) = ABORTS[name], _INJECTED
    status, seen = failures.STATUSES[name], traffic.status_of_abort(code)
    yield _rest_reply(code, reason, message, [_status_is(seen)]) | {"status_code": status}
    yield grpc_reply(seen, (code, reason, message), DOMAIN, CONTENT_TYPE)
    yield from _of_browsers(_status_is(seen), status, code, message)


def _of_browsers(when: Json, status: int, code: int, message: str) -> Iterator[Json]:
    """The answers to gRPC-Web and to Connect."""
    yield {
        "filter": _all([when, _header(CONTENT_TYPE, _GRPC_WEB)]),
        "status_code": 200,
        "headers_to_add": [
            _added("content-type", f"%REQ({CONTENT_TYPE})%"),
            _added("grpc-status", str(code)),
            _added("grpc-message", message),
        ],
        "body": {"inline_string": ""},
    }
    yield {
        "filter": _all([when, _header(CONTENT_TYPE, _CONNECT)]),
        "status_code": status,
        "body_format_override": {
            "content_type": "application/json",
            "json_format": {"code": _CONNECT_CODES[code], "message": message},
        },
    }


def grpc_reply(
    status: int,
    said: tuple[int, str, str],
    domain: str,
    content_type: str,
    when: Json | None = None,
) -> Json:
    """A gRPC client's answer in place of Envoy's own for an HTTP status.

    The details are fixed bytes, so that the message is fixed, too: it is in both.

    Args:
        status: the HTTP status.
        said: the canonical code, the reason and the message.
        domain: who says it.
        content_type: the header that has the client's.
        when: what is answered so, if not whatever has the status.
    """
    code, reason, message = said
    answer = status_pb2.Status(code=code, message=message)
    answer.details.add().Pack(ErrorInfo(reason=reason, domain=domain))
    if status in _TEMPORARY:
        answer.details.add().Pack(RetryInfo(retry_delay={"seconds": 1}))
    details = base64.b64encode(answer.SerializeToString()).decode().rstrip("=")
    return {
        "filter": _all([when or _status_is(status), _header(content_type, _GRPC)]),
        "headers_to_add": [
            _added("grpc-status", str(code)),
            _added("grpc-status-details-bin", details),
        ],
        "body": {"inline_string": message},
    }


def _retry(delay: str) -> Json:
    return {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}


def _rest_reply(
    code: int, reason: str, message: str, filters: Sequence[Json], *details: Json
) -> Json:
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": DOMAIN,
    }
    return {
        "filter": _all([*filters, _header(CONTENT_TYPE, _NOT_REST, invert=True)]),
        "body_format_override": {
            "content_type": "application/json",
            "json_format": {"code": code, "message": message, "details": [info, *details]},
        },
    }


def _all(filters: Sequence[Json]) -> Json:
    return {"and_filter": {"filters": list(filters)}}


def _status_is(status: int) -> Json:
    # Envoy wants a runtime key here; nobody sets it.
    value = {"default_value": status, "runtime_key": "mercado.none"}
    return {"status_code_filter": {"comparison": {"op": "EQ", "value": value}}}


def _nothing_there() -> Json:
    """The request came to the route of last resort, whose cluster does not exist."""
    return {"response_flag_filter": {"flags": ["NC"]}}


def _header(name: str, regex: str, *, invert: bool = False) -> Json:
    header = {
        "name": name,
        "string_match": {"safe_regex": {"regex": regex}},
        "treat_missing_header_as_empty": True,
    }
    return {"header_filter": {"header": header | ({"invert_match": True} if invert else {})}}


def _added(name: str, value: str) -> Json:
    return {
        "header": {"key": name, "value": value},
        "append_action": "OVERWRITE_IF_EXISTS_OR_ADD",
    }
