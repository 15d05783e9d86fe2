"""Everyday questions on everyday documents -> what a search finds for each.

The evaluation sets are paragraphs of encyclopedias, and their questions are written for them. What
people ask of handbooks, contracts, manuals and minutes lies in `*.jsonl` beside this file, on the
documents of `tests/conversations`. More are in `lessons/`, with documents of their own: a reader
learns from both, and is judged by those here. Those in `paraphrases/` ask in other words than their
documents have; docs/reader.md tells what it was worth to learn from them.

A line is a question: the `folder` of its documents, SET/NAME; `answer`, a stretch of the sentence
of `file` that answers, both "" where the documents do not say; and `also`, by file, stretches of
other sentences that answer as well. `kind` tells what makes it hard.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from index.encoder.model import load_encoder
from index.records import SourceFile
from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.asking.search_in_full import search_for
from service.evaluation.cases.case_set import documents_in
from service.evaluation.cases.own_index import index_files
from service.evaluation.dataset import JudgedQuery
from service.settings import Settings
from service.wiring import load_models, wire
from tests.fitting.collect import PASSAGES, Asked

SET = "everyday"
FOLDER = Path(__file__).parent
LESSONS = FOLDER / "lessons"
PARAPHRASES = FOLDER / "paraphrases"
CONVERSATIONS = Path(__file__).parents[2] / "conversations"


@dataclass(frozen=True, slots=True)
class EverydayQuestion:
    """A question. folder: of its documents. answer, file: "" where the documents do not say.

    also: by file, what else answers.
    """

    folder: str
    question: str
    answer: str
    file: str
    kind: str
    also: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def stretches(self) -> Iterator[tuple[str, str]]:
        """Yield each stretch that answers, after its file."""
        if self.answer:
            yield self.file, self.answer
        for file, stretches in self.also.items():
            yield from ((file, stretch) for stretch in stretches)

    def judged(self, name: str) -> JudgedQuery:
        """The question as an evaluation set has it. name: its id."""
        if not self.answer:
            return JudgedQuery(name, self.question, {}, answerable=False)
        files, answers = zip(*self.stretches(), strict=True)
        return JudgedQuery(name, self.question, dict.fromkeys(files, 1), True, answers)


def read_questions(folder: Path = FOLDER) -> list[EverydayQuestion]:
    """The questions of all files, by the folder of their documents."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.jsonl"))]
    told = [EverydayQuestion(**json.loads(line)) for text in texts for line in text.splitlines()]
    return sorted(told, key=lambda one: one.folder)


def path_of(folder: str, questions: Path = FOLDER) -> Path:
    """Where the documents of a folder, SET/NAME, lie. questions: where its questions do."""
    own = (of / "documents" / folder for of in (questions, LESSONS, PARAPHRASES))
    return next(filter(Path.is_dir, own), CONVERSATIONS / folder)


def ask_everyday(say: Callable[[str], None], questions: Path = FOLDER) -> list[Asked]:
    """Ask every question of FOLDER, LESSONS, PARAPHRASES or another such folder of its own
    documents.
    """
    by_folder = groupby(named(read_questions(questions)), key=lambda pair: pair[1].folder)
    folders = ((name, documents_in(path_of(name, questions)), told) for name, told in by_folder)
    return list(ask_of_folders(SET, folders, say))


def ask_of_folders(
    dataset: str,
    folders: Iterable[tuple[str, Iterable[SourceFile], Iterable[tuple[str, EverydayQuestion]]]],
    say: Callable[[str], None],
) -> Iterator[Asked]:
    """Ask the questions about each folder, each after its id, of the documents of that folder.

    dataset: the name of the set. folders: the name, documents and questions of each.
    """
    settings = Settings.load(cross_encoder="")
    models, encoder = load_models(settings, say), load_encoder(settings, say)
    for folder, documents, told in folders:
        index = index_files(documents, settings, encoder)
        assert index.settings is not None, folder
        searcher = wire(index.settings, say, models).library.searcher()
        yield from _ask(dataset, folder, told, searcher)


def named(questions: Iterable[EverydayQuestion]) -> Iterator[tuple[str, EverydayQuestion]]:
    """Yield each question after its id: its folder, and its place among those of the folder."""
    for folder, told in groupby(questions, key=lambda one: one.folder):
        for number, one in enumerate(told, start=1):
            yield f"{folder}/{number}", one


def _ask(
    dataset: str, folder: str, told: Iterable[tuple[str, EverydayQuestion]], searcher: Searcher
) -> Iterator[Asked]:
    for name, one in told:
        query = one.judged(name)
        question, retrieved = search_for(searcher, analyse(query.text), PASSAGES)
        yield Asked.of(dataset, replace(query, text=question.text), retrieved.hits, folder)
