"""`python -m tests.fitting.checking EVAL_DIR READER_A READER_B [--write] [--most N]`: fit it.

EVAL_DIR holds clapnq-fit and squad-fit. READER_A and READER_B are folders of readers that were each
trained on one half of the articles (tests.fitting.scores). Claims are made of the passages: true
ones said in another way, and the same with one fault. Prints for each kind how many were doubted by
a model fitted on other articles; --write puts the weights fitted on all into
service/checking/weights.json.
"""

import argparse
import json
import sys
from pathlib import Path

from service.checking.judge import EvidenceJudge
from service.checking.signals import NAMES, SEARCH_NAMES
from service.reading.loading import load_reader
from service.settings import Settings
from tests.fitting.checking.learn import Models, fit, judged_apart, rows_of
from tests.fitting.checking.sources import passages_in

ROOT = Path(__file__).parents[3]
SETS = ("clapnq-fit", "squad-fit")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting.checking", description=__doc__)
    for name in ("folder", "reader_a", "reader_b"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--most", type=int, default=300, help="passages of each set")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    judges = {0: _judge(options.reader_b), 1: _judge(options.reader_a)}
    rows = [
        row
        for name in SETS
        for row in rows_of(passages_in(options.folder / name, options.most), judges)
    ]
    for read in (True, False):
        print("with the reader" if read else "without it")  # noqa: T201
        for kind, doubted in sorted(judged_apart(rows, read).items()):
            share = sum(doubted) / len(doubted)
            print(f"  {kind:32} {sum(doubted):5} of {len(doubted):5}  {share:.3f}")  # noqa: T201
    if options.write:
        fitted = _as_json("", NAMES, fit(rows, True))
        fitted |= _as_json("_unread", SEARCH_NAMES, fit(rows, False))
        path = ROOT / "service" / "checking" / "weights.json"
        path.write_text(json.dumps(fitted, indent=1) + "\n", "ascii")
    return 0


def _judge(folder: Path) -> EvidenceJudge:
    return EvidenceJudge(load_reader(Settings.load(reader=str(folder)), print))


def _as_json(suffix: str, names: tuple[str, ...], models: Models) -> dict[str, object]:
    return {
        name + suffix: {
            "weights": dict(zip(names, (round(float(w), 4) for w in weights), strict=True)),
            "bias": round(bias, 4),
        }
        for name, (weights, bias) in (
            ("spoken_of", models.spoken_of),
            ("same", models.same),
            ("otherwise", models.otherwise),
        )
    }


if __name__ == "__main__":
    sys.exit(main())
