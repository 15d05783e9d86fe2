"""`python -m tests.fitting.reader COMMAND ...`: train a reader anew; docs/reader.md says how.

The scores of half readers, which the weights beside the reader are fitted on, are made by
`python -m tests.fitting.scores`.
"""

import argparse
import sys
from dataclasses import replace
from itertools import chain
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from index.encoder.model import check_default, default_folder
from index.encoder.onnx import TOKENIZER_FILE
from index.encoder.tokens import TextTokenizer
from service.reading.loading import WEIGHTS_FILE
from tests.fitting.reader.apart import apart_from, runs_of, texts_of
from tests.fitting.reader.examples import Example, read_examples, write_examples
from tests.fitting.reader.public_sets import examples_in


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    options.run(options)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting.reader", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    public = commands.add_parser("prepare-public", help="label the passages of public sets")
    public.add_argument("folder", type=Path, help="one NAME.jsonl a set")
    public.add_argument("prefix", type=Path, help="of the files to write")
    public.add_argument("--apart-from", type=Path, nargs="*", default=[], metavar="EVAL_DIR")
    public.set_defaults(run=_prepare_public)

    fit = commands.add_parser("prepare-fit", help="take the passages found for the fit sets")
    fit.add_argument("folder", type=Path, help="the folder that holds the fit sets' folders")
    fit.add_argument("prefix", type=Path, help="of the files to write: PREFIX-a-... and PREFIX-b-")
    fit.set_defaults(run=_prepare_fit)

    everyday = commands.add_parser("prepare-everyday", help="and those for everyday questions")
    everyday.add_argument("folder", type=Path, help="for everyday-a-..., lessons-a-... and so on")
    everyday.set_defaults(run=_prepare_everyday)

    structures = commands.add_parser("prepare-structures", help="and those on made-up documents")
    structures.add_argument("prefix", type=Path, help="of the files to write")
    structures.set_defaults(run=_prepare_structures)

    documentation = commands.add_parser("prepare-documentation", help="those about documentation")
    documentation.add_argument("checkouts", type=Path, help="see tests/fitting/documentation")
    documentation.add_argument("prefix", type=Path, help="of the files to write")
    documentation.add_argument(
        "--of",
        choices=("questions", "lessons", "dialogues"),
        default="questions",
        help="of a folder there",
    )
    documentation.set_defaults(run=_prepare_documentation)

    training = commands.add_parser("train", help="train a reader on prepared files")
    training.add_argument(
        "parts", nargs="+", metavar="PREFIX[:ROWS]", help="ROWS: of it, by chance"
    )
    training.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="of the reader")
    training.add_argument(
        "--keep",
        nargs="*",
        default=[],
        metavar="PREFIX[:ROWS]",
        help="what shall be said of as the reader of --start says",
    )
    training.add_argument("--start", type=Path, metavar="FOLDER", help="of a reader to train on")
    training.add_argument("--epochs", type=int, default=4)
    training.add_argument("--batch-tokens", type=int, default=49_152)
    training.add_argument("--learning-rate", type=float, default=2.5e-4)
    training.add_argument("--dropout", type=float, default=0.1)
    training.add_argument("--frozen-layers", type=int, default=0, help="of the first, not trained")
    training.add_argument("--seed", type=int, default=1)
    training.add_argument("--steps", type=int, help="stop after this many")
    training.set_defaults(run=_train)

    mixing = commands.add_parser("mix", help="take a reader between two")
    mixing.add_argument("before", type=Path, help="folder of the first")
    mixing.add_argument("after", type=Path, help="folder of the one trained on")
    mixing.add_argument("--share", type=float, required=True, help="of the second, 0 to 1")
    mixing.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="of the reader")
    mixing.set_defaults(run=_mix)
    return parser


def _prepare_public(options: argparse.Namespace) -> None:
    runs = runs_of(text for folder in options.apart_from for text in texts_of(folder))
    tokenizer = TextTokenizer(default_folder() / TOKENIZER_FILE)
    examples = apart_from(examples_in(options.folder, tokenizer.count), runs)
    _say(f"{write_examples(options.prefix, examples):,} examples")


def _prepare_fit(options: argparse.Namespace) -> None:
    from tests.fitting.reader.fit_sets import halves_of_sets  # needs the extra `fit`

    _write_halves(options.prefix, halves_of_sets(options.folder))


def _prepare_everyday(options: argparse.Namespace) -> None:
    # Needs the extra `fit`.
    from tests.fitting.everyday.asking import FOLDER, LESSONS, PARAPHRASES
    from tests.fitting.reader.fit_sets import halves_of_everyday

    sets = {"everyday": FOLDER, "lessons": LESSONS, "paraphrases": PARAPHRASES}
    for name, questions in sets.items():
        _write_halves(options.folder / name, halves_of_everyday(_say, questions))


def _prepare_structures(options: argparse.Namespace) -> None:
    # Needs the extra `fit`.
    from tests.fitting.reader.fit_sets import halves_of_everyday
    from tests.fitting.structures.writing import write

    with TemporaryDirectory() as folder:
        _say(f"{write(Path(folder)):,} questions")
        _write_halves(options.prefix, halves_of_everyday(_say, Path(folder)))


def _prepare_documentation(options: argparse.Namespace) -> None:
    # Needs the extra `fit`.
    from tests.fitting.documentation import asking
    from tests.fitting.reader.fit_sets import halves_of_documentation

    told = {
        "questions": asking.questions_about,
        "lessons": asking.lessons_about,
        "dialogues": asking.questions_in_dialogues,
    }
    halves = halves_of_documentation(_say, options.checkouts, told[options.of])
    _write_halves(options.prefix, halves)


def _write_halves(prefix: Path, halves: tuple[list[Example], list[Example]]) -> None:
    for half, examples in zip("ab", halves, strict=True):
        written = write_examples(prefix.with_name(f"{prefix.name}-{half}"), examples)
        _say(f"half {half}: {written:,} examples")


def _train(options: argparse.Namespace) -> None:
    from tests.fitting.reader.train import Plan, train  # imports torch, which takes seconds

    encoder = default_folder()
    check_default(encoder)
    plan = Plan(
        epochs=options.epochs,
        batch_tokens=options.batch_tokens,
        learning_rate=options.learning_rate,
        seed=options.seed,
        most_steps=options.steps,
        dropout=options.dropout,
        frozen_layers=options.frozen_layers,
    )
    examples, kept = (
        list(chain.from_iterable(_part(part, options.seed) for part in parts))
        for parts in (options.parts, options.keep)
    )
    start = options.start / WEIGHTS_FILE if options.start else None
    learner = train(examples, encoder, plan, _say, start, kept)
    options.out.mkdir(parents=True, exist_ok=True)
    learner.save(options.out / WEIGHTS_FILE)
    _say(f"written: {options.out / WEIGHTS_FILE}")


def _mix(options: argparse.Namespace) -> None:
    from tests.fitting.reader.learner import mix  # imports torch

    options.out.mkdir(parents=True, exist_ok=True)
    files = [folder / WEIGHTS_FILE for folder in (options.before, options.after, options.out)]
    mix(files[0], files[1], options.share, files[2])
    _say(f"written: {files[2]}")


def _part(part: str, seed: int) -> list[Example]:
    """Return the examples of PREFIX, or ROWS of them by chance, each for one row."""
    prefix, _, rows = part.partition(":")
    examples = read_examples(Path(prefix))
    if not rows:
        return examples
    once = [replace(one, repeats=1) for one in examples for _ in range(one.repeats)]
    return Random(seed).sample(once, min(int(rows), len(once)))


def _say(message: str) -> None:
    print(message, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
