"""Runs the installed command, and a server that is up when it says so."""

import re
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

Environment = dict[str, str]

# The first start of all may have to export the model.
_LONGEST_START_S = 300
_LONGEST_STOP_S = 120


def command() -> list[str]:
    script = Path(sysconfig.get_path("scripts")) / "pincite"
    return [str(script)] if script.exists() else [sys.executable, "-m", "service"]


def pincite(environment: Environment, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*command(), *arguments],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=_LONGEST_START_S,
        check=False,
    )


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address, and what it has said on its way there."""

    url: str
    said: list[str]
    process: "subprocess.Popen[str]"

    def stop(self) -> list[str]:
        """End it as a service manager would. Returns all that it has said."""
        self.process.terminate()
        _, rest = self.process.communicate(timeout=_LONGEST_STOP_S)
        return [*self.said, *rest.splitlines()]


@contextmanager
def serve(environment: Environment, start: Sequence[str] | None = None) -> Iterator[Served]:
    """`pincite serve` on a free port, ready when this is entered."""
    process = subprocess.Popen(
        [*(start or command()), "serve", "--port", "0"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    # Ends the reading below if the server never says that it is up.
    watch = threading.Timer(_LONGEST_START_S, process.kill)
    watch.start()
    try:
        said: list[str] = []
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line.rstrip("\n"))
            if found := re.search(r"http://\S+", line):
                yield Served(found[0], said, process)
                break
        else:
            raise AssertionError("the server ended: " + "\n".join(said))
    finally:
        watch.cancel()
        if process.poll() is None:
            process.kill()
        process.communicate()
