"""Chosen sentences of documents that have copies: each is cited from the best, and names the rest.

A document is one of several copies where the store says so. The copies need not have been found:
they are looked up.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from index.records import Mask, Span
from index.seam.held_texts import Texts
from index.storage.texts_records import StoredPassage
from service.answering.versions.current import tells_apart
from service.answering.weighing.evidence import Evidence

_MOST_COPIES = 20  # of a document: those that are looked up
_FULL = 0.9  # of the characters of the fullest


@dataclass(frozen=True, slots=True)
class Witness:
    """Where another document says what is quoted.

    is_copy: whether that document is nearly the same as the quoted one, or as one named before it.
    """

    stored: StoredPassage
    span: Span
    is_copy: bool

    @property
    def text(self) -> str:
        return self.stored.of(self.span)


def witness_of(sentence: Evidence) -> Witness:
    """Return a sentence of another document as a witness of a quoted one. `marked` tells copies."""
    return Witness(sentence.hit.stored, sentence.sentence.span, is_copy=False)


def marked(witnesses: Sequence[Witness], quoted: Evidence) -> tuple[Witness, ...]:
    """Return the witnesses of a quoted sentence with the copies among them marked."""
    seen = {quoted.hit.stored.document.cluster}
    told = []
    for witness in witnesses:
        cluster = witness.stored.document.cluster
        told.append(replace(witness, is_copy=cluster in seen))
        seen.add(cluster)
    return tuple(told)


class Copies:
    """The copies of one document that hold some of its sentences, word for word.

    sentences: of one document. allowed: which passages may be cited; None for all. Raises
    GenerationDamaged.
    """

    def __init__(self, sentences: Sequence[Evidence], store: Texts, allowed: Mask | None) -> None:
        self._document = sentences[0].hit.stored.document
        self._store = store
        firsts, _ = store.firsts
        others = [
            row
            for row in store.related.copies(self._document.cluster)
            if row != self._document.row and (allowed is None or allowed[firsts[row]])
        ]
        self._held = {
            one.place: _holding(one.text, others[:_MOST_COPIES], store) for one in sentences
        }

    def witnesses(self, sentence: Evidence, cited: Evidence) -> list[Witness]:
        """Return where the copies say what a sentence says, but for the one that is cited."""
        own = Witness(sentence.hit.stored, sentence.sentence.span, is_copy=True)
        return [
            witness
            for witness in (own, *self._held[sentence.place].values())
            if witness.stored.document.row != cited.hit.stored.document.row
        ]

    def best(self, sentences: Sequence[Evidence], asked: Set[str]) -> Sequence[Evidence]:
        """Return the sentences as the best copy has them.

        That is the newest of those that are about as full as the fullest, but none that is out of
        date beside one that is not; else the one that was found. asked: the terms of the question,
        which may name this very document.
        """
        found = {self._document.row: sentences}
        for row in sorted(set.intersection(*(set(held) for held in self._held.values()))):
            there = [_at(one, self._held[one.place][row], asked) for one in sentences]
            complete = [one for one in there if one is not None]
            if len(complete) == len(there):
                found[row] = complete
        if len(found) == 1:
            return sentences
        lengths = [one.characters for one in self._store.summaries_of([*found])]
        least = _FULL * max(lengths)

        def worth(ranked: tuple[Sequence[Evidence], int]) -> tuple[bool, bool, str]:
            document, length = ranked[0][0].hit.stored.document, ranked[1]
            return document.superseded_by is None, length >= least, document.published or ""

        best, _ = max(zip(found.values(), lengths, strict=True), key=worth)
        return best


def _holding(text: str, documents: Sequence[int], store: Texts) -> dict[int, Witness]:
    """Return where each of the documents holds a text, by row."""
    rows = store.related.passages_holding(text, documents) if documents else []
    held = {}
    for stored in store.stored_passages(rows) if rows else ():
        start = stored.passage.start + stored.text.find(text)
        span = Span(start, start + len(text))
        if span in stored.passage.sentences:
            held[stored.document.row] = Witness(stored, span, is_copy=True)
    return held


def _at(one: Evidence, witness: Witness, asked: Set[str]) -> Evidence | None:
    """Return a sentence as a copy has it, with what is known of it; None where the question
    tells them apart.
    """
    stored, span = witness.stored, witness.span
    if tells_apart(asked, one.hit.stored, stored):
        return None
    shift = span.start - one.sentence.span.start
    sentences = tuple(one.sentence._replace(span=other) for other in stored.passage.sentences)
    hit = replace(one.hit, stored=stored, sentences=sentences)
    reading = one.reading
    if reading is not None:
        short = Span(reading.short.start + shift, reading.short.end + shift)
        reading = replace(reading, short=short)
    number = stored.passage.sentences.index(span)
    return replace(one, hit=hit, number=number, reading=reading)
