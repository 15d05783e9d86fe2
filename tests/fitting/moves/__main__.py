"""`python -m tests.fitting.moves EVAL_DIR [--write]`: fit what tells a move in a conversation from
a question about the documents.

Needs the extra `fit`. EVAL_DIR holds the evaluation sets, whose questions are no moves. Prints, out
of fold, how many follow-ups of each move are known, and how many others are taken for one; then the
same for the follow-ups of unseen.toml. --write puts the models fitted on all examples into
service/followups/said/moves.npz.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from service.collection.features import words_of
from service.followups.said.moves import FITTED, WITH_SUBJECT, MoveModel, load, move_features, save
from tests.fitting.intents.examples import Example
from tests.fitting.moves import examples
from tests.fitting.moves.learn import THRESHOLD, Probabilities, fit, known, out_of_fold

_EACH = 6  # variations of a template
_LIMITS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting.moves", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    written = examples.written(examples.subjects(options.folder), _EACH)
    found = [*written, *examples.other_questions(options.folder)]
    model = fit(found)
    if options.write:
        save(model, FITTED)
        print(f"written: {FITTED.name}, {FITTED.stat().st_size:,} bytes", flush=True)  # noqa: T201
        model = load(FITTED)
    _print_unseen(model)
    _print("out of fold", found, out_of_fold(found), _LIMITS)
    return 0


def _print_unseen(model: MoveModel) -> None:
    unseen = examples.unseen()
    features = [move_features(words_of(one.text), model.vocabulary) for one in unseen]
    _print("unseen", unseen, np.array([model.moves.probabilities(*f) for f in features]))
    for move in WITH_SUBJECT:
        subjects = [
            (one.subject.of(one.text), model.moved(one.text).subject)
            for one in unseen
            if one.intent == move and one.subject is not None
        ]
        right = sum(subject == found for subject, found in subjects)
        print(f"subjects of {move}: {right} of {len(subjects)} word for word")  # noqa: T201


def _print(
    name: str,
    found: Sequence[Example],
    probabilities: Probabilities,
    limits: Sequence[float] = (THRESHOLD,),
) -> None:
    columns = [known(found, probabilities, limit) for limit in limits]
    print(f"\n| {name} | {' | '.join(f'from {limit}' for limit in limits)} |")  # noqa: T201
    print("|---" * (len(limits) + 1) + "|")  # noqa: T201
    for row in columns[0]:
        print(f"| {row} | {' | '.join(column[row] for column in columns)} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
