"""Which of two documents is the older: by what replaces them, else by the day of publication."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

_Item = TypeVar("_Item")
_DAY = 10  # characters of a date; a time may follow it


class Dated(Protocol):
    """A document, or a source in it. See `service.records.CitedSource`."""

    @property
    def document_id(self) -> str: ...
    @property
    def published(self) -> str | None: ...
    @property
    def superseded_by(self) -> str | None: ...


def is_older(one: Dated, other: Dated) -> bool:
    """Whether the other replaces the one, or is known to be published on a later day.

    One that is out of date is older than one that is not, whatever their days.
    """
    if one.superseded_by == other.document_id or other.superseded_by == one.document_id:
        return one.superseded_by == other.document_id
    if (one.superseded_by is None) != (other.superseded_by is None):
        return one.superseded_by is not None
    days = (one.published or "")[:_DAY], (other.published or "")[:_DAY]
    return all(days) and days[0] < days[1]


def newest_first(items: Iterable[tuple[_Item, Dated]]) -> list[_Item]:
    """Return the items, each before those that are older; the others keep their order."""
    placed: list[tuple[_Item, Dated]] = []
    for item, document in items:
        places = [n for n, (_, before) in enumerate(placed) if is_older(before, document)]
        placed.insert(places[0] if places else len(placed), (item, document))
    return [item for item, _ in placed]
