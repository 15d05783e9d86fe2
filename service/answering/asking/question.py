"""A question, analysed once: the words that it is about."""

import re
from dataclasses import dataclass

from index.languages.telling import LANGUAGES, language_among
from index.storage.words.analysis import terms
from service.collection.intents import OF_DOCUMENTS, OF_SEVERAL, Aim, Intent, aim_of
from service.english.calendar import MONTHS_AND_DAYS
from service.english.clauses import Clause
from service.english.function_words import REFERRING
from service.english.lexicon.genitives import without_genitive
from service.english.parsed_text import ParsedText
from service.question_text import topic_and_question, without_headings

_GERMAN = "de"
_WORD = re.compile(r"\w+")
_MARKED = re.compile("[“”]")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
# The first word of a sentence has a capital letter anyway, and "I" always has one.
_LATER_WORD = re.compile(r"(?<!^)(?<![.!?]\s)\b(?!I\b)[^\W\d_][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, with all that the steps of an answer need to know about it.

    text: as it is searched for, its topic after it. bare: as it is read, without its topic, since a
    reader takes what repeats that for an answer; but "does it run?" is read after a ferry. typed:
    as it was asked, which may have abbreviations that `text` writes out. words: in lower case.
    terms: as the index has them, stemmed and without stop words. names: the words with a capital
    letter that begin no sentence. numbers: as they are written. clause: the question taken apart;
    None for an unusual one, and for what is no question. aim: what it is after.
    """

    text: str
    bare: str
    typed: str
    words: frozenset[str]
    terms: frozenset[str]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    clause: Clause | None
    aim: Aim

    @property
    def is_of_several(self) -> bool:
        """Whether it counts, sums up, compares or lists several things."""
        return self.aim.intent in OF_SEVERAL

    @property
    def is_of_all(self) -> bool:
        """Whether it counts, sums up or ranks all things of a kind."""
        return self.aim.intent is Intent.AGGREGATE

    @property
    def telling_terms(self) -> frozenset[str]:
        """The terms that may tell apart the things it is about: none if it is about all of them."""
        return frozenset() if self.is_of_all else self.terms

    @property
    def asks_how_to(self) -> bool:
        """Whether it asks in what way something is done."""
        if self.clause is None:
            return self.text.lower().split()[:2] == ["how", "to"]
        return self.clause.word.lower() == "how"

    @property
    def asks_value(self) -> bool:
        """Whether it asks for a time or a quantity."""
        if self.clause is None:
            return False
        if self.clause.word.lower() == "when" or self.clause.degree:
            return True
        sorts = {sort for phrase in ParsedText(self.clause.noun).phrases for sort in phrase.sorts}
        return bool(sorts & {"time", "measure"})  # "which year"


def analyse(text: str, typed: str | None = None) -> Question:
    """Return the question that `text` asks, analysed. typed: None if it was asked like this."""
    topic, asked = topic_and_question(text)
    searched = _with(asked, _MARKED.sub("", topic))
    return Question(
        text=searched,
        bare=_bare(topic, asked),
        typed=text if typed is None else typed,
        words=frozenset(_WORD.findall(searched.lower())),
        terms=frozenset(terms(searched)),
        names=_names(searched),
        numbers=tuple(_NUMBER.findall(searched)),
        clause=ParsedText(asked).clause,
        aim=_aim(topic, asked),
    )


def _names(text: str) -> tuple[str, ...]:
    """Return the words with a capital letter; no month, which has other notations, and none of a
    question in German, where every noun has one.
    """
    names = (word for word in _LATER_WORD.findall(text) if word[0].isupper())
    words = [*map(without_genitive, names)]
    if words and language_among(text, LANGUAGES) == _GERMAN:
        return ()
    return tuple(word for word in words if word.lower() not in MONTHS_AND_DAYS)


def _aim(topic: str, asked: str) -> Aim:
    """Return what a question is after; with a topic never what names documents or tells of them,
    for its "it" stands for the topic: "About the team: which pages mention it?".
    """
    aim = aim_of(asked)
    return Aim(Intent.ORDINARY) if topic and aim.intent not in OF_DOCUMENTS else aim


def _bare(topic: str, asked: str) -> str:
    """Return the question without its topic, or with the thing that its words stand for."""
    thing = without_headings(topic)
    refers = not REFERRING.isdisjoint(_WORD.findall(asked.lower()))
    return _with(asked, thing) if refers else asked


def _with(asked: str, topic: str) -> str:
    """Return "does it run, the ferry?"."""
    return f"{asked.rstrip('?!. ')}, {topic}?" if topic else asked
