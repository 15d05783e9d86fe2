"""A reading and an answer -> whether they are as their case expects, and what is wrong."""

import re
from collections.abc import Iterator, Sequence

from service.evaluation.cases.question_file import JudgedTurn
from service.evaluation.measures import plain
from service.evaluation.report import clipped
from service.evaluation.run import cited_quotes
from service.records import Answer

# The author of a case types ' and -, where a document may have ’ and –.
_TYPED = str.maketrans("‘’“”‐‑‒–—", "''\"\"-----")


def misreadings_in(understood: str, asked: JudgedTurn) -> Iterator[str]:
    """Yield what is wrong with the question that was answered, in words; nothing if it is right."""
    if asked.stands_alone and understood.split() != asked.question.split():
        yield "the question is not left as it is typed"
    for alternatives in asked.expected_reading:
        if not any(contains(understood, text) for text in alternatives):
            yield f"the reading lacks {one_of(alternatives)}"
    for unwanted in asked.reading_must_not_contain:
        if contains(understood, unwanted):
            yield f"the reading contains “{unwanted}”"


def faults_in(answer: Answer, asked: JudgedTurn) -> Iterator[str]:
    """Yield what is wrong with the answer, in words; nothing for a right one."""
    if answer.status != asked.expected_status:
        yield "it is answered" if answer.status == "answered" else "it is refused"
    elif answer.status == "answered":
        yield from _faults_of_text(without_markers(answer), asked)
        yield from _faults_of_documents(cited_documents(answer), asked)
        reports = bool(answer.conflicts)
        if asked.expected_conflict not in (None, reports):
            yield f"it reports {'a' if reports else 'no'} contradiction"


def _faults_of_text(text: str, asked: JudgedTurn) -> Iterator[str]:
    for alternatives in (*asked.expected_contains, *asked.expected_contains_too):
        if not any(contains(text, expected) for expected in alternatives):
            yield f"the answer lacks {one_of(alternatives)}"
    for unwanted in asked.must_not_contain:
        if contains(text, unwanted):
            yield f"the answer contains “{clipped(unwanted)}”"


def one_of(alternatives: Sequence[str]) -> str:
    """Return texts of which one is expected, in words."""
    return " or ".join(f"“{clipped(text)}”" for text in alternatives)


def _faults_of_documents(cited: list[str], asked: JudgedTurn) -> Iterator[str]:
    must = [asked.expected_document] if asked.expected_document is not None else []
    must += asked.expected_documents or ()
    for name in dict.fromkeys(must):
        if name not in cited:
            yield f"the answer does not cite {name}"
    if asked.expected_documents is not None:
        for name in cited:
            if name not in must:
                yield f"the answer cites {name}"


def contains(text: str, expected: str) -> bool:
    """Whether the text contains the expected one, whatever their case, white space and quotes.

    A number at either end must not go on in the text: "12 km" does not contain "2 km", nor does
    "2.10" contain "2.1" or "-4" contain "4"; "pages 3-4" does.
    """
    wanted = _typed(expected)
    before = r"(?<!\d)(?<!\d[.,])(?<!(?<![\w)])[+−-])" if wanted[:1].isdigit() else ""
    after = r"(?![.,]?\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, _typed(text)) is not None


def _typed(text: str) -> str:
    return plain(text).translate(_TYPED)


def without_markers(answer: Answer) -> str:
    """Return the answer's text without its markers, whose digits are nobody's words."""
    text, end = "", 0
    for citation in answer.citations:
        text += answer.answer[end : citation.answer.end]
        end = citation.answer.end + len(f" [{citation.marker}]")
    return text + answer.answer[end:]


def cited_documents(answer: Answer) -> list[str]:
    """Return the documents that the citations name, in their order."""
    return list(dict.fromkeys(quote.document_id for quote in cited_quotes(answer)))
