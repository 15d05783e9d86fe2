"""Replies that are made of facts of the index: how much there is, and what it is called."""

from collections.abc import Sequence

from index.printable import counted
from index.records import BlockKind
from index.storage.texts_records import DocumentSummary
from service.collection.intents import Intent
from service.collection.scope import Scope
from service.collection.writer import Writer
from service.records import Answer

_MOST_TITLES = 20
_FEW = 3  # documents: of so many the headings are told too
_MOST_HEADINGS = 8


def facts(question: str, intent: Intent, scope: Scope) -> Answer:
    """Return the reply to a question of the intent SIZE, TOPICS or DOCUMENTS."""
    writer = Writer()
    rows = scope.documents.tolist()
    allowed = "The filters allow" if scope.allowed else "The collection has"
    if intent is Intent.SIZE:
        characters = scope.store.characters_at(scope.documents)
        writer.line(
            f"{allowed} {counted(len(rows), 'document')}: {counted(scope.passages, 'passage')} of "
            f"{counted(scope.sentences, 'sentence')}, {counted(characters, 'character')} of text."
        )
        return writer.answer(question)
    writer.line(f"{allowed} {counted(len(rows), 'document')}:")
    for document in scope.summaries(rows[:_MOST_TITLES]):
        writer.line(f"- {name_of(document)}")
        if intent is Intent.TOPICS and len(rows) <= _FEW:
            _tell_headings(writer, top_headings(document, scope))
    if len(rows) > _MOST_TITLES:
        writer.line(f"and {len(rows) - _MOST_TITLES:,} more.")
    return writer.answer(question)


def name_of(document: DocumentSummary) -> str:
    """Return the title, and the id where that says more."""
    title = " ".join(document.title.split())
    if not title or title == document.document_id:
        return document.document_id
    return f"{title} ({document.document_id})"


def top_headings(document: DocumentSummary, scope: Scope) -> list[str]:
    """Return the headings of the uppermost level of a document. One that is its title is none."""
    stored = scope.store.document(document.document_id)
    if stored is None:
        return []
    headings = [block for block in stored.shape.blocks if block.kind is BlockKind.HEADING]
    told = [(block.level, " ".join(block.span.of(stored.text).split())) for block in headings]
    below = [(level, words) for level, words in told if words != document.title]
    upper = min((level for level, _ in below), default=0)
    return [words for level, words in below if level == upper]


def _tell_headings(writer: Writer, headings: Sequence[str]) -> None:
    for heading in headings[:_MOST_HEADINGS]:
        writer.line(f"    {heading}")
    if len(headings) > _MOST_HEADINGS:
        writer.line(f"    and {counted(len(headings) - _MOST_HEADINGS, 'more heading')}.")
