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
from service.records import Answer, Citation
from service.sources import quote_url


def completion_of(
    answer: Answer, base: str, created: int, tokens: tuple[int, int], model: str = MODEL
) -> ChatCompletion:
    """Return the completion that tells an answer.

    base: the server's address, with a slash at its end. created: seconds since 1970. tokens: how
    many the messages that were sent have, and how many the answer has. model: as the request names
    it, one of MODELS.
    """
    metadata = _metadata(answer, base)
    message = AssistantMessage(
        role="assistant",
        content=answer.answer,
        refusal=None,
        annotations=[
            Annotation(
                "url_citation",
                UrlCitation(citation.answer.start, citation.answer.end, quote.name, quote.source),
            )
            for citation, quote in zip(answer.citations, metadata, strict=True)
        ],
    )
    return ChatCompletion(
        id=f"chatcmpl-{answer.id}",
        object="chat.completion",
        created=created,
        model=model,
        choices=[Choice(0, message, None, "stop")],
        usage=Usage(*tokens, sum(tokens)),
        sources=_sources(answer, metadata),
        pincite=Outcome(
            question=answer.corrected or answer.question,
            status=answer.status,
            confidence=answer.confidence,
            measured=answer.measured,
            generation=answer.generation,
            filtered=answer.filtered,
            mode=answer.mode,
            sentences=answer.sentences,
            wording=answer.wording,
            unanswered=answer.unanswered,
        ),
    )


def _metadata(answer: Answer, base: str) -> list[SourceMetadata]:
    """Return the metadata of each citation, in order."""
    metadata: list[SourceMetadata] = []
    for citation in answer.citations:
        source = citation.source
        name = source.title
        earlier = {quote.name for quote in metadata}
        if name in earlier:
            name = f"{name}, characters {source.start} to {source.end}"
        if name in earlier:
            name = f"{name} of {source.document_id}"
        url = quote_url(base, source)
        metadata.append(
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
                author=source.author,
                site=source.site,
                language=source.language,
            )
        )
    return metadata


def _sources(answer: Answer, metadata: list[SourceMetadata]) -> list[Source]:
    """Return one source for each passage that is quoted."""
    texts = {passage.passage_id: passage.text for passage in answer.passages}
    quotes = zip(answer.citations, metadata, strict=True)
    # An answer of quotes is in reading order, so those of one passage follow each other. A worded
    # one may come back to a passage, which then has a source for each time: so `[n]` stays right.
    return [
        _source(texts[passage_id], list(of_passage))
        for passage_id, of_passage in groupby(quotes, lambda quote: quote[0].source.passage_id)
    ]


def _source(text: str, quotes: list[tuple[Citation, SourceMetadata]]) -> Source:
    citation, metadata = quotes[0]
    return Source(
        source=SourceOf(citation.source.passage_id, citation.source.title, metadata.source),
        document=[text] * len(quotes),
        metadata=[quote for _, quote in quotes],
        distances=[citation.score for citation, _ in quotes],
    )
