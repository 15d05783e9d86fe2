"""A heading is never quoted alone: it lends its score to what stands below it."""

from collections.abc import Sequence
from dataclasses import replace

from index.records import BlockKind
from service.answering.weighing.evidence import Evidence, best_first


def below_headings(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence without headings, best first.

    What answers best below a heading gets the mean of both logits where that is higher than its
    own: a section answers if its heading and its text do. It also keeps the heading, which may be
    quoted with it. The row that names the columns of a table counts as a heading. A heading that is
    the title of its document tells nothing apart in it. evidence: best first.
    """
    headings = {
        one.place: one
        for one in evidence
        if one.kind is BlockKind.HEADING and one.text != one.hit.stored.document.title
    }
    told: list[Evidence] = []
    for sentence in evidence:
        if sentence.kind is BlockKind.HEADING:
            continue
        above = [upper.span.start for upper in sentence.upper if upper.kind is BlockKind.HEADING]
        heading = headings.pop((sentence.document_id, above[0]), None) if above else None
        told.append(_under(heading, sentence) if heading else sentence)
    return best_first(told)


def _under(heading: Evidence, sentence: Evidence) -> Evidence:
    together = (heading.logit + sentence.logit) / 2
    return replace(sentence, logit=max(sentence.logit, together), heading=heading)
