"""A subject, taken apart: what documents are to mention, any or each of it, and what they are not.

"garlic or badgers", "both the printer and paper", "members but not fees", and "the tenant" in
"Which documents do not mention the tenant?".
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.languages.scripts import ENGLISH
from index.languages.telling import LANGUAGES, language_among
from index.records import Span
from service.collection.subjects.little_words import LittleWords, little_words
from service.english.tagging import tag_words
from service.english.tokens import Tag

_WORD = re.compile(r"\w+(?:['’./-]\w+)*[+#]*|,")
_QUOTED = re.compile(r"[\"“”„«»]")
_ELIDED = re.compile(r"^\w['’]")  # "n'est"
_NAMING = (Tag.NOUN, Tag.NAME, Tag.NUMBER)


@dataclass(frozen=True, slots=True)
class Sought:
    """What documents are to mention. names: as asked. each: whether every one of them, and not any.

    without: what they must not mention.
    """

    names: tuple[str, ...]
    each: bool = False
    without: tuple[str, ...] = ()


@dataclass(slots=True)
class _SubjectParts:
    """What was read so far. negative: whether what comes next is denied."""

    little: LittleWords
    negative: bool
    either: bool = False
    sides: dict[bool, list[Span]] = field(default_factory=lambda: {True: [], False: []})
    open: list[Span] = field(default_factory=list)

    def close(self) -> None:
        """End the name that is open."""
        if self.open:
            self.sides[self.negative].append(Span(self.open[0].start, self.open[-1].end))
        self.open = []


def sought(question: str, subject: str, is_for_documents: Callable[[str], bool]) -> Sought | None:
    """Return what documents are to mention; None where it is not clear what is denied.

    subject: a part of the question. is_for_documents: whether a word stands for any document.
    """
    start = question.rfind(subject)
    end = start + len(subject)
    around = question[max(start - 1, 0) : start] + question[end : end + 1]
    little = little_words(language_among(question, LANGUAGES))
    before, after = _words(question[:start], 0), _words(question, end)
    denied = _denials(before, question, little, is_for_documents)
    if denied is None:
        return None
    tail = _tail(after, question, little)
    if tail is None:
        return None
    follows = bool(tail) and little.negates(_bare(tail[0].of(question)))
    whole = bool(denied) or (follows and len(tail) == 1)
    if len(_QUOTED.findall(around)) == 2:
        names = (subject,)
        return Sought((), without=names) if whole else Sought(names)
    parts = _SubjectParts(little, negative=whole)
    _read(parts, _words(question[:end], start), question)
    if len(tail) > 1:
        parts.negative = True
        _read(parts, tail[1:], question)
    return _sought(parts, question, subject)


def _denials(
    before: Sequence[Span],
    question: str,
    little: LittleWords,
    is_for_documents: Callable[[str], bool],
) -> list[Span] | None:
    """Return the words before the subject that deny it; None if they may deny only a part of it.

    What stands before the word for documents, or opens the question, denies nothing: "Don't any
    documents mention it?" asks what "Do any?" does.
    """
    nouns = [place for place, word in enumerate(before) if is_for_documents(word.of(question))]
    first = nouns[0] + 1 if nouns else 1
    places = [
        place
        for place, word in enumerate(before)
        if place >= first and little.negates(_bare(word.of(question)))
    ]
    if not places:
        return []
    between = before[first : places[0]]
    verbs = 0 if little.language == ENGLISH else 1
    is_of_another = len(_naming(between, question, little)) > verbs
    is_joined = any(little.joins(word.of(question)) for word in between)
    return None if is_joined or is_of_another else [before[place] for place in places]


def _tail(after: Sequence[Span], question: str, little: LittleWords) -> list[Span] | None:
    """Return what of the words after the subject denies something: the negation and what it denies.

    The negation alone denies the subject; an empty list if there is none. None if it is not
    understood.
    """
    places = [n for n, word in enumerate(after) if little.negates(_bare(word.of(question)))]
    if not places:
        return []
    if any(not little.is_little(word.of(question)) for word in after[: places[0]]):
        return None
    rest = after[places[0] + 1 :]
    named = _naming(rest, question, little)
    if not named:
        return [after[places[0]]]
    if little.language != ENGLISH:
        return None
    return [after[places[0]], *rest[rest.index(named[0]) :]]


def _naming(words: Sequence[Span], question: str, little: LittleWords) -> list[Span]:
    """Return those of the words that may name something: in English no verbs and prepositions."""
    telling = [word for word in words if not little.is_little(_bare(word.of(question)))]
    if little.language != ENGLISH:
        return telling
    names = {token.start for token in tag_words(question) if token.tag in _NAMING}
    return [word for word in telling if word.start in names]


def _read(parts: _SubjectParts, words: Sequence[Span], question: str) -> None:
    """Read the names one after the other. A negation denies what begins with it."""
    named = _naming(words, question, parts.little)
    for word in words:
        text = word.of(question)
        if text == "," or parts.little.joins(text):
            parts.close()
            parts.either |= text.lower() in parts.little.either
        elif not parts.open and parts.little.negates(text):
            parts.negative = True
        elif parts.open or not parts.negative or word in named:  # not "about" of "not about"
            parts.open.append(word)
    parts.close()


def _sought(parts: _SubjectParts, question: str, subject: str) -> Sought:
    names, without = (_named(parts.sides[side], question, parts.little) for side in (False, True))
    if len(names) + len(without) > 1:
        return Sought(names, not parts.either and len(names) > 1, without)
    whole = (_trimmed(subject, parts.little),)
    return Sought((), without=whole) if without else Sought(whole)


def _named(spans: Sequence[Span], question: str, little: LittleWords) -> tuple[str, ...]:
    found = (_trimmed(span.of(question), little, everywhere=True) for span in spans)
    return tuple(dict.fromkeys(name for name in found if name))


def _trimmed(name: str, little: LittleWords, *, everywhere: bool = False) -> str:
    """Return a name without the little words around it; with them where it has no others.

    English ones are left where the name is all that is sought: the index passes them over.
    """
    words = list(_WORD.finditer(name))
    if little.language == ENGLISH and not everywhere:
        return name
    telling = [word for word in words if not little.is_little(word[0])]
    return name[telling[0].start() : telling[-1].end()] if telling else name


def _words(text: str, start: int) -> list[Span]:
    return [Span(*match.span()) for match in _WORD.finditer(text, start)]


def _bare(word: str) -> str:
    """Return the negation of a word that has another joined to it: "n" of "n'est"."""
    return word[0] if _ELIDED.match(word) else word
