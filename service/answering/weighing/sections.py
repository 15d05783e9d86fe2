"""A heading is not quoted alone: it lends its score to what stands below it, if anything does."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.records import BlockKind, Span
from service.answering.agreement.values import ValueKind, find_values
from service.answering.asking.question import Question
from service.answering.weighing.evidence import Evidence, best_first

_MOST_ABOVE = 2  # headings: "Added" below "2.10.0"
_DOTTED = re.compile(r"\d+(?:\.\d+){2,}")


def below_headings(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence without headings, best first.

    What answers best below a heading gets the mean of both logits where that is higher than its
    own: a section answers if its heading and its text do. It also keeps the heading, which may be
    quoted with it. The row that names the columns of a table counts as a heading. A heading that is
    the title of its document tells nothing apart in it. A heading that nothing stands below is text
    like any other: "Age: 8 to 11 years". evidence: best first.
    """
    headings = {
        one.place: one
        for one in evidence
        if one.kind is BlockKind.HEADING and one.text != one.hit.stored.document.title
    }
    told: list[Evidence] = []
    for sentence in evidence:
        if sentence.kind is BlockKind.HEADING and not _heads_nothing(sentence):
            continue
        above = [upper.span.start for upper in sentence.upper if upper.kind is BlockKind.HEADING]
        own = [headings[at] for start in above if (at := (sentence.document_id, start)) in headings]
        heading = max(own[:_MOST_ABOVE], key=lambda one: one.logit, default=None)
        if heading:
            del headings[heading.place]
        told.append(under(heading, sentence))
    return best_first(told)


def _heads_nothing(heading: Evidence) -> bool:
    """Whether another heading follows that is none of its section."""
    stored, following = heading.hit.stored, heading.number + 1
    is_last = following == len(heading.hit.sentences)
    if is_last or stored.kind_of(following) is not BlockKind.HEADING:
        return False
    starts = [upper.span.start for upper in stored.upper(following)]
    return heading.sentence.span.start not in starts


def under(heading: Evidence | None, sentence: Evidence) -> Evidence:
    """Return a sentence with what it has of its heading, if it has one."""
    if heading is None:
        return sentence
    together = (heading.logit + sentence.logit) / 2
    return replace(sentence, logit=max(sentence.logit, together), heading=heading)


def naming_heading(question: Question, sentence: Evidence) -> Span | None:
    """Return where the nearest heading above a sentence stands that begins with a date or version,
    if the question asks which or when and the reader finds no short answer in the sentence.

    So "Passkeys." is quoted with "2.10.0 (2024-06-18)" and not with the "Added" between them.
    """
    if sentence.reading is None or sentence.highlight or not _asks_which(question):
        return None
    if _times_and_versions(sentence.text):
        return None
    return next(
        (
            upper.span
            for upper in sentence.upper
            if upper.kind is BlockKind.HEADING and _begins_with_one(upper.text)
        ),
        None,
    )


def _asks_which(question: Question) -> bool:
    """Whether it asks "when", "which release" or "in which version", and not how much or many."""
    clause = question.clause
    if clause is None or clause.asks_how:
        return False
    return question.asks_value or (len(clause.word.split()) > 1 and not question.numbers)


def _begins_with_one(heading: str) -> bool:
    """Whether a heading begins with a date or version, or with a word and one: "Version 2.1.0"."""
    return any(len(heading[:at].split()) < 2 for at in _times_and_versions(heading))


def _times_and_versions(text: str) -> list[int]:
    """Return where the dates and versions in a text begin."""
    dates = [one.span.start for one in find_values(text) if one.kind is ValueKind.DATE]
    return [*dates, *(found.start() for found in _DOTTED.finditer(text))]
