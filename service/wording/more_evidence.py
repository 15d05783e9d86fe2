"""What else was found that a worded answer may tell, beside what the quoted one quotes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.storage.words.analysis import terms
from service.answering.choosing.select import ChosenSentence, Selection
from service.answering.composing.attribution import with_copies
from service.answering.composing.compose import compose
from service.answering.composing.quoting import stretches_of
from service.answering.looked import FoundAnswer
from service.answering.weighing.evidence import Evidence
from service.records import Citation, FoundPassage
from service.sources import found_passage, passage_id

MOST_TOLD = 8  # sentences of a worded answer about several things, those that it quotes among them


@dataclass(frozen=True, slots=True)
class Further:
    """Citations beside those of an answer, and the passages that they stand in.

    The markers go on from those of the answer.
    """

    citations: Sequence[Citation] = ()
    passages: Sequence[FoundPassage] = ()


def further_to(found: FoundAnswer) -> Further:
    """Return the further quotes for an answer that counts, sums up or compares several things.

    They are the best of what was found, up to MOST_TOLD with those of the answer, no two with the
    same words. Any other question has none: what is beside the best quotes seldom
    answers it. Raises GenerationDamaged.
    """
    answer, looked = found.answer, found.looked
    if looked is None or not looked.question.is_of_several:
        return Further()
    question, evidence = looked.question, looked.considered.evidence
    store, allowed = found.searcher.generation.store, looked.retrieved.allowed
    # Of sentences with the same words the best; rows that differ in a name alone are all told.
    by_words: dict[frozenset[str], Evidence] = {}
    for candidate in evidence:
        by_words.setdefault(frozenset(terms(candidate.text)), candidate)
    chosen = [*by_words.values()][:MOST_TOLD]
    selection = with_copies(
        Selection([ChosenSentence(one) for one in chosen]),
        question,
        store,
        allowed.passages if allowed else None,
    )
    quotes = stretches_of(selection.sentences, store)
    composed = compose(question, Selection(selection.sentences), quotes, ()).citations
    new = [one for one in composed if not any(_meet(one, other) for other in answer.citations)]
    first = len(answer.citations) + 1
    citations = [
        replace(one, marker=first + place)
        for place, one in enumerate(new[: max(0, MOST_TOLD - len(answer.citations))])
    ]
    cited = {one.source.passage_id for one in citations}
    hits = {passage_id(one.evidence.hit.stored): one.evidence.hit for one in selection.sentences}
    passages = [
        found_passage(hit.stored, round(hit.score, 4))
        for name, hit in hits.items()
        if name in cited
    ]
    return Further(citations, passages)


def _meet(one: Citation, other: Citation) -> bool:
    """Whether two quotes have text of a document in common."""
    here, there = one.source, other.source
    same = here.document_id == there.document_id
    return same and here.start < there.end and there.start < here.end
