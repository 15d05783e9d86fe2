"""Takes a question apart: question word, auxiliary, subject and rest."""

import re
from collections.abc import Sequence

from service.english import function_words
from service.english.clauses import Asks, Clause, join
from service.english.phrases import noun_phrases
from service.english.tagging import tag_words
from service.english.tokens import Tag, Token

_ADVERBIAL = re.compile(
    r"(?:(?:since|until|till|from|by) )?(?:when|where)(?: else| exactly)?\b"
    r"|(?:why|how come)(?: else| exactly)?\b"
    r"|how (?:long|often|far|soon|late|early|well|badly|quickly|fast)(?: ago)?\b"
    r"|how(?= (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)\b)"
    r"|by how (?:much|many)\b"
    r"|(?:in|on|at|during|by|for|from|since|to|with|against|under|of|about|between|among)"
    r" (?:(?:which|what) (?:\w+ ){0,1}?\w+?|whom|what)"
    r"(?= (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)\b)",
    re.IGNORECASE,
)
_PARTICIPANT = re.compile(
    r"(?:who|whom|what|which|whose|how (?:many|much))\b"
    r"|how \w+(?= (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b)",
    re.IGNORECASE,
)


def clause_of(question: str) -> Clause | None:
    """Return the question taken apart; None if it is not built as most questions are."""
    text = " ".join(question.strip().rstrip("?!. ").split())
    tokens = tag_words(text)
    if not tokens or tokens[-1].end < len(text):
        return None
    if tokens[0].tag is Tag.AUXILIARY:
        return _inverted("", Asks.WHETHER, tokens, text)
    if match := _ADVERBIAL.match(text):
        after = [token for token in tokens if token.start >= match.end()]
        return _inverted(match[0], Asks.CIRCUMSTANCE, after, text)
    if _PARTICIPANT.match(text):
        return _about_participant(tokens, text)
    return None


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
    while place < len(tokens) and tokens[place].tag not in (Tag.AUXILIARY, Tag.VERB):
        place += 1
    if place == len(tokens):
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
