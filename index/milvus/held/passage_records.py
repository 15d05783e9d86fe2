"""A passage, and what it stands under, as a record; and what searches make of records."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

import numpy as np

from index.records import BlockKind, Context, Passage, Span
from index.storage.shapes.contexts import ContextTables
from index.storage.texts_records import Outlines, StoredDocument, StoredPassage


class PassageRecord(NamedTuple):
    """A passage as JSON holds it. Spans are flat: start, end, start, end.

    gap: the text between the passage before and this one. words, terms: how many each sentence has.
    above_terms: likewise of what it stands under. first_sentence, first_word: their rows.
    """

    document: int
    title: str
    start: int
    gap: str
    text: str
    language: str
    sentences: list[int]
    words: list[int]
    terms: list[int]
    term_numbers: list[int]
    above: list[str]
    above_spans: list[int]
    above_terms: list[int]
    above_term_numbers: list[int]
    kinds: list[str]
    under: list[int | None]
    first_sentence: int
    first_word: int

    @property
    def passage(self) -> Passage:
        """The passage and its context."""
        context = Context(
            _spans(self.above_spans), tuple(map(BlockKind, self.kinds)), tuple(self.under)
        )
        end = self.start + len(self.text)
        return Passage(self.start, end, _spans(self.sentences), context, self.language)

    def stored(self, row: int, document: StoredDocument) -> StoredPassage:
        """Return what answers know of the passage at this row."""
        return StoredPassage(
            row,
            document,
            self.passage,
            self.text,
            tuple(self.above),
            tuple(range(self.first_sentence, self.first_sentence + len(self.words))),
            tuple(accumulate(self.words, initial=self.first_word)),
        )


def records_of(
    stored: Sequence[StoredPassage], outlines: Outlines, text: str
) -> Iterator[PassageRecord]:
    """Yield the records of all passages of one document, in order.

    outlines: of the same passages. text: the document's.
    """
    end = 0
    for one, parts in zip(stored, _parts_of(outlines), strict=True):
        context, passage = one.passage.context, one.passage
        yield PassageRecord(
            document=one.document.row,
            title=one.document.title,
            start=passage.start,
            gap=text[end : passage.start],
            text=one.text,
            language=passage.language,
            sentences=_flat(passage.sentences),
            words=list(one.word_counts),
            terms=parts[0],
            term_numbers=parts[1],
            above=list(one.above),
            above_spans=_flat(context.above),
            above_terms=parts[2],
            above_term_numbers=parts[3],
            kinds=[kind.value for kind in context.kinds],
            under=list(context.under),
            first_sentence=one.sentence_rows[0] if one.sentence_rows else 0,
            first_word=one.word_rows[0],
        )
        end = passage.end


def outlines_of(rows: Sequence[int], records: Sequence[PassageRecord]) -> Outlines:
    """Return what ranking needs of the passages at these rows."""
    numbers = [np.array(list(chain(*of_all)), np.int64) for of_all in _columns(records)]
    sentences, words, terms, above, above_terms, under_above, under_sentences = numbers
    words_of = [sum(record.words) for record in records]
    return Outlines(
        rows=rows,
        titles=[record.title for record in records],
        word_ranges=[
            (record.first_word, record.first_word + count)
            for record, count in zip(records, words_of, strict=True)
        ],
        sentences=sentences,
        words=words,
        terms=terms,
        term_numbers=_as_terms([record.term_numbers for record in records]),
        contexts=ContextTables(
            above,
            under_above,
            under_sentences,
            above_terms,
            _as_terms([record.above_term_numbers for record in records]),
        ),
    )


def _columns(records: Sequence[PassageRecord]) -> Iterator[list[list[int]]]:
    yield [[len(record.words)] for record in records]
    yield [record.words for record in records]
    yield [record.terms for record in records]
    yield [[len(record.above)] if record.kinds else [0] for record in records]
    yield [record.above_terms for record in records]
    under = [[0 if upper is None else upper + 1 for upper in record.under] for record in records]
    split = [
        (places[: len(record.above)], places[len(record.above) :] or [0] * len(record.words))
        for record, places in zip(records, under, strict=True)
    ]
    yield [above for above, _ in split]
    yield [of_sentences for _, of_sentences in split]


def _as_terms(numbers: Sequence[Sequence[int]]) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return np.array(list(chain(*numbers)), np.uint32)


def _parts_of(outlines: Outlines) -> Iterator[tuple[list[int], list[int], list[int], list[int]]]:
    """Yield of each passage how many terms its sentences have, and which; the same of the above."""
    contexts = outlines.contexts
    of_sentences = _slices(outlines.sentences.tolist(), outlines.terms, outlines.term_numbers)
    of_above = _slices(contexts.above.tolist(), contexts.terms, contexts.term_numbers)
    for (counts, numbers), (above_counts, above_numbers) in zip(
        of_sentences, of_above, strict=True
    ):
        yield counts, numbers, above_counts, above_numbers


def _slices(
    sizes: Sequence[int],
    counts: np.ndarray[tuple[int], np.dtype[np.int64]],
    numbers: np.ndarray[tuple[int], np.dtype[np.uint32]],
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield of each passage its stretch of `counts`, and the numbers that these count."""
    at = 0
    for first, end in pairwise(accumulate(sizes, initial=0)):
        some = counts[first:end].tolist()
        yield some, numbers[at : at + sum(some)].tolist()
        at += sum(some)


def _flat(spans: Sequence[Span]) -> list[int]:
    return [number for span in spans for number in (span.start, span.end)]


def _spans(flat: Sequence[int]) -> tuple[Span, ...]:
    return tuple(map(Span, flat[::2], flat[1::2]))
