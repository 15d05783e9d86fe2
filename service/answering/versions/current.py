"""Sentences of documents that are out of date, or older: what holds now comes first."""

from collections.abc import Sequence, Set
from dataclasses import replace

from index.records import Span
from index.storage.texts_records import StoredDocument, StoredPassage
from index.storage.words.analysis import terms
from service.answering.versions.ages import is_older
from service.answering.weighing.evidence import Evidence, best_first

# Log-odds: so far may a sentence lie behind the one that it is to come before. The less is known of
# the two documents, the less it may be.
_BY_SUCCESSOR, _BY_ANOTHER, _BY_DATE = 4.0, 2.0, 1.0
_SAME_MATTER = 0.5  # of the terms of the shorter sentence
_LEAST = 1e-6


def current_first(asked: Set[str], evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence, each sentence behind the best of those that hold now in its place.

    These are those of the successor of its document, and where it is out of date without a known
    one, those about the same matter in documents that are not. Where both documents are dated,
    it is a sentence of the newer that differs in the short answer alone. Each must answer nearly as
    well. asked: the terms of the question. evidence: best first.
    """
    documents = {one.document_id: _document(one) for one in evidence}
    if not any(one.superseded_by is not None or one.published for one in documents.values()):
        return [*evidence]
    return best_first([_placed(one, evidence, asked) for one in evidence])


def _placed(one: Evidence, evidence: Sequence[Evidence], asked: Set[str]) -> Evidence:
    for other in evidence:
        if one.logit - other.logit > _BY_SUCCESSOR:
            break
        if is_older(_document(one), _document(other)) and _holds_now(other, one, asked):
            return replace(one, logit=min(one.logit, other.logit - _LEAST))
    return one


def _holds_now(other: Evidence, one: Evidence, asked: Set[str]) -> bool:
    """Whether a sentence of a newer document stands for one of an older document."""
    behind, superseded_by = one.logit - other.logit, _document(one).superseded_by
    if superseded_by == other.document_id:
        return True
    if tells_apart(asked, one.hit.stored, other.hit.stored):
        return False
    if superseded_by is not None:
        return behind <= _BY_ANOTHER and _same_matter(one, other)
    return behind <= _BY_DATE and _another_answer(one, other)


def _same_matter(one: Evidence, other: Evidence) -> bool:
    words, others = set(terms(one.text)), set(terms(other.text))
    return len(words & others) >= _SAME_MATTER * min(len(words), len(others))


def _another_answer(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences have other short answers, and one says all else that the other does."""
    if one.highlight is None or other.highlight is None:
        return False
    answer, rest = _parted(one, one.highlight)
    other_answer, other_rest = _parted(other, other.highlight)
    if not answer or not other_answer or answer & other_answer:
        return False
    return bool(rest and other_rest) and (rest <= other_rest or other_rest <= rest)


def _parted(one: Evidence, answer: Span) -> tuple[set[str], set[str]]:
    """Return the terms of the short answer in a sentence, and those of the rest."""
    begin, text = one.sentence.span.start, one.text
    start, end = max(0, answer.start - begin), max(0, answer.end - begin)
    return set(terms(text[start:end])), set(terms(f"{text[:start]} {text[end:]}"))


def tells_apart(asked: Set[str], stored: StoredPassage, other: StoredPassage) -> bool:
    """Whether the question has a term of the one passage that the other lacks.

    asked: the terms of the question. The title of a document counts, and the year it is of.
    """
    return bool((_around(stored) - _around(other)) & asked)


def _around(stored: StoredPassage) -> set[str]:
    document = stored.document
    return set(terms(f"{document.title}\n{(document.published or '')[:4]}\n{stored.text}"))


def _document(one: Evidence) -> StoredDocument:
    return one.hit.stored.document
