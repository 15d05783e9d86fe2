"""A chat completion in OpenAI's shape.

Its citations are annotations of the message, as OpenAI's own web search gives them. `sources` holds
them a second time in the shape of Open WebUI, which numbers sources by the order of their distinct
`metadata[].source` and labels them by the order of their distinct `metadata[].name`. Each quote
therefore has a source and a name of its own, so that `[n]` in the text is the n-th source.
"""

from dataclasses import dataclass
from typing import Literal

from service.records import AnswerSentence, Filtered, Measured, Mode, Wording


@dataclass(frozen=True, slots=True)
class UrlCitation:
    """A quote: the message's content from `start_index` to `end_index`, and where it is from.

    The indices count code points, and the end is exclusive. url: opens the document at the quote.
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
    """The reply. refusal: always null; if the documents do not say, the content says so."""

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
    """How many tokens of the index's model the messages that were sent have, and the reply.

    No language model reads or writes them.
    """

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


@dataclass(frozen=True, slots=True)
class SourceMetadata:
    """One quote. `start` and `end` count code points in that version of the document.

    source: its address, which no other quote has. name: the document's title, with the quote's
    place if an earlier quote has the same title.
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
    author: str | None
    site: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class SourceOf:
    """A passage: its id, the title of its document, and the address that opens it."""

    id: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that is quoted. Each quote has one entry in each of the three lists.

    document: the passage's text. metadata: the quote and its place. distances: the quote's score.
    """

    source: SourceOf
    document: list[str]
    metadata: list[SourceMetadata]
    distances: list[float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Results without a field in OpenAI's shape. question: as it was understood and answered.

    measured, sentences, wording, unanswered: as in Answer; wording is null where no LLM was to word
    it, and unanswered empty where all is answered.
    """

    question: str
    status: Literal["answered", "unsupported"]
    confidence: float
    measured: Measured | None
    generation: int
    filtered: Filtered | None
    mode: Mode
    sentences: list[AnswerSentence]
    wording: Wording | None
    unanswered: list[str]


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
