"""Takes a question apart: question word, auxiliary, subject and rest."""

import re
from collections.abc import Sequence

from service.english import function_words
from service.english.clauses import Asks, Clause, join
from service.english.phrases import noun_phrases
from service.english.tagger.labels import Label
from service.english.tagging import tag_words
from service.english.tokens import Tag, Token

_CONTRACTED = re.compile(r"^(who|what|when|where|why|how)['’]s\b", re.IGNORECASE)
_VERBS = (Tag.AUXILIARY, Tag.VERB)
_OF_PARTICIPANT = frozenset({"who", "whom", "what", "which", "whose"})
OF_CIRCUMSTANCE = frozenset({"when", "where", "why"})
_OF_QUANTITY = frozenset({"many", "much"})


def clause_of(question: str) -> Clause | None:
    """Return the question taken apart; None if it is not built as most questions are."""
    text = " ".join(question.strip().rstrip("?!. ").split())
    text = _CONTRACTED.sub(r"\1 is", text)
    # Typed in haste, a question has no mark, but the tagger has to know that it is one.
    tokens = tag_words(f"{text}?")[:-1]
    if not tokens or tokens[-1].end < len(text):
        return None
    if tokens[0].tag is Tag.AUXILIARY:
        return _inverted("", Asks.WHETHER, tokens, text)
    if _asks_circumstance(tokens):
        place = next((i for i, t in enumerate(tokens) if t.tag is Tag.AUXILIARY), 0)
        word = _text(tokens[:place], text)
        return _inverted(word, Asks.CIRCUMSTANCE, tokens[place:], text) if place else None
    if tokens[0].lower in _OF_PARTICIPANT or tokens[0].lower == "how":
        return _about_participant(tokens, text)
    return None


def _asks_circumstance(tokens: Sequence[Token]) -> bool:
    """Whether it begins with "when", "how often", "in which year" or the like."""
    lowers = [token.lower for token in tokens[:2]]
    first, second = lowers[0], lowers[1] if len(lowers) > 1 else ""
    if tokens[0].tag is Tag.PREPOSITION or tokens[0].label is Label.SUBORDINATOR:
        asks = _OF_PARTICIPANT | OF_CIRCUMSTANCE | {"how"}
        return second in asks
    if first in OF_CIRCUMSTANCE:
        return True
    if first != "how" or len(tokens) == 1 or second in _OF_QUANTITY:
        return False
    # "how do", "how come", "how often"; but "how deep is" and "how many".
    return tokens[1].tag in (*_VERBS, Tag.ADVERB)


def _inverted(word: str, asks: Asks, tokens: Sequence[Token], text: str) -> Clause | None:
    """Return a question that goes on with its auxiliary, the first of `tokens`.

    word: the question word before it, if any.
    """
    if not tokens or tokens[0].tag is not Tag.AUXILIARY:
        return None
    end = _subject_end(tokens, 1, text)
    if end == 1:
        return None
    subject, rest = _text(tokens[1:end], text), _text(tokens[end:], text)
    return Clause(word, asks, tokens[0].text, subject, rest)


def _about_participant(tokens: Sequence[Token], text: str) -> Clause | None:
    """Return a question that begins with who, what, which, whose, how many or how high."""
    first = 2 if tokens[0].lower == "how" else 1
    place = first
    while place < len(tokens) and tokens[place].tag not in _VERBS:
        place += 1
    if place >= len(tokens):
        return None
    word, noun = _text(tokens[:place], text), _text(tokens[first:place], text)
    if tokens[place].tag is Tag.VERB:
        return Clause(word, Asks.SUBJECT, "", "", _text(tokens[place:], text), noun)
    end = _subject_end(tokens, place + 1, text)
    auxiliary = tokens[place].text
    subject, rest = _text(tokens[place + 1 : end], text), _text(tokens[end:], text)
    if not subject:
        return Clause(word, Asks.SUBJECT, auxiliary, "", rest, noun)
    if not any(token.tag is Tag.VERB for token in tokens[end:]) and auxiliary in function_words.BE:
        whole = join(subject, rest)
        return Clause(word, Asks.COMPLEMENT, auxiliary, whole, "", noun)
    return Clause(word, Asks.OBJECT, auxiliary, subject, rest, noun)


def _subject_end(tokens: Sequence[Token], start: int, text: str) -> int:
    """Return the place after the subject that begins at `start`; `start` if none does."""
    if start < len(tokens) and tokens[start].tag is Tag.PRONOUN:
        return start + 1
    ends = {phrase.start: phrase.end for phrase in noun_phrases(tokens[start:], text)}
    end = start
    while end < len(tokens):
        joined = end > start and (tokens[end].lower in ("and", "or") or _goes_on(tokens, end))
        first = end + joined
        if first >= len(tokens) or tokens[first].start not in ends or (end > start) != joined:
            break
        end = _place_at(tokens, ends[tokens[first].start])
    return end


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """Whether a preposition there belongs to the subject: "the driver from Brenn was dismissed"."""
    later = [token.tag for token in tokens[place + 1 :]]
    return tokens[place].tag is Tag.PREPOSITION and Tag.VERB in later


def _place_at(tokens: Sequence[Token], offset: int) -> int:
    """Return the place of the first token at or after an offset."""
    return next((i for i, token in enumerate(tokens) if token.start >= offset), len(tokens))


def _text(tokens: Sequence[Token], text: str) -> str:
    return text[tokens[0].start : tokens[-1].end] if tokens else ""
