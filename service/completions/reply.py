"""An answer -> a chat completion."""

from itertools import groupby

from service.completions.openai_types import (
    Annotation,
    AssistantMessage,
    ChatCompletion,
    Choice,
    Outcome,
    Source,
    SourceMetadata,
    SourceOf,
    UrlCitation,
    Usage,
)
from service.completions.request import MODEL
from service.links import quote_url
from service.records import Answer, Citation


def completion_of(
    answer: Answer, base: str, created: int, tokens: tuple[int, int]
) -> ChatCompletion:
    """base: of the server's address. tokens: of what was sent, and of the answer."""
    metadata = _metadata(answer, base)
    message = AssistantMessage(
        role="assistant",
        content=answer.answer,
        refusal=None,
        annotations=[
            Annotation(
                "url_citation",
                UrlCitation(citation.answer.start, citation.answer.end, of.name, of.source),
            )
            for citation, of in zip(answer.citations, metadata, strict=True)
        ],
    )
    return ChatCompletion(
        id=f"chatcmpl-{answer.id}",
        object="chat.completion",
        created=created,
        model=MODEL,
        choices=[Choice(0, message, None, "stop")],
        usage=Usage(*tokens, sum(tokens)),
        sources=_sources(answer, metadata),
        pincite=Outcome(
            question=answer.question,
            status=answer.status,
            confidence=answer.confidence,
            generation=answer.generation,
            filtered=answer.filtered,
        ),
    )


def _metadata(answer: Answer, base: str) -> list[SourceMetadata]:
    """What is to be said of each citation, in their order."""
    found: list[SourceMetadata] = []
    for citation in answer.citations:
        source = citation.source
        name = source.title
        if name in {other.name for other in found}:
            name = f"{name}, characters {source.start} to {source.end}"
        if name in {other.name for other in found}:
            name = f"{name} of {source.document_id}"
        url = quote_url(base, source)
        found.append(
            SourceMetadata(
                source=url,
                source_url=url,
                name=name,
                quote=citation.quote,
                document_id=source.document_id,
                sha256=source.sha256,
                start=source.start,
                end=source.end,
                published=source.published,
            )
        )
    return found


def _sources(answer: Answer, metadata: list[SourceMetadata]) -> list[Source]:
    """One for each passage. Its quotes follow each other, for an answer is in reading order."""
    texts = {passage.passage_id: passage.text for passage in answer.passages}
    both = zip(answer.citations, metadata, strict=True)
    return [
        _source(texts[passage_id], list(quotes))
        for passage_id, quotes in groupby(both, lambda one: one[0].source.passage_id)
    ]


def _source(text: str, quotes: list[tuple[Citation, SourceMetadata]]) -> Source:
    citation, metadata = quotes[0]
    return Source(
        source=SourceOf(citation.source.passage_id, citation.source.title, metadata.source),
        document=[text] * len(quotes),
        metadata=[of for _, of in quotes],
        distances=[citation.score for citation, _ in quotes],
    )
