"""All of Pincite where no network is.

Run as `unshare -rn python -m tests.end_to_end.installed.offline FOLDER`. Loopback is all that there
is here. Each command's calls that speak to an address are written to a file in FOLDER by strace,
those of native libraries and of child processes too.
"""

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx2

from tests.conftest import SEEDS
from tests.end_to_end.command import command, serve

QUESTION = "why did NATO withhold authorization?"
_CALLS = "trace=connect,sendto,sendmsg,sendmmsg"
_SET_FLAGS, _UP_AND_RUNNING = 0x8914, 0x41  # SIOCSIFFLAGS; IFF_UP | IFF_RUNNING

_TRIES = """
import socket
try:
    socket.create_connection(({!r}, 80), 5)
except OSError:
    pass
"""


def traced(folder: Path, name: str, run: Sequence[str]) -> list[str]:
    """A command under strace, whose process is the command's own."""
    log = str(folder / f"{name}.strace")
    return ["strace", "-D", "-f", "--seccomp-bpf", "-q", "-e", _CALLS, "-o", log, *run]


def raise_loopback() -> None:
    with socket.socket() as any_socket:
        flags = struct.pack("16sh", b"lo", _UP_AND_RUNNING)
        fcntl.ioctl(any_socket, _SET_FLAGS, flags)


def run(folder: Path, name: str, arguments: Sequence[str]) -> str:
    done = subprocess.run(
        traced(folder, name, arguments), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def main(folder: Path) -> None:
    raise_loopback()
    # It must be seen if anything is tried.
    for name, where in (("tries-a-name", "name.example"), ("tries-an-address", "192.0.2.1")):
        run(folder, name, [sys.executable, "-c", _TRIES.format(where)])

    report = json.loads(run(folder, "index", [*command(), "index", str(SEEDS), "--json"]))
    assert report["published"]
    answer = json.loads(run(folder, "ask", [*command(), "ask", QUESTION, "--json"]))
    assert answer["status"] == "answered"
    run(folder, "verify", [*command(), "verify"])
    made = run(folder, "key", [*command(), "key", "create", "all", "--scope", "admin", "--json"])
    key = {"Authorization": f"Bearer {json.loads(made)['token']}"}
    with serve(dict(os.environ), traced(folder, "serve", command())) as served:
        with httpx2.Client(base_url=served.url, headers=key, timeout=60) as http:
            for path in ("/", "/docs", "/openapi.json", "/readyz", "/metrics", "/v1/documents"):
                assert http.get(path).status_code == 200
            assert http.post("/v1/ask", json={"question": QUESTION}).json()["status"] == "answered"
            assert http.post("/v1/admin/index").status_code == 202
            while http.get("/v1/admin/index").json()["status"] == "running":
                time.sleep(0.1)
            assert http.get("/v1/admin/index").json()["status"] == "done"
        served.stop()
    wait_for_ends(folder)


def wait_for_ends(folder: Path) -> None:
    """strace writes how a process ended a moment after that."""
    end = time.monotonic() + 120
    for log in folder.glob("*.strace"):
        while "exited with" not in log.read_text("utf-8", "replace")[-100:]:
            assert time.monotonic() < end, log
            time.sleep(0.05)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
