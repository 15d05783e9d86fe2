"""A text and all that is read from it: the object that the steps of a task hand each other."""

from functools import cached_property
from itertools import chain, islice

from service.english.clause_parsing import clause_of
from service.english.clauses import Clause
from service.english.phrases import Phrase, nested_phrases
from service.english.tagging import tag_words
from service.english.tokens import Token

_MOST_PHRASES = 30  # nobody refers back to a later one
_ARTICLE = 4  # code points that may stand before a phrase


class ParsedText:
    """One sentence or question. Each reading of it is made when first asked for, and kept."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words and punctuation marks in order; of a very long text, only the first ones."""
        return tag_words(self.text)

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The noun phrases that lie in no other, in order. A pronoun is none."""
        return tuple(phrase for phrase, *_ in self._nested_phrases)

    @property
    def leading_phrase(self) -> Phrase | None:
        """The noun phrase that the text begins with, if it does."""
        phrase = next(iter(self.phrases), None)
        return phrase if phrase is not None and phrase.start <= _ARTICLE else None

    @cached_property
    def all_phrases(self) -> tuple[Phrase, ...]:
        """The noun phrases, each followed by those inside it, the first 30 at most."""
        return tuple(islice(chain.from_iterable(self._nested_phrases), _MOST_PHRASES))

    @cached_property
    def _nested_phrases(self) -> list[list[Phrase]]:
        return nested_phrases(self.tokens, self.text)

    @cached_property
    def clause(self) -> Clause | None:
        """The question taken apart; None for any other sentence, and for an unusual question."""
        return clause_of(self.text)
