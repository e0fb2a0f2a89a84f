"""Asks a server for its health (`grpc.health.v1`).

`python -m services.runtime.probe 127.0.0.1:50051` ends with 0 if it serves, as a container's
health check needs it.
"""

import sys
from typing import Final

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

TIMEOUT_SECONDS: Final = 1.0


async def serving(stub: health_pb2_grpc.HealthStub) -> bool:
    """Whether a server answers that it serves."""
    try:
        answer = await stub.Check(health_pb2.HealthCheckRequest(), timeout=TIMEOUT_SECONDS)
    except grpc.aio.AioRpcError:
        return False
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def main(address: str) -> None:
    """Asks once, and says why if it does not serve."""
    with grpc.insecure_channel(address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        try:
            answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=TIMEOUT_SECONDS)
        except grpc.RpcError as error:
            sys.exit(f"{address}: {error.details()}")
    if answer.status != health_pb2.HealthCheckResponse.SERVING:
        sys.exit(f"{address}: {health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
