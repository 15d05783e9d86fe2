"""What a sentence says beside its numbers and dates, in a form that two sentences can share."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from index.documents.marks import ENDS_AS_SENTENCE
from index.languages.scripts import ENGLISH
from index.languages.telling import is_function_word
from service.answering.agreement.units import Unit, claimed_units, split_at_prepositions
from service.answering.agreement.values import Value, ValueKind
from service.english import nouns
from service.english.function_words import WORDS
from service.english.tokens import Tag, Token
from service.english.verbs import base_of, is_clearly_past, is_past

Part = str | Value
"""A word in its plain form, or a number or date."""
Parts = tuple[Part, ...]

# "Every member pays", "all members pay" and "members pay" say the same, and so do "5 euros a day"
# and "5 euros per day".
_SAY_NOTHING = frozenset("a an the every each all any per".split())
_PLAIN_AUXILIARIES = {"is": "be", "are": "be", "were": "was", "has": "have", "does": "do"}
_PAST_AUXILIARIES = frozenset("was were had did".split())
_NEW = frozenset("a an another some".split())
_BY_TODAY = frozenset(WORDS["by_today"]["adverbs"])
_BESIDE_TODAY = frozenset(WORDS["by_today"]["before_time"])


@dataclass(frozen=True, slots=True)
class ClaimWording:
    """The words and values of a sentence, in an order that does not depend on style.

    subject: what stands before the verb; empty if there is no verb. predicate: what follows, up to
    the first circumstance. circumstances: the phrases after it that a preposition opens, and the
    one that opens the sentence, sorted. names: those before the verb. all_names: those anywhere.
    first: the first word, if it may be a name or have its capital letter for its place alone.
    past: whether the verb is in the past. indefinite: whether the subject was not known before.
    by_today: whether it tells a time by the day on which it was written, as "last year" does.
    is_entry: whether it is no sentence, but an entry of a list or table.
    """

    subject: Parts
    predicate: Parts
    circumstances: tuple[Parts, ...]
    names: frozenset[str]
    all_names: frozenset[str]
    first: str
    past: bool
    indefinite: bool
    by_today: bool
    is_entry: bool

    @classmethod
    def parse(cls, text: str, values: Sequence[Value]) -> "ClaimWording":
        """Return the wording of a sentence. values: all of its values, in order."""
        opening, rest = claimed_units(text, values)
        verb = next((place for place, unit in enumerate(rest) if unit.is_verb), None)
        subject = rest[:verb] if verb is not None else []
        predicate, *circumstances = split_at_prepositions(rest[len(subject) :])
        named, first = _names([*opening, *subject], text)
        return cls(
            subject=_parts(subject),
            predicate=_parts(predicate),
            circumstances=_sorted([*circumstances, *split_at_prepositions(opening)]),
            names=named,
            all_names=frozenset(plain(u.token) for u in rest if u.token.tag is Tag.NAME) | named,
            first=first,
            past=verb is not None and _is_past(rest[verb].token, subject),
            indefinite=_is_indefinite(subject),
            by_today=_tells_by_today([unit.token for unit in (*opening, *rest)]),
            is_entry=verb is None and not ENDS_AS_SENTENCE.search(text),
        )

    @property
    def parts(self) -> Parts:
        """All words and values in order."""
        return tuple(chain(*self.sections()))

    @property
    def words(self) -> frozenset[str]:
        """The words among the parts."""
        return frozenset(part for part in self.parts if isinstance(part, str))

    def sections(self, without: frozenset[str] = frozenset()) -> list[Parts]:
        """Return subject, predicate and circumstances. without: words to leave out."""
        return [
            tuple(part for part in section if part not in without)
            for section in (self.subject, self.predicate, *self.circumstances)
        ]


def style(parts: Parts) -> tuple[str, ...]:
    """Return the words of some parts in order, with a mark for each value, whatever it is."""
    return tuple(part if isinstance(part, str) else "#" for part in parts)


def plain(token: Token) -> str:
    """Return the form in which a word is compared: "be" for "are", "get" for "gets"."""
    if token.tag is Tag.NAME or (token.text == "A" and token.start > 0):
        # "IT" and "US" are no pronouns, and the A of "Team A" is no article.
        return token.bare if is_function_word(token.lower, ENGLISH) else token.lower
    if token.tag is Tag.AUXILIARY:
        return _PLAIN_AUXILIARIES.get(token.lower, token.lower)
    base = base_of(token.lower)
    if base is None:
        return nouns.singular(token.lower)
    return token.lower if is_clearly_past(token.lower) else base


def _parts(units: Iterable[Unit]) -> Parts:
    return tuple(
        unit.value or plain(unit.token)
        for unit in units
        if unit.value or plain(unit.token) not in _SAY_NOTHING
    )


def _sorted(circumstances: Iterable[Sequence[Unit]]) -> tuple[Parts, ...]:
    return tuple(sorted(filter(None, map(_parts, circumstances)), key=style))


def _names(units: Sequence[Unit], text: str) -> tuple[frozenset[str], str]:
    """Return the names among the units, and the first word if it is doubtful whether it is one."""
    names: set[str] = set()
    first = ""
    for place, (token, value) in enumerate(units):
        if value is not None:
            names |= {str(value.meaning[0])} if value.kind is ValueKind.OTHER else set()
        elif token.tag is Tag.NAME or plain(token) == "A":
            named_next = place + 1 < len(units) and units[place + 1].token.tag is Tag.NAME
            begins = not text[: token.start].strip("\"“'‘(-*• ")
            if begins and not named_next and not token.text.isupper():
                first = token.bare
            else:
                names.add(plain(token))
    return frozenset(names), first


def _is_past(verb: Token, subject: Sequence[Unit]) -> bool:
    word = verb.lower
    if verb.tag is Tag.AUXILIARY:
        return word in _PAST_AUXILIARIES
    # "The bridge cost" is in the past, "bridges cost" need not be.
    return is_clearly_past(word) or (is_past(word) and not _is_plural(subject))


def _is_plural(subject: Sequence[Unit]) -> bool:
    phrase = [unit for unit in _first_phrase(subject) if unit.token.tag in (Tag.NOUN, Tag.NAME)]
    return bool(phrase) and nouns.is_plural(phrase[-1].token.lower)


def _first_phrase(subject: Sequence[Unit]) -> Iterator[Unit]:
    for unit in subject:
        if unit.token.tag is Tag.PREPOSITION:
            return
        yield unit


def _is_indefinite(subject: Sequence[Unit]) -> bool:
    if not subject:
        return False
    first = subject[0].token
    bare = first.tag in (Tag.NOUN, Tag.NUMBER) and _is_plural(subject)
    return bare or first.lower in _NEW


def _tells_by_today(tokens: Sequence[Token]) -> bool:
    for place, token in enumerate(tokens):
        following = tokens[place + 1].lower if place + 1 < len(tokens) else ""
        if token.lower in _BY_TODAY:
            return True
        if token.lower in _BESIDE_TODAY and "time" in nouns.sorts_of_noun(following or "it"):
            return True
    return False
