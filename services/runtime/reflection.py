"""Server reflection: what `grpcurl` and `buf curl` ask a server for.

Dialled directly, a server lists its own services. Through the gateway it speaks
for the whole mesh, as clients there see one server.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import grpc
from google.protobuf import descriptor_pool
from grpc_reflection.v1alpha import reflection, reflection_pb2_grpc
from grpc_reflection.v1alpha._async import ReflectionServicer

from services.runtime.contracts import services

# Set by the gateway on its reflection route, whatever the client sent.
MESH_HEADER: Final = "x-mesh-reflection"


class _Reflection(reflection_pb2_grpc.ServerReflectionServicer):
    def __init__(self, own: Sequence[str]) -> None:
        pool = descriptor_pool.Default()
        self._own = ReflectionServicer(own, pool=pool)
        self._mesh = ReflectionServicer([*services(), reflection.SERVICE_NAME], pool=pool)

    async def ServerReflectionInfo(  # noqa: N802
        self, request_iterator: AsyncIterator[Any], context: grpc.aio.ServicerContext[Any, Any]
    ) -> AsyncIterator[Any]:
        """Answers questions about services, one by one."""
        whole = any(key == MESH_HEADER for key, _ in context.invocation_metadata() or ())
        servicer = self._mesh if whole else self._own
        async for answer in servicer.ServerReflectionInfo(_findable(request_iterator), context):
            yield answer


async def _findable(requests: AsyncIterator[Any]) -> AsyncIterator[Any]:
    """Asks for a method by its service: the pool does not find methods by their names."""
    pool: Any = descriptor_pool.Default()
    async for request in requests:
        symbol = request.file_containing_symbol
        parent, _, method = symbol.rpartition(".")
        try:
            if method in pool.FindServiceByName(parent).methods_by_name:
                request.file_containing_symbol = parent
        except KeyError:
            pass
        yield request


def add_reflection(server: Any, own: Sequence[str]) -> None:
    """Serves reflection for the services of a server."""
    reflection_pb2_grpc.add_ServerReflectionServicer_to_server(
        _Reflection([*own, reflection.SERVICE_NAME]), server
    )
