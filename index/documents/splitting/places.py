"""Where the passages of a document's earlier version stand in its text of today.

Each of thousands of passages sought in all of a large text would take minutes. A passage may begin
at few positions, so those are put in the order of what stands there, as words are in a dictionary,
and each passage is looked up among them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from index.records import Span

_NEAR = 200  # characters that positions are put in order by; few passages begin with the same
_HEAD = 8  # characters of a passage that are sought at each position of a long stretch


class Places:
    """The passages that stand in a span of a text, and where. passages: by number.

    begins: where one may begin. anywhere: stretches in which it may begin at any character.
    """

    def __init__(
        self,
        text: str,
        passages: Mapping[int, str],
        begins: Iterable[int],
        anywhere: Iterable[Span],
    ) -> None:
        self._text, self._passages = text, passages
        self._begins = {*begins, *self._begins_in(anywhere)}

    def _begins_in(self, stretches: Iterable[Span]) -> Iterator[int]:
        """Yield where in these stretches a passage might begin, by its first characters."""
        length = min([_HEAD, *map(len, self._passages.values())])
        heads = {passage[:length] for passage in self._passages.values()}
        for stretch in stretches:
            for position in range(stretch.start, stretch.end):
                if self._text[position : position + length] in heads:
                    yield position

    @cached_property
    def _found(self) -> Mapping[str, Sequence[int]]:
        """Where each passage stands, of those that stand anywhere."""
        order = sorted(self._begins, key=lambda begin: self._text[begin : begin + _NEAR])
        unique = set(self._passages.values())
        looked_up = ((passage, self._look_up(order, passage)) for passage in unique)
        return {passage: places for passage, places in looked_up if places}

    def _look_up(self, order: Sequence[int], passage: str) -> list[int]:
        near = passage[:_NEAR]

        def there(begin: int) -> str:
            return self._text[begin : begin + len(near)]

        first = bisect_left(order, near, key=there)
        last = bisect_right(order, near, lo=first, key=there)
        return sorted(b for b in order[first:last] if self._text.startswith(passage, b))

    @cached_property
    def _present(self) -> Sequence[int]:
        return sorted(n for n, passage in self._passages.items() if passage in self._found)

    def from_middle(self, numbers: range) -> list[int]:
        """Return which of these passages stand anywhere, from the middle of them outwards."""
        first = bisect_left(self._present, numbers.start)
        last = bisect_left(self._present, numbers.stop)
        middle = numbers.start + len(numbers) / 2
        return sorted(self._present[first:last], key=lambda number: abs(number - middle))

    def only_one(self, number: int, span: Span) -> Span | None:
        """Return where a passage stands in `span`; None unless that is one place alone."""
        passage = self._passages[number]
        places = self._found[passage]
        first = bisect_left(places, span.start)
        last = bisect_right(places, span.end - len(passage)) - 1
        if first > last or places[last] >= places[first] + len(passage):
            return None
        # It may also stand where no passage may begin.
        start = self._text.find(passage, span.start, span.end)
        end = start + len(passage)
        again = self._text.find(passage, end, span.end) >= 0
        return None if again else Span(start, end)
