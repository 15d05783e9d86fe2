"""`pincite ask`: one question and its cited answer, in the terminal."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from index.commands.terminal import AsJson, DataDir, line, print_json, say
from service.commands.filter_options import (
    AuthorOption,
    DocumentOption,
    FolderOption,
    LanguageOption,
    SinceOption,
    SiteOption,
    TitleOption,
    UntilOption,
    chosen_by,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.records import Answer, Citation, FurtherSource
    from service.settings import Settings
    from service.wording.modes import Asked, AskedMode

_MOST_NAMED = 5  # documents that say the same


_Mode = Annotated[
    Literal["quoted", "worded"] | None,
    typer.Option(
        help="Answer in quotes, or in the words of the LLM that PINCITE_LLM_BASE_URL names. "
        "[env: PINCITE_LLM_MODE]"
    ),
]


def ask(
    words: Annotated[
        list[str], typer.Argument(metavar="QUESTION", help="The question, in plain words.")
    ],
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many passages to return.")] = 5,
    document: DocumentOption = None,
    folder: FolderOption = None,
    title: TitleOption = None,
    author: AuthorOption = None,
    site: SiteOption = None,
    language: LanguageOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    mode: _Mode = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Answer one question from the index."""
    # Every command imports its parts inside the function, so that `--help` need not load them.
    from index.errors import UsageError
    from index.homes.home import home_of
    from service.question_text import check_question
    from service.records import to_json
    from service.settings import Settings
    from service.wording.modes import Asked

    question, *more = words
    if more:  # the shell parted it
        raise UsageError(f'put the question in quotation marks: pincite ask "{" ".join(words)}"')
    check_question(question)
    chosen = chosen_by(document, folder, title, author, site, language, since, until)
    settings = Settings.load(data_dir=data_dir)
    home_of(settings).require()
    answer = _answered(mode or settings.llm_mode, settings, Asked(question, k, chosen))
    if as_json:
        print_json(to_json(answer))
    else:
        _print_answer(answer)


def _answered(mode: "AskedMode", settings: "Settings", asked: "Asked") -> "Answer":
    from service.wiring import wire
    from service.wording.modes import answered, required
    from service.wording.worder import Listener

    if mode == "worded" and not settings.llm_base_url:
        required(None)  # before the models are loaded
    parts = wire(settings, say)
    return answered(parts.answerer, asked, mode, parts.worder, Listener())


def _print_answer(answer: "Answer") -> None:
    from service.sources import asked_llm, disagreement, left_open, searched

    if answer.corrected:
        line(f"Understood as: {answer.corrected}", "dim")
    short = [citation.highlight for citation in answer.citations if citation.highlight]
    line(_said(answer), bold=[(span.start, span.end) for span in short])
    if answer.unanswered:
        line(left_open(answer.unanswered), "yellow")
    if answer.conflicts:
        line()
    for conflict in answer.conflicts:
        line(disagreement(conflict), "yellow")
    for citation in answer.citations:
        _print_citation(citation)
    if answer.status == "unsupported" and answer.passages:
        line()
        line("The nearest passages:", "bold")
        for passage in answer.passages[:3]:
            text = " ".join(passage.text.split())
            line(f"  - {passage.title}: {text[:160]}{'…' if len(text) > 160 else ''}")
    if answer.wording:
        line()
        line(asked_llm(answer.wording), "yellow" if answer.wording.problem else "dim")
    if answer.filtered:
        line()
        line(searched(answer.filtered), "dim")


def _said(answer: "Answer") -> str:
    """Return the text of an answer; in a worded one, sentences that are quotes in quotation marks.

    A worded answer has no highlights, so no offsets are taken from what is returned.
    """
    from service.records import VERBATIM

    text = answer.answer
    quotes = [one for one in answer.sentences if one.support == VERBATIM]
    for one in reversed(quotes if answer.mode == "worded" else []):
        text = f"{text[: one.start]}“{text[one.start : one.end]}”{text[one.end :]}"
    return text


def _print_citation(citation: "Citation") -> None:
    from service.sources import path, told, where

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


def _further(also: "Sequence[FurtherSource]") -> str:
    """Return the documents that say the same, the first of them by name."""
    named = [one.source.document_id + (" (a copy)" if one.copy else "") for one in also]
    more = [f"and {len(named) - _MOST_NAMED} more"] if len(named) > _MOST_NAMED else []
    return ", ".join([*named[:_MOST_NAMED], *more])
