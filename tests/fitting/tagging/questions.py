"""Questions and phrases made of the statements of a treebank, which has few of them.

Whoever asks "Why did the dam hold?" begins with the auxiliary, and leaves out what is asked for.
The words that stay keep their labels; only a verb that loses its ending to "did" gets another.
Phrases stand alone in headings, and in what people type: "parental leave", "and for floats".
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tests.fitting.tagging.treebank import Sentence, Word

_FINITE = {"VBD": "did", "VBZ": "does", "VBP": "do"}
_OPENERS = ("", "why", "when", "where", "how", "how often", "since when")
_SUBJECT, _AUXILIARY = ("nsubj", "nsubj:pass"), ("aux", "aux:pass", "cop")
_LONGEST, _LONGEST_PHRASE = 14, 6  # words
_BEFORE_NOUNS = ("which", "what", "how many")
_LEAD_INS = ("", "and", "what about", "how about")
_SHOWN = 0.3  # share of the phrases


def phrases_of(sentence: Sentence, chance: random.Random) -> Iterator[Sentence]:
    """Yield some noun phrases of a sentence, as headings and as what is added to a question."""
    words = sentence.words
    for top, word in enumerate(words):
        if word.part not in ("NOUN", "PROPN") or chance.random() > _SHOWN:
            continue
        covered = sorted(_covered(words, top))
        whole = covered == list(range(covered[0], covered[-1] + 1))
        inner = [words[place] for place in covered]
        if not whole or len(inner) > _LONGEST_PHRASE or any(one.part == "PUNCT" for one in inner):
            continue
        asked = inner[0].part == "ADP" or chance.random() < 0.5
        before = chance.choice(_LEAD_INS) if asked else ""
        first = _small(inner[0], covered[0])
        yield from _written([*_opened(before), first, *inner[1:]], chance, "?" if before else "")


@dataclass(frozen=True, slots=True)
class _Clause:
    """The main clause of a statement in its parts, each with its words in order.

    finite: its auxiliary, or the "do" that it would have. verb: what the auxiliary leaves of it.
    done: the places of its object among all words.
    """

    subject: list[Word]
    finite: Word
    verb: Word
    between: list[Word]
    rest: list[Word]
    without_object: list[Word] | None
    is_copula: bool
    as_stated: list[Word]


def questions_of(sentence: Sentence, chance: random.Random) -> Iterator[Sentence]:
    """Yield questions that a sentence answers: whether, why or when it is so, and who or what."""
    clause = _clause_of(sentence.words)
    if clause is None:
        return
    asked = [clause.finite, *clause.subject, *clause.between, clause.verb]
    yield from _written([*_opened(chance.choice(_OPENERS)), *asked, *clause.rest], chance)
    yield from _written([*_opened("who"), *clause.as_stated, *clause.rest], chance)
    if (counted := _without_article(clause.subject)) is not None:
        which = _opened(chance.choice(_BEFORE_NOUNS))
        yield from _written([*which, *counted, *clause.as_stated, *clause.rest], chance)
    if clause.without_object is not None:
        yield from _written([*_opened("what"), *asked, *clause.without_object], chance)
    if clause.is_copula:
        yield from _written([*_opened("what"), clause.finite, *clause.subject], chance)


def _clause_of(words: Sequence[Word]) -> _Clause | None:
    """Return the main clause of a statement; None if it is built in another way."""
    root = next((place for place, word in enumerate(words) if word.head == 0), None)
    if root is None or words[root].part not in ("VERB", "NOUN", "ADJ", "PROPN"):
        return None
    own = [place for place, word in enumerate(words) if word.head == root + 1]
    subject, auxiliary = _one(own, words, _SUBJECT), _one(own, words, _AUXILIARY)
    if subject is None or subject > root or words[subject].tag in ("WP", "WDT"):
        return None
    if auxiliary is None and words[root].tag not in _FINITE:
        return None
    finite = _do(words[root]) if auxiliary is None else words[auxiliary]
    covered = _covered(words, subject)
    later = [
        place
        for place in range(max(covered) + 1, len(words))
        if place not in (auxiliary, root) and words[place].part != "PUNCT"
    ]
    between = [words[place] for place in later if place < root]
    if not finite.form.isalpha() or any(not word.form.isalnum() for word in between):
        return None
    done = _one(own, words, ("obj",))
    objects = _covered(words, done) if done is not None and done > root else set()
    stated = [*between, words[root]] if auxiliary is None else [finite, *between, words[root]]
    return _Clause(
        subject=[_small(words[place], place) for place in sorted(covered)],
        finite=finite,
        verb=words[root] if auxiliary is not None else _bare(words[root]),
        between=between,
        rest=[words[place] for place in later if place > root],
        without_object=[words[p] for p in later if p > root and p not in objects]
        if objects
        else None,
        is_copula=finite.relation == "cop",
        as_stated=stated,
    )


def _one(places: Sequence[int], words: Sequence[Word], relations: Sequence[str]) -> int | None:
    """Return the only word with one of these relations; None if none or several have it."""
    found = [place for place in places if words[place].relation in relations]
    return found[0] if len(found) == 1 else None


def _covered(words: Sequence[Word], top: int) -> set[int]:
    """Return the places of a word and of all that depend on it."""
    covered, before = {top}, 0
    while len(covered) > before:
        before = len(covered)
        covered |= {place for place, word in enumerate(words) if word.head - 1 in covered}
    return covered


def _without_article(subject: Sequence[Word]) -> list[Word] | None:
    """Return a subject as it follows "which"; None if that needs more than to drop its article."""
    words = list(subject[1:] if subject[0].part == "DET" else subject)
    plain = bool(words) and words[-1].part == "NOUN"
    return words if plain and {word.part for word in words} <= {"NOUN", "ADJ"} else None


def _small(word: Word, place: int) -> Word:
    """Return the first word of a sentence as it is written inside one."""
    keeps = place or word.part == "PROPN" or word.form == "I"
    return word if keeps else replace(word, form=word.form.lower())


def _bare(verb: Word) -> Word:
    return replace(verb, form=verb.lemma, tag="VB")


def _do(verb: Word) -> Word:
    return replace(verb, form=_FINITE[verb.tag], lemma="do", part="AUX", relation="aux")


def _opened(text: str) -> list[Word]:
    tags = {"how": "WRB", "often": "RB", "since": "IN", "who": "WP", "what": "WP"}
    tags |= {"and": "CC", "about": "IN", "which": "WDT", "many": "JJ"}
    parts = {"RB": "ADV", "IN": "ADP", "WP": "PRON", "CC": "CCONJ", "WDT": "DET", "JJ": "ADJ"}
    return [
        Word(
            word,
            word,
            parts.get(tags.get(word, "WRB"), "ADV"),
            tags.get(word, "WRB"),
            0,
            "",
            -1,
            -1,
        )
        for word in text.split()
    ]


def _written(words: Sequence[Word], chance: random.Random, mark: str = "?") -> Iterator[Sentence]:
    """Yield the words as a sentence, unless it is long. Words that were joined stay so.

    mark: what most end with.
    """
    if len(words) > _LONGEST:
        return
    text, placed = "", []
    for before, word in zip([None, *words[:-1]], words, strict=True):
        joined = before is not None and before.end == word.start >= 0
        text += word.form if joined or not text else f" {word.form}"
        placed.append(replace(word, start=len(text) - len(word.form), end=len(text)))
    if not text:
        return
    text = text[:1].upper() + text[1:] + chance.choice((mark, mark, ""))
    if text.endswith("?"):
        placed.append(Word("?", "?", "PUNCT", ".", 0, "", len(text) - 1, len(text)))
    yield Sentence(text, tuple(placed))
