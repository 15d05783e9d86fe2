"""The forms of verbs and nouns that the rules do not make."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from service.english.lexicon.inflections import regular_forms, regular_plural
from service.english.lexicon.lexicon import NOUN, VERB
from tests.fitting.tagging.treebank import documents

_OFTEN = 0.6  # of the uses of a noun are plural, though it does not look so


def irregular_forms(path: Path, treebank: Path, words: Mapping[str, str]) -> list[str]:
    """Return the lines of the table.

    path: infl_lu.csv.gz of LemmInflect, whose rows are a word, its part of speech, and the forms of
    each column, parted by slashes. words: the letters of the lexicon by word.
    """
    rows = list(_rows(path))
    verbs = {word: forms for word, part, forms in rows if part == "verb"}
    nouns = {word: forms[0] for word, part, forms in rows if part == "noun" and forms[0]}
    lines = [*_verbs(verbs, words), *_nouns(nouns, words), *_always_plural(treebank)]
    return sorted(set(lines))


def _rows(path: Path) -> Iterator[tuple[str, str, list[tuple[str, ...]]]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for word, part, *columns in csv.reader(file):
            forms = [tuple(f for f in c.split("/") if f and " " not in f) for c in columns]
            if word.islower() and word.isalpha():
                yield word, part, forms


def _verbs(verbs: Mapping[str, list[tuple[str, ...]]], words: Mapping[str, str]) -> Iterator[str]:
    for base, (past, participle, gerund, third) in verbs.items():
        if VERB not in words.get(base, "") or not (past and gerund and third):
            continue
        forms = (past, participle or past, gerund, third)
        if forms != regular_forms(base):
            yield " ".join([VERB, base, *("/".join(column) for column in forms)])


def _nouns(nouns: Mapping[str, tuple[str, ...]], words: Mapping[str, str]) -> Iterator[str]:
    for noun, listed in nouns.items():
        # "authorizations/authorization": the second tells only that it need not be counted.
        plurals = tuple(form for form in listed if form != noun)
        if NOUN in words.get(noun, "") and plurals and plurals != (regular_plural(noun),):
            yield f"{NOUN} {noun} {'/'.join(plurals)}"


def _always_plural(treebank: Path) -> Iterator[str]:
    """Yield the nouns that are plural and do not look so: "people", "police"."""
    plural, uses = Counter[tuple[str, str]](), Counter[str]()
    for document in documents(treebank):
        for word in (word for sentence in document for word in sentence.words):
            if word.part == "NOUN" and not word.form.lower().endswith("s"):
                uses[word.form.lower()] += 1
                plural[word.form.lower(), word.lemma] += word.tag == "NNS"
    for (form, lemma), count in plural.items():
        if count >= 5 and count >= _OFTEN * uses[form]:
            yield f"{NOUN} {lemma} {form}"
