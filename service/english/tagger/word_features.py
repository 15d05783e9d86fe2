"""What the tagger looks at, as numbers of features.

The features of a word and of its neighbours are those of Toutanova et al. 2003, "Feature-Rich
Part-of-Speech Tagging with a Cyclic Dependency Network", and of the lexicon. They are hashed
(Weinberger et al. 2009, arXiv 0902.2206), so that the model is one array and has no vocabulary.
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from service.english.lexicon.inflections import base_of_verb, singular_of
from service.english.lexicon.lexicon import NAME, letters_of

WORD_FEATURES = 2**15
LABEL_FEATURES = 2**13
_DIGIT, _CURRENCY = re.compile(r"\d"), re.compile("[€£¥₹]")
_SAME_AGAIN = re.compile(r"(.)\1+")
_PARTS = re.compile(r"[^NVARx]")
_FINITE = frozenset({"VBP", "VBZ", "VBD", "AUX", "DO", "MD"})
_OF_VERBS = _FINITE | {"VB", "VBN", "TO"}
_EDGE = "|"  # stands before the first word and after the last
_REMEMBERED = 20_000  # words


class _Seen(NamedTuple):
    """A word as its neighbours see it.

    lower: in lower case, with 0 for each digit. ending: its last letters. kinds: the parts of
    speech that the lexicon has for it and for its base. own: the numbers of the features of the
    word by itself, below WORD_FEATURES.
    """

    lower: str
    ending: str
    kinds: str
    shape: str
    own: tuple[int, ...]


_NO_WORD = _Seen(_EDGE, _EDGE, _EDGE, _EDGE, ())


def word_features(words: Sequence[str]) -> list[list[int]]:
    """Return for each word the numbers of its features, below WORD_FEATURES."""
    case = _case(words)
    seen = [_NO_WORD, _NO_WORD, *map(_word, words), _NO_WORD, _NO_WORD]
    return [
        [*seen[place].own, *_numbers(_around_word(seen, place, case), WORD_FEATURES)]
        for place in range(2, len(seen) - 2)
    ]


def label_features(words: Sequence[str], labels: Sequence[str]) -> list[list[int]]:
    """Return for each word the numbers of the features that the labels make, below LABEL_FEATURES.

    labels: of all words, as the words alone tell them.
    """
    edge = [_EDGE, _EDGE]
    seen = [*edge, *labels, *edge]
    texts = [_NO_WORD, _NO_WORD, *map(_word, words), _NO_WORD, _NO_WORD]
    finite = [place for place, label in enumerate(seen) if label in _FINITE]
    rows, clause = [], ""
    for place in range(2, len(seen) - 2):
        others = len(finite) - (seen[place] in _FINITE)
        features = _around_label(seen, texts, place, f"{clause} {bool(others)}")
        rows.append(_numbers(features, LABEL_FEATURES))
        clause = _clause_after(clause, seen[place])
    return rows


def _around_word(seen: Sequence[_Seen], place: int, case: str) -> Iterable[str]:
    two_before, before, word, after, two_after = seen[place - 2 : place + 3]
    first = two_before is _NO_WORD and before is _NO_WORD
    yield f"c {case} {first} {word.shape}"
    yield f"k {case} {first} {word.shape} {word.kinds}"
    yield f"-1 {before.lower}"
    yield f"+1 {after.lower}"
    yield f"-2 {two_before.lower}"
    yield f"+2 {two_after.lower}"
    yield f"-1e {before.ending} {before.kinds}"
    yield f"+1e {after.ending} {after.kinds}"
    yield f"-1k {before.kinds} {word.kinds}"
    yield f"+1k {word.kinds} {after.kinds}"
    yield f"-1+1k {before.kinds} {word.kinds} {after.kinds}"
    yield f"-10 {before.lower} {word.lower}"
    yield f"0+1 {word.lower} {after.lower}"
    yield f"-1+1 {before.lower} {after.lower}"
    yield f"-1ke {before.lower} {word.kinds} {word.ending}"
    yield f"+1ke {word.kinds} {word.ending} {after.lower}"
    yield f"-2-1k {two_before.lower} {before.lower} {word.kinds}"
    yield f"-2-1kk {two_before.kinds} {before.kinds} {word.kinds}"
    yield f"+1+2kk {word.kinds} {after.kinds} {two_after.kinds}"
    yield f"s {case} {before.shape} {word.shape} {after.shape}"


def _around_label(
    labels: Sequence[str], words: Sequence[_Seen], place: int, clause: str
) -> Iterable[str]:
    two_before, before, label, after, two_after = labels[place - 2 : place + 3]
    word, kinds = words[place].lower, words[place].kinds
    yield f"-1 {before} {label}"
    yield f"+1 {after} {label}"
    yield f"-2-1 {two_before} {before} {label}"
    yield f"+1+2 {label} {after} {two_after}"
    yield f"-1+1 {before} {label} {after}"
    yield f"w-1 {word} {before}"
    yield f"w+1 {word} {after}"
    yield f"w-1+1 {word} {before} {after}"
    yield f"-1w {words[place - 1].lower} {label} {after}"
    yield f"c {clause} {label}"
    yield f"ck {clause} {kinds} {before} {after}"
    yield f"-1+1k {before} {kinds} {after}"
    yield f"+1+2k {kinds} {after} {two_after}"
    yield f"c-1 {clause} {before} {label}"
    yield f"c+1 {clause} {label} {after}"


def _clause_after(clause: str, label: str) -> str:
    """Return what a clause has had so far: an auxiliary, or its last verb; "" at its beginning."""
    if label in ("PUNCT", "CCONJ", "SCONJ", "WH"):
        return "" if label != "WH" else "WH"
    return label if label in _OF_VERBS else clause


@lru_cache(maxsize=_REMEMBERED)
def _word(word: str) -> _Seen:
    plain = _DIGIT.sub("0", _CURRENCY.sub("$", word.replace("’", "'")))
    lower, shape, kinds = plain.lower(), _shape(plain), _kinds(word)
    own = [f"w {lower}", f"W {plain}", f"k {kinds}", f"s {shape}"]
    own += [f"> {lower[-length:]}" for length in (1, 2, 3, 4, 5)]
    own += [f"< {lower[:length]}" for length in (1, 2, 3, 4)]
    own += [f">k {lower[-2:]} {kinds}", f"- {'-' in lower} {lower.rpartition('-')[2][-3:]}"]
    return _Seen(lower, lower[-3:], kinds, shape, tuple(_numbers(own, WORD_FEATURES)))


def _kinds(word: str) -> str:
    """Return what the lexicon says of a word and of its base: "NV s" for "strikes"."""
    bare = re.sub(r"['’]s?$", "", word)
    letters = letters_of(bare) or letters_of(bare.lower())
    kinds = _PARTS.sub("", letters)
    form = bare.lower()
    base, singular = base_of_verb(form), singular_of(form)
    if base and base != form:
        kinds += f" v{form[-2:]}{_PARTS.sub('', letters_of(base))}"
    if singular and singular != form:
        kinds += " n"
    if NAME not in kinds and bare[:1].isupper() and not letters_of(bare):
        kinds += " u" if kinds else " U"
    return kinds


def _shape(word: str) -> str:
    """Return the shape of a word: "Xx" for "Kosovo", "X0" for "F16"."""
    marks = "".join(
        "0" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c for c in word
    )
    return _SAME_AGAIN.sub(r"\1", marks)[:6]


def _case(words: Sequence[str]) -> str:
    """Return how a text is written: with capitals for names, or for nothing, or for all words."""
    letters = [word for word in words if word[0].isalpha()]
    later = letters[1:]
    if not any(word[0].isupper() for word in later):
        first = bool(letters) and letters[0][0].isupper()
        return "first" if first else "none"
    if all(word[0].isupper() or len(word) < 4 for word in later):
        return "upper" if all(word.isupper() for word in letters) else "title"
    return "mixed"


def _numbers(features: Iterable[str], count: int) -> list[int]:
    return [zlib.crc32(feature.encode()) & (count - 1) for feature in features]
