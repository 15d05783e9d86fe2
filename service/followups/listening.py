"""How well what a follow-up may mean goes on from what was said, by a model that hears both.

The listener is a reader (service.reading) that was trained on conversations: in the place of the
question stands what was said, in that of the passage a reading (a cross-encoder; Nogueira & Cho,
arXiv 1901.04085). docs/reader.md says how it was trained, and what it is worth.
"""

from collections.abc import Sequence

from index.records import PassageText, Span
from service.followups.said.history import History
from service.reading.reader import Reader

_LONGEST_QUOTE = 220  # code points of what was answered
SCALE = 4.0  # logits, so that a ridge weighs them like other features


def said_before(question: str, history: History) -> str:
    """Return what the listener hears beside each reading: the question as typed, and before it the
    last question, its answer and the heading above that.
    """
    last = history[-1]
    quote = last.quotes[0].replace("\n", " ")[:_LONGEST_QUOTE] if last.quotes else ""
    heading = last.headings[0] if last.headings else ""
    return f"{question} | {last.standalone} | {quote} | {heading}"


def hear(listener: Reader, said: str, readings: Sequence[str]) -> list[float]:
    """Return how well each reading goes on. said: as `said_before` returns it.

    Raises ModelFailed.
    """
    texts = [PassageText(reading, (Span(0, len(reading)),)) for reading in readings]
    return [
        float(told.answers[0]) / SCALE if told.read[0] else 0.0
        for told in listener.read(said, texts)
    ]
