"""Searches for what a question asks."""

from index.ranking.hits import Retrieved
from index.search import Searcher
from index.storage.document_filter import Filter
from service.answering.asking.abbreviations import written_out
from service.answering.asking.question import Question, analyse


def search_for(
    searcher: Searcher, text: str, k: int, document_filter: Filter | None = None
) -> tuple[Question, Retrieved]:
    """Return the question that a text asks, and what was found for it: `k` passages at most.

    Raises ModelFailed, GenerationDamaged.
    """
    retrieved = searcher.search(text, k, document_filter)
    return in_full(searcher, retrieved, text, k, document_filter)


def in_full(
    searcher: Searcher,
    retrieved: Retrieved,
    text: str,
    k: int,
    document_filter: Filter | None = None,
) -> tuple[Question, Retrieved]:
    """Return the same, after a search. It is searched again with what an abbreviation stands for.

    retrieved: what was found for the text as it stands.
    """
    passages = [hit.stored for hit in retrieved.hits]
    labels = [label for one in passages for label in (one.document.title, *one.above)]
    full = written_out(text, [one.text for one in passages], list(dict.fromkeys(labels)))
    if full is None:
        return analyse(text), retrieved
    return analyse(full, typed=text), searcher.search(full, k, document_filter)
