"""Questions that are whole sentences, yet go on about something: "was anyone hurt?"."""

import re
from dataclasses import replace

from service.english import nouns
from service.english.clauses import capital
from service.english.function_words import THIRD_PERSON, THIRD_PERSON_OBJECTS
from service.english.phrases import Phrase, phrases
from service.english.tagging import tagged
from service.english.tags import Tag
from service.english.verbs import is_past
from service.followups.history import History, Reading
from service.followups.referents import topics

_DOUBT = 0.2
_MOST_WORDS = 3  # that say something; a question of more says enough
_COUNTED = re.compile(r"how many(?: of them)?(?= )", re.IGNORECASE)
_ONE_OF_SEVERAL = re.compile(
    r"(?:who|what|which) (?:is|are|was|were) the"
    r" (?:(?:very )?first|second|third|last|next|others?|\w{2,}est|(?:most|least) \w+)",
    re.IGNORECASE,
)
_PERSONAL = THIRD_PERSON | THIRD_PERSON_OBJECTS
_OF_SOMETHING = frozenset(
    "president capital director head manager author mayor cause reason purpose result cost price"
    " length height depth size name meaning population founder leader member owner chairman effect"
    " advantage disadvantage consequence aim goal topic title plot area speed age weight".split()
)


def completed(question: str, history: History) -> list[Reading]:
    """Readings of such a question, the question itself among them; none if it is no such. What
    answers one is to speak of what the question itself does: of the sky, for "why is the sky blue".
    """
    own = phrases(question)
    about = own[-1].head if own else ""
    return [
        Reading(text, _DOUBT * place, about if text != question and place else "")
        for place, text in enumerate(_completed(question, history))
    ]


def _completed(question: str, history: History) -> list[str]:
    counted = _COUNTED.match(question)
    if counted and tagged(question[counted.end() :])[0].tag in (Tag.VERB, Tag.AUXILIARY):
        return _counted(question[counted.end() :], history)
    if _ONE_OF_SEVERAL.fullmatch(question.rstrip("?!. ")):
        return _one_of(question, history)
    own = phrases(question)
    if not _goes_on(question):
        return []
    asked = [replace(past, quotes=()) for past in history[-2:]]  # about what was asked
    without = frozenset(word for phrase in own for word in phrase.words)
    about = sorted(topics(asked, without), key=lambda topic: "event" not in topic.sorts)
    last = own[-1].head if own else ""
    found = [_about(question, topic, last) for topic in about[:2]]
    return [question, *found] if own else [*found[:1], question, *found[1:]]


def _goes_on(question: str) -> bool:
    """Whether it says too little by itself: it names nothing, and tells of something definite."""
    tokens = tagged(question)
    content = [token for token in tokens if token.tag in (Tag.NOUN, Tag.VERB)]
    names = any(token.tag is Tag.NAME or token.text.isdigit() for token in tokens)
    refers_back = any(token.lower in _PERSONAL for token in tokens)  # to what was not named
    if names or refers_back or not 0 < len(content) <= _MOST_WORDS:
        return False
    definite = any(question[p.start : p.start + 4].lower() == "the " for p in phrases(question))
    return definite or any(token.tag is Tag.VERB and is_past(token.text) for token in tokens)


def _counted(rest: str, history: History) -> list[str]:
    """For "how many are needed?" with what can be counted."""
    found = sorted(topics(history[-2:]), key=lambda topic: not topic.plural)
    counted = [
        topic.text.removeprefix("the ") if topic.name else nouns.plural(topic.head)
        for topic in found
        if topic.plural or not (topic.name or topic.head.endswith(nouns.OF_NO_ONE_THING))
    ]
    return [f"How many {noun}{rest}" for noun in dict.fromkeys(counted)]


def _one_of(question: str, history: History) -> list[str]:
    """For "who was the first?" with those of whom there are several."""
    several = [topic for topic in topics(history[-1:]) if topic.plural]
    plain = capital(question.rstrip("?!. "))
    found = [f"the {topic.text}" if topic.name else topic.text for topic in several[:2]]
    return [f"{plain} of {text.replace('the the ', 'the ')}?" for text in found] or [question]


def _about(question: str, topic: Phrase, last: str) -> str:
    """The question with its topic. last: the head of the question's last phrase."""
    plain = question.rstrip("?!. ")
    if last in _OF_SOMETHING and nouns.singular(plain.split()[-1]) == last:
        return f"{capital(plain)} of {topic.text}?"
    if "event" in topic.sorts:
        return f"{capital(plain)} in {topic.text}?"
    return f"As for {topic.text}, {plain[:1].lower()}{plain[1:]}?"
