"""Writes folders of cases, and answers for them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from service.records import (
    Answer,
    AnswerSpan,
    Citation,
    CitedSource,
    Conflict,
    ConflictingValue,
    FurtherSource,
    Timings,
    quoted_sentences,
)
from tests.conftest import write_files

OTTERS = "Otters eat fish. The otter dives eight metres deep."
MILLS = "The old mill grinds barley twice a week."


def write_case(
    folder: Path,
    question: Mapping[str, object] | bytes,
    files: Mapping[str, str] | None = None,
) -> Path:
    """Write a case; without files, one document about otters."""
    write_files(folder, dict(files or {"otters.txt": OTTERS}))
    text = question if isinstance(question, bytes) else json.dumps(question).encode()
    (folder / "question.json").write_bytes(text)
    return folder


def answer(
    *quotes: tuple[str, str],
    also: Sequence[str] = (),
    conflict: bool = False,
) -> Answer:
    """Return an answer of these quotes, each with its document; a refusal without any.

    also: further documents that have the first quote too.
    """
    text, citations = "", []
    for marker, (document, quote) in enumerate(quotes, start=1):
        span = AnswerSpan(len(text), len(text) + len(quote))
        text += f"{quote} [{marker}] "
        further = (
            [FurtherSource(_source(name), quote, False) for name in also] if marker == 1 else []
        )
        citations.append(
            Citation(marker, span, _source(document), quote, 0.9, None, [], 0, further)
        )
    values = [
        ConflictingValue(1, "8", AnswerSpan(0, 1), None, False),
        ConflictingValue(2, "9", AnswerSpan(2, 3), None, False),
    ]
    return Answer(
        id="0" * 32,
        question="What?",
        status="answered" if quotes else "unsupported",
        answer=text.strip() or "The documents do not say.",
        confidence=0.5,
        measured=None,
        generation=1,
        citations=citations,
        conflicts=[Conflict("number", values)] if conflict else [],
        passages=[],
        timings_ms=Timings(0.0, 0.0, 0.0, None, None, 0.0, 0.0),
        mode="quoted",
        sentences=quoted_sentences(citations),
    )


def _source(document: str) -> CitedSource:
    return CitedSource(
        document, document, "0" * 64, "p", 0, 1, None, None, None, None, None, None, [], []
    )
