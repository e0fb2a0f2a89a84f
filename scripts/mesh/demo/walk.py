"""The walk: what a customer does, and what has to come of it."""

import time
import uuid
from dataclasses import dataclass
from typing import Any, Final

from scripts.mesh.demo.market import Answer, DemoError, Market
from scripts.mesh.demo.screen import Screen, money

_PASSWORD: Final = "correct horse battery staple"  # noqa: S105  (of a customer made up here)
_ADDRESS: Final = {
    "regionCode": "PT",
    "postalCode": "1100-414",
    "locality": "Lisboa",
    "addressLines": ["Rua da Prata 1"],
    "recipients": ["Ada"],
}
_SETTLED_SECONDS: Final = 10.0
_ENDS: Final = ("STATE_DELIVERED", "STATE_CANCELLED")


@dataclass(frozen=True)
class Basket:
    """What is bought, and what it costs."""

    items: list[dict[str, Any]]
    total: dict[str, Any]


def walk(market: Market, screen: Screen) -> None:
    """Goes through the market.

    Raises:
        DemoError: if anything is not as it should be.
    """
    _sign_up(market, screen)
    basket = _choose(market, screen)
    _buy(market, screen, basket)
    _cancel(market, screen, basket)
    _be_declined(market, screen, basket)
    screen.done()


def _sign_up(market: Market, screen: Screen) -> None:
    with screen.step("A new customer signs up"):
        email = f"ada-{uuid.uuid4().hex[:10]}@example.com"
        account = {"email": email, "displayName": "Ada"}
        wish = {"account": account, "password": _PASSWORD, "requestId": str(uuid.uuid4())}
        made = market.post("/v1/accounts", wish)
        screen.answer(made)
        session = market.post("/v1/sessions:signIn", {"email": email, "password": _PASSWORD})
        screen.answer(session)
        market.sign_in(session.body["accessToken"])
        screen.says(f"{email} is {made.body['name']}")


def _choose(market: Market, screen: Screen) -> Basket:
    with screen.step("She looks for coffee, and asks what it costs"):
        found = market.get("/v1/products:search", query="coffee", page_size=2)
        screen.answer(found)
        products = [product["name"] for product in found.body.get("products", [])]
        _expect(bool(products), "There is no coffee: start the mesh without --no-seed.")
        items = [{"product": name, "quantity": n} for n, name in enumerate(products, 1)]
        quote = market.post("/v1/orders:quote", {"items": items})
        screen.answer(quote)
        screen.lines(quote.body)
        _expect(quote.body.get("available", False), "There is too little coffee in stock.")
        return Basket(items, quote.body["total"])


def _buy(market: Market, screen: Screen, basket: Basket) -> None:
    with screen.step("She orders it, and watches it come"):
        order, started = _order(basket, "tok_approve"), time.monotonic()
        placed = market.post("/v1/orders", order)
        screen.answer(placed)
        name = placed.body["name"]
        screen.says(f"{name}, {money(placed.body['total'])}")
        state = _watch(market, screen, name, started)
        _expect(state == _ENDS[0], f"{name} ended as {state}, and was to be delivered.")
        shipment = market.get(f"/v1/{name.replace('orders/', 'shipments/')}")
        screen.answer(shipment)
        moves = " · ".join(event["description"] for event in shipment.body["events"])
        screen.says(f"parcel {shipment.body['trackingNumber']}: {moves}")
    with screen.step("Her client was not sure, and sends the same request again"):
        again = market.post("/v1/orders", order)
        screen.answer(again)
        _expect(again.body["name"] == name, f"The repeat made another order: {again.body['name']}.")
        screen.says("the same order: a request id makes one, however often it comes")


def _cancel(market: Market, screen: Screen, basket: Basket) -> None:
    with screen.step("She orders once more, and thinks better of it"):
        before = _stock(market, basket)
        placed = market.post("/v1/orders", _order(basket, "tok_approve"))
        screen.answer(placed)
        during = _stock(market, basket)
        cancelled = market.post(f"/v1/{placed.body['name']}:cancel", {})
        screen.answer(cancelled)
        _settle(market, screen, cancelled)
        after = _settled_stock(market, basket, before)
        screen.says(f"in stock: {before} before, {during} while it was ordered, {after} now")


def _be_declined(market: Market, screen: Screen, basket: Basket) -> None:
    with screen.step("Her card is declined"):
        before = _stock(market, basket)
        placed = market.post("/v1/orders", _order(basket, "tok_decline"))
        screen.answer(placed)
        order = _settle(market, screen, placed)
        reason = order.get("cancellation", {}).get("reason", "")
        _expect(
            reason == "REASON_PAYMENT_DECLINED",
            f"{order['name']} was to be cancelled for its card, not for {reason or 'nothing'}.",
        )
        screen.says(f"{reason}: {order['cancellation'].get('detail', '')}")
        after = _settled_stock(market, basket, before)
        screen.says(f"in stock: {before} before, {after} now")


def _order(basket: Basket, payment_token: str) -> dict[str, Any]:
    return {
        "items": basket.items,
        "paymentToken": payment_token,
        "shippingAddress": _ADDRESS,
        "expectedTotal": basket.total,
        "requestId": str(uuid.uuid4()),
    }


def _watch(market: Market, screen: Screen, name: str, started: float) -> str:
    """Follows an order to its end; returns the state that it ended with."""
    told = ""
    for message, trace in market.watch(f"/v1/{name}:watch"):
        state = message["order"]["state"]
        if state != told:
            screen.state(state, started, trace)
        told = state
        if state in _ENDS:
            break
    return told


def _settle(market: Market, screen: Screen, answer: Answer) -> dict[str, Any]:
    """The order of an answer once it is cancelled; it may still be under way."""
    order, started = answer.body, time.monotonic()
    if order["state"] not in _ENDS:
        _watch(market, screen, order["name"], started)
        order = market.get(f"/v1/{order['name']}").body
    state = order["state"]
    _expect(state == _ENDS[1], f"{order['name']} is {state}, and was to be cancelled.")
    screen.state(state, started, answer.trace)
    return order


def _stock(market: Market, basket: Basket) -> list[int]:
    """How many pieces of each product are to be had."""
    stocks = [market.get(f"/v1/{item['product']}/stock").body for item in basket.items]
    return [int(stock.get("available", 0)) for stock in stocks]


def _settled_stock(market: Market, basket: Basket, expected: list[int]) -> list[int]:
    """The same, once it is what it should be: what is undone is seen a moment later."""
    deadline = time.monotonic() + _SETTLED_SECONDS
    while (found := _stock(market, basket)) != expected:
        _expect(time.monotonic() < deadline, f"There are {found} in stock, not {expected}.")
        time.sleep(0.05)
    return found


def _expect(holds: bool, sentence: str) -> None:  # noqa: FBT001
    if not holds:
        raise DemoError(sentence)
