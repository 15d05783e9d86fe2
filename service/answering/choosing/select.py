"""Which sentences of the evidence to quote: few, each saying something of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.documents.shape import LISTED
from index.ranking import logistic
from index.records import Span
from index.storage.words.analysis import terms
from service.answering.asking.question import Question
from service.answering.choosing.antecedents import with_antecedents
from service.answering.choosing.compare import Comparison, Disagreement
from service.answering.versions.ages import is_older, newest_first
from service.answering.versions.copies import Witness, witness_of
from service.answering.versions.current import tells_apart
from service.answering.weighing.companions import companions_of
from service.answering.weighing.counterparts import counterparts_of
from service.answering.weighing.evidence import Evidence, Place, was_read
from service.answering.weighing.groups import in_one_group, is_one_of_all
from service.answering.weighing.sections import naming_heading
from service.answering.weighing.stating_heading import stating_heading
from service.answering.weighing.steps import item_above, some_steps

MOST_QUOTES = 3
MOST_COMPARED = 6  # quotes of an answer about several things; of more, not all may be found
# What a further quote must bring: log-odds of 0.3 that it answers what the quotes before it leave
# open. docs/quality.md has the curve of answers against quotes.
_WORTH_QUOTING = logistic.logit_of(0.3)
# logit: of the further sentence. best: the logit of the best one.
NAMES = ("logit", "best")
_FITTED = Path(__file__).parent.with_name("fitted.json")
_SEARCH_MODEL = logistic.load(_FITTED, NAMES, "addition_unread")
_MODEL = logistic.load(_FITTED, NAMES, "addition")
_SAME_CLAIM = 0.5  # of the terms of the shorter sentence
_EQUALLY_SURE = 0.5  # log-odds
_ABOUT_AS_SURE = 2.0  # log-odds: so far may the newer of two that disagree lie behind


@dataclass(frozen=True, slots=True)
class ChosenSentence:
    """A sentence to quote. also: where other documents say the same, once for each document.

    headings: where those above it stand that are to be quoted too. item: where that stands which
    it is part of, likewise. whole: whether all of the list or table answers that it is part of.
    all_or_none: whether it alone is no answer then.
    """

    evidence: Evidence
    also: tuple[Witness, ...] = ()
    headings: tuple[Span, ...] = ()
    item: Span | None = None
    whole: bool = False
    all_or_none: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """The sentences to quote, in reading order, and where they contradict each other."""

    sentences: Sequence[ChosenSentence] = ()
    disagreements: Sequence[Disagreement] = ()


def select(question: Question, evidence: Sequence[Evidence]) -> Selection:
    """Choose one to three sentences that each say something of their own.

    A question that counts, sums up or compares gets all sentences that say of each thing what the
    best one says of its own, or none if they are too many. One that joins things by "and" gets what
    is said of each of these, where the best sentence says it of one. A sentence that contradicts
    one of another document is quoted with it, the newer of the two first where it answers about as
    well. In addition, a sentence that begins with a pronoun brings the one that names what it is
    about.
    """
    comparison = Comparison(question, evidence)
    chosen = _choose(question, evidence, comparison)
    complete = with_antecedents(question, chosen, evidence)
    quoted = _in_reading_order(question, complete, comparison)
    steps = some_steps(question, quoted, evidence)
    whole = _wholes(question, quoted, evidence)
    return Selection(
        [
            ChosenSentence(
                sentence,
                _also(sentence, comparison),
                _headings(question, sentence, evidence),
                item_above(question, sentence),
                sentence.place in whole or sentence.place in steps,
                sentence.place in whole and question.is_of_all,
            )
            for sentence in quoted
        ],
        comparison.disagreements(quoted),
    )


def _wholes(
    question: Question, quoted: Sequence[Evidence], evidence: Sequence[Evidence]
) -> set[Place]:
    """Return where those stand for which all of their list or table answers: none of which another
    member is quoted that the question's words tell from the rest.
    """
    asked = question.telling_terms
    whole = [one for one in quoted if is_one_of_all(asked, one, evidence)]
    told_apart = [one for one in quoted if one not in whole]
    return {one.place for one in whole if not any(in_one_group(one, own) for own in told_apart)}


def _choose(
    question: Question, evidence: Sequence[Evidence], comparison: Comparison
) -> list[Evidence]:
    if evidence and question.is_of_several and (together := _together(question, evidence)):
        # A part of them would be taken for all.
        return together if len(together) <= MOST_COMPARED else []
    chosen, most = list[Evidence](), MOST_QUOTES
    for candidate in evidence:
        if chosen and (len(chosen) >= most or not _adds(candidate, evidence)):
            break
        if question.is_of_all and is_one_of_all(frozenset(), candidate, evidence):
            return [*chosen, candidate]
        if not any(_says_the_same(candidate, sentence, question) for sentence in chosen):
            # A part would be taken for all that the question joins.
            companions = companions_of(question.text, candidate, evidence) if not chosen else []
            most = max(most, min(1 + len(companions), MOST_COMPARED))
            chosen += [candidate, *companions]
            # These come before better answers: who reads only one side is misled.
            chosen += _contradicting(candidate, chosen, comparison)
    return chosen[:most]


def _together(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the best sentence with those that say the same of other things; none without such.

    One of a list or a table of which all is asked stands for all of it.
    """
    best = evidence[0]
    if is_one_of_all(question.telling_terms, best, evidence):
        return []
    others = counterparts_of(best, evidence)
    return [best, *others] if others else []


def _adds(candidate: Evidence, evidence: Sequence[Evidence]) -> bool:
    """Whether a further sentence is worth quoting beside the first of the evidence."""
    model = _MODEL if was_read(evidence) else _SEARCH_MODEL
    return bool(model.logits(addition_signals(candidate, evidence[0])) >= _WORTH_QUOTING)


def _headings(
    question: Question, sentence: Evidence, evidence: Sequence[Evidence]
) -> tuple[Span, ...]:
    """Return where the headings of a sentence stand that are to be quoted with it: what heads it
    in a word, and the one that answers too and says what nothing else does, or else the one that
    names what the sentence lacks.
    """
    heading, stating = sentence.heading, stating_heading(question, sentence)
    if heading is None or not _adds(heading, evidence):
        telling = naming_heading(question, sentence)
    else:
        new = set(terms(heading.text)) - question.terms - set(terms(sentence.text))
        telling = heading.sentence.span if new else None
    return tuple(filter(None, (telling, stating)))


def addition_signals(candidate: Evidence, best: Evidence) -> logistic.Signals:
    """Return the signals of what a sentence adds: float64, shape (signals,), as in NAMES."""
    return np.array((candidate.logit, best.logit), np.float64)


def _contradicting(
    sentence: Evidence, chosen: Sequence[Evidence], comparison: Comparison
) -> list[Evidence]:
    """Return the sentences of other documents that contradict this one, without copies.

    They are best first, but none is before a newer one.
    """
    contradicting: list[Evidence] = []
    for candidate in comparison.near(sentence):
        if comparison.disagreement(sentence, candidate) and not any(
            quoted.place == candidate.place or comparison.copies(candidate, quoted)
            for quoted in (*chosen, *contradicting)
        ):
            contradicting.append(candidate)
    return newest_first((one, one.hit.stored.document) for one in contradicting)


def _says_the_same(sentence: Evidence, other: Evidence, question: Question) -> bool:
    """Whether most of what the shorter sentence says stands in the longer one.

    What the question says already counts half: two answers to one question share that anyway. Two
    items of one list, or rows of one table, that answer equally well differ in what little they do
    not share.
    """
    is_tie = abs(sentence.logit - other.logit) < _EQUALLY_SURE
    if is_tie and sentence.kind in LISTED and in_one_group(sentence, other):
        return False
    words, other_words = set(terms(sentence.text)), set(terms(other.text))

    def weight(counted: set[str]) -> float:
        return len(counted) - len(counted & question.terms) / 2

    return weight(words & other_words) >= _SAME_CLAIM * min(weight(words), weight(other_words))


def _also(sentence: Evidence, comparison: Comparison) -> tuple[Witness, ...]:
    """Return the best copy of the sentence in each other document that has one."""
    copies: dict[str, Witness] = {}
    for candidate in comparison.near(sentence):
        if candidate.document_id not in copies and comparison.copies(sentence, candidate):
            copies[candidate.document_id] = witness_of(candidate)
    return tuple(copies.values())


def _in_reading_order(
    question: Question, sentences: Sequence[Evidence], comparison: Comparison
) -> list[Evidence]:
    """Return the sentences by document, that of the best sentence first, and by place in it.

    A document whose sentence a newer one contradicts comes after that.
    """
    best: dict[str, Evidence] = {}
    for sentence in sorted(sentences, key=lambda sentence: -sentence.score):
        best.setdefault(sentence.document_id, sentence)
    order: list[str] = []
    for name, sentence in best.items():
        older = [
            place
            for place, before in enumerate(order)
            if _is_corrected(best[before], sentence, question, comparison)
        ]
        order.insert(older[0] if older else len(order), name)
    return sorted(sentences, key=lambda one: (order.index(one.document_id), one.place))


def _is_corrected(
    one: Evidence, other: Evidence, question: Question, comparison: Comparison
) -> bool:
    """Whether a newer document contradicts a sentence, and answers about as well."""
    stored, newer = one.hit.stored, other.hit.stored
    if one.logit - other.logit > _ABOUT_AS_SURE or not is_older(stored.document, newer.document):
        return False
    if tells_apart(question.terms, stored, newer):
        return False
    return comparison.disagreement(one, other) is not None
