"""What documents that come with a text may say of its sentences. They are kept nowhere."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from index.records import QuestionVectors, Span, Vectors
from index.storage.words.analysis import terms
from service.answering.choosing.antecedents import leans_back
from service.checking.texts.candidates import (
    MOST_DOCUMENTS,
    MOST_OF_A_DOCUMENT,
    CitableStretch,
    Group,
)
from service.checking.texts.check_records import MAX_CLAIM, EvidencePlace, GivenDocument
from service.checking.texts.said_sentences import CODE, HEADING, SaidSentence, said_in
from service.records import CitedSource

Encode = Callable[[Sequence[str]], list[QuestionVectors]]

_LOOKED_AT = MOST_DOCUMENTS * MOST_OF_A_DOCUMENT


@dataclass(frozen=True, slots=True)
class _GivenSentence:
    """A sentence of the document of that number. span: with those before that it points back to.

    heading: the one above it, with its text; None where there is none.
    """

    document: int
    span: Span
    said: SaidSentence
    terms: frozenset[str]
    heading: tuple[Span, str] | None


class GivenEvidence:
    """Finds what documents say by their sentences' vectors and words, all compared with all.

    encode: returns the vectors of texts, all made by one model. Raises ModelFailed.
    """

    def __init__(self, documents: Sequence[GivenDocument], encode: Encode) -> None:
        self._documents = documents
        self._hashes = [_sha256(document.text) for document in documents]
        self._encode = encode
        self._sentences = [
            sentence
            for number, document in enumerate(documents)
            for sentence in _sentences(number, document)
        ]
        self._vectors = self._vectors_of([one.said.query for one in self._sentences])
        self._of_document = np.array([one.document for one in self._sentences], np.int64)

    def find(self, said: Sequence[SaidSentence]) -> list[list[Group]]:
        """Return for each sentence the best of each document, those that its markers name if any.

        Raises ModelFailed.
        """
        if not self._sentences:
            return [[] for _ in said]
        similarities = self._vectors_of([one.query for one in said]) @ self._vectors.T
        return [self._groups(*pair) for pair in zip(said, similarities, strict=True)]

    def stands(self, place: EvidencePlace) -> bool:
        """Whether a quote stands where it says."""
        number = self._hashes.index(place.source.sha256)
        span = Span(place.source.start, place.source.end)
        return span.of(self._documents[number].text) == place.quote

    def _groups(self, said: SaidSentence, similarities: Vectors) -> list[Group]:
        wanted = frozenset(terms(said.query))
        shares = [len(wanted & one.terms) / max(len(wanted), 1) for one in self._sentences]
        scores = similarities + np.array(shares, np.float32)
        named = self._named(said)
        if named:
            scores = np.where(np.isin(self._of_document, named), scores, -np.inf)
        best = np.argsort(-scores, kind="stable")[:_LOOKED_AT]
        by_document: dict[int, list[_GivenSentence]] = {}
        for place in best[np.isfinite(scores[best])].tolist():
            sentence = self._sentences[place]
            known = by_document.setdefault(sentence.document, [])
            if len(known) < MOST_OF_A_DOCUMENT:
                known.append(sentence)
        return [self._group(chosen) for chosen in [*by_document.values()][:MOST_DOCUMENTS]]

    def _named(self, said: SaidSentence) -> list[int]:
        """Return the numbers of the documents that its markers name: by id, or in order."""
        ids = {document.id: number for number, document in enumerate(self._documents)}
        named = [ids.get(str(marker), marker - 1) for marker in said.markers]
        return [number for number in named if 0 <= number < len(self._documents)]

    def _group(self, sentences: Sequence[_GivenSentence]) -> Group:
        document = self._documents[sentences[0].document]
        spans = [(one.span, one.heading[1:] if one.heading else ()) for one in sentences]
        headings = dict.fromkeys(one.heading[0] for one in sentences if one.heading)
        spans += ((heading, ()) for heading in headings)
        cite = partial(self._cite, sentences[0].document)
        stretches = [
            CitableStretch(span.of(document.text), partial(cite, span, above))
            for span, above in spans
        ]
        return Group(tuple(stretches), document.title)

    def _cite(self, number: int, span: Span, headings: Sequence[str]) -> CitedSource:
        document, sha256 = self._documents[number], self._hashes[number]
        return CitedSource(
            document_id=document.id,
            title=document.title,
            sha256=sha256,
            passage_id=f"{sha256[:16]}-{span.start}-{span.end}",
            start=span.start,
            end=span.end,
            published=None,
            author=None,
            site=None,
            language=None,
            url=None,
            superseded_by=None,
            headings=[*headings],
            places=[],
        )

    def _vectors_of(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors: float32, shape (texts, dimension)."""
        encoded = self._encode([text[-MAX_CLAIM:] for text in texts]) if texts else []
        return np.array([vectors.whole for vectors in encoded], np.float32)


def _sentences(number: int, document: GivenDocument) -> Iterator[_GivenSentence]:
    """Yield the sentences of a document that may say something."""
    heading: tuple[Span, str] | None = None
    before: Span | None = None  # where the sentence before begins, with what that points back to
    for said in said_in(document.text):
        if said.unchecked == HEADING:
            heading, before = (said.span, said.claim), None
            continue
        span = said.span
        if before and leans_back(said.claim) and span.start - before.start <= MAX_CLAIM:
            span = Span(before.start, span.end)
        if said.unchecked != CODE and said.claim:
            yield _GivenSentence(number, span, said, frozenset(terms(said.query)), heading)
        before = span


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
