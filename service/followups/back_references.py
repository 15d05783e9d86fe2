"""The words of a question that refer back: "it", "she", "there", "that force"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.english.function_words import PRONOUN_FORMS, REFLEXIVES
from service.english.nouns import Sort, is_plural
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase
from service.english.tokens import Tag, Token, is_passive
from service.english.verbs import base_of
from service.followups.referents import Wanted

MALE, FEMALE = PRONOUN_FORMS["he"] - REFLEXIVES, PRONOUN_FORMS["she"] - REFLEXIVES
_PERSON: tuple[Sort, ...] = ("person",)
_ANYBODY: tuple[Sort, ...] = ("organisation", "person")
_EVENT: tuple[Sort, ...] = ("event", "thing")
# What each word may stand for, and whether that is plural; None for either.
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
# Each form -> the word that it is a form of.
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
    """A word of a question that refers back, at `start` to `end`, and what it may stand for.

    lemma: the word that it is a form of. Words of one lemma refer to one thing.
    noun: the noun of "that force", which is then part of the reference.
    """

    start: int
    end: int
    lemma: str
    possessive: bool
    wanted: Wanted
    noun: str | None = None


def back_references(question: ParsedText) -> list[BackReference]:
    """Return the words of a question that refer back, in order.

    Without those that refer to nothing ("it is raining") or to what the question itself names.
    """
    tokens = question.tokens
    ignored = [match.span() for match in _REFERS_TO_NOTHING.finditer(question.text)]
    references: list[BackReference | None] = []
    for place, token in enumerate(tokens):
        if token.lower not in _LEMMAS or any(s <= token.start < end for s, end in ignored):
            continue
        if _is_named_before(place, question):
            continue
        if token.tag is Tag.DETERMINER:
            with_noun = [p for p in question.phrases if p.start == token.start]
            references += map(_reference_with_noun, with_noun)
        elif token.tag is not Tag.NUMBER and not _begins_clause(tokens, place):
            references.append(_reference_of_pronoun(tokens, place, question.phrases))
    return [reference for reference in references if reference is not None]


def _reference_of_pronoun(
    tokens: Sequence[Token], place: int, phrases: Sequence[Phrase]
) -> BackReference:
    """Return the reference of a pronoun, which stands for none of the question's own phrases."""
    token = tokens[place]
    lemma = _LEMMAS[token.lower]
    sorts, plural = _STANDS_FOR[lemma]
    subject = _is_subject(tokens, place)
    if subject and sorts != _PERSON:
        sorts = _sorts_of_subject(tokens, place, sorts)
    possessive = token.tag is Tag.POSSESSIVE
    elsewhere = frozenset(word for phrase in phrases for word in (*phrase.words, phrase.head))
    wanted = Wanted(sorts, plural, "subject" if subject else "object", elsewhere, possessive)
    return BackReference(token.start, token.end, lemma, possessive, wanted)


def _reference_with_noun(phrase: Phrase) -> BackReference | None:
    """Return the reference of "that force" or "these models"; None for "that year"."""
    if phrase.sorts & {"time", "measure"}:
        return None
    wanted = Wanted(tuple(sorted(phrase.sorts)), None, phrase.role)
    lemma = f"that {phrase.head}"
    return BackReference(phrase.start, phrase.end, lemma, False, wanted, phrase.head)


def _begins_clause(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word is the "that" of "did they say that he left" or "the man that left"."""
    if tokens[place].lower != "that" or place == 0:
        return False
    before = tokens[place - 1].tag
    following = tokens[place + 1].tag if place + 1 < len(tokens) else Tag.MARK
    if before in (Tag.NOUN, Tag.NAME) and following in (Tag.VERB, Tag.AUXILIARY):
        return True
    opens = (Tag.PRONOUN, Tag.NAME, Tag.DETERMINER, Tag.NOUN, Tag.POSSESSIVE)
    return before is not Tag.PREPOSITION and following in opens


def _is_subject(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word is a subject: no verb stands before it, and no preposition right before."""
    before = tokens[:place]
    if before and before[-1].tag is Tag.PREPOSITION:
        return False
    return not any(token.tag is Tag.VERB for token in before)


def _sorts_of_subject(
    tokens: Sequence[Token], place: int, sorts: tuple[Sort, ...]
) -> tuple[Sort, ...]:
    """Return the sorts that can do what the verb says: only persons and organisations refuse."""
    verb = next((i for i in range(place, len(tokens)) if tokens[i].tag is Tag.VERB), None)
    if verb is None or is_passive(tokens, verb):
        return sorts
    base = base_of(tokens[verb].lower)
    if base in _DONE_BY_SOMEBODY:
        return _ANYBODY if "person" in sorts else ("organisation",)
    return _EVENT if base in _HAPPENS else sorts


def _is_named_before(place: int, question: ParsedText) -> bool:
    """Whether the question itself names, in a clause before, what the word may stand for."""
    tokens = question.tokens
    clause = next((at for at in reversed(range(place)) if _begins(tokens, at)), None)
    if clause is None and tokens[place].tag is Tag.POSSESSIVE:
        clause = place  # "Did NATO warn its members?"
    before = tokens[:clause] if clause is not None else ()
    if not before:
        return False
    sorts, plural = _STANDS_FOR[_LEMMAS[tokens[place].lower]]
    if plural and any(token.tag is Tag.NOUN and is_plural(token.lower) for token in before):
        return True
    return any(
        phrase.sorts & set(sorts)
        and not phrase.sorts & {"time", "measure"}
        and (plural in (None, phrase.plural) or "organisation" in phrase.sorts)
        for phrase in ParsedText(question.text[: before[-1].end]).all_phrases
    )


def _begins(tokens: Sequence[Token], place: int) -> bool:
    """Whether a clause begins there."""
    token = tokens[place]
    return token.text == "," or (place > 0 and token.lower in _BEGINS_CLAUSE)
