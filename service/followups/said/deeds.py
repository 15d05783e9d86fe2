"""What a question speaks of doing: "descaling the machine"."""

from collections.abc import Iterator

from service.english.clauses import Asks
from service.english.function_words import SUBJECT_PRONOUNS
from service.english.parsed_text import ParsedText
from service.english.tagger.labels import Label
from service.english.tokens import Tag
from service.english.verbs import gerund_of
from service.followups.said.history import Past
from service.followups.said.words import PRONOUNS

_DOERS = frozenset({"person", "organisation"})
# "What do you recommend?" asks for a part of what is done, so that this part would be missing.
_WHOLE = (Asks.CIRCUMSTANCE, Asks.WHETHER)


def deeds_of(past: Past) -> Iterator[str]:
    """Yield what the question of a turn spoke of doing."""
    clause = past.question.clause
    if clause is None or clause.asks not in _WHOLE or not clause.auxiliary or not clause.rest:
        return
    if not _is_doer(clause.subject):
        return
    tokens = ParsedText(clause.rest).tokens
    if any(token.lower in PRONOUNS for token in tokens):  # "undoing that" says nothing
        return
    for place, token in enumerate(tokens[:3]):
        led = place and tokens[place - 1].tag is Tag.TO  # "have to descale"
        if token.label is Label.BASE and (led or not place):
            last = place == len(tokens) - 1 or tokens[place + 1].tag is not Tag.TO
            if last:
                yield gerund_of(token.lower) + clause.rest[token.end :]


def _is_doer(subject: str) -> bool:
    """Whether the subject of a question may do something: not the "it" of "what does it mean?"."""
    if subject.lower() in SUBJECT_PRONOUNS:
        return subject.lower() not in PRONOUNS
    return any(phrase.sorts & _DOERS for phrase in ParsedText(subject).phrases[:1])
