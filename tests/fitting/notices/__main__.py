"""`python -m tests.fitting.notices EVAL_DIR [--write]`: fit what tells that a page is out of date.

Needs the extra `fit`. EVAL_DIR holds the evaluation sets: the first sentences of their texts are no
notices. Prints how many notices are known, and how many other sentences are taken for one: out of
fold, and of `unseen` in examples.toml. --write puts the model fitted on all examples into
index/documents/notices.npz.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from index.documents.notices import FITTED
from tests.fitting.notices.learn import (
    Sentence,
    beginnings,
    fit,
    known_at,
    likelihoods,
    out_of_fold,
    save,
    unseen,
    written,
)

_LIMITS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting.notices", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = [*written(), *beginnings(options.folder)]
    model, new = fit(found), unseen()
    _print("out of fold", found, out_of_fold(found))
    _print("unseen", new, likelihoods(model, new))
    if options.write:
        save(model, FITTED)
        print(f"written: {FITTED.name}, {FITTED.stat().st_size:,} bytes")  # noqa: T201
    return 0


def _print(name: str, sentences: list[Sentence], likely: np.ndarray) -> None:
    for limit in _LIMITS:
        print(f"{name}, from {limit}: {known_at(limit, sentences, likely)}")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
