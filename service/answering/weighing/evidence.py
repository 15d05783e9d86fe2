"""How well each sentence of the retrieved passages answers the question."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from operator import attrgetter, itemgetter
from pathlib import Path

import numpy as np

from index.ranking import logistic
from index.ranking.hits import PassageHit
from index.ranking.signals import SentenceHit
from index.records import BlockKind, PassageText, Span
from index.storage.texts_records import Upper
from service.reading.reader import PassageReading, Reader

# behind: how far the logit of the passage lies behind that of the best passage. first: whether the
# sentence begins its passage. SentenceHit tells of the others.
SEARCH_NAMES = (
    *("behind", "similarity", "context_coverage", "pairs"),
    *("tokens", "words", "weakest_word", "first"),
)
# Of these the reader leaves four something to say. answers, span: its own logits that the sentence
# answers, and that the best short answer in it does.
_KEPT_NAMES = ("behind", "similarity", "context_coverage", "words")
NAMES = (*_KEPT_NAMES, "answers", "span")
_hit_signals = attrgetter(*SEARCH_NAMES[1:-1])
_kept_signals = itemgetter(*map(SEARCH_NAMES.index, _KEPT_NAMES))
_FITTED = Path(__file__).parent.with_name("fitted.json")
_SEARCH_MODEL = logistic.load(_FITTED, SEARCH_NAMES, "evidence_unread")
_MODEL = logistic.load(_FITTED, NAMES, "evidence")
# The reader's logits of a sentence that it did not read: as low as it gives for one in twenty of
# those that it reads. Beyond the limits a logit tells nothing more.
_UNREAD = (-8.0, -10.0)
_MOST_ANSWERS, _MOST_SPAN = 12.0, 15.0
_NOTE = re.compile(r"\[.*\]|\(.*\)", re.DOTALL)


Place = tuple[str, int]
"""A document, and where a sentence starts there, in code points."""


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What the reader says of a sentence. short: the short answer in it, in the document's text."""

    answers: float
    span: float
    short: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer: `hit.sentences[number]`.

    signals: those of the search, in the order of SEARCH_NAMES. logit: the log-odds that it answers.
    reading: None if it was not read. heading: the one above it, if that may answer too.
    instead_of: what was best before it, where it names what is asked about.
    """

    hit: PassageHit
    number: int
    signals: tuple[float, ...]
    logit: float
    reading: SentenceReading | None = None
    heading: "Evidence | None" = None
    instead_of: "Evidence | None" = None

    @property
    def score(self) -> float:
        """How likely it answers, from 0 to 1."""
        return logistic.probability_of(self.logit)

    @property
    def sentence(self) -> SentenceHit:
        return self.hit.sentences[self.number]

    @property
    def text(self) -> str:
        return self.hit.stored.of(self.sentence.span)

    @property
    def above(self) -> list[str]:
        """The texts that it stands under, the nearest first, and the title of its document last."""
        return [*(upper.text for upper in self.upper), self.hit.stored.document.title]

    @property
    def kind(self) -> BlockKind:
        """What the block is that it stands in."""
        return self.hit.stored.kind_of(self.number)

    @property
    def document_id(self) -> str:
        return self.hit.stored.document.document_id

    @property
    def place(self) -> Place:
        return self.document_id, self.sentence.span.start

    @property
    def upper(self) -> list[Upper]:
        """What it stands under, the nearest first."""
        return self.hit.stored.upper(self.number)

    @property
    def highlight(self) -> Span | None:
        """The short answer in the document's text; None where the reader finds none."""
        return self.reading.short if self.reading and self.reading.span > 0 else None

    @property
    def read_signals(self) -> tuple[float, float]:
        """What the reader says: `answers` and `span`."""
        if self.reading is None:
            return _UNREAD
        return (
            min(max(self.reading.answers, -_MOST_ANSWERS), _MOST_ANSWERS),
            min(max(self.reading.span, -_MOST_SPAN), _MOST_SPAN),
        )

    def all_signals(self) -> tuple[float, ...]:
        """Return the signals of search and reader, in the order of NAMES."""
        return (*_kept_signals(self.signals), *self.read_signals)


def weigh(hits: Sequence[PassageHit]) -> list[Evidence]:
    """Return every sentence of the passages, scored by the search alone, best first.

    hits: best first.
    """
    evidence = [
        Evidence(
            hit,
            number,
            (hit.final_logit - hits[0].final_logit, *_hit_signals(sentence), float(number == 0)),
            logit=0.0,
        )
        for hit in hits
        for number, sentence in enumerate(hit.sentences)
    ]
    return scored(evidence, [one.signals for one in evidence], _SEARCH_MODEL)


def read(
    question: str,
    evidence: Sequence[Evidence],
    reader: Reader,
    most: int,
    hidden: Set[Place] = frozenset(),
) -> list[Evidence]:
    """Let the reader read the `most` passages with the best sentences, and score all anew.

    evidence: best first. hidden: the sentences that the reader shall not see. Returns the evidence
    with its readings, best first again. Raises ModelFailed.
    """
    hits = passages_of(evidence)[:most]
    views = [view_of(hit, hidden) for hit in hits]
    readings = reader.read(question, views)
    # What the reader sees ends where the passage ends.
    begins = [
        hit.stored.passage.end - len(view.text) for hit, view in zip(hits, views, strict=True)
    ]
    known = dict(zip(map(id, hits), zip(readings, begins, strict=True), strict=True))
    complete = [
        replace(sentence, reading=_reading(sentence, known.get(id(sentence.hit))))
        for sentence in evidence
    ]
    return scored(complete, [sentence.all_signals() for sentence in complete], _MODEL)


def passages_of(evidence: Sequence[Evidence]) -> list[PassageHit]:
    """Return the passages of the sentences, each once, in the order of its first sentence."""
    return list({id(sentence.hit): sentence.hit for sentence in evidence}.values())


def view_of(hit: PassageHit, hidden: Set[Place]) -> PassageText:
    """Return what the reader sees of a passage: blanks in place of the hidden sentences."""
    view, document_id = hit.stored.in_context(), hit.stored.document.document_id
    text = view.text
    for shown, sentence in zip(view.sentences, hit.sentences, strict=True):
        if (document_id, sentence.span.start) in hidden:
            blanks = " " * (shown.end - shown.start)
            text = text[: shown.start] + blanks + text[shown.end :]
    return PassageText(text, view.sentences)


def scored(
    evidence: Sequence[Evidence], signals: Sequence[Sequence[float]], model: logistic.Logistic
) -> list[Evidence]:
    """Return the evidence with the logits that a model gives it, best first.

    signals: those of each sentence, in the order that the model was loaded with.
    """
    if not evidence:
        return []
    logits = model.logits(np.array(signals, np.float64)).tolist()
    return best_first(
        [replace(one, logit=logit) for one, logit in zip(evidence, logits, strict=True)]
    )


def best_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence by logit. What has the same logit stays in order."""
    return sorted(evidence, key=lambda one: -one.logit)


def was_read(evidence: Sequence[Evidence]) -> bool:
    """Whether the reader read any of the sentences."""
    return any(sentence.reading for sentence in evidence)


def is_note(text: str) -> bool:
    """Whether the whole sentence stands in brackets."""
    return _NOTE.fullmatch(text.strip()) is not None


def _reading(
    sentence: Evidence, known: tuple[PassageReading, int] | None
) -> SentenceReading | None:
    """Return what the reader says of a sentence.

    known: of its passage, with where what it saw begins in the document's text.
    """
    if known is None or not known[0].read[sentence.number]:
        return None
    reading, begin = known
    short = reading.short[sentence.number]
    return SentenceReading(
        float(reading.answers[sentence.number]),
        float(reading.span[sentence.number]),
        Span(begin + short.start, begin + short.end),
    )
