"""An HTTP/1.1 client that costs next to nothing, so that a bench measures the server."""

import asyncio
from typing import Self


class Connections:
    """Some kept-alive connections to a port of this machine."""

    def __init__(self, port: int, count: int) -> None:
        self._port = port
        self._count = count
        self._idle: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = (
            asyncio.Queue()
        )

    async def __aenter__(self) -> Self:
        for _ in range(self._count):
            self._idle.put_nowait(await asyncio.open_connection("127.0.0.1", self._port))
        return self

    async def __aexit__(self, *_: object) -> None:
        while not self._idle.empty():
            self._idle.get_nowait()[1].close()

    async def get(self, path: str) -> bytes:
        """The body of a GET.

        Raises:
            ValueError: if the answer is not a 200 with a content-length.
        """
        reader, writer = await self._idle.get()
        try:
            writer.write(f"GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise ValueError(head.decode())
            length = head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]
            return await reader.readexactly(int(length))
        finally:
            self._idle.put_nowait((reader, writer))
