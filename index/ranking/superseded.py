"""Passages of documents that have a successor: it comes first where both answer."""

from collections.abc import Sequence
from dataclasses import replace

from index.ranking.hits import PassageHit

_ABOUT_AS_GOOD = 3.0  # log-odds: the successor may lie so far behind, and yet it answers too
_LEAST = 1e-6


def successors_first(hits: Sequence[PassageHit]) -> list[PassageHit]:
    """Return the hits, best first, each of a superseded document behind its successor's best.

    It is so where the successor answers about as well. hits: best first.
    """
    best: dict[str, float] = {}
    for hit in hits:
        best.setdefault(hit.stored.document.document_id, hit.logit)
    placed = [_behind(hit, best.get(hit.stored.document.superseded_by or "")) for hit in hits]
    return sorted(placed, key=lambda hit: -hit.logit)


def _behind(hit: PassageHit, successor: float | None) -> PassageHit:
    if successor is None or successor < hit.logit - _ABOUT_AS_GOOD:
        return hit
    return replace(hit, logit=min(hit.logit, successor - _LEAST))
