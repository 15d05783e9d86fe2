"""Short lines that say nothing alone: a value behind what it is of, and the lines of an address.

"Default: 30s" belongs to the sentence, the paragraph or the item that says what is set.
"""

import re
from collections.abc import Callable, Mapping

from index.documents.marks import COLONS, ENDS_AS_SENTENCE
from index.records import Block, BlockKind, Span
from index.storage.words.analysis import terms

_VALUE_LINE = re.compile(r"[^\W\d_][^\s:.!?]*(?: [^\s:.!?]+){0,2}(?::\s|：)\s*[^\n]*[^\n?:：]")
_LONGEST_VALUE, _LONGEST_LABELLED = 8, 80  # words and characters, with those of the label
NEAR_VALUES = 12
"""How many blocks behind one are looked at."""
_LONGEST_OWNER = 300  # characters
_FEW_LINES, _FEW_QUOTED = 5, 10  # lines of a paragraph, of which more are a list; of a quotation
_LONGEST_LINE = 40  # characters, on average
TextOf = Callable[[Span], str]


def is_value_line(text: str) -> bool:
    """Whether a sentence is a label of one to three words and a short value: "Default: 30s."."""
    if len(text) > _LONGEST_LABELLED or len(text.split()) > _LONGEST_VALUE:
        return False
    return _VALUE_LINE.fullmatch(text) is not None


def values_below(number: int, nearby: Mapping[int, Block], text_of: TextOf) -> list[Span]:
    """Return the value lines that are paragraphs of their own and belong to a block: those that
    stand right behind it, and those that are part of it as an item.

    number: of the block. nearby: it, and the blocks after it, by number.
    """
    one, last, spans = nearby[number], number, list[Span]()
    for at in range(number + 1, max(nearby) + 1):
        block = nearby[at]
        is_part = one.kind is BlockKind.ITEM and block.under == number
        is_next = one.kind is BlockKind.PARAGRAPH and block.under == one.under and at == last + 1
        if not is_part and not is_next:
            break
        is_short = block.end - block.start <= _LONGEST_LABELLED
        is_told = block.kind is BlockKind.PARAGRAPH and is_short
        if is_told and is_value_line(text_of(block.span)):
            spans.append(block.span)
            last = at
        elif not is_part:
            break
    return spans


def owner_above(number: int, nearby: Mapping[int, Block], text_of: TextOf) -> Span | None:
    """Return the paragraph right above a block that is a value line, if it says whose value it is.

    number: of the block. nearby: it, and the block before it, by number.
    """
    block, before = nearby[number], nearby.get(number - 1)
    if before is None or (before.kind, before.under) != (BlockKind.PARAGRAPH, block.under):
        return None
    if before.end - before.start > _LONGEST_OWNER:
        return None
    text = text_of(before.span)
    says_it = "\n" not in text and not is_value_line(text)
    return before.span if says_it and not text.endswith(COLONS) else None


def are_one(text: str, is_quoted: bool) -> bool:
    """Whether lines are so few and short that they are quoted as one.

    is_quoted: whether they are a quotation.
    """
    most = _FEW_QUOTED if is_quoted else _FEW_LINES
    return 0 < text.count("\n") < most and len(text) <= _LONGEST_LINE * most


def says_little(text: str) -> bool:
    """Whether a sentence says hardly more than "no": what it is about stands in the next one."""
    return len(text.split()) <= 2 and len(terms(text)) <= 1 and bool(ENDS_AS_SENTENCE.search(text))
