"""`python -m tests.fitting.lexicon.verb_uses TREEBANK [--write]`: count how verbs are used.

TREEBANK is the folder of the sources of UD English EWT. Prints how many verbs there are. --write
puts the counts into service/english/lexicon.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from service.english.lexicon import verb_uses
from tests.fitting.tagging.treebank import Sentence, Word, documents

# What says as much as the object: "put it down", "give her a book", "take it to the shop".
_BESIDE_OBJECT = {"iobj", "xcomp", "ccomp", "obl", "compound:prt"}
_LEAST = 2  # uses of a verb
_LEAST_BEFORE = 3  # uses before a preposition


def lines_of(sentences: Iterable[Sentence]) -> Iterator[str]:
    """Yield the lines of the file."""
    uses, finite, bare = Counter[str](), Counter[str](), Counter[str]()
    before: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        relations = _relations(sentence)
        followed = zip(sentence.words, [*sentence.words[1:], None], relations, strict=True)
        for word, following, beside in followed:
            if word.part != "VERB" or not word.lemma.isalpha():
                continue
            verb = word.lemma.lower()
            uses[verb] += 1
            if following and (following.part, following.relation) == ("ADP", "case"):
                before[verb][following.form.lower()] += 1
            if word.tag != "VBN":
                finite[verb] += 1
                bare[verb] += "obj" in beside and not beside & _BESIDE_OBJECT
    for verb in sorted(verb for verb in uses if uses[verb] >= _LEAST):
        pairs = sorted((p, n) for p, n in before[verb].items() if n >= _LEAST_BEFORE)
        counts = (uses[verb], finite[verb], bare[verb], *(f"{p}:{n}" for p, n in pairs))
        yield " ".join(map(str, (verb, *counts)))


def _relations(sentence: Sentence) -> list[set[str]]:
    """Return how the words that depend on each word do."""
    found: list[set[str]] = [set() for _ in sentence.words]
    for word in sentence.words:
        if word.head:
            found[word.head - 1].add(_relation(word))
    return found


def _relation(word: Word) -> str:
    kept = word.relation == "compound:prt"
    return word.relation if kept else word.relation.split(":")[0]


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fitting.lexicon.verb_uses", description=__doc__
    )
    parser.add_argument("treebank", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = [*lines_of(one for document in documents(options.treebank) for one in document)]
    print(f"{len(lines):,} verbs")  # noqa: T201
    if options.write:
        verb_uses.FILE.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
