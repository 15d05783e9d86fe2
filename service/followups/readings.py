"""READ FIRST: a follow-up -> the stand-alone questions that it may mean.

Readings are made generously, each with what grammar says for and against it; in `choose` what was
said and the documents tell which is meant. Each kind of follow-up has a file with a function
`read`:

back_references  words that refer back: "who asked for it?"
items        the list that was quoted: "the second one"
asked_again  question words alone: "why?", "since when?"
fragments    no verb: "what about Serbia?", "and in 2019?"
further      moves: "tell me more", "no, I meant X"
topics       whole questions that leave their topic out: "was anyone hurt?"
foreign      whatever is asked in a language of which the grammar is not known here
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, pairwise, zip_longest

from index.languages.scripts import ENGLISH
from index.languages.telling import is_function_word
from service.english.clauses import capital
from service.english.function_words import DO, is_english
from service.english.lexicon.genitives import without_genitive
from service.english.parsed_text import ParsedText
from service.english.tagger.labels import Label
from service.english.tagger.splitting import split
from service.english.tokens import Tag
from service.followups.kinds import (
    asked_again,
    back_references,
    foreign,
    fragments,
    further,
    items,
    topics,
)
from service.followups.reworded import with_words
from service.followups.said.history import History, Reading, asked, word_list
from service.followups.said.moves import Move, Moved
from service.followups.said.spoken_of import Said
from service.followups.said.words import LEAD_INS, QUESTION_WORDS
from service.followups.typed import of_typed
from service.question_text import MAX_QUESTION

_LONGEST = 300  # code points; a longer question says itself what it is about
_RESOLVED = 3  # of the readings without words that refer back, for fragments to be put into
_VERBS = (Tag.VERB, Tag.AUXILIARY)


def readings(
    question: str, history: History, moved: Moved, *, of_many: bool = False
) -> list[Reading]:
    """Return what a question may mean after what was said. The first is the question as typed.

    moved: which move in the conversation it is. of_many: whether it is asked of many documents;
    among few, the section that answered tells little of what is meant (docs/follow-ups.md).
    """
    is_move = moved.move is not Move.NONE
    core = ParsedText(_core(question))
    told = {"typed move": float(is_move), "kind typed": 1.0}
    typed = Reading(question, {**of_typed(question, core, history), **told})
    if not history or len(question) > _LONGEST:
        return [typed]
    found = {question: typed}
    said = Said(history)
    made = list(_of_kind("move", further.read(moved, said))) if is_move else []
    for reading in made or _made(question, core, said, of_many):
        if 0 < len(reading.text) <= MAX_QUESTION and not _is_no_sentence(reading):
            found.setdefault(reading.text, reading)
    return [*map(_agreeing, with_words(list(found.values()), history))]


def _agreeing(reading: Reading) -> Reading:
    return replace(reading, text=reading.agreeing or reading.text, agreeing="")


def _of_kind(kind: str, made: Iterable[Reading]) -> Iterator[Reading]:
    for reading in made:
        yield replace(reading, features={f"kind {kind}": 1.0, **reading.features})


def _is_no_sentence(reading: Reading) -> bool:
    words = pairwise(word_list(reading.text))
    twice = any(one == other and is_function_word(one, ENGLISH) for one, other in words)
    return twice or (_cut(reading) and lacks_verb(reading.text))


def _cut(reading: Reading) -> bool:
    """Whether the reading was put together otherwise than by words in a pronoun's place."""
    return "refers" not in reading.features or "other noun" in reading.features


def lacks_verb(text: str) -> bool:
    """Whether a question begins to ask with a form of "do" and has no verb: "What does A0?"."""
    if DO.isdisjoint(without_genitive(match[0]).lower() for match in split(text)):
        return False  # most have none, and need not be tagged for it
    tokens = ParsedText(text).tokens
    do = next((place for place, token in enumerate(tokens) if token.tag in _VERBS), None)
    if do is None or tokens[do].tag is Tag.VERB or tokens[do].lower not in DO:
        return False
    return all(token.tag is not Tag.VERB for token in tokens)


def _made(question: str, core: ParsedText, history: Said, of_many: bool) -> Iterator[Reading]:
    if not (is_english(question) and is_english(history[-1].standalone[:_LONGEST])):
        yield from _of_kind("foreign", foreign.read(question, history))
        return
    unmarked = ParsedText(core.text.rstrip("?!. "))
    if not core.tokens:
        return
    core = _asking_what(core)
    if any(token.tag in _VERBS or token.has_verb for token in core.tokens):
        made = chain(
            _of_kind("refers", back_references.read(core, history)),
            _of_kind("item", items.read(core, history)),
            _of_kind("topic", topics.read(core, history)),
            _of_kind("topic", topics.of_section(core, history) if of_many else ()),
        )
        for reading in made:
            agreeing = reading.agreeing and capital(asked(reading.agreeing))
            yield replace(reading, text=capital(asked(reading.text)), agreeing=agreeing)
    yield from _of_kind("asked", asked_again.read(unmarked, history))
    if fragments.named_in(unmarked) is not None:
        yield from _of_kind("fragment", fragments.of_another_place(unmarked, history))
        for fragment in _resolved(unmarked, history):
            yield from _of_kind("fragment", fragments.read(fragment, history))
    if of_many and not any(token.tag in _VERBS for token in core.tokens):
        yield from _of_kind("topic", topics.of_section(unmarked, history))
    # Of a question that was two itself only the last: three in one are no question any more.
    last = capital(history[-1].under_topic(asked(history[-1].question.text)))
    joined = f"{last} {capital(asked(core.text))}"
    yield Reading(joined, {"joined": 1.0, "kind joined": 1.0})


def _resolved(fragment: ParsedText, history: Said) -> list[ParsedText]:
    """Return a fragment with what its words stand for, the likeliest first; as it is where they
    stand for nothing. "Is him still there?" is no sentence.
    """
    whole = chain(items.read(fragment, history), back_references.read(fragment, history))
    likely = sorted(whole, key=lambda reading: "same gender" not in reading.features)
    return [ParsedText(reading.text) for reading in likely[:_RESOLVED]] or [fragment]


def _asking_what(core: ParsedText) -> ParsedText:
    """Return "what if it rains" for "if it rains"; any other question as it is."""
    tokens, verbs = core.tokens, 0
    if tokens[0].lower != "if":
        return core
    told = [
        token for token in tokens if token.tag is not Tag.ADVERB
    ]  # "has never been", "just want"
    for before, token in pairwise(told):
        if token.lower in QUESTION_WORDS or token.text == ",":
            return core
        goes_on = before.has_verb or before.tag in (*_VERBS, Tag.TO)
        verbs += token.has_verb or (token.tag in _VERBS and not goes_on)
    return ParsedText(f"what {core.text}") if verbs == 1 else core


def _core(question: str) -> str:
    """Return the question without the words that lead in, and with "it is" for "it's"."""
    parsed = ParsedText(question.strip())
    for place, token in enumerate(parsed.tokens):
        if token.lower not in LEAD_INS and token.text[0].isalnum():
            return _written_out(parsed, place)
    return ""


def _written_out(parsed: ParsedText, first: int) -> str:
    """Return the text from a token on, with the verb of "who's" and "it's" as a word."""
    text, end = "", parsed.tokens[first].start
    asking = parsed.tokens[first]
    if asking.lower.endswith("s") and asking.lower[:-1] in QUESTION_WORDS:  # "whats the excess"
        text, end = f"{asking.text[:-1]} is", asking.end
    for token, following in zip_longest(parsed.tokens[first:], parsed.tokens[first + 1 :]):
        asks_or_stands = token.label is Label.QUESTION or token.tag is Tag.PRONOUN
        ends = following is None or following.tag is Tag.MARK  # "and the lesser one's?"
        if asks_or_stands and token.is_genitive and not ends:
            verb = "has" if following and following.lower == "been" else "is"
            text, end = f"{text}{parsed.text[end : token.start]}{token.bare} {verb}", token.end
    return text + parsed.text[end:]
