"""`python -m tests.fitting.tagging TREEBANK [--write]`: fit the tagger of service/english.

TREEBANK is a folder of CoNLL-U files, one for each document: not-to-release/sources of UD English
EWT. Prints how many words of a tenth of the documents, which are fitted on nothing, have the right
label, as they are written and as somebody types them in haste. --write puts the model fitted on all
documents into service/english/tagger/tagger.npz.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from service.english.tagger.tag_model import FITTED, TagModel, load, save
from tests.fitting.tagging.examples import as_typed, example_of, shown
from tests.fitting.tagging.learn import fit_tagger
from tests.fitting.tagging.measure import confused, share_right
from tests.fitting.tagging.treebank import Sentence, documents

_PARTS = 10


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting.tagging", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = list(documents(options.folder))
    random.Random(1).shuffle(found)
    unseen = [example_of(one) for document in found[::_PARTS] for one in document]
    fitted_on = [document for place, document in enumerate(found) if place % _PARTS]
    model = _fitted(fitted_on)
    for name, examples in (("written", unseen), ("typed", list(map(as_typed, unseen)))):
        print(f"{name}: {share_right(model, examples):.1%} of the words right")  # noqa: T201
        print(f"most often confused: {confused(model, examples)}", flush=True)  # noqa: T201
    if options.write:
        save(FITTED, *fit_tagger([shown(document) for document in found]))
        print(f"written: {FITTED.name}, {FITTED.stat().st_size:,} bytes")  # noqa: T201
    return 0


def _fitted(found: Sequence[Sequence[Sentence]]) -> TagModel:
    """Return the model as it is after it was written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tagger.npz")
        save(path, *fit_tagger([shown(document) for document in found]))
        return load(path)


if __name__ == "__main__":
    sys.exit(main())
