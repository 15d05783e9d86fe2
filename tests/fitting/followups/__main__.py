"""`python -m tests.fitting.followups EVAL_DIR FOLDER... [--documentation CHECKOUTS] [--write]
[--wrong]`: fit how readings are chosen.

Needs the extra `fit`. Each FOLDER holds conversations (docs/evaluation.md says how they are
written). CHECKOUTS holds the repositories that documentation/sources.toml names, each under its
name; the conversations about them are learned from too. EVAL_DIR holds the evaluation sets, whose
questions are asked in all conversations. Prints, out of
fold by conversation, how many follow-ups are read right, and how many questions that stand alone
are left as typed. --write puts weights fitted on all of them into service/followups/weights.json.
--wrong lists what is read wrong.
"""

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.encoder.model import load_encoder
from index.records import SourceFile
from service.evaluation.cases.case_set import read_cases
from service.evaluation.cases.own_index import index_files
from service.followups.choose import FITTED
from service.settings import Settings
from service.wiring import Parts, load_models, wire
from tests.fitting.followups.collect import Row, rows_of
from tests.fitting.followups.documentation.collections import collections
from tests.fitting.followups.learn import chosen, fit, out_of_fold
from tests.fitting.followups.other_topics import questions


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting.followups", description=__doc__)
    parser.add_argument("others", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--documentation", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    rows = _rows(options.folders, options.documentation, questions(options.others))
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


def _rows(
    folders: Sequence[Path], checkouts: Path | None, others: Sequence[Sequence[str]]
) -> list[Row]:
    settings = Settings.load()
    models, encoder = load_models(settings, _say), load_encoder(settings, _say)

    def parts_of(documents: Sequence[SourceFile]) -> Parts | None:
        own = index_files(documents, settings, encoder).settings
        return None if own is None else wire(own, _say, models)

    rows: list[Row] = []
    for case in (case for folder in folders for case in read_cases(folder).cases):
        if len(case.told.turns) > 1 and (parts := parts_of(case.documents)) is not None:
            rows += rows_of(case, parts, others)
    for collection in collections(checkouts) if checkouts else ():
        if (parts := parts_of(collection.documents)) is not None:
            for case in collection.cases:
                two = random.Random(case.name).sample(others, 2)
                held = rows_of(case, parts, two)
                rows += [replace(row, collection=collection.name) for row in held]
    return rows


def _say(_: str) -> None:
    pass


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
