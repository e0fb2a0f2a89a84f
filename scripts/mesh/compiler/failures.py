"""The failures of a method that its caller has to expect, by their HTTP statuses."""

import re
from collections.abc import Mapping
from typing import Final

from scripts.mesh.compiler.contract import Method, Service
from scripts.mesh.compiler.topology import Mesh
from scripts.mesh.compiler.xds import Json

# As the transcoder translates them.
STATUSES: Final[Mapping[str, int]] = {
    "CANCELLED": 499,
    "UNKNOWN": 500,
    "INVALID_ARGUMENT": 400,
    "DEADLINE_EXCEEDED": 504,
    "NOT_FOUND": 404,
    "ALREADY_EXISTS": 409,
    "PERMISSION_DENIED": 403,
    "RESOURCE_EXHAUSTED": 429,
    "FAILED_PRECONDITION": 400,
    "ABORTED": 409,
    "OUT_OF_RANGE": 400,
    "UNIMPLEMENTED": 501,
    "INTERNAL": 500,
    "UNAVAILABLE": 503,
    "DATA_LOSS": 500,
    "UNAUTHENTICATED": 401,
}
_CODE: Final = re.compile(rf"\b({'|'.join(STATUSES)})\b")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z`])")
# How a service's comment begins to tell of all its methods; else it may mean some of them.
_EVERYWHERE: Final = "Every method "
_SCHEMA: Final[Json] = {"$ref": "#/components/schemas/google.rpc.Status"}


def of_method(service: Service, method: Method, mesh: Mesh, *, body: bool) -> dict[str, Json]:
    """The responses of everything that can go wrong."""
    everywhere = _by_status(service.comment, _EVERYWHERE)
    told = _by_status(method.comment)
    bucket = mesh.rates.get(method.rate)
    of_gateway: dict[int, str] = {
        400: "The request is not valid: `google.rpc.BadRequest` in its details says which field.",
        429: f"Too many requests of the class `{method.rate}`."
        + (f" A caller may make {bucket.requests} in {bucket.seconds:g} s." if bucket else ""),
        503: "The service, or what it needs, cannot be reached for the moment.",
        504: f"The method's deadline of {method.deadline:g} s passed.",
    }
    if method.scopes:
        scopes = " and ".join(f"`{scope}`" for scope in method.scopes)
        of_gateway[401] = "The token is missing, expired or not valid."
        of_gateway[403] = f"The token does not have {scopes}."
    if body:
        of_gateway[413] = "The request is larger than the gateway takes."
    described = everywhere | {
        status: "\n\n".join(filter(None, (of_gateway.get(status), told.get(status))))
        for status in (*told, *of_gateway)
    }
    responses = {str(status): _response(status, described[status]) for status in sorted(described)}
    return responses | {"default": {"$ref": "#/components/responses/Failure"}}


def components() -> Json:
    """What the responses refer to."""
    text = "Any other failure, in the same form."
    return {"Failure": {"description": text, "content": _content()}}


def _by_status(comment: str, beginning: str = "") -> dict[int, str]:
    """The sentences of a comment that name a canonical code, by the status of that."""
    found = dict[int, list[str]]()
    for sentence in _SENTENCE.split(comment):
        if not sentence.startswith(beginning):
            continue
        for code in dict.fromkeys(_CODE.findall(sentence)):
            found.setdefault(STATUSES[code], []).append(sentence)
    return {status: " ".join(dict.fromkeys(said)) for status, said in found.items()}


def _response(status: int, text: str) -> Json:
    headers: Json = {}
    if status == STATUSES["RESOURCE_EXHAUSTED"]:
        headers = {"retry-after": {"$ref": "#/components/headers/retry-after"}}
    elif status == STATUSES["UNAUTHENTICATED"]:
        headers = {"www-authenticate": {"$ref": "#/components/headers/www-authenticate"}}
    return {"description": text, **({"headers": headers} if headers else {}), "content": _content()}


def _content() -> Json:
    return {"application/json": {"schema": _SCHEMA}}
