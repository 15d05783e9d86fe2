"""A chat completion in OpenAI's shape.

Its citations are annotations of the message, as OpenAI's own web search gives them. `sources` has
them once more in the shape of Open WebUI. That numbers what it shows by the order of different
`metadata[].source`, and what it writes on a number by that of different `metadata[].name`: so each
quote has one of both to itself, and `[n]` in the text is the n-th.
"""

from dataclasses import dataclass
from typing import Literal

from service.records import Filtered


@dataclass(frozen=True, slots=True)
class UrlCitation:
    """The message's content from `start_index` to `end_index` (code points, the end exclusive) is
    a quote, and `url` opens its document there.
    """

    start_index: int
    end_index: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Annotation:
    type: Literal["url_citation"]
    url_citation: UrlCitation


@dataclass(frozen=True, slots=True)
class AssistantMessage:
    """refusal: always null; where the documents do not say, the content says so."""

    role: Literal["assistant"]
    content: str
    refusal: None
    annotations: list[Annotation]


@dataclass(frozen=True, slots=True)
class Choice:
    index: Literal[0]
    message: AssistantMessage
    logprobs: None
    finish_reason: Literal["stop"]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of the index's model: in all messages that were sent, and in the content that came
    back. No language model reads or writes them.
    """

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


@dataclass(frozen=True, slots=True)
class SourceMetadata:
    """One quote: `start` and `end` count code points in that version of the document.

    source: its address, which no other quote has. name: the document's title, and where an earlier
    quote has that too, its place.
    """

    source: str
    source_url: str
    name: str
    quote: str
    document_id: str
    sha256: str
    start: int
    end: int
    published: str | None


@dataclass(frozen=True, slots=True)
class SourceOf:
    """A passage: its id, the title of its document, and where that opens."""

    id: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that is quoted. Each quote has a place in all three lists: the passage's text, what
    is to be said of the quote, and its score.
    """

    source: SourceOf
    document: list[str]
    metadata: list[SourceMetadata]
    distances: list[float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What OpenAI's shape has no place for. question: as it was understood, and answered."""

    question: str
    status: Literal["answered", "unsupported"]
    confidence: float
    generation: int
    filtered: Filtered | None


@dataclass(frozen=True, slots=True)
class ChatCompletion:
    """created: seconds since 1970. sources: in the order of their numbers in the content."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Choice]
    usage: Usage
    sources: list[Source]
    pincite: Outcome
