"""`python -m tests.fitting.scores EVAL_DIR READER_A READER_B SCORES`: what the reader says of
questions that it never saw.

The shipped reader was also trained on the fit sets, so its scores on them are too good to fit on.
READER_A and READER_B are folders with a `reader.safetensors` each, trained on one half of the
articles, of the documents of everyday questions and of the documentation; each reads the questions
of the other half. The seed articles were in neither. SCORES is written as gzipped JSON lines.
"""

import argparse
import gzip
import json
import math
import sys
import zlib
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Any

from index.ranking.hits import PassageHit
from service.answering.asking.question import Question, analyse
from service.answering.considering import to_read
from service.answering.weighing.evidence import Place, passages_of, view_of
from service.reading.loading import load_reader
from service.reading.reader import Reader
from service.settings import Settings
from tests.fitting.collect import Asked, ask_all
from tests.fitting.data import name_of
from tests.fitting.documentation.asking import ask_documentation
from tests.fitting.everyday.asking import ask_everyday
from tests.fitting.taken_away import SET, left

HALVED = ("squad-fit", "clapnq-fit", "selqa-fit")
NEVER_SEEN = "seeds-fit"
_UNREAD = -20.0  # of a sentence beyond the reader's window


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting.scores", description=__doc__)
    for name in ("folder", "reader_a", "reader_b", "scores"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--documentation", type=Path, metavar="CHECKOUTS")
    parser.add_argument("--passages", type=int, default=5, help="of a question, that are read")
    options = parser.parse_args()
    readers = [_reader(str(options.reader_b)), _reader(str(options.reader_a))]
    with gzip.open(options.scores, "wt", encoding="utf-8") as lines:
        for asked in _questions(options.folder, options.documentation):
            scores = scores_of(asked, readers[half_of(asked)], options.passages)
            lines.write(json.dumps(scores) + "\n")
    return 0


def _questions(folder: Path, checkouts: Path | None) -> Iterator[Asked]:
    for name in (*HALVED, NEVER_SEEN):
        yield from ask_all(folder / name)
    yield from ask_everyday(print)
    if checkouts:
        yield from ask_documentation(print, checkouts)


def _reader(name: str) -> Reader:
    reader = load_reader(Settings.load(reader=name), print)
    assert reader is not None
    return reader


def half_of(asked: Asked) -> int:
    """The half, 0 or 1, that the article of a question is in."""
    return zlib.crc32((asked.dataset + asked.article).encode()) % 2


def scores_of(asked: Asked, reader: Reader, passages: int) -> dict[str, Any]:
    """The scores of a question, as `data.load_scores` reads them.

    passages: how many are read, those whose sentences the search finds best.
    """
    question = analyse(asked.query.text)
    versions = [asked.hits, left(asked)] if asked.dataset == SET else [asked.hits]
    picked = [_picked(question, hits, passages) for hits in versions]
    hits = list({hit.stored.row: hit for chosen, _ in picked for hit in chosen}.values())
    hidden = {place for _, contrary in picked for place in contrary}
    readings = reader.read(question.text, [view_of(hit, hidden) for hit in hits])
    return {
        "set": asked.dataset,
        "id": asked.query.query_id,
        "passages": [
            {
                "text_sha256": name_of(hit),
                "answers": list(_rounded(reading.answers)),
                "span": list(_rounded(reading.span)),
            }
            for hit, reading in zip(hits, readings, strict=True)
        ],
    }


def _picked(
    question: Question, hits: Sequence[PassageHit], most: int
) -> tuple[list[PassageHit], Set[Place]]:
    """Return the passages that an answer would have read, and the sentences it would hide."""
    evidence, contrary = to_read(question, hits)
    return passages_of(evidence)[:most], contrary


def _rounded(logits: Any) -> Iterator[float]:
    return (_UNREAD if math.isnan(logit) else round(float(logit), 3) for logit in logits)


if __name__ == "__main__":
    sys.exit(main())
