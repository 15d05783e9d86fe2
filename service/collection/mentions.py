"""Which documents mention something, or do not: how often each, and a sentence that does."""

from collections.abc import Iterator, Sequence
from itertools import chain

from index.printable import counted
from index.records import BlockKind, Span
from index.storage.texts_records import StoredPassage
from service.collection.facts import name_of
from service.collection.intents import is_for_documents
from service.collection.mentioning import Mentioning, NameFound, any_of, each_of, found_for
from service.collection.pieces.quotable import Quotable, is_lead_in, pieces_of
from service.collection.scope import Scope
from service.collection.subjects.sought import Sought, sought
from service.collection.writer import Writer
from service.records import Answer

_MOST_NAMED = 8  # documents, each with a quote
_NEARBY = 40  # blocks after a lead-in that are looked at
_MOST_TITLES = 20  # of those without


def mentions(question: str, subject: str, scope: Scope) -> Answer | None:
    """Return the reply to a question for the documents that mention the subject, or do not.

    None if the subject has a name without any word that the word index knows.
    """
    asked = sought(question, subject, is_for_documents)
    if asked is None:
        return _not_understood(question)
    found = [found_for(name, scope) for name in asked.names]
    left_out = [found_for(name, scope) for name in asked.without]
    if None in found or None in left_out:
        whole = Sought((subject,))
        known = found_for(subject, scope) if not asked.without else None
        return _told(question, whole, known, scope) if known else None
    if asked.without:
        return _without(question, asked, _known(found), any_of(_known(left_out)), scope)
    if asked.each:
        return _each(question, subject, asked, _known(found), scope)
    return _told(question, asked, any_of(_known(found)), scope)


def _known(found: Sequence[NameFound | None]) -> list[NameFound]:
    return [one for one in found if one is not None]


def _not_understood(question: str) -> Answer:
    writer = Writer()
    writer.line(
        "It is not clear what the documents are not to mention. Ask “Which documents do not "
        "mention …?” for one name at a time."
    )
    return writer.answer(question, status="unsupported")


def _each(
    question: str, subject: str, asked: Sought, found: Sequence[NameFound], scope: Scope
) -> Answer:
    """Return the reply for the documents that mention every name.

    Where some have the names as they were written, as one name, those are told of.
    """
    every = each_of(found)
    phrase = found_for(subject, scope, as_written=True)
    if phrase is None or not phrase.by_row:
        return _told(question, asked, every, scope)
    more = len(every.by_row.keys() - phrase.by_row.keys())
    verb = "mentions" if more == 1 else "mention"
    end = f"{counted(more, 'document')} more {verb} {_names(asked)}, apart." if more else ""
    return _told(question, Sought((subject,)), phrase, scope, end)


def _without(
    question: str, asked: Sought, found: Sequence[NameFound], left_out: NameFound, scope: Scope
) -> Answer:
    """Return the reply for the documents that do not mention something."""
    writer = Writer()
    if not left_out.complete:
        names = _listed(asked.without, "or")
        writer.line(f"Too many passages mention {names} to tell which documents do not.")
        return writer.answer(question, status="unsupported")
    if found:
        held = each_of(found) if asked.each else any_of(found)
        kept = {row: one for row, one in held.by_row.items() if row not in left_out.by_row}
        return _told(question, asked, NameFound(kept, held.complete, held.words), scope)
    rows = [row for row in scope.documents.tolist() if row not in left_out.by_row]
    names = _listed(asked.without, "or")
    if not rows:
        writer.line(f"No document is without {names}.")
        return writer.answer(question)
    verb = "does not mention" if len(rows) == 1 else "do not mention"
    writer.line(f"{counted(len(rows), 'document')} {verb} {names}:")
    for document in scope.summaries(rows[:_MOST_TITLES]):
        writer.line(f"- {name_of(document)}")
    if len(rows) > _MOST_TITLES:
        writer.line(f"and {len(rows) - _MOST_TITLES:,} more.")
    return writer.answer(question)


def _told(question: str, asked: Sought, found: NameFound, scope: Scope, end: str = "") -> Answer:
    """Return the reply that names the documents, each with a quote. end: its last line."""
    writer, count = Writer(), len(found.by_row)
    if not count:
        alone = found.words > 1 and len(asked.names) == 1 and not asked.without
        in_order = ", with these words one after the other" if alone else ""
        writer.line(f"No document mentions {_names(asked)}{in_order}.")
        return writer.answer(question, status="unsupported")
    total = counted(count, "document")
    verb = "mentions" if count == 1 else "mention"
    writer.line(f"{total if found.complete else f'At least {total}'} {verb} {_names(asked)}:")
    ranked = sorted(found.by_row.values(), key=lambda one: -one.count)
    for one in ranked[:_MOST_NAMED]:
        _tell(writer, one, asked, scope)
    if count > _MOST_NAMED:
        writer.line(f"and {count - _MOST_NAMED:,} more.")
    if end:
        writer.line(end)
    return writer.answer(question)


def _names(asked: Sought) -> str:
    """Return the names as the reply has them: "both “a” and “b”", "“a” but not “b”"."""
    both = "both " if asked.each and len(asked.names) == 2 else ""
    names = both + _listed(asked.names, "and" if asked.each else "or")
    return f"{names} but not {_listed(asked.without, 'or')}" if asked.without else names


def _listed(names: Sequence[str], joining: str) -> str:
    *first, last = [f"“{' '.join(name.split())}”" for name in names]
    return f"{', '.join(first)} {joining} {last}" if first else last


def _tell(writer: Writer, one: Mentioning, asked: Sought, scope: Scope) -> None:
    """Add the line of a document: its title, how often it mentions the names, and a quote.

    Where it must mention every name and no sentence has them all, each is quoted.
    """
    document = one.places[0][0][0].document
    title = " ".join(document.title.split()) or document.document_id
    writer.line(f"- {title} ({counted(one.count, 'mention')}):")
    chosen = _quotable(one, scope)
    for at, (stored, place) in list(chosen.items())[: None if asked.each else 1]:
        writer.add(" ")
        piece = _whole(stored, at, scope)
        writer.quote(stored, piece.span, place, piece.more)
    if not chosen:
        # They stand in headings alone, and a heading is no quote: the text below it is.
        stored, place = one.places[0][0]
        for span in _after(stored, place):
            if not _is_heading(stored, span, scope):
                writer.add(" ")
                writer.quote(stored, span)
                return


def _quotable(one: Mentioning, scope: Scope) -> dict[Span, tuple[StoredPassage, Span]]:
    """Return a sentence for each name, the same if one has them all, with the place in it.

    Headings are none.
    """
    kinds = [
        {_sentence_at(stored, place): (stored, place) for stored, place in reversed(places)}
        for places in one.places
    ]
    shared = [at for at in kinds[0] if all(at in others for others in kinds[1:])]
    chosen: dict[Span, tuple[StoredPassage, Span]] = {}
    for kind in kinds:
        # A lead-in says little: one comes where nothing else mentions it.
        in_order = [*sorted(shared, key=_start), *sorted(kind, key=_start)]
        lead_ins = [at for at in in_order if is_lead_in(kind[at][0].of(at))]
        for at in [*(one for one in in_order if one not in lead_ins), *lead_ins]:
            if not _is_heading(kind[at][0], at, scope):
                chosen.setdefault(at, kind[at])
                break
    return chosen


def _whole(stored: StoredPassage, sentence: Span, scope: Scope) -> Quotable:
    """Return a sentence, a lead-in with the first of what it introduces in the same passage."""
    if is_lead_in(stored.of(sentence)):
        row, shapes = stored.document.row, scope.store.shapes
        first = next(iter(shapes.blocks_between(row, sentence)), 0)
        blocks = list(shapes.blocks_at(row, range(first, first + _NEARBY)).items())
        rows = {
            span: stored.row for span in stored.passage.sentences if span.start >= sentence.start
        }
        for piece in chain.from_iterable(pieces_of(blocks, rows, stored.of)):
            if piece.span.start == sentence.start:
                return piece
    return Quotable(sentence)


def _start(span: Span) -> int:
    return span.start


def _sentence_at(stored: StoredPassage, place: Span) -> Span:
    return next(s for s in stored.passage.sentences if s.start <= place.start < s.end)


def _after(stored: StoredPassage, place: Span) -> Iterator[Span]:
    return (span for span in stored.passage.sentences if span.start >= place.end)


def _is_heading(stored: StoredPassage, span: Span, scope: Scope) -> bool:
    if stored.of(span) == stored.document.title:  # an older index knows no blocks
        return True
    blocks = scope.store.shapes.blocks_between(stored.document.row, span)
    return any(block.kind is BlockKind.HEADING for block in blocks.values())
