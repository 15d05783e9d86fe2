"""Follow-ups with words that refer back: each word replaced by what it may stand for."""

import itertools
import re
from collections.abc import Sequence

from service.answering.question import Kind, kind_of
from service.english import nouns
from service.english.phrases import Phrase, phrases
from service.english.tagging import tagged
from service.english.tags import Tag
from service.followups.back_references import FEMALE, MALE, BackReference, back_references
from service.followups.former_answer import answer_of
from service.followups.history import History, Past, Reading
from service.followups.referents import Scored, referents

MOST = 4  # readings of one question

_KNOWN_AS = 2.0  # for a person who was spoken of as "she" before
_BOTH = 0.5  # for the two persons of a question and its answer
# The doubt in a choice: for each place in the order, and for what speaks less for it.
_DOUBT, _DOUBT_OF_SCORE = 0.15, 0.15
_PLACED = frozenset("in at on near from to into of".split())
_NAMED_AS = nouns.PERSONS | nouns.ORGANISATIONS | nouns.PLACES
_AFTER_PREPOSITION = re.compile(r"\b(?:in|at|on|from|to|near) $")

Choice = tuple[float, str]  # how much speaks for it, and what is said


def resolved(question: str, history: History) -> list[Reading]:
    """Readings of such a question, the likeliest first; none if no word of it refers back."""
    references = back_references(question)
    lemmas = list(dict.fromkeys(reference.lemma for reference in references))
    choices = {lemma: _choices(lemma, references, history) for lemma in lemmas}
    lemmas = [lemma for lemma in lemmas if choices[lemma]]
    if not lemmas:
        return []
    found: dict[str, float] = {}
    for doubt, chosen in _combinations([choices[lemma] for lemma in lemmas]):
        text = _replaced(question, references, dict(zip(lemmas, chosen, strict=True)))
        found.setdefault(text, doubt)
    return [Reading(text, doubt) for text, doubt in found.items()]


def _choices(lemma: str, references: Sequence[BackReference], history: History) -> list[Choice]:
    """What the words of a lemma may be replaced by, the likeliest first."""
    reference = next(one for one in references if one.lemma == lemma)
    found = referents(reference.wanted, history)
    if reference.noun is not None:
        same = [one for one in found if one[1].head == reference.noun]
        named = [one for one in found if one[1].name and reference.noun in _NAMED_AS]
        return _said(same or named)[:2]
    match lemma:
        case "he":
            said = _said(_of_persons(found, MALE, FEMALE, history))
        case "she":
            said = _said(_of_persons(found, FEMALE, MALE, history))
        case "one":
            new_first = sorted(found, key=lambda one: not one[1].indefinite)
            said = [(-place, _a(p)) for place, (_, p) in enumerate(new_first) if not p.name]
        case "there":
            said = [(score, _in(phrase)) for score, phrase in found]
        case "it" | "that":
            persons = _spoken_of_as(MALE, history) | _spoken_of_as(FEMALE, history)
            said = _said([one for one in found if not one[1].words & persons])
        case "they":
            said = [*_both(history[-1]), *_said(found)]
        case _:
            said = _said(found)
    return said[:MOST]


def _said(found: Sequence[Scored]) -> list[Choice]:
    return [(score, phrase.text) for score, phrase in found]


def _of_persons(
    found: Sequence[Scored], own: frozenset[str], others: frozenset[str], history: History
) -> list[Scored]:
    """Without those spoken of by the `others` before; those known by its `own` pronouns first."""
    excluded, known = _spoken_of_as(others, history), _spoken_of_as(own, history)
    scored = [
        (score + _KNOWN_AS * (phrase.words <= known), phrase)
        for score, phrase in found
        if not phrase.words & excluded
    ]
    return sorted(scored, key=lambda one: -one[0])


def _spoken_of_as(pronouns: frozenset[str], history: History) -> set[str]:
    """Words of the names that were read for these pronouns before, and for no others."""
    words: set[str] = set()
    for past in history:
        asked = {token.lower for token in tagged(past.asked)}
        if asked & pronouns and not asked & ((MALE | FEMALE) - pronouns):
            new = [token.lower for token in tagged(past.standalone) if token.tag is Tag.NAME]
            words.update(word for word in new if word not in asked)
    return words


def _both(past: Past) -> list[Choice]:
    """The two persons of whom a question and its answer speak: "Silver Lantern and Dark Comet"."""
    asked = [one for one in phrases(past.standalone) if one.name and "person" in one.sorts]
    answer = answer_of(past)
    if len(asked) != 1 or asked[0].role in _PLACED or answer is None or not answer.name:
        return []
    persons = kind_of(past.standalone) is Kind.PERSON and "person" in answer.sorts
    single = not asked[0].plural and not answer.plural
    return [(_BOTH, f"{asked[0].text} and {answer.text}")] if persons and single else []


def _in(phrase: Phrase) -> str:
    preposition = phrase.role if phrase.role in ("at", "on") else "in"
    return f"{preposition} {phrase.text}"


def _a(phrase: Phrase) -> str:
    text = phrase.text.removeprefix("the ")
    words = phrase.head if phrase.plural else text
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _combinations(choices: Sequence[Sequence[Choice]]) -> list[tuple[float, tuple[str, ...]]]:
    """One choice each, never the same twice, with its doubt; the least doubtful first."""
    doubtful = [
        [
            (_DOUBT * place + _DOUBT_OF_SCORE * (options[0][0] - score), text)
            for place, (score, text) in enumerate(options)
        ]
        for options in choices
    ]
    every = [
        (sum(doubt for doubt, _ in chosen), tuple(text for _, text in chosen))
        for chosen in itertools.product(*doubtful)
        if not _same_twice([text for _, text in chosen])
    ]
    return sorted(every)[:MOST]


def _same_twice(texts: Sequence[str]) -> bool:
    """Whether two of them name one thing: "Rollo", "the ruler Rollo", "in Normandy"."""
    pairs = itertools.permutations(texts, 2)
    return any(f" {other} ".endswith(f" {one} ") for one, other in pairs)


def _replaced(question: str, references: Sequence[BackReference], chosen: dict[str, str]) -> str:
    text = question
    for reference in reversed(references):
        if (by := chosen.get(reference.lemma)) is None:
            continue
        before = text[: reference.start]
        if reference.lemma == "there" and _AFTER_PREPOSITION.search(before):
            by = by.partition(" ")[2]  # "in there"
        if reference.possessive:
            by += "’" if by.endswith("s") else "’s"
        text = before + by + text[reference.end :]
    return text
