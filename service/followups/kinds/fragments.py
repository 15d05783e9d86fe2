"""Follow-ups without a verb: "what about Serbia?", "and for floats?", "in 2019?"."""

import re
from collections.abc import Iterator
from itertools import pairwise

from service.english import nouns
from service.english.clauses import capital
from service.english.function_words import EXCEPTIVE, NEGATIVE, QUANTIFIERS
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase
from service.english.tagger.labels import Label
from service.english.tokens import Tag, Token, small
from service.followups.kinds.agreement import PutIn, changed, number_of, verb_in_number
from service.followups.said.history import Past, Reading
from service.followups.said.spoken_of import Said
from service.followups.said.words import ONES, QUESTION_WORDS, SAME

_LONGEST = 9  # words
_LONGEST_BEFORE = 24  # words of a former question; nobody replaces a part of a longer one
_VERBS = (Tag.VERB, Tag.AUXILIARY)
_NAMING = (Tag.NOUN, Tag.NAME, Tag.NUMBER)
_LETTER, _DIGIT = re.compile(r"[^\W\d_]+"), re.compile(r"\d")
_CAPITAL, _GENITIVE = re.compile(r"[A-Z](?:[a-z]+)?"), re.compile(r"['’]s?$")
_RESTRICTING = NEGATIVE | EXCEPTIVE
_NUMBER = re.compile(r"\b\d[\d.,]*\b")


def read(fragment: ParsedText, history: Said) -> Iterator[Reading]:
    """Yield the readings of such a follow-up; nothing for any other.

    fragment: without the words that lead in, and without its question mark.
    """
    new = _named(fragment)
    if new is None or not new.tokens or len(new.tokens) > _LONGEST:
        return
    if any(_is_verb(token) or token.lower in QUESTION_WORDS for token in new.tokens):
        return
    preposition, what = _led(new)
    words = what.text if preposition else _within_a_sentence(what)
    about, placed = what.phrases[-1].head if what.phrases else "", float(bool(preposition))
    for back, past in enumerate(reversed(history[-2:])):
        if len(past.question.tokens) <= _LONGEST_BEFORE:
            for made in _in_question(preposition, what, words, past):
                features = {"turns back": float(back), "placed": placed, **made.features}
                yield Reading(_asked(made.text), features, about, _asked(made.agreeing))
    if not preposition:
        yield Reading(f"What about {words}?", {"what about": 1.0}, about)
        for mention in [m for m in history.mentions if m.phrase.head != about][:2]:
            text = f"What about {words} for {mention.phrase.text}?"
            features = {
                **mention.features,
                "what about for": 1.0,
                f"from {mention.source}": 1.0,
                "turns back": float(mention.back),
            }
            yield Reading(text, features, about)


def _is_verb(token: Token) -> bool:
    """Whether it makes a clause of its own: "a racing tyre" has no verb."""
    return token.tag in _VERBS and token.label is not Label.GERUND


def _named(fragment: ParsedText) -> ParsedText | None:
    """Return what a fragment names, without "what about" and the "same" of "same for floats"; None
    if it asks with a question word.
    """
    tokens = fragment.tokens
    if tokens and tokens[0].lower in QUESTION_WORDS:
        if len(tokens) > 2 and tokens[1].tag is Tag.PREPOSITION:
            return ParsedText(fragment.text[tokens[2].start :])
        return None
    if len(tokens) > 1 and tokens[0].lower in SAME and tokens[1].tag is Tag.PREPOSITION:
        return ParsedText(fragment.text[tokens[1].start :])
    return fragment


def _asked(text: str) -> str:
    return f"{capital(text)}?" if text else ""


def _led(new: ParsedText) -> tuple[str, ParsedText]:
    """Return the preposition that leads a fragment, and what follows it: "even after", "a power
    cut". It is "" where none does.
    """
    place = next((n for n, token in enumerate(new.tokens) if token.tag is not Tag.ADVERB), 0)
    if new.tokens[place].tag is not Tag.PREPOSITION or len(new.tokens) == place + 1:
        return "", new
    led = ParsedText(new.text[new.tokens[place + 1].start :])
    return new.text[: new.tokens[place].end].lower(), led


def _within_a_sentence(what: ParsedText) -> str:
    """Return the words without the capital that only the beginning of a sentence has: "a Mac" for
    "A Mac". That of a noun may be its own, and that of "The Hague".
    """
    first, *others = what.tokens
    followed = what.text[first.end : first.end + 1] == " " and others
    keeps = first.tag in _NAMING or first.text == "I" or not _CAPITAL.fullmatch(first.text)
    if keeps or not followed or (others[0].text[0].isupper() and first.lower not in ("a", "an")):
        return what.text
    return small(what.text)


def _in_question(preposition: str, what: ParsedText, words: str, past: Past) -> Iterator[Reading]:
    """Yield the former question with the new words in a place of it, or at its end.

    words: the new ones, as they stand within a sentence.
    """
    former = past.question
    yield from _substituted(preposition, what, words, former)
    for number in _NUMBER.finditer(former.text) if _NUMBER.fullmatch(what.text) else ():
        text = former.text[: number.start()] + what.text + former.text[number.end() :]
        yield Reading(text, {"number": 1.0})
    yield from _counted(what, former)
    if preposition:
        yield Reading(f"{former.text} {preposition} {words}", {"appended": 1.0})
    elif what.phrases:
        yield Reading(f"{former.text} for {words}", {"appended for": 1.0})
    after_article = {b.start for a, b in pairwise(former.tokens) if a.lower in ("a", "an")}
    for old in former.tokens if len(what.tokens) == 1 else ():
        if old.start in after_article and what.tokens[0].label is Label.PLURAL:
            continue
        new_is_name, old_is_name = (token.tag is Tag.NAME for token in (what.tokens[0], old))
        if old.tag in _NAMING and old.lower != what.text.lower() and new_is_name == old_is_name:
            text = former.text[: old.start] + what.text + former.text[old.end :]
            yield Reading(text, {"word": 1.0, **_alike_words(old, what.tokens[0])})
    for shorter in _without_modifiers(former):
        text = f"{shorter} {preposition or 'for'} {words}"
        yield Reading(text, {"modifier dropped": 1.0})


def _substituted(
    preposition: str, what: ParsedText, words: str, former: ParsedText
) -> Iterator[Reading]:
    """Yield the former question with the new words in the place of each phrase of it.

    What leads them and restricts, "not on" or "only in", would be lost.
    """
    if _RESTRICTING & frozenset(preposition.split()):
        return
    new = what.phrases[0] if what.phrases else None
    joined = any(token.label is Label.COORDINATOR for token in what.tokens)
    for old in former.all_phrases:
        if new is not None and old.words == new.words:
            continue
        if not _fits_after_question_word(former, old, what):
            continue
        put_in = PutIn(old.start, _end_of(old, former), words)
        verb = None if joined else _agreeing(former, old, new)
        agreeing = changed(former.text, [put_in, verb]) if verb else ""
        features = {"substituted": 1.0, **_alike(old, new, preposition)}
        yield Reading(changed(former.text, [put_in]), features, agreeing=agreeing)


def _fits_after_question_word(former: ParsedText, old: Phrase, what: ParsedText) -> bool:
    """Whether the new words may stand where a phrase does that a question word leads: "which
    colours" for "which models", but not "from what the cello" for "from what age".
    """
    before = [token for token in former.tokens if token.start < old.start]
    within = [token for token in former.tokens if old.start <= token.start < old.end]
    degree = bool(before) and before[-1].lower == "how"
    quantified = len(before) > 1 and before[-2].lower == "how" and before[-1].lower in QUANTIFIERS
    if degree or (within and within[0].lower in QUESTION_WORDS):
        return False
    if not (quantified or (before and before[-1].lower in QUESTION_WORDS)):
        return True
    return what.tokens[0].tag in (Tag.NOUN, Tag.NUMBER)


def _end_of(phrase: Phrase, text: ParsedText) -> int:
    """Return where the phrase ends, with the "one" of "the pellet one"."""
    following = next((token for token in text.tokens if token.start >= phrase.end), None)
    return following.end if following and following.lower in ONES else phrase.end


def _agreeing(former: ParsedText, old: Phrase, new: Phrase | None) -> PutIn | None:
    """Return the verb of a subject in the number of what takes its place, if that is another."""
    plural = number_of(new) if new else None
    owned = former.text[old.end :].startswith(("'", "’"))
    owns = owned or _GENITIVE.search(former.text[old.start : old.end])
    if old.role != "subject" or owns or plural in (None, old.plural):
        return None
    return verb_in_number(former.tokens, old.start, old.end, plural=plural)


def _counted(what: ParsedText, former: ParsedText) -> Iterator[Reading]:
    """Yield the question with another number of the same things: "five times"."""
    if len(what.tokens) != 2 or what.tokens[0].label is not Label.NUMBER:
        return
    for number, noun in pairwise(former.tokens):
        same = nouns.singular(noun.lower) == nouns.singular(what.tokens[1].lower)
        if number.label is Label.NUMBER and same:
            text = former.text[: number.start] + what.text + former.text[noun.end :]
            yield Reading(text, {"number": 1.0})


def _alike(old: Phrase, new: Phrase | None, preposition: str) -> dict[str, float]:
    """Return how alike the two phrases are."""
    if new is None:
        return {}
    union = len(old.sorts | new.sorts) or 1
    return {
        "alike": len(old.sorts & new.sorts) / union,
        "both names": float(old.name and new.name),
        "one name": float(old.name != new.name),
        "other number": float(old.plural != new.plural),
        "same preposition": float(old.role in preposition.split()[-1:]),
        "subject": float(old.role == "subject"),
        "words": float(len(old.words)),
    }


def _alike_words(old: Token, new: Token) -> dict[str, float]:
    """Return how alike two words are: both of one kind, and of one shape, as A1 and A0."""
    shapes = [_LETTER.sub("a", _DIGIT.sub("0", token.text)) for token in (old, new)]
    return {
        "same label": float(old.label is new.label),
        "same shape": float(shapes[0] == shapes[1]),
    }


def _without_modifiers(former: ParsedText) -> Iterator[str]:
    """Yield the question without a noun that describes another: "type" for "integer type"."""
    for phrase in former.phrases:
        inside = [t for t in former.tokens if phrase.start <= t.start < phrase.end]
        nouns = [t for t in inside if t.tag is Tag.NOUN]
        for token, following in pairwise(nouns):
            if following.start == token.end + 1:
                yield former.text[: token.start] + former.text[following.start :]
