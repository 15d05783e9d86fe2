"""`pincite check`: whether documents support a text, or an old answer's citations still stand."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.commands.terminal import AsJson, DataDir, ProgressBar, print_json, say
from index.errors import Unreadable, UsageError
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
    from index.originals import Original
    from index.storage.document_filter import Filter
    from service.checking.texts.check_records import CheckedText
    from service.checking.texts.checker import Checker
    from service.checking.texts.file_text import FileText
    from service.settings import Settings

_MOST_CHARACTERS = 1_000_000  # of a text
_MOST_SENTENCES = 20_000
_MOST_BYTES = 64 * 2**20  # of standard input
_MOST_BYTES_OF_AN_ANSWER = 16 * 2**20
_WORTH_SHOWING = 64  # sentences; a check of fewer is done before a bar is seen


_File = Annotated[
    str,
    typer.Argument(
        help="A text in any format that Pincite reads, or an answer that was kept (.json); - for "
        "standard input."
    ),
]
_Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Exit with 1 unless the documents support every sentence, or every citation of the "
        "answer still stands.",
    ),
]


def check(
    file: _File,
    strict: _Strict = False,
    document: DocumentOption = None,
    folder: FolderOption = None,
    title: TitleOption = None,
    author: AuthorOption = None,
    site: SiteOption = None,
    language: LanguageOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Check a text by the documents of the index: which of its sentences they support, contradict
    or do not mention. Of an answer that was kept as JSON: whether its citations still stand.
    """
    from index.homes.home import home_of
    from service.settings import Settings

    chosen = chosen_by(document, folder, title, author, site, language, since, until)
    original = _read(file)
    settings = Settings.load(data_dir=data_dir)
    home_of(settings).require()
    saved = _saved_answer(original)
    if saved is None:
        passed = _check_text(settings, _text_of(original), chosen, as_json)
    elif chosen:
        raise UsageError("filters choose documents for a text; for an old answer leave them out")
    else:
        passed = _check_answer(settings, saved, as_json)
    if strict and not passed:
        raise typer.Exit(1)


def _check_answer(settings: "Settings", saved: object, as_json: bool) -> bool:
    """Print what became of the citations of an old answer; return whether all of them stand."""
    from pydantic import TypeAdapter

    from service.checking.citations.standing_records import CheckedAnswer
    from service.commands.checked_lines import print_answer
    from service.wiring import wire

    answer = wire(settings, say).checker.check_answer(saved)
    if as_json:
        print_json(TypeAdapter(CheckedAnswer).dump_python(answer, mode="json"))
    else:
        print_answer(answer)
    return answer.counts.stands == len(answer.citations)


def _check_text(
    settings: "Settings", text: "FileText", chosen: "Filter | None", as_json: bool
) -> bool:
    """Print what the documents say of a text; return whether they support all that was checked."""
    from pydantic import TypeAdapter

    from service.checking.texts.check_records import CheckedText
    from service.commands.checked_lines import print_text
    from service.wiring import wire

    checked = _checked(wire(settings, say).checker, text, chosen)
    if as_json:
        print_json(TypeAdapter(CheckedText).dump_python(checked, mode="json"))
    else:
        print_text(checked)
    return not (checked.counts.contradicted or checked.counts.not_mentioned)


def _checked(checker: "Checker", text: "FileText", chosen: "Filter | None") -> "CheckedText":
    """Return the text, checked, with a progress bar where that takes a while."""
    with ProgressBar() as progress:
        before = 0

        def advance(done: int, total: int) -> None:
            nonlocal before
            if total > _WORTH_SHOWING:
                if not before:
                    progress.stage("check", total)
                progress.advance(done - before)
            before = done

        return checker.check_text(
            text.text,
            chosen,
            blocks=text.blocks,
            most_sentences=_MOST_SENTENCES,
            advance=advance,
        )


def _read(file: str) -> "Original":
    """Return the file's bytes. Raises UsageError for one that is not there; Unreadable."""
    from index.documents.contents import read_bytes
    from index.originals import Original

    if file == "-":
        data = sys.stdin.buffer.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise UsageError(f"standard input is larger than {_MOST_BYTES // 2**20} MiB")
        return Original("-", data)
    path = Path(file)
    if not path.exists():
        raise UsageError(f"{file}: no such file")
    if path.is_dir():
        raise UsageError(f"{file} is a folder; name one file")
    with _about(file):
        return Original(path.name, read_bytes(path))


def _saved_answer(original: "Original") -> object | None:
    """Return the JSON of an answer that was kept; None for a file that is a text.

    Raises UsageError for a file with the name of JSON that holds none.
    """
    named = original.name.lower().endswith(".json")
    piped = original.name == "-" and original.data.lstrip().startswith(b"{")
    if not (named or piped):
        return None
    if len(original.data) > _MOST_BYTES_OF_AN_ANSWER:
        raise UsageError(f"the answer is larger than {_MOST_BYTES_OF_AN_ANSWER // 2**20} MiB")
    try:
        saved: object = json.loads(original.data)
    except (ValueError, RecursionError):
        if piped:
            return None
        raise UsageError(f"{original.name} is not valid JSON") from None
    return {} if saved is None else saved  # JSON's null is no answer either


def _text_of(original: "Original") -> "FileText":
    """Return the text of a file. Raises UsageError for one that is too long; Unreadable."""
    from service.checking.texts.file_text import text_of_file

    with _about("standard input" if original.name == "-" else original.name):
        text = text_of_file(original)
    if len(text.text) > _MOST_CHARACTERS:
        raise UsageError(
            f"the text has {len(text.text):,} characters; at most {_MOST_CHARACTERS:,} are checked"
        )
    return text


@contextmanager
def _about(file: str) -> Iterator[None]:
    """Name the file in the message of one that cannot be read."""
    try:
        yield
    except Unreadable as error:
        hint = f"; {error.hint}" if error.hint else ""
        raise Unreadable(f"{file}: {error}{hint}", error.status) from error
