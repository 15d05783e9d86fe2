"""What an OpenAI-compatible server sends -> the text in it, within limits.

A reply is a stream of events, each a `data:` line with a chunk of a chat completion, or one JSON
object where the server does not stream
(https://platform.openai.com/docs/api-reference/chat/streaming).
"""

from typing import Any

from pydantic import BaseModel, ValidationError

from service.errors import LlmFailed

# A chunk of one token has about 300 bytes; some servers send twice that.
_BYTES_PER_TOKEN = 2048
_BYTES_BESIDE = 65_536
_CHARACTERS_PER_TOKEN = 16
_UNUSABLE = "did not answer as an OpenAI-compatible server does"
_DONE = b"[DONE]"


class _TextTold(BaseModel):
    content: str | None = None


class _ChoiceTold(BaseModel):
    delta: _TextTold | None = None
    message: _TextTold | None = None
    finish_reason: str | None = None


class _TokensTold(BaseModel):
    total_tokens: int = 0


class _Chunk(BaseModel):
    choices: list[_ChoiceTold] = []
    usage: _TokensTold | None = None
    error: Any = None


class Reply:
    """The reply of one request, as it comes in.

    is_stream: whether it comes as events. most_tokens: that the LLM was allowed to write. tokens:
    how many the server says that it read and wrote; None until it does. is_whole: whether the
    server has said that nothing more comes.
    """

    def __init__(self, is_stream: bool, most_tokens: int) -> None:
        self.tokens: int | None = None
        self.is_whole = False
        self._is_stream = is_stream
        self._most_bytes = _BYTES_BESIDE + most_tokens * _BYTES_PER_TOKEN
        self._most_characters = most_tokens * _CHARACTERS_PER_TOKEN
        self._bytes = self._characters = 0
        self._rest = b""
        self._finish: str | None = None

    def feed(self, data: bytes) -> str:
        """Return the text in what came now. Raises LlmFailed."""
        self._bytes += len(data)
        if self._bytes > self._most_bytes:
            raise LlmFailed("sent more than it may")
        self._rest += data
        if not self._is_stream:
            return ""
        *lines, self._rest = self._rest.split(b"\n")
        return "".join(map(self._text_in, lines))

    def end(self) -> str:
        """Return the text in what is left, once no more comes. Raises LlmFailed."""
        rest, self._rest = self._rest, b""
        text = self._text_in(rest) if self._is_stream else self._take(rest)
        if self._finish is None and not self.is_whole:
            raise LlmFailed("broke off in the middle of its answer")
        if self._finish == "length":
            raise LlmFailed("wrote more than PINCITE_LLM_MAX_TOKENS allows")
        if self._finish == "content_filter":
            raise LlmFailed("withheld its answer")
        if not self._characters:
            raise LlmFailed("said nothing")
        return text

    def _text_in(self, line: bytes) -> str:
        """Return the text in a line of a stream."""
        field, _, value = line.strip().partition(b":")
        if field != b"data":
            return ""
        if value.strip() == _DONE:
            self.is_whole = True
            return ""
        return self._take(value.strip())

    def _take(self, json: bytes) -> str:
        try:
            chunk = _Chunk.model_validate_json(json)
        except ValidationError:
            # What the server sent is not repeated: it may repeat the key.
            raise LlmFailed(_UNUSABLE) from None
        if chunk.error:
            raise LlmFailed("reported a failure")
        if chunk.usage is not None:
            self.tokens = chunk.usage.total_tokens
        if not chunk.choices:
            return ""
        choice = chunk.choices[0]
        self._finish = choice.finish_reason or self._finish
        told = choice.delta or choice.message
        text = (told.content if told else None) or ""
        self._characters += len(text)
        if self._characters > self._most_characters:
            raise LlmFailed("wrote more than it may")
        return text


def is_stream(content_type: str) -> bool:
    """Whether a reply of that type comes as events. Raises LlmFailed where it is no JSON either."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in ("text/event-stream", "application/json"):
        raise LlmFailed(_UNUSABLE)
    return kind == "text/event-stream"


def check_status(status: int) -> None:
    """Raise LlmFailed, which says what an HTTP status means, for any but 200."""
    if status == 200:
        return
    meanings = {
        401: "refuses the API key",
        403: "refuses the API key",
        404: "knows no such model, or has no such address",
        429: "has more requests than it takes",
    }
    meaning = meanings.get(status)
    if 300 <= status < 400:
        meaning = "sends Pincite on to another address, where it does not go"
    elif status >= 500:
        meaning = "failed"
    raise LlmFailed(f"{meaning or 'refuses the request'} (status {status})")
