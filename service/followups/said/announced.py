"""What a quote announces and does not name: "There are two plans." stands before both of them."""

from collections.abc import Iterator
from itertools import pairwise

from index.documents.shape import BETWEEN_CELLS
from index.documents.splitting.sentences import sentence_starts
from index.languages.scripts import ENGLISH
from index.languages.telling import Languages
from index.records import Span
from service.answering.lists.counted import counted_in
from service.english.parsed_text import ParsedText
from service.followups.said.history import Past
from service.followups.said.spoken_of import numbered

_BAR = BETWEEN_CELLS.strip()


def announced_by(past: Past) -> list[str]:
    """Return the things that the best quote tells the number of, by what follows it in the
    document: the rows or the last columns of a table, or what the next sentences are about. It is
    empty where there are not as many.
    """
    for quote in past.parsed_quotes[:1]:
        for phrase, count in counted_in(quote):
            named = ":" in quote.text[phrase.end :]  # in the quote itself
            if not named and (names := _names(past.following, count)):
                return names
    return []


def _names(following: str, count: int) -> list[str]:
    lines = following.split("\n")
    if _BAR in lines[0]:
        header, *rows = [_cells(line) for line in lines if _BAR in line]
        rows = [row for row in rows if row]
        names = [row[0] for row in rows] if len(rows) == count else header[-count:]
    else:
        names = list(dict.fromkeys(_subjects(lines)))[:count]
    return names if len(names) == count else []


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split(_BAR) if cell.strip()]


def _subjects(lines: list[str]) -> Iterator[str]:
    """Yield what each sentence is about, where it begins with that."""
    for line in lines:
        starts = [0, *sentence_starts(line, Span(0, len(line)), Languages(ENGLISH)), len(line)]
        for start, end in pairwise(starts):
            parsed = ParsedText(line[start:end])
            if parsed.leading_phrase is not None:
                yield numbered(parsed.leading_phrase, parsed).text
