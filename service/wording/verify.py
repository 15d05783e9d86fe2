"""A sentence of the LLM -> the sentence that is shown: itself, a quote in its place, or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.checking.judgement import Assertion, Judge
from service.records import VERBATIM, Support
from service.wording.parsing import WrittenSentence
from service.wording.plain_text import is_plain
from service.wording.tellable import Told

# A whole sentence of the evidence, but not all of a quote.
_PART = Support("supported", 1.0, "part")


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence to show, and the evidence that it rests on. is_item, on_line: see WrittenSentence.

    support: VERBATIM where it is the quote of that evidence.
    """

    text: str
    told: tuple[Told, ...]
    support: Support
    on_line: bool
    is_item: bool


class Verifier:
    """Checks the sentences of one answer, in order.

    own: those that passed and are no quotes. passed: how many did. dropped: how many failed and
    were left out. replaced: how many failed and gave way to a quote.
    """

    def __init__(self, judge: Judge, told: Sequence[Told]) -> None:
        self._judge = judge
        self._told = {one.number: one for one in told}
        self._quoted: set[int] = set()
        self.own: list[WrittenSentence] = []
        self.passed = self.dropped = self.replaced = 0

    def shown(self, said: WrittenSentence) -> Shown | None:
        """Return what to show for a sentence; None for nothing. Raises ModelFailed.

        It must name evidence that it was given, be plain text, and be supported by what it names.
        Otherwise the first quote that it names stands in its place, unless that is shown already.
        """
        told = tuple(self._told[number] for number in said.numbers if number in self._told)
        support = self._support(said.text, told)
        if support is not None:
            self.passed += 1
            if support != VERBATIM:
                self.own.append(said)
            return Shown(said.text, told, support, said.on_line, said.is_item)
        quote = next((one for one in told if one.number not in self._quoted), None)
        if quote is None:
            self.dropped += 1
            return None
        self.replaced += 1
        self._quoted.add(quote.number)
        return Shown(quote.citation.quote, (quote,), VERBATIM, said.on_line, said.is_item)

    def _support(self, text: str, told: tuple[Told, ...]) -> Support | None:
        """Return the support of a sentence by what it names; None where it fails."""
        texts = tuple(text for one in told for text in one.texts)
        if not told or not is_plain(text, texts):
            return None
        for one in told:
            if text == one.citation.quote:
                self._quoted.add(one.number)
                return VERBATIM
        (judgement,) = self._judge.judge([Assertion(text, texts)])
        if judgement.support == VERBATIM:
            return _PART
        return judgement.support if judgement.support.label == "supported" else None
