"""Questions whose answer is taken away: the documents that hold it are left out of what was found.

The unanswerable questions of squad-fit were written to deceive, and those of clapnq-fit name the
subject of a passage at hand. People also ask what their documents simply do not say.
"""

from collections.abc import Sequence
from dataclasses import replace

from index.ranking.hits import PassageHit
from tests.fitting.collect import Asked

SET = "selqa-fit"  # all of its questions can be answered


def with_answers_taken_away(asked: Sequence[Asked]) -> list[Asked]:
    """Every question, those of SET twice: as they are, which can be answered, and without."""
    return [
        version
        for one in asked
        for version in (_both(one) if one.dataset == SET and one.query.relevant else [one])
    ]


def left(one: Asked) -> tuple[PassageHit, ...]:
    """What was found of other documents than the right ones, best first."""
    return tuple(
        hit for hit in one.hits if hit.stored.document.document_id not in one.query.relevant
    )


def _both(one: Asked) -> list[Asked]:
    known = replace(one, query=replace(one.query, answerable=True))
    others = left(one)
    if not others:
        return [known]
    query = replace(one.query, answerable=False, relevant={}, answers=(), evidence=())
    return [known, Asked.of(one.dataset, query, others, one.article)]
