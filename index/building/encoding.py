"""The encoding of the passages of a build: who does it, what is kept of it, how fast it goes."""

import time
from collections.abc import Callable, Collection, Mapping

from index.building.crew import Crew
from index.building.passages.resplit import NewPassage
from index.building.passages.splits import Splits
from index.building.passages.unfinished import Unfinished
from index.building.report import BuildReport, ProgressListener, Quiet

_FEW = 32  # passages; the first ones take longer, so that fewer do not tell the encoder's rate
_SAMPLE = 1000  # passages whose tokens a plan counts
# Tokens a second until a build has measured it: two cores with AVX2 do about this.
_USUAL_RATE = 3000.0


class Encoding:
    """Has a crew encode passages, keeps their vectors in `unfinished`, and reports it."""

    def __init__(self, crew: Crew, unfinished: Unfinished, report: BuildReport) -> None:
        self._crew, self._unfinished, self._report = crew, unfinished, report
        self._tokens, self._seconds = 0, 0.0

    @property
    def rate(self) -> float:
        """Tokens a second, of all that was encoded; 0 if that was too little to tell."""
        if self._report.encoded < _FEW:
            return 0.0
        return round(self._tokens / self._seconds, 1)

    def some(self, splits: Splits) -> bool:
        """Encode what is split so far, while documents are being read, if it is worth it."""
        if splits.waiting_characters < self._crew.worth_encoding:
            return False
        self.all(splits.take_waiting(), Quiet())
        return True

    def all(self, new: Mapping[bytes, NewPassage], progress: ProgressListener) -> None:
        """Encode passages, which are given by key. Raises OSError."""
        start = time.perf_counter()
        for block, vectors, tokens in self._crew.encode(new):
            self._unfinished.add(zip(block, vectors, strict=True))
            now = time.perf_counter()
            self._report.seconds["encode"] += now - start
            self._seconds += now - start
            start = now
            self._tokens += tokens
            self._report.encoded += len(block)
            progress.advance(len(block))


def seconds_to_encode(
    new: Collection[NewPassage], count_tokens: Callable[[list[str]], list[int]], rate: float
) -> float:
    """Return about how many seconds an encoder takes for passages.

    count_tokens: returns the tokens of each text. rate: tokens a second; 0 if unknown.
    """
    # Those of some passages, from the longest to the shortest, tell the tokens of all.
    by_length = sorted(new, key=lambda passage: passage.characters)
    some = by_length[:: len(by_length) // _SAMPLE + 1]
    tokens = sum(count_tokens([passage.text().text for passage in some]))
    characters = sum(passage.characters for passage in by_length)
    share = sum(passage.characters for passage in some) / max(1, characters)
    return tokens / max(share, 1e-9) / (rate or _USUAL_RATE)
