"""What a former answer says, as far as a follow-up may take it up."""

import re
from collections.abc import Sequence

from service.answering.asked import Kind, kind_of
from service.chat.clauses import Asks, Clause
from service.chat.history import Past
from service.chat.parsing import clause_of
from service.chat.phrases import Phrase, in_brackets, phrases
from service.chat.tagging import tagged
from service.chat.tags import Tag, Token, is_passive
from service.chat.verbs import base_of

_LONGEST_STATEMENT = 30  # words and marks
_BULLETS = "-–•* "
_CIRCUMSTANTIAL = frozenset("during after before in on at since until within despite".split())
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
    quote = past.quotes[0].strip().lstrip(_BULLETS).rstrip(".!… ")
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
    quote = past.quotes[0]
    found = [phrase for phrase in phrases(quote) if not in_brackets(phrase, quote)]
    counted = {phrase.head for phrase in phrases(clause.noun)}
    if same := [phrase for phrase in found if phrase.head in counted]:
        return same[0]
    if clause.word.lower().startswith("how"):
        return None
    known = {word for phrase in phrases(past.standalone) for word in phrase.words}
    kind = kind_of(past.standalone)
    news = [one for one in found if not one.words & known and _is_of_kind(one, kind)]
    return _beside_verb(clause, quote, news) or next(iter(_likeliest(news, clause, kind)), None)


def answer_words(past: Past) -> str:
    """The answer's words for what the question asks, to take the question word's place; "" if
    they cannot be told.

    "to withhold authorization" for "What did NATO decide?".
    """
    clause, answer = clause_of(past.standalone), answer_of(past)
    if clause is not None and clause.asks is Asks.OBJECT and past.quotes:
        tokens = tagged(past.quotes[0])
        for verb in _verbs_of(clause, tokens):
            if verb + 1 < len(tokens) and tokens[verb + 1].tag is Tag.TO:
                marks = (i for i in range(verb, len(tokens)) if tokens[i].tag is Tag.MARK)
                end = next(marks, len(tokens))
                return past.quotes[0][tokens[verb + 1].start : tokens[end - 1].end]
    return answer.text if answer else ""


def _asks_for_phrase(clause: Clause, question: str) -> bool:
    if clause.asks in (Asks.CIRCUMSTANCE, Asks.WHETHER) or _REASON.search(question):
        return False
    # "What is Bridge Day?" is answered by what it is, and it stays the subject.
    named = all(phrase.name for phrase in phrases(clause.subject))
    return clause.asks is not Asks.COMPLEMENT or not named


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
