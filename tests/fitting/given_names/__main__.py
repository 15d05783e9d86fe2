"""`python -m tests.fitting.given_names NAME_DATA [--write]`: the given names that Pincite knows.

NAME_DATA is name_data.json of the package nomquamgender 0.1.4 (MIT), which has of each name the
number of sources and of people, and the share of women among these. Prints how many are kept.
--write puts them into the package.
"""

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from service.english.lexicon import given_names
from service.english.lexicon.given_names import EITHER, FEMALE, MALE
from service.english.lexicon.lexicon import NAME, letters_of

_WORD = re.compile(r"[a-z]{2,}")
_SOURCES, _PEOPLE = 4, 50  # fewer may be a slip of the pen
_SOURCES_OF_COMMON = 18  # of the 36
_SOURCES_OF_A_WORD = 20  # "Rose" is a name that everybody knows, "Apple" a word that some bear
_MOST = 0.1  # of the other gender; where nomquamgender, too, leaves it open by default


def main() -> int:
    prog = "python -m tests.fitting.given_names"
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    parser.add_argument("names", type=Path, metavar="NAME_DATA")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = sorted(lines_of(json.loads(options.names.read_text("utf-8"))))
    print(f"{len(lines):,} given names")  # noqa: T201
    if options.write:
        text = "".join(f"{line}\n" for line in lines)
        given_names.FILE.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
        print(f"{given_names.FILE.stat().st_size:,} bytes")  # noqa: T201
    return 0


def lines_of(counted: Mapping[str, Sequence[float]]) -> Iterator[str]:
    """Yield the lines of the list. counted: the sources, people and share of women of each name."""
    for name, (sources, people, women, *_) in counted.items():
        letters = letters_of(name)
        is_word = letters and NAME not in letters
        if not _WORD.fullmatch(name) or people < _PEOPLE:
            continue
        if sources >= (_SOURCES_OF_A_WORD if is_word else _SOURCES):
            letter = FEMALE if women >= 1 - _MOST else MALE if women <= _MOST else EITHER
            yield f"{name} {letter.upper() if sources >= _SOURCES_OF_COMMON else letter}"


if __name__ == "__main__":
    sys.exit(main())
