"""A language client that is nothing but its wire: for tests that must see, or break, every byte."""

from __future__ import annotations

import json
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import BufferedRWPair
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
SERVER = (sys.executable, "-m", "cim_lsp.lsp.main")
PATIENCE = 60.0
"""How long anything is waited for, in seconds."""

Json = dict[str, Any]
REFRESHES: Json = {"diagnostics": {"refreshSupport": True}}
"""The workspace capabilities of a client that asks for diagnostics again when it is asked to."""
Stream = IO[bytes] | BufferedRWPair


def encode(message: Mapping[str, Any]) -> bytes:
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def decode(stream: Stream) -> Json | None:
    """The next message; None at the end of the stream. Raises ValueError where there is anything but protocol."""
    length = None
    while (line := stream.readline()) != b"\r\n":
        if not line:
            return None
        name, _, value = line.partition(b": ")
        if name == b"Content-Length":
            length = int(value)
        elif name != b"Content-Type":
            raise ValueError(f"no protocol: {line!r}")
    if length is None:
        raise ValueError("a message without its length")
    return json.loads(stream.read(length))


class Wire:
    """The client's end: requests are answered, what else arrives is kept in `notes`."""

    def __init__(self, inward: Stream, outward: Stream) -> None:
        self.notes: list[Json] = []
        self.answers: dict[str, Callable[[Any], Any]] = {}
        """What the server is answered when it asks, by method, from its params; the rest of its requests are kept."""
        self._outward = outward
        self._arrived: queue.Queue[Json | Exception | None] = queue.Queue()
        self._asked = 0
        threading.Thread(target=self._listen, args=(inward,), daemon=True).start()

    def _listen(self, stream: Stream) -> None:
        try:
            while message := decode(stream):
                self._arrived.put(message)
            self._arrived.put(None)
        except (OSError, ValueError) as error:
            self._arrived.put(error)

    def read(self) -> Json | None:
        """The next message; None where the server has closed its end. Raises TimeoutError, ValueError."""
        try:
            message = self._arrived.get(timeout=PATIENCE)
        except queue.Empty:
            raise TimeoutError("the server says nothing") from None
        if isinstance(message, Exception):
            raise message
        if message and "id" in message and (answer := self.answers.get(message.get("method", ""))):
            reply = {"jsonrpc": "2.0", "id": message["id"], "result": answer(message["params"])}
            self._outward.write(encode(reply))
            self._outward.flush()
            return self.read()
        return message

    def send(self, method: str, params: Any = None, **rest: Any) -> None:
        """A notification; with an `id`, a request whose answer isn't waited for."""
        self._outward.write(encode({"jsonrpc": "2.0", "method": method, "params": params, **rest}))
        self._outward.flush()

    def ask(self, method: str, params: Any = None) -> Json:
        """The whole answer to a request, with its `result` or its `error`."""
        self._asked += 1
        self.send(method, params, id=self._asked)
        while message := self.read():
            if message.get("id") == self._asked and "method" not in message:
                return message
            self.notes.append(message)
        raise EOFError(f"the server ended at {method}")

    def request(self, method: str, params: Any = None) -> Any:
        """The result of a request that must succeed."""
        answer = self.ask(method, params)
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def error(self, method: str, params: Any = None) -> int:
        """The error code of a request that must fail."""
        answer = self.ask(method, params)
        assert "error" in answer, answer
        return answer["error"]["code"]

    def note(self, method: str) -> Any:
        """The params of the next notification of a method, taken out of those that were kept."""
        while True:
            for number, message in enumerate(self.notes):
                if message.get("method") == method:
                    return self.notes.pop(number)["params"]
            message = self.read()
            if message is None:
                raise EOFError(f"the server ended before {method}")
            self.notes.append(message)

    def initialize(self, capabilities: Json | None = None, **params: Any) -> Json:
        """The answer to `initialize`, which is then confirmed."""
        asked = {"processId": None, "rootUri": None, "capabilities": capabilities or {}, **params}
        result = self.request("initialize", asked)
        self.send("initialized", {})
        return result

    def open(self, uri: str, text: str, version: int = 1) -> None:
        document = {"uri": uri, "languageId": "yaml", "version": version, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})


class Server(Wire):
    """A server of one's own, in a process of its own; its log is in `log` once it has ended."""

    def __init__(self, *options: str, command: Sequence[str] = SERVER) -> None:
        self.process = subprocess.Popen(
            [*command, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
        )
        assert self.process.stdin
        assert self.process.stdout
        self.stdin = self.process.stdin
        self._log: list[bytes] = []
        self._logger = threading.Thread(target=self._keep_log, daemon=True)
        self._logger.start()
        super().__init__(self.process.stdout, self.stdin)

    def _keep_log(self) -> None:
        assert self.process.stderr
        self._log += self.process.stderr

    @property
    def log(self) -> str:
        self._logger.join(PATIENCE)
        return b"".join(self._log).decode()

    def wait(self) -> int:
        """The exit code, once the process has ended. Raises subprocess.TimeoutExpired."""
        return self.process.wait(PATIENCE)

    def leave(self) -> int:
        """`shutdown`, `exit`, the exit code."""
        assert self.request("shutdown") is None
        self.send("exit")
        return self.wait()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        self._logger.join(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                stream.close()


@contextmanager
def connect(port: int) -> Generator[BufferedRWPair]:
    """A connection to a port of this machine, as soon as somebody listens there. Raises OSError."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection = socket.create_connection(("127.0.0.1", port), PATIENCE)
            break
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
    with connection, connection.makefile("rwb") as stream:
        try:
            yield stream
        finally:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
