"""`python -m tests.benchmarks.speed.worker NAME WORK`: one contestant in a process of its own.

Reads WORK/collection.json, then an order a line on standard input, and writes a reply a line:

    {"do": "index", "folder": ...}     {"seconds": ..., "encode": ...}
    {"do": "ask", "questions": [...]}  {"ms": [...]}
    {"do": "matrix", "seconds": ...}   {"rate": ...}

The name `machine` stands for no contestant: it only measures matrix products.
"""

import dataclasses
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from tests.benchmarks.flops import matrix_rate
from tests.benchmarks.speed.contestants import Contestant, contestant

MACHINE = "machine"


def main(name: str, work: Path) -> None:
    replies = _own_output()
    subject: Contestant | None = None
    if name != MACHINE:
        subject = contestant(name, json.loads((work / "collection.json").read_text("utf-8")))
    _reply(replies, {"ready": name})
    for line in sys.stdin:
        _reply(replies, _do(subject, json.loads(line)))


def _do(subject: Contestant | None, order: dict[str, Any]) -> dict[str, Any]:
    if order["do"] == "matrix":
        return {"rate": matrix_rate(order["seconds"])}
    assert subject, "the machine neither indexes nor answers"
    if order["do"] == "index":
        return dataclasses.asdict(subject.index(Path(order["folder"])))
    return {"ms": [_ms(subject, question) for question in order["questions"]]}


def _ms(subject: Contestant, question: str) -> float:
    start = time.perf_counter()
    subject.ask(question)
    return (time.perf_counter() - start) * 1000


def _own_output() -> TextIO:
    """Standard output for the replies alone; what a library prints goes to standard error."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return replies


def _reply(replies: TextIO, content: dict[str, Any]) -> None:
    replies.write(json.dumps(content) + "\n")
    replies.flush()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
