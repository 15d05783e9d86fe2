"""`python -m tests.fitting.intents EVAL_DIR [--write] [--vectors]`: fit what tells a question about
the collection from an ordinary one.

Needs the extra `fit`. EVAL_DIR holds the evaluation sets, whose questions are all ordinary, as are
the everyday questions and those about documentation. Prints, out of fold, how many questions of
each intent are known, and how many ordinary ones are taken for another; then the same for the
questions of unseen.toml. --write puts the models fitted on all examples into
service/collection/intents.npz. --vectors compares them with models of the question's vector, by the
encoder that the settings name, and of both.
"""

import argparse
import itertools
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import sparse

from index.encoder.model import load_encoder
from service.collection.intents import FITTED, WITH_SUBJECT, Intent, save
from service.settings import Settings
from tests.fitting.intents import examples
from tests.fitting.intents.examples import Example
from tests.fitting.intents.learn import Matrix, chosen, fit, fit_intents, intent_rows
from tests.fitting.intents.measure import Judged, false_alarms, known, subjects_found

_EACH = 6  # variations of a template
_BATCH = 64  # texts that are encoded together
_SCALE_OF_VECTORS = 3.0  # beside the other features; of 1, 3 and 10 the best


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting.intents", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--vectors", action="store_true")
    options = parser.parse_args()
    asked = examples.queries(options.folder)
    written = list(examples.written(examples.subjects_in(asked), _EACH))
    own = examples.own_queries()
    every = [*asked, *examples.polite_queries(asked), *examples.fragments(asked), *own, *written]
    unseen = examples.unseen()
    words, words_unseen = _rows(every), _rows(unseen)
    _print(
        "words and their parts",
        _judged(every, words),
        _judged_by_all(every, words, unseen, words_unseen),
    )
    if options.vectors:
        vectors, vectors_unseen = _vectors(every), _vectors(unseen)
        _print(
            "vector",
            _judged(every, vectors),
            _judged_by_all(every, vectors, unseen, vectors_unseen),
        )
        both, both_unseen = (
            sparse.hstack([words, vectors]).tocsr(),
            sparse.hstack([words_unseen, vectors_unseen]).tocsr(),
        )
        _print("both", _judged(every, both), _judged_by_all(every, both, unseen, both_unseen))
    model = fit(every, written)
    for intent in WITH_SUBJECT:
        print(f"subjects of unseen {intent}: {subjects_found(model, unseen, intent)}")  # noqa: T201
    if options.write:
        save(model, FITTED)
        print(f"written: {FITTED.name}, {FITTED.stat().st_size:,} bytes")  # noqa: T201
    return 0


def _rows(found: Sequence[Example]) -> Matrix:
    return intent_rows([one.text for one in found])


def _vectors(found: Sequence[Example]) -> Matrix:
    encoder = load_encoder(Settings.load(), lambda _: None, asking=True)
    texts = sorted({one.text for one in found})
    batches = (texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH))
    encoded = itertools.chain.from_iterable(map(encoder.encode_questions, batches))
    vectors = dict(zip(texts, encoded, strict=True))
    return sparse.csr_matrix([_SCALE_OF_VECTORS * vectors[one.text].whole for one in found])


def _judged(found: Sequence[Example], rows: Matrix) -> Judged:
    """Each example, judged by a model that was fitted without the examples of its fold."""
    folds = np.array([one.fold for one in found])
    probabilities = np.zeros((len(found), len(Intent)))
    for fold in sorted(set(folds.tolist())):
        others = folds != fold
        fitted = fit_intents(rows[others], [one for one in found if one.fold != fold])
        probabilities[~others] = fitted.predict_proba(rows[~others])
    return Judged(found, chosen(probabilities))


def _judged_by_all(
    found: Sequence[Example], rows: Matrix, unseen: Sequence[Example], unseen_rows: Matrix
) -> Judged:
    fitted = fit_intents(rows, found)
    return Judged(unseen, chosen(fitted.predict_proba(unseen_rows)))


def _print(name: str, folds: Judged, unseen: Judged) -> None:
    print(f"\n| {name} | out of fold | unseen |\n|---|---|---|")  # noqa: T201
    for intent in Intent:
        if intent is not Intent.ORDINARY:
            print(f"| {intent} | {known(folds, intent)} | {known(unseen, intent)} |")  # noqa: T201
    for source, line in false_alarms(folds).items():
        print(f"| ordinary, {source}: taken for another | {line} | |")  # noqa: T201
    for line in false_alarms(unseen).values():
        print(f"| ordinary, unseen: taken for another | | {line} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
