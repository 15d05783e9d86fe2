"""What a server holds does not grow with what it was asked.

After a warm-up in which all that is kept (the vectors of the questions asked last, the tokenizer's
words) has grown to its bound, and each length of a question has been met, the mean of the last
third of the readings may exceed that of the first by what the allocator's own habits explain: a few
arenas and pages. So 4 MiB after 2,000 questions show whatever loses 2 KiB with each, less than one
answer holds; 8 MiB after 50,000 whatever loses 200 bytes, about one small object.
"""

import http.client
import json
import os
import random
import resource
import statistics
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from index.build import build
from index.generations.publish import Generations
from tests.conftest import write_files
from tests.end_to_end.command import Environment, Served, serve
from tests.service.apps import TEXTS
from tests.service.hostile import texts
from tests.toy import ToyEncoder

TOY = [sys.executable, "-m", "tests.toy_command"]
ROOT = Path(__file__).parents[3]
MIB = 2**20
READINGS = 30
WARM_UP = 500
# Few words, for the toy encoder keeps each that it has seen; but the questions all differ.
WORDS = [f"w{n}" for n in range(300)] + "otter river mill lamp who what when deep 1890 not".split()

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells")


class Held(NamedTuple):
    size: int  # bytes of memory
    files: int
    threads: int


def held(pid: int) -> Held:
    process = Path("/proc") / str(pid)
    pages = process.joinpath("statm").read_text("ascii").split()[1]
    return Held(
        int(pages) * resource.getpagesize(),
        len(list((process / "fd").iterdir())),
        len(list((process / "task").iterdir())),
    )


def questions(seed: int) -> Iterator[str]:
    """First what takes most: all of a hostile list. Then all kinds, mixed."""
    chance = random.Random(seed)
    hostile = list(texts.TEXTS.values())
    yield from hostile
    while True:
        kind = chance.randrange(40)
        if kind == 0:
            yield chance.choice(hostile)
        elif kind == 1:
            yield "".join(chance.choices(["otter", "aaaa", "獺", "1"], k=chance.randrange(1, 400)))
        else:
            words = chance.choices(WORDS, k=300 if kind == 2 else chance.randrange(2, 24))
            yield f"{' '.join(words)}?"[: texts.LONGEST]


def readings(served: Served, count: int) -> list[Held]:
    """What the server's process held at even distances while it was asked so many questions, one in
    five of them in a conversation.
    """
    asked, found = questions(seed=1), []
    address = urlsplit(served.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=120)

    def ask(path: str, body: dict[str, str]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"}
        connection.request("POST", path, json.dumps(body), headers)
        reply = connection.getresponse()
        answer: dict[str, Any] = json.loads(reply.read())
        assert reply.status == 200
        return answer

    conversation: dict[str, str] = {}
    for part in [WARM_UP, *[count // READINGS] * READINGS]:
        for number, question in enumerate(islice(asked, part)):
            if number % 5:
                ask("/v1/ask", {"question": question})
                continue
            if number % 50 == 0:
                conversation = {}
            answer = ask("/v1/chat", {"question": question, **conversation})
            conversation = {"conversation_id": answer["conversation_id"]}
        found.append(held(served.process.pid))
    connection.close()
    return found[1:]


def assert_flat(found: list[Held], most: int) -> None:
    third = len(found) // 3
    sizes = [reading.size for reading in found]
    growth = statistics.fmean(sizes[-third:]) - statistics.fmean(sizes[:third])
    assert growth < most, [f"{size / MIB:.1f}" for size in sizes]
    assert found[-1].files <= found[0].files
    assert found[-1].threads <= found[0].threads


@pytest.fixture
def toy(tmp_path: Path) -> Iterator[Served]:
    documents = write_files(tmp_path / "documents", TEXTS)
    build(Generations(tmp_path / "data"), ToyEncoder(), [documents])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PINCITE_")}
    own = {**kept, "PINCITE_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    with serve(own, TOY) as served:
        yield served


@pytest.mark.slow
def test_after_two_thousand_questions_it_holds_what_it_held(toy: Served) -> None:
    assert_flat(readings(toy, 2000), 4 * MIB)


@pytest.mark.slow
def test_after_fifty_thousand_too(toy: Served) -> None:
    assert_flat(readings(toy, 50_000), 8 * MIB)


@pytest.mark.slow
@pytest.mark.model
def test_so_does_one_with_the_real_model(environment: Environment) -> None:
    with serve(environment) as served:
        assert_flat(readings(served, 5000), 8 * MIB)
