"""What a conversation has named, and what it may be named again for."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from service.english.clauses import Asks
from service.english.lexicon.given_names import Gender
from service.english.lexicon.inflections import base_of_verb, singular_of
from service.english.lexicon.lexicon import NOUN, letters_of
from service.english.nouns import PERSON
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase
from service.english.tokens import Tag
from service.followups.said.headlines import subject_of
from service.followups.said.history import MOST_TURNS, History, Past
from service.followups.said.persons import as_named

Source = Literal["asked", "short", "heading", "quoted"]
_PARTS = (Asks.SUBJECT, Asks.OBJECT, Asks.COMPLEMENT)
_WORD = re.compile(r"[\w-]+")
_COUNTED = (Tag.NOUN, Tag.NAME, Tag.NUMBER, Tag.DETERMINER)
_NUMBER_SIGN = "No"  # without its dot
_OF_A_QUOTE = 6  # phrases; what a sentence names later is seldom taken up


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase of a former turn.

    source: whether the question has it, the words that answer, a heading above them, or the rest of
    the quote. back: how many turns ago. place: of the phrase among those of its text. turns: in how
    many turns it is named. counted: whether the question asked which or how many of it.
    asked_for: whether it answers a question for who or what. centre: whether a word of the last
    question stood for it, so that the talk is about it (Grosz, Joshi and Weinstein, "Centering",
    1995). in_title, in_heading: whether the title of the document that was quoted last, or a
    heading above the quote, has its head. asked_last, quoted_last: whether the last question, or
    the best quote that answered it, has all its words; of a name the last one is enough in the
    question. in_brief: whether a name or noun phrase that was spoken of has these words and more.
    gender: of the person that it names; None where that is not certain, and of anything else.
    answered: whether the turn was. answered_last: whether no turn since was, though there was one:
    who asks about something else between two questions goes back to this.
    """

    phrase: Phrase
    source: Source
    back: int
    place: int
    counted: bool = False
    asked_for: bool = False
    turns: int = 1
    centre: bool = False
    in_title: bool = False
    in_heading: bool = False
    asked_last: bool = False
    quoted_last: bool = False
    in_brief: bool = False
    gender: Gender | None = None
    answered: bool = True
    answered_last: bool = False

    def has_other_gender(self, genders: Collection[Gender | None]) -> bool:
        """Whether it is a person of none of these genders; not where they are not certain."""
        return self.gender is not None and None not in genders and self.gender not in genders

    @property
    def features(self) -> dict[str, float]:
        """Where it was named and what it is, as features of any reading that it is put in."""
        phrase = self.phrase
        return {
            f"named {self.source}": 1.0,
            "named turns back": float(self.back),
            "named place": min(self.place, 5) / 5,
            "named turns": float(min(self.turns, 3) - 1),
            "named centre": float(self.centre),
            "named in title": float(self.in_title),
            "named in heading": float(self.in_heading),
            "named asked for": float(self.asked_for),
            "named counted": float(self.counted),
            "named asked last": float(self.asked_last),
            "named quoted last": float(self.quoted_last),
            "named asked and quoted": float(self.asked_last and self.quoted_last),
            "named in brief": float(self.in_brief),
            "named words": min(len(phrase.words), 4) / 2,
            "named name": float(phrase.name),
            "named plural": float(phrase.plural),
            "named new": float(phrase.indefinite),
            "named gender": float(self.gender is not None),
            "named unanswered": float(not self.answered),
            "named answered last": float(self.answered_last),
            f"named as {_role_of(phrase)}": 1.0,
            **{f"named {sort}": 1.0 for sort in phrase.sorts},
        }


def _role_of(phrase: Phrase) -> str:
    return phrase.role if phrase.role in ("subject", "object", "of") else "other"


class Said(tuple[Past, ...]):
    """What was said before, the oldest turn first. What it named is found when first needed."""

    @cached_property
    def mentions(self) -> list[Mention]:
        return mentions(self)


def mentions(history: History) -> list[Mention]:
    """Return what was named, each thing once, where it was named last."""
    found: dict[frozenset[str], Mention] = {}
    turns: dict[frozenset[str], set[int]] = {}
    for back, past in enumerate(list(history)[: -MOST_TURNS - 1 : -1]):
        for mention in _of_turn(past, back):
            words = mention.phrase.words
            found.setdefault(words, mention)
            turns.setdefault(words, set()).add(back)
    last = history[-1]
    answered = next((back for back, past in enumerate(reversed(history)) if past.quotes), 0)
    centres = _words(last.standalone) - _words(last.asked)
    title, headings = _words(" ".join(last.headings[-1:])), _words(" ".join(last.headings[:-1]))
    asked, quoted = _words(last.standalone), _words(" ".join(last.quotes[:1]))
    return [
        replace(
            mention,
            turns=len(turns[words]),
            centre=words <= centres,
            in_title=mention.phrase.head in title,
            in_heading=mention.phrase.head in headings,
            asked_last=words <= asked or (mention.phrase.name and mention.phrase.head in asked),
            quoted_last=words <= quoted,
            in_brief=any(words < longer for longer in found),
            gender=_gender_in_full(mention, found.values()) or mention.gender,
            answered=bool(history[-1 - mention.back].quotes),
            answered_last=mention.back == answered > 0,
        )
        for words, mention in found.items()
    ]


def _gender_in_full(brief: Mention, named: Iterable[Mention]) -> Gender | None:
    """Return the gender of "Halse" where "Greger Halse" was spoken of too."""
    words = brief.phrase.words
    full = [m.gender for m in named if words < m.phrase.words and m.phrase.sorts == PERSON]
    return full[0] if brief.phrase.name and full else None


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def _of_turn(past: Past, back: int) -> Iterator[Mention]:
    clause = past.question.clause
    asks_part = clause is not None and clause.asks in _PARTS and not clause.asks_how
    for short in past.parsed_short_answers[:1]:
        for place, phrase in enumerate(short.phrases[:2]):
            for mention in _mention(phrase, short, "short", back, place):
                yield replace(mention, asked_for=asks_part and not place)
    asked_for = len(clause.word) if clause is not None else 0
    asked = [(phrase, text) for text in past.asked_texts for phrase in text.all_phrases]
    for place, (phrase, text) in enumerate(asked):
        counted = text is past.question and phrase.end <= asked_for
        yield from _mention(phrase, text, "asked", back, place, counted)
    for place, heading in enumerate(map(subject_of, past.parsed_headings)):
        for phrase in heading.phrases[:1]:
            yield from _mention(phrase, heading, "heading", back, place)
    for quote in past.parsed_quotes[:1]:
        for place, phrase in enumerate(quote.all_phrases[:_OF_A_QUOTE]):
            yield from _mention(phrase, quote, "quoted", back, place)


def numbered(phrase: Phrase, text: ParsedText) -> Phrase:
    """Return the phrase with the number that belongs to it: "flight 318", "Millbrook No 5", but not
    "crew 12 times".
    """
    following = [token for token in text.tokens if token.start >= phrase.end][:3]
    if following and following[0].text == _NUMBER_SIGN:
        following = following[1:]
    if not following or phrase.plural:
        return phrase
    number, *after = following
    between = text.text[phrase.end : number.start]
    if between not in (" ", f" {_NUMBER_SIGN} "):
        return phrase
    counts = after and (after[0].tag in _COUNTED or after[0].text in "%€$£-–")
    if number.tag is not Tag.NUMBER or not number.text[0].isdigit() or counts:
        return phrase
    words = phrase.words | {number.lower}
    added = phrase.text.startswith("the ") and text.text[phrase.start :][:4].lower() != "the "
    named = phrase.text.removeprefix("the ") if added else phrase.text
    return replace(phrase, text=f"{named}{between}{number.text}", words=words, end=number.end)


def _mention(
    bare: Phrase, text: ParsedText, source: Source, back: int, place: int, counted: bool = False
) -> Iterator[Mention]:
    """Yield the mention that a phrase of a text makes; nothing for one that names nothing.

    bare: without the number that may follow it.
    """
    phrase, gender = as_named(numbered(bare, text))
    if "\n" in phrase.text:  # the words at the end of a line of code, and at the start of the next
        return
    if not _may_be_noun(phrase):
        return
    # "How many vacation days" asks for something, "for nine days" tells how long.
    if phrase.words and (counted or not phrase.sorts <= {"time", "measure"}):
        yield Mention(phrase, source, back, place, counted, gender=gender)


def _may_be_noun(phrase: Phrase) -> bool:
    """Whether a phrase of one small word may be a noun: a cell of a table may hold "Withdrew"."""
    word = phrase.text.split()[-1]
    if len(phrase.words) > 1 or not (word.isalpha() and word.islower()):
        return True
    if letters := letters_of(word):
        return NOUN in letters
    return base_of_verb(word) is None or singular_of(word) is not None
