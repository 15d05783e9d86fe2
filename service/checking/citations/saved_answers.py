"""The JSON of an answer that somebody kept -> its citations. The JSON may come from anybody.

It is an answer of `ask` or `chat`, a conversation with its turns, or a chat completion in the shape
of OpenAI's API, whose citations stand in `sources`. All that a citation does not need is ignored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.checking.citations.standing_records import CitedBefore
from service.errors import BadAnswer
from service.filters import MAX_ID

MAX_CITATIONS = 1000  # of all turns together
_MAX_QUOTE = 20_000  # code points
_MAX_OFFSET = 2**53 - 1  # the greatest whole number that every JSON reader keeps exactly
_KNOWN = ("citations", "turns", "sources")
_NO_ANSWER = (
    "this JSON is no answer that was kept: it has none of the fields `citations` (an answer), "
    "`turns` (a conversation) and `sources` (a chat completion)"
)

_DocumentId = Annotated[str, Field(min_length=1, max_length=MAX_ID)]
_Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
_Offset = Annotated[int, Field(ge=0, le=_MAX_OFFSET)]
_Quote = Annotated[str, Field(max_length=_MAX_QUOTE)]


class _Saved(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class _SavedPlace(_Saved):
    document_id: _DocumentId
    sha256: _Hash
    start: _Offset
    end: _Offset


class _SavedQuote(_Saved):
    marker: Annotated[int | None, Field(ge=0, le=_MAX_OFFSET)] = None
    source: _SavedPlace
    quote: _Quote


class _SavedRemoval(_Saved):
    marker: Annotated[int | None, Field(ge=0, le=_MAX_OFFSET)] = None
    document_id: _DocumentId


class _SavedAnswer(_Saved):
    citations: Annotated[list[_SavedQuote], Field(max_length=MAX_CITATIONS)]
    removed: Annotated[list[_SavedRemoval], Field(max_length=MAX_CITATIONS)] = []


class _SavedTurn(_SavedAnswer):
    turn: Annotated[int, Field(ge=1, le=_MAX_OFFSET)]


class _SavedTalk(_Saved):
    turns: Annotated[list[_SavedTurn], Field(max_length=MAX_CITATIONS)]


class _SavedMetadata(_SavedPlace):
    quote: _Quote


class _SavedSource(_Saved):
    metadata: Annotated[list[_SavedMetadata], Field(max_length=MAX_CITATIONS)]


class _SavedCompletion(_Saved):
    sources: Annotated[list[_SavedSource], Field(max_length=MAX_CITATIONS)]


@dataclass(frozen=True, slots=True)
class SavedCitation:
    """A citation as it was kept. See CitationStanding.

    was: without version and place (an empty hash, 0 to 0) where only the document was kept.
    """

    turn: int | None
    marker: int | None
    quote: str
    was: CitedBefore


def citations_in(saved: object) -> list[SavedCitation]:
    """Return the citations of an answer, a conversation or a chat completion, in order.

    Raises BadAnswer where it is none of these, or says something that cannot be.
    """
    if not isinstance(saved, dict) or not any(name in saved for name in _KNOWN):
        raise BadAnswer(_NO_ANSWER)
    try:
        citations = [*_citations(saved)]
    except ValidationError as error:
        raise BadAnswer(f"this answer cannot be read: {_problem(error)}") from None
    except _InvertedPlace as error:
        raise BadAnswer(f"this answer cannot be read: {error}") from None
    if len(citations) > MAX_CITATIONS:
        raise BadAnswer(
            f"it has {len(citations):,} citations; at most {MAX_CITATIONS:,} are checked at once"
        )
    return citations


class _InvertedPlace(Exception):
    """A place whose end is not behind its start."""


def _citations(saved: dict[str, Any]) -> Iterator[SavedCitation]:
    if "turns" in saved:
        for turn in _SavedTalk.model_validate(saved).turns:
            yield from _of_answer(turn, turn.turn)
    elif "citations" in saved:
        number = saved.get("turn")
        yield from _of_answer(
            _SavedAnswer.model_validate(saved), number if type(number) is int else None
        )
    else:
        sources = _SavedCompletion.model_validate(saved).sources
        quotes = [quoted for source in sources for quoted in source.metadata]
        for marker, quoted in enumerate(quotes, start=1):
            yield SavedCitation(None, marker, quoted.quote, _place(quoted, f"source {marker}"))


def _of_answer(answer: _SavedAnswer, turn: int | None) -> Iterator[SavedCitation]:
    """Yield the citations of an answer, and what had been removed from it before it was kept."""
    of_turn = f" of turn {turn}" if turn else ""
    for place, cited in enumerate(answer.citations, start=1):
        was = _place(cited.source, f"citation {place}{of_turn}")
        yield SavedCitation(turn, cited.marker, cited.quote, was)
    for removed in answer.removed:
        yield SavedCitation(turn, removed.marker, "", CitedBefore(removed.document_id, "", 0, 0))


def _place(place: _SavedPlace, name: str) -> CitedBefore:
    if place.start >= place.end:
        raise _InvertedPlace(f"{name} ends where it starts, or before")
    return CitedBefore(place.document_id, place.sha256, place.start, place.end)


def _problem(error: ValidationError) -> str:
    """Return the first problem as a sentence: names of our fields, and nothing that was sent."""
    first = error.errors()[0]
    names = ".".join(map(str, first["loc"]))
    message = first["msg"][0].lower() + first["msg"][1:]
    if first["type"] == "string_pattern_mismatch":
        message = "must be a SHA-256 of 64 hexadecimal digits in lower case"
    return f"{names}: {message}"
