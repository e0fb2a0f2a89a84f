"""Random messages of any type: some nearly right, some wrong in one place, some wild."""

from typing import Any, Final

from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

some = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

_IDS: Final = ["a", "b", "cup", "espresso-cup", "0", "x" * 63]
_UUIDS: Final = [f"00000000-0000-4000-8000-00000000000{digit}" for digit in range(6)]
_INTEGERS: Final = [0, 1, -1, 2**31 - 1, -(2**31), 2**32 - 1, 2**63 - 1, -(2**63), 10**6 + 1, 10**9]

WORDS: Final = st.sampled_from(
    [
        "", " ", "\x00", "a\x00b", "\n", "a\n", "\r\n", "\x1b[31m", "\x7f", "\u202etxet", "\ufeff",
        "\U0010ffff", "é", "e\u0301", "ß", "İ", "日本語", "👩‍👩‍👧", "\u2028", "\xa0", "\ufffd",
        "'; drop table products; --", "' or 1=1", '"', "\\", "\\\\", "%s", "{}", "$1", "${a}",
        "%00", "*", ":", "-", "--", "a:*", "!!", "<->", "&", "|", "(", ")", "'a' & !", "or", "the",
        "products/", "products/A", "products/a/b", "products/a\n", "/", "..", "null", "None",
        "NaN", "-1", "1e309", "\t", "a" * 65, "é" * 300, "x" * 5_000, "日" * 20_000, "-a " * 80,
        '"' * 200, "(" * 2000, "a b " * 60, f"{_UUIDS[0]}\n", f"{{{_UUIDS[0]}}}", _UUIDS[0][:-1],
    ]
)  # fmt: skip
WILD: Final = st.one_of(WORDS, st.text(max_size=40), st.lists(WORDS, max_size=4).map("".join))

_FRAGMENTS: Final = st.sampled_from(
    [
        "display_name", "category", "tags", "condition", "weight_grams", "price.currency_code",
        "price.units", "create_time", "update_time", "id", "description", "search", "price.nanos",
        "=", "!=", "<", "<=", ">", ">=", ":", "AND", "OR", "NOT", "-", "(", ")", "((", "))", ",",
        '"coffee"', "'tea'", '"', "'", '"\\"', '"\\', '"é\\n"', "coffee", "20", "-1", "1e9", "007",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1_0", "１",
        "CONDITION_USED", "CONDITION_WORN", "2026-01-31T12:00:00Z", '"2026-01-31T12:00:00+23:59"',
        '"0001-01-01T00:00:00+14:00"', '"9999-12-31T23:59:59.999999-14:00"', '"2026-01-31"',
        '"2026-W05"', "2026-01-31T24:00:00Z", '"\U0001f600"', '"\\\\"', "*", "null", "true", "''",
    ]
)  # fmt: skip
_COMPARISONS: Final = st.sampled_from(
    [
        'display_name = "Cup"', "category = pantry", "category != 'x'", "tags:a", 'NOT tags:"b"',
        "-category = a", "condition = CONDITION_NEW", "weight_grams < 5", "price.units >= -1",
        "price.currency_code = EUR", "create_time > 2020-01-01T00:00:00Z",
        'update_time <= "9999-12-31T23:59:59.999999Z"', 'create_time >= "0001-01-01"',
        "weight_grams = 9223372036854775807", 'display_name < "\U0010ffff"',
        '(tags:a OR tags:"")', "NOT (NOT (NOT category = a))",
    ]
)  # fmt: skip
_FILTERS: Final = st.one_of(
    st.lists(_COMPARISONS, max_size=5).flatmap(
        lambda parts: st.sampled_from([" AND ", " OR "]).map(lambda word: word.join(parts))
    ),
    st.lists(_FRAGMENTS, max_size=9).map(" ".join),
    st.lists(_FRAGMENTS, max_size=9).map("".join),
    st.integers(1, 700).map(lambda depth: "(" * depth + "category = a" + ")" * depth),
    st.integers(1, 200).map(lambda depth: "NOT (" * depth + "category = a" + ")" * depth),
)
_ORDERS: Final = st.lists(
    st.builds(
        " ".join,
        st.tuples(
            st.sampled_from(
                ["display_name", "category", "weight_grams", "price.currency_code", "price.units",
                 "create_time", "update_time", "id", "tags", "condition", "", "1", "é"]
            ),
            st.sampled_from(["", "asc", "desc", "DESC", "desc desc", "; select 1"]),
        ),
    ),
    max_size=4,
).map(",".join)  # fmt: skip
_PATHS: Final = st.sampled_from(
    ["display_name", "description", "category", "tags", "price", "weight_grams", "condition",
     "attributes", "*", "name", "etag", "price.units", "attributes.a", "displayName", "", "é\x00",
     "create_time", "revision", "id", "x" * 2_000]
)  # fmt: skip

_NAMES: Final = st.sampled_from([f"products/{product_id}" for product_id in _IDS])
_PAYMENTS: Final = st.sampled_from([f"payments/{payment_id}" for payment_id in _IDS])
_TOKENS: Final = st.sampled_from(["tok_approve", "tok_decline", "tok_duplicate", "tok_other"])
_STOCKS: Final = st.sampled_from([f"products/{product_id}/stock" for product_id in _IDS])
_ORDER_NAMES: Final = st.sampled_from([f"orders/{name}" for name in (*_IDS, *_UUIDS)])
_ORDER_FILTERS: Final = st.sampled_from(
    ["", "", "state = STATE_CANCELLED", 'NOT state != "STATE_CONFIRMED"', "state = CONFIRMED",
     "state:STATE_PENDING", 'account = "accounts/a"', "create_time > 2020-01-01T00:00:00Z",
     'update_time <= "9999-12-31T23:59:59.999999Z" AND state = STATE_SHIPPED', "id = a"]
)  # fmt: skip
_RESERVATIONS: Final = st.sampled_from([f"reservations/{name}" for name in _IDS])
_ACCOUNTS: Final = st.sampled_from(["accounts/me", *(f"accounts/{uuid}" for uuid in _UUIDS)])
_EMAILS: Final = st.sampled_from(["Ada@Example.com", "o'brien+{x}@example.com", "a@b", "%s@b.c"])
_PASSWORDS: Final = st.sampled_from(
    ["é" * 12, "\x00" * 200, "👩‍👩‍👧 is a family", "'; drop table accounts"]
)
_LABELS: Final = st.sampled_from(["a", "b", "coffee", "0-0", "x" * 39])
# Values that are right, or nearly so, for the fields of these names.
_NEARLY_RIGHT: Final[dict[str, st.SearchStrategy[Any]]] = {
    "name": _NAMES,
    "Account.name": _ACCOUNTS,
    "GetAccountRequest.name": _ACCOUNTS,
    "GetPaymentRequest.name": _PAYMENTS,
    "AuthorizePaymentRequest.name": _PAYMENTS,
    "CapturePaymentRequest.name": _PAYMENTS,
    "VoidPaymentRequest.name": _PAYMENTS,
    "RefundPaymentRequest.name": _PAYMENTS,
    "GetOrderRequest.name": _ORDER_NAMES,
    "CancelOrderRequest.name": _ORDER_NAMES,
    "WatchOrderRequest.name": _ORDER_NAMES,
    "ResolveOrderRequest.name": _ORDER_NAMES,
    "OrderItem.product": _NAMES,
    "payment_token": _TOKENS,
    "region_code": st.sampled_from(["PT", "DE"]),
    "address_lines": st.sampled_from(["Rua da Prata 1", "é" * 120, "日本語"]),
    "resolution": st.sampled_from([1, 2]),
    "ListOrdersRequest.filter": _ORDER_FILTERS,
    "PlaceOrderRequest.request_id": st.sampled_from(_UUIDS),
    "order": st.just("orders/a"),
    "token": _TOKENS,
    "GetStockRequest.name": _STOCKS,
    "BatchGetStockRequest.names": _STOCKS,
    "AdjustStockRequest.name": _STOCKS,
    "WatchStockRequest.name": _STOCKS,
    "ReserveStockRequest.name": _RESERVATIONS,
    "CommitReservationRequest.name": _RESERVATIONS,
    "ReleaseReservationRequest.name": _RESERVATIONS,
    "StockItem.product": _NAMES,
    "change": st.sampled_from([1, -1, 10**9, -(10**9)]),
    "quantity": st.sampled_from([1, 2, 1000]),
    "seconds": st.sampled_from([1, 2, 3600]),
    "resume_token": st.sampled_from(["", "", "AAAA", "A" * 32, "-_-_"]),
    "email": _EMAILS,
    "password": _PASSWORDS,
    "roles": st.sampled_from([1, 2, 3]),
    "refresh_token": st.sampled_from([f"{'0' * 32}.1.{'A' * 43}", "a.b.c", "."]),
    "names": _NAMES,
    "product_id": st.sampled_from(["", *_IDS]),
    "request_id": st.sampled_from(["", "", *_UUIDS]),
    "etag": st.sampled_from(["", "", "", "0" * 18]),
    "filter": _FILTERS,
    "order_by": _ORDERS,
    "page_token": st.sampled_from(["", "", "", "AAAA", "A" * 40, "=" * 4, "-_-_", "a" * 1024]),
    "page_size": st.sampled_from([0, 1, 2, 200, 201, 2**31 - 1]),
    "query": st.sampled_from(["cup", '"a phrase"', "cup or tea", "-cup", "the", "a-b", "tea" * 85]),
    "paths": _PATHS,
    "display_name": st.sampled_from(["Cup", "é" * 120, "-", "👩‍👩‍👧"]),
    "description": st.sampled_from(["", "A cup.", "日" * 4000, "\\u0000 \\x00 %s \r\n\x01", "a'b"]),
    "category": _LABELS,
    "tags": _LABELS,
    "currency_code": st.sampled_from(["EUR", "USD"]),
    "units": st.sampled_from([0, 5, 2**63 - 1]),
    "nanos": st.sampled_from([0, 999_999_999]),
    "weight_grams": st.sampled_from([0, 1, 10**6]),
    "condition": st.sampled_from([0, 1, 2, 3]),
    "Product.AttributesEntry.key": st.sampled_from(["a", "roast", "x_0", "z" * 39]),
    "Product.AttributesEntry.value": st.sampled_from(["", "dark", "日" * 200, "\\u0000", '"\x01']),
}
_ALWAYS: Final = {"name", "names", "product", "price", "display_name", "category", "query",
                  "account", "email", "password", "refresh_token", "order", "token", "change",
                  "items", "quantity", "ttl", "seconds", "payment_token", "shipping_address",
                  "region_code", "address_lines", "resolution"}  # fmt: skip
_INTEGER_RANGES: Final = {
    FieldDescriptor.CPPTYPE_INT32: (-(2**31), 2**31 - 1),
    FieldDescriptor.CPPTYPE_INT64: (-(2**63), 2**63 - 1),
    FieldDescriptor.CPPTYPE_UINT32: (0, 2**32 - 1),
    FieldDescriptor.CPPTYPE_UINT64: (0, 2**64 - 1),
    FieldDescriptor.CPPTYPE_ENUM: (-(2**31), 2**31 - 1),
}


@st.composite
def messages(draw: st.DrawFn, descriptor: Descriptor, right: bool | None = None) -> Message:
    """A message of a type. With `right`, only values that are nearly right."""
    fields = list(descriptor.fields)
    if right is None:
        kind = draw(st.sampled_from(["right", "one wrong", "wild"]))
        if kind == "one wrong" and fields:
            wrong = {draw(st.sampled_from([field.name for field in fields]))}
        else:
            wrong = {field.name for field in fields} if kind == "wild" else set()
    else:
        wrong = set() if right else {field.name for field in fields}
    message = message_factory.GetMessageClass(descriptor)()
    for field in fields:
        bad = field.name in wrong
        if bad or draw(st.booleans()) or field.name in _ALWAYS:
            _set(draw, message, field, bad=bad)
    return message


def _set(draw: st.DrawFn, message: Message, field: FieldDescriptor, *, bad: bool) -> None:
    value = _values(field, bad=bad)
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        entries = getattr(message, field.name)
        for entry in draw(st.lists(value, max_size=4)) if not bad else draw(_many(value)):
            entries[entry.key] = entry.value
    elif field.is_repeated:
        getattr(message, field.name).extend(
            draw(st.lists(value, min_size=1, max_size=4) if not bad else _many(value))
        )
    elif field.message_type is not None:
        getattr(message, field.name).CopyFrom(draw(value))
    else:
        setattr(message, field.name, draw(value))


def _many(value: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """None, some, or far more than any field takes."""
    some = st.lists(value, max_size=5)
    return st.one_of(some, some.map(lambda values: values * 30))


def _values(field: FieldDescriptor, *, bad: bool) -> st.SearchStrategy[Any]:
    if field.message_type is not None:
        return messages(field.message_type, None if bad else True)
    name = ".".join(field.full_name.split(".")[3:])
    known = _NEARLY_RIGHT.get(name, _NEARLY_RIGHT.get(field.name))
    if known is not None and not bad:
        return known
    return _wild(field) if known is None else st.one_of(known, _wild(field), _wild(field))


def _wild(field: FieldDescriptor) -> st.SearchStrategy[Any]:
    if field.cpp_type in _INTEGER_RANGES:
        low, high = _INTEGER_RANGES[field.cpp_type]
        known = [number for number in _INTEGERS if low <= number <= high]
        return st.one_of(st.sampled_from(known), st.integers(low, high))
    if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        return st.booleans()
    if field.type == FieldDescriptor.TYPE_STRING:
        return WILD
    raise NotImplementedError(f"no values for {field.full_name}")
