"""Searches for what a question asks."""

from index.ranking.hits import Retrieved
from index.search import Searcher
from index.storage.document_filter import Filter
from index.storage.words.rarity import rarity_of
from service.answering.asking.abbreviations import abbreviates, written_out
from service.answering.asking.question import Question, analyse
from service.answering.asking.spelling import may_have_slips, without_slips


def search_for(
    searcher: Searcher, question: Question, k: int, document_filter: Filter | None = None
) -> tuple[Question, Retrieved]:
    """Return the question in full, and what was found for it: `k` passages at most.

    Raises ModelFailed, GenerationDamaged.
    """
    retrieved = searcher.search(question.text, k, document_filter)
    return in_full(searcher, question, retrieved, k, document_filter)


def in_full(
    searcher: Searcher,
    question: Question,
    retrieved: Retrieved,
    k: int,
    document_filter: Filter | None = None,
) -> tuple[Question, Retrieved]:
    """Return the same, after a search. It is searched again with what an abbreviation stands for.

    retrieved: what was found for the question as it stands.
    """
    if not abbreviates(question.typed):
        return question, retrieved
    passages = [hit.stored for hit in retrieved.hits]
    labels = dict.fromkeys(label for one in passages for label in (one.document.title, *one.above))
    full = written_out(question.typed, [one.text for one in passages], [*labels])
    if full == question.typed:
        return question, retrieved
    asked = analyse(full, typed=question.typed)
    return asked, searcher.search(asked.text, k, document_filter)


def mended(searcher: Searcher, question: Question, retrieved: Retrieved) -> str | None:
    """Return the question without its slips of typing; None where it has none.

    retrieved: what was found for it.
    """
    if not may_have_slips(question.typed):
        return None
    lexicon = searcher.generation.lexicon
    rarest = rarity_of(0, lexicon.passages)

    def is_absent(word: str) -> bool:
        return all(lexicon.rarity(*way) >= rarest for way in lexicon.ways(word))

    passages = [hit.stored for hit in retrieved.hits]
    texts = [text for one in passages for text in (one.text, one.document.title, *one.above)]
    right = without_slips(question.typed, texts, is_absent)
    return None if right == question.typed else right
