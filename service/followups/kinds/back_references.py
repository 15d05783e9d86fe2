"""Words that refer back ("it", "their", "that force"), and what each may be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from service.english.function_words import QUANTIFIERS
from service.english.lexicon.lexicon import VERB, letters_of
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase
from service.english.tagger.labels import Label
from service.english.tokens import Tag
from service.english.verbs import gerund_of
from service.followups.kinds.agreement import PutIn, changed, number_of, verb_in_number
from service.followups.kinds.referring import Reference, clause_after, references_in
from service.followups.said.history import Past, Reading
from service.followups.said.spoken_of import Mention, Said, mentions
from service.followups.said.words import QUESTION_DETERMINERS

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
class Filler:
    """What may take the place of a reference, and what grammar says of that.

    plural: whether it takes a verb in the plural; None where that is not certain.
    """

    text: str
    about: str
    features: dict[str, float]
    words: frozenset[str]
    plural: bool | None = False


def read(question: ParsedText, history: Said) -> Iterator[Reading]:
    """Yield the question with each choice of what its references stand for."""
    found = references_in(question)
    yield from _replacing(found, question, history)
    if any(_may_be_verb(reference, question) for reference in found):  # "how much did that cost?"
        yield from _replacing(references_in(question, with_nouns=False), question, history)


def _may_be_verb(reference: Reference, question: ParsedText) -> bool:
    """Whether the noun of "that cost" may be the verb of "did that cost"."""
    last = question.text[reference.start : reference.end].split()[-1].lower()
    return bool(reference.noun) and VERB in letters_of(last)


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
    clauses = [clause for reference in found if (clause := clause_after(question, reference))]
    before_clauses = {f"it {clause}": 1.0 for clause in clauses}
    if clauses:
        before_clauses["it before clause"] = 1.0
    for chosen in product(*(choices[lemma] for lemma in lemmas)) if lemmas else ():
        if len(chosen) > 1 and chosen[0].words & chosen[1].words:
            continue  # two words of a question seldom stand for one thing
        by_lemma = dict(zip(lemmas, chosen, strict=True))
        text, agreeing = _replaced(question, found, by_lemma)
        features = {"refers": 1.0, **before_clauses}
        for filler in chosen:
            for name, value in filler.features.items():
                features[name] = features.get(name, 0.0) + value
        yield Reading(text, features, chosen[0].about, agreeing)


def _fillers(
    reference: Reference, question: ParsedText, named: Sequence[Mention], history: Said
) -> Iterator[Filler]:
    asked = frozenset(token.lower for token in question.tokens)
    of_several = _is_of_several(question, reference)
    both = _both(history) if reference.stands.plural else None
    if both is not None:
        text = f"{both[0].text} and {_text(both[1], reference)}"
        yield Filler(text, both[1].head, {"both": 1.0}, both[0].words | both[1].words, True)
    if reference.stands.lemma in ("it", "this") and reference.subject and not reference.possessive:
        for doing in _deeds(history[-1]):
            yield Filler(doing, "", {"doing": 1.0}, frozenset(doing.split()))
    for mention in named[:_MOST_MENTIONS]:
        phrase = mention.phrase
        if phrase.words <= asked or (of_several and number_of(phrase) is False):
            continue
        if reference.stands.lemma == "there" and not _may_be_where(phrase):
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
        text = _text(phrase, reference)
        yield Filler(text, phrase.head, features, phrase.words, number_of(phrase))


def _is_of_several(question: ParsedText, reference: Reference) -> bool:
    """Whether it is the "them" of "which of them" or "the two of them", which are no one thing."""
    before = [token for token in question.tokens if token.end <= reference.start][-2:]
    if not reference.stands.plural or len(before) < 2 or before[1].lower != "of":
        return False
    chooses = before[0].lower in QUESTION_DETERMINERS | QUANTIFIERS
    return chooses or before[0].label is Label.NUMBER


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


def _replaced(
    question: ParsedText, found: Sequence[Reference], chosen: dict[tuple[str, str], Filler]
) -> tuple[str, str]:
    """Return the question with what was chosen in the place of each reference, and the same with
    its verbs in the number of that; "" where they are.

    A pronoun that comes again stays: "what did Ada do before she came?".
    """
    text, put_in, verbs = question.text, list[PutIn](), list[PutIn]()
    left = dict(chosen)
    for reference in found:
        filler = left.pop((reference.stands.lemma, reference.noun), None)
        if filler is None:
            continue
        new = filler.text
        if reference.stands.lemma == "there" and _follows_preposition(text[: reference.start]):
            new = new.partition(" ")[2]
        put_in.append(PutIn(reference.start, reference.end, new))
        if verb := _agreeing(question, reference, filler):
            verbs.append(verb)
    return changed(text, put_in), changed(text, [*put_in, *verbs]) if verbs else ""


def _agreeing(question: ParsedText, reference: Reference, filler: Filler) -> PutIn | None:
    """Return the verb of a reference in the number of what takes its place, if that is another."""
    start, end, plural = reference.start, reference.end, reference.stands.plural
    owns = reference.possessive or any(
        phrase.start == start and phrase.end > end for phrase in question.phrases
    )
    if owns or None in (plural, filler.plural) or plural == filler.plural:
        return None
    return verb_in_number(question.tokens, start, end, plural=bool(filler.plural))


def _follows_preposition(before: str) -> bool:
    tokens = ParsedText(before).tokens
    return bool(tokens) and tokens[-1].tag is Tag.PREPOSITION
