"""The answers to several questions in one, joined: their quotes in order, each once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from service.answering.composing.compose import join_quotes
from service.records import (
    Answer,
    AnswerSpan,
    Citation,
    Conflict,
    FoundPassage,
    Timings,
    quoted_sentences,
)

_Quoted = tuple[str, int, int]


def may_be_joined(answers: Sequence[Answer]) -> bool:
    """Whether one at least is given, and all quote documents, of one generation."""
    modes, generations = {one.mode for one in answers}, {one.generation for one in answers}
    is_given = any(one.status == "answered" for one in answers)
    return is_given and modes == {"quoted"} and len(generations) == 1


def joined(text: str, questions: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """Return the answer to a text that asks several questions, of which one at least is answered.

    text: as it was asked. questions, answers: one for each. The confidence is the lowest of those
    that are answered.
    """
    answered = [answer for answer in answers if answer.status == "answered"]
    least = min(answered, key=lambda answer: answer.confidence)
    citations = _renumbered(answered)
    return replace(
        least,
        question=text,
        answer=_text_of(citations),
        citations=citations,
        conflicts=_conflicts(answered, citations),
        passages=_each_once([passage for one in answers for passage in one.passages]),
        sentences=quoted_sentences(citations),
        timings_ms=_sum([answer.timings_ms for answer in answers]),
        unanswered=[
            question
            for question, answer in zip(questions, answers, strict=True)
            if answer.status != "answered"
        ],
    )


def _renumbered(answers: Sequence[Answer]) -> list[Citation]:
    """Return the citations of all answers, each place once, with their places in one text."""
    each: dict[_Quoted, Citation] = {}
    for answer in answers:
        for citation in answer.citations:
            each.setdefault(_place(citation), citation)
    numbered = [replace(one, marker=marker) for marker, one in enumerate(each.values(), start=1)]
    _, spans = join_quotes((one.marker, one.quote, one.more) for one in numbered)
    return [
        replace(one, answer=span, highlight=_shifted(one.highlight, span.start - one.answer.start))
        for one, span in zip(numbered, spans, strict=True)
    ]


def _text_of(citations: Sequence[Citation]) -> str:
    text, _ = join_quotes((one.marker, one.quote, one.more) for one in citations)
    return text


def _place(citation: Citation) -> _Quoted:
    return citation.source.document_id, citation.source.start, citation.source.end


def _conflicts(answers: Sequence[Answer], citations: Sequence[Citation]) -> list[Conflict]:
    each: list[Conflict] = []
    for moved in (moved for one in answers for moved in _moved(one, citations)):
        if moved not in each:
            each.append(moved)
    return each


def _moved(answer: Answer, citations: Sequence[Citation]) -> list[Conflict]:
    """Return the conflicts of one answer as they stand among the citations of all."""
    there = {_place(citation): citation for citation in citations}
    own = {citation.marker: citation for citation in answer.citations}
    moved = []
    for conflict in answer.conflicts:
        values = []
        for value in conflict.values:
            old = own[value.marker]
            new = there[_place(old)]
            at = _shifted(value.answer, new.answer.start - old.answer.start)
            assert at is not None
            values.append(replace(value, marker=new.marker, answer=at))
        moved.append(replace(conflict, values=values))
    return moved


def _shifted(span: AnswerSpan | None, by: int) -> AnswerSpan | None:
    return span and AnswerSpan(span.start + by, span.end + by)


def _each_once(passages: Sequence[FoundPassage]) -> list[FoundPassage]:
    each: dict[str, FoundPassage] = {}
    for passage in passages:
        each.setdefault(passage.passage_id, passage)
    return [*each.values()]


def _sum(timings: Sequence[Timings]) -> Timings:
    """Return the time of all answers together; None for what took no time in any."""
    return Timings(
        wait=_ms(one.wait for one in timings) or 0.0,
        encode=_ms(one.encode for one in timings) or 0.0,
        search=_ms(one.search for one in timings) or 0.0,
        rerank=_ms(one.rerank for one in timings),
        read=_ms(one.read for one in timings),
        answer=_ms(one.answer for one in timings) or 0.0,
        total=_ms(one.total for one in timings) or 0.0,
    )


def _ms(each: Iterable[float | None]) -> float | None:
    known = [ms for ms in each if ms is not None]
    return round(sum(known), 2) if known else None
