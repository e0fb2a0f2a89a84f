"""REST and JSON at the gateway: what goes in, and exactly what comes out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from tests.conftest import RunningMesh

SERVICE, GATEWAY = "catalog.mercado.mesh", "gateway.mercado.mesh"
PRODUCT = "catalog.mercado.mesh/Product"
RPC = "/mercado.catalog.v1.CatalogService"
TYPE = "type.googleapis.com/google.rpc."
MOTHS = "/v1/products/a-pocket-guide-to-european-moths"
EUR = {"currencyCode": "EUR", "units": "3", "nanos": 500000000}
DRAFT = {"displayName": "Cup", "category": "kitchen", "price": EUR}
STORED = {**DRAFT, "name": ..., "etag": ..., "createTime": ..., "updateTime": ...}


def status(code: int, message: str, *details: dict[str, Any]) -> dict[str, Any]:
    return {"code": code, "message": message, "details": list(details)}


def info(reason: str, domain: str = SERVICE, **metadata: str) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": TYPE + "ErrorInfo", "reason": reason, "domain": domain}
    return found | ({"metadata": metadata} if metadata else {})


def gateway(code: int, message: str, reason: str) -> dict[str, Any]:
    return status(code, message, info(reason, GATEWAY))


def bad_field(name: str, text: str, reason: str) -> dict[str, Any]:
    violation = {"field": name, "description": text, "reason": reason}
    return {"@type": TYPE + "BadRequest", "fieldViolations": [violation]}


def invalid(name: str, text: str, rule: str, reason: str = "INVALID_FIELDS") -> dict[str, Any]:
    return status(3, f"{name}: {text}", info(reason), bad_field(name, text, rule))


def refused(name: str, text: str, reason: str) -> dict[str, Any]:
    return invalid(name, text, reason, reason)


def missing(name: str) -> dict[str, Any]:
    text = f"there is no {name}"
    resource = {
        "@type": TYPE + "ResourceInfo",
        "resourceType": PRODUCT,
        "resourceName": name,
        "description": text,
    }
    return status(5, text, info("PRODUCT_NOT_FOUND", resource=name), resource)


def unknown_field(path: str, message: str) -> dict[str, Any]:
    text = f"'{path.rpartition('.')[2]}' is not a field of {message}"
    details = info("UNKNOWN_FIELD", GATEWAY), bad_field(path, text, "UNKNOWN_FIELD")
    return status(3, text, *details)


def nameless(text: str, reason: str, *, named: bool = True) -> dict[str, Any]:
    """A violation of no field; the service, unlike the gateway, leaves an empty name away."""
    violation = bad_field("", text, reason)
    if not named:
        del violation["fieldViolations"][0]["field"]
    return violation


def not_json(place: int) -> dict[str, Any]:
    text = f"the body is not JSON at character {place}"
    return status(3, text, info("INVALID_JSON", GATEWAY), nameless(text, "INVALID_JSON"))


def set_twice(fields: str) -> dict[str, Any]:
    text = f"the query sets what the path or the body holds: {fields}"
    details = info("FIELD_SET_TWICE", GATEWAY), bad_field(fields, text, "FIELD_SET_TWICE")
    return status(3, text, *details)


def not_served(method: str, path: str, allow: str) -> dict[str, Any]:
    return gateway(12, f"{method} is not served at {path}; what is: {allow}", "METHOD_NOT_ALLOWED")


@dataclass(frozen=True)
class Case:
    says: str
    method: str
    path: str
    code: int
    answer: Any = ...  # anything
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    answered: dict[str, str] = field(default_factory=dict)


NAME_RULE = "does not match regex pattern `^products/[a-z0-9][a-z0-9-]{0,62}$`"
JSON_PATHS = (
    "a method's own path takes gRPC, gRPC-Web and Connect with binary messages; "
    "JSON is served at the REST paths"
)
# fmt: off
CASES = [
    Case("a page of a list", "GET", "/v1/products?page_size=1", 200),
    Case("a page size in camel case", "GET", "/v1/products?pageSize=1", 200),
    Case("a page size above the most is the most", "GET", "/v1/products?page_size=9999", 200),
    Case("a trailing slash is no other path", "GET", "/v1/products/", 200),
    Case("a negative page size", "GET", "/v1/products?page_size=-1", 400, invalid("page_size", "must be greater than or equal to 0", "int32.gte")),
    Case("a page size that is no number", "GET", "/v1/products?page_size=x", 400, gateway(3, 'page_size: invalid value "x" for type TYPE_INT32', "INVALID_ARGUMENT")),
    Case("a flag that is none", "GET", "/v1/products?show_deleted=maybe", 400, gateway(3, 'show_deleted: invalid value "maybe" for type TYPE_BOOL', "INVALID_ARGUMENT")),
    Case("an unknown parameter", "GET", "/v1/products?nope=1", 400, gateway(3, 'Could not find field "nope" in the type "mercado.catalog.v1.ListProductsRequest".', "INVALID_ARGUMENT")),
    Case("a page token that is none of ours", "GET", "/v1/products?page_token=xx", 400, refused("page_token", "is not a token of this query; start again without one", "PAGE_TOKEN_INVALID")),
    Case("a filter that ends too early", "GET", "/v1/products?filter=category+%3D", 400, refused("filter", "cannot be understood from character 10 on", "FILTER_INVALID")),
    Case("a filter with plus and quotes", "GET", "/v1/products?filter=category+%3D+%22coffee%22+AND+price.units+%3C+20", 200),
    Case("a filter with unicode that fits nothing", "GET", "/v1/products?filter=display_name%3D%22%E2%98%95%22", 200, {}),
    Case("an unknown field to sort by", "GET", "/v1/products?order_by=x", 400, refused("order_by", "cannot sort by 'x'; there are: category, create_time, display_name, price.currency_code, price.units, update_time, weight_grams", "ORDER_BY_INVALID")),
    Case("a search", "GET", "/v1/products:search?query=coffee&page_size=1", 200),
    Case("a search for nothing", "GET", "/v1/products:search", 400, invalid("query", "must be at least 1 characters", "string.min_len")),
    Case("a search in unicode", "GET", "/v1/products:search?query=%E2%98%95%E2%98%95", 200, {}),
    Case("a batch of names", "GET", f"/v1/products:batchGet?names={MOTHS[4:]}&names={MOTHS[4:]}", 200),
    Case("a batch of as many names as there may be", "GET", "/v1/products:batchGet?names=products/none" + f"&names=products/{'x' * 63}" * 99, 404, missing("products/none")),
    Case("a batch of no names", "GET", "/v1/products:batchGet", 400, invalid("names", "must contain at least 1 item(s)", "repeated.min_items")),
    Case("a batch with a missing product", "GET", "/v1/products:batchGet?names=products/none", 404, missing("products/none")),
    Case("a product", "GET", MOTHS, 200),
    Case("a product that is missing", "GET", "/v1/products/none", 404, missing("products/none")),
    Case("a name in capitals", "GET", "/v1/products/UPPER", 400, invalid("name", NAME_RULE, "string.pattern")),
    Case("an encoded slash stays in its segment", "GET", "/v1/products/a%2Fb", 400, invalid("name", NAME_RULE, "string.pattern")),
    Case("a name in unicode", "GET", "/v1/products/caf%C3%A9", 400, invalid("name", NAME_RULE, "string.pattern")),
    Case("a name in percent signs is the same name", "GET", "/v1/products/%61-pocket-guide-to-european-moths", 200),
    Case("the head of a product is not served", "HEAD", MOTHS, 405, answered={"allow": "DELETE, GET, OPTIONS, PATCH"}),
    Case("health", "GET", "/healthz", 200),
    Case("an unknown verb", "GET", "/v1/products:nope", 404, gateway(5, "nothing is served at /v1/products:nope", "PATH_NOT_FOUND")),
    Case("an unknown path", "GET", "/nope?x=1", 404, gateway(5, "nothing is served at /nope", "PATH_NOT_FOUND")),
    Case("a wrong method for the list", "PUT", "/v1/products", 405, not_served("PUT", "/v1/products", "GET, OPTIONS, POST"), answered={"allow": "GET, OPTIONS, POST"}),
    Case("a wrong method for a product", "POST", "/v1/products/x", 405, not_served("POST", "/v1/products/x", "DELETE, GET, OPTIONS, PATCH"), answered={"allow": "DELETE, GET, OPTIONS, PATCH"}),
    Case("a wrong method for an import", "GET", "/v1/products:import", 405, not_served("GET", "/v1/products:import", "OPTIONS, POST"), answered={"allow": "OPTIONS, POST"}),
    Case("a GET of a method's own path", "GET", f"{RPC}/GetProduct", 405, not_served("GET", f"{RPC}/GetProduct", "OPTIONS, POST"), answered={"allow": "OPTIONS, POST"}),
    Case("JSON at a method's own path", "POST", f"{RPC}/GetProduct", 415, gateway(3, JSON_PATHS, "UNSUPPORTED_MEDIA_TYPE"), {}),
    Case("what is allowed", "OPTIONS", "/v1/products", 204, answered={"allow": "GET, OPTIONS, POST"}),
    Case("what is allowed at a method's own path", "OPTIONS", f"{RPC}/GetProduct", 204, answered={"allow": "OPTIONS, POST"}),
    Case("a client's own idea of its content type", "GET", "/nope", 404, gateway(5, "nothing is served at /nope", "PATH_NOT_FOUND"), headers={"x-client-content-type": "application/grpc"}),
    Case("a preflight", "OPTIONS", "/v1/products", 200, headers={"origin": "https://shop.test", "access-control-request-method": "PATCH"}, answered={"access-control-allow-origin": "https://shop.test"}),
    Case("an error for another origin", "GET", "/nope", 404, headers={"origin": "https://shop.test"}, answered={"access-control-allow-origin": "https://shop.test"}),
    Case("a trace goes on", "GET", MOTHS, 200, headers={"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-00"}, answered={"x-trace-id": "ab" * 16}),
    Case("a header with an underscore", "GET", "/v1/products", 400, gateway(3, "Bad Request", "INVALID_ARGUMENT"), headers={"x_auth_sub": "me"}),
    Case("headers that gRPC has no names for", "GET", MOTHS, 200, headers={"x+y": "1", "a!#$%&'*^`|~": "1", "!": "1"}),
    Case("headers that are too large", "GET", "/v1/products", 431, gateway(8, "the headers are larger than the gateway takes", "HEADERS_TOO_LARGE"), headers={"x-large": "1" * 40000}),
    Case("a new product", "POST", "/v1/products", 200, STORED, DRAFT),
    Case("a new product with all kinds of fields", "POST", "/v1/products", 200, {**STORED, "displayName": "Tasse ☕ für Zürich", "tags": ["a", "b"], "attributes": {"glaze": "crème"}, "weightGrams": "12", "condition": "CONDITION_USED"}, {**DRAFT, "displayName": "Tasse ☕ für Zürich", "tags": ["a", "b"], "attributes": {"glaze": "crème"}, "weightGrams": "12", "condition": "CONDITION_USED"}),
    Case("names of fields in snake case", "POST", "/v1/products", 200, STORED, {"display_name": "Cup", "category": "kitchen", "price": {"currency_code": "EUR", "units": 3, "nanos": 500000000}}),
    Case("an int64 as a number", "POST", "/v1/products", 200, {**STORED, "weightGrams": "12"}, {**DRAFT, "weightGrams": 12}),
    Case("an enum by its number", "POST", "/v1/products", 200, {**STORED, "condition": "CONDITION_USED"}, {**DRAFT, "condition": 3}),
    Case("an output-only field is ignored", "POST", "/v1/products", 200, STORED, {**DRAFT, "createTime": "2020-01-01T00:00:00Z"}),
    Case("a name that is written with an escape", "POST", "/v1/products", 200, STORED, '{"displayName": "Cup", "category": "kitchen", "\\u0070rice": {"currencyCode": "EUR", "units": 3, "nanos": 500000000}}'),
    Case("an unknown enum", "POST", "/v1/products", 400, gateway(3, 'product.condition: invalid value "NOPE" for type type.googleapis.com/mercado.catalog.v1.Product.Condition', "INVALID_ARGUMENT"), {**DRAFT, "condition": "NOPE"}),
    Case("an enum by a number it has not", "POST", "/v1/products", 400, invalid("product.condition", "value must be one of the defined enum values", "enum.defined_only"), {**DRAFT, "condition": 77}),
    Case("a fraction for an integer", "POST", "/v1/products", 400, gateway(3, "product.weight_grams: invalid value 1.5 for type TYPE_INT64", "INVALID_ARGUMENT"), {**DRAFT, "weightGrams": 1.5}),
    Case("a word for an integer", "POST", "/v1/products", 400, gateway(3, 'product.weight_grams: invalid value "x" for type TYPE_INT64', "INVALID_ARGUMENT"), {**DRAFT, "weightGrams": "x"}),
    Case("a number for a string", "POST", "/v1/products", 400, gateway(3, "product.display_name: invalid value 3 for type TYPE_STRING", "INVALID_ARGUMENT"), {**DRAFT, "displayName": 3}),
    Case("a string for a message", "POST", "/v1/products", 400, gateway(3, 'product.price: invalid value "3" for type type.googleapis.com/google.type.Money', "INVALID_ARGUMENT"), {**DRAFT, "price": "3"}),
    Case("a currency that is none", "POST", "/v1/products", 400, invalid("product.price", "currency_code must be three letters of ISO 4217, for example EUR", "price.currency_code"), {**DRAFT, "price": {"currencyCode": "eu", "units": 1}}),
    Case("a negative price", "POST", "/v1/products", 400, invalid("product.price", "a price must not be negative, and its nanos are below 1,000,000,000", "price.amount"), {**DRAFT, "price": {**EUR, "units": -1}}),
    Case("a description that is too long", "POST", "/v1/products", 400, invalid("product.description", "must be at most 4000 characters", "string.max_len"), {**DRAFT, "description": "x" * 4001}),
    Case("a body that is too large", "POST", "/v1/products", 413, gateway(8, "the request is larger than the gateway takes", "REQUEST_TOO_LARGE"), {**DRAFT, "description": "x" * 2_000_000}),
    Case("a request id that is no UUID", "POST", "/v1/products?request_id=1", 400, invalid("request_id", "must be a valid UUID", "string.uuid"), DRAFT),
    Case("JSON that breaks off", "POST", "/v1/products", 400, not_json(16), '{"displayName":'),
    Case("JSON with something after it", "POST", "/v1/products", 400, not_json(13), '{"tags": []}x'),
    Case("JSON of another kind", "POST", "/v1/products", 400, gateway(3, ": Proto field is not repeating, cannot start list.", "INVALID_ARGUMENT"), "[]"),
    Case("JSON that is nested without end", "POST", "/v1/products", 400, not_json(101), "[" * 5000),
    Case("JSON with single quotes", "POST", "/v1/products", 400, not_json(2), "{'displayName': 'Cup'}"),
    Case("JSON with names without quotes", "POST", "/v1/products", 400, not_json(2), '{displayName: "Cup"}'),
    Case("JSON with a comma too many", "POST", "/v1/products", 400, not_json(16), '{"tags": ["a"],}'),
    Case("JSON with a word that is none", "POST", "/v1/products", 400, not_json(17), '{"weightGrams": NaN}'),
    Case("an unknown field at a path with a slash", "POST", "/v1/products/", 400, unknown_field("colour", "mercado.catalog.v1.Product"), {**DRAFT, "colour": "red"}),
    Case("an unknown field of a product with a slash", "PATCH", "/v1/products/conformance/", 400, unknown_field("colour", "mercado.catalog.v1.Product"), {"colour": "red"}),
    Case("an object where a map has text", "POST", "/v1/products", 400, status(3, "the bytes are not a message of this method", info("REQUEST_MALFORMED"), nameless("the bytes are not a message of this method", "REQUEST_MALFORMED", named=False)), {**DRAFT, "attributes": {"a": {"b": "c"}}}),
    Case("a change of another product by the query", "PATCH", f"/v1/products/conformance?product.name={MOTHS[4:]}", 400, set_twice("product.name, product"), {"displayName": "Can"}),
    Case("a deletion of another product by the query", "DELETE", f"/v1/products/conformance?name={MOTHS[4:]}", 400, set_twice("name")),
    Case("a reading of another product by the query", "GET", f"/v1/products/conformance?etag=x&name={MOTHS[4:]}", 400, set_twice("name")),
    Case("a query that hides a name in percent signs", "GET", f"/v1/products/conformance?%6eame={MOTHS[4:]}", 400, set_twice("name")),
    Case("a query that sets a field of the body", "POST", "/v1/products?product.display_name=Can", 400, set_twice("product"), DRAFT),
    Case("a query beside a body that holds all", "POST", "/v1/products/conformance:undelete?etag=x", 400, set_twice("name, *"), {}),
    Case("an unknown field", "POST", "/v1/products", 400, unknown_field("prcie", "mercado.catalog.v1.Product"), {**DRAFT, "prcie": 1}),
    Case("an unknown field in a field", "POST", "/v1/products", 400, unknown_field("price.unit", "google.type.Money"), {**DRAFT, "price": {**EUR, "unit": 1}}),
    Case("an unknown field beside the path", "POST", "/v1/products/conformance:undelete", 400, unknown_field("x", "mercado.catalog.v1.UndeleteProductRequest"), {"x": 1}),
    Case("an unknown field in an import", "POST", "/v1/products:import", 400, unknown_field("[0].product.nmae", "mercado.catalog.v1.Product"), [{"product": {"nmae": "x"}}]),
    Case("an import of nothing", "POST", "/v1/products:import", 200, {}, []),
    Case("an import that is no array", "POST", "/v1/products:import", 400, gateway(3, "Expected an array instead of an object", "INVALID_ARGUMENT"), {}),
    Case("an import with a bad product", "POST", "/v1/products:import", 200, {"failedCount": "1", "failures": [{"name": "BAD", "reason": f"name: {NAME_RULE}"}]}, [{"product": {**DRAFT, "name": "BAD"}}]),
    Case("a mask in snake case", "PATCH", "/v1/products/conformance?update_mask=display_name", 200, {**STORED, "displayName": "Cup"}, {"displayName": "Cup"}),
    Case("a mask in camel case", "PATCH", "/v1/products/conformance?updateMask=displayName", 200, {**STORED, "displayName": "Cup"}, {"displayName": "Cup"}),
    Case("no mask changes what is set", "PATCH", "/v1/products/conformance", 200, STORED, {"category": "kitchen"}),
    Case("a mask with an unknown field", "PATCH", "/v1/products/conformance?update_mask=nope", 400, refused("update_mask", "'nope' cannot be changed; what can: attributes, category, condition, description, display_name, price, tags, weight_grams", "UPDATE_MASK_INVALID"), {}),
    Case("a mask that takes away what is required", "PATCH", "/v1/products/conformance?update_mask=display_name", 400, invalid("product.display_name", "is required", "required"), {}),
    Case("a path and a body that disagree", "PATCH", "/v1/products/conformance", 400, gateway(3, 'The binding value "products/conformance" of the field name is conflicting with the value "products/other" in the body.', "INVALID_ARGUMENT"), {"name": "products/other"}),
    Case("a stale etag", "DELETE", "/v1/products/conformance?etag=old", 409),
    Case("an undelete of what is not deleted", "POST", "/v1/products/conformance:undelete", 409, ..., {}),
]
# fmt: on


@pytest.fixture(scope="module", autouse=True)
def _conformance(mesh: RunningMesh, staff_tokens: Iterator[str]) -> None:
    httpx.post(
        f"{mesh.url}/v1/products:import",
        json=[{"product": {**DRAFT, "name": "products/conformance"}}],
        headers={"authorization": f"Bearer {next(staff_tokens)}"},
    ).raise_for_status()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
async def test_a_request_is_answered_exactly_so(staff: httpx.AsyncClient, case: Case) -> None:
    raw = case.body if isinstance(case.body, str) else None
    json = None if raw is not None else case.body
    answer = await staff.request(
        case.method, case.path, content=raw, json=json, headers=case.headers
    )
    assert answer.status_code == case.code, answer.text
    for name, value in case.answered.items():
        assert answer.headers[name] == value
    assert "x-trace-id" in answer.headers or case.code in (400, 431)
    if case.answer is not ...:
        assert answer.headers["content-type"] == "application/json"
        expected, found = case.answer, answer.json()
        assert found.keys() == expected.keys(), found
        assert {k: v for k, v in found.items() if expected[k] is not ...} == {
            k: v for k, v in expected.items() if v is not ...
        }
    elif case.code >= 400 and case.method != "HEAD":
        assert answer.json()["details"][0]["@type"] == TYPE + "ErrorInfo"
