"""`python -m tests.benchmarks quality|speed|parts|growth EVAL_DIR`: Pincite beside its peers, and
alone: where a question's time goes, and what many documents cost.

Needs the extra `bench`.
"""

import argparse
import json
import os
import signal
import sys
from pathlib import Path

from tests.benchmarks.growth import SIZES
from tests.benchmarks.peers import PEERS
from tests.benchmarks.speed.timings import PARTS

# Read by the libraries when they are imported: nothing is fetched, nothing is sent.
_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TQDM_DISABLE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "TOKENIZERS_PARALLELISM": "false",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    commands = parser.add_subparsers(required=True)
    _add_quality(commands.add_parser("quality", help="how well they find the right documents"))
    _add_speed(commands.add_parser("speed", help="how fast they index, answer and start"))
    _add_parts(commands.add_parser("parts", help="where the time of a question to Pincite goes"))
    _add_growth(commands.add_parser("growth", help="what Pincite costs by number of sentences"))
    options = parser.parse_args()
    os.environ.update(_QUIET)
    # An end from outside, by a time limit say, must end the processes that are measured too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    options.run(options)
    return 0


def _add_quality(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="folder of evaluation sets in BEIR layout")
    parser.add_argument("--sets", nargs="+", metavar="NAME", help="only these sets")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    parser.set_defaults(run=_quality)


def _add_speed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="folder of evaluation sets in BEIR layout")
    parser.add_argument("--set", default="squad-fit", help="whose documents and questions")
    parser.add_argument("--peers", nargs="*", default=PEERS, choices=PEERS, help="only these")
    parser.add_argument("--parts", nargs="+", default=PARTS, choices=PARTS, help="only these")
    parser.add_argument("--rounds", type=int, default=2, help="of indexing and of serving")
    parser.add_argument("--documents", type=int, metavar="N", help="only the first N of the set")
    parser.add_argument("--questions", type=int, default=200, help="asked in process")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4, 16, 64])
    parser.add_argument("--seconds", type=float, default=3.0, help="for each number of clients")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw them here, as PNG")
    parser.set_defaults(run=_speed)


def _add_parts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="folder of evaluation sets in BEIR layout")
    parser.add_argument("--set", default="squad-fit", help="whose documents and questions")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument("--seconds", type=float, default=5.0, help="for each number of clients")
    parser.set_defaults(run=_parts)


def _add_growth(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="folder of evaluation sets in BEIR layout")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="in sentences")
    parser.add_argument("--kinds", action="store_true", help="compare kinds of FAISS indexes too")
    parser.add_argument(
        "--milvus-lite", action="store_true", help="files and milvus-lite by turns, and no more"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw them here, as PNG")
    parser.set_defaults(run=_growth)


def _quality(options: argparse.Namespace) -> None:
    from index.commands.terminal import say
    from tests.benchmarks.quality import compare

    found = compare.compare(options.folder, options.sets or compare.SETS, say)
    print(compare.table(found))  # noqa: T201
    if options.json:
        options.json.write_text(json.dumps(compare.as_json(found), indent=1) + "\n", "ascii")


def _speed(options: argparse.Namespace) -> None:
    from index.commands.terminal import say
    from tests.benchmarks.report import speed_table
    from tests.benchmarks.speed import measure
    from tests.benchmarks.speed.plot import plot

    plan = measure.Plan(
        folder=options.folder / options.set,
        peers=options.peers,
        parts=options.parts,
        rounds=options.rounds,
        documents=options.documents,
        questions=options.questions,
        seconds=options.seconds,
        clients=options.clients,
    )
    found = measure.measure(plan, say)
    print(speed_table(found))  # noqa: T201
    if options.json:
        options.json.write_text(json.dumps(found.as_json(), indent=1) + "\n", "ascii")
    if options.plot:
        plot(found, options.plot)


def _parts(options: argparse.Namespace) -> None:
    from index.commands.terminal import say
    from tests.benchmarks import parts

    found = parts.measure(options.folder / options.set, options.clients, options.seconds, say)
    print(parts.table(found))  # noqa: T201


def _growth(options: argparse.Namespace) -> None:
    from index.commands.terminal import say
    from tests.benchmarks.growth.measure import measure
    from tests.benchmarks.growth.plot import plot
    from tests.benchmarks.growth.report import table

    if options.milvus_lite and (options.kinds or options.plot):
        sys.exit("--milvus-lite goes with neither --kinds nor --plot")
    found = measure(options.folder, options.sizes, options.kinds, options.milvus_lite, say)
    print(table(found))  # noqa: T201
    if options.json:
        options.json.write_text(json.dumps(found.as_json(), indent=1) + "\n", "ascii")
    if options.plot and not options.milvus_lite:
        plot(found, options.plot)


if __name__ == "__main__":
    sys.exit(main())
