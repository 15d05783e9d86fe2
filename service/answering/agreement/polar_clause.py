"""The clauses of a sentence: who does what, and whether it is denied."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile

from service.english.function_words import BE, INDEFINITE_PRONOUNS, NEGATIVE
from service.english.lexicon.antonyms import antonyms_of
from service.english.lexicon.genitives import without_genitive
from service.english.nouns import singular
from service.english.tagger.labels import Label
from service.english.tagger.splitting import split
from service.english.tokens import Tag, Token, is_passive
from service.english.verbs import base_of

_VERBS = (Tag.VERB, Tag.AUXILIARY)
_NOBODY = NEGATIVE & INDEFINITE_PRONOUNS
_FINITE = (Label.PAST, Label.PRESENT, Label.THIRD_PERSON)
_CLAUSE_ENDS = frozenset(",;:()–—")
_DENIAL = re.compile(rf"\b(?:{'|'.join(sorted(NEGATIVE))})\b|n['’]t\b", re.IGNORECASE)
_NUMERO = re.compile(r"\bno\.(?=\s*(?:\d|\||$))", re.IGNORECASE)  # "no. 7", "No. | Name"
_REMEMBERED = 10_000  # words
_CONTRACTED = ("n't", "n’t")


def clauses_of(tokens: Sequence[Token]) -> Iterator["PolarClause"]:
    """Yield the clauses of a sentence, roughly: what stands between commas and conjunctions."""
    before: list[PolarClause] = []
    for part in _parts(tokens):
        before.append(PolarClause(part, before))
        yield before[-1]


def _parts(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    part: list[Token] = []
    for token in tokens:
        ends = token.text in _CLAUSE_ENDS or token.tag is Tag.CONJUNCTION
        if ends and part:
            yield part
            part = []
        elif not ends:
            part.append(token)
    if part:
        yield part


def may_have(word: str, text: str) -> bool:
    """Whether a word of a sentence may be a form of one. This spares tagging most sentences.

    word: the base of a verb, a singular or an adjective.
    """
    return any(word in _plain_forms(written) for written in words_of(text))


def may_deny(text: str) -> bool:
    """Whether a sentence may have a word that denies."""
    return _DENIAL.search(without_numeros(text)) is not None


def without_numeros(text: str) -> str:
    """Return the text with "nr" for a "no." that stands for a number."""
    return _NUMERO.sub("nr", text)


def words_of(text: str) -> Iterator[str]:
    """Yield the words that a sentence would be tagged as, in lower case."""
    return (without_genitive(match[0]).lower() for match in split(text))


@lru_cache(maxsize=_REMEMBERED)
def _plain_forms(word: str) -> tuple[str, str]:
    """Return what a word may be a form of: as a verb, or else itself, and as a noun."""
    return base_of(word) or word, singular(word)


class PolarClause:
    """The content words of a clause, those of opposites among them, and whether they are denied.

    words: each word's base form. activities: those that only name what somebody may do, as "Smoking
    is forbidden" does. verbs: the base forms of its verbs. subject: the names before its verb; none
    in the passive. topic: the same in either, where a name stands right before the verb. undergoer:
    this in the passive alone. doer: the subject, or that of an earlier clause where it begins with
    its verb: "Ada, who was tired, left". says_none: whether it has a word such as "nobody".
    none_of: the base forms of the nouns behind "no". has_object: whether a noun stands behind its
    verb. set_apart: the names of a part without a verb that no preposition opens; None of others.

    before_it: the clauses before it in the sentence, in order.
    """

    def __init__(self, tokens: Sequence[Token], before_it: Sequence["PolarClause"] = ()) -> None:
        content = (Tag.NOUN, Tag.NAME, Tag.VERB)
        self.words = frozenset(
            base_form(token)
            for token in tokens
            if (token.tag in content or antonyms_of(token.lower)) and token.lower not in NEGATIVE
        )
        self.activities = frozenset(map(base_form, _naming_activities(tokens)))
        self.denied = sum(map(denies, tokens)) % 2 == 1
        self.verbs = frozenset(base_form(token) for token in tokens if token.tag is Tag.VERB)
        before = list(takewhile(lambda token: token.tag not in _VERBS, tokens))
        names = frozenset(token.bare.lower() for token in before if token.tag is Tag.NAME)
        verb = next((place for place, one in enumerate(tokens) if one.tag is Tag.VERB), None)
        self.says_none = any(token.lower in _NOBODY for token in tokens)
        self.none_of = frozenset(map(base_form, _behind_no(tokens)))
        behind = tokens[verb + 1 :] if verb is not None else ()
        self.has_object = any(token.tag in (Tag.NOUN, Tag.NAME, Tag.PRONOUN) for token in behind)
        passive = verb is not None and is_passive(tokens, verb)
        named = bool(before) and before[-1].tag is Tag.NAME
        self.subject = names if verb == len(before) else frozenset[str]()
        self.doer = _resumed(before_it) if tokens[0].label in _FINITE else self.subject
        apart = len(before) == len(tokens) and tokens[0].tag is not Tag.PREPOSITION
        self.set_apart = names if apart else None
        self.topic = names if named else frozenset[str]()
        self.undergoer = self.topic if passive else frozenset[str]()


def _behind_no(tokens: Sequence[Token]) -> Iterator[Token]:
    for no, following in pairwise(tokens):
        if no.lower == "no":
            yield following


def _resumed(before: Sequence[PolarClause]) -> frozenset[str]:
    """Return the names of what a clause goes on to tell of, by those before it.

    Of parts without verbs the first names it: "Ada, a friend of Ben".
    """
    found = frozenset[str]()
    for clause in reversed(before):
        if clause.set_apart is None:
            return found or clause.doer
        found = clause.set_apart or found
    return found


def _naming_activities(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the words in "-ing" of a clause, unless somebody "is" doing it."""
    for token in tokens:
        if token.lower in BE:
            return
        if token.label is Label.GERUND or (token.tag is Tag.NOUN and _is_gerund(token)):
            yield token


def _is_gerund(token: Token) -> bool:
    return token.lower.endswith("ing") and base_of(token.lower) is not None


def base_form(token: Token) -> str:
    """Return the base of a verb, the singular of a noun; a name in lower case."""
    if token.tag is Tag.NAME:
        return token.bare.lower()
    return base_of(token.lower) or singular(token.lower)


def denies(token: Token) -> bool:
    """Whether a word makes its clause negative."""
    return token.lower in NEGATIVE or token.lower.endswith(_CONTRACTED)
