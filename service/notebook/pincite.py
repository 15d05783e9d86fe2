"""READ FIRST: `Pincite`, the answerer for a program or a notebook."""

import hashlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from index.build import build_index
from index.building.sources import Sources
from index.homes.home import home_of
from service.filters import check_filters
from service.notebook.shown_answer import ShownAnswer
from service.notebook.shown_check import ShownCheck
from service.notebook.shown_passages import ShownPassages
from service.question_text import DEFAULT_TOP_K, check_question
from service.settings import Settings
from service.sources import found_passage
from service.wiring import wire

_OWN_INDEXES = "folders"


def _write(message: str) -> None:
    sys.stdout.write(f"{message}\n")


class Pincite:
    """Answers questions from the documents of a folder. Safe to use from any number of threads.

    Settings are read from the `PINCITE_*` variables. No server is needed, and nothing leaves the
    machine.
    """

    def __init__(
        self,
        folder: str | Path | None = None,
        data_dir: str | Path | None = None,
        say: Callable[[str], None] = _write,
    ) -> None:
        """Index what is new or changed in a folder, or open an index that there is.

        folder: a folder or a file; None opens the index in `data_dir`. data_dir: where the index
        lies. By default that is the index of the command line for no folder, and for a folder one
        of its own, so that no other index changes. say: tells a person what is done.

        Raises PinciteError: UsageError for a path that does not exist, IndexMissing without a
        folder where there is no index yet, NothingToIndex, ModelError and others.
        """
        settings = Settings.load(data_dir=data_dir)
        if folder is None:
            home_of(settings).require()
        else:
            path = Path(folder).expanduser()
            if data_dir is None:
                # In files: in a store that servers share it would take the place of their index.
                own = {"data_dir": _own_index(settings, path), "store": "", "uploads": ""}
                settings = settings.model_copy(update=own)
            _index(settings, path, say)
        self._parts = wire(settings, say)
        self._public_url = settings.public_url

    def ask(self, question: str, top_k: int = DEFAULT_TOP_K, **filters: Any) -> ShownAnswer:
        """Return the cited answer to a question.

        top_k: how many of the nearest passages come with it. filters: as those of `POST /v1/ask`:
        documents, folder, title, author, site, language, since, until.

        Raises PinciteError: BadQuestion, BadFilter and others.
        """
        chosen = check_filters(**filters)
        answer = self._parts.answerer.answer(check_question(question), top_k, chosen)
        return ShownAnswer(answer, self._public_url)

    def search(self, query: str, top_k: int = DEFAULT_TOP_K, **filters: Any) -> ShownPassages:
        """Return the `top_k` passages nearest to a question or words, best first.

        filters: as those of `ask`. Raises PinciteError.
        """
        searcher = self._parts.library.searcher()
        found = searcher.search(check_question(query), top_k, check_filters(**filters))
        passages = [found_passage(hit.stored, round(hit.score, 4)) for hit in found.hits]
        return ShownPassages(query, passages)

    def check(self, text: str | Sequence[str], **filters: Any) -> ShownCheck:
        """Return what the documents say of each sentence of a text, or of each claim of a list.

        filters: as those of `ask`. Raises PinciteError: BadText for an empty text and others.
        """
        chosen, checker = check_filters(**filters), self._parts.checker
        if isinstance(text, str):
            return ShownCheck(checker.check_text(text, chosen), self._public_url)
        return ShownCheck(checker.check_claims(list(text), chosen), self._public_url)

    def __repr__(self) -> str:
        manifest = self._parts.library.searcher().generation.manifest
        return f"<Pincite: {manifest.documents} documents, generation {manifest.number}>"


def _own_index(settings: Settings, folder: Path) -> Path:
    """Return where the index of a folder lies that has one of its own."""
    name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    return settings.data_dir / _OWN_INDEXES / name[:16]


def _index(settings: Settings, folder: Path, say: Callable[[str], None]) -> None:
    """Make an index equal to a folder, and tell what was done."""
    report = build_index(settings, say, Sources(roots=[folder]))
    for failed in report.failed:
        say(f"Not read: {failed.path}: {failed.reason}{f'; {failed.hint}' if failed.hint else ''}")
    if report.published:
        say(f"Indexed {report.documents} documents, {report.passages} passages.")
