"""Sentences that say of somebody else what a question takes for granted of somebody.

"Why did Anna leave?" is not answered by why Boris left.
"""

import re
import unicodedata
from collections.abc import Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher

from service.answering.agreement.back_pointing import pronoun_that_points_back
from service.answering.agreement.polar_clause import clauses_of, may_have, words_of
from service.english.clauses import Asks, Clause
from service.english.function_words import BE, PERSONAL
from service.english.lexicon.given_names import gender_of, is_given_name
from service.english.tagging import tag_words
from service.english.tokens import Tag
from service.english.verbs import base_of, is_participle

_GENDERS = {"he": "male", "she": "female"}
_ASKED = (Asks.CIRCUMSTANCE, Asks.WHETHER, Asks.OBJECT)
_WORD = re.compile(r"[\w.]+")
_STEM = 4  # letters
_ALIKE = 0.8  # of two names: one may be misspelt, or written in another way


@dataclass(frozen=True, slots=True)
class Doing:
    """What somebody does, or what is done to them: "was dismissed", if it is `passive`.

    names: the words of their name, plain. verb: its base form.
    """

    names: frozenset[str]
    verb: str
    passive: bool = False


def verb_asked_of(clause: Clause | None) -> str | None:
    """Return what a question takes for granted that somebody does, in its base form.

    clause: of the question. None where it takes nothing for granted.
    """
    if clause is None or clause.asks not in _ASKED:
        return None
    verb = clause.rest.partition(" ")[0].lower()
    return base_of(verb) or verb or None


def doing_in(question: str, clause: Clause, verb: str) -> Doing | None:
    """Return who is said to do it; None for nobody with a name. verb: as of `verb_asked_of`."""
    subject = clause.subject.split()
    names = frozenset(
        _plain(token.bare)
        for token in tag_words(question)
        if token.tag is Tag.NAME and token.text in subject
    )
    passive = clause.auxiliary.lower() in BE and is_participle(clause.rest.partition(" ")[0])
    return Doing(names, verb, passive) if names else None


def is_done_by_another(
    doing: Doing, text: str, around: Sequence[str], before: Sequence[str] = ()
) -> bool:
    """Whether a sentence says that others with names do it, and names nobody who was asked about.

    around: what the sentence stands under, which may name whom it is about. before: where it begins
    with a pronoun, the sentences before it, the nearest first; they name whom that stands for.
    """
    if not may_have(doing.verb, text):
        return False
    subjects = [
        clause.undergoer if doing.passive else clause.doer
        for clause in clauses_of(tag_words(text))
        if doing.verb in clause.verbs
    ]
    if before and subjects:
        subjects = [_topic_of(before[-1])] if _may_point_at_topic(text, before[-1]) else []
    if not subjects or not all(subjects):
        return False
    return not any(is_named_in(doing.names, told) for told in (text, *before, *around))


def _may_point_at_topic(text: str, before: str) -> bool:
    """Whether the pronoun that leads a text may stand for whom a sentence before it is about. The
    "she" behind "Mr Pell asked her to stay" is somebody else, and behind "Ole left" too.
    """
    led = pronoun_that_points_back(text)
    pronoun = next((row for row in PERSONAL if led and led.lower in row[:3]), None)
    if pronoun is None:
        return True
    gender = _GENDERS.get(pronoun[0])
    others = {gender_of(name) for name in _topic_of(before)} - {None, gender}
    spoken_of = {token.lower for token in tag_words(before) if token.tag is Tag.PRONOUN}
    return not (gender and others) and pronoun[1] not in spoken_of


def _topic_of(text: str) -> frozenset[str]:
    """Return the names of whom a sentence is about."""
    clause = next(clauses_of(tag_words(text)), None)
    return clause.topic if clause else frozenset()


def may_tell_of(doing: Doing, text: str, around: Sequence[str]) -> bool:
    """Whether a sentence has the verb, and it or what it stands under may name who does it."""
    has_verb = any(doing.verb == (base_of(word) or word) for word in words_of(text))
    return has_verb and any(is_named_in(doing.names, told) for told in (text, *around))


def is_named_in(names: Set[str], text: str) -> bool:
    """Whether a text may speak of somebody: by part of the name, another form, or initials.

    names: the words of the name, plain.
    """
    written = _WORD.findall(text)
    words = [_plain(word) for word in written]
    initials = "".join(word[0] for word in words if word)
    own = [
        word
        for before, word in zip(["", *written], words, strict=False)
        if word and not (len(names) > 1 and _is_given_to_another(before, names))
    ]
    return any(name in initials or any(_alike(name, word) for word in own) for name in names)


def _is_given_to_another(word: str, names: Set[str]) -> bool:
    """Whether a word is a given name that is none of these: of "Maud Kron", no Ottilie Kron."""
    is_name = word[:1].isupper() and is_given_name(word)
    return is_name and not any(_alike(name, _plain(word)) for name in names)


def _plain(word: str) -> str:
    """Return a word without accents, letter case and marks."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def _alike(name: str, word: str) -> bool:
    """Whether they begin alike, as "Britain" and "British" do, or are nearly the same."""
    if name[:_STEM] == word[:_STEM] and len(name) >= _STEM:
        return True
    # So many letters at most are the same. This spares comparing most words.
    letters, others = set(name), set(word)
    most = min(len(name) - len(letters - others), len(word) - len(others - letters))
    worth_comparing = 2 * most >= _ALIKE * (len(name) + len(word))
    return worth_comparing and SequenceMatcher(None, name, word).ratio() >= _ALIKE
