"""`python -m tests.fitting EVAL_DIR SCORES [--write] ...`: fit the weights.

Needs the extra `fit`. EVAL_DIR holds the folders of SETS, in BEIR layout, which the everyday
questions (tests.fitting.everyday) join, and with --documentation those about documentation, whose
repositories lie in CHECKOUTS (tests.fitting.documentation). SCORES is the file of out-of-fold
scores that `python -m tests.fitting.scores` writes. Prints what the models are worth on articles
and documents that they were not fitted on, and how many answers of a confidence were right there.
--write puts the weights fitted on all into index/ranking/weights.json and
service/answering/fitted.json, and the latter into service/answering/calibration/measured.json;
--as-shipped fits nothing: it judges the shipped weights, and --write writes but the last of these
files. --ablate prints what each signal is worth; --plot draws how many answers are wrong if only
the most confident are given.
"""

import argparse
import json
import sys
from pathlib import Path

from index.encoder.model import load_encoder
from index.ranking.signals import PASSAGE_NAMES
from service.answering.choosing import select
from service.reading.loading import load_reader
from service.settings import Settings
from tests.fitting.additions import curve
from tests.fitting.calibration.measured_table import measured_table
from tests.fitting.calibration.plot import draw
from tests.fitting.calibration.threshold import table_of_thresholds, threshold_of
from tests.fitting.collect import ask_all
from tests.fitting.data import Model, load_scores, spreads
from tests.fitting.documentation import asking as documentation
from tests.fitting.everyday.asking import SET, ask_everyday, read_questions
from tests.fitting.everyday.kinds import table_of_kinds
from tests.fitting.measure import (
    FIGURES,
    Fitted,
    ablations,
    cross_validated,
    fit,
    table,
)
from tests.fitting.shipped import judged_as_shipped
from tests.fitting.taken_away import with_answers_taken_away

ROOT = Path(__file__).parents[2]
SETS = ("squad-fit", "clapnq-fit", "selqa-fit", "scifact-fit", "seeds-fit")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("scores", type=Path)
    parser.add_argument("--documentation", type=Path, metavar="CHECKOUTS")
    parser.add_argument("--write", action="store_true")
    models = parser.add_mutually_exclusive_group()  # an ablation fits models
    models.add_argument("--as-shipped", action="store_true")
    models.add_argument("--ablate", action="store_true")
    parser.add_argument("--plot", type=Path, metavar="FILE")
    options = parser.parse_args()
    of_sets = [one for name in SETS for one in ask_all(options.folder / name)]
    asked = [*with_answers_taken_away(of_sets), *ask_everyday(print)]
    if options.documentation:
        asked += documentation.ask_documentation(print, options.documentation)
    scores, most = load_scores(options.scores), Settings.load().reader_passages
    judge = judged_as_shipped if options.as_shipped else cross_validated
    runs = judge(asked, scores, most)
    every = [name for names in FIGURES.values() for name in names]
    judged, threshold = runs.read, threshold_of(runs.read)
    print(table({"search alone": runs.search, "with the reader": judged}, every))  # noqa: T201
    print(curve(runs.quoted))  # noqa: T201
    print(table_of_thresholds(judged))  # noqa: T201
    print(f"threshold: {threshold:.2f}", flush=True)  # noqa: T201
    print(table_of_kinds(read_questions(), judged[SET], threshold))  # noqa: T201
    if options.documentation:
        about = documentation.read_questions()
        print(table_of_kinds(about, judged[documentation.SET], threshold))  # noqa: T201
    for name, spread in spreads(asked).items():
        print(f"{name}: the logits of the best passages spread by {spread:.2f}")  # noqa: T201
    measured = {"read": measured_table(judged), "unread": measured_table(runs.search)}
    for name, rows in measured.items():
        print(f"{name}: {rows}")  # noqa: T201
    if options.plot:
        draw(judged, threshold, options.plot)
    if options.ablate:
        for model, blind in ablations(asked, scores, most).items():
            print(table({"all signals": judged} | blind, FIGURES[model]))  # noqa: T201
    if options.write and not options.as_shipped:
        _write(fit(asked, scores, most), threshold)
    if options.write:
        _write_json("service/answering/calibration/measured.json", _setting(most) | measured)
    return 0


def _write(found: Fitted, threshold: float) -> None:
    _write_json("index/ranking/weights.json", _as_json(PASSAGE_NAMES, found.passages))
    models = {
        "evidence": _as_json(found.read.names, found.read.sentences),
        "evidence_unread": _as_json(found.search.names, found.search.sentences),
        "addition": _as_json(select.NAMES, found.read.addition),
        "addition_unread": _as_json(select.NAMES, found.search.addition),
        "confidence": _as_json(found.read.confidence_names, found.read.confidence),
        "confidence_unread": _as_json(found.search.confidence_names, found.search.confidence),
        "threshold": threshold,
    }
    _write_json("service/answering/fitted.json", models)


def _setting(most: int) -> dict[str, object]:
    """The models that the confidence was measured with, as they are shipped.

    most: how many passages the reader reads for a question.
    """
    settings = Settings.load()
    reader = load_reader(settings, print)
    assert reader is not None
    encoder = load_encoder(settings, print).identity
    return {
        "encoder": encoder.sha256,
        "reader": reader.identity.sha256,
        "reader_passages": most,
    }


def _as_json(names: tuple[str, ...], model: Model) -> dict[str, object]:
    weights = {name: round(float(w), 4) for name, w in zip(names, model[0], strict=True)}
    return {"weights": weights, "bias": round(model[1], 4)}


def _write_json(path: str, content: dict[str, object]) -> None:
    (ROOT / path).write_text(json.dumps(content, indent=1) + "\n", "ascii")
    print(f"written: {path}")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
