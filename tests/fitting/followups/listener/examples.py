"""What a listener learns from: what was said, and readings of which the first ones are right."""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from service.followups.choose import shipped_weights
from tests.fitting.followups.collect import Row
from tests.fitting.followups.learn import MOST_LIKELY, best_by_grammar

_MOST_RIGHT, _MOST = 2, 5  # readings of an example
_LATER = 15  # where a right reading may stand that grammar does not put among the first
_ELSEWHERE = 0.55  # the share of questions of other sets that is learned from: they are easy
_OF_MANY = 2.0  # what a follow-up about many documents counts beside one about few


@dataclass(frozen=True, slots=True)
class Example:
    """readings: the first `right` of them are right. weight: what it counts."""

    said: str
    readings: tuple[str, ...]
    right: int = 1
    weight: float = 1.0


def examples_of(rows: Iterable[Row], random: Random) -> Iterator[Example]:
    """Yield an example for each row with a right and a wrong reading, the likeliest ones of it."""
    weights = shipped_weights(heard=False)
    for row in rows:
        if row.elsewhere and random.random() >= _ELSEWHERE:
            continue
        likely = best_by_grammar(row, weights, _LATER)
        first = likely[:MOST_LIKELY]
        right = [p for p in first if row.right[p]][:_MOST_RIGHT]
        right = right or [p for p in likely if row.right[p]][:1]
        typed = [] if row.right[0] else [0]
        wrong = [p for p in first if p and not row.right[p]][: _MOST - len(right) - len(typed)]
        if right and (typed or wrong):
            readings = tuple(row.texts[place] for place in [*right, *typed, *wrong])
            weight = _OF_MANY if row.collection else 1.0
            yield Example(row.taught, readings, len(right), weight)


def write_examples(path: Path, examples: Sequence[Example]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(one)) + "\n" for one in examples)


def read_examples(path: Path) -> list[Example]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        told = [json.loads(line) for line in file]
    return [Example(**{**one, "readings": tuple(one["readings"])}) for one in told]
