"""Where in the files of a collection a stretch stands, as an index would quote it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.documents.clean import clean
from index.documents.formats import shaped
from index.documents.splitting.sentences import Segment, sentence_segments
from index.languages.telling import languages_of
from index.records import Document, RawDocument, SourceFile
from service.evaluation.cases.case_checks import contains
from service.evaluation.cases.own_index import read_files
from service.sources import headings_above


@dataclass(frozen=True, slots=True)
class Standing:
    """quote: the sentence, item, row or code. headings: those above it, the innermost first, and
    the title of its document.
    """

    quote: str
    headings: tuple[str, ...]


@dataclass(slots=True)
class Pages:
    """The files of a collection. Each is read when it is first asked for."""

    files: Iterable[SourceFile]
    _read: dict[str, list[tuple[Document, Sequence[Segment]]]] = field(default_factory=dict)

    def find(self, file: str, stretch: str) -> Standing | None:
        """Return what contains the stretch; None if nothing in that file does."""
        if file not in self._read:
            source = next((one for one in self.files if one.document_id == file), None)
            documents, _ = read_files([source] if source else [])
            self._read[file] = [_with_sentences(one) for one in documents]
        for document, segments in self._read[file]:
            for segment in segments:
                quote = document.text[segment.start + segment.mark : segment.end].strip()
                if contains(quote, stretch):
                    above = headings_above(document, segment.start + segment.mark)
                    return Standing(quote, (*reversed(above), document.title))
        return None


def _with_sentences(raw: RawDocument) -> tuple[Document, Sequence[Segment]]:
    """Return a document, cleaned, and its sentences."""
    document, _ = clean(shaped(raw))
    text, blocks = document.text, document.shape.blocks
    return document, sentence_segments(
        text, blocks, languages_of(text), lambda texts: [0] * len(texts)
    )
