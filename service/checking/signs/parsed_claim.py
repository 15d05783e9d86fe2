"""A sentence, parsed so that what it says can be looked for in another."""

from functools import cached_property

from index.storage.words.analysis import terms
from service.answering.agreement.back_pointing import pronoun_that_points_back
from service.answering.agreement.polar_clause import PolarClause, clauses_of
from service.answering.agreement.values import Value, find_values
from service.answering.agreement.wording import plain
from service.english.parsed_text import ParsedText
from service.english.tokens import Tag, Token


class ParsedClaim:
    """A sentence. Each reading of it is made when first asked for, and kept."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._parsed = ParsedText(text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words and punctuation marks; of a very long one, only the first."""
        return self._parsed.tokens

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Its numbers and dates, in order."""
        return tuple(find_values(self.text))

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of names in it, in lower case."""
        return frozenset(
            token.bare.lower()
            for token in self.tokens
            if token.tag is Tag.NAME and not self.is_value(token)
        )

    @cached_property
    def name_terms(self) -> frozenset[str]:
        """The index terms of its names."""
        return frozenset(terms(" ".join(sorted(self.names))))

    @cached_property
    def names_in_order(self) -> tuple[str, ...]:
        """The words of names, in order, each where it stands first."""
        named = (token.bare.lower() for token in self.tokens if token.tag is Tag.NAME)
        return tuple(dict.fromkeys(named))

    @cached_property
    def words(self) -> frozenset[str]:
        """The index terms of what is neither a value nor a function word."""
        rest, end = [], 0
        for value in self.values:
            rest.append(self.text[end : value.span.start])
            end = value.span.end
        return frozenset(terms(" ".join([*rest, self.text[end:]])))

    @cached_property
    def clauses(self) -> tuple[PolarClause, ...]:
        """Its clauses, roughly: what stands between commas, conjunctions and the like."""
        return tuple(clauses_of(self.tokens))

    @cached_property
    def bases(self) -> frozenset[str]:
        """The base forms of its content words: "withhold" for "withheld"."""
        return frozenset(word for clause in self.clauses for word in clause.words)

    @cached_property
    def points_back(self) -> bool:
        """Whether a pronoun leads it that stands for something named before."""
        return pronoun_that_points_back(self.text) is not None

    @cached_property
    def is_passive(self) -> bool:
        """Whether its first verb that is no auxiliary comes after "be" and before "by"."""
        lower = [token.lower for token in self.tokens]
        return "by" in lower and any(
            one.tag is Tag.AUXILIARY and plain(one) in ("be", "was", "been", "being")
            for one in self.tokens[: lower.index("by")]
        )

    def is_value(self, token: Token) -> bool:
        """Whether a word of it belongs to a number or a date."""
        return any(v.span.start <= token.start < v.span.end for v in self.values)
