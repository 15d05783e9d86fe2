"""`pincite ask`: one question and its cited answer, in the terminal."""

from typing import TYPE_CHECKING, Annotated

import typer

from index.commands.terminal import AsJson, DataDir, line, print_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.records import Answer, FurtherSource

_MOST_NAMED = 5  # documents that say the same


_Document = Annotated[
    list[str] | None, typer.Option(help="Quote only the document with this id. May be repeated.")
]
_Folder = Annotated[
    str | None, typer.Option(help="Quote only documents in this folder or below it.")
]
_Title = Annotated[
    str | None, typer.Option(help="Quote only documents whose title contains this text.")
]
_Author = Annotated[
    str | None, typer.Option(help="Quote only documents whose author contains this text.")
]
_Site = Annotated[
    str | None, typer.Option(help="Quote only documents whose site contains this text.")
]
_Language = Annotated[
    str | None, typer.Option(help="Quote only documents that say they are in it, such as en.")
]
_Since = Annotated[
    str | None,
    typer.Option(help="Quote only documents published on this day (2024-05-31) or later."),
]
_Until = Annotated[
    str | None, typer.Option(help="Quote only documents published on this day or earlier.")
]


def ask(
    question: Annotated[str, typer.Argument(help="The question, in plain words.")],
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many passages to return.")] = 5,
    document: _Document = None,
    folder: _Folder = None,
    title: _Title = None,
    author: _Author = None,
    site: _Site = None,
    language: _Language = None,
    since: _Since = None,
    until: _Until = None,
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
        documents=document or None,
        folder=folder,
        title=title,
        author=author,
        site=site,
        language=language,
        since=since,
        until=until,
    )
    settings = Settings.load(data_dir=data_dir)
    Generations(settings.data_dir).require()
    answer = wire(settings, say).answerer.answer(question, k, chosen)
    if as_json:
        print_json(to_json(answer))
    else:
        _print_answer(answer)


def _print_answer(answer: "Answer") -> None:
    from service.sources import disagreement, path, searched, told, where

    short = [citation.highlight for citation in answer.citations if citation.highlight]
    line(answer.answer, bold=[(span.start, span.end) for span in short])
    if answer.conflicts:
        line()
    for conflict in answer.conflicts:
        line(disagreement(conflict), "yellow")
    for citation in answer.citations:
        source = citation.source
        line()
        line(f"[{citation.marker}] {source.title}", "bold")
        line(f"    {where(source)}, characters {source.start} to {source.end}", "dim")
        if facts := told(source):
            line(f"    {' · '.join(facts)}", "dim")
        if headings := path(source):
            line(f"    {' › '.join(headings)}", "dim")
        line(f"    “{citation.quote}”".replace("\n", "\n     "))
        if citation.also:
            line(f"    also in: {_further(citation.also)}", "dim")
    if answer.status == "unsupported" and answer.passages:
        line()
        line("The nearest passages:", "bold")
        for passage in answer.passages[:3]:
            text = " ".join(passage.text.split())
            line(f"  - {passage.title}: {text[:160]}{'…' if len(text) > 160 else ''}")
    if answer.filtered:
        line()
        line(searched(answer.filtered), "dim")


def _further(also: "Sequence[FurtherSource]") -> str:
    """Return the documents that say the same, the first of them by name."""
    named = [one.source.document_id + (" (a copy)" if one.copy else "") for one in also]
    more = [f"and {len(named) - _MOST_NAMED} more"] if len(named) > _MOST_NAMED else []
    return ", ".join([*named[:_MOST_NAMED], *more])
