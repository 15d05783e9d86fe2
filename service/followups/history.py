"""The records that the files here share: what was said before, and what a follow-up may mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from service.english.parsed_text import ParsedText
from service.followups.former_answer import FormerAnswer

MOST_TURNS = 5  # nobody says "it" of what was said longer ago


@dataclass(frozen=True)
class Past:
    """A former turn. Each of its texts is parsed once, when a follow-up first needs it.

    asked: the question as it was put.
    standalone: the question as it was understood.
    quotes: those of the answer, the best first.
    documents: the ids of the documents that were quoted.
    """

    asked: str
    standalone: str
    quotes: tuple[str, ...] = ()
    documents: frozenset[str] = frozenset()

    @cached_property
    def question_as_put(self) -> ParsedText:
        return ParsedText(self.asked)

    @cached_property
    def question(self) -> ParsedText:
        """The question as it was understood."""
        return ParsedText(self.standalone)

    @cached_property
    def answer(self) -> FormerAnswer:
        return FormerAnswer(self.question, [ParsedText(quote) for quote in self.quotes])


@dataclass(frozen=True, slots=True)
class Exchange:
    """A former turn as a client tells it: a question, and the sentences of its answer."""

    question: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A stand-alone question that a follow-up may mean.

    doubt: 0 for the likeliest reading, more for those that grammar supports less.
    about: a word in lower case that a sentence must have to answer this reading; "" for any.
    """

    text: str
    doubt: float = 0.0
    about: str = ""


History = Sequence[Past]  # the oldest turn first
