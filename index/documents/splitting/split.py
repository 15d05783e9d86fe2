"""A document's text -> its passages; those that an edit did not touch stay as they were."""

from collections.abc import Sequence
from dataclasses import replace

from index.documents.shape import blocks_of_lines
from index.documents.splitting.context import with_contexts
from index.documents.splitting.edits import SentenceGrid, regions
from index.documents.splitting.passages import as_passage, fill
from index.documents.splitting.sentences import CountTokens
from index.languages.telling import language_of_part, languages_of
from index.records import Block, Passage


def split(
    text: str,
    count_tokens: CountTokens,
    limit: int,
    before: Sequence[str] = (),
    blocks: Sequence[Block] = (),
    stated: str | None = None,
) -> list[Passage]:
    """Split `text` into passages of at most `limit` tokens, in order, each with its context.

    before: the texts of the passages of an earlier version of this document, in order; none for a
    new document. blocks: of the document; without them, its lines tell where they are. stated: the
    language that the document says it is in.
    """
    blocks = blocks or blocks_of_lines(text)
    languages = languages_of(text, stated)
    grid = SentenceGrid(text, blocks, languages, count_tokens, limit)
    passages: list[Passage] = []
    for region in regions(grid, before):
        segments = grid.segments(region.span)
        if not region.kept:
            passages += fill(text, segments, count_tokens, limit)
        elif kept := as_passage(text, segments):
            passages.append(kept)
    in_context = with_contexts(text, blocks, passages)
    if len(passages) == 1:
        return [replace(in_context[0], language=languages.whole)]
    return [
        replace(one, language=language_of_part(text[one.start : one.end], languages.whole))
        for one in in_context
    ]
