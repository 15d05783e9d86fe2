"""What a sentence announces without a colon: "Use the following command.", "There are two plans."

That is the list, the table or the code right behind it, the headings of what comes next in its
section, or the next sentences of its paragraph. What is counted must be as many.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from index.documents.marks import ENDS_AS_SENTENCE
from index.documents.shape import INTRODUCED, LISTED
from index.records import Block, BlockKind, Span
from service.answering.lists.counted import counted_in
from service.answering.lists.lead_ins import introduces
from service.answering.weighing.evidence import Evidence
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase

_MOST_HEADINGS = 6
_MOST_SENTENCES = 4
_FARTHEST = 200  # blocks behind a sentence, among which the headings of its section stand


def announced_sentences(evidence: Evidence, block: Block) -> list[Span]:
    """Return the next sentences of a block, if each is about one of the things that a sentence of
    it tells the number of, and all are.
    """
    behind = evidence.hit.sentences[evidence.number + 1 :][:_MOST_SENTENCES]
    spans = [one.span for one in behind if one.span.start < block.end]
    texts = [evidence.hit.stored.of(span) for span in spans]
    told = spans and ENDS_AS_SENTENCE.search(evidence.text)  # "3 eggs" is one of some lines
    for phrase, count in counted_in(ParsedText(evidence.text)) if told else ():
        if len({*_named(phrase, texts[:count])}) == count:
            return spans[:count]
    return []


def _named(counted: Phrase, sentences: Iterable[str]) -> Iterator[str]:
    """Yield what sentences begin with, while that is one of the things counted."""
    for sentence in sentences:
        leading = ParsedText(sentence).leading_phrase
        if leading is None or leading.head != counted.head:
            break
        yield leading.text


def announced_blocks(
    sentence: str, number: int, block: Block, following: Iterable[tuple[int, Block]]
) -> list[Block]:
    """Return the list, the table or the code right behind a block, if its last sentence announces
    that, with all that stands under it.

    number: of the block. following: the blocks after it, by number and in order.
    """
    over, run = {number, block.under}, list[Block]()
    for at, after in following:
        is_top = after.under in (number, block.under)
        # A list goes on with its items; code ends where more code begins.
        goes_on = (
            after.kind is run[0].kind is not BlockKind.CODE if run else after.kind in INTRODUCED
        )
        if after.kind is BlockKind.HEADING or after.under not in over or (is_top and not goes_on):
            break
        over.add(at)
        run.append(after)
    is_told = bool(run) and (introduces(sentence) or _has_as_many(sentence, run))
    return run if is_told else []


def _has_as_many(sentence: str, run: Sequence[Block]) -> bool:
    """Whether a list or table has as many items or rows as a sentence tells."""
    level = run[0].level
    members = [b for b in run if b.kind in LISTED and b.level <= level and not b.header]
    return any(count == len(members) for _, count in counted_in(ParsedText(sentence)))


def announced_headings(
    sentence: str, following: Iterable[tuple[int, Block]], level: int
) -> list[Block]:
    """Return the headings of the parts of a section, if a sentence before them tells how many
    there are. level: of the heading of the section; 0 without one.
    """
    counts = {count for _, count in counted_in(ParsedText(sentence)) if count <= _MOST_HEADINGS}
    if not counts:
        return []
    headings = list[Block]()
    for _, block in islice(following, _FARTHEST):
        if block.kind is BlockKind.HEADING:
            if block.level <= level or (headings and block.level < headings[0].level):
                break
            headings.append(block)
        elif not headings:
            break
    own = [one for one in headings if one.level == headings[0].level]
    return own if len(own) in counts else []
