"""Ask yaml-language-server for its verdicts, offline: the client answers for every schema the server wants to fetch."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Message = dict[str, Any]


class Client:
    """A conversation with one server over its standard input and output."""

    def __init__(self, server: subprocess.Popen[bytes], schema: str, contents: Mapping[str, str]) -> None:
        assert server.stdin
        assert server.stdout
        self.stdin, self.stdout = server.stdin, server.stdout
        self.contents = contents
        self.settings = {"schemas": {schema: "*.yaml"}, "schemaStore": {"enable": False}}
        self.send(method="initialize", id=0, params={"capabilities": {"workspace": {"configuration": True}}})
        self.receive(lambda message: message.get("id") == 0 and "result" in message)
        self.send(method="initialized", params={})
        self.send(method="yaml/registerContentRequest")
        self.receive(lambda message: message.get("method") == "workspace/configuration")

    def diagnostics(self, files: Iterable[Path]) -> dict[Path, list[Message]]:
        """Return what the server publishes about each file."""
        waiting = {file.as_uri(): file for file in files}
        for uri, file in waiting.items():
            document = {"uri": uri, "languageId": "yaml", "version": 1, "text": file.read_text("utf-8")}
            self.send(method="textDocument/didOpen", params={"textDocument": document})
        found: dict[Path, list[Message]] = {}
        while waiting:
            message = self.receive(lambda message: message.get("method") == "textDocument/publishDiagnostics")
            if file := waiting.pop(message["params"]["uri"], None):
                found[file] = message["params"]["diagnostics"]
        return found

    def send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.stdin.flush()

    def receive(self, is_wanted: Callable[[Message], bool]) -> Message:
        """Read on, answering the server's requests, until a wanted message comes."""
        while True:
            message = self.read()
            if "method" in message and "id" in message:
                self.send(id=message["id"], result=self.answer(message))
            if is_wanted(message):
                return message

    def read(self) -> Message:
        """Read one message; its headers end with an empty line. Raises EOFError when the server has ended."""
        length = 0
        while (header := self.stdout.readline()) != b"\r\n":
            if not header:
                raise EOFError
            name, _, value = header.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return json.loads(self.stdout.read(length))

    def answer(self, request: Message) -> Any:
        if request["method"] == "workspace/configuration":
            return [self.settings if item["section"] == "yaml" else {} for item in request["params"]["items"]]
        if request["method"] == "vscode/content":
            return self.contents[request["params"][0]]
        return None


@contextmanager
def client(modules: Path, schema: str, contents: Mapping[str, str]) -> Generator[Client]:
    """Start the server in `modules`, judging by the schema with that id; `contents` maps ids to texts."""
    command = ["node", str(modules / "yaml-language-server/bin/yaml-language-server"), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        try:
            yield Client(server, schema, contents)
        finally:
            server.terminate()
