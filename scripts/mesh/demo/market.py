"""The market as a customer sees it: REST through the gateway, and a trace for every answer."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

import httpx

_SECONDS: Final = 20.0
# A stream that breaks off is taken up again for as long.
_WATCH_SECONDS: Final = 60.0
# Every request of the walk can be repeated: by its nature, or by its request id.
_PATIENCE_SECONDS: Final = 10.0
_PAUSE_SECONDS: Final = 0.2
_PASSES: Final = (502, 503, 504)


class DemoError(Exception):
    """Something is not as it should be; the text is a plain sentence."""


@dataclass(frozen=True)
class Answer:
    """What a request was answered with.

    Attributes:
        request: its method and path.
        milliseconds: how long it took.
        trace: by which the request is found in logs and traces.
    """

    request: str
    status: int
    milliseconds: float
    trace: str
    body: dict[str, Any] = field(repr=False)

    @property
    def reason(self) -> str:
        """Why it was refused, for a program; empty if it was not."""
        details = self.body.get("details", [])
        return next((d["reason"] for d in details if "reason" in d), "")


class Market:
    """A customer's way to the gateway.

    Args:
        url: for example `http://localhost:8080`.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = httpx.Client(base_url=url, timeout=_SECONDS, verify=_is_remote(url))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def sign_in(self, token: str) -> None:
        """Goes on as whoever has this access token."""
        self._client.headers["authorization"] = f"Bearer {token}"

    def get(self, path: str, **query: str | int) -> Answer:
        """Reads something.

        Raises:
            DemoError: if it is not answered with 200.
        """
        return self._expected(self.ask("GET", path, query=query))

    def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        """Has something done; raises as `get` does."""
        return self._expected(self.ask("POST", path, body))

    def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str | int] | None = None,
    ) -> Answer:
        """Sends a request, again if what it needs is away for a moment. A refusal is an answer.

        Raises:
            DemoError: if there is no gateway, or it speaks in riddles.
        """
        started = time.monotonic()
        while True:
            try:
                answer = self._client.request(method, path, json=body, params=query)
            except httpx.ConnectError:
                raise self._not_running() from None
            except httpx.TransportError as error:
                raise DemoError(f"{method} {path} was not answered: {error}.") from None
            passed = time.monotonic() - started
            if answer.status_code not in _PASSES or passed > _PATIENCE_SECONDS:
                break
            time.sleep(_PAUSE_SECONDS)
        try:
            told = answer.json()
        except ValueError:
            text = f"{method} {path} was answered with {answer.status_code} and no JSON."
            raise DemoError(text) from None
        trace = answer.headers.get("x-trace-id", "")
        return Answer(f"{method} {path}", answer.status_code, passed * 1000, trace, told)

    def watch(self, path: str) -> Iterator[tuple[dict[str, Any], str]]:
        """The messages of a stream as they come, each with the trace that brought it.

        A stream that breaks off is taken up again where it was. It ends when its reader leaves.

        Raises:
            DemoError: if it is refused, or the reader has been waiting for too long.
        """
        token, deadline = "", time.monotonic() + _WATCH_SECONDS
        while time.monotonic() < deadline:
            query = {"resume_token": token} if token else None
            try:
                with self._client.stream("GET", path, params=query) as answer:
                    trace = answer.headers.get("x-trace-id", "")
                    if answer.status_code in _PASSES:
                        time.sleep(_PAUSE_SECONDS)
                        continue
                    if answer.status_code != httpx.codes.OK:
                        raise DemoError(f"GET {path} was refused with {answer.status_code}.")
                    for line in filter(None, answer.iter_lines()):
                        message = json.loads(line)
                        token = message["resumeToken"]
                        yield message, trace
            except httpx.ConnectError:
                raise self._not_running() from None
            except httpx.TransportError:
                continue
        raise DemoError(f"GET {path} came to no end in {_WATCH_SECONDS:.0f} s.")

    def _expected(self, answer: Answer) -> Answer:
        if answer.status != httpx.codes.OK:
            message = answer.body.get("message", "")
            raise DemoError(
                f"{answer.request} was refused with {answer.status}: {message} "
                f"(trace {answer.trace})"
            )
        return answer

    def _not_running(self) -> DemoError:
        return DemoError(f"Nothing answers at {self._url}: start the mesh with scripts/up first.")


def _is_remote(url: str) -> bool:
    """Whether the certificate has to be good: on this machine it is one for development."""
    return httpx.URL(url).host not in ("localhost", "127.0.0.1", "::1")
