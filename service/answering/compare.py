"""Whether sentences of different documents say the same, or contradict each other."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from index.storage.lexicon import terms
from service.answering.agreement.claim import Claim
from service.answering.agreement.values import Value
from service.answering.antecedents import leans_back
from service.answering.evidence import Evidence

# Of the words of the shorter one; a first look, which spares taking most sentences apart.
_WORTH_A_LOOK = 0.4


class Comparison:
    """Compares the sentences that were found for one question, each taken apart once."""

    def __init__(self, question: str, evidence: Sequence[Evidence] = ()) -> None:
        self._asked = frozenset(terms(question))
        self._passages: dict[str, frozenset[str]] = {}
        self._near: dict[tuple[str, int], list[Evidence]] = {}
        documents = [one.hit.stored.document.document_id for one in evidence]
        if len({*documents}) < 2:  # nothing to compare with
            evidence = ()
        self._found = [(one, of, _words(one)) for one, of in zip(evidence, documents, strict=False)]

    def near(self, one: Evidence) -> list[Evidence]:
        """The sentences of other documents that are worth comparing with this one, best first."""
        if one.place not in self._near:
            document, words = one.place[0], _words(one)
            self._near[one.place] = [
                other
                for other, of, others in self._found
                if of != document
                and len(words & others) >= _WORTH_A_LOOK * min(len(words), len(others))
            ]
        return self._near[one.place]

    def copies(self, one: Evidence, other: Evidence) -> bool:
        """Whether `other`, of another document, says what `one` says in nearly the same words."""
        pair = self._pair(one, other)
        return pair is not None and pair[0].copies(pair[1]) and self._same_topic(one, other)

    def disagreement(self, one: Evidence, other: Evidence) -> tuple[Value, Value] | None:
        """The number or date of each, where `other`, of another document, contradicts `one`."""
        pair = self._pair(one, other)
        found = pair and pair[0].disagreement(pair[1])
        # A document that says both is at odds with itself, not with another.
        if not found or _says_too(one, other) or _says_too(other, one):
            return None
        return found if self._same_topic(one, other) else None

    def _pair(self, one: Evidence, other: Evidence) -> tuple[Claim, Claim] | None:
        """What both say; None where they cannot be compared."""
        if one.place[0] == other.place[0]:
            return None
        said, other_said = _statement(one.text), _statement(other.text)
        leans, other_leans = leans_back(one.text), leans_back(other.text)
        if leans and other_leans:
            return (said, other_said) if self._same_before(one, other) else None
        if leans or other_leans:
            named = self._named_before(one if leans else other)
            # "She cut the ribbon" beside "Mayor Lind cut the ribbon": is she Mayor Lind?
            if not named & (said.words | other_said.words):
                return None
            said = replace(said, words=said.words - named)
            other_said = replace(other_said, words=other_said.words - named)
        return said, other_said

    def _named_before(self, leaning: Evidence) -> frozenset[str]:
        """What a sentence may mean by its pronoun: the words that only the one before has."""
        before = _statement(_before(leaning)).words
        return before - _statement(leaning.text).words

    def _same_before(self, one: Evidence, other: Evidence) -> bool:
        """Whether the sentences before say the same: "It cost 3 million" may be of two things."""
        if one.hit.stored.text == other.hit.stored.text:
            return True
        return _statement(_before(one)).copies(_statement(_before(other)))

    def _same_topic(self, one: Evidence, other: Evidence) -> bool:
        """Whether each word of the question that stands around one stands around the other too:
        a study that it names, for example.
        """
        said = _statement(one.text).words | _statement(other.text).words
        around = self._passage(one) ^ self._passage(other)
        return not (around & self._asked) - said

    def _passage(self, one: Evidence) -> frozenset[str]:
        stored = one.hit.stored
        text = f"{stored.document.title}\n{stored.text}"
        if text not in self._passages:
            self._passages[text] = frozenset(terms(text))
        return self._passages[text]


@lru_cache(maxsize=1024)  # one sentence is compared with many, by several steps of an answer
def _statement(text: str) -> Claim:
    return Claim.of(text)


def _words(one: Evidence) -> frozenset[str]:
    return frozenset(one.text.lower().split())


def _before(one: Evidence) -> str:
    """The sentence before it in its passage; none where it is the first."""
    if one.number == 0:
        return ""
    return one.hit.stored.of(one.hit.sentences[one.number - 1].span)


def _says_too(one: Evidence, other: Evidence) -> bool:
    """Whether the document of `other` has the sentence `one` as well."""
    return one.text in other.hit.stored.document.text
