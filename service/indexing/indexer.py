"""Makes the index anew while the server answers: a process of its own, one at a time.

What a build needs of memory ends with it, its Python holds up no question, and it is less urgent
than the server where both want a core. It publishes as `pincite index` does, and the server follows
as ever.
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
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from index.building.report import BuildReport
from index.errors import WriterBusy
from index.generations.publish import Generations
from index.settings import IndexSettings

# -P: the folder that the server was started in is no place to take modules from.
CHILD = (sys.executable, "-P", "-m", "service.indexing.process")
_MODULES = Path(__file__).parents[2]
_PATIENCE_S = 5.0
_REPORT: TypeAdapter[BuildReport] = TypeAdapter(BuildReport)
_log = logging.getLogger("pincite")


@dataclass(frozen=True, slots=True)
class Indexing:
    """The last indexing that was asked for over HTTP since the server started, if any.

    stage: what it does now, and `done` of `total` steps of that. seconds: how long it has run, or
    ran. report: what it did, as `pincite index --json` prints it. failure: why it did not.
    """

    status: Literal["never", "running", "done", "failed"]
    started_at: str | None = None
    seconds: float = 0.0
    stage: str | None = None
    done: int = 0
    total: int = 0
    report: BuildReport | None = None
    failure: str | None = None


@dataclass(slots=True)
class _Run:
    """A process that builds, and what it has told so far."""

    process: "subprocess.Popen[str]"
    started_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    start: float = field(default_factory=time.monotonic)
    told: dict[str, Any] = field(default_factory=dict)
    seconds: float | None = None  # once it has ended

    def listen(self) -> None:
        """Take what it tells, line by line, until it ends."""
        with self.process as process, suppress(ValueError):  # no JSON: then it tells nothing more
            for line in process.stdout or ():
                self.told = {**self.told, **json.loads(line)}
        if not self.told.keys() & {"report", "failure"}:
            code = self.process.returncode
            _log.error("the process that makes the index ended with exit code %d", code)
            words = "it ended before it was done; the server's error output may say why"
            self.told = {**self.told, "failure": words}
        self.seconds = time.monotonic() - self.start

    def state(self) -> Indexing:
        ended, told = self.seconds, self.told
        seconds = time.monotonic() - self.start if ended is None else ended
        running = ended is None
        return Indexing(
            status="running" if running else "failed" if told.get("failure") else "done",
            started_at=self.started_at,
            seconds=round(seconds, 1),
            stage=told.get("stage") if running else None,
            done=told.get("done", 0) if running else 0,
            total=told.get("total", 0) if running else 0,
            report=_REPORT.validate_python(told["report"]) if "report" in told else None,
            failure=told.get("failure"),
        )


class Indexer:
    """Starts one indexing at a time, of the roots that the index remembers, and tells how it goes.

    child: the command that builds; it reads its settings from the environment.
    """

    def __init__(self, settings: IndexSettings, child: Sequence[str] = CHILD) -> None:
        self._settings, self._child = settings, child
        self._starting = threading.Lock()
        self._run: _Run | None = None

    def start(self) -> Indexing:
        """Begin. Raises WriterBusy while this or another process is at it already."""
        with self._starting:
            if self._run is not None and self._run.seconds is None:
                raise WriterBusy("the index is being made already; GET says how far it is")
            with Generations(self._settings.data_dir).writer():
                pass  # nobody else writes; should somebody begin just now, the child says so
            self._run = run = _Run(self._spawn())
            threading.Thread(target=run.listen, daemon=True).start()
            return run.state()

    def state(self) -> Indexing:
        run = self._run
        return run.state() if run is not None else Indexing("never")

    def stop(self) -> None:
        """End what runs; the index stays as it was, and what was encoded is kept."""
        with self._starting:
            if self._run is None or self._run.seconds is not None:
                return
            self._run.process.terminate()
            try:
                self._run.process.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                self._run.process.kill()

    def _spawn(self) -> "subprocess.Popen[str]":
        values = self._settings.model_dump(mode="json", include=set(IndexSettings.model_fields))
        set_ = {f"PINCITE_{name.upper()}": str(value) for name, value in values.items()}
        paths = [str(_MODULES), *filter(None, [os.environ.get("PYTHONPATH")])]
        return subprocess.Popen(  # noqa: S603 - our own module, and no arguments
            self._child,
            env={**os.environ, **set_, "PYTHONPATH": os.pathsep.join(paths)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for the server, which then ends it in its own way
        )
