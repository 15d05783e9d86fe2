"""In which mode a question is answered."""

from dataclasses import dataclass
from typing import Literal

from index.storage.document_filter import Filter
from service.answering.answerer import Answerer
from service.answering.looked import Looked
from service.errors import LlmMissing
from service.records import Answer
from service.wording.worder import Listener, Worder

AskedMode = Literal["quoted", "worded"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as `Answerer.answer` takes it."""

    text: str
    top_k: int
    document_filter: Filter | None = None
    looked: Looked | None = None
    as_typed: bool = False


def answered(
    answerer: Answerer, asked: Asked, mode: AskedMode, worder: Worder | None, listener: Listener
) -> Answer:
    """Return the answer in that mode. worder: None where no LLM is set.

    Raises LlmMissing, and what `Answerer.answer` and `Worder.word` raise.
    """
    question = (asked.text, asked.top_k, asked.document_filter, asked.looked, asked.as_typed)
    if mode == "quoted":
        return answerer.answer(*question)
    return required(worder).word(answerer.found(*question), listener)


def required(worder: Worder | None) -> Worder:
    """Return what words answers. Raises LlmMissing where nothing does."""
    if worder is None:
        raise LlmMissing(
            "there is no LLM to word answers; set PINCITE_LLM_BASE_URL and PINCITE_LLM_MODEL, or "
            "ask for quotes: mode quoted"
        )
    return worder
