"""`python -m tests.fitting.lexicon WORDNET INFLECTIONS TREEBANK [--write]`:
make the files of
service/english/lexicon.

WORDNET is the folder of the database files of WordNet 3.1: data.noun, index.sense and so on.
INFLECTIONS is infl_lu.csv.gz of LemmInflect, which has the forms of the SPECIALIST Lexicon. Prints
how many words there are. --write puts the files into the package.
"""

import argparse
import gzip
import sys
from pathlib import Path

from service.english.lexicon import inflections, lexicon
from tests.fitting.lexicon.entries import Entries
from tests.fitting.lexicon.irregular import irregular_forms
from tests.fitting.lexicon.wordnet import WordNet


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting.lexicon", description=__doc__)
    parser.add_argument("wordnet", type=Path)
    parser.add_argument("inflections", type=Path)
    parser.add_argument("treebank", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    words = dict(Entries(WordNet(options.wordnet)).all())
    forms = irregular_forms(options.inflections, options.treebank, words)
    print(f"{len(words):,} words, {len(forms):,} with irregular forms")  # noqa: T201
    if options.write:
        text = "".join(f"{word} {letters}\n" for word, letters in words.items())
        lexicon.FILE.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
        inflections.FILE.write_text("".join(f"{line}\n" for line in forms), "utf-8")
        print(f"{lexicon.FILE.stat().st_size:,} bytes of words")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
