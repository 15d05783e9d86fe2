"""`python -m tests.fitting.scores EVAL_DIR READER_A READER_B SCORES`: what the reader says of
questions that it never saw.

The shipped reader was also trained on the fit sets, so its scores on them are too good to fit on.
READER_A and READER_B are folders with a `reader.safetensors` each, trained on one half of the
articles; each reads the questions of the other half. The seed articles and the documents of the
everyday questions were in neither half, nor in what the shipped reader learned from, so that reads
their questions. SCORES is written as gzipped JSON lines.
"""

import argparse
import gzip
import json
import math
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.answering.asking.question import analyse
from service.answering.weighing.contraries import contraries
from service.answering.weighing.evidence import view_of, weigh
from service.reading.loading import load_reader
from service.reading.reader import Reader
from service.settings import Settings
from tests.fitting.collect import Asked, ask_all
from tests.fitting.data import name_of
from tests.fitting.everyday.asking import ask_everyday
from tests.fitting.taken_away import SET, left

HALVED = ("squad-fit", "clapnq-fit", "selqa-fit")
NEVER_SEEN = "seeds-fit"
_PASSAGES = 5  # the most that any fit looks at
_UNREAD = -20.0  # of a sentence beyond the reader's window


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting.scores", description=__doc__)
    for name in ("folder", "reader_a", "reader_b", "scores"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    readers = [_reader(str(options.reader_b)), _reader(str(options.reader_a))]
    with gzip.open(options.scores, "wt", encoding="utf-8") as lines:
        for name in HALVED:
            for asked in ask_all(options.folder / name):
                lines.write(json.dumps(scores_of(asked, readers[half_of(asked)])) + "\n")
        shipped = _reader("pincite")
        never_seen = [*ask_all(options.folder / NEVER_SEEN), *ask_everyday(print)]
        for asked in never_seen:
            lines.write(json.dumps(scores_of(asked, shipped)) + "\n")
    return 0


def _reader(name: str) -> Reader:
    reader = load_reader(Settings.load(reader=name), print)
    assert reader is not None
    return reader


def half_of(asked: Asked) -> int:
    """The half, 0 or 1, that the article of a question is in."""
    return zlib.crc32((asked.dataset + asked.article).encode()) % 2


def scores_of(asked: Asked, reader: Reader) -> dict[str, Any]:
    """The scores of a question, as `data.load_scores` reads them."""
    hits = list(asked.hits[:_PASSAGES])
    if asked.dataset == SET:
        read = {hit.stored.row for hit in hits}
        hits += [hit for hit in left(asked)[:_PASSAGES] if hit.stored.row not in read]
    text = asked.query.text
    hidden = contraries(analyse(text), weigh(hits))
    readings = reader.read(text, [view_of(hit, hidden) for hit in hits])
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


def _rounded(logits: Any) -> Iterator[float]:
    return (_UNREAD if math.isnan(logit) else round(float(logit), 3) for logit in logits)


if __name__ == "__main__":
    sys.exit(main())
