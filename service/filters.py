"""Which documents an answer may quote: the filters as the user sends them, and what they allow."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index.storage.document_filter import Allowed, Filter
from service.errors import BadFilter
from service.records import Filtered

MAX_DOCUMENTS = 50
MAX_ID = 1024  # code points
MAX_TITLE = 200  # and of an author or a site

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _a_day(value: Any) -> Any:
    # By default pydantic reads a number as seconds since 1970.
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
_Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", max_length=35)]
_Day = Annotated[date, BeforeValidator(_a_day)]


def _filter(description: str) -> Any:
    """Return the field of a filter. It is told to nobody where it is null."""
    return Field(None, exclude_if=lambda value: value is None, description=description)


class Filters(BaseModel):
    """Which documents may be quoted: those that match every filter. A null filter has no effect."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"folder": "news/2024", "since": "2024-05-01"}]},
    )

    documents: _Ids | None = _filter("Only the documents with these ids.")
    folder: _Folder | None = _filter(
        "Only documents whose id begins with this and a slash: all below that folder.",
    )
    title: _Title | None = _filter(
        "Only documents with this in their title; letter case and accents are ignored.",
    )
    author: _Title | None = _filter(
        "Only documents with this in the name of their author, likewise."
    )
    site: _Title | None = _filter("Only documents with this in the name of their site, likewise.")
    language: _Language | None = _filter(
        "Only documents that say they are in this language: `pt` also for `pt-BR`.",
    )
    since: _Day | None = _filter(
        "Only documents with a date, published on this day or later.",
    )
    until: _Day | None = _filter(
        "Only documents with a date, published on this day or earlier.",
    )


def filter_of(filters: Filters | None) -> Filter | None:
    """Return the Filter for the index, or None if nothing is filtered."""
    if filters is None:
        return None
    document_filter = Filter(
        documents=None if filters.documents is None else frozenset(filters.documents),
        folder=filters.folder,
        title=filters.title,
        since=filters.since,
        until=filters.until,
        author=filters.author,
        site=filters.site,
        language=filters.language,
    )
    return None if document_filter == Filter() else document_filter


def check_filters(**values: Any) -> Filter | None:
    """Return the Filter of these fields of `Filters`. Raises BadFilter with the reason."""
    try:
        return filter_of(Filters(**values))
    except ValidationError as error:
        problem = error.errors()[0]
        name, reason = str(problem["loc"][0]), str(problem["msg"]).removeprefix("Value error, ")
        raise BadFilter(f"the filter {name} is wrong: {reason[0].lower()}{reason[1:]}") from error


def filtered_by(allowed: Allowed | None) -> Filtered | None:
    """Return how many documents filters allow, as answers tell it; None where there are none."""
    return None if allowed is None else Filtered(allowed.documents, allowed.undated)
