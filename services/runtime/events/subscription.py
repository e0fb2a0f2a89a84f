"""What a durable consumer is delivered, as soon as it is there."""

import json
from typing import Final

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription as Inbox
from nats.js.errors import APIError

_EXPIRES_SECONDS: Final = 30.0
_HEARTBEAT_SECONDS: Final = 5.0
_HEARTBEAT, _EXPIRED = "100", "408"


class Subscription:
    """One request after the other, each for some messages that come when they are there.

    The library's own makes two requests each time.
    """

    def __init__(self, client: Client, inbox: Inbox, request: str) -> None:
        self._client = client
        self._inbox = inbox
        self._request = request
        self._wanted = 0

    @classmethod
    async def open(cls, client: Client, stream: str, durable: str) -> "Subscription":
        """Subscribes for a durable consumer of a stream."""
        inbox = await client.subscribe(client.new_inbox())
        return cls(client, inbox, f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}")

    async def next(self, batch: int) -> list[Msg]:
        """The next messages, at least one; `batch` is how many may be on their way at a time.

        Raises:
            nats.errors.Error: if the broker is gone, or the consumer.
        """
        while True:
            if self._wanted == 0:
                await self._ask(batch)
            try:
                found = [await self._inbox.next_msg(timeout=3 * _HEARTBEAT_SECONDS)]
            except nats.errors.TimeoutError:
                # Not even a heartbeat: the request is lost.
                self._wanted = 0
                continue
            while self._inbox.pending_msgs:
                found.append(await self._inbox.next_msg())
            messages = [message for message in found if not self._is_status(message)]
            self._wanted = max(0, self._wanted - len(messages))
            if messages:
                return messages

    def _is_status(self, message: Msg) -> bool:
        headers = message.headers or {}
        status = headers.get("Status")
        if status == _EXPIRED:
            self._wanted = 0
        elif status not in (None, _HEARTBEAT):
            raise APIError(int(status), headers.get("Description"))
        return status is not None

    async def _ask(self, batch: int) -> None:
        request = {
            "batch": batch,
            "expires": int(_EXPIRES_SECONDS * 1e9),
            "idle_heartbeat": int(_HEARTBEAT_SECONDS * 1e9),
        }
        await self._client.publish(
            self._request, json.dumps(request).encode(), reply=self._inbox.subject
        )
        self._wanted = batch
