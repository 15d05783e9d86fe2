"""Passages as a notebook shows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from service.notebook.html_parts import element, shown, text
from service.notebook.source_view import in_lines
from service.records import FoundPassage


@dataclass(frozen=True, slots=True, repr=False)
class ShownPassages(Sequence[FoundPassage]):
    """The passages nearest to a query, best first: a sequence of them."""

    query: str
    passages: list[FoundPassage]

    def __len__(self) -> int:
        return len(self.passages)

    @overload
    def __getitem__(self, place: int) -> FoundPassage: ...
    @overload
    def __getitem__(self, place: slice) -> list[FoundPassage]: ...
    def __getitem__(self, place: int | slice) -> FoundPassage | list[FoundPassage]:
        return self.passages[place]

    def __str__(self) -> str:
        if not self.passages:
            return "No passage was found."
        return in_lines([f"{_told(one)}\n    {' '.join(one.text.split())}" for one in self])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        if not self.passages:
            return shown([element("p", "No passage was found.")])
        return shown([element("ol", "".join(_items(self.passages)))])


def _items(passages: Sequence[FoundPassage]) -> Iterator[str]:
    for one in passages:
        place = element("small", text(f"{_place(one)} · score {one.score:.2f}"))
        title = element("strong", text(one.title))
        yield element("li", f"{title}<br>{place}{element('q', text(one.text), dir='auto')}")


def _told(passage: FoundPassage) -> str:
    return f"{passage.score:.2f}  {passage.title} ({_place(passage)})"


def _place(passage: FoundPassage) -> str:
    return f"{passage.document_id}, characters {passage.start} to {passage.end}"
