"""In which documents a name stands, and where: as a phrase, in sentences and headings."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.records import Span
from index.storage.texts_records import StoredPassage
from service.collection.scope import Scope
from service.collection.subjects.phrases_in_text import holds, places_of

# Passages that are looked at, the best by BM25: some 0.1 s. Where there are more, "at least".
_MOST_PASSAGES = 2000


@dataclass(slots=True)
class Mentioning:
    """A document that mentions what is asked for.

    places: of each name in turn, in reading order.
    """

    places: list[list[tuple[StoredPassage, Span]]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(map(len, self.places))


@dataclass(frozen=True, slots=True)
class NameFound:
    """The documents that mention a name, by their rows. complete: whether these are all.

    words: how many of its words the index knows.
    """

    by_row: dict[int, Mentioning]
    complete: bool
    words: int


def found_for(name: str, scope: Scope, *, as_written: bool = False) -> NameFound | None:
    """Return the documents that mention a name; None if it has no word that the index knows.

    as_written: with every word of it, "and" too, where else the word index passes over some.
    """
    wanted = scope.ways(name)
    if not wanted:
        return None
    rows = scope.holding(wanted, _MOST_PASSAGES)
    found: dict[int, Mentioning] = {}
    for stored in scope.store.stored_passages(sorted(rows.tolist())):
        language = stored.passage.language
        for span in stored.passage.sentences:
            sentence = stored.of(span)
            if holds(sentence, wanted, language):
                places = [
                    Span(span.start + place.start, span.start + place.end)
                    for place in places_of(sentence, wanted, language)
                ]
                if as_written:
                    places = [place for place in places if _plain(stored.of(place)) == _plain(name)]
                if places:
                    one = found.setdefault(stored.document.row, Mentioning([[]]))
                    one.places[0] += [(stored, place) for place in places]
    return NameFound(found, len(rows) < _MOST_PASSAGES, len(wanted))


def any_of(found: Sequence[NameFound]) -> NameFound:
    """Return the documents that mention any of some names."""
    rows = {row for one in found for row in one.by_row}
    return _of_rows(rows, found)


def each_of(found: Sequence[NameFound]) -> NameFound:
    """Return the documents that mention every one of some names."""
    first, *others = found
    rows = {row for row in first.by_row if all(row in other.by_row for other in others)}
    return _of_rows(rows, found)


def _of_rows(rows: set[int], found: Sequence[NameFound]) -> NameFound:
    return NameFound(
        {
            row: Mentioning(
                [places for one in found if row in one.by_row for places in one.by_row[row].places]
            )
            for row in sorted(rows)
        },
        all(one.complete for one in found),
        max(one.words for one in found),
    )


def _plain(text: str) -> list[str]:
    return text.casefold().split()
