"""Words that refer back ("it", "their", "that force", "the second one"), and what each may be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from service.english.function_words import BE
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase
from service.english.tagger.labels import Label
from service.english.tokens import Tag, Token
from service.english.verbs import gerund_of
from service.followups.said.history import Past, Reading
from service.followups.said.spoken_of import Mention, Said, mentions
from service.followups.said.words import PRONOUNS, Pronoun

_MOST_REFERENCES = 2  # of different words; who means more than two things names them
_MOST_MENTIONS = 12
# What a mention is counts for each of "he", "it", "they" and the others by itself, too.
_TOLD_BY_WORD = frozenset(
    f"named {name}"
    for name in (
        *("asked", "short", "quoted", "heading", "name", "plural", "new", "centre", "asked for"),
        *("as subject", "person", "place", "event", "thing", "organisation", "in title"),
    )
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A word of a question that refers back, at `start` to `end`.

    stands: for what. noun: of "that force", in the singular; "" for none. subject: whether no verb
    stands before it. possessive: whether a noun follows that belongs to it.
    """

    start: int
    end: int
    stands: Pronoun
    possessive: bool = False
    subject: bool = False
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Filler:
    """What may take the place of a reference, and what grammar says of that."""

    text: str
    about: str
    features: dict[str, float]
    words: frozenset[str]


def references_in(question: ParsedText, with_nouns: bool = True) -> list[Reference]:
    """Return the words of a question that refer back, in order.

    with_nouns: whether "that force" is one reference, and not "that" alone.
    """
    found = []
    for place, token in enumerate(question.tokens):
        stands = PRONOUNS.get(token.lower)
        if stands is None or token.tag is Tag.CONJUNCTION:
            continue
        if stands.lemma == "there" and _refers_to_nothing(question.tokens, place):
            continue
        if _is_named_before(question, place) or _is_of_time(question, token):
            continue
        found.append(_reference(question, place, stands, with_nouns))
    return found


def _is_of_time(question: ParsedText, token: Token) -> bool:
    """Whether it is the "this" of "this year", which is told from today."""
    return any(
        phrase.start == token.start and phrase.sorts <= {"time", "measure"}
        for phrase in question.phrases
    )


def _is_named_before(question: ParsedText, place: int) -> bool:
    """Whether a clause before names what it may stand for: "the lift, when is it repaired?"."""
    tokens = question.tokens
    ends = [n for n in range(place) if tokens[n].text == "," or tokens[n].tag is Tag.CONJUNCTION]
    if not ends:
        return False
    before = tokens[ends[-1]].start
    return any(p.end <= before and not p.sorts <= {"time", "measure"} for p in question.phrases)


def _refers_to_nothing(tokens: Sequence[Token], place: int) -> bool:
    """Whether "there" is that of "there is" and "are there"."""
    beside = (*tokens[max(place - 1, 0) : place], *tokens[place + 1 : place + 2])
    return tokens[place].tag is Tag.PRONOUN or any(token.lower in BE for token in beside)


def _reference(question: ParsedText, place: int, stands: Pronoun, with_nouns: bool) -> Reference:
    token = question.tokens[place]
    subject = _is_subject(question, place)
    if with_nouns and stands.lemma in ("this", "these"):
        for phrase in question.phrases:
            if phrase.start == token.start and phrase.end > token.end:
                anything = Pronoun(stands.lemma, frozenset(), phrase.plural, None)
                return Reference(token.start, phrase.end, anything, False, subject, phrase.head)
    following = question.tokens[place + 1 : place + 2]
    owns = bool(following) and following[0].tag in (Tag.NOUN, Tag.NAME, Tag.NUMBER)
    possessive = token.lower in stands.possessive and (owns or token.tag is Tag.POSSESSIVE)
    return Reference(token.start, token.end, stands, possessive, subject)


def _is_subject(question: ParsedText, place: int) -> bool:
    """Whether no verb stands before the word, and no preposition right before it."""
    before = question.tokens[:place]
    if before and before[-1].tag is Tag.PREPOSITION:
        return False
    return not any(token.tag is Tag.VERB for token in before)


def read(question: ParsedText, history: Said) -> Iterator[Reading]:
    """Yield the question with each choice of what its references stand for."""
    found = references_in(question)
    yield from _replacing(found, question, history)
    if any(reference.noun for reference in found):  # "how much did that cost?"
        yield from _replacing(references_in(question, with_nouns=False), question, history)


def _replacing(
    found: Sequence[Reference], question: ParsedText, history: Said
) -> Iterator[Reading]:
    lemmas = list(dict.fromkeys((r.stands.lemma, r.noun) for r in found))[:_MOST_REFERENCES]
    if not lemmas:
        return
    named = history.mentions
    first = {lemma: next(r for r in found if (r.stands.lemma, r.noun) == lemma) for lemma in lemmas}
    choices = {lemma: list(_fillers(first[lemma], question, named, history)) for lemma in lemmas}
    lemmas = [lemma for lemma in lemmas if choices[lemma]]
    for chosen in product(*(choices[lemma] for lemma in lemmas)) if lemmas else ():
        if len(chosen) > 1 and chosen[0].words & chosen[1].words:
            continue  # two words of a question seldom stand for one thing
        by_lemma = dict(zip(lemmas, chosen, strict=True))
        text = _replaced(question.text, found, by_lemma)
        features = {"refers": 1.0}
        for filler in chosen:
            for name, value in filler.features.items():
                features[name] = features.get(name, 0.0) + value
        yield Reading(text, features, chosen[0].about)


def _fillers(
    reference: Reference, question: ParsedText, named: Sequence[Mention], history: Said
) -> Iterator[Filler]:
    asked = frozenset(token.lower for token in question.tokens)
    both = _both(history) if reference.stands.plural else None
    if both is not None:
        text = f"{both[0].text} and {both[1].text}"
        yield Filler(text, both[1].head, {"both": 1.0}, both[0].words | both[1].words)
    if reference.stands.lemma in ("it", "this") and reference.subject and not reference.possessive:
        for doing in _deeds(history[-1]):
            yield Filler(doing, "", {"doing": 1.0}, frozenset(doing.split()))
    for mention in named[:_MOST_MENTIONS]:
        phrase = mention.phrase
        if phrase.words <= asked:
            continue
        features = {
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
            **{
                f"{reference.stands.lemma} {name}": value
                for name, value in mention.features.items()
                if name in _TOLD_BY_WORD
            },
        }
        yield Filler(_text(phrase, reference), phrase.head, features, phrase.words)


def _deeds(past: Past) -> Iterator[str]:
    """Yield what the last question spoke of doing: "descaling the machine"."""
    clause = past.question.clause
    if clause is None or not clause.auxiliary or not clause.rest:
        return
    tokens = ParsedText(clause.rest).tokens
    for place, token in enumerate(tokens[:3]):
        led = place and tokens[place - 1].tag is Tag.TO  # "have to descale"
        if token.label is Label.BASE and (led or not place):
            last = place == len(tokens) - 1 or tokens[place + 1].tag is not Tag.TO
            if last:
                yield gerund_of(token.lower) + clause.rest[token.end :]


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


def _differs(plural: bool | None, phrase: Phrase) -> bool:
    either = "organisation" in phrase.sorts and not phrase.name
    return plural is not None and plural != phrase.plural and not either


def _text(phrase: Phrase, reference: Reference) -> str:
    """Return the phrase as it stands in the place of the reference."""
    if reference.possessive:
        return phrase.text + ("’" if phrase.text.endswith("s") else "’s")
    if reference.stands.lemma == "there":
        preposition = phrase.role if phrase.role in ("at", "on") else "in"
        return f"{preposition} {phrase.text}"
    return phrase.text


def _both(history: Said) -> tuple[Phrase, Phrase] | None:
    """Return the last two names, of the two last turns; None if there are not two."""
    names = [m.phrase for m in mentions(history[-2:]) if m.phrase.name and m.source != "heading"]
    others = [name for name in names[1:] if not name.words & names[0].words]
    return (others[0], names[0]) if others else None


def _replaced(text: str, found: Sequence[Reference], chosen: dict[tuple[str, str], Filler]) -> str:
    """Return the text with what was chosen in the place of each reference."""
    for reference in reversed(found):
        filler = chosen.get((reference.stands.lemma, reference.noun))
        if filler is None:
            continue
        new = filler.text
        if reference.stands.lemma == "there" and _follows_preposition(text[: reference.start]):
            new = new.partition(" ")[2]
        for genitive in ("’s", "’"):
            if not reference.possessive and new.endswith(genitive):
                new = new.removesuffix(genitive)
        text = text[: reference.start] + new + text[reference.end :]
    return text


def _follows_preposition(before: str) -> bool:
    tokens = ParsedText(before).tokens
    return bool(tokens) and tokens[-1].tag is Tag.PREPOSITION
