"""The last look at an answer: every citation must stand where it says, at both ends."""

from index.store import Store
from service.errors import BrokenCitation
from service.records import Answer


def check(answer: Answer, store: Store) -> None:
    """Compare every citation with the answer and with the stored document.

    Raises BrokenCitation: showing nothing is better than a quote that points elsewhere.
    """
    for citation in answer.citations:
        source = citation.source
        document = store.document(source.document_id)
        in_answer = answer.answer[citation.answer.start : citation.answer.end]
        in_document = document.text[source.start : source.end] if document else None
        same_version = document is not None and document.sha256 == source.sha256
        if not (in_answer == citation.quote == in_document and same_version):
            raise BrokenCitation(
                f"citation {citation.marker} of {source.document_id} does not stand "
                f"at {source.start} to {source.end}"
            )
