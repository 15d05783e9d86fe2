"""What a reader learns from: a question, a passage, and which of its sentences answer.

A file prefix names two files of gzipped JSON lines. All offsets count code points:

    PREFIX-passages.jsonl.gz   p: the text; s: the spans of its sentences
    PREFIX-train.jsonl.gz      q: question; c: line of the passage; y: numbers of the sentences that
                               answer; a: span of the short answer, or null; n: 1 where y is empty;
                               w: weight in the loss; r: how often an epoch has it; src: data set
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.records import PassageText, Span


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage.

    answering: the numbers of the sentences that answer; empty where the passage does not. short:
    where the short answer stands in the passage's text; None where that is unknown. weight: in the
    loss. repeats: how often an epoch has it. source: the data set.
    """

    question: str
    passage: PassageText
    answering: frozenset[int]
    short: Span | None = None
    weight: float = 1.0
    repeats: int = 1
    source: str = ""


def read_examples(prefix: Path) -> list[Example]:
    """Return the examples of a file prefix, in order. Raises OSError, ValueError."""
    passages = [
        PassageText(line["p"], tuple(Span(*ends) for ends in line["s"]))
        for line in _lines(_passages_file(prefix))
    ]
    return [_example(line, passages[line["c"]]) for line in _lines(_examples_file(prefix))]


def write_examples(prefix: Path, examples: Iterable[Example]) -> int:
    """Write the two files of a prefix, and return how many examples they hold."""
    numbers: dict[PassageText, int] = {}
    lines = [
        _line(example, numbers.setdefault(example.passage, len(numbers))) for example in examples
    ]
    passages = (
        {"p": passage.text, "s": [_ends(span) for span in passage.sentences]} for passage in numbers
    )
    _write_lines(_passages_file(prefix), passages)
    _write_lines(_examples_file(prefix), lines)
    return len(lines)


def _passages_file(prefix: Path) -> Path:
    return prefix.with_name(f"{prefix.name}-passages.jsonl.gz")


def _examples_file(prefix: Path) -> Path:
    return prefix.with_name(f"{prefix.name}-train.jsonl.gz")


def _example(line: dict[str, Any], passage: PassageText) -> Example:
    return Example(
        question=line["q"],
        passage=passage,
        answering=frozenset(line["y"]),
        short=Span(*line["a"]) if line["a"] else None,
        weight=line["w"],
        repeats=line["r"],
        source=line["src"],
    )


def _line(example: Example, passage_number: int) -> dict[str, Any]:
    return {
        "q": example.question,
        "c": passage_number,
        "y": sorted(example.answering),
        "a": _ends(example.short) if example.short else None,
        "n": int(not example.answering),
        "w": example.weight,
        "r": example.repeats,
        "src": example.source,
    }


def _ends(span: Span) -> list[int]:
    return [span.start, span.end]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _write_lines(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=6) as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
