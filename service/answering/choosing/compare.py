"""Whether sentences of different documents say the same, or contradict each other."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from index.documents.marks import ENDS_AS_SENTENCE
from index.records import BlockKind
from index.storage.words.analysis import terms
from service.answering.agreement.claim import Claim
from service.answering.agreement.setting import Placed, Setting, tell_apart
from service.answering.agreement.values import Value
from service.answering.asking.question import Question
from service.answering.weighing.evidence import Evidence

# The share of the shorter sentence's words that the longer must have. This first look spares
# parsing most sentences.
_WORTH_PARSING = 0.4


class DisputedValue(NamedTuple):
    """A value that another sentence contradicts. place: of its sentence among those compared."""

    place: int
    value: Value


Disagreement = list[DisputedValue]
"""The different values of one number or date, each in the sentence of another document."""


class Comparison:
    """Compares the sentences that were found for one question. Each sentence is parsed once.

    evidence: all sentences that were found, best first.
    """

    def __init__(self, question: Question, evidence: Sequence[Evidence] = ()) -> None:
        self._question = question
        self._claims: dict[str, Claim] = {}
        self._settings: dict[tuple[str, int], Setting] = {}
        self._passage_terms: dict[str, frozenset[str]] = {}
        self._near: dict[tuple[str, int], list[Evidence]] = {}
        if len({sentence.document_id for sentence in evidence}) < 2:  # nothing to compare with
            evidence = ()
        self._evidence = [(sentence, _words(sentence)) for sentence in evidence]

    def near(self, sentence: Evidence) -> list[Evidence]:
        """Return the sentences of other documents that are worth comparing with it, best first."""
        if sentence.place not in self._near:
            words = _words(sentence)
            self._near[sentence.place] = [
                other
                for other, other_words in self._evidence
                if other.document_id != sentence.document_id
                and len(words & other_words) >= _WORTH_PARSING * min(len(words), len(other_words))
            ]
        return self._near[sentence.place]

    def copies(self, sentence: Evidence, other: Evidence) -> bool:
        """Whether `other` is of another document and says the same in nearly the same words."""
        claims = self._comparable(sentence, other)
        if claims is None or not claims[0].copies(claims[1]):
            return False
        return self._same_topic(sentence, other)

    def disagreement(self, sentence: Evidence, other: Evidence) -> tuple[Value, Value] | None:
        """Return the number or date in which the two contradict each other, as each has it.

        None if they do not contradict each other, are of one document, or speak of two things.
        """
        claims = self._comparable(sentence, other)
        if claims is None or not claims[0].may_disagree(claims[1]):
            return None
        claim, other_claim = claims
        setting, other_setting = self._setting(sentence), self._setting(other)
        values = claim.disagreement(other_claim, setting.words, other_setting.words)
        # A document that says both contradicts itself, not the other document.
        if not values or _document_repeats(sentence, other) or _document_repeats(other, sentence):
            return None
        one, two = Placed(claim.wording, setting), Placed(other_claim.wording, other_setting)
        apart = tell_apart(one, two, values[0]) or not self._same_topic(sentence, other)
        return None if apart else values

    def disagreements(self, sentences: Sequence[Evidence]) -> list[Disagreement]:
        """Return every number or date in which some of the sentences contradict each other."""
        disagreements: list[Disagreement] = []
        for (place, sentence), (other_place, other) in combinations(enumerate(sentences), 2):
            if values := self.disagreement(sentence, other):
                value, other_value = values
                _add(
                    disagreements,
                    (DisputedValue(place, value), DisputedValue(other_place, other_value)),
                )
        return disagreements

    def _claim(self, text: str) -> Claim:
        if text not in self._claims:
            self._claims[text] = Claim.parse(text)
        return self._claims[text]

    def _comparable(self, sentence: Evidence, other: Evidence) -> tuple[Claim, Claim] | None:
        """Return the claims of both, with the subject that a pronoun stands for.

        None if they cannot be compared.
        """
        if sentence.document_id == other.document_id:
            return None
        claim, other_claim = self._claim(sentence.text), self._claim(other.text)
        leans, other_leans = claim.leans_back, other_claim.leans_back
        if leans and other_leans and not self._same_before(sentence, other):
            return None
        if leans == other_leans:
            return claim, other_claim
        leaning, naming = (claim, other_claim) if leans else (other_claim, claim)
        before = self._claim(_before(sentence if leans else other))
        # "She cut the ribbon" beside "Mayor Lind cut the ribbon": is she Mayor Lind?
        if not before.names_subject_of(naming):
            return None
        resolved = leaning.about(naming)
        return (resolved, other_claim) if leans else (claim, resolved)

    def _same_before(self, sentence: Evidence, other: Evidence) -> bool:
        """Whether the sentences before them say the same, so that both pronouns mean the same."""
        if sentence.hit.stored.text == other.hit.stored.text:
            return True
        return self._claim(_before(sentence)).copies(self._claim(_before(other)))

    def _same_topic(self, sentence: Evidence, other: Evidence) -> bool:
        """Whether the same words of the question stand around both sentences.

        The question may name a study, for example, and only one of the passages be about it. Words
        that one of the sentences holds itself do not count.
        """
        claimed = self._claim(sentence.text).words | self._claim(other.text).words
        only_one_has = self._terms_around(sentence) ^ self._terms_around(other)
        return not (only_one_has & self._question.terms) - claimed

    def _setting(self, sentence: Evidence) -> Setting:
        if sentence.place not in self._settings:
            stored = sentence.hit.stored
            before = sentence.hit.sentences[: sentence.number]
            spoken = [
                stored.of(one.span)
                for number, one in enumerate(before)
                if stored.kind_of(number) is not BlockKind.HEADING
            ]
            spoken.append(sentence.text)
            self._settings[sentence.place] = Setting.parse(_labels(sentence), spoken, stored.text)
        return self._settings[sentence.place]

    def _terms_around(self, sentence: Evidence) -> frozenset[str]:
        stored = sentence.hit.stored
        text = f"{stored.document.title}\n{stored.text}"
        if text not in self._passage_terms:
            self._passage_terms[text] = frozenset(terms(text))
        return self._passage_terms[text]


def _add(disagreements: list[Disagreement], disputed: tuple[DisputedValue, DisputedValue]) -> None:
    """Add two values that contradict each other to the disagreement that has one of them, if any,
    or else as a new one.
    """
    for disagreement in disagreements:
        if any(value in disagreement for value in disputed):
            disagreement += [value for value in disputed if value not in disagreement]
            return
    disagreements.append([*disputed])


def _words(sentence: Evidence) -> frozenset[str]:
    return frozenset(sentence.text.lower().split())


def _before(sentence: Evidence) -> str:
    """Return the sentence before it in its passage, or nothing if it is the first there."""
    if sentence.number == 0:
        return ""
    return sentence.hit.stored.of(sentence.hit.sentences[sentence.number - 1].span)


def _labels(sentence: Evidence) -> list[str]:
    """Return the title of its document and the nearest heading above it."""
    headings = [upper.text for upper in sentence.upper if upper.kind is BlockKind.HEADING]
    title = sentence.hit.stored.document.title
    return [label for label in (title, *headings[:1]) if not ENDS_AS_SENTENCE.search(label)]


def _document_repeats(sentence: Evidence, other: Evidence) -> bool:
    """Whether the document of `other` holds the words of `sentence` as well."""
    return sentence.text in other.hit.stored.document.text
