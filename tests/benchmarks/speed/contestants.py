"""What is timed inside a process: Pincite, or a peer, on the same collection."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from index.records import PassageText, RawDocument
from service.question_text import DEFAULT_TOP_K
from tests.benchmarks.peers import Peer, model_folder, peer_class

PINCITE = "pincite"
_WARM_UP = 8  # passages


@dataclass(frozen=True, slots=True)
class Indexed:
    """seconds: until the index could be searched; encode: of these, in Pincite's encode stage."""

    seconds: float
    encode: float | None = None


class Contestant(Protocol):
    """Its model is loaded and warm as soon as it is made; that is never counted."""

    def index(self, folder: Path) -> Indexed:
        """Index the whole collection anew, and leave the index in that new folder."""
        ...

    def ask(self, question: str) -> object:
        """What is asked of a service: of Pincite the cited answer, of a peer the passages."""
        ...


class PinciteContestant:
    """Everything from the documents' texts to the published generation, synced to the disk."""

    def __init__(self, documents: Sequence[RawDocument]) -> None:
        from index.encoder.model import load_encoder
        from service.settings import Settings

        self._settings, self._documents = Settings.load(), documents
        self._encoder = load_encoder(self._settings, print)
        self._encoder.encode_passages([PassageText("Where do otters sleep?", ())] * _WARM_UP)
        self._answer: Callable[[str, int], object] | None = None

    def index(self, folder: Path) -> Indexed:
        from index.build import build
        from index.generations.publish import Generations
        from service.wiring import wire

        start = time.perf_counter()
        report = build(Generations(folder), self._encoder, corpus=self._documents)
        seconds = time.perf_counter() - start
        settings = self._settings.model_copy(update={"data_dir": folder})
        self._answer = wire(settings, print).answerer.answer
        return Indexed(seconds, report.seconds["encode"])

    def ask(self, question: str) -> object:
        assert self._answer, "ask comes after index"
        return self._answer(question, DEFAULT_TOP_K)


class PeerContestant:
    """From the passages, which it is given ready-made, to an index in memory; what it writes to the
    disk is not counted.
    """

    def __init__(self, kind: type[Peer], texts: Sequence[str]) -> None:
        self._kind, self._texts = kind, texts
        self._peer: Peer | None = None
        kind(model_folder()).index(texts[:_WARM_UP])

    def index(self, folder: Path) -> Indexed:
        self._peer = self._kind(model_folder())
        start = time.perf_counter()
        self._peer.index(self._texts)
        seconds = time.perf_counter() - start
        self._peer.save(folder)
        return Indexed(seconds)

    def ask(self, question: str) -> object:
        assert self._peer, "ask comes after index"
        return self._peer.search(question, DEFAULT_TOP_K)


def contestant(name: str, collection: dict[str, Any]) -> Contestant:
    """By its name; `collection` is what the process is given to work on."""
    if name == PINCITE:
        return PinciteContestant([RawDocument(**one) for one in collection["documents"]])
    return PeerContestant(peer_class(name), collection["texts"])
