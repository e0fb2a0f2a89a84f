"""People who buy, and do not give up: whatever fails, they ask again with the same request id."""

import asyncio
import contextlib
import random
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import httpx

# What a client cannot tell from a request that never arrived.
_LOST: Final = (httpx.TransportError,)
_AGAIN: Final = frozenset({429, 500, 502, 503, 504})
_PAUSE_SECONDS: Final = 0.1
_CARDS: Final = {
    "tok_approve": 66,
    "tok_flaky": 10,
    "tok_duplicate": 6,
    "tok_slow": 2,
    "tok_decline": 10,
    "tok_insufficient_funds": 6,
}
_ADDRESS: Final = {"regionCode": "PT", "addressLines": ["Rua da Prata 1", "1100-414 Lisboa"]}
_FINAL: Final = ("STATE_DELIVERED", "STATE_CANCELLED")


@dataclass
class Purchase:
    """One order that somebody wanted, and all that they were told of it.

    Attributes:
        body: the request, with its request id; each is sent as often as it takes.
        cancelled: whether its cancellation was accepted.
        answers: every answer to the request, and to questions about the order.
        refusals: what else was answered, other than "later".
    """

    body: dict[str, Any]
    cancelled: bool = False
    answers: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[httpx.Response] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """The names of the orders that the request made: one, if all is well."""
        return {answer["name"] for answer in self.answers}

    @property
    def last(self) -> dict[str, Any]:
        """The newest answer."""
        return self.answers[-1]

    @property
    def finished(self) -> bool:
        """Whether the order is at its end."""
        return self.last["state"] in _FINAL


class Buyer:
    """Somebody with an account, who places one order after the other.

    Args:
        client: asks the gateway in their name.
        products: what they buy.
        random: their own, so that a seed tells what they do.
    """

    def __init__(
        self, client: httpx.AsyncClient, products: Sequence[str], random: random.Random
    ) -> None:
        self._client = client
        self._products = products
        self._random = random
        self.purchases: list[Purchase] = []

    async def buy(self, goes_on: Callable[[], bool]) -> None:
        """Places orders for as long as `goes_on` says, cancels some, and repeats some."""
        while goes_on():
            purchase = Purchase(self._wish())
            self.purchases.append(purchase)
            await self._place(purchase)
            if purchase.answers and self._random.random() < 0.15:
                await self._cancel(purchase)
            if purchase.answers and self._random.random() < 0.2:
                await self._place(purchase)

    async def look(self) -> None:
        """Asks for each order that is not at its end."""
        for purchase in self.purchases:
            if purchase.answers and not purchase.finished:
                path = f"/v1/{purchase.last['name']}"
                await self._ask(purchase, partial(self._client.get, path))

    def _wish(self) -> dict[str, Any]:
        products = self._random.sample(list(self._products), self._random.randint(1, 3))
        return {
            "items": [{"product": p, "quantity": self._random.randint(1, 3)} for p in products],
            "paymentToken": self._random.choices([*_CARDS], [*_CARDS.values()])[0],
            "shippingAddress": _ADDRESS,
            "requestId": str(uuid.UUID(int=self._random.getrandbits(128), version=4)),
        }

    async def _place(self, purchase: Purchase) -> None:
        # A client in a hurry gets the order as it stands.
        hurry = {"grpc-timeout": "150m"} if self._random.random() < 0.2 else {}
        await self._ask(
            purchase, lambda: self._client.post("/v1/orders", json=purchase.body, headers=hurry)
        )

    async def _cancel(self, purchase: Purchase) -> None:
        path = f"/v1/{purchase.last['name']}:cancel"
        answer = await self._ask(purchase, lambda: self._client.post(path, json={}))
        purchase.cancelled = purchase.cancelled or answer.status_code == 200

    async def _ask(
        self, purchase: Purchase, send: Callable[[], Awaitable[httpx.Response]]
    ) -> httpx.Response:
        """Sends a request until there is an answer to it."""
        while True:
            with contextlib.suppress(*_LOST):
                answer = await send()
                if answer.status_code == 200:
                    purchase.answers.append(answer.json())
                    return answer
                if answer.status_code not in _AGAIN:
                    purchase.refusals.append(answer)
                    return answer
            await asyncio.sleep(_PAUSE_SECONDS)
