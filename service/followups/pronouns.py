"""Follow-ups with words that refer back: each word is replaced by what it may stand for."""

import itertools
import re
from collections.abc import Sequence

from service.english import nouns
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase
from service.english.tokens import Tag
from service.followups.back_references import FEMALE, MALE, BackReference, back_references
from service.followups.history import History, Past, Reading
from service.followups.referents import ScoredPhrase, referents

MOST = 4  # readings of one question

# The weights, set by hand on the conversations of tests/service/followups.
_KNOWN_AS = 2.0  # for a person who was spoken of as "she" before
_BOTH = 0.5  # for the two persons of a question and its answer
_DOUBT = 0.15  # added for each place in the order of choices
_DOUBT_OF_SCORE = 0.15  # times the score that a choice has less than the first

_PLACED = frozenset("in at on near from to into of".split())
_NAMED_AS = nouns.PERSONS | nouns.ORGANISATIONS | nouns.PLACES
_AFTER_PREPOSITION = re.compile(r"\b(?:in|at|on|from|to|near) $")

Choice = tuple[float, str]  # how much speaks for a replacement, and its text


def read(question: ParsedText, history: History) -> list[Reading]:
    """Return the readings, the likeliest first; none if no word of the question refers back."""
    references = back_references(question)
    lemmas = list(dict.fromkeys(reference.lemma for reference in references))
    choices = {lemma: _choices(lemma, references, history) for lemma in lemmas}
    lemmas = [lemma for lemma in lemmas if choices[lemma]]
    if not lemmas:
        return []
    doubts: dict[str, float] = {}
    for doubt, chosen in _combinations([choices[lemma] for lemma in lemmas]):
        text = _replaced(question.text, references, dict(zip(lemmas, chosen, strict=True)))
        doubts.setdefault(text, doubt)
    return [Reading(text, doubt) for text, doubt in doubts.items()]


def _choices(lemma: str, references: Sequence[BackReference], history: History) -> list[Choice]:
    """Return what may replace the words of a lemma, the likeliest first."""
    reference = next(reference for reference in references if reference.lemma == lemma)
    scored = referents(reference.wanted, history)
    if reference.noun is not None:
        same = [pair for pair in scored if pair[1].head == reference.noun]
        named = [pair for pair in scored if pair[1].name and reference.noun in _NAMED_AS]
        return _texts(same or named)[:2]
    match lemma:
        case "he":
            choices = _texts(_persons_called(MALE, FEMALE, scored, history))
        case "she":
            choices = _texts(_persons_called(FEMALE, MALE, scored, history))
        case "one":
            new_first = sorted(scored, key=lambda pair: not pair[1].indefinite)
            choices = [(-place, _a(p)) for place, (_, p) in enumerate(new_first) if not p.name]
        case "there":
            choices = [(score, _in(phrase)) for score, phrase in scored]
        case "it" | "that":
            persons = _names_called(MALE, history) | _names_called(FEMALE, history)
            choices = _texts([pair for pair in scored if not pair[1].words & persons])
        case "they":
            choices = [*_both(history[-1]), *_texts(scored)]
        case _:
            choices = _texts(scored)
    return choices[:MOST]


def _texts(scored: Sequence[ScoredPhrase]) -> list[Choice]:
    return [(score, phrase.text) for score, phrase in scored]


def _persons_called(
    own: frozenset[str], others: frozenset[str], scored: Sequence[ScoredPhrase], history: History
) -> list[ScoredPhrase]:
    """Return the phrases again, those first that were called by the `own` pronouns before.

    A phrase that was called by the `others` is left out.
    """
    excluded, known = _names_called(others, history), _names_called(own, history)
    rescored = [
        (score + _KNOWN_AS * (phrase.words <= known), phrase)
        for score, phrase in scored
        if not phrase.words & excluded
    ]
    return sorted(rescored, key=lambda pair: -pair[0])


def _names_called(pronouns: frozenset[str], history: History) -> set[str]:
    """Return the words of the names that were read for these pronouns, and for no others."""
    names: set[str] = set()
    for turn in history:
        if turn.asked == turn.standalone:
            continue  # nothing was read for its pronouns
        put = {token.lower for token in turn.question_as_put.tokens}
        if put & pronouns and not put & ((MALE | FEMALE) - pronouns):
            understood = [t.lower for t in turn.question.tokens if t.tag is Tag.NAME]
            names.update(name for name in understood if name not in put)
    return names


def _both(turn: Past) -> list[Choice]:
    """Return the two persons of a question and its answer: "Silver Lantern and Dark Comet"."""
    named = [p for p in turn.question.phrases if p.name and "person" in p.sorts]
    answer = turn.answer.phrase
    if len(named) != 1 or named[0].role in _PLACED or answer is None or not answer.name:
        return []
    persons = turn.answer.sort == "person" and "person" in answer.sorts
    single = not named[0].plural and not answer.plural
    return [(_BOTH, f"{named[0].text} and {answer.text}")] if persons and single else []


def _in(phrase: Phrase) -> str:
    preposition = phrase.role if phrase.role in ("at", "on") else "in"
    return f"{preposition} {phrase.text}"


def _a(phrase: Phrase) -> str:
    words = phrase.head if phrase.plural else phrase.text.removeprefix("the ")
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _combinations(choices: Sequence[Sequence[Choice]]) -> list[tuple[float, tuple[str, ...]]]:
    """Return one choice for each word, never one thing twice, with the doubt; the least first."""
    doubtful = [
        [
            (_DOUBT * place + _DOUBT_OF_SCORE * (options[0][0] - score), text)
            for place, (score, text) in enumerate(options)
        ]
        for options in choices
    ]
    combined = [
        (sum(doubt for doubt, _ in chosen), tuple(text for _, text in chosen))
        for chosen in itertools.product(*doubtful)
        if not _names_one_thing_twice([text for _, text in chosen])
    ]
    return sorted(combined)[:MOST]


def _names_one_thing_twice(texts: Sequence[str]) -> bool:
    """Whether two texts name one thing: "Rollo", "the ruler Rollo", "in Normandy"."""
    pairs = itertools.permutations(texts, 2)
    return any(f" {longer} ".endswith(f" {shorter} ") for shorter, longer in pairs)


def _replaced(question: str, references: Sequence[BackReference], chosen: dict[str, str]) -> str:
    """Return the question with what was chosen for each lemma in the place of its words."""
    text = question
    for reference in reversed(references):
        if (replacement := chosen.get(reference.lemma)) is None:
            continue
        before = text[: reference.start]
        if reference.lemma == "there" and _AFTER_PREPOSITION.search(before):
            replacement = replacement.partition(" ")[2]  # "in there"
        if reference.possessive:
            replacement += "’" if replacement.endswith("s") else "’s"
        text = before + replacement + text[reference.end :]
    return text
