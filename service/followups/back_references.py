"""The words of a question that refer back: "it", "she", "there", "that force"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.english.function_words import PRONOUN_FORMS, REFLEXIVES
from service.english.nouns import Sort, is_plural
from service.english.phrases import Phrase, all_phrases, phrases_of
from service.english.tagging import tagged
from service.english.tags import Tag, Token, is_passive
from service.english.verbs import base_of
from service.followups.referents import Wanted

MALE, FEMALE = PRONOUN_FORMS["he"] - REFLEXIVES, PRONOUN_FORMS["she"] - REFLEXIVES
_PERSON: tuple[Sort, ...] = ("person",)
_ANYBODY: tuple[Sort, ...] = ("organisation", "person")
_EVENT: tuple[Sort, ...] = ("event", "thing")
# What each may stand for, and whether it is plural.
_STANDS_FOR: dict[str, tuple[tuple[Sort, ...], bool | None]] = {
    "it": (("thing", "organisation", "place", "event"), False),
    "they": ((*_ANYBODY, "thing"), True),
    "he": (_PERSON, False),
    "she": (_PERSON, False),
    "that": (_EVENT, False),
    "there": (("place",), None),
    "one": (("thing",), None),
}
_FORMS = {lemma: PRONOUN_FORMS.get(lemma, frozenset({lemma})) for lemma in _STANDS_FOR} | {
    "that": frozenset({"that", "this"}),
    "they": PRONOUN_FORMS["they"] | {"these", "those"},
}
_LEMMAS = {form: lemma for lemma, forms in _FORMS.items() for form in forms}
_REFERS_TO_NOTHING = re.compile(
    r"\bit (?:true|possible|clear|known|likely|necessary|important|right|correct|that|said"
    r"|raining|snowing|time)\b|\bwhat (?:time|day|date) (?:is|was) it\b"
    r"|\b(?:is|are|was|were) there\b|\bthere (?:is|are|was|were|been|be|any|an?|no)\b"
    r"|\b(?:that|those) (?:who|which)\b|\bone (?:of|day|time)\b"
    r"|\bhow long (?:did|does|will) it take (?:to|for)\b"
    r"|\b(?:is|was|be) it (?!able|going|ready|due|about|\w+e[dn]\b)\w+ (?:for .{1,30})?to \w"
    r"|\bit (?:like|mean) to\b|\bhow is it going\b|\bit(?: is|['’]s| was) (?:raining|snowing)\b",
    re.IGNORECASE,
)
_DONE_BY_SOMEBODY = frozenset(
    "accept accuse admit advise agree announce answer apologise apologize ask believe blame buy"
    " claim collect complain criticise criticize decide declare decline demand deny discuss doubt"
    " expect explain fear hire hope insist intend know love marry negotiate offer own pay plan"
    " prefer promise propose protest recommend refuse regret reject reply respond say sell spend"
    " suggest suspect tell think threaten try understand urge vote want warn wish".split()
)
_HAPPENS = frozenset("happen occur erupt explode last begin end".split())
_BEGINS_CLAUSE = frozenset(
    "and but when while after before because if that who which since".split()
)


@dataclass(frozen=True, slots=True)
class BackReference:
    """Where a word of a question refers back, and to what it may.

    lemma: what it is a form of; words of one lemma refer to one thing. noun: of "that force", which
    the word then includes.
    """

    start: int
    end: int
    lemma: str
    possessive: bool
    wanted: Wanted
    noun: str | None = None


def back_references(question: str) -> list[BackReference]:
    """All such words, in order; not those that refer to nothing, or to what the question names."""
    tokens = tagged(question)
    own = phrases_of(tokens, question)
    ignored = [match.span() for match in _REFERS_TO_NOTHING.finditer(question)]
    found = []
    for place, token in enumerate(tokens):
        nothing = any(start <= token.start < end for start, end in ignored)
        if token.lower not in _LEMMAS or nothing or _is_named_before(tokens, place, question):
            continue
        if token.tag is Tag.DETERMINER:
            found += [_with_noun(phrase) for phrase in own if phrase.start == token.start]
        elif token.tag is not Tag.NUMBER and not _begins_clause(tokens, place):
            found.append(_pronoun(tokens, place, own))
    return [reference for reference in found if reference is not None]


def _pronoun(tokens: Sequence[Token], place: int, own: Sequence[Phrase]) -> BackReference:
    token = tokens[place]
    lemma = _LEMMAS[token.lower]
    sorts, plural = _STANDS_FOR[lemma]
    subject = _is_subject(tokens, place)
    if subject and sorts != _PERSON:
        sorts = _sorts_of_subject(tokens, place, sorts)
    possessive = token.tag is Tag.POSSESSIVE
    elsewhere = frozenset(word for phrase in own for word in (*phrase.words, phrase.head))
    wanted = Wanted(sorts, plural, "subject" if subject else "object", elsewhere, possessive)
    return BackReference(token.start, token.end, lemma, possessive, wanted)


def _with_noun(phrase: Phrase) -> BackReference | None:
    """Of "that force" or "these models"; "that year" is no such."""
    if phrase.sorts & {"time", "measure"}:
        return None
    wanted = Wanted(tuple(sorted(phrase.sorts)), None, phrase.role)
    lemma = f"that {phrase.head}"
    return BackReference(phrase.start, phrase.end, lemma, False, wanted, phrase.head)


def _begins_clause(tokens: Sequence[Token], place: int) -> bool:
    """Whether it is the "that" of "did they say that he left" or "the man that left"."""
    if tokens[place].lower != "that" or place == 0:
        return False
    before = tokens[place - 1].tag
    following = tokens[place + 1].tag if place + 1 < len(tokens) else Tag.MARK
    if before in (Tag.NOUN, Tag.NAME) and following in (Tag.VERB, Tag.AUXILIARY):
        return True
    opens = (Tag.PRONOUN, Tag.NAME, Tag.DETERMINER, Tag.NOUN, Tag.POSSESSIVE)
    return before is not Tag.PREPOSITION and following in opens


def _is_subject(tokens: Sequence[Token], place: int) -> bool:
    """Whether no verb and no preposition stands before it."""
    before = tokens[:place]
    if before and before[-1].tag is Tag.PREPOSITION:
        return False
    return not any(token.tag is Tag.VERB for token in before)


def _sorts_of_subject(
    tokens: Sequence[Token], place: int, sorts: tuple[Sort, ...]
) -> tuple[Sort, ...]:
    """What can do what the verb says: only persons and organisations ask, agree or refuse."""
    verb = next((i for i in range(place, len(tokens)) if tokens[i].tag is Tag.VERB), None)
    if verb is None or is_passive(tokens, verb):
        return sorts
    base = base_of(tokens[verb].lower)
    if base in _DONE_BY_SOMEBODY:
        return _ANYBODY if "person" in sorts else ("organisation",)
    return _EVENT if base in _HAPPENS else sorts


def _is_named_before(tokens: Sequence[Token], place: int, question: str) -> bool:
    """Whether the question itself names, in a clause before, what the word may stand for."""
    begins = [
        at
        for at, token in enumerate(tokens[:place])
        if token.text == "," or (at > 0 and token.lower in _BEGINS_CLAUSE)
    ]
    before = tokens[: begins[-1]] if begins else []
    if not begins and tokens[place].tag is Tag.POSSESSIVE:
        before = tokens[:place]  # "Did NATO warn its members?"
    sorts, plural = _STANDS_FOR[_LEMMAS[tokens[place].lower]]
    if not before:
        return False
    if plural and any(token.tag is Tag.NOUN and is_plural(token.lower) for token in before):
        return True
    return any(
        phrase.sorts & set(sorts)
        and not phrase.sorts & {"time", "measure"}
        and (plural in (None, phrase.plural) or "organisation" in phrase.sorts)
        for phrase in all_phrases(question[: before[-1].end])
    )
