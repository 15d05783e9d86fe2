"""What the tests of this room share: some documents, and answers about them."""

from collections.abc import Callable

from index.search import Searcher
from index.storage.document_filter import Filter
from service.answering.answerer import Answerer
from service.records import Answer

LibraryOf = Callable[[dict[str, str]], Searcher]

TEXTS = {
    "minutes.md": "# Minutes of May\n\nThe board met. The Brenn site was seen by the board.\n",
    "letters/letter.md": "# Letter\n\nOur tenant in BRENN asked for a boiler. Brenn is cold.\n",
    "plan.md": "# Plan\n\n## Work in Brenn\n\nIt begins in June.\n\n## Costs\n\nIt is 5 euros.\n",
    "holidays.md": "# Holidays\n\nThe office is closed on the first Monday of May.\n",
}


def asked(searcher: Searcher, question: str, chosen: Filter | None = None) -> Answer:
    """The answer, whose citations hold at both ends."""
    answer = Answerer(lambda: searcher, 0.5).answer(question, 10, chosen)
    store = searcher.generation.store
    texts = {document.document_id: document.text for document in store.all_documents()}
    for number, citation in enumerate(answer.citations, 1):
        here, there = citation.answer, citation.source
        assert citation.marker == number
        assert answer.answer[here.start : here.end] == citation.quote
        assert answer.answer[here.end :].startswith(f" [{number}]")
        assert texts[there.document_id][there.start : there.end] == citation.quote
    return answer


def cited(answer: Answer) -> list[str]:
    return [citation.source.document_id for citation in answer.citations]


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]
