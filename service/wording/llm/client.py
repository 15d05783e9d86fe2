"""The one place that speaks to the LLM's server: a request goes out, text comes in, in time.

It speaks HTTP itself rather than through a library for that API: such a library reads the
environment for more keys, headers and addresses, follows redirects, repeats requests, and keeps
what it has received without a limit.
"""

import asyncio
import logging
import queue
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any

import httpx2

from service.addresses.llm_server import llm_server_name
from service.errors import LlmFailed
from service.settings import Settings
from service.wording.llm.background import Background
from service.wording.llm.replies import Reply, check_status, is_stream

Message = Mapping[str, str]
_LOOK_EVERY_S = 0.1  # whether somebody still waits for the answer
_GRACE_S = 1.0

_log = logging.getLogger("pincite")


class LlmClient:
    """Asks the LLM of the settings. Safe to use from any number of threads.

    server: its host and port. model: its name.
    """

    def __init__(self, settings: Settings) -> None:
        self.server, self.model = llm_server_name(settings.llm_base_url), settings.llm_model
        self.max_tokens = settings.llm_max_tokens
        self._url = f"{settings.llm_base_url}/chat/completions"
        self._key = settings.llm_api_key
        self._background = Background()
        self._http: httpx2.AsyncClient | None = None

    def ask(
        self, messages: Sequence[Message], deadline: float, may_stop: Callable[[], None]
    ) -> "LlmRequest":
        """Begin a request. deadline: by `time.monotonic`; it holds however the server behaves.

        may_stop: called while there is nothing to read; where it raises, the request ends.
        """
        return LlmRequest(self, messages, deadline, may_stop)

    def begin(
        self, messages: Sequence[Message], deadline: float, out: "queue.SimpleQueue[_Item]"
    ) -> Callable[[], bool]:
        """Begin to receive into a queue, and return what ends it."""
        return self._background.run(self._receive(messages, deadline, out)).cancel

    async def _receive(
        self, messages: Sequence[Message], deadline: float, out: "queue.SimpleQueue[_Item]"
    ) -> None:
        try:
            async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
                out.put(await self._received(messages, out))
        except (LlmFailed, TimeoutError, httpx2.TimeoutException) as error:
            out.put(error if isinstance(error, LlmFailed) else LlmFailed("took too long"))
        except httpx2.ConnectError:
            out.put(LlmFailed("cannot be reached"))
        except (httpx2.HTTPError, httpx2.StreamError):
            out.put(LlmFailed("broke off in the middle of its answer"))
        except Exception as error:
            # Its name alone: what it says may have the key in it.
            _log.error("a fault while asking the LLM: %s", type(error).__name__)
            out.put(LlmFailed("could not be asked"))

    async def _received(
        self, messages: Sequence[Message], out: "queue.SimpleQueue[_Item]"
    ) -> int | None:
        """Receive the reply, and return how many tokens the server says that it took."""
        request = self._client().stream("POST", self._url, json=self._body(messages))
        async with request as response:
            check_status(response.status_code)
            reply = Reply(is_stream(response.headers.get("content-type", "")), self.max_tokens)
            # Raw: a few compressed bytes could become more than the limit at once.
            async for data in response.aiter_raw():
                if text := reply.feed(data):
                    out.put(text)
                if reply.is_whole:
                    break
            out.put(reply.end())
        return reply.tokens

    def _client(self) -> httpx2.AsyncClient:
        if self._http is None:
            for name in ("httpx2", "httpcore2"):
                # They would log addresses and headers, the key among them.
                logging.getLogger(name).setLevel(logging.WARNING)
            headers = {"Accept": "text/event-stream, application/json"}
            headers |= {"Accept-Encoding": "identity", "User-Agent": "pincite"}
            if self._key is not None:
                headers["Authorization"] = f"Bearer {self._key.get_secret_value()}"
            # No proxy and no password from the environment; no other address than the one set.
            self._http = httpx2.AsyncClient(
                headers=headers, timeout=None, trust_env=False, follow_redirects=False
            )
        return self._http

    def _body(self, messages: Sequence[Message]) -> dict[str, Any]:
        return {
            "model": self.model,
            "messages": [*messages],
            "max_tokens": self.max_tokens,
            "temperature": 0,
            "stream": True,
            "stream_options": {"include_usage": True},
        }


_Item = str | int | None | LlmFailed
"""Text; or, at the end, how many tokens it took (None where that is not known), or what failed."""


class LlmRequest:
    """One request under way. tokens: see Reply; known once all text has come."""

    def __init__(
        self,
        client: LlmClient,
        messages: Sequence[Message],
        deadline: float,
        may_stop: Callable[[], None],
    ) -> None:
        self.tokens: int | None = None
        self._client, self._messages = client, messages
        self._deadline, self._may_stop = deadline, may_stop

    def texts(self) -> Generator[str]:
        """Yield the text as it comes. Raises LlmFailed by the deadline, and what may_stop raises.

        Whoever does not read to the end must close the iterator, which ends the request.
        """
        out: queue.SimpleQueue[_Item] = queue.SimpleQueue()
        end = self._client.begin(self._messages, self._deadline, out)
        try:
            while isinstance(item := self._next(out), str):
                yield item
            if isinstance(item, LlmFailed):
                raise item
            self.tokens = item
        finally:
            end()

    def _next(self, out: "queue.SimpleQueue[_Item]") -> _Item:
        while True:
            self._may_stop()
            try:
                return out.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                if time.monotonic() > self._deadline + _GRACE_S:
                    raise LlmFailed("took too long") from None
