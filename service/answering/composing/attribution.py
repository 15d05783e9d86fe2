"""Which of several copies of a document an answer cites, and which others it names beside it."""

from collections.abc import Sequence
from dataclasses import replace

from index.ranking.hits import PassageHit
from index.records import BlockKind, Mask
from index.seam.held_texts import Texts
from service.answering.asking.question import Question
from service.answering.choosing.select import ChosenSentence, Selection
from service.answering.versions.copies import Copies, Witness, marked
from service.answering.weighing.evidence import Evidence
from service.records import DocumentSpan, FoundPassage


def with_copies(
    selection: Selection, question: Question, store: Texts, allowed: Mask | None
) -> Selection:
    """Return the selection with each document cited from its best copy, and the others named.

    allowed: which passages may be cited; None for all. Raises GenerationDamaged.
    """
    by_document: dict[str, list[ChosenSentence]] = {}
    for chosen in selection.sentences:
        by_document.setdefault(chosen.evidence.document_id, []).append(chosen)
    attributed = {
        chosen.evidence.place: there
        for sentences in by_document.values()
        for chosen, there in zip(
            sentences, _attributed(sentences, question, store, allowed), strict=True
        )
    }
    sentences = [attributed[chosen.evidence.place] for chosen in selection.sentences]
    return replace(selection, sentences=sentences)


def _attributed(
    sentences: Sequence[ChosenSentence], question: Question, store: Texts, allowed: Mask | None
) -> list[ChosenSentence]:
    """Return the chosen sentences of one document with what its copies say."""
    evidence = [chosen.evidence for chosen in sentences]
    copies = Copies(evidence, store, allowed)
    # A heading or an item that is quoted too stands in this document.
    is_bound = any(chosen.headings or chosen.item for chosen in sentences)
    cited = evidence if is_bound else copies.best(evidence, question.terms)
    return [
        replace(
            chosen,
            evidence=there,
            also=_merged(chosen, there, copies),
        )
        for chosen, there in zip(sentences, cited, strict=True)
    ]


def _merged(chosen: ChosenSentence, cited: Evidence, copies: Copies) -> tuple[Witness, ...]:
    """Return where other documents say the same, each once, the copies last."""
    known = copies.witnesses(chosen.evidence, cited)
    of_copies = {witness.stored.document.row for witness in known}
    of_copies.add(cited.hit.stored.document.row)
    others = [w for w in chosen.also if w.stored.document.row not in of_copies]
    return marked([*others, *known], cited)


def nearest(
    hits: Sequence[PassageHit], before: Selection, after: Selection
) -> Sequence[PassageHit]:
    """Return the hits with the passages that are cited in place of those of their copies.

    before, after: the selection without and with the copies.
    """
    cited: dict[int, dict[int, PassageHit]] = {}
    for one, there in zip(before.sentences, after.sentences, strict=True):
        old, new = one.evidence.hit, there.evidence.hit
        cited.setdefault(old.stored.row, {})[new.stored.row] = new
    shown: dict[int, PassageHit] = {}
    for hit in hits:
        shown |= cited.get(hit.stored.row, {hit.stored.row: hit})
    return list(shown.values())


def with_best_sentences(
    passages: Sequence[FoundPassage], evidence: Sequence[Evidence]
) -> list[FoundPassage]:
    """Return the passages, each with its sentence that is likeliest to answer.

    evidence: the sentences that may answer, best first. A heading is none that is shown.
    """
    told = [one for one in evidence if one.kind is not BlockKind.HEADING]
    return [replace(passage, best=_best_in(passage, told)) for passage in passages]


def _best_in(passage: FoundPassage, evidence: Sequence[Evidence]) -> DocumentSpan | None:
    spans = (
        one.sentence.span
        for one in evidence
        if one.document_id == passage.document_id
        and passage.start <= one.sentence.span.start < passage.end
    )
    best = next(spans, None)
    return DocumentSpan(best.start, best.end) if best else None
