"""Passages of documents that are nearly the same: which of them are worth keeping for a question.

Copies must not crowd others out, and yet two versions of a document may differ in the very sentence
that answers. So a passage goes only where all it says stands in better ones of its copies.
"""

from collections.abc import Sequence

from index.ranking.hits import PassageHit

_MOST_VARIANTS = 3  # of a cluster: passages of which at least half stands in better ones


def without_copies(hits: Sequence[PassageHit]) -> list[PassageHit]:
    """Return the hits that say something of their own, in their order. hits: best first.

    Of those that say little of their own, the first few of each cluster stay.
    """
    kept: list[PassageHit] = []
    said: dict[int, dict[str, int]] = {}  # by cluster: sentences, each with its document
    variants: dict[int, int] = {}
    for hit in hits:
        document = hit.stored.document
        known = said.setdefault(document.cluster, {})
        sentences = _sentences(hit)
        copied = [s for s in sentences if known.get(s, document.row) != document.row]
        if len(copied) == len(sentences):
            continue
        if 2 * len(copied) >= len(sentences):
            variants[document.cluster] = variants.get(document.cluster, 0) + 1
            if variants[document.cluster] >= _MOST_VARIANTS:
                continue
        kept.append(hit)
        for sentence in sentences:
            known.setdefault(sentence, document.row)
    return kept


def _sentences(hit: PassageHit) -> list[str]:
    """Return the sentences of a passage, without what two ways to write them differ in."""
    stored = hit.stored
    return [" ".join(stored.of(span).casefold().split()) for span in stored.passage.sentences]
