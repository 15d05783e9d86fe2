"""Readings of "the second one": an item of the list, or a thing of the kind, that was spoken of."""

from collections.abc import Iterator, Sequence

from index.documents.marks import LIST_MARK
from service.english import nouns
from service.english.parsed_text import ParsedText
from service.english.tokens import Tag, Token
from service.followups.said.history import Reading
from service.followups.said.spoken_of import Said
from service.followups.said.words import PLACES

_LONGEST = 5  # words of a name
_ARTICLE = 4  # code points that may stand before the phrase
ONES = ("one", "ones")
_BEFORE_ONE = (Tag.DETERMINER, Tag.NOUN, Tag.NUMBER, Tag.CONJUNCTION, Tag.ADVERB)


def label_of(item: str) -> str:
    """Return what an item of a list is called; "" if that cannot be told.

    That is what stands before its first mark, if that is short, or the noun phrase it begins with.
    """
    text = LIST_MARK.sub("", item.strip(), count=1)
    parsed = ParsedText(text)
    end = next((t.start for t in parsed.tokens if t.tag is Tag.MARK and t.text != "-"), len(text))
    head = text[:end].strip()
    if len(head.split()) <= _LONGEST:
        return head
    phrase = next(iter(parsed.phrases), None)
    return phrase.text if phrase is not None and phrase.start <= _ARTICLE else ""


def read(question: ParsedText, history: Said) -> Iterator[Reading]:
    """Yield the question with an item, or a thing, in the place of "the second one" or "one"."""
    yield from _of_lists(question, history)
    yield from _of_kinds(question, history)


def _of_lists(question: ParsedText, history: Said) -> Iterator[Reading]:
    tokens = question.tokens
    for place, token in enumerate(tokens):
        number = PLACES.get(token.lower)
        if number is None:
            continue
        start = (
            tokens[place - 1].start if place and tokens[place - 1].lower == "the" else token.start
        )
        end = tokens[place + 1].end if _is_one(tokens, place + 1) else token.end
        if (
            end == token.end
            and place + 1 < len(tokens)
            and tokens[place + 1].tag in (Tag.NOUN, Tag.NAME)
        ):
            end = tokens[place + 1].end
        for back, past in enumerate(reversed(history[-2:])):
            items = past.items
            at = number - 1 if number > 0 else len(items) + number
            if len(items) > 1 and 0 <= at < len(items) and (label := label_of(items[at])):
                text = question.text[:start] + label + question.text[end:]
                features = {"item": 1.0, "turns back": float(back)}
                yield Reading(text, features, label.split()[-1].lower())


def _is_one(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].lower in ONES


def _of_kinds(question: ParsedText, history: Said) -> Iterator[Reading]:
    """Put a noun in the place of "one": "which one is cheaper?", "do I need one?"."""
    tokens = question.tokens
    for place, token in enumerate(tokens):
        if token.lower not in ONES:
            continue
        described = place > 0 and tokens[place - 1].tag in _BEFORE_ONE
        for mention in history.mentions:
            phrase = mention.phrase
            if phrase.name or mention.source == "quoted":
                continue
            noun = nouns.plural(phrase.head) if token.lower == "ones" else phrase.head
            new = noun if described else f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
            text = question.text[: token.start] + new + question.text[token.end :]
            features = {
                "one": 1.0,
                f"from {mention.source}": 1.0,
                "turns back": float(mention.back),
                "several": float(phrase.plural),
            }
            yield Reading(text, features, phrase.head)
