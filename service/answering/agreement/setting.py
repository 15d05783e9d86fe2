"""What stands around a sentence, and whether it tells that two sentences are of different things.

"The battery lasts 9 hours" tells only by the title above it of which camera.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.answering.agreement.values import Value, ValueKind, find_values
from service.answering.agreement.wording import ClaimWording, plain
from service.english.calendar import YEAR
from service.english.nouns import EDITIONS, is_writing
from service.english.tagging import tag_words
from service.english.tokens import Tag, Token

_DATE = re.compile(r"\b((?:19|20)\d\d)[ ._-]?(?:0\d|1[0-2])[ ._-]?[0-3]\d\b")  # in names of files
_CONTENT = (Tag.NOUN, Tag.NAME, Tag.VERB)


@dataclass(frozen=True, slots=True)
class Setting:
    """The titles, headings and sentences above a sentence.

    topics: the words of titles and headings that may tell what the text is about, in their plain
    form. names: the names there. numbers: the numbers there, which tell models and versions apart.
    years: the years there. mentioned: all names up to the end of the sentence. text: the passage.
    """

    topics: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[str]
    mentioned: frozenset[str]
    text: str

    @classmethod
    def parse(cls, labels: Sequence[str], sentences: Sequence[str], text: str) -> "Setting":
        """Return the setting of the last of the sentences. labels: titles and headings."""
        labels = [label for label in labels if re.search(r"\w\w", label)]  # no "3", no "B"
        tokens = [token for label in labels for token in _topical(label)]
        names = frozenset(plain(token) for token in tokens if _is_name(token, text))
        numbers = [number for label in labels for number in _numbers(label)]
        spoken = [token for sentence in sentences for token in _after_first(sentence)]
        return cls(
            topics=frozenset(map(plain, tokens)),
            names=names,
            numbers=frozenset(written for written, is_year in numbers if not is_year),
            years=frozenset(written for written, is_year in numbers if is_year),
            mentioned=names | {plain(token) for token in spoken if _is_name(token, text)},
            text=text,
        )

    @property
    def words(self) -> frozenset[str]:
        """The words that a sentence may leave out, since a title or heading has said them."""
        return self.topics | self.numbers

    def shows_as_name(self, word: str) -> bool:
        """Whether the passage has the word with its capital letter inside a sentence."""
        return re.search(rf"[\w,] {re.escape(word)}\b", self.text) is not None


@dataclass(frozen=True, slots=True)
class Placed:
    """The wording of a sentence, and its setting."""

    wording: ClaimWording
    setting: Setting

    @property
    def names_its_subject(self) -> bool:
        """Whether the sentence itself names what it is about."""
        first = self.wording.first
        return bool(self.wording.names or (first and self.setting.shows_as_name(first)))


def tell_apart(one: Placed, other: Placed, value: Value) -> bool:
    """Whether the settings show that two sentences, else alike, are of different things.

    value: the one in which they differ, as the first has it.
    """
    setting, others = one.setting, other.setting
    if _differ(setting.numbers, others.numbers):
        return True
    # What was so in one year need not be so in another. What is so, holds until it is changed.
    of_one_year = one.wording.past and value.kind is not ValueKind.DATE
    if of_one_year and _differ(setting.years, others.years):
        return True
    shared = setting.topics & others.topics
    if shared and setting.numbers & others.numbers:
        return False  # two texts of one model
    said = one.wording.words | other.wording.words
    only_one, only_other = (
        setting.topics - others.topics - said,
        others.topics - setting.topics - said,
    )
    if one.wording.is_entry or other.wording.is_entry:
        return bool(only_one or only_other)
    named = one.names_its_subject and other.names_its_subject
    if only_one and only_other and (shared - said or not named):
        return True
    return not named and (
        _alone_names(only_one, setting, others)
        or _alone_names(only_other, others, setting)
        or (_differ(setting.mentioned, others.mentioned))
    )


def _differ(own: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether both have some, and none in common."""
    return bool(own and theirs) and not own & theirs


def _alone_names(topics: frozenset[str], own: Setting, other: Setting) -> bool:
    """Whether one title has a name that the other passage does not mention at all."""
    return bool((topics & own.names) - other.mentioned)


def _topical(label: str) -> list[Token]:
    """Return the words of a title or heading that may tell what the text is about."""
    spans = [value.span for value in find_values(label)]
    return [
        token
        for token in tag_words(label)
        if token.tag in _CONTENT
        and (token.tag is Tag.VERB or not _is_label(plain(token).lower()))
        and not any(span.start <= token.start < span.end for span in spans)
    ]


def _is_label(word: str) -> bool:
    """Whether a word says only what kind of text it is, or which edition of it."""
    return word in EDITIONS or is_writing(word)


def _after_first(sentence: str) -> tuple[Token, ...]:
    """Return the words of a sentence without the first, unless that begins a longer name.

    "Rain falls" shows as little of a name as "Otto falls".
    """
    tokens = tag_words(sentence)
    return tokens if [token.tag for token in tokens[:2]] == [Tag.NAME] * 2 else tokens[1:]


def _numbers(label: str) -> list[tuple[str, bool]]:
    """Return the numbers of a title or heading as written, each with whether it is a year.

    The number of a chapter, or one that begins a heading, tells only where it stands.
    """
    label = _DATE.sub(r"\1", label)
    numbers = []
    for value in find_values(label):
        # After a capitalised word, "Annual Report 2021", a year was read as part of a name.
        written, start = value.span.of(label).lower(), value.span.start
        is_year = value.kind is ValueKind.DATE or re.fullmatch(YEAR, written) is not None
        before = label[:start].lower().split()[-1:]
        if is_year or (before and not is_writing(before[0])):
            numbers.append((written, is_year))
    return numbers


def _is_name(token: Token, text: str) -> bool:
    """Whether a word is a name, as far as the tagger and the passage can tell."""
    if token.tag is not Tag.NAME or _is_label(plain(token).lower()):
        return False
    return re.search(rf"\b{re.escape(token.lower)}\b", text) is None
