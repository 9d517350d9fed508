"""A balancer in front of replicas."""

import asyncio

import httpx


class Balancer:
    """Passes each delivery on to the next replica that takes connections, as a proxy in front of them would."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self._turn = 0
        self._server: asyncio.Server | None = None
        self.port = 0
        self._open: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    int(line.split(b":")[1])
                    for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length")
                )
                answer = await self._pass_on(head, await reader.readexactly(length))
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _pass_on(self, head: bytes, body: bytes) -> bytes:
        lines = (line.partition(b":") for line in head.split(b"\r\n")[1:] if line)
        headers = {name.strip().decode(): value.strip().decode() for name, _, value in lines}
        path = head.split(b" ")[1].decode()
        for _ in self.ports:
            self._turn += 1
            port = self.ports[self._turn % len(self.ports)]
            try:
                async with httpx.AsyncClient(timeout=1.5) as client:
                    told = await client.post(f"http://127.0.0.1:{port}{path}", content=body, headers=headers)
            except httpx.TransportError:
                continue
            return f"HTTP/1.1 {told.status_code} X\r\nContent-Length: 0\r\n\r\n".encode()
        return b"HTTP/1.1 502 X\r\nContent-Length: 0\r\n\r\n"
