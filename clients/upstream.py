"""A scripted upstream on raw sockets: many places on one port, each of which plays its scripts in turn."""

import json
import queue
import socket
import struct
import threading
from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def json(self) -> dict:
        return json.loads(self.body)


class Exchange:
    """One request and what a script does about it."""

    def __init__(self, connection: socket.socket, request: Request):
        self.request = request
        self._connection = connection

    def json(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        encoded = json.dumps(body).encode()
        self._head(status, {"content-type": "application/json", "content-length": str(len(encoded)), **(headers or {})})
        self._connection.sendall(encoded)

    def start_stream(self) -> None:
        self._head(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"})

    def event(self, payload: object) -> None:
        text = payload if isinstance(payload, str) else json.dumps(payload)
        event = f"data: {text}\n\n".encode()
        self._connection.sendall(b"%x\r\n%s\r\n" % (len(event), event))

    def end_stream(self) -> None:
        self._connection.sendall(b"0\r\n\r\n")

    def finish(self) -> None:
        """FIN."""
        self._connection.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """RST."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()

    def client_leaves(self, within: float) -> bool:
        """Waits until the client ends the connection, for so many seconds at most."""
        self._connection.settimeout(within)
        try:
            return self._connection.recv(1) == b""
        except TimeoutError:
            return False
        except ConnectionError:
            return True

    def _head(self, status: int, headers: dict[str, str]) -> None:
        lines = [f"HTTP/1.1 {status} Scripted", *(f"{name}: {value}" for name, value in headers.items())]
        self._connection.sendall("\r\n".join([*lines, "", ""]).encode())


Script = Callable[[Exchange], None]


class Place:
    """A provider's base URL, what was asked of it, and what it will answer."""

    def __init__(self, base_url: str, path: str):
        self.base_url = base_url
        self.path = path
        self.requests: list[Request] = []
        self._scripts: queue.SimpleQueue[Script] = queue.SimpleQueue()
        self._otherwise: Script = lambda exchange: exchange.json(500, {"error": {"message": "no script is left"}})

    def will(self, *scripts: Script) -> None:
        """Queues scripts, each for one request. Unless told otherwise, one that none is left for gets 500."""
        for script in scripts:
            self._scripts.put(script)

    def will_always(self, script: Script) -> None:
        """Plays this script for each request that no queued one is left for."""
        self._otherwise = script

    @property
    def request(self) -> Request:
        """The only request."""
        (request,) = self.requests
        return request

    def play(self, exchange: Exchange) -> None:
        self.requests.append(exchange.request)
        try:
            script = self._scripts.get_nowait()
        except queue.Empty:
            script = self._otherwise
        script(exchange)


class Upstream:
    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._places: dict[str, Place] = {}
        threading.Thread(target=self._accept_all, daemon=True).start()

    @property
    def port(self) -> int:
        return self._listener.getsockname()[1]

    def place(self, name: str, version: str = "v1") -> Place:
        path = f"/{name}/{version}"
        return self._places.setdefault(path, Place(f"http://127.0.0.1:{self.port}{path}", path))

    def close(self) -> None:
        self._listener.close()

    def _accept_all(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                while request := _read(connection):
                    place = "/".join(request.path.split("/")[:3])
                    self._places[place].play(Exchange(connection, request))
            except OSError:
                return  # one of the two sides has cut the connection


def _read(connection: socket.socket) -> Request | None:
    received = b""
    while b"\r\n\r\n" not in received:
        more = connection.recv(65536)
        if not more:
            return None
        received += more
    head, _, body = received.partition(b"\r\n\r\n")
    start, *fields = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65536)
    method, path, _ = start.split(" ")
    return Request(method, path, headers, body)
