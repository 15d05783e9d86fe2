"""Everyday questions on everyday documents -> what a search finds for each.

The evaluation sets are paragraphs of encyclopedias, and their questions are written for them. What
people ask of handbooks, contracts, manuals and minutes lies in `*.jsonl` beside this file: a line
for each question, with the folder of its documents below `tests/conversations`, and `answer`, a
stretch of the sentence that answers; "" where the documents do not say. `kind` tells what makes it
hard.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from index.encoder.model import load_encoder
from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.asking.search_in_full import search_for
from service.evaluation.cases.case_set import Case, read_cases
from service.evaluation.cases.own_index import index_case
from service.evaluation.dataset import JudgedQuery
from service.settings import Settings
from service.wiring import load_models, wire
from tests.fitting.collect import PASSAGES, Asked

SET = "everyday"
FOLDER = Path(__file__).parent
CONVERSATIONS = Path(__file__).parents[2] / "conversations"


@dataclass(frozen=True, slots=True)
class EverydayQuestion:
    """A question. folder: of its documents. answer, file: "" where the documents do not say."""

    folder: str
    question: str
    answer: str
    file: str
    kind: str

    def judged(self, name: str) -> JudgedQuery:
        """The question as an evaluation set has it. name: its id."""
        if not self.answer:
            return JudgedQuery(name, self.question, {}, answerable=False)
        return JudgedQuery(name, self.question, {self.file: 1}, True, (self.answer,))


def read_questions(folder: Path = FOLDER) -> list[EverydayQuestion]:
    """The questions of all files, by the folder of their documents."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.jsonl"))]
    told = [EverydayQuestion(**json.loads(line)) for text in texts for line in text.splitlines()]
    return sorted(told, key=lambda one: one.folder)


def case_of(folder: str) -> Case:
    """The documents of a folder, as a case. folder: SET/NAME."""
    [case] = read_cases(CONVERSATIONS / folder).cases
    return case


def ask_everyday(say: Callable[[str], None]) -> list[Asked]:
    """Ask every question of its own documents."""
    settings = Settings.load(cross_encoder="")
    models, encoder = load_models(settings, say), load_encoder(settings, say)
    asked: list[Asked] = []
    for folder, told in groupby(read_questions(), key=lambda one: one.folder):
        index = index_case(case_of(folder), settings, encoder)
        assert index.settings is not None, folder
        searcher = wire(index.settings, say, models).library.searcher()
        asked += _ask(folder, list(told), searcher)
    return asked


def _ask(folder: str, told: list[EverydayQuestion], searcher: Searcher) -> Iterator[Asked]:
    for number, one in enumerate(told, start=1):
        query = one.judged(f"{folder}/{number}")
        question, retrieved = search_for(searcher, analyse(query.text), PASSAGES)
        yield Asked.of(SET, replace(query, text=question.text), retrieved.hits, folder)
