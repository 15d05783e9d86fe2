"""The arguments of each tool, their limits, and in plain words what is wrong with others."""

import json
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from index.storage.catalogue import Order
from service.checking.texts.check_records import MAX_CLAIM, MAX_CLAIMS, MAX_TEXT
from service.errors import BadArguments
from service.filters import MAX_ID, MAX_TITLE, Filters
from service.question_text import DEFAULT_TOP_K, MAX_TOP_K, QuestionText

MAX_READ = 20_000  # code points of one reading of a document
DEFAULT_READ = 8_000
MAX_LISTED = 200
MAX_QUOTE = 500  # code points of a part of the text, a heading or a place to read at
_MOST_OFFSET = 100_000_000
_WORDS = r"[^\s\u0000]"

_A = TypeVar("_A", bound=BaseModel)


def _unpacked(value: Any) -> Any:
    """Return the list or object that a text holds as JSON; anything else unchanged.

    Some agents send a nested argument as a text.
    """
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


_Filters = Annotated[
    Filters | None,
    Field(description="Which documents count; every filter that is set must match."),
    BeforeValidator(_unpacked),
]
_TopK = Annotated[int, Field(ge=1, le=MAX_TOP_K, description="How many passages to return.")]
_Offset = Annotated[int, Field(ge=0, le=_MOST_OFFSET, description="How many to skip.")]
_Place = Annotated[str | None, Field(min_length=1, max_length=MAX_QUOTE, pattern=_WORDS)]


class _Arguments(BaseModel):
    """What all tools have in common: an argument with another name is a mistake."""

    model_config = ConfigDict(extra="forbid")


class AskArguments(_Arguments):
    """The arguments of `ask`."""

    question: QuestionText
    top_k: _TopK = DEFAULT_TOP_K
    filters: _Filters = None


class SearchArguments(_Arguments):
    """The arguments of `search`."""

    query: Annotated[QuestionText, Field(description="What to look for: a question or words.")]
    top_k: _TopK = DEFAULT_TOP_K
    filters: _Filters = None


class ReadArguments(_Arguments):
    """The arguments of `read_document`. At most one of start, place, heading and text."""

    document_id: Annotated[
        str,
        Field(min_length=1, max_length=MAX_ID, description="As other tools give it."),
    ]
    version: Annotated[
        str | None,
        Field(
            pattern="^[0-9a-f]{64}$",
            description="The `sha256` that you expect; another version is an error.",
        ),
    ] = None
    start: Annotated[
        int | None,
        Field(ge=0, description="Read from this character on, counted in code points."),
    ] = None
    end: Annotated[
        int | None, Field(ge=1, description="Read to before this character, with `start`.")
    ] = None
    place: Annotated[
        _Place,
        Field(description='Read this page, slide, sheet or part: "7", "page 7", "Prices".'),
        BeforeValidator(lambda value: str(value) if isinstance(value, int) else value),
    ] = None
    heading: Annotated[_Place, Field(description="Read the section below this heading.")] = None
    text: Annotated[
        _Place, Field(description="Read around the place where this part of the text stands.")
    ] = None
    max_characters: Annotated[
        int, Field(ge=100, le=MAX_READ, description="How much to return at most (code points).")
    ] = DEFAULT_READ

    @model_validator(mode="after")
    def _at_one_place(self) -> Self:
        named = [self.start is not None, bool(self.place), bool(self.heading), bool(self.text)]
        if sum(named) > 1:
            raise ValueError("give only one of start, place, heading and text")
        if self.end is not None and self.end <= (self.start or 0):
            raise ValueError("end must be greater than start")
        if self.end is not None and any(named[1:]):
            raise ValueError("end goes with start alone")
        return self


class ListArguments(_Arguments):
    """The arguments of `list_documents`."""

    query: Annotated[
        str,
        Field(
            max_length=MAX_TITLE,
            description="Words that must all occur in the title, the id, the author or the site.",
        ),
    ] = ""
    filters: _Filters = None
    order: Annotated[Order, Field(description="By id or title, or by date, undated last.")] = "id"
    limit: Annotated[int, Field(ge=1, le=MAX_LISTED, description="How many to list.")] = 50
    offset: _Offset = 0


class CheckArguments(_Arguments):
    """The arguments of `check`: either a text or claims."""

    text: Annotated[
        str | None,
        Field(
            max_length=MAX_TEXT,
            pattern=_WORDS,
            description="A text to check sentence by sentence, such as a draft of your answer.",
        ),
    ] = None
    claims: Annotated[
        list[Annotated[str, Field(max_length=MAX_CLAIM, pattern=_WORDS)]] | None,
        Field(min_length=1, max_length=MAX_CLAIMS, description="Claims; each is checked whole."),
        BeforeValidator(_unpacked),
    ] = None
    filters: _Filters = None

    @model_validator(mode="after")
    def _either(self) -> Self:
        if (self.text is None) == (self.claims is None):
            raise ValueError("give either text or claims")
        return self


def read_arguments(kind: type[_A], arguments: dict[str, Any]) -> _A:
    """Return the arguments of a call. Raises BadArguments, which says what is wrong with which."""
    try:
        return kind.model_validate(arguments)
    except ValidationError as error:
        problems = [_in_words(problem["loc"], problem["msg"]) for problem in error.errors()[:3]]
        raise BadArguments("; ".join(problems)) from None


def _in_words(location: tuple[int | str, ...], message: str) -> str:
    reason = message.removeprefix("Value error, ")
    reason = f"{reason[0].lower()}{reason[1:]}"
    if not location:
        return reason
    return f"the argument {'.'.join(map(str, location))} is wrong: {reason}"
