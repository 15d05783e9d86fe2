"""The process that builds the index for a server, and reports to it in JSON lines."""

import dataclasses
import json
import os
import sys
import time
from typing import Any, TextIO

from index.build import build_when_free
from index.errors import PinciteError
from index.printable import printable
from index.settings import IndexSettings
from service.indexing.wish import Wish

_LESS_URGENT = 10
_TELL_EVERY_S = 0.2


class Telling:
    """A ProgressListener that writes lines: {"stage": ..., "done": ..., "total": ...}."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._stage, self._done, self._total = "", 0, 0
        self._told = 0.0

    def stage(self, name: str, total: int) -> None:
        self._stage, self._done, self._total = name, 0, total
        self._tell_progress()

    def advance(self, steps: int = 1) -> None:
        self._done += steps
        if time.monotonic() - self._told >= _TELL_EVERY_S:
            self._tell_progress()

    def _tell_progress(self) -> None:
        self._told = time.monotonic()
        self.tell({"stage": self._stage, "done": self._done, "total": self._total})

    def tell(self, document: dict[str, Any]) -> None:
        self._out.write(json.dumps(document) + "\n")
        self._out.flush()


def main() -> None:
    """Index the roots of the last build and the uploads again, with the settings of the
    environment, and the Wish in the first line of standard input.
    """
    os.nice(_LESS_URGENT)
    # The lines go to standard output; whatever else a library prints goes to standard error.
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as out:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        telling = Telling(out)
        try:
            sources = Wish.of_line(sys.stdin.readline()).sources()
            report = build_when_free(IndexSettings.load(), _say, sources, telling)
            telling.tell({"report": dataclasses.asdict(report)})
        except PinciteError as error:
            telling.tell({"failure": str(error)})


def _say(message: str) -> None:
    sys.stderr.write(f"{printable(message)}\n")


if __name__ == "__main__":
    main()
