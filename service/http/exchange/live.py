"""Whoever waits while an LLM words an answer: with a stream, or for the whole of it."""

import asyncio
import threading
from typing import Any

import anyio
from fastapi import Request
from pydantic import TypeAdapter

from service.errors import ClientGone
from service.http.exchange.events import SENTENCE, Sentence, as_event, first_of
from service.http.exchange.underway import underway
from service.records import Answer
from service.wording.draft import SaidPiece
from service.wording.worder import Listener

_ANSWER = TypeAdapter(Answer)
_SILENCE_S = 10.0  # then a comment shows that the answer is still on its way


def patient(request: Request) -> Listener:
    """Return the listener of a client that gets the answer when it is whole. For worker threads."""
    asked = threading.Event()
    hand_back = underway().hand_back

    def begun(_: Answer) -> None:
        asked.set()
        hand_back()

    def may_stop() -> None:
        # Before the LLM is asked, the answer comes too soon for a look to be worth its time.
        if asked.is_set() and anyio.from_thread.run(request.is_disconnected):
            raise ClientGone("the client has closed the connection")

    return Listener(may_stop, begun)


class Live:
    """What a worker thread tells a stream while the answer is on its way.

    events: as they are to be sent; None once nothing more comes. gone: set once nobody listens.
    has_begun: whether the LLM was asked, so that `sources` and sentences have been told.
    """

    def __init__(self) -> None:
        self.events: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.gone = threading.Event()
        self.has_begun = False
        self._loop = asyncio.get_running_loop()

    def listener(self) -> Listener:
        """Return what the worker thread is given."""
        return Listener(self._may_stop, self._asked, self._said)

    def end(self) -> None:
        """Tell that nothing more comes. From the stream's own thread."""
        self.events.put_nowait(None)

    def _may_stop(self) -> None:
        if self.gone.is_set():
            raise ClientGone("the client has closed the connection")

    def _asked(self, answer: Answer) -> None:
        self.has_begun = True
        self._tell("sources", first_of(_ANSWER, answer) | {"mode": "worded", "sources": []})

    def _said(self, piece: SaidPiece) -> None:
        told = Sentence(piece.text, piece.start, piece.end, piece.citations, [piece.sentence])
        self._tell("sentence", SENTENCE.dump_python(told, mode="json"))

    def _tell(self, name: str, data: Any) -> None:
        self._loop.call_soon_threadsafe(self.events.put_nowait, as_event(name, data))

    async def next(self) -> bytes | None:
        """Return the next event; None at the end. Where none comes for long, it is a comment."""
        while True:
            try:
                async with asyncio.timeout(_SILENCE_S):
                    return await self.events.get()
            except TimeoutError:
                if self.has_begun:  # a proxy might take a long silence for the end
                    return b": an LLM is at work\n\n"
