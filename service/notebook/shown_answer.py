"""An answer as a notebook shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.notebook.html_parts import element, marked, shown, text
from service.notebook.source_view import in_lines, quoted_lines, source_html
from service.records import Answer, Citation, to_json
from service.sources import disagreement, left_open, searched

_MOST_NEAREST = 3


@dataclass(frozen=True, slots=True, repr=False)
class ShownAnswer:
    """An answer. record: all that there is to know of it.

    public_url: of the server whose page opens its quotes; "" for none.
    """

    record: Answer
    public_url: str = ""

    @property
    def text(self) -> str:
        """The answer with its markers: `The otter dives eight metres deep. [1]`."""
        return self.record.answer

    @property
    def answered(self) -> bool:
        """Whether the documents answer the question."""
        return self.record.status == "answered"

    @property
    def confidence(self) -> float:
        """How likely the documents answer it, from 0 to 1."""
        return self.record.confidence

    @property
    def citations(self) -> list[Citation]:
        """The quotes, each with its source."""
        return self.record.citations

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as `POST /v1/ask` gives it: plain JSON values."""
        return to_json(self.record)

    def __str__(self) -> str:
        lines = [self.text]
        for citation in self.citations:
            title, *rest = quoted_lines(citation.source, citation.quote, "    ")
            lines += ["", f"[{citation.marker}] {title}", *rest, *self._also(citation)]
        return in_lines([*lines, *(f"\n{note}" for note in self._notes())])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return shown(self._html())

    def _html(self) -> Iterator[str]:
        short = [one.highlight for one in self.citations if one.highlight]
        answer = marked(self.text, [(span.start, span.end) for span in short])
        yield element("p", answer, "text", dir="auto")
        for note in self._notes():
            yield element("p", text(note), "note")
        if self.citations:
            yield element("ol", "".join(map(self._source, self.citations)))

    def _source(self, citation: Citation) -> str:
        source = source_html(citation.source, citation.quote, self.public_url)
        also = "".join(element("small", text(line)) for line in self._also(citation))
        return element("li", f"{source}{also}", value=str(citation.marker))

    def _also(self, citation: Citation) -> list[str]:
        ids = dict.fromkeys(one.source.document_id for one in citation.also)
        return [f"    also in: {', '.join(ids)}"] if ids else []

    def _notes(self) -> Iterator[str]:
        record = self.record
        if record.unanswered:
            yield left_open(record.unanswered)
        yield from map(disagreement, record.conflicts)
        if not self.answered and record.mode != "talk" and record.passages:
            titles = dict.fromkeys(passage.title for passage in record.passages)
            yield f"Nearest documents: {'; '.join([*titles][:_MOST_NEAREST])}"
        if record.filtered:
            yield searched(record.filtered)
