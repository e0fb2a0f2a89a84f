"""What every RPC passes through, in this order, before it meets a servicer.

1. telemetry: a span and a duration, whatever comes of the call
2. errors: a domain error becomes a status; anything else INTERNAL, and a log line
3. identity: who is calling, and that it is somebody who may
4. deadline: the contract's, if the client's is not sooner
5. validation: the rules that the contract has for the request

A method is wrapped once, when it is registered: that costs a call a twentieth of
what a chain of `grpc.aio.ServerInterceptor` does.
"""

import asyncio
import contextlib
import inspect
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import grpc
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import DecodeError, Message

from mesh.policy.v1 import policy_pb2
from services.runtime import identity, status
from services.runtime.deadlines import within
from services.runtime.errors import DomainError, InvalidArgument, PermissionDenied, Unavailable
from services.runtime.peers import Peers
from services.runtime.telemetry import observed
from services.runtime.validation import violations

Context = grpc.aio.ServicerContext[Any, Any]
Handlers = Mapping[str, "grpc.RpcMethodHandler[Any, Any]"]

Decode = Callable[[bytes], Any]

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Method:
    """What is known of a method before it is called.

    Attributes:
        name: `package.Service/Method`, as the RPC conventions write it.
        deadline: the contract's, in seconds; None if it has none.
        request: the class of its request.
    """

    name: str
    deadline: float | None
    request: type[Message]

    @classmethod
    def find(cls, service: str, name: str) -> "Method":
        """Reads a method from the descriptor pool; KeyError if it is not there."""
        # The stubs know only of the pure-Python pool.
        descriptor: Any = descriptor_pool.Default().FindServiceByName(service)
        method = descriptor.methods_by_name[name]
        policy = method.GetOptions().Extensions[policy_pb2.method]
        seconds = policy.deadline.ToNanoseconds() / 1e9
        return cls(
            f"{service}/{name}", seconds or None, message_factory.GetMessageClass(method.input_type)
        )


class Interceptors:
    """Wraps the methods of a server, and knows which of their calls are under way.

    Args:
        domain: who the errors come from (`google.rpc.ErrorInfo.domain`).
        peers: who may call.
    """

    def __init__(self, domain: str, peers: Peers) -> None:
        self._domain = domain
        self._peers = peers
        self._running: set[asyncio.Task[Any]] = set()

    def wrap(
        self, service: str, handlers: Handlers
    ) -> dict[str, "grpc.RpcMethodHandler[Any, Any]"]:
        """Wraps all methods of a service."""
        return {name: self._wrap(Method.find(service, name), h) for name, h in handlers.items()}

    def guard(
        self, service: str, handlers: Handlers
    ) -> dict[str, "grpc.RpcMethodHandler[Any, Any]"]:
        """Wraps methods that are no service's own, such as health: only peers may call them."""
        return {name: self._guarded(f"{service}/{name}", h) for name, h in handlers.items()}

    async def finished(self) -> None:
        """Waits until no call is under way.

        `Server.stop` does not wait for a handler whose call was aborted (grpc/grpc #37239).
        """
        while self._running:
            await asyncio.wait(self._running)

    def _wrap(
        self, method: Method, handler: "grpc.RpcMethodHandler[Any, Any]"
    ) -> "grpc.RpcMethodHandler[Any, Any]":
        # The first message of a type is the one that its rules are compiled for.
        violations(method.request())
        decode: Any = handler.request_deserializer
        check: Any = _checked_stream(decode) if handler.request_streaming else _checked(decode)
        if handler.response_streaming:
            behaviour: Any = handler.stream_stream or handler.unary_stream
            wrapped: Any = self._streaming(method, check, behaviour)
            make = (
                grpc.stream_stream_rpc_method_handler
                if handler.request_streaming
                else grpc.unary_stream_rpc_method_handler
            )
        else:
            behaviour = handler.stream_unary or handler.unary_unary
            wrapped = self._single(method, check, behaviour)
            make = (
                grpc.stream_unary_rpc_method_handler
                if handler.request_streaming
                else grpc.unary_unary_rpc_method_handler
            )
        # Requests are decoded inside: what gRPC cannot decode itself it answers with UNKNOWN.
        return make(wrapped, None, handler.response_serializer)

    def _single(
        self,
        method: Method,
        check: Callable[[Any], Any],
        behaviour: Callable[[Any, Context], Awaitable[Message]],
    ) -> Callable[[Any, Context], Awaitable[Message]]:
        async def answer_one(request: Any, context: Context) -> Message:
            metadata = _metadata(context)
            with self._under_way(), observed(method.name, context, metadata):
                try:
                    identity.identify(self._peers.of(context), metadata)
                    async with within(method.deadline, context):
                        return await behaviour(check(request), context)
                except Exception as error:  # noqa: BLE001
                    raise await self.refused(method.name, error, context) from None

        return answer_one

    def _streaming(
        self,
        method: Method,
        check: Callable[[Any], Any],
        behaviour: Callable[[Any, Context], AsyncGenerator[Message, None]],
    ) -> Callable[[Any, Context], AsyncIterator[Message]]:
        async def answer_many(request: Any, context: Context) -> AsyncIterator[Message]:
            metadata = _metadata(context)
            with self._under_way(), observed(method.name, context, metadata):
                try:
                    identity.identify(self._peers.of(context), metadata)
                    async with (
                        within(method.deadline, context),
                        contextlib.aclosing(behaviour(check(request), context)) as responses,
                    ):
                        async for response in responses:
                            yield response
                except Exception as error:  # noqa: BLE001
                    raise await self.refused(method.name, error, context) from None

        return answer_many

    def _guarded(
        self, method: str, handler: "grpc.RpcMethodHandler[Any, Any]"
    ) -> "grpc.RpcMethodHandler[Any, Any]":
        kind = _kind(handler)
        behaviour: Any = getattr(handler, kind)

        async def answer(request: Any, context: Context) -> Any:
            try:
                self._peers.of(context)
            except PermissionDenied as error:
                raise await self.refused(method, error, context) from None
            answered = behaviour(request, context)
            if inspect.isasyncgen(answered):
                async for response in answered:
                    await context.write(response)
                return None
            return await answered if inspect.isawaitable(answered) else answered

        make: Any = getattr(grpc, f"{kind}_rpc_method_handler")
        wrapped: grpc.RpcMethodHandler[Any, Any] = make(
            answer, handler.request_deserializer, handler.response_serializer
        )
        return wrapped

    def _under_way(self) -> "_Entered":
        return _Entered(self._running)

    async def refused(self, method: str, error: Exception, context: Context) -> Exception:
        """Ends the call with the status of an error; returns what to raise."""
        if isinstance(error, grpc.aio.AbortError):
            return error
        if isinstance(error, DomainError):
            level = logging.WARNING if isinstance(error, Unavailable) else logging.INFO
            answer = status.to_status(error, self._domain)
            _log.log(level, "%s refused: %s", method, error.message,
                     extra={"rpc": method, "reason": error.reason,
                            "workload": identity.caller().workload})  # fmt: skip
        else:
            # What went wrong is for the log; a stranger learns only that it is our fault.
            _log.error("%s failed", method, exc_info=error, extra={"rpc": method})
            answer = status.internal(self._domain)
        try:
            await context.abort(status.code_of(answer), answer.message, status.trailers(answer))
        except grpc.aio.AbortError as aborted:
            return aborted
        raise AssertionError("abort returned")


def _kind(handler: "grpc.RpcMethodHandler[Any, Any]") -> str:
    ends = (handler.request_streaming, handler.response_streaming)
    return "_".join("stream" if streaming else "unary" for streaming in ends)


class _Entered:
    """Keeps the current task in a set while a block runs."""

    __slots__ = ("_running", "_task")

    def __init__(self, running: set[asyncio.Task[Any]]) -> None:
        self._running = running

    def __enter__(self) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._task = task
            self._running.add(task)

    def __exit__(self, *_: object) -> None:
        self._running.discard(self._task)


def _checked(decode: Decode) -> Callable[[bytes], Message]:
    def checked(data: bytes) -> Message:
        try:
            request: Message = decode(data)
        except DecodeError:
            raise InvalidArgument.field(
                "", "the bytes are not a message of this method", reason="REQUEST_MALFORMED"
            ) from None
        found = violations(request)
        if found:
            raise InvalidArgument(found)
        return request

    return checked


def _checked_stream(decode: Decode) -> Callable[[AsyncIterator[bytes]], AsyncIterator[Message]]:
    check = _checked(decode)

    async def checked(stream: AsyncIterator[bytes]) -> AsyncIterator[Message]:
        async for data in stream:
            yield check(data)

    return checked


def _metadata(context: Context) -> dict[str, str | bytes]:
    return dict(context.invocation_metadata() or ())
