"""The process that makes the index for a server, and tells it in JSON lines how that goes."""

import dataclasses
import json
import os
import sys
import time
from typing import Any, TextIO

from index.build import build
from index.commands.index import default_roots
from index.commands.terminal import say
from index.encoder.model import load_encoder
from index.errors import PinciteError
from index.generations.publish import Generations
from index.settings import IndexSettings

_LESS_URGENT = 10
_TELL_EVERY_S = 0.2


class Telling:
    """A Progress that writes lines: {"stage": ..., "done": ..., "total": ...}."""

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
    """Index the roots of the last time, with the settings of the environment."""
    os.nice(_LESS_URGENT)
    # The lines go where standard output went; whatever else prints, prints to standard error.
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as out:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        telling = Telling(out)
        try:
            settings = IndexSettings.load()
            encoder = load_encoder(settings, say)
            generations = Generations(settings.data_dir)
            report = build(generations, encoder, None, default_roots(), telling)
            telling.tell({"report": dataclasses.asdict(report)})
        except PinciteError as error:
            telling.tell({"failure": str(error)})


if __name__ == "__main__":
    main()
