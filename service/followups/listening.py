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
_LAST = 3  # turns, in which the last answer may lie
SCALE = 4.0  # logits, so that a ridge weighs them like other features


def said_before(question: str, history: History) -> str:
    """Return what the listener hears beside each reading: the question as typed, the last question,
    the heading above the last answer, the question before, and that answer.

    The answer comes last, since a reader hears only the first tokens of it all.
    """
    *_, before, last = (None, *history)
    answered = next((past for past in history[: -_LAST - 1 : -1] if past.quotes), None)
    quote = answered.quotes[0].replace("\n", " ")[:_LONGEST_QUOTE] if answered else ""
    heading = answered.headings[0] if answered and answered.headings else ""
    asked = before.standalone if before else ""
    return f"{question} | {last.standalone} | {heading} | {asked} | {quote}"


def hear(listener: Reader, said: str, readings: Sequence[str]) -> list[float]:
    """Return how well each reading goes on. said: as `said_before` returns it.

    Raises ModelFailed.
    """
    texts = [PassageText(reading, (Span(0, len(reading)),)) for reading in readings]
    return [
        float(told.answers[0]) / SCALE if told.read[0] else 0.0
        for told in listener.read(said, texts)
    ]
