"""What is judged, and what a judge says of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from service.records import Support


@dataclass(frozen=True, slots=True)
class Assertion:
    """A sentence, and the texts that are to support it, together."""

    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the evidence says of a sentence.

    evidence: the number of the text that decided it, from 0; None where none did. reason: one plain
    sentence for a person, such as "The document says 6 where this says 5."; "" where it is
    supported.
    """

    support: Support
    evidence: int | None = None
    reason: str = ""


class Judge(Protocol):
    """Judges sentences by their evidence. Safe to use from any number of threads."""

    def judge(self, assertions: Sequence[Assertion]) -> list[Judgement]:
        """One judgement a sentence, in order. Raises ModelFailed."""
        ...
