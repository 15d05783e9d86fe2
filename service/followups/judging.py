"""What the search finds for a reading, as what chooses a reading is told of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.records import Span
from service.answering.looked import Looked
from service.answering.weighing.evidence import SEARCH_NAMES, Evidence
from service.followups.reading_features import Judged
from service.followups.said.history import Past

_NEAR = 300.0  # code points: at this distance from the last quote something is half as near
_NO_HIT = -5.0  # the logit of a passage where none was found: lower than nearly all


def judged(looked: Looked, last: Past, quoted_of: Callable[[str], Sequence[Span]]) -> Judged:
    """Return how far the documents answer.

    last: the turn before. quoted_of: returns what the conversation has quoted of a document.
    """
    considered, hits = looked.considered, looked.retrieved.hits
    best_hit = {"passage logit": (hits[0].final_logit if hits else _NO_HIT) / 4}
    if not considered.evidence:
        return Judged(considered.confidence, None, told=best_hit)
    best, *others = considered.evidence
    start = best.sentence.span.start
    quoted = any(span.start <= start < span.end for span in quoted_of(best.document_id))
    ahead = min(best.logit - others[0].logit, 4.0) / 2 if others else 1.0
    told = {**best_hit, **_signals(best), **_beside(best, last), "evidence ahead": ahead}
    return Judged(
        considered.confidence,
        best.document_id,
        " ".join([*best.above, best.text]),
        quoted,
        start,
        told,
    )


def _signals(best: Evidence) -> dict[str, float]:
    """Return what the search says of the sentence that answers best."""
    told = {
        f"evidence {name}": min(max(value, -10.0), 10.0)
        for name, value in zip(SEARCH_NAMES, best.signals, strict=True)
    }
    told["evidence logit"] = max(best.logit, -8.0) / 4
    return told


def _beside(best: Evidence, last: Past) -> dict[str, float]:
    """Return how near it stands to what was quoted last."""
    sections = [upper.text for upper in best.upper[:1]]
    told = {"same section": float(bool(sections) and sections == [*last.headings[:1]])}
    if last.places and last.places[0].document_id == best.document_id:
        distance = best.sentence.span.start - last.places[0].start
        told["near"] = 1 / (1 + abs(distance) / _NEAR)
        told["further on"] = float(distance > 0)
    return told


def without_places(looked: Looked, spans: Callable[[str], Sequence[Span]]) -> Looked:
    """Return what was found, without the sentences that stand at some places.

    spans: returns those of a document, by its id.
    """
    return replace(looked, considered=looked.considered.without(looked.question, spans))
