"""READ FIRST: a follow-up -> the stand-alone questions that it may mean.

Readings are made generously, each with what grammar says for and against it; `choose` lets the
documents say which is meant. Each kind of follow-up has a file with a function `read`:

back_references  words that refer back: "who asked for it?"
items        the list that was quoted: "the second one"
asked_again  question words alone: "why?", "since when?"
fragments    no verb: "what about Serbia?", "and in 2019?"
further      moves: "tell me more", "no, I meant X"
topics       whole questions that leave their topic out: "was anyone hurt?"

Of a language of which the grammar is not known here, few readings are made.
"""

from collections.abc import Iterator
from itertools import chain

from service.english.clauses import capital
from service.english.function_words import DO, is_english
from service.english.parsed_text import ParsedText
from service.english.tokens import Tag
from service.followups.kinds import (
    asked_again,
    back_references,
    fragments,
    further,
    items,
    topics,
)
from service.followups.said.history import History, Reading
from service.followups.said.moves import Move, Moved
from service.followups.said.spoken_of import Said
from service.followups.said.words import COMPARED, LEAD_INS, PLACES
from service.question_text import MAX_QUESTION

_LONGEST = 300  # code points; a longer question says itself what it is about
_VERBS = (Tag.VERB, Tag.AUXILIARY)


def readings(question: str, history: History, moved: Moved) -> list[Reading]:
    """Return what a question may mean after what was said. The first is the question as typed.

    moved: which move in the conversation it is.
    """
    is_move = moved.move is not Move.NONE
    typed = Reading(question, {**_of_typed(question, history), "typed move": float(is_move)})
    if not history or len(question) > _LONGEST:
        return [typed]
    found = {question: typed}
    said = Said(history)
    made = list(further.read(moved, said)) if is_move else []
    for reading in made or _made(question, said):
        if len(reading.text) <= MAX_QUESTION and not (_cut(reading) and lacks_verb(reading.text)):
            found.setdefault(reading.text, reading)
    return list(found.values())


def _cut(reading: Reading) -> bool:
    """Whether the reading was put together otherwise than by words in a pronoun's place."""
    return "refers" not in reading.features or "other noun" in reading.features


def lacks_verb(text: str) -> bool:
    """Whether a question begins to ask with a form of "do" and has no verb: "What does A0?"."""
    tokens = ParsedText(text).tokens
    do = next((place for place, token in enumerate(tokens) if token.tag in _VERBS), None)
    if do is None or tokens[do].tag is Tag.VERB or tokens[do].lower not in DO:
        return False
    return all(token.tag is not Tag.VERB for token in tokens)


def _made(question: str, history: Said) -> Iterator[Reading]:
    if not (is_english(question) and is_english(history[-1].standalone[:_LONGEST])):
        yield from _foreign(question, history)
        return
    core = ParsedText(_core(question))
    unmarked = ParsedText(core.text.rstrip("?!. "))
    if not core.tokens:
        return
    if any(token.tag in _VERBS for token in core.tokens):
        made = chain(
            back_references.read(core, history),
            items.read(core, history),
            topics.read(core, history),
        )
        for reading in made:
            yield Reading(capital(_asked(reading.text)), reading.features, reading.about)
    yield from asked_again.read(unmarked, history)
    resolved = [
        ParsedText(r.text)
        for r in chain(items.read(unmarked, history), back_references.read(unmarked, history))
    ][:3]
    for fragment in (unmarked, *resolved):
        yield from fragments.read(fragment, history)
    yield Reading(f"{history[-1].standalone} {capital(core.text)}", {"joined": 1.0})


def _foreign(question: str, history: History) -> Iterator[Reading]:
    """Yield the question after the former one, or after a topic, in any language."""
    yield Reading(f"{history[-1].standalone} {question}", {"joined": 1.0, "foreign joined": 1.0})
    for place, heading in enumerate(history[-1].headings[:3]):
        features = {"foreign topic": 1.0, "foreign topic place": place / 5, "foreign": 1.0}
        yield Reading(f"{heading}: {question}", features)


def _core(question: str) -> str:
    """Return the question without the words that lead in."""
    parsed = ParsedText(question.strip())
    for token in parsed.tokens:
        if token.lower not in LEAD_INS and token.text[0].isalnum():
            return parsed.text[token.start :]
    return ""


def _asked(text: str) -> str:
    return text if text.rstrip().endswith(("?", ".", "!")) else f"{text.rstrip()}?"


def _of_typed(question: str, history: History) -> dict[str, float]:
    """Return what speaks for and against the question as typed."""
    parsed = ParsedText(_core(question))
    tokens = [token for token in parsed.tokens if token.tag is not Tag.MARK]
    refers = back_references.references_in(parsed)
    counts = any(t.lower in PLACES or t.lower in items.ONES for t in tokens)
    content = [t for t in tokens if t.tag in (Tag.NOUN, Tag.NAME, Tag.NUMBER)]
    named = {
        word
        for past in history[-2:]
        for phrase in past.question.all_phrases
        for word in phrase.words
    }
    new = [t for t in content if t.lower not in named]
    return {
        "typed": 1.0,
        "typed refers": float(bool(refers)),
        "typed counts": float(counts),
        "typed refers as subject": float(any(r.subject for r in refers)),
        "typed without verb": float(not any(t.tag in _VERBS for t in tokens)),
        "typed leads in": float(len(parsed.text) < len(question.strip())),
        "typed compares": float(any(t.lower in COMPARED for t in tokens)),
        "typed content": float(min(len(content), 5)),
        "typed new": float(min(len(new), 4)),
        "typed name": float(any(t.tag is Tag.NAME for t in content)),
        "typed words": float(min(len(tokens), 12)) / 4,
    }
