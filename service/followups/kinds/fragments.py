"""Follow-ups without a verb: "what about Serbia?", "and for floats?", "in 2019?"."""

import re
from collections.abc import Iterator

from service.english.clauses import capital
from service.english.parsed_text import ParsedText
from service.english.tagger.labels import Label
from service.english.tokens import Tag, Token, small
from service.followups.kinds.substitution import (
    NAMING,
    at_another_place,
    put_into,
    substituted,
)
from service.followups.said.history import Reading
from service.followups.said.spoken_of import Said
from service.followups.said.words import QUESTION_WORDS, SAME

_LONGEST = 9  # words
_LONGEST_BEFORE = 24  # words of a former question; nobody replaces a part of a longer one
_VERBS = (Tag.VERB, Tag.AUXILIARY)
_CAPITAL = re.compile(r"[A-Z](?:[a-z]+)?")


def read(fragment: ParsedText, history: Said) -> Iterator[Reading]:
    """Yield the readings of such a follow-up; nothing for any other.

    fragment: without the words that lead in, and without its question mark.
    """
    new = named_in(fragment)
    if new is None:
        return
    preposition, what = _led(new)
    words = what.text if preposition else _within_a_sentence(what)
    about, placed = what.phrases[-1].head if what.phrases else "", float(bool(preposition))
    for back, past in enumerate(reversed(history[-2:])):
        if len(past.question.tokens) <= _LONGEST_BEFORE:
            told = {
                "turns back": float(back),
                "placed": placed,
                "of unanswered": float(not past.quotes),
            }
            for made in put_into(preposition, what, words, past.question):
                text, agreeing = map(past.under_topic, map(_asked, (made.text, made.agreeing)))
                yield Reading(text, {**told, **made.features}, about, agreeing)
            for made in _in_topic(preposition, what, words, past.topic):
                text = f"About {made.text}: {past.question.text}?"
                yield Reading(text, {**told, **made.features, "in topic": 1.0}, about)
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


def of_another_place(fragment: ParsedText, history: Said) -> Iterator[Reading]:
    """Yield the former question with "the second" in the place of its "first"."""
    for back, past in enumerate(reversed(history[-2:])):
        for made in at_another_place(fragment, past.question):
            told = {**made.features, "turns back": float(back)}
            yield Reading(past.under_topic(_asked(made.text)), told)


def _in_topic(
    preposition: str, what: ParsedText, words: str, topic: ParsedText
) -> Iterator[Reading]:
    """Yield a topic with the new words in a place of it, but for one of headings."""
    if "“" not in topic.text:
        yield from substituted(preposition, what, words, topic)


def named_in(fragment: ParsedText) -> ParsedText | None:
    """Return what a fragment names, without "what about"; None for any other follow-up."""
    new = _named(fragment)
    if new is None or not new.tokens or len(new.tokens) > _LONGEST:
        return None
    asks = any(_is_verb(token) or token.lower in QUESTION_WORDS for token in new.tokens)
    return None if asks else new


def _is_verb(token: Token) -> bool:
    """Whether it makes a clause of its own, as "I'm" does; "a racing tyre" has no verb."""
    return token.has_verb or (token.tag in _VERBS and token.label is not Label.GERUND)


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
    keeps = first.tag in NAMING or first.text == "I" or not _CAPITAL.fullmatch(first.text)
    if keeps or not followed or (others[0].text[0].isupper() and first.lower not in ("a", "an")):
        return what.text
    return small(what.text)
