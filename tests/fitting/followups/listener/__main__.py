"""`python -m tests.fitting.followups.listener COMMAND ...`: train a listener; docs/reader.md says
how.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from index.encoder.model import check_default, default_folder
from service.followups.choose import shipped_weights
from service.reading.loading import LISTENER
from tests.fitting.followups.collect import Row
from tests.fitting.followups.learn import best_by_grammar
from tests.fitting.followups.listener.examples import examples_of, read_examples, write_examples
from tests.fitting.followups.listener.made_up import made_up
from tests.fitting.followups.rows_file import halves_of, read_rows
from tests.fitting.followups.written import written_rows

if TYPE_CHECKING:
    from tests.fitting.followups.listener.training import Listener

_SEED = 0
_HEARD = 10  # readings of a row


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    options.run(options)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fitting.followups.listener", description=__doc__
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    making = commands.add_parser("make-up", help="make follow-ups of a reader's questions")
    making.add_argument("data", type=Path, help="folder with open-train.jsonl.gz")
    making.add_argument("out", type=Path, metavar="EXAMPLES")
    making.add_argument("--most", type=int, default=13_000)
    making.set_defaults(run=_make_up)

    first = commands.add_parser("train", help="train on made-up follow-ups")
    first.add_argument("examples", type=Path, metavar="EXAMPLES")
    first.set_defaults(run=_train)

    after = commands.add_parser("train-on", help="train on, on conversations")
    after.add_argument("rows", type=Path, metavar="ROWS")
    after.add_argument("--start", type=Path, required=True, metavar="LISTENER")
    after.add_argument(
        "--dialogues",
        type=Path,
        metavar="CHECKOUTS",
        help="learn from documentation/dialogues too; the repositories that sources.toml names",
    )
    after.add_argument("--half", choices="ab", help="of the conversations; both if left out")
    after.add_argument(
        "--heard", type=Path, help="file for what it says of the other half; needs --half"
    )
    after.set_defaults(run=_train_on)
    mixing = commands.add_parser("mix", help="take the mean of the listeners of both halves")
    mixing.add_argument("first", type=Path, metavar="LISTENER")
    mixing.add_argument("second", type=Path, metavar="LISTENER")
    mixing.add_argument("--out", type=Path, required=True, metavar="LISTENER")
    mixing.set_defaults(run=_mix)

    hearing = commands.add_parser("hear", help="what the shipped listener says of rows")
    hearing.add_argument("rows", type=Path, metavar="ROWS", help="of which it learned nothing")
    hearing.add_argument("--heard", type=Path, required=True, help="file for it")
    hearing.set_defaults(run=_hear)

    for training, epochs, rate in ((first, 1, 2.5e-4), (after, 2, 2e-4)):
        training.add_argument("--out", type=Path, required=True, metavar="LISTENER")
        training.add_argument("--epochs", type=int, default=epochs)
        training.add_argument("--learning-rate", type=float, default=rate)
        training.add_argument("--steps", type=int, help="stop after this many")
    return parser


def _make_up(options: argparse.Namespace) -> None:
    made = list(islice(made_up(options.data, Random(_SEED)), options.most))
    write_examples(options.out, made)
    _say(f"written: {len(made):,} examples")


def _train(options: argparse.Namespace) -> None:
    from tests.fitting.followups.listener.training import Listener, Plan  # imports torch

    listener = Listener(_encoder())
    plan = Plan(options.epochs, options.learning_rate, most_steps=options.steps)
    listener.learn(read_examples(options.examples), plan, _say)
    listener.save(options.out)


def _train_on(options: argparse.Namespace) -> None:
    from tests.fitting.followups.listener.training import Listener, Plan

    rows = read_rows(options.rows)
    half = halves_of(rows)
    own = [row for row in rows if options.half in (None, half[row.group])]
    if options.dialogues:
        # Of a collection in the other half nothing is learned.
        written = written_rows(options.dialogues)
        own += [row for row in written if options.half in (None, half.get(row.group, options.half))]
    listener = Listener(_encoder(), options.start)
    plan = Plan(options.epochs, options.learning_rate, most_steps=options.steps)
    listener.learn(list(examples_of(own, Random(_SEED))), plan, _say)
    listener.save(options.out)
    if options.heard:
        others = [place for place, row in enumerate(rows) if half[row.group] != options.half]
        _write_heard(options.heard, listener, rows, others)


def _hear(options: argparse.Namespace) -> None:
    from tests.fitting.followups.listener.training import Listener

    rows = read_rows(options.rows)
    _write_heard(options.heard, Listener(_encoder(), LISTENER), rows, range(len(rows)))


def _write_heard(path: Path, listener: "Listener", rows: Sequence[Row], at: Iterable[int]) -> None:
    """Write what a listener says of the rows at some places."""
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for number in at:
            told = {"row": number, "logits": _heard(listener.hear, rows[number])}
            file.write(json.dumps(told) + "\n")


def _mix(options: argparse.Namespace) -> None:
    from tests.fitting.reader.learner import mix  # imports torch

    mix(options.first, options.second, 0.5, options.out)


def _heard(hear: Callable[[str, Sequence[str]], list[float]], row: Row) -> list[float]:
    """Return the logit of each reading of a row. Those that grammar puts last are never heard by a
    server; they get the least logit of the others.
    """
    places = best_by_grammar(row, shipped_weights(heard=False), _HEARD)
    logits = hear(row.said, [row.texts[place] for place in places])
    found = dict(zip(places, logits, strict=True))
    return [round(found.get(place, min(logits)), 4) for place in range(len(row.texts))]


def _encoder() -> Path:
    encoder = default_folder()
    check_default(encoder)
    return encoder


def _say(message: str) -> None:
    print(message, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
