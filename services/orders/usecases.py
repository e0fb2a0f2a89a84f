"""What can be done with orders, and in what order it has its effects."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final

from services.orders.domain import (
    Item,
    Line,
    Order,
    Resolution,
    Wish,
    may_see,
    shipped,
    unknown,
)
from services.orders.ports import Catalog, Orders, Recorded, Stock
from services.orders.pricing import priced, require_expected
from services.orders.runner import Begun, Runner
from services.runtime import crash, deadlines
from services.runtime.idempotency import RequestKey
from services.runtime.identity import Caller
from services.runtime.money import Money
from services.runtime.watching import Watcher

# In which the answer still reaches whoever waits for it: of the time that is left a part, within
# these bounds in seconds.
_MARGIN: Final = 0.1
_LEAST_MARGIN, _MOST_MARGIN = 0.05, 0.5


@dataclass(frozen=True, slots=True)
class Ports:
    """What the use cases need."""

    orders: Orders
    catalog: Catalog
    stock: Stock
    runner: Runner
    watcher: Watcher[Order]


@dataclass(frozen=True, slots=True)
class Quote:
    """What items cost now, and whether there are enough."""

    lines: Sequence[Line]
    total: Money
    available: bool


async def quote_order(ports: Ports, items: Sequence[Item]) -> Quote:
    """Says what items cost. The errors are those of `priced`, and NotFound."""
    product_ids = [item.product_id for item in items]
    offers, available = await asyncio.gather(
        ports.catalog.offers(product_ids), ports.stock.available(product_ids)
    )
    lines, total = priced(items, offers)
    enough = all(available.get(item.product_id, 0) >= item.quantity for item in items)
    return Quote(lines, total, enough)


async def place_order(ports: Ports, wish: Wish, key: RequestKey) -> Order:
    """Places an order, or finds the one that the request made before, and waits for it to settle.

    The errors are those of `priced` and `require_expected`, NotFound, and InvalidArgument if the
    key was used for another request.
    """
    # First, as it must be found even if prices are others now, or cannot be asked for.
    known = await ports.orders.find(key)
    if known is not None:
        return await _settled(ports, Begun(known, None))
    lines, total = priced(
        wish.items, await ports.catalog.offers([item.product_id for item in wish.items])
    )
    require_expected(total, wish.expected_total)
    order = Order(
        id=str(uuid.uuid4()),
        account=wish.account,
        lines=lines,
        total=total,
        payment_token=wish.payment_token,
        address=wish.address,
    )

    async def record(lease: float) -> Recorded:
        recorded = await ports.orders.add(order, key, lease)
        crash.point("orders.placing.recorded")
        return recorded

    return await _settled(ports, await ports.runner.begin(record))


async def get_order(ports: Ports, order_id: str, caller: Caller) -> Order:
    """One order; NotFound if there is none that the caller may see."""
    return _seen(await ports.orders.get(order_id), caller)


async def cancel_order(ports: Ports, order_id: str, caller: Caller) -> Order:
    """Cancels an order, and waits until it is; NotFound, and the errors of `Order.cancelled`."""
    order = await _settled(
        ports, await _changing(ports, order_id, lambda order: _cancelled(order, caller))
    )
    if order.state in ("SHIPPED", "DELIVERED"):
        raise shipped(order)
    return order


async def resolve_order(
    ports: Ports, order_id: str, resolution: Resolution, key: RequestKey | None
) -> Order:
    """Has an order go on; NotFound, and the errors of `Order.resolved`."""
    begun = await _changing(ports, order_id, lambda order: order.resolved(resolution), key)
    return begun.order


async def watch_order(
    ports: Ports, order_id: str, after: int, caller: Caller
) -> AsyncIterator[Order]:
    """An order as it stands, unless that is what version `after` was, and each time it changed.

    Ends with the order; NotFound if there is none that the caller may see.
    """
    order = await get_order(ports, order_id, caller)
    if order.version > after:
        yield order
    if order.final:
        return
    async with aclosing(ports.watcher.changes(order_id, max(order.version, after))) as changes:
        async for order in changes:
            yield order
            if order.final:
                return


async def _changing(
    ports: Ports,
    order_id: str,
    change: Callable[[Order], Order],
    key: RequestKey | None = None,
) -> Begun:
    async def record(lease: float) -> Recorded:
        recorded = await ports.orders.change(order_id, change, lease, key)
        crash.point("orders.changing.recorded")
        return recorded

    return await ports.runner.begin(record)


async def _settled(ports: Ports, begun: Begun) -> Order:
    """The order when it has come to rest, or as it stands when there is no time left."""
    order = begun.order
    try:
        async with asyncio.timeout(_patience()):
            if begun.run is not None:
                order = await asyncio.shield(begun.run)
            if _moves(order):
                async with aclosing(ports.watcher.changes(order.id, order.version)) as changes:
                    async for order in changes:
                        if not _moves(order):
                            break
    except TimeoutError:
        pass
    return order


def _patience() -> float | None:
    left = deadlines.remaining()
    if left is None:
        return None
    return left - min(max(left * _MARGIN, _LEAST_MARGIN), _MOST_MARGIN)


def _moves(order: Order) -> bool:
    return order.state in ("PENDING", "CANCELLING")


def _cancelled(order: Order, caller: Caller) -> Order:
    if _seen(order, caller).account == caller.subject:
        return order.cancelled("REQUESTED", "cancelled by its account")
    return order.cancelled("STAFF", "cancelled by staff")


def _seen(order: Order, caller: Caller) -> Order:
    if not may_see(caller, order.account):
        raise unknown(order.id)
    return order
