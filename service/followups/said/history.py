"""The records that the files here share: what was said before, and what a follow-up may mean."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from index.documents.marks import STOPS, WIDE_STOPS
from service.english.parsed_text import ParsedText
from service.english.tokens import small
from service.followups.said.persons import without_dots
from service.question_text import topic_and_question, without_headings

MOST_TURNS = 5  # nobody says "it" of what was said longer ago
WORD = re.compile(r"[^\W_]+")
_SECTION_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]?\s+(?=[^\W\d_])")
# "PORT ELLERY, 3 May (Reuters) — ": where a report was written, which it does not speak of.
_DATELINE = re.compile(
    r"^[A-Z][A-Z.'’-]+(?:,? [A-Z][A-Z.'’-]*)*(?:, [\w. ]{3,20})?(?: \([^()]{2,20}\))?"
    r" [—–-]{1,2} (?=[A-Z])"
)
_ENDS = tuple(STOPS + WIDE_STOPS)
_QUOTES_PARSED = 2  # of each turn: what is spoken of stands in the best ones


@dataclass(frozen=True, slots=True)
class QuotedAt:
    """Where something stands: at `start` to `end` of a document.

    sha256: of the document's text; "" where it does not matter which version is meant.
    """

    document_id: str
    start: int
    end: int
    sha256: str = ""


@dataclass(frozen=True)
class Past:
    """A former turn. Each of its texts is parsed once, when a follow-up first needs it.

    asked: the question as it was put. standalone: the question as it was understood. quotes: those
    of the answer, the best first. documents: the ids of the documents that were quoted.
    short_answers: the words in the quotes that answer, the best first. headings: those above the
    best quote, the innermost first, and the title of its document. items: those of the list that
    was quoted, in order; else the quotes in the order in which they were shown. places: of the
    quotes. rest: those of the list's further items, if it was quoted in part. following: what
    stands after the best quote, up to the next heading, or the first part of that.
    """

    asked: str
    standalone: str
    quotes: tuple[str, ...] = ()
    documents: frozenset[str] = frozenset()
    short_answers: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    places: tuple[QuotedAt, ...] = ()
    rest: tuple[QuotedAt, ...] = ()
    following: str = ""

    @cached_property
    def topic(self) -> ParsedText:
        """What the question as it was understood says it is about: "the ferry"; mostly nothing."""
        return _parsed(topic_and_question(self.standalone)[0])

    @cached_property
    def question(self) -> ParsedText:
        """The question as it was understood, after its topic; of two in one, the last."""
        _, asked = topic_and_question(self.standalone)
        *_, last = asked.strip().rstrip("?!. ").split("? ")
        return _parsed(last)

    @cached_property
    def asked_texts(self) -> list[ParsedText]:
        """Topic and question, without what is empty. Headings in a topic name no things."""
        thing = _parsed(without_headings(self.topic.text))
        return [text for text in (thing, self.question) if text.text]

    def under_topic(self, text: str) -> str:
        """Return another question about the topic of this one."""
        return f"About {self.topic.text}: {small(text)}" if self.topic.text and text else text

    @cached_property
    def parsed_quotes(self) -> list[ParsedText]:
        """The best quotes, without their datelines."""
        return [_parsed(_DATELINE.sub("", quote)) for quote in self.quotes[:_QUOTES_PARSED]]

    @cached_property
    def parsed_short_answers(self) -> list[ParsedText]:
        """The words that answer, best first; where "a prison guard" does, of "prison guard", "the
        prison guard".
        """
        quotes = " ".join(self.quotes[:_QUOTES_PARSED])
        return [
            _parsed(f"the {short}" if re.search(rf"\ban? {re.escape(short)}\b", quotes) else short)
            for short in self.short_answers[:_QUOTES_PARSED]
        ]

    @cached_property
    def parsed_headings(self) -> list[ParsedText]:
        return [_parsed(_SECTION_NUMBER.sub("", heading)) for heading in self.headings]


def _parsed(text: str) -> ParsedText:
    return ParsedText(without_dots(text))


@dataclass(frozen=True, slots=True)
class Exchange:
    """A former turn as a client tells it: a question, and the sentences of its answer."""

    question: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A stand-alone question that a follow-up may mean.

    features: what grammar says for and against it, by name; see `reading_features`. about: a word
    in lower case that what answers it is likely to have; "" where it names nothing new. agreeing:
    the text with its verb in the number of its subject, if that is another; `readings` puts it in
    the place of the text once the features tell of the words.
    """

    text: str
    features: Mapping[str, float] = field(default_factory=dict)
    about: str = ""
    agreeing: str = ""


History = Sequence[Past]  # the oldest turn first


def asked(text: str) -> str:
    """Return the text with a question mark, unless it ends with a mark."""
    return text if text.rstrip().endswith(_ENDS) else f"{text.rstrip()}?"


def word_list(text: str) -> list[str]:
    """Return the words of a text in lower case, in order."""
    return WORD.findall(text.lower())


def words_of(*texts: str) -> set[str]:
    """Return the words of texts in lower case."""
    return {word for text in texts for word in word_list(text)}
