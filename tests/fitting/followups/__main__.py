"""`python -m tests.fitting.followups EVAL_DIR FOLDER... [--write] [--wrong]`: fit how readings are
chosen.

Needs the extra `fit`. Each FOLDER holds conversations (docs/evaluation.md says how they are
written). EVAL_DIR holds the evaluation sets, whose questions are asked in them too. Prints, out of
fold by conversation, how many follow-ups are read right, and how many questions that stand alone
are left as typed. --write puts weights fitted on all of them into service/followups/weights.json.
--wrong lists what is read wrong.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from index.encoder.model import load_encoder
from service.evaluation.cases.case_set import read_cases
from service.followups.choose import FITTED
from service.settings import Settings
from service.wiring import load_models
from tests.fitting.followups.collect import Row, rows_of
from tests.fitting.followups.learn import chosen, fit, out_of_fold
from tests.fitting.followups.other_topics import questions


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting.followups", description=__doc__)
    parser.add_argument("others", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    rows = _rows(options.folders, questions(options.others))
    right, plain = out_of_fold(rows)
    _print(rows, right)
    print("as if their writers always began and ended questions alike:")  # noqa: T201
    _print(rows, plain)
    weights = fit(rows)
    if options.wrong:
        for row, is_right in zip(rows, right, strict=True):
            if not is_right:
                read = row.texts[chosen(row, weights)]
                print(f"{row.conversation}: {row.asked} -> {read}")  # noqa: T201
    if options.write:
        FITTED.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    return 0


def _rows(folders: Sequence[Path], others: Sequence[Sequence[str]]) -> list[Row]:
    settings = Settings.load()

    def say(_: str) -> None:
        pass

    models, encoder = load_models(settings, say), load_encoder(settings, say)
    cases = [case for folder in folders for case in read_cases(folder).cases]
    held = [case for case in cases if len(case.told.turns) > 1]
    return [row for case in held for row in rows_of(case, settings, models, encoder, others, say)]


def _print(rows: Sequence[Row], right: Sequence[bool]) -> None:
    kinds = [_kind(row) for row in rows]
    for name in sorted(set(kinds)):
        of_kind = [ok for kind, ok in zip(kinds, right, strict=True) if kind == name]
        possible = sum(
            row.right.any() for row, kind in zip(rows, kinds, strict=True) if kind == name
        )
        print(f"{name}: {sum(of_kind)} of {len(of_kind)} ({possible} possible)")  # noqa: T201


def _kind(row: Row) -> str:
    if row.elsewhere:
        return "on other topics, left as typed"
    return "on these documents, left as typed" if row.stands_alone else "follow-ups read right"


if __name__ == "__main__":
    sys.exit(main())
