"""A stretch of a document that an answer quotes, and which stretches hold others."""

from dataclasses import dataclass

from index.records import Place as OriginalPlace
from index.records import Span
from service.answering.select import ChosenSentence
from service.answering.weighing.evidence import Place


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of one document that an answer quotes: one citation.

    chosen: the sentence for which it is quoted. is_answer: whether it holds that sentence, rather
    than what stands above it. headings: above it, the outermost first. context: the spans without
    which it should not be shown, itself among them, in order. more: how many items, rows or lines
    of what it introduces it leaves out.
    """

    chosen: ChosenSentence
    span: Span
    text: str
    is_answer: bool = True
    headings: tuple[str, ...] = ()
    context: tuple[Span, ...] = ()
    places: tuple[OriginalPlace, ...] = ()
    more: int = 0

    @property
    def document_id(self) -> str:
        return self.chosen.evidence.document_id

    def holds(self, place: Place) -> bool:
        """Whether a character of a document lies in it."""
        document_id, start = place
        return self.document_id == document_id and self.span.start <= start < self.span.end

    def covers(self, other: "Stretch") -> bool:
        """Whether all of another stretch lies in it."""
        return self.holds((other.document_id, other.span.start)) and other.span.end <= self.span.end


def add_stretch(stretches: list[Stretch], stretch: Stretch) -> None:
    """Add a stretch unless one of them holds it; it takes the place of those that it holds."""
    if not any(other.covers(stretch) for other in stretches):
        stretches[:] = [*(other for other in stretches if not stretch.covers(other)), stretch]
