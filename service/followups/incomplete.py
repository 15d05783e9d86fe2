"""Questions that are whole sentences, yet go on about something: "was anyone hurt?"."""

import re

from service.english import nouns
from service.english.clauses import capital
from service.english.function_words import THIRD_PERSON, THIRD_PERSON_OBJECTS
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase
from service.english.tagging import tag_words
from service.english.tokens import Tag
from service.english.verbs import is_past
from service.followups.history import History, Reading
from service.followups.referents import topics

_DOUBT = 0.2  # added for each place in the order of readings
_MOST_WORDS = 3  # nouns and verbs; a question with more of them says enough
_COUNTED = re.compile(r"how many(?: of them)?(?= )", re.IGNORECASE)
_ONE_OF_SEVERAL = re.compile(
    r"(?:who|what|which) (?:is|are|was|were) the"
    r" (?:(?:very )?first|second|third|last|next|others?|\w{2,}est|(?:most|least) \w+)",
    re.IGNORECASE,
)
_REFERS_BACK = THIRD_PERSON | THIRD_PERSON_OBJECTS
_OF_SOMETHING = frozenset(
    "president capital director head manager author mayor cause reason purpose result cost price"
    " length height depth size name meaning population founder leader member owner chairman effect"
    " advantage disadvantage consequence aim goal topic title plot area speed age weight".split()
)


def read(question: ParsedText, history: History) -> list[Reading]:
    """Return the readings of such a question, itself among them; none for any other question.

    What answers a reading must speak of what the question itself does: of the sky, for "why is the
    sky blue".
    """
    about = question.phrases[-1].head if question.phrases else ""
    return [
        Reading(text, _DOUBT * place, about if text != question.text and place else "")
        for place, text in enumerate(_completed(question, history))
    ]


def _completed(question: ParsedText, history: History) -> list[str]:
    counted = _COUNTED.match(question.text)
    rest = question.text[counted.end() :] if counted else ""
    if counted and tag_words(rest)[0].tag in (Tag.VERB, Tag.AUXILIARY):
        return _counted(rest, history)
    if _ONE_OF_SEVERAL.fullmatch(question.text.rstrip("?!. ")):
        return _one_of(question.text, history)
    if not _goes_on(question):
        return []
    without = frozenset(word for phrase in question.phrases for word in phrase.words)
    asked = topics(history[-2:], without, in_answers=False)
    events_first = sorted(asked, key=lambda topic: "event" not in topic.sorts)
    last = question.phrases[-1].head if question.phrases else ""
    texts = [_about(question.text, topic, last) for topic in events_first[:2]]
    # A question with a noun of its own may well stand alone; "was anyone hurt?" hardly does.
    texts.insert(0 if question.phrases else 1, question.text)
    return texts


def _goes_on(question: ParsedText) -> bool:
    """Whether a question says too little by itself: it names nothing, and tells of something."""
    tokens = question.tokens
    content = [token for token in tokens if token.tag in (Tag.NOUN, Tag.VERB)]
    names = any(token.tag is Tag.NAME or token.text.isdigit() for token in tokens)
    refers_back = any(token.lower in _REFERS_BACK for token in tokens)  # to what was not named
    if names or refers_back or not 0 < len(content) <= _MOST_WORDS:
        return False
    starts = [phrase.start for phrase in question.phrases]
    definite = any(question.text[start : start + 4].lower() == "the " for start in starts)
    return definite or any(token.tag is Tag.VERB and is_past(token.text) for token in tokens)


def _counted(rest: str, history: History) -> list[str]:
    """Read "how many are needed?" with the things that can be counted."""
    plural_first = sorted(topics(history[-2:]), key=lambda topic: not topic.plural)
    counted = [
        topic.text.removeprefix("the ") if topic.name else nouns.plural(topic.head)
        for topic in plural_first
        if topic.plural or not (topic.name or topic.head.endswith(nouns.OF_NO_ONE_THING))
    ]
    return [f"How many {noun}{rest}" for noun in dict.fromkeys(counted)]


def _one_of(question: str, history: History) -> list[str]:
    """Read "who was the first?" with the things of which there are several."""
    several = [topic for topic in topics(history[-1:]) if topic.plural]
    plain = capital(question.rstrip("?!. "))
    things = [f"the {topic.text}" if topic.name else topic.text for topic in several[:2]]
    return [f"{plain} of {text.replace('the the ', 'the ')}?" for text in things] or [question]


def _about(question: str, topic: Phrase, last: str) -> str:
    """Return the question with its topic. last: the head of the question's last phrase."""
    plain = question.rstrip("?!. ")
    if last in _OF_SOMETHING and nouns.singular(plain.split()[-1]) == last:
        return f"{capital(plain)} of {topic.text}?"
    if "event" in topic.sorts:
        return f"{capital(plain)} in {topic.text}?"
    return f"As for {topic.text}, {plain[:1].lower()}{plain[1:]}?"
