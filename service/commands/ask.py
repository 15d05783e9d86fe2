"""`pincite ask`: one question and its cited answer, in the terminal."""

from typing import TYPE_CHECKING, Annotated

import typer

from index.commands.terminal import AsJson, DataDir, line, print_json, say

if TYPE_CHECKING:
    from service.records import Answer, Filtered


def ask(
    question: Annotated[str, typer.Argument(help="The question, in plain words.")],
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many passages to return.")] = 5,
    document: Annotated[
        list[str] | None,
        typer.Option(help="Quote only the document with this id. May be repeated."),
    ] = None,
    folder: Annotated[
        str | None, typer.Option(help="Quote only documents in this folder or below it.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Quote only documents whose title contains this text.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(help="Quote only documents published on this day (2024-05-31) or later."),
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Quote only documents published on this day or earlier.")
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Answer one question from the index."""
    # Every command imports its parts inside the function, so that `--help` need not load them.
    from index.generations.publish import Generations
    from service.filters import check_filters
    from service.question_text import check_question
    from service.records import to_json
    from service.settings import Settings
    from service.wiring import wire

    check_question(question)
    chosen = check_filters(
        documents=document or None, folder=folder, title=title, since=since, until=until
    )
    settings = Settings.load(data_dir=data_dir)
    Generations(settings.data_dir).require()
    answer = wire(settings, say).answerer.answer(question, k, chosen)
    if as_json:
        print_json(to_json(answer))
    else:
        _print_answer(answer)


def _print_answer(answer: "Answer") -> None:
    from service.sources import path, where

    short = [citation.highlight for citation in answer.citations if citation.highlight]
    line(answer.answer, bold=[(span.start, span.end) for span in short])
    if answer.conflicts:
        line()
    for conflict in answer.conflicts:
        values = ", ".join(f"{value.text} [{value.marker}]" for value in conflict.values)
        line(f"The documents disagree: {values}", "yellow")
    for citation in answer.citations:
        source = citation.source
        line()
        line(f"[{citation.marker}] {source.title}", "bold")
        line(f"    {where(source)}, characters {source.start} to {source.end}", "dim")
        if headings := path(source):
            line(f"    {' › '.join(headings)}", "dim")
        line(f"    “{citation.quote}”".replace("\n", "\n     "))
        if citation.also:
            documents = ", ".join(further.source.document_id for further in citation.also)
            line(f"    also in: {documents}", "dim")
    if answer.status == "unsupported" and answer.passages:
        line()
        line("The nearest passages:", "bold")
        for passage in answer.passages[:3]:
            text = " ".join(passage.text.split())
            line(f"  - {passage.title}: {text[:160]}{'…' if len(text) > 160 else ''}")
    if answer.filtered:
        line()
        line(_scope(answer.filtered), "dim")


def _scope(filtered: "Filtered") -> str:
    """Return how many documents the filters let through, and how many were left out undated."""
    documents = "1 document" if filtered.documents == 1 else f"{filtered.documents} documents"
    undated = f"; {filtered.undated} without a date left out" if filtered.undated else ""
    return f"Searched {documents}{undated}."
