"""Which documents mention something: how often each, and the first sentence that does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.records import BlockKind, Span
from index.storage.texts_records import StoredPassage
from index.storage.words.analysis import Ways
from service.collection.phrases_in_text import holds, places_of
from service.collection.scope import Scope
from service.collection.writer import Writer, counted
from service.records import Answer

_MOST_NAMED = 8  # documents
# Passages that are looked at, the best by BM25: some 0.1 s. Where there are more, "at least".
_MOST_PASSAGES = 2000


@dataclass(slots=True)
class _Mentioning:
    """A document that mentions the subject, and the places where it does, in reading order."""

    places: list[tuple[StoredPassage, Span]] = field(default_factory=list)


def mentions(question: str, subject: str, scope: Scope) -> Answer | None:
    """Return the reply to a question for the documents that mention the subject.

    None if the subject has no word that the word index knows.
    """
    wanted = scope.ways(subject)
    if not wanted:
        return None
    rows = scope.holding(wanted, _MOST_PASSAGES)
    passages = scope.store.stored_passages(sorted(rows.tolist()))
    found = _by_document(passages, wanted)
    writer, name = Writer(), f"“{' '.join(subject.split())}”"
    if not found:
        in_order = ", with these words one after the other" if len(wanted) > 1 else ""
        writer.line(f"No document mentions {name}{in_order}.")
        return writer.answer(question, status="unsupported")
    total = counted(len(found), "document")
    verb = "mentions" if len(found) == 1 else "mention"
    complete = len(rows) < _MOST_PASSAGES
    writer.line(f"{total if complete else f'At least {total}'} {verb} {name}:")
    ranked = sorted(found.values(), key=lambda one: -len(one.places))
    for one in ranked[:_MOST_NAMED]:
        _tell(writer, one, wanted, scope)
    if len(found) > _MOST_NAMED:
        writer.line(f"and {len(found) - _MOST_NAMED:,} more.")
    return writer.answer(question)


def _by_document(
    passages: Sequence[StoredPassage], wanted: Sequence[Ways]
) -> dict[str, _Mentioning]:
    """Return the documents with a sentence that has the terms as a phrase, by id and in order."""
    found: dict[str, _Mentioning] = {}
    for stored in passages:
        language = stored.passage.language
        for span in stored.passage.sentences:
            sentence = stored.of(span)
            if holds(sentence, wanted, language):
                one = found.setdefault(stored.document.document_id, _Mentioning())
                one.places += [
                    (stored, Span(span.start + place.start, span.start + place.end))
                    for place in places_of(sentence, wanted, language)
                ]
    return found


def _tell(writer: Writer, one: _Mentioning, wanted: Sequence[Ways], scope: Scope) -> None:
    """Add the line of a document: its title, how often it mentions the subject, and a quote."""
    document = one.places[0][0].document
    title = " ".join(document.title.split()) or document.document_id
    writer.line(f"- {title} ({counted(len(one.places), 'mention')}): ")
    for stored, place in one.places:
        sentence = _sentence_at(stored, place)
        if not _is_heading(stored, sentence, scope):
            writer.quote(stored, sentence, place)
            return
    # It stands in headings alone, and a heading is no quote: the text below it is.
    stored, place = one.places[0]
    for span in _after(stored, place):
        if not _is_heading(stored, span, scope):
            writer.quote(stored, span)
            return


def _sentence_at(stored: StoredPassage, place: Span) -> Span:
    return next(s for s in stored.passage.sentences if s.start <= place.start < s.end)


def _after(stored: StoredPassage, place: Span) -> Iterator[Span]:
    return (span for span in stored.passage.sentences if span.start >= place.end)


def _is_heading(stored: StoredPassage, span: Span, scope: Scope) -> bool:
    if stored.of(span) == stored.document.title:  # an older index knows no blocks
        return True
    blocks = scope.store.shapes.blocks_between(stored.document.row, span)
    return any(block.kind is BlockKind.HEADING for block in blocks.values())
