"""POST /v1/check: what the documents say of a text. POST /v1/check/answer: of an old answer."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from service.checking.citations.standing_records import CheckedAnswer
from service.checking.texts.check_records import (
    MAX_CLAIM,
    MAX_CLAIMS,
    MAX_DOCUMENT_TEXT,
    MAX_DOCUMENTS,
    MAX_TEXT,
    CheckedText,
    GivenDocument,
)
from service.filters import MAX_ID, MAX_TITLE, Filters, filter_of
from service.http.exchange.statuses import family
from service.http.exchange.underway import underway
from service.http.routes import PartsOf

router = family("/v1", "check", 401, 422, 429, 503)

# At least one character that is not white space, and no NUL anywhere.
_WORDS = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"


class SentDocument(BaseModel):
    """A document to check by. It is kept nowhere.

    id: what citations name it by, and what "[7]" in the text means; its number among the documents,
    from 1, where it is left out.
    """

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str | None, Field(min_length=1, max_length=MAX_ID)] = None
    title: Annotated[str, Field(max_length=MAX_TITLE)] = ""
    text: Annotated[str, Field(max_length=MAX_DOCUMENT_TEXT, pattern=_WORDS)]


class CheckBody(BaseModel):
    """A text or claims, and which documents they are checked by: those of the index that the
    filters allow, or the documents that are sent with it.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"text": "NATO withholds authorization. The explosion damaged two canals."},
                {
                    "claims": ["Otters eat fish."],
                    "documents": [{"title": "Otters", "text": "Otters live on fish and crabs."}],
                },
            ]
        },
    )

    text: Annotated[str | None, Field(max_length=MAX_TEXT, pattern=_WORDS)] = None
    claims: Annotated[
        list[Annotated[str, Field(max_length=MAX_CLAIM, pattern=_WORDS)]] | None,
        Field(min_length=1, max_length=MAX_CLAIMS),
    ] = None
    filters: Filters | None = None
    documents: Annotated[
        list[SentDocument] | None, Field(min_length=1, max_length=MAX_DOCUMENTS)
    ] = None

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        if (self.text is None) == (self.claims is None):
            raise ValueError("the body must have either `text` or `claims`")
        if self.filters and self.documents:
            raise ValueError("`filters` choose among the documents of the index; leave them out")
        sent = self.documents or []
        if sum(len(document.text) for document in sent) > MAX_DOCUMENT_TEXT:
            raise ValueError(
                f"the documents have together more than {MAX_DOCUMENT_TEXT:,} characters"
            )
        if len({document.id for document in _given(sent)}) < len(sent):
            raise ValueError("two of the documents have the same id")
        return self


class OldAnswerBody(BaseModel):
    """An answer that was kept: the JSON of `/v1/ask` or `/v1/chat`, of an exported conversation, or
    of a chat completion.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "answer": {
                        "citations": [
                            {
                                "marker": 1,
                                "source": {
                                    "document_id": "003_394d074cd746f86b.txt",
                                    "sha256": "a3f1" * 16,
                                    "start": 255,
                                    "end": 350,
                                },
                                "quote": "NATO withholds authorization, citing a need to …",
                            }
                        ]
                    }
                }
            ]
        },
    )

    answer: dict[str, Any]


def _given(documents: Sequence[SentDocument]) -> list[GivenDocument]:
    """Return the documents that were sent, those without an id named by their number."""
    return [
        GivenDocument(document.id or str(number), document.title, document.text)
        for number, document in enumerate(documents, start=1)
    ]


@router.post("/check", summary="Check whether documents support a text")
def check_text(body: CheckBody, parts: PartsOf) -> CheckedText:
    """Say of each sentence of a text, or of each claim, whether the documents support it,
    contradict it or do not mention it, with the places that decided. `document[start:end]` is the
    quote, always.

    Headings, questions, greetings and code assert nothing: their `support` is null, and `reason`
    says why. With `documents`, those are what the text is checked by, and the index is not; a
    sentence with markers such as "[2]" is checked by the documents that it names alone.
    """
    begun = time.perf_counter()
    chosen, given = filter_of(body.filters), _given(body.documents or [])
    if body.text is not None:
        checked = parts.checker.check_text(body.text, chosen, given)
    else:
        checked = parts.checker.check_claims(body.claims or [], chosen, given)
    came = underway().came or begun
    return replace(checked, timings_ms=checked.timings_ms.after_wait((begun - came) * 1000))


@router.post("/check/answer", summary="Check whether the citations of an old answer still stand")
def check_answer(body: OldAnswerBody, parts: PartsOf) -> CheckedAnswer:
    """Say of each citation of an answer that was kept whether its quote `stands`, has `moved`,
    whether its document has `changed` and no longer has it, or whether it is `gone`. `now` is where
    the quote stands now, and `nearest` the sentence of a changed document that is most like it.
    """
    return parts.checker.check_answer(body.answer)
