"""Where a quote stands: as an answer cites it, and as the address at which the page opens it."""

from collections.abc import Sequence
from urllib.parse import quote

from index.records import BlockKind, Document, Place, Span
from index.storage.texts_records import StoredDocument, StoredPassage
from service.records import CitedPlace, CitedSource, Conflict, Filtered, FoundPassage, Wording


def passage_id(stored: StoredPassage) -> str:
    """Return a name for a passage that holds as long as the document's version does."""
    return f"{stored.document.sha256[:16]}-{stored.passage.start}-{stored.passage.end}"


def source_of(
    stored: StoredPassage, span: Span, headings: Sequence[str] = (), places: Sequence[Place] = ()
) -> CitedSource:
    """Return the source of the quote at `span` of a document, found by one of its passages.

    headings: above it, the outermost first. places: that it touches, the outermost first.
    """
    return cited_source(stored.document, passage_id(stored), span, headings, places)


def cited_source(
    document: Document | StoredDocument,
    passage: str,
    span: Span,
    headings: Sequence[str] = (),
    places: Sequence[Place] = (),
) -> CitedSource:
    """Return the source of the quote at `span` of a document, as `source_of` does.

    passage: the name of the passage that it was found by.
    """
    return CitedSource(
        document_id=document.document_id,
        title=document.title,
        sha256=document.sha256,
        passage_id=passage,
        start=span.start,
        end=span.end,
        published=document.published,
        author=document.origin.author,
        site=document.origin.site,
        language=document.origin.language,
        url=document.origin.url,
        superseded_by=document.superseded_by,
        headings=[*headings],
        places=cited_places(places),
    )


def found_passage(stored: StoredPassage, score: float) -> FoundPassage:
    """Return the passage as an answer shows it. score: from 0 to 1."""
    return FoundPassage(
        passage_id=passage_id(stored),
        document_id=stored.document.document_id,
        title=stored.document.title,
        start=stored.passage.start,
        end=stored.passage.end,
        text=stored.text,
        score=score,
    )


def cited_places(places: Sequence[Place]) -> list[CitedPlace]:
    """Return one place of each kind, in order; those that follow each other as one.

    places: all that the quote touches, the outermost first.
    """
    by_kind: dict[str, list[Place]] = {}
    for place in places:
        by_kind.setdefault(place.kind, []).append(place)
    return [_cited(several[0], several[-1]) for several in by_kind.values()]


def _cited(first: Place, last: Place) -> CitedPlace:
    label = label_of(first)
    if first != last:
        label = f"{first.kind}s {first.value} to {last.value}"
    return CitedPlace(first.kind, number_in(first.value), number_in(last.value), label)


def headings_above(document: Document, position: int) -> list[str]:
    """Return the headings above what stands at a position of a document, the outermost first."""
    blocks = document.shape.blocks
    number = document.shape.number_at(position)
    under = None if number is None else blocks[number].under
    headings: list[str] = []
    while under is not None:
        if blocks[under].kind is BlockKind.HEADING:
            headings.insert(0, " ".join(blocks[under].span.of(document.text).split()))
        under = blocks[under].under
    return headings


def label_of(place: Place) -> str:
    """Return a place as people say it."""
    return place.label or f"{place.kind} {place.value}"


def number_in(value: str) -> int | str:
    """Return the number that `value` writes as people do, or else `value` itself."""
    is_number = value.isascii() and value.isdecimal() and len(value) < 10
    return int(value) if is_number and str(int(value)) == value else value


def where(source: CitedSource) -> str:
    """Return the document of a source and its places in the original, in one line."""
    return ", ".join([source.document_id, *(place.label for place in source.places)])


def told(source: CitedSource) -> list[str]:
    """Return in words who wrote a source, where and when it was published, what replaces it."""
    replaced = source.superseded_by
    if replaced is not None:
        replaced = f"replaced by {replaced}" if replaced else "out of date, as it says itself"
    facts = (source.author, source.site, (source.published or "")[:10], replaced)
    return [" ".join(fact.split()) for fact in facts if fact]


def disagreement(conflict: Conflict) -> str:
    """Return a conflict in words: the values, each with its marker, and which are older."""
    values = []
    for value in conflict.values:
        day = f": {value.published[:10]}" if value.published else ""
        values.append(f"{value.text} [{value.marker}]{f' (older{day})' if value.older else ''}")
    return f"The documents disagree: {', '.join(values)}"


def left_open(unanswered: Sequence[str]) -> str:
    """Return in words to which of several questions in one no answer was found."""
    return f"No answer was found to {' and '.join(f'“{one}”' for one in unanswered)}."


def worded_by(wording: Wording) -> str:
    """Return in words that an answer was worded when it was given, and only its quotes stay."""
    return (
        f"This was worded by {wording.model} at {wording.server}. Its words are not kept; these "
        "are the quotes that it rested on."
    )


def asked_llm(wording: Wording) -> str:
    """Return in words what came of asking an LLM to word an answer."""
    if wording.problem is not None:
        return f"{wording.problem} So the documents are quoted."
    told = f"Worded by {wording.model} at {wording.server}, and checked against what it cites"
    failed = [
        f"{count} of its sentences {what}"
        for count, what in (
            (wording.replaced, "replaced by a quote"),
            (wording.dropped, "left out"),
        )
        if count
    ]
    return "; ".join([told, *failed]) + "."


def searched(filtered: Filtered) -> str:
    """Return how many documents the filters let through, and how many were left out undated."""
    documents = "1 document" if filtered.documents == 1 else f"{filtered.documents} documents"
    undated = f"; {filtered.undated} without a date left out" if filtered.undated else ""
    return f"Searched {documents}{undated}."


def path(source: CitedSource) -> list[str]:
    """Return the headings above a source, but for one that is the document's title."""
    return [heading for heading in source.headings if heading != source.title]


def quote_url(base: str, source: CitedSource) -> str:
    """Return the address of a quote, as the page makes it too (web/lib/links.js).

    base: the server's address, with a slash at its end.
    """
    place = f"documents/{quote(source.document_id)}?v={source.sha256}"
    return f"{base}{place}#char={source.start},{source.end}"
