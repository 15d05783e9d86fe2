"""A real server in a thread, on a toy-encoder index that a test may change."""

import asyncio
import socket
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2
import uvicorn

from index.build import build
from index.commands.terminal import say
from index.generations.publish import Generations
from service.http.app import create_app
from service.http.server import listen
from tests.conftest import write_files
from tests.service.apps import parts_of
from tests.service.wording.asking import worded_parts
from tests.toy import ToyEncoder


class _Server(uvicorn.Server):
    """Leaves no connection open. A browser may open one in advance just when the server ends."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)  # for the sockets to be closed


class Site:
    """The service at `url`, answering from `texts`. llm: the URL of what words its answers."""

    def __init__(
        self, folder: Path, texts: Mapping[str, str], llm: str | None = None, **settings: Any
    ) -> None:
        self._folder, self._llm = folder, llm
        self._settings = settings
        self._generations = Generations(folder / "data")
        self._encoder = ToyEncoder()
        if texts:
            self.publish(texts)
        self._port = 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def data_dir(self) -> Path:
        return self._generations.data_dir

    def publish(self, texts: Mapping[str, str]) -> None:
        """Index these texts beside those that are there."""
        documents = write_files(self._folder / "documents", dict(texts))
        build(self._generations, self._encoder, [documents])

    def start(self) -> None:
        """Listen; on the port of the last time, if there was one."""
        # Connections wait from here on, so nobody has to wait for the server to be up.
        settings = {**self._settings, "host": "127.0.0.1", "port": self._port}
        if self._llm:
            parts = worded_parts(self._generations, self._llm, **settings)
        else:
            parts = parts_of(self._generations, self._encoder, **settings)
        self.keys = parts.keys
        self._listener = listen(parts.settings, parts.keys, say)
        self._port = self._listener.getsockname()[1]
        app = create_app(parts)
        config = uvicorn.Config(app, log_level="critical", ws="none", timeout_graceful_shutdown=1)
        self._server = _Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()

    def ask(self, question: str) -> dict[str, Any]:
        answer: dict[str, Any] = httpx2.post(
            f"{self.url}/v1/ask", json={"question": question}
        ).json()
        return answer

    def document(self, document_id: str) -> dict[str, Any]:
        """A document whose id needs no encoding."""
        document: dict[str, Any] = httpx2.get(f"{self.url}/v1/documents/{document_id}").json()
        return document
