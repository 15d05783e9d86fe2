"""Which documents an answer may come from, as whoever asks says it."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index.storage.document_filter import Filter
from service.errors import BadFilter

MAX_DOCUMENTS = 50
MAX_ID = 1024  # code points
MAX_TITLE = 200

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _a_day(value: Any) -> Any:
    # Left to itself, the validator would read a number as seconds since 1970.
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("must be a day such as 2024-05-31")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("there is no such day") from None


_Id = Annotated[str, Field(min_length=1, max_length=MAX_ID)]
_Ids = Annotated[list[_Id], Field(min_length=1, max_length=MAX_DOCUMENTS)]
_Folder = Annotated[str, Field(max_length=MAX_ID, pattern="[^/]")]
_Title = Annotated[str, Field(max_length=MAX_TITLE, pattern=r"\S")]
_Day = Annotated[date, BeforeValidator(_a_day)]


class Filters(BaseModel):
    """Which documents may be quoted: those that every filter lets through. One that is null is as
    if it were not there.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"folder": "news/2024", "since": "2024-05-01"}]},
    )

    documents: _Ids | None = Field(None, description="The documents of these ids.")
    folder: _Folder | None = Field(
        None, description="Those whose id begins with this and a slash: all below that folder."
    )
    title: _Title | None = Field(
        None,
        description="Those that have this in their title, whatever the case and the accents of its "
        "letters.",
    )
    since: _Day | None = Field(
        None, description="Those published on this day or later; none without a date."
    )
    until: _Day | None = Field(
        None, description="Those published on this day or before; none without a date."
    )


def filter_of(filters: Filters | None) -> Filter | None:
    """The same for the index; None where nothing is filtered."""
    if filters is None:
        return None
    chosen = Filter(
        documents=None if filters.documents is None else frozenset(filters.documents),
        folder=filters.folder,
        title=filters.title,
        since=filters.since,
        until=filters.until,
    )
    return None if chosen == Filter() else chosen


def check_filters(**values: Any) -> Filter | None:
    """The filter that these fields of `Filters` make. Raises BadFilter that says what is wrong."""
    try:
        return filter_of(Filters(**values))
    except ValidationError as error:
        problem = error.errors()[0]
        name, said = str(problem["loc"][0]), str(problem["msg"]).removeprefix("Value error, ")
        raise BadFilter(f"the filter {name} is wrong: {said[0].lower()}{said[1:]}") from error
