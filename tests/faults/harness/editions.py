"""Documents that tell of themselves which of them stood together, and askers who hold them to it.

Every document of an edition says the edition's number, so an answer that mixes two generations
shows it.
"""

import hashlib
import operator
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

import httpx2

from tests.service.apps import assert_pinned

PLACES = (
    "amber birch cedar dahlia elder fern gorse hazel iris juniper kelp larch maple nettle olive"
    " poplar quince rowan sorrel thyme"
).split()
_PATIENCE_S = 120.0

Texts = Mapping[str, str]
"""The text of each document by id."""


def text_of(place: str, edition: int) -> str:
    lamps = 10 + edition % 89
    return (
        f"The keeper of {place} counts {lamps} lamps in edition {edition}. "
        f"Boats that pass {place} by night see edition {edition} from afar."
    )


def question_of(place: str) -> str:
    return f"How many lamps does the keeper of {place} count?"


def next_edition(edition: int, rng: random.Random) -> dict[str, str]:
    """Texts by id: each place is there or not, in one folder or in another."""
    there = [place for place in PLACES if rng.random() < 0.6] or [PLACES[0]]
    return {f"{rng.choice(['', 'north/'])}{p}.txt": text_of(p, edition) for p in there}


def put(documents: Path, texts: Texts) -> None:
    """Make the folder hold these texts and no others."""
    for path in list(documents.rglob("*.txt")):
        if path.relative_to(documents).as_posix() not in texts:
            path.unlink()
    for name, text in texts.items():
        path = documents / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


class Seen:
    """What may be in a reply: each is from one edition, and so are all of one generation."""

    def __init__(self) -> None:
        self._recent: deque[Texts] = deque(maxlen=8)
        self._of: dict[int, list[Texts]] = {}
        self._lock = threading.Lock()

    def expect(self, texts: Texts) -> None:
        """From now on a generation may hold these."""
        with self._lock:
            self._recent.append(texts)

    def check_answer(self, answer: Mapping[str, Any]) -> None:
        """Raises AssertionError unless the answer fits its generation, at both ends."""

        def fits(texts: Texts) -> bool:
            try:
                assert_pinned(answer, texts)
            except (AssertionError, KeyError):
                return False
            return all(
                texts.get(p["document_id"], "")[p["start"] : p["end"]] == p["text"] != ""
                for p in answer["passages"]
            ) and all(
                _sha256(texts[c["source"]["document_id"]]) == c["source"]["sha256"]
                for c in answer["citations"]
            )

        assert answer["passages"], "nothing was found at all"
        self._narrow(answer["generation"], fits, answer)

    def check_list(self, listed: Mapping[str, Any]) -> None:
        """Raises AssertionError unless just the documents of its generation are listed."""
        versions = {d["document_id"]: d["sha256"] for d in listed["documents"]}
        self._narrow(
            listed["generation"],
            lambda texts: versions == {name: _sha256(text) for name, text in texts.items()},
            listed,
        )

    def _narrow(self, generation: int, fits: Callable[[Texts], bool], reply: object) -> None:
        with self._lock:
            possible = self._of.get(generation, list(self._recent))
            left = [texts for texts in possible if fits(texts)]
            assert left, f"no one edition has all of: {reply}"
            self._of[generation] = left

    def generations(self) -> set[int]:
        with self._lock:
            return set(self._of)


class Askers:
    """Threads that ask a server without pause, until the `with` ends; then no reply was wrong."""

    def __init__(self, url: str, seen: Seen, threads: int = 2) -> None:
        self._url, self._seen = url, seen
        self._threads = [threading.Thread(target=self._run, args=(i,)) for i in range(threads)]
        self._changed = threading.Condition()
        self._stop = False
        self._replies = [0] * threads
        self.milliseconds: list[float] = []
        self.failures: list[str] = []

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._stop = True
        for thread in self._threads:
            thread.join()
        if kind is None:
            assert not self.failures, self.failures[0]

    @property
    def asked(self) -> int:
        return len(self.milliseconds)

    def wait(self, until: Callable[[], bool]) -> None:
        """Return once `until` holds; it is looked at after each reply."""
        with self._changed:
            held = self._changed.wait_for(lambda: self.failures or until(), _PATIENCE_S)
        assert not self.failures, self.failures[0]
        assert held, "it never came to hold"

    def wait_for_new_replies(self) -> None:
        """Return once every thread has had a reply to a question it asked after this call."""
        enough = [replies + 2 for replies in self._replies]
        self.wait(lambda: all(map(operator.ge, self._replies, enough)))

    def _run(self, number: int) -> None:
        rng = random.Random(number)
        try:
            with httpx2.Client(base_url=self._url, timeout=_PATIENCE_S) as client:
                while not (self._stop or self.failures):
                    self._ask(client, rng)
                    with self._changed:
                        self._replies[number] += 1
                        self._changed.notify_all()
        except Exception as error:
            with self._changed:
                self.failures.append(f"{type(error).__name__}: {error}")
                self._changed.notify_all()

    def _ask(self, client: httpx2.Client, rng: random.Random) -> None:
        if rng.random() < 0.05:
            listed = client.get("/v1/documents")
            assert listed.status_code == 200, listed.text
            self._seen.check_list(listed.json())
            return
        start = time.perf_counter()
        reply = client.post("/v1/ask", json={"question": question_of(rng.choice(PLACES))})
        took = (time.perf_counter() - start) * 1000
        assert reply.status_code == 200, reply.text
        self._seen.check_answer(reply.json())
        self.milliseconds.append(took)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
