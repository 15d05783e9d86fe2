"""Builds the index again while the server answers, in a process of its own.

The memory that a build needs is freed with its process. Its Python code does not block the
server's, and it has the lower priority where both want a core. It publishes the generation as
`pincite index` does, and the server then answers from that.
"""

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from index.building.report import BuildReport
from index.errors import WriterBusy
from index.homes.home import home_of
from index.settings import IndexSettings
from service.indexing.wish import Wish

# -P keeps Python from importing modules out of the folder in which the server was started.
CHILD = (sys.executable, "-P", "-m", "service.indexing.process")
_MODULES = Path(__file__).parents[2]
_PATIENCE_S = 5.0
_REPORT: TypeAdapter[BuildReport] = TypeAdapter(BuildReport)
_log = logging.getLogger("pincite")


@dataclass(frozen=True, slots=True)
class Indexing:
    """The last indexing that the server started, if there was one.

    stage: what it does now. done, total: steps of that stage. seconds: how long it has run, or ran
    in all. report: what it did, as `pincite index --json` prints it. failure: why it failed.
    followed: whether another one begins as soon as it has ended, for what came too late for it.
    """

    status: Literal["never", "running", "done", "failed"]
    started_at: str | None = None
    seconds: float = 0.0
    stage: str | None = None
    done: int = 0
    total: int = 0
    report: BuildReport | None = None
    failure: str | None = None
    followed: bool = False


@dataclass(slots=True)
class _Run:
    """A process that builds the index, and what it has reported so far."""

    process: "subprocess.Popen[str]"
    started_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    start: float = field(default_factory=time.monotonic)
    reported: dict[str, Any] = field(default_factory=dict)
    seconds: float | None = None  # None until the process has ended

    def listen(self) -> None:
        """Read the process's reports, line by line, until it ends."""
        # A line that is not JSON comes from a crash; no report follows it.
        with self.process as process, suppress(ValueError):
            for line in process.stdout or ():
                self.reported = {**self.reported, **json.loads(line)}
        if not self.reported.keys() & {"report", "failure"}:
            code = self.process.returncode
            _log.error("the process that builds the index ended with exit code %d", code)
            failure = "the process ended before it was done; the server's error output may say why"
            self.reported = {**self.reported, "failure": failure}
        if "failure" in self.reported:
            _log.error("the documents were not indexed: %s", self.reported["failure"])
        self.seconds = time.monotonic() - self.start

    def state(self) -> Indexing:
        """Return how far the process is, or what came of it."""
        # Read once: the listening thread may set it meanwhile.
        seconds, reported = self.seconds, self.reported
        running = seconds is None
        return Indexing(
            status="running" if running else "failed" if reported.get("failure") else "done",
            started_at=self.started_at,
            seconds=round(time.monotonic() - self.start if seconds is None else seconds, 1),
            stage=reported.get("stage") if running else None,
            done=reported.get("done", 0) if running else 0,
            total=reported.get("total", 0) if running else 0,
            report=_REPORT.validate_python(reported["report"]) if "report" in reported else None,
            failure=reported.get("failure"),
        )


class Indexer:
    """Indexes the roots that the index remembers and the uploads, once at a time, and says how far
    it is.

    child: the command that builds the index; it reads its settings from the environment, and a Wish
    from its standard input.
    """

    def __init__(self, settings: IndexSettings, child: Sequence[str] = CHILD) -> None:
        self._settings, self._child = settings, child
        self._starting = threading.Lock()
        self._run: _Run | None = None
        self._following: Wish | None = None  # what the next run is to do

    def start(self) -> Indexing:
        """Start indexing. Raises WriterBusy while this or another process is already indexing."""
        with self._starting:
            if self._run is not None and self._run.seconds is None:
                raise WriterBusy(
                    "the index is already being built; GET this address to see how far it is"
                )
            # Raises WriterBusy if another process writes. If one begins just after this, the child
            # reports it.
            with home_of(self._settings).writer():
                pass
            self._begin(Wish())
        return self.state()

    def soon(self, wish: Wish = Wish()) -> Indexing:  # noqa: B008 - a Wish never changes
        """Start indexing now; while this or another process is indexing, right after that."""
        with self._starting:
            if self._run is not None and self._run.seconds is None:
                self._following = self._following.then(wish) if self._following else wish
            else:
                self._begin(wish)
        return self.state()

    def _begin(self, wish: Wish) -> None:
        """Start a process for this wish, and for one that was to follow."""
        wish = self._following.then(wish) if self._following else wish
        self._run = run = _Run(self._spawn(wish))
        # Last: state() holds no lock, and must not take the run before for the last one meanwhile.
        self._following = None
        threading.Thread(target=self._listen, args=(run,), daemon=True).start()

    def _listen(self, run: _Run) -> None:
        run.listen()
        with self._starting:
            if self._following is not None and self._run is run:
                self._begin(Wish())

    def state(self) -> Indexing:
        """Return how far the last indexing is, or what came of it."""
        followed = self._following is not None  # read before the run: see _begin
        run = self._run
        state = run.state() if run is not None else Indexing("never")
        if not followed:
            return state
        # Between the end of a process and the start of the next, indexing goes on.
        return replace(state, status="running", report=None, failure=None, followed=True)

    def stop(self) -> None:
        """End the running indexing, if any. The index is unchanged; what was encoded is kept."""
        with self._starting:
            self._following = None
            if self._run is None or self._run.seconds is not None:
                return
            self._run.process.terminate()
            try:
                self._run.process.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                self._run.process.kill()

    def _spawn(self, wish: Wish) -> "subprocess.Popen[str]":
        values = self._settings.model_dump(mode="json", include=set(IndexSettings.model_fields))
        variables = {f"PINCITE_{name.upper()}": str(value) for name, value in values.items()}
        paths = [str(_MODULES), *filter(None, [os.environ.get("PYTHONPATH")])]
        process = subprocess.Popen(  # noqa: S603 - runs our own module, without arguments
            self._child,
            env={**os.environ, **variables, "PYTHONPATH": os.pathsep.join(paths)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            # Ctrl-C must not reach the child: the server ends it in its own way.
            start_new_session=True,
        )
        assert process.stdin is not None
        with suppress(BrokenPipeError), process.stdin as stdin:  # it may have died already
            stdin.write(wish.to_line())
        return process
