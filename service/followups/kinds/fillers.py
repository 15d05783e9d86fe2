"""What a word that refers back may stand for, and what grammar says of that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.english.function_words import QUANTIFIERS
from service.english.lexicon.given_names import is_common_name
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase
from service.english.tagger.labels import Label
from service.followups.kinds.agreement import has_singular, number_of
from service.followups.kinds.referring import Reference
from service.followups.said.deeds import deeds_of
from service.followups.said.spoken_of import Mention, Said, mentions
from service.followups.said.words import QUESTION_DETERMINERS, TITLES

_MOST_MENTIONS = 12
# What a mention is counts for each of "he", "it", "they" and the others by itself, too.
_TOLD_BY_WORD = frozenset(
    f"named {name}"
    for name in (
        *("asked", "short", "quoted", "heading", "name", "plural", "new", "centre", "asked for"),
        *("as subject", "person", "place", "event", "thing", "organisation", "in title", "gender"),
    )
)


@dataclass(frozen=True, slots=True)
class Filler:
    """What may take the place of a reference, and what grammar says of that.

    plural: whether it takes a verb in the plural; None where that is not certain.
    """

    text: str
    about: str
    features: dict[str, float]
    words: frozenset[str]
    plural: bool | None = False


def fillers(reference: Reference, question: ParsedText, history: Said) -> Iterator[Filler]:
    """Yield what a reference of a question may stand for."""
    both = _both(history) if reference.stands.plural else None
    if both is not None:
        text = f"{both[0].text} and {_text(both[1], reference)}"
        yield Filler(text, both[1].head, {"both": 1.0}, both[0].words | both[1].words, True)
    if reference.stands.lemma in ("it", "this") and reference.subject and not reference.possessive:
        for doing in deeds_of(history[-1]):
            yield Filler(doing, "", {"doing": 1.0}, frozenset(doing.split()))
    asked = frozenset(token.lower for token in question.tokens)
    for mention in _likely(reference, question, history.mentions):
        phrase = mention.phrase
        if not phrase.words <= asked:
            features = _features(reference, mention, asked)
            text = _text(phrase, reference)
            yield Filler(text, phrase.head, features, phrase.words, number_of(phrase))


def _likely(
    reference: Reference, question: ParsedText, named: Sequence[Mention]
) -> Iterator[Mention]:
    """Yield what was named last and may be meant, as far as that is certain.

    "He" and "she" are persons if any was named; a mare may be a "she" otherwise. Sir Alan is no
    "she", and the Rovers are neither.
    """
    of_several = _is_of_several(question, reference)
    some_person = any("person" in m.phrase.sorts and not m.phrase.plural for m in named)
    for mention in named[:_MOST_MENTIONS]:
        phrase = mention.phrase
        nobody = reference.stands.person and some_person and "person" not in phrase.sorts
        other = mention.has_other_gender([reference.stands.gender])
        several = bool(reference.stands.person) and _is_name_of_several(mention)
        nowhere = reference.stands.lemma == "there" and not _may_be_where(phrase)
        single = of_several and number_of(phrase) is False
        if not (nobody or other or several or nowhere or single):
            yield mention


def _is_name_of_several(mention: Mention) -> bool:
    """Whether it is a name whose last word is a common noun in the plural: "Calder Rovers". Of Mr
    Woods the title tells, and of Amy Woods the given name, which many have.
    """
    words = mention.phrase.text.split()
    is_person = bool(mention.gender) and (words[0].lower() in TITLES or is_common_name(words[0]))
    return mention.phrase.name and not is_person and has_singular(words[-1])


def _features(reference: Reference, mention: Mention, asked: frozenset[str]) -> dict[str, float]:
    """Return what grammar says of a mention in the place of a reference. asked: the words of the
    question.
    """
    phrase = mention.phrase
    return {
        **mention.features,
        f"from {mention.source}": 1.0,
        "turns back": float(mention.back),
        "place": min(mention.place, 5) / 5,
        "turns": float(min(mention.turns, 3) - 1),
        "name": float(phrase.name),
        "other number": float(_differs(reference.stands.plural, phrase)),
        "same role": float(reference.subject == (phrase.role == "subject")),
        "in question": float(bool(phrase.words & asked)),
        "counted": float(mention.counted),
        "centre": float(mention.centre),
        "in title": float(mention.in_title),
        "in heading": float(mention.in_heading),
        "asked for": float(mention.asked_for),
        "asked subject": float(mention.source == "asked" and phrase.role == "subject"),
        **_sort_features(reference, phrase),
        **_gender_features(reference, mention),
        **{
            f"{_told_of(reference)} {name}": value
            for name, value in mention.features.items()
            if name in _TOLD_BY_WORD
        },
    }


def _told_of(reference: Reference) -> str:
    """Return the word by which what a mention is counts by itself: "she" tells what "he" does."""
    return "he" if reference.stands.person else reference.stands.lemma


def _is_of_several(question: ParsedText, reference: Reference) -> bool:
    """Whether it is the "them" of "which of them" or "the two of them", which are no one thing."""
    before = [token for token in question.tokens if token.end <= reference.start][-2:]
    if not reference.stands.plural or len(before) < 2 or before[1].lower != "of":
        return False
    chooses = before[0].lower in QUESTION_DETERMINERS | QUANTIFIERS
    return chooses or before[0].label is Label.NUMBER


def _sort_features(reference: Reference, phrase: Phrase) -> dict[str, float]:
    """Return how the sort of a phrase agrees with what the reference asks for."""
    wants, sorts = reference.stands.person, phrase.sorts
    if reference.noun:
        return {"same noun": float(phrase.head == reference.noun), "other noun": 1.0}
    if reference.stands.lemma == "there":
        return {"place for there": float("place" in sorts), "no place": float("place" not in sorts)}
    if wants is None:
        return {}
    if wants:
        return {
            "person for he": float("person" in sorts) / max(len(sorts), 1),
            "no person": float("person" not in sorts),
        }
    return {
        "person for it": float(sorts == {"person"}),
        "event for that": float(reference.stands.lemma == "this" and "event" in sorts),
    }


def _gender_features(reference: Reference, mention: Mention) -> dict[str, float]:
    """Return whether a person is one of whom the reference is known to speak."""
    is_certain = None not in (reference.stands.gender, mention.gender)
    return {"same gender": 1.0} if is_certain else {}


def _differs(plural: bool | None, phrase: Phrase) -> bool:
    either = "organisation" in phrase.sorts and not phrase.name
    return plural is not None and plural != phrase.plural and not either


def _may_be_where(phrase: Phrase) -> bool:
    """Whether something may be in it, on it or at it: a person, a time or an amount is no place."""
    return "place" in phrase.sorts or not phrase.sorts & {"person", "time", "measure"}


def _text(phrase: Phrase, reference: Reference) -> str:
    """Return the phrase as it stands in the place of the reference."""
    if reference.possessive:
        return phrase.text + ("’" if phrase.text.endswith("s") else "’s")
    if reference.stands.lemma == "there":
        happens = "event" in phrase.sorts and "place" not in phrase.sorts
        preposition = phrase.role if phrase.role in ("at", "on") else "at" if happens else "in"
        return f"{preposition} {phrase.text}"
    return phrase.text


def _both(history: Said) -> tuple[Phrase, Phrase] | None:
    """Return the last two names, of the two last turns; None if there are not two."""
    names = [m.phrase for m in mentions(history[-2:]) if m.phrase.name and m.source != "heading"]
    others = [name for name in names[1:] if not name.words & names[0].words]
    return (others[0], names[0]) if others else None
