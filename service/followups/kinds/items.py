"""Readings of "the second one" and "the other one": one of several things that were spoken of."""

from collections.abc import Iterator, Sequence

from index.documents.marks import unmarked
from service.answering.lists.counted import SMALL_NUMBERS
from service.english import nouns
from service.english.parsed_text import ParsedText
from service.english.tagger.labels import Label
from service.english.tokens import Tag, Token
from service.followups.kinds.agreement import article_before
from service.followups.kinds.referring import is_of_time
from service.followups.said.announced import announced_by
from service.followups.said.history import Past, Reading
from service.followups.said.spoken_of import Said
from service.followups.said.words import ONES, PLACES

_LONGEST = 5  # words of a name
_MOST_OTHERS = 4
# What has one of these says something, and is no name: "If you lose it".
_OF_CLAUSES = (Label.PRONOUN, Label.AUXILIARY, Label.DO, Label.MODAL, Label.SUBORDINATOR)
_BEFORE_ONE = (Tag.DETERMINER, Tag.NOUN, Tag.NUMBER, Tag.CONJUNCTION, Tag.ADVERB)


def label_of(item: str) -> str:
    """Return what an item of a list is called; "" if that cannot be told.

    That is what stands before its first comma or other stop, if that is short, or the noun phrase
    it begins with.

    item: without the mark of its list.
    """
    text = item.strip()
    parsed = ParsedText(text)
    end = next((t.start for t in parsed.tokens if t.tag is Tag.MARK and t.text != "-"), len(text))
    head = text[:end].strip()
    says = any(token.label in _OF_CLAUSES for token in parsed.tokens if token.end <= end)
    if len(head.split()) <= _LONGEST and not says:
        return head
    phrase = parsed.leading_phrase
    return phrase.text if phrase is not None else ""


def read(question: ParsedText, history: Said) -> Iterator[Reading]:
    """Yield the question with an item, or a thing, in the place of "the second one" or "one"."""
    yield from _of_lists(question, history)
    yield from _of_others(question, history)
    yield from _of_kinds(question, history)


def _of_lists(question: ParsedText, history: Said) -> Iterator[Reading]:
    tokens = question.tokens
    for place, token in enumerate(tokens):
        number = PLACES.get(token.lower)
        if number is None or is_of_time(question, token):
            continue
        start, end = _stretch(tokens, place)
        for back, past in enumerate(reversed(history[-2:])):
            for source, names in series_of(past):
                named = _at_place(names, number, _counted_after(tokens, place))
                if named:
                    text = question.text[:start] + named + question.text[end:]
                    features = {"item": 1.0, f"item {source}": 1.0, "turns back": float(back)}
                    yield Reading(text, features, named.split()[-1].lower())


def _counted_after(tokens: Sequence[Token], place: int) -> int:
    """Return how many are meant by "the first two"; 1 where no number follows."""
    following = tokens[place + 1].lower if place + 1 < len(tokens) else ""
    return SMALL_NUMBERS.get(following, 1)


def _at_place(names: Sequence[str], number: int, count: int) -> str:
    """Return the names from a place on, from the end where it is negative; "" unless all are."""
    first = number - 1 if number > 0 else len(names) - count + number + 1
    chosen = names[first : first + count] if first >= 0 else []
    if len(chosen) < count or not all(chosen):
        return ""
    *others, last = chosen
    return f"{', '.join(others)} and {last}" if others else last


def _of_others(question: ParsedText, history: Said) -> Iterator[Reading]:
    """Put each of several in the place of "the other one" and "the bigger one".

    Of "the other one", what was asked about last is none.
    """
    tokens = question.tokens
    asked = {token.lower for text in history[-1].asked_texts for token in text.tokens}
    for place, token in enumerate(tokens[:-1]):
        other = token.lower == "other"
        if not (other or token.is_adjective) or not _is_one(tokens, place + 1):
            continue
        start, end = _stretch(tokens, place)
        for back, past in enumerate(reversed(history[-2:])):
            for source, names in series_of(past):
                for name in names[:_MOST_OTHERS]:
                    if name and not (other and set(name.lower().split()) & asked):
                        features = {"other": 1.0, f"other {source}": 1.0, "turns back": float(back)}
                        text = question.text[:start] + name + question.text[end:]
                        yield Reading(text, features, name.split()[-1].lower())


def series_of(past: Past) -> Iterator[tuple[str, list[str]]]:
    """Yield the series of things that a turn named, with where: its list, its quote or question.

    Of an item that has no name there is "", so that the others keep their places.
    """
    items = unmarked([item.strip() for item in past.items])
    labels = [label_of(item) for item in items]
    if sum(map(bool, labels)) > 1:
        yield "listed", labels
    if announced := announced_by(past):
        yield "listed", announced
    for source, parsed in (
        *(("quoted", quote) for quote in past.parsed_quotes[:1]),
        *(("asked", text) for text in past.asked_texts),
    ):
        joined = _joined(parsed)
        if len(joined) > 1:
            yield source, joined


def _joined(parsed: ParsedText) -> list[str]:
    """Return the first noun phrases that only commas and conjunctions stand between."""
    found: list[str] = []
    end = -1
    for phrase in parsed.phrases:
        between = [token for token in parsed.tokens if end <= token.start < phrase.start]
        follows = any(token.label is Label.COORDINATOR for token in between) or found[1:]
        listed = all(token.text == "," or token.label is Label.COORDINATOR for token in between)
        if found and between and listed and (follows or between[0].text == ","):
            found.append(phrase.text)
        elif len(found) > 1:
            break
        else:
            found = [phrase.text]
        end = phrase.end
    return found if len(found) > 1 else []


def _stretch(tokens: Sequence[Token], place: int) -> tuple[int, int]:
    """Return where "the second one" starts and ends, of which a token is "second"."""
    led = place > 0 and tokens[place - 1].lower == "the"
    start = tokens[place - 1].start if led else tokens[place].start
    following = tokens[place + 1 : place + 2]
    named = any(
        t.tag in (Tag.NOUN, Tag.NAME) or t.lower in ONES or t.lower in SMALL_NUMBERS
        for t in following
    )
    return start, following[0].end if named else tokens[place].end


def _is_one(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].lower in ONES


def _counts(tokens: Sequence[Token], place: int) -> bool:
    """Whether it is the number of "one week"."""
    is_number = tokens[place].label is Label.NUMBER
    return is_number and any(token.tag is Tag.NOUN for token in tokens[place + 1 : place + 2])


def _of_kinds(question: ParsedText, history: Said) -> Iterator[Reading]:
    """Put a noun in the place of "one": "which one is cheaper?", "do I need one?"."""
    tokens = question.tokens
    for place, token in enumerate(tokens):
        if token.lower not in ONES or _counts(tokens, place):
            continue
        described = place > 0 and tokens[place - 1].tag in _BEFORE_ONE
        for mention in history.mentions:
            phrase = mention.phrase
            if phrase.name or mention.source == "quoted":
                continue
            several = token.lower == "ones"
            noun = nouns.plural(phrase.head) if several else phrase.head
            new = noun if described or several else f"{article_before(noun)} {noun}"
            text = question.text[: token.start] + new + question.text[token.end :]
            features = {
                **mention.features,
                "one": 1.0,
                f"from {mention.source}": 1.0,
                "turns back": float(mention.back),
                "several": float(phrase.plural),
            }
            yield Reading(text, features, phrase.head)
