"""How well each sentence of the found passages answers the question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.search import PassageHit, SentenceHit
from service.answering.asked import kind_of, shows

# A sentence's score: the sum of these, each on a scale of 0 to 1, divided by their sum.
_PASSAGE, _SIMILARITY, _WORDS, _KIND = 1.0, 1.2, 0.6, 0.3
# A headline names what the article says better; a note in brackets says where it is from.
_HEADLINE_PENALTY = 0.1
_NOTE_PENALTY = 0.5


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
