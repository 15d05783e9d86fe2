"""A request for a chat completion -> its question, and what was said before it.

Clients send many more fields (temperature, max_tokens, tools, ...). They mean nothing to a service
that only quotes, so every field that is not named here is ignored.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StrictBool, Tag, field_validator

from service.filters import Filters
from service.followups.said.history import Exchange
from service.question_text import MAX_QUESTION, QuestionText
from service.wording.modes import AskedMode

MODEL = "pincite"
# These answer in that mode, whatever the settings say.
MODELS: dict[str, AskedMode | None] = {
    MODEL: None,
    "pincite-quoted": "quoted",
    "pincite-worded": "worded",
}
MAX_MESSAGES = 500
MAX_PARTS = 20
MAX_TEXT = 32_000  # code points of a message that is no question

_MARKER = re.compile(r"(?: \[\d+\])+(?: |\Z)")


def _kind_of_content(value: Any) -> str:
    return "parts" if isinstance(value, list) else "text"


class TextPart(BaseModel):
    """A part of a user's message. Images, files and sound cannot be read."""

    type: Literal["text"]
    text: QuestionText


class UserMessage(BaseModel):
    """A question. If it has several parts, each is a line of it."""

    role: Literal["user"]
    content: Annotated[
        Annotated[QuestionText, Tag("text")]
        | Annotated[list[TextPart], Field(min_length=1, max_length=MAX_PARTS), Tag("parts")],
        Discriminator(_kind_of_content),
    ]

    @field_validator("content")
    @classmethod
    def _not_too_long(cls, content: str | list[TextPart]) -> str | list[TextPart]:
        if len(_joined(content)) > MAX_QUESTION:
            raise ValueError(f"has more than {MAX_QUESTION:,} characters in all its parts together")
        return content


class Part(BaseModel):
    """A part of any other message. text: null if the part is no text."""

    text: Annotated[str, Field(max_length=MAX_TEXT)] | None = None


_OtherContent = Annotated[
    Annotated[str, Field(max_length=MAX_TEXT), Tag("text")]
    | Annotated[list[Part], Field(max_length=MAX_PARTS), Tag("parts")]
    | Annotated[None, Tag("none")],
    Discriminator(lambda value: "none" if value is None else _kind_of_content(value)),
]


class OtherMessage(BaseModel):
    """A message of anybody else. Only the assistant's are read, to understand a follow-up."""

    role: Literal["assistant", "system", "developer", "tool", "function"]
    content: _OtherContent = None


class StreamOptions(BaseModel):
    """How to stream. include_usage: whether the last chunk counts the tokens."""

    include_usage: StrictBool | None = False


class CompletionBody(BaseModel):
    """A conversation. The user's last message is the question.

    Fields that are not named here are ignored.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "model": MODEL,
                    "messages": [
                        {"role": "user", "content": "why did NATO withhold authorization?"}
                    ],
                }
            ]
        }
    )

    model: str = Field(
        MODEL,
        max_length=200,
        description="pincite-quoted and pincite-worded answer in that mode; any other name, such "
        "as pincite, as the server's settings say.",
    )
    messages: Annotated[
        list[Annotated[UserMessage | OtherMessage, Field(discriminator="role")]],
        Field(
            min_length=1,
            max_length=MAX_MESSAGES,
            json_schema_extra={
                "contains": {
                    "type": "object",
                    "properties": {"role": {"const": "user"}},
                    "required": ["role"],
                }
            },
        ),
    ]
    stream: StrictBool | None = False
    stream_options: StreamOptions | None = None
    filters: Filters | None = None

    @field_validator("messages")
    @classmethod
    def _with_a_question(
        cls, messages: list[UserMessage | OtherMessage]
    ) -> list[UserMessage | OtherMessage]:
        if not any(isinstance(message, UserMessage) for message in messages):
            raise ValueError("none has the role user, so there is no question")
        return messages


def question_of(body: CompletionBody) -> tuple[str, list[Exchange]]:
    """Return the question, and what was asked and answered before it."""
    exchanges: list[Exchange] = []
    for message in body.messages:
        text = _joined(message.content)
        if isinstance(message, UserMessage):
            exchanges.append(Exchange(text, ()))
        elif message.role == "assistant" and exchanges:
            before = exchanges.pop()
            exchanges.append(Exchange(before.question, (*before.quotes, *_quotes(text))))
    return exchanges[-1].question, exchanges[:-1]


def texts_of(body: CompletionBody) -> list[str]:
    """Return the text of every message."""
    return [_joined(message.content) for message in body.messages]


def _joined(content: str | list[TextPart] | list[Part] | None) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    return "\n".join(part.text for part in content if part.text)


def _quotes(answer: str) -> list[str]:
    """Return the quotes of an answer: the texts that a marker follows.

    "The documents do not say." has no marker, and no follow-up refers to it.
    """
    return [quote for quote in _MARKER.split(answer)[:-1] if quote.strip()]
