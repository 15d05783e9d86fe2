"""The texts that claims are made of, from evaluation folders in BEIR layout."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from index.documents.splitting.sentences import sentence_starts
from index.languages.scripts import ENGLISH
from index.languages.telling import Languages
from index.records import Span

_SPACED = re.compile(r" (?=[,.;:!?%)’]|'s\b|n't\b)|(?<=[(“]) ")
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage. group: its article, which folds never divide. sentences: in order.

    asked: questions that it answers, each with a short answer, as people wrote them.
    """

    group: str
    sentences: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


def passages_in(folder: Path, most: int) -> list[Passage]:
    """The first `most` passages of a folder that have more than two sentences."""
    asked: dict[str, list[tuple[str, str]]] = {}
    queries = {q["_id"]: q for q in _lines(folder / "queries.jsonl")}
    for line in (folder / "qrels" / "test.tsv").read_text("utf-8").splitlines()[1:]:
        query_id, corpus_id, score = line.split("\t")
        query = queries.get(query_id)
        if query and int(score) > 0 and query["metadata"].get("answers"):
            asked.setdefault(corpus_id, []).append((query["text"], query["metadata"]["answers"][0]))
    found = []
    for row in _lines(folder / "corpus.jsonl"):
        sentences = tuple(_sentences(_joined(row["text"])))
        if len(sentences) > 2:
            group = f"{folder.name}/{row['title']}"
            found.append(Passage(group, sentences, tuple(asked.get(row["_id"], ()))))
    return found[:most]


def _lines(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _joined(text: str) -> str:
    """The text as people write it: some sets part every mark from its word."""
    return _SPACED.sub("", text.replace("`` ", "“").replace(" ''", "”").replace(" -- ", " – "))


def _sentences(text: str) -> Iterator[str]:
    starts = [0, *sentence_starts(text, Span(0, len(text)), Languages(ENGLISH)), len(text)]
    for start, end in pairwise(starts):
        sentence = text[start:end].strip()
        if len(sentence.split()) >= _FEWEST_WORDS and "\n" not in sentence:
            yield sentence
