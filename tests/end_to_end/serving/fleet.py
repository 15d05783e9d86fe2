"""Four servers over one PostgreSQL and one data folder, behind nginx with deploy/nginx.conf."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from tests.conftest import write_files
from tests.end_to_end.browser.elsewhere.proxy import free_port, nginx_of
from tests.end_to_end.command import Served, serve
from tests.service.apps import TEXTS
from tests.service.postgres_server import PostgresServer, postgres_server
from tests.toy import TOY_SETTINGS

NGINX = Path(__file__).parents[3] / "deploy" / "nginx.conf"
COMMAND = [sys.executable, "-m", "tests.toy_command"]
PATIENCE_S = 120
_SERVER = re.compile(r"server (pincite-\d):8000 ")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: when it began (`time.monotonic`), who answered, with what."""

    began: float
    upstream: str
    status: int
    body: dict[str, Any]


@dataclass(slots=True)
class Fleet:
    """Servers, and the URL at which nginx shares requests out among them. key: of scope ask."""

    url: str
    servers: list[Served]
    postgres: PostgresServer
    environment: dict[str, str]
    key: str = ""
    asked: list[Asked] = field(default_factory=list)

    def run(self, *arguments: str) -> str:
        """What `pincite ARGUMENTS...` prints."""
        command = [*COMMAND, *arguments]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def post(self, path: str, body: dict[str, Any], url: str | None = None) -> Asked:
        """Send a request through nginx, or to one server."""
        headers = {"Authorization": f"Bearer {self.key}", "X-Forwarded-For": "192.0.2.1"}
        began = time.monotonic()
        reply = httpx2.post(f"{url or self.url}{path}", json=body, headers=headers, timeout=60)
        is_json = reply.headers.get("content-type") == "application/json"
        upstream = reply.headers.get("x-upstream", "")
        return Asked(began, upstream, reply.status_code, reply.json() if is_json else {})

    @contextmanager
    def loaded(self, path: str, bodies: list[dict[str, Any]]) -> Iterator[list[Asked]]:
        """Send requests meanwhile, one after the other for each of these bodies."""
        ends, asked = threading.Event(), list[Asked]()

        def go_on(body: dict[str, Any]) -> None:
            while not ends.is_set():
                asked.append(self.post(path, body))
                ends.wait(0.05)  # bounded: the test asks whether they come through, not how many

        threads = [threading.Thread(target=go_on, args=(body,)) for body in bodies]
        for thread in threads:
            thread.start()
        try:
            yield asked
        finally:
            ends.set()
            for thread in threads:
                thread.join()


@contextmanager
def fleet(folder: Path, count: int = 4) -> Iterator[Fleet]:
    """A fleet that runs meanwhile. All its servers start at once, on an empty database."""
    with ExitStack() as stack:
        postgres = stack.enter_context(postgres_server())
        own = {name: value for name, value in os.environ.items() if "PINCITE" not in name}
        environment = {
            **own,
            **TOY_SETTINGS,
            "PINCITE_DATA_DIR": str(folder / "data"),
            "PINCITE_DATABASE_URL": postgres.new_database(),
            "PINCITE_THREADS": "1",
        }
        made = Fleet("", [], postgres, environment)
        made.run("index", str(write_files(folder / "documents", TEXTS)))
        starting = [stack.enter_context(_starting(environment)) for _ in range(count)]
        made.servers = [start.served() for start in starting]
        made.key = made.run("key", "create", "fleet")
        made.url = stack.enter_context(_behind_nginx(folder, made.servers))
        yield made


class _Start:
    """A server that starts in a thread of its own, since starting takes seconds."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._ready, self._end = threading.Event(), threading.Event()
        self._found: list[Served] = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def served(self) -> Served:
        assert self._ready.wait(PATIENCE_S)
        assert self._found, "the server did not start"
        return self._found[0]

    def end(self) -> None:
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            with serve(self._environment, COMMAND) as served:
                self._found.append(served)
                self._ready.set()
                self._end.wait()
        finally:
            self._ready.set()


@contextmanager
def _starting(environment: dict[str, str]) -> Iterator[_Start]:
    start = _Start(environment)
    try:
        yield start
    finally:
        start.end()


@contextmanager
def _behind_nginx(folder: Path, servers: list[Served]) -> Iterator[str]:
    """The URL of an nginx that has the configuration of deploy/, with these servers in it."""
    addresses = iter(server.url.removeprefix("http://") for server in servers)
    port = free_port()
    http = _SERVER.sub(lambda _: f"server {next(addresses)} ", NGINX.read_text("utf-8"))
    http = http.replace("listen 8080;", f"listen 127.0.0.1:{port};")
    assert next(addresses, None) is None, "deploy/nginx.conf has as many servers as are started"
    shown = "add_header X-Upstream $upstream_addr always;"
    with nginx_of(folder, port, f"{shown}\n{http}") as url:
        yield url
