"""Sentences that are shown -> the text of the answer, sentence by sentence, and its citations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.answering.agreement.values import value_in
from service.answering.composing.compose import between, highlight_at
from service.records import (
    Answer,
    AnswerSentence,
    AnswerSpan,
    Citation,
    Conflict,
    ConflictingValue,
    FoundPassage,
)
from service.wording.tellable import Told
from service.wording.verify import Shown


@dataclass(frozen=True, slots=True)
class SaidPiece:
    """The next piece of a worded answer: `answer[start:end]`, with one sentence in it.

    citations: those that no piece before it names.
    """

    text: str
    start: int
    end: int
    sentence: AnswerSentence
    citations: list[Citation]


class WordedDraft:
    """A worded answer so far. Evidence is numbered in the order in which it names it."""

    def __init__(self) -> None:
        self._text = ""
        self._last = ""
        self._sentences: list[AnswerSentence] = []
        self._cited: dict[int, Citation] = {}  # by the number that the LLM knows it by

    def add(self, shown: Shown) -> SaidPiece:
        """Write a sentence, each of its markers behind it."""
        before = len(self._text)
        self._text += self._parting(shown)
        start = len(self._text)
        self._text += shown.text
        at = AnswerSpan(start, len(self._text))
        new = [self._cite(one, at) for one in shown.told if one.number not in self._cited]
        cited = [self._cited[one.number] for one in shown.told]
        self._text += "".join(f" [{one.marker}]" for one in cited)
        if shown.text == cited[0].quote and cited[0].more:
            self._text += f" (and {cited[0].more} more)"
        markers = [one.marker for one in cited]
        sentence = AnswerSentence(at.start, at.end, markers, shown.support)
        self._sentences.append(sentence)
        self._last = shown.text
        return SaidPiece(self._text[before:], before, len(self._text), sentence, new)

    def _cite(self, told: Told, at: AnswerSpan) -> Citation:
        marker = len(self._cited) + 1
        citation = replace(told.citation, marker=marker, answer=at, highlight=None)
        self._cited[told.number] = citation
        return citation

    def _parting(self, shown: Shown) -> str:
        """Return what stands before a sentence."""
        item = "- " if shown.is_item and "\n" not in shown.text else ""
        if not self._last:
            return item
        parting = between(self._last, shown.text)
        if parting == " " and (shown.on_line or shown.is_item):
            parting = "\n"
        return f"{parting}{item}"

    def answer(self, quoted: Answer, passages: Sequence[FoundPassage]) -> Answer | None:
        """Return the worded answer; None where it does not tell in what the documents disagree.

        quoted: the answer in quotes. passages: those of the further evidence.
        """
        conflicts = [self._conflict(conflict) for conflict in quoted.conflicts]
        if not all(conflicts):
            return None
        citations = [*self._cited.values()]
        cited = {one.source.passage_id for one in citations}
        shown = {one.passage_id for one in quoted.passages}
        return replace(
            quoted,
            answer=self._text,
            mode="worded",
            sentences=self._sentences,
            citations=citations,
            conflicts=[one for one in conflicts if one],
            passages=[
                *quoted.passages,
                *(one for one in passages if one.passage_id in cited - shown),
            ],
        )

    def _conflict(self, conflict: Conflict) -> Conflict | None:
        """Return a conflict as the worded answer tells it; None where it leaves out a value."""
        values = [self._value(value) for value in conflict.values]
        told = [value for value in values if value]
        return Conflict(conflict.kind, told) if len(told) == len(values) else None

    def _value(self, value: ConflictingValue) -> ConflictingValue | None:
        # The LLM knows each quote by the marker that it has in the quoted answer.
        citation = self._cited.get(value.marker)
        if citation is None:
            return None
        said = citation.answer
        at = value_in(self._text[said.start : said.end], value.text)
        if at is None:
            return None
        marked = highlight_at(said, at.start, at.end)
        return replace(value, marker=citation.marker, answer=marked)
