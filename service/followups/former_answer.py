"""What a former answer says, as far as a follow-up may take it up."""

import re
from collections.abc import Sequence

from index.documents.marks import BULLETS_OF_QUOTE
from service.answering.question import Kind, kind_of
from service.english.clauses import Asks, Clause
from service.english.parsing import clause_of
from service.english.phrases import Phrase, in_brackets, phrases
from service.english.tagging import tagged
from service.english.tags import Tag, Token, is_passive
from service.english.verbs import base_of
from service.followups.history import Past

_LONGEST_STATEMENT = 30  # words and marks
_CIRCUMSTANTIAL = frozenset("during after before in on at since until within despite".split())
_DEEDS = frozenset(("do", "happen", "happened"))  # "What did she do?"
# "What did she get a medal for?" asks why; "what did she ask for?" does not.
_REASON = re.compile(
    r"^what\b(?!.*\b(?:ask|look|search|wait|apply|call|hope|pay|vote|stand|wish)(?:ed|ing)? for\b)"
    r".* for\W*$",
    re.IGNORECASE,
)


def statement(past: Past) -> str | None:
    """The best quote, ready to follow "that"; None if it is no short whole sentence, or leaves
    open itself what it is about.
    """
    if not past.quotes:
        return None
    quote = past.quotes[0].strip().lstrip(BULLETS_OF_QUOTE).rstrip(".!… ")
    words = tagged(quote)
    has_verb = any(word.tag in (Tag.VERB, Tag.AUXILIARY) for word in words)
    if not has_verb or len(words) > _LONGEST_STATEMENT or words[0].tag is Tag.PRONOUN:
        return None
    return quote if words[0].tag is Tag.NAME else quote[:1].lower() + quote[1:]


def answer_of(past: Past) -> Phrase | None:
    """The phrase of the best quote that answers a question for a person, a place or a thing."""
    clause = clause_of(past.standalone)
    if clause is None or not past.quotes or not _asks_for_phrase(clause, past.standalone):
        return None
    if found := _sure_answer(past, clause):
        return found[0]
    if clause.word.lower().startswith("how"):
        return None
    kind = kind_of(past.standalone)
    news = _news(past.quotes[0], past.standalone, kind)
    return next(iter(_likeliest(news, clause, kind)), None)


def _sure_answer(past: Past, clause: Clause) -> tuple[Phrase, str] | None:
    """The phrase that a quote has where the question has its question word, and that quote."""
    counted = {phrase.head for phrase in phrases(clause.noun)}
    kind = kind_of(past.standalone)
    for quote in past.quotes:
        found = [phrase for phrase in phrases(quote) if not in_brackets(phrase, quote)]
        if same := [phrase for phrase in found if phrase.head in counted]:
            return same[0], quote
        news = _news(quote, past.standalone, kind)
        if not clause.word.lower().startswith("how") and (
            beside := _beside_verb(clause, quote, news)
        ):
            return beside, quote
    return None


def _news(quote: str, question: str, kind: Kind) -> list[Phrase]:
    """The phrases of a quote that may answer, and are not in the question."""
    asked = phrases(question)
    heads, known = {one.head for one in asked}, {word for one in asked for word in one.words}
    return [
        one
        for one in phrases(quote)
        if not in_brackets(one, quote)
        and one.head not in heads
        and not one.words <= known
        and _is_of_kind(one, kind)
    ]


def answer_words(past: Past) -> str:
    """The answer's words for what the question asks, to take the question word's place; "" if
    they cannot be told.

    "to withhold authorization" for "What did NATO decide?".
    """
    clause = clause_of(past.standalone)
    if clause is None or not _asks_for_phrase(clause, past.standalone):
        return ""
    if clause.asks is Asks.OBJECT and past.quotes:
        tokens = tagged(past.quotes[0])
        for verb in _verbs_of(clause, tokens):
            if verb + 1 < len(tokens) and tokens[verb + 1].tag is Tag.TO:
                marks = (i for i in range(verb, len(tokens)) if tokens[i].tag is Tag.MARK)
                end = next(marks, len(tokens))
                return past.quotes[0][tokens[verb + 1].start : tokens[end - 1].end]
    if sure := _sure_answer(past, clause):
        return sure[0].text
    answer = answer_of(past) if clause.asks is Asks.SUBJECT else None
    return answer.text if answer is not None and answer.role == "subject" else ""


def _asks_for_phrase(clause: Clause, question: str) -> bool:
    if clause.asks in (Asks.CIRCUMSTANCE, Asks.WHETHER) or _REASON.search(question):
        return False
    if clause.rest.lower().rstrip("?. ") in _DEEDS:
        return False
    # "What is Bridge Day?" is answered by what it is, and it stays the subject.
    explained = all(map(_is_explained, phrases(clause.subject)))
    return clause.asks is not Asks.COMPLEMENT or not explained


def _is_explained(phrase: Phrase) -> bool:
    """Whether "what is" before it asks what such a thing is: "packet switching", "a dam"."""
    return phrase.name or phrase.indefinite or not phrase.text.startswith("the ")


def _is_of_kind(phrase: Phrase, kind: Kind) -> bool:
    """Whether it is of the kind that is asked for."""
    if kind is Kind.PERSON:
        return bool(phrase.sorts & {"person", "organisation"})
    if kind is Kind.PLACE:
        return "place" in phrase.sorts
    return not phrase.sorts & {"time", "measure"} and phrase.role not in _CIRCUMSTANTIAL


def _beside_verb(clause: Clause, quote: str, news: Sequence[Phrase]) -> Phrase | None:
    """The phrase that is to the verb of the quote what the question word is to its own."""
    tokens = tagged(quote)
    for verb in _verbs_of(clause, tokens):
        after = [one for one in news if one.start > tokens[verb].start]
        before = [one for one in news if one.end < tokens[verb].start and one.role == "subject"]
        passive = is_passive(tokens, verb)
        if clause.asks is Asks.OBJECT or (clause.auxiliary and not passive):
            return next(iter(after), None)
        if passive and not clause.auxiliary:
            return next((one for one in after if one.role == "by"), None)
        if verb > 1 and tokens[verb - 1].tag is Tag.TO:  # "it moved the producers to lift it"
            before = [one for one in news if one.end == tokens[verb - 2].end]
        return next(iter(before[-1:]), None)
    return None


def _verbs_of(clause: Clause, tokens: Sequence[Token]) -> list[int]:
    """The places of the clause's verbs among the words of a quote."""
    bases = {base_of(word) for word in clause.rest.split()} - {None}
    return [
        place
        for place, token in enumerate(tokens)
        if token.tag is Tag.VERB and base_of(token.lower) in bases
    ]


def _likeliest(news: Sequence[Phrase], clause: Clause, kind: Kind) -> list[Phrase]:
    """The new phrases that may be the answer, where no verb says which."""
    if kind is Kind.PERSON:
        persons = [one for one in news if one.name or one.sorts == {"person"}]
        return sorted(
            persons, key=lambda one: (not (one.name and "person" in one.sorts), not one.name)
        )
    things = [one for one in news if one.sorts != {"person"}]
    return [one for one in things if clause.asks is not Asks.OBJECT or one.role != "subject"]
