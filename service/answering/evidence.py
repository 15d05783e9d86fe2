"""Which sentences of the found passages answer the question, and which of them to quote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.lexicon import terms
from index.search import PassageHit, SentenceHit
from service.answering.asked import kind_of, shows

# A sentence's score: the sum of these, each on a scale of 0 to 1, divided by their sum.
_PASSAGE, _SIMILARITY, _WORDS, _KIND = 1.0, 1.2, 0.6, 0.3
# A headline names what the article says better; a note in brackets says where it is from.
_HEADLINE_PENALTY = 0.1
_NOTE_PENALTY = 0.5

MOST_QUOTES = 3
_WORTH_QUOTING = 0.9  # of the best sentence's score
_SAME_STATEMENT = 0.5  # of the terms of the shorter one
_PRONOUNS = "it|they|he|she|this|that|these|those|its|their|his|her|such"
_LEANS_BACK = re.compile(rf"(?:(?:and|but|yet|so|still|then)\s+)?(?:{_PRONOUNS})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer: `hit.sentences[number]`. score: 0 to 1."""

    hit: PassageHit
    number: int
    score: float
    shows_kind: bool

    @property
    def sentence(self) -> SentenceHit:
        return self.hit.sentences[self.number]

    @property
    def text(self) -> str:
        return self.sentence.span.of(self.hit.stored.document.text)

    @property
    def place(self) -> tuple[str, int]:
        return self.hit.stored.document.document_id, self.sentence.span.start


def weigh(question: str, hits: Sequence[PassageHit]) -> list[Evidence]:
    """Score every sentence of the passages, best first."""
    kind = kind_of(question)
    sentences = [(hit, number) for hit in hits for number in range(len(hit.sentences))]
    most_similar = max((hit.sentences[n].similarity for hit, n in sentences), default=0.0)
    most_words = max((hit.sentences[n].bm25 for hit, n in sentences), default=0.0)
    found = []
    for hit, number in sentences:
        sentence = hit.sentences[number]
        text = sentence.span.of(hit.stored.document.text)
        has_kind = shows(kind, text)
        score = (
            _PASSAGE * hit.score
            + _SIMILARITY * max(0.0, sentence.similarity) / max(most_similar, 1e-9)
            + _WORDS * sentence.bm25 / max(most_words, 1e-9)
            + _KIND * has_kind
        ) / (_PASSAGE + _SIMILARITY + _WORDS + _KIND)
        score -= _penalty(hit, sentence, text)
        found.append(Evidence(hit, number, max(0.0, score), has_kind))
    return sorted(found, key=lambda evidence: -evidence.score)


def _penalty(hit: PassageHit, sentence: SentenceHit, text: str) -> float:
    if sentence.span.start == 0 and text == hit.stored.document.title:
        return _HEADLINE_PENALTY
    return _NOTE_PENALTY if re.fullmatch(r"\[.*\]|\(.*\)", text, re.DOTALL) else 0.0


def select(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """One to three sentences that each say something of their own, in reading order.

    A sentence that begins with a pronoun brings the one before it, which says what it is about.
    """
    asked = set(terms(question))
    chosen: list[Evidence] = []
    for candidate in evidence:
        if len(chosen) == MOST_QUOTES or candidate.score < _WORTH_QUOTING * evidence[0].score:
            break
        if chosen and not candidate.shows_kind:
            continue
        if not any(_says_the_same(candidate, other, asked) for other in chosen):
            chosen.append(candidate)
    return _in_reading_order(_with_antecedents(chosen))


def _says_the_same(one: Evidence, other: Evidence, asked: set[str]) -> bool:
    """Whether most of what the shorter one says stands in the other.

    What the question said already counts half: two answers to one question share that anyway.
    """
    words, others = set(terms(one.text)), set(terms(other.text))

    def weight(found: set[str]) -> float:
        return len(found) - len(found & asked) / 2

    smaller = min(weight(words), weight(others))
    return weight(words & others) >= _SAME_STATEMENT * smaller


def _with_antecedents(chosen: list[Evidence]) -> list[Evidence]:
    complete = list(chosen)
    for evidence in chosen:
        if evidence.number > 0 and _LEANS_BACK.match(evidence.text):
            before = Evidence(evidence.hit, evidence.number - 1, evidence.score, False)
            if before.text not in {other.text for other in complete}:
                complete.append(before)
    return complete


def _in_reading_order(chosen: list[Evidence]) -> list[Evidence]:
    """By document, the one with the best sentence first, and by place in it."""
    best: dict[str, float] = {}
    for evidence in chosen:
        name = evidence.place[0]
        best[name] = max(best.get(name, 0.0), evidence.score)
    return sorted(chosen, key=lambda e: (-best[e.place[0]], e.place))
