"""Readings of a question with words that refer back: "it", "their", "that force"."""

from collections.abc import Iterator, Sequence
from itertools import product

from service.english.lexicon.lexicon import VERB, letters_of
from service.english.parsed_text import ParsedText
from service.english.tokens import Tag
from service.followups.kinds.agreement import PutIn, changed, verb_in_number
from service.followups.kinds.fillers import Filler, fillers
from service.followups.kinds.referring import Reference, clause_after, references_in
from service.followups.said.history import Reading
from service.followups.said.spoken_of import Said

_MOST_REFERENCES = 2  # of different words; who means more than two things names them


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
    first = {lemma: next(r for r in found if (r.stands.lemma, r.noun) == lemma) for lemma in lemmas}
    choices = {lemma: list(fillers(first[lemma], question, history)) for lemma in lemmas}
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
