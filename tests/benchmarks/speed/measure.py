"""How fast Pincite and its peers index, answer and start, and what memory they take.

Everything is measured by turns in one run, each contestant in processes of its own, so that what
else the machine does weighs on all of them alike, and figures are compared within a round.
"""

import importlib.metadata
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.benchmarks.collection import Collection, read_collection
from tests.benchmarks.flops import Shape, count_tokens
from tests.benchmarks.peers import model_folder, peer_class, version_of, why_not
from tests.benchmarks.speed.contestants import PINCITE
from tests.benchmarks.speed.load import load
from tests.benchmarks.speed.process import Died, Server, Worker, free_port, serving
from tests.benchmarks.speed.timings import Served, Speed, Timings
from tests.benchmarks.speed.worker import MACHINE

_BLOCK = 10  # questions that a contestant answers before it is another's turn
_MATRIX_S = 1.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """parts: which of PARTS. rounds: of indexing and of serving. questions: asked in process.
    seconds: that each number of clients asks for.
    """

    folder: Path
    peers: Sequence[str]
    parts: Sequence[str]
    rounds: int
    documents: int | None
    questions: int
    seconds: float
    clients: Sequence[int]


def measure(plan: Plan, say: Say) -> Speed:
    """Run what is planned. A contestant that fails is left out from there on, with the reason."""
    collection = read_collection(plan.folder).first(plan.documents)
    speed = _begin(plan, collection)
    questions = list(dict.fromkeys(query.text for query in collection.queries))
    with tempfile.TemporaryDirectory(prefix="pincite-speed-") as temporary:
        work = Path(temporary)
        (work / "collection.json").write_text(_for_processes(collection), "utf-8")
        with _workers(speed, work, say) as workers:
            _index(speed, plan, work, workers, say)
            if "ask" in plan.parts:
                _ask(speed, questions[: plan.questions + _BLOCK], workers, say)
        if "serve" in plan.parts:
            _serve(speed, plan, work, questions, say)
    return speed


def _begin(plan: Plan, collection: Collection) -> Speed:
    model = Path(model_folder())
    tokens = count_tokens(model, collection.texts)
    speed = Speed(
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        collection=collection.name,
        documents=len(collection.documents),
        passages=len(collection.texts),
        tokens=sum(tokens),
        timings={PINCITE: Timings("Pincite", f"pincite {importlib.metadata.version('pincite')}")},
    )
    speed.limit.operations = sum(map(Shape.of(model).operations, tokens))
    for name in plan.peers:
        peer = peer_class(name)
        if reason := why_not(peer.packages):
            speed.failed[name] = reason
        else:
            speed.timings[name] = Timings(peer.title, version_of(peer.packages))
    return speed


def _for_processes(collection: Collection) -> str:
    documents = [
        {"document_id": d.document_id, "text": d.text, "title": d.title}
        for d in collection.documents
    ]
    return json.dumps({"texts": collection.texts, "documents": documents})


@contextmanager
def _workers(speed: Speed, work: Path, say: Say) -> Iterator[dict[str, Worker]]:
    """A process for each contestant, and one for the machine, their models loaded."""
    workers: dict[str, Worker] = {}
    try:
        for name in [MACHINE, *speed.timings]:
            say(f"starting {name}")
            with _failures(speed, name):
                # One after the other: they would only take the cores from each other.
                workers[name] = Worker(name, work)
                workers[name].started()
        yield workers
    finally:
        for worker in workers.values():
            worker.stop()


@contextmanager
def _failures(speed: Speed, name: str) -> Iterator[None]:
    try:
        yield
    except Died as failure:
        if name == MACHINE:
            raise
        speed.failed[name] = str(failure)


def _turns(speed: Speed, number: int) -> list[str]:
    """Who is measured, in an order that turns by one each time."""
    names = [name for name in speed.timings if name not in speed.failed]
    start = number % max(len(names), 1)
    return names[start:] + names[:start]


def _index(speed: Speed, plan: Plan, work: Path, workers: dict[str, Worker], say: Say) -> None:
    # The other parts need an index too, but one.
    rounds = plan.rounds if "index" in plan.parts else 1
    for number in range(rounds):
        for name in _turns(speed, number):
            say(f"round {number + 1} of {rounds}: indexing with {name}")
            shutil.rmtree(work / name, ignore_errors=True)
            with _failures(speed, name):
                _index_once(speed, name, work / name, workers)


def _index_once(speed: Speed, name: str, folder: Path, workers: dict[str, Worker]) -> None:
    timings, limit = speed.timings[name], speed.limit
    if name != PINCITE:
        timings.index_s.append(workers[name].order("index", folder=str(folder))["seconds"])
        return
    before = workers[MACHINE].order("matrix", seconds=_MATRIX_S)["rate"]
    done = workers[name].order("index", folder=str(folder))
    after = workers[MACHINE].order("matrix", seconds=_MATRIX_S)["rate"]
    timings.index_s.append(done["seconds"])
    limit.encode.append(limit.operations / done["encode"])
    limit.matrix.append((before + after) / 2)


def _ask(speed: Speed, questions: Sequence[str], workers: dict[str, Worker], say: Say) -> None:
    say(f"asking {len(questions) - _BLOCK} questions in process, by turns")
    for number, begin in enumerate(range(0, len(questions), _BLOCK)):
        for name in _turns(speed, number):
            with _failures(speed, name):
                ms = workers[name].order("ask", questions=questions[begin : begin + _BLOCK])["ms"]
                if number:  # the first block warms up
                    speed.timings[name].ask_ms += ms


def _serve(speed: Speed, plan: Plan, work: Path, questions: Sequence[str], say: Say) -> None:
    for number in range(plan.rounds):
        for name in _turns(speed, number):
            say(f"round {number + 1} of {plan.rounds}: serving {name}")
            port, log = free_port(), work / f"{name}.server.log"
            with (
                _failures(speed, name),
                serving(_command(name, work, port), port, questions[0], log) as server,
            ):
                _load(speed.timings[name], plan, server, questions[1:])


def _command(name: str, work: Path, port: int) -> list[str]:
    if name == PINCITE:
        serve = ["service", "serve", "--data-dir", str(work / name), "--port", str(port)]
        return [sys.executable, "-m", *serve]
    return [sys.executable, "-m", "tests.benchmarks.speed.server", name, str(work), str(port)]


def _load(timings: Timings, plan: Plan, server: Server, questions: Sequence[str]) -> None:
    """Each number of clients asks its own part of the questions: none is asked twice."""
    timings.ready_s.append(server.ready_s)
    for part, clients in enumerate(plan.clients):
        own = questions[part :: len(plan.clients)]
        found = load(server.port, own, clients, plan.seconds)
        p50, p95 = np.percentile(found.ms or [0.0], [50, 95])
        served = Served(found.rate, float(p50), float(p95), len(found.ms))
        served.refused, served.failed, served.reason = found.refused, found.failed, found.reason
        timings.served.setdefault(clients, []).append(served)
    timings.memory_mb.append(server.memory_mb())
