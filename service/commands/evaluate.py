"""`pincite evaluate`: how well the questions in a folder are answered."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.commands.terminal import (
    AsJson,
    DataDir,
    ProgressBar,
    build_progress,
    line,
    print_json,
    say,
)
from index.errors import NothingToIndex, PinciteError

if TYPE_CHECKING:
    from service.evaluation.cases.case_run import CaseResult
    from service.evaluation.cases.case_set import BrokenCase, CaseSet
    from service.evaluation.dataset import BrokenLine, Corpus, Dataset
    from service.evaluation.run import Result
    from service.settings import Settings
    from service.wiring import Parts

_MOST_PROBLEMS = 20


def evaluate(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DATASET_DIR",
            help="Folder in BEIR layout: queries.jsonl, qrels/test.tsv and corpus.jsonl. Without "
            "corpus.jsonl, the current index is asked. Or a folder of cases: folders that each "
            "hold a question.json, with a question or a conversation, and the documents to ask.",
        ),
    ],
    failures: Annotated[
        int | None,
        typer.Option("--failures", min=1, metavar="N", help="Show up to N failed questions."),
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Measure how well a folder of questions is answered: what is found, quoted and refused."""
    from service.evaluation.cases.case_set import holds_cases
    from service.settings import Settings

    settings = Settings.load(data_dir=data_dir)
    run = _evaluate_cases if holds_cases(folder) else _evaluate_dataset
    if broken := run(folder, settings, failures, as_json):
        say(f"Left out: {broken} (listed above).", "yellow")
        raise typer.Exit(1)


def _evaluate_dataset(
    folder: Path, settings: "Settings", failures: int | None, as_json: bool
) -> str:
    """Evaluate a folder in BEIR layout. Return how many lines are broken, in words; "" for none."""
    from service.evaluation.dataset import read_dataset
    from service.evaluation.measures import require_library
    from service.wiring import wire

    require_library()
    dataset = read_dataset(folder)
    problems = list(dataset.broken_lines)
    _say_problems(problems)
    if not dataset.queries:
        raise PinciteError(f"{folder / 'queries.jsonl'} holds no question that can be asked")
    # This comes before the corpus is indexed, so that a wrong cross-encoder is reported at once.
    parts = wire(_settings_for(dataset.corpus, settings), say)
    if dataset.corpus:
        _, unusable = index_corpus(settings, dataset.corpus)
        _say_problems(unusable)
        problems += unusable
    results = _ask(parts, dataset)
    (_print_json if as_json else _print)(dataset, results, failures)
    return f"{len(problems):,} broken lines" if problems else ""


def _evaluate_cases(folder: Path, settings: "Settings", failures: int | None, as_json: bool) -> str:
    """Evaluate a folder of cases. Return how many are broken, in words; "" for none."""
    from service.evaluation.cases.case_run import run_cases
    from service.evaluation.cases.case_set import read_cases

    case_set = read_cases(folder)
    _say_problems(case_set.broken_cases)
    if not case_set.cases:
        raise PinciteError(f"{folder} holds no case that can be asked")
    _say_ignored(case_set)
    with ProgressBar() as progress:
        results = run_cases(case_set.cases, settings, say, progress)
    (_print_cases_json if as_json else _print_cases)(case_set, results, failures)
    return f"{len(case_set.broken_cases):,} broken cases" if case_set.broken_cases else ""


def index_corpus(settings: "Settings", corpus: "Corpus") -> "tuple[Settings, list[BrokenLine]]":
    """Index the corpus, unless that was done before.

    Return the settings of its index, and the lines whose documents could not be indexed.
    """
    from index.build import build_index
    from index.building.sources import Sources
    from service.evaluation.dataset import BrokenLine

    own = _settings_for(corpus, settings)
    try:
        with build_progress() as progress:
            report = build_index(own, say, Sources(corpus=corpus.documents), progress)
    except NothingToIndex as error:
        raise PinciteError(f"{corpus.path} holds no document that can be indexed") from error
    unusable = [
        BrokenLine(corpus.path, corpus.lines[failure.path], failure.reason)
        for failure in report.files
    ]
    return own, unusable


def _settings_for(corpus: "Corpus | None", settings: "Settings") -> "Settings":
    """Return the settings with the corpus's own folder for its index.

    Without a corpus, return them unchanged. Raises IndexMissing if there is no index either.
    """
    from index.homes.home import home_of
    from service.evaluation.cases.own_index import settings_of

    if corpus is None:
        home_of(settings).require()
        return settings
    return settings_of(settings, corpus.sha256)


def _ask(parts: "Parts", dataset: "Dataset") -> "list[Result]":
    from service.evaluation.run import ask_all

    searcher = parts.library.searcher()
    for message in parts.library.damaged:
        say(f"Warning: {message}")
    named = {name for query in dataset.queries for name in query.relevant}
    store = searcher.generation.store
    _say_unknown(dataset, [name for name in sorted(named) if store.document(name) is None])
    with ProgressBar() as progress:
        return ask_all(parts.answerer, searcher, dataset.queries, progress)


def _say_unknown(dataset: "Dataset", missing: Sequence[str]) -> None:
    """Print what the files name but do not contain: no line is wrong, but the figures suffer."""
    if dataset.unknown:
        say(
            f"Note: the qrels name {len(dataset.unknown):,} questions that are not in "
            f"queries.jsonl, such as {dataset.unknown[0]}; they are not asked."
        )
    if dataset.unused:
        say(
            f"Note: for {dataset.unused:,} questions, neither the qrels nor their metadata say "
            "what is right; they are not asked."
        )
    if missing:
        say(
            f"Note: the qrels name {len(missing):,} documents that are not in the index, such as "
            f"{missing[0]}; they cannot be found."
        )


def _say_ignored(case_set: "CaseSet") -> None:
    """Print what lies in the folder and counts for nothing."""
    if without := case_set.without_question:
        say(
            f"Note: folders without a question.json are passed over: {len(without):,}, such as "
            f"{without[0]}."
        )
    if fields := case_set.unknown_fields:
        say(f"Note: these fields of question.json mean nothing to Pincite: {', '.join(fields)}.")


def _say_problems(problems: "Sequence[BrokenLine | BrokenCase]") -> None:
    for problem in problems[:_MOST_PROBLEMS]:
        say(f"Left out: {problem}", "yellow")
    if len(problems) > _MOST_PROBLEMS:
        say(f"Left out: {len(problems) - _MOST_PROBLEMS:,} more", "yellow")


def _print_json(dataset: "Dataset", results: "Sequence[Result]", failures: int | None) -> None:
    from service.evaluation.report import as_json

    print_json(as_json(dataset.name, results, failures))


def _print(dataset: "Dataset", results: "Sequence[Result]", failures: int | None) -> None:
    from service.evaluation.report import mistake_lines, table

    line(f"{dataset.name}: {len(results):,} questions", "bold")
    for text, style in table(results):
        line(text, style)
    for text, style in mistake_lines(results, failures) if failures else ():
        line(text, style)


def _print_cases_json(
    case_set: "CaseSet", results: "Sequence[CaseResult]", failures: int | None
) -> None:
    from service.evaluation.cases.case_json import cases_as_json

    print_json(cases_as_json(case_set.name, results))  # all of them, whatever `failures` says


def _print_cases(
    case_set: "CaseSet", results: "Sequence[CaseResult]", failures: int | None
) -> None:
    from service.evaluation.cases.case_report import case_table, failed_case_lines

    for text, style in case_table(case_set.name, results):
        line(text, style)
    for text, style in failed_case_lines(results, failures):
        line(text, style)
