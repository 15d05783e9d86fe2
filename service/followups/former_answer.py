"""What a former answer says, as far as a follow-up may take it up."""

import re
from collections.abc import Sequence
from functools import cached_property

from index.documents.marks import BULLETS_OF_QUOTE
from service.english.clauses import Asks, Clause
from service.english.nouns import Sort
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase, in_brackets
from service.english.tagging import tag_words
from service.english.tokens import Tag, Token, is_passive
from service.english.verbs import base_of

_LONGEST_STATEMENT = 30  # words and marks
_CIRCUMSTANTIAL = frozenset("during after before in on at since until within despite".split())
_WHO_OR_WHERE = re.compile(r"\bwho(?:m|se)?\b|\bwhere\b")
_ASKED_FOR: tuple[Sort, ...] = ("person", "place")
_DEEDS = frozenset(("do", "happen", "happened"))  # "What did she do?"
# "What did she get a medal for?" asks why; "what did she ask for?" does not.
_REASON = re.compile(
    r"^what\b(?!.*\b(?:ask|look|search|wait|apply|call|hope|pay|vote|stand|wish)(?:ed|ing)? for\b)"
    r".* for\W*$",
    re.IGNORECASE,
)


class FormerAnswer:
    """The quotes that answered a question, the best first, and what they answer.

    Each part is read when first asked for, and kept.
    """

    def __init__(self, question: ParsedText, quotes: Sequence[ParsedText]) -> None:
        self.question, self.quotes = question, quotes

    @cached_property
    def sort(self) -> Sort | None:
        """The sort of answer that the question asked for: a person, a place, or neither (None)."""
        clause = self.question.clause
        word = (self.question.text if clause is None else clause.word).lower()
        if match := _WHO_OR_WHERE.search(word):
            return "place" if match[0] == "where" else "person"
        if clause is None or clause.asks_how:
            return None
        named = clause.noun or (clause.subject if clause.asks is Asks.COMPLEMENT else "")
        sorts = {sort for phrase in ParsedText(named).phrases[:1] for sort in phrase.sorts}
        return next((sort for sort in _ASKED_FOR if sort in sorts), None)

    @cached_property
    def statement(self) -> str | None:
        """The best quote, ready to follow "that".

        None if it is no short whole sentence, or begins with a pronoun and so leaves open what it
        is about.
        """
        if not self.quotes:
            return None
        quote = self.quotes[0].text.strip().lstrip(BULLETS_OF_QUOTE).rstrip(".!… ")
        words = tag_words(quote)
        has_verb = any(word.tag in (Tag.VERB, Tag.AUXILIARY) for word in words)
        if not has_verb or len(words) > _LONGEST_STATEMENT or words[0].tag is Tag.PRONOUN:
            return None
        return quote if words[0].tag is Tag.NAME else quote[:1].lower() + quote[1:]

    @cached_property
    def phrase(self) -> Phrase | None:
        """The phrase of a quote that answers the question for a person, a place or a thing."""
        clause = self.question.clause
        if clause is None or not self.quotes or not _asks_for_phrase(clause, self.question.text):
            return None
        if self._sure_phrase or clause.asks_how:
            return self._sure_phrase
        return next(iter(_likeliest(self._new_phrases(self.quotes[0]), clause, self.sort)), None)

    @cached_property
    def words(self) -> str:
        """The words that answer, to take the place of the question word; "" if none are sure.

        For "What did NATO decide?" they may be "to withhold authorization".
        """
        clause = self.question.clause
        if clause is None or not self.quotes or not _asks_for_phrase(clause, self.question.text):
            return ""
        if clause.asks is Asks.OBJECT and (infinitive := _infinitive(clause, self.quotes[0])):
            return infinitive
        if self._sure_phrase:
            return self._sure_phrase.text
        phrase = self.phrase if clause.asks is Asks.SUBJECT else None
        return phrase.text if phrase is not None and phrase.role == "subject" else ""

    @cached_property
    def _sure_phrase(self) -> Phrase | None:
        """The phrase that a quote has where the question has its question word."""
        clause = self.question.clause
        assert clause is not None
        counted = {phrase.head for phrase in ParsedText(clause.noun).phrases}
        for quote in self.quotes:
            for phrase in quote.phrases:
                if phrase.head in counted and not in_brackets(phrase, quote.text):
                    return phrase
            if clause.asks_how:
                continue
            if beside := _phrase_beside_verb(clause, quote, self._new_phrases(quote)):
                return beside
        return None

    def _new_phrases(self, quote: ParsedText) -> list[Phrase]:
        """Return the phrases of a quote that may answer the question and are not in it."""
        asked = self.question.phrases
        heads = {phrase.head for phrase in asked}
        words = {word for phrase in asked for word in phrase.words}
        return [
            phrase
            for phrase in quote.phrases
            if not in_brackets(phrase, quote.text)
            and phrase.head not in heads
            and not phrase.words <= words
            and _is_of_sort(phrase, self.sort)
        ]


def _asks_for_phrase(clause: Clause, question: str) -> bool:
    """Whether a noun phrase can answer the question."""
    if clause.asks in (Asks.CIRCUMSTANCE, Asks.WHETHER) or _REASON.search(question):
        return False
    if clause.rest.lower().rstrip("?. ") in _DEEDS:
        return False
    if clause.asks is not Asks.COMPLEMENT:
        return True
    # "What is Bridge Day?" is answered by what it is, and it stays the subject.
    return not all(map(_needs_explanation, ParsedText(clause.subject).phrases))


def _needs_explanation(phrase: Phrase) -> bool:
    """Whether "what is" before a phrase asks what such a thing is: "packet switching", "a dam"."""
    return phrase.name or phrase.indefinite or not phrase.text.startswith("the ")


def _is_of_sort(phrase: Phrase, sort: Sort | None) -> bool:
    """Whether the phrase is of the sort that is asked for."""
    if sort == "person":
        return bool(phrase.sorts & {"person", "organisation"})
    if sort == "place":
        return "place" in phrase.sorts
    return not phrase.sorts & {"time", "measure"} and phrase.role not in _CIRCUMSTANTIAL


def _phrase_beside_verb(clause: Clause, quote: ParsedText, new: Sequence[Phrase]) -> Phrase | None:
    """Return the phrase that is to the quote's verb what the question word is to its own.

    new: the phrases of the quote that may answer.
    """
    tokens = quote.tokens
    for verb in _verbs_of(clause, tokens):
        after = [phrase for phrase in new if phrase.start > tokens[verb].start]
        before = [p for p in new if p.end < tokens[verb].start and p.role == "subject"]
        passive = is_passive(tokens, verb)
        if clause.asks is Asks.OBJECT or (clause.auxiliary and not passive):
            return next(iter(after), None)
        if passive and not clause.auxiliary:
            return next((phrase for phrase in after if phrase.role == "by"), None)
        if verb > 1 and tokens[verb - 1].tag is Tag.TO:  # "it moved the producers to lift it"
            before = [phrase for phrase in new if phrase.end == tokens[verb - 2].end]
        return next(iter(before[-1:]), None)
    return None


def _infinitive(clause: Clause, quote: ParsedText) -> str | None:
    """Return the words of the quote that follow the clause's verb with "to", up to a mark."""
    tokens = quote.tokens
    for verb in _verbs_of(clause, tokens):
        if verb + 1 < len(tokens) and tokens[verb + 1].tag is Tag.TO:
            marks = (i for i in range(verb, len(tokens)) if tokens[i].tag is Tag.MARK)
            end = next(marks, len(tokens))
            return quote.text[tokens[verb + 1].start : tokens[end - 1].end]
    return None


def _verbs_of(clause: Clause, tokens: Sequence[Token]) -> list[int]:
    """Return the places of the clause's verbs among the words of a quote."""
    bases = {base_of(word) for word in clause.rest.split()} - {None}
    return [
        place
        for place, token in enumerate(tokens)
        if token.tag is Tag.VERB and base_of(token.lower) in bases
    ]


def _likeliest(new: Sequence[Phrase], clause: Clause, sort: Sort | None) -> list[Phrase]:
    """Return the new phrases that may be the answer where no verb says which, the best first."""
    if sort == "person":
        persons = [phrase for phrase in new if phrase.name or phrase.sorts == {"person"}]
        return sorted(persons, key=lambda p: (not (p.name and "person" in p.sorts), not p.name))
    things = [phrase for phrase in new if phrase.sorts != {"person"}]
    return [p for p in things if clause.asks is not Asks.OBJECT or p.role != "subject"]
