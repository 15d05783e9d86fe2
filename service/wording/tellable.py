"""What the LLM may tell: an answer's quotes, each as it is understood, with a number."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.seam.held_texts import Texts
from service.answering.looked import FoundAnswer
from service.collection.intents import Intent, aim_of
from service.records import Citation, FoundPassage
from service.wording.more_evidence import further_to

_MOST_CHARACTERS = 2000  # of one piece as the LLM reads it; the check reads all of it


@dataclass(frozen=True, slots=True)
class Told:
    """One quote that the LLM may tell.

    number: by which it names it. stated: the document's text that it is understood with, itself in
    it. above: the titles that it stands under, the document's first.
    """

    number: int
    citation: Citation
    stated: str
    above: str

    @property
    def shown(self) -> str:
        """The piece as the LLM reads it."""
        text = f"{self.above}\n{self.stated}" if self.above else self.stated
        return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]} …"

    @property
    def texts(self) -> tuple[str, ...]:
        """What a sentence that names it may say: its text, and the titles above it."""
        return (self.stated, self.above) if self.above else (self.stated,)


@dataclass(frozen=True, slots=True)
class Tellable:
    """The evidence for one answer, and the passages that it stands in, beside the answer's own."""

    told: Sequence[Told]
    passages: Sequence[FoundPassage]


def is_wordable(found: FoundAnswer) -> bool:
    """Whether an answer is one that an LLM can tell.

    It is if it answers from the documents' text, or summarises one of them. What is said of the
    collection, such as which documents there are, is exact and complete as it stands.
    """
    answer = found.answer
    if answer.status != "answered" or not answer.citations:
        return False
    if answer.mode == "quoted":
        return True
    return answer.mode == "collection" and aim_of(answer.question).intent is Intent.SUMMARY


def tellable(found: FoundAnswer) -> Tellable:
    """Return what an LLM may tell: the quotes of the answer, and what else may be told.

    Raises GenerationDamaged.
    """
    further = further_to(found)
    store = found.searcher.generation.store
    citations = [*found.answer.citations, *further.citations]
    told = [_told(number, one, store) for number, one in enumerate(citations, 1)]
    return Tellable(told, further.passages)


def _told(number: int, citation: Citation, store: Texts) -> Told:
    source = citation.source
    parts = [
        store.excerpt(source.document_id, source.sha256, span.start, span.end) or ""
        for span in citation.context
    ]
    if not any(citation.quote in part for part in parts):
        parts.append(citation.quote)
    titles = dict.fromkeys([source.title, *source.headings])
    above = " › ".join(title for title in titles if title and title not in citation.quote)
    return Told(number, citation, "\n".join(filter(None, parts)), above)
