"""`python -m tests.fitting.followups COMMAND ...`: fit how readings are chosen.

Needs the extra `fit`. docs/follow-ups.md says how the weights that are shipped were made.
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
from service.followups import trees as trees_of
from service.followups.choose import FITTED, Weights
from service.settings import Settings
from service.wiring import Parts, load_models, wire
from tests.fitting.documentation.collections import collections
from tests.fitting.followups.boost import fit_all
from tests.fitting.followups.collect import Row, rows_of
from tests.fitting.followups.learn import between, chosen
from tests.fitting.followups.other_topics import questions
from tests.fitting.followups.rows_file import read_rows, with_heard, write_rows


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    options.run(options)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting.followups", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    collecting = commands.add_parser("collect", help="ask all conversations, and keep the rows")
    collecting.add_argument("others", type=Path, metavar="EVAL_DIR")
    collecting.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    collecting.add_argument(
        "--documentation",
        type=Path,
        metavar="CHECKOUTS",
        help="the repositories that documentation/sources.toml names, each under its name",
    )
    collecting.add_argument("--out", type=Path, required=True, metavar="ROWS")
    collecting.set_defaults(run=_collect)

    fitting = commands.add_parser("fit", help="fit the weights of what was collected")
    fitting.add_argument("rows", type=Path, metavar="ROWS")
    fitting.add_argument(
        "--heard", type=Path, nargs="+", help="what listeners say of the halves they did not hear"
    )
    fitting.add_argument(
        "--share",
        type=float,
        default=1.0,
        help="how far to go from the shipped weights to those that are fitted, 0 to 1",
    )
    fitting.add_argument(
        "--only-new",
        action="store_true",
        help="fit what the shipped weights lack, and leave these as they are",
    )
    fitting.add_argument("--write", action="store_true", help="ship these weights")
    fitting.add_argument("--wrong", action="store_true", help="list what is read wrong")
    fitting.set_defaults(run=_fit)
    return parser


def _collect(options: argparse.Namespace) -> None:
    rows = _rows(options.folders, options.documentation, questions(options.others))
    write_rows(options.out, rows)
    print(f"written: {len(rows):,} rows")  # noqa: T201


def _fit(options: argparse.Namespace) -> None:
    rows = read_rows(options.rows)
    if options.heard:
        rows = with_heard(rows, options.heard)
    name = "heard" if options.heard else "unheard"
    shipped: dict[str, Weights] = json.loads(FITTED.read_text("utf-8"))
    fitted = fit_all(rows, shipped[name] if options.only_new else None)
    right = fitted.read_right(rows)
    _print(rows, right)
    print("as if their writers always began and ended questions alike:")  # noqa: T201
    _print(rows, fitted.read_right([row.made_plain() for row in rows]))
    weights, trees = fitted.models
    if options.wrong:
        for row, is_right in zip(rows, right, strict=True):
            if not is_right:
                read = row.texts[chosen(row, fitted.models)]
                print(f"{row.conversation}: {row.asked} -> {read}")  # noqa: T201
    if options.write:
        mixed = between(shipped[name], weights, options.share)
        FITTED.write_text(json.dumps({**shipped, name: mixed}, indent=1) + "\n", "utf-8")
        grown = trees_of.load(trees_of.FITTED) if trees_of.FITTED.exists() else {}
        trees_of.save({**grown, name: trees}, trees_of.FITTED)


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
                held = rows_of(case, parts, two, collection.is_learned)
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
    about = "documentation" if row.collection else "few documents"
    if row.elsewhere:
        return f"{about}: on other topics, left as typed"
    alone = "on the same documents, left as typed"
    return f"{about}: {alone if row.stands_alone else 'follow-ups read right'}"


if __name__ == "__main__":
    sys.exit(main())
