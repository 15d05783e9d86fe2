"""A server's process as whoever operates it meets it: keys, addresses, the log, and its end."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest

from index.build import build
from index.generations.publish import Generations
from tests.conftest import write_files
from tests.end_to_end.command import Environment, Served, serve
from tests.service.apps import QUESTION, TEXTS
from tests.toy import ToyEncoder

TOY = [sys.executable, "-m", "tests.toy_command"]
_ROOT = Path(__file__).parents[3]
BODY = {"question": QUESTION}
LONGEST_S = 120  # only what hangs takes so long


@pytest.fixture
def own(tmp_path: Path) -> Environment:
    """Variables for a process with an index of TEXTS, and nobody's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PINCITE_")}
    build(
        Generations(tmp_path / "data"), ToyEncoder(), [write_files(tmp_path / "documents", TEXTS)]
    )
    return {**kept, "PINCITE_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(_ROOT)}


def run(environment: Environment, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command that needs no encoder."""
    return subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=LONGEST_S,
        check=False,
    )


def make_key(environment: Environment, *arguments: str) -> dict[str, str]:
    """The headers of who has a new key."""
    made = run(environment, "key", "create", *arguments, "--json")
    assert made.returncode == 0, made.stderr
    return {"Authorization": f"Bearer {json.loads(made.stdout)['token']}"}


def wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST_S
    while not until():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.02)


def test_keys_bind_a_running_server_from_the_moment_they_are_made(own: Environment) -> None:
    with serve(own, TOY) as served, httpx2.Client(base_url=served.url) as http:
        nobody = {"Authorization": "Bearer sk-no-key-required"}
        assert http.post("/v1/ask", json=BODY, headers=nobody).status_code == 200
        asks = make_key(own, "laptop")
        assert http.post("/v1/ask", json=BODY).status_code == 401
        assert http.post("/v1/ask", json=BODY, headers=asks).status_code == 200
        assert http.post("/v1/admin/index", headers=asks).status_code == 403
        runs = make_key(own, "operator", "--scope", "admin")
        assert http.post("/v1/admin/index", headers=runs).status_code == 202
        wait(lambda: http.get("/v1/admin/index", headers=runs).json()["status"] == "done")
        assert run(own, "key", "revoke", "laptop").returncode == 0
        assert http.post("/v1/ask", json=BODY, headers=asks).status_code == 401


def test_headers_make_nobody_this_machine(own: Environment) -> None:
    # These make uvicorn itself believe in X-Forwarded-For, whoever sends it.
    own |= {"FORWARDED_ALLOW_IPS": "*", "PINCITE_HOST": "127.0.0.1"}
    with serve(own, TOY) as served:
        for headers in ({"X-Forwarded-For": "127.0.0.1"}, {"X-Forwarded-For": "203.0.113.9"}):
            assert httpx2.get(f"{served.url}/v1/documents", headers=headers).status_code == 401
        assert httpx2.get(f"{served.url}/v1/documents").status_code == 200


def addresses() -> list[str]:
    """Addresses of this machine that are not loopback."""
    found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_STREAM)
    return [str(row[4][0]) for row in found if not str(row[4][0]).startswith("127.")]


def test_without_a_key_no_other_address_is_served(own: Environment) -> None:
    refused = run({**own, "PINCITE_HOST": "0.0.0.0"}, "serve", "--port", "0")
    assert refused.returncode == 2
    assert "pincite key create" in refused.stderr


@pytest.mark.slow
def test_other_addresses_are_served_only_with_a_key_or_by_the_owners_word(own: Environment) -> None:
    open_to_all = {
        **own,
        "PINCITE_HOST": "0.0.0.0",
        "PINCITE_ALLOWED_HOSTS": ",".join(["127.0.0.1", *addresses()]),
    }
    refused = run(open_to_all, "serve", "--port", "0")
    assert refused.returncode == 2
    assert "pincite key create" in refused.stderr
    assert "Traceback" not in refused.stderr
    with serve({**open_to_all, "PINCITE_ALLOW_ANYONE": "true"}, TOY) as served:
        port = served.url.rsplit(":", 1)[1]
        for address in ["127.0.0.1", *addresses()]:
            assert httpx2.get(f"http://{address}:{port}/v1/documents").status_code == 200
    key = make_key(own, "laptop")
    with serve(open_to_all, TOY) as served:
        port = served.url.rsplit(":", 1)[1]
        for address in ["127.0.0.1", *addresses()]:
            url = f"http://{address}:{port}/v1/documents"
            assert httpx2.get(url).status_code == 401
            assert httpx2.get(url, headers=key).status_code == 200


class Asking(threading.Thread):
    """A question whose answer takes its time."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self.reply: httpx2.Response | None = None

    def run(self) -> None:
        with suppress(httpx2.HTTPError):
            self.reply = httpx2.post(f"{self._url}/v1/ask", json=BODY, timeout=LONGEST_S)


@pytest.fixture
def asking(own: Environment) -> Iterator[Callable[..., tuple[Served, Asking]]]:
    """A server that is asked something right now."""
    opened: list[Any] = []

    def start(**settings: str) -> tuple[Served, Asking]:
        manager = serve({**own, **settings}, TOY)
        served = manager.__enter__()
        opened.append(manager)
        thread = Asking(served.url)
        thread.start()
        wait(lambda: under_way(served.url) == 2)  # the question, and the request that looks
        return served, thread

    yield start
    for manager in opened:
        manager.__exit__(None, None, None)


def under_way(url: str) -> float:
    text = httpx2.get(f"{url}/metrics").text
    [line] = [row for row in text.splitlines() if row.startswith("pincite_requests_under_way ")]
    return float(line.split()[1])


def test_on_sigterm_it_first_says_so_then_finishes_and_exits_0(
    asking: Callable[..., tuple[Served, Asking]],
) -> None:
    served, thread = asking(TOY_QUESTION_SECONDS="4", PINCITE_SHUTDOWN_DELAY_S="2")
    served.process.send_signal(signal.SIGTERM)
    wait(lambda: httpx2.get(f"{served.url}/readyz").status_code == 503)
    assert httpx2.get(f"{served.url}/readyz").json()["error"]["code"] == "shutting_down"
    assert httpx2.get(f"{served.url}/healthz").status_code == 200
    assert httpx2.get(f"{served.url}/v1/documents").status_code == 200, "it goes on for the delay"
    assert served.process.wait(LONGEST_S) == 0
    thread.join()
    assert thread.reply is not None
    assert thread.reply.json()["status"] == "answered"
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{served.url}/healthz")


@pytest.mark.slow
def test_a_request_that_takes_too_long_does_not_hold_up_the_end(
    asking: Callable[..., tuple[Served, Asking]],
) -> None:
    served, thread = asking(
        TOY_QUESTION_SECONDS="300", PINCITE_SHUTDOWN_DELAY_S="0", PINCITE_SHUTDOWN_TIMEOUT_S="1"
    )
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(LONGEST_S) == 0
    thread.join()
    assert thread.reply is None or thread.reply.status_code >= 500


@pytest.mark.parametrize(
    "sent", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)]
)
def test_an_idle_server_ends_with_0_and_without_a_traceback(
    own: Environment, sent: signal.Signals
) -> None:
    with serve({**own, "PINCITE_SHUTDOWN_DELAY_S": "0.2"}, TOY) as served:
        assert httpx2.get(f"{served.url}/healthz").status_code == 200
        served.process.send_signal(sent)
        assert served.process.wait(LONGEST_S) == 0
        assert served.process.stderr is not None
        assert "Traceback" not in served.process.stderr.read()


@pytest.mark.slow
def test_one_that_is_told_to_end_before_it_serves_does(own: Environment, tmp_path: Path) -> None:
    own |= {"PINCITE_DATA_DIR": str(tmp_path / "none yet"), "TOY_SECONDS": "600"}
    process = subprocess.Popen(
        [*TOY, "serve", "--port", "0"], env=own, stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stderr is not None
    assert any("Encoding" in line for line in process.stderr)
    process.terminate()
    written = process.communicate(timeout=LONGEST_S)[1]
    assert (process.returncode, written) == (0, "")


@pytest.mark.slow
def test_an_indexing_under_way_ends_with_the_server(own: Environment, tmp_path: Path) -> None:
    runs = make_key(own, "operator", "--scope", "admin")
    write_files(tmp_path / "documents", {"new.txt": "The beaver fells a tree in one night."})
    with serve({**own, "TOY_SECONDS": "600", "PINCITE_SHUTDOWN_DELAY_S": "0"}, TOY) as served:
        with httpx2.Client(base_url=served.url, headers=runs) as http:
            http.post("/v1/admin/index")
            wait(lambda: http.get("/v1/admin/index").json()["stage"] == "encode")
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(LONGEST_S) == 0
    generations = Generations(tmp_path / "data")
    with generations.writer():
        assert generations.current() == 1


def test_its_output_is_one_json_object_a_line(own: Environment) -> None:
    process = subprocess.Popen(
        [*TOY, "serve", "--port", "0"],
        env={**own, "PINCITE_SHUTDOWN_DELAY_S": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stderr is not None
    url = next(line for line in process.stderr if "http://" in line).split(" at ")[1].split()[0]
    ids = []
    for question in ("How deep\ndoes the\u2028otter dive?", "Who won the 2022 World Cup?"):
        reply = httpx2.post(f"{url}/v1/ask", json={"question": question})
        ids.append(reply.headers["X-Request-Id"])
    process.terminate()
    written, _ = process.communicate(timeout=LONGEST_S)
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["request_id"] for line in lines] == ids
    assert [line["outcome"] for line in lines] == ["answered", "unsupported"]
    assert "otter" not in written
