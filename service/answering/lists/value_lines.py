"""Short lines that say nothing alone: a value behind what it is of, and the lines of an address.

"Default: 30s" belongs to the sentence, the paragraph or the item that says what is set.
"""

import re
from collections.abc import Callable, Mapping

from index.records import Block, BlockKind, Span

_VALUE_LINE = re.compile(r"[^\W\d_][^\s:.!?]*(?: [^\s:.!?]+){0,2}(?::\s|：)\s*[^\n]*[^\n?:：]")
_LONGEST_VALUE = 8  # words, with those of the label
_LONGEST_OWNER = 300  # characters
_LONGEST_LINE = 40  # characters, on average
TextOf = Callable[[Span], str]


def is_value_line(text: str) -> bool:
    """Whether a sentence is a label of one to three words and a short value: "Default: 30s."."""
    return len(text.split()) <= _LONGEST_VALUE and _VALUE_LINE.fullmatch(text) is not None


def values_below(number: int, nearby: Mapping[int, Block], text_of: TextOf) -> list[Span]:
    """Return the value lines that are paragraphs of their own and belong to a block: those that
    stand right behind it, and those that are part of it as an item.

    number: of the block. nearby: it, and the blocks after it, by number.
    """
    one, last, spans = nearby[number], number, list[Span]()
    for at in range(number + 1, max(nearby) + 1):
        block = nearby[at]
        is_part = one.kind is BlockKind.ITEM and block.under == number
        if not is_part and (at != last + 1 or block.under != one.under):
            break
        if block.kind is BlockKind.PARAGRAPH and is_value_line(text_of(block.span)):
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
    text = text_of(before.span)
    says_it = len(text) <= _LONGEST_OWNER and "\n" not in text and not is_value_line(text)
    return before.span if says_it and not text.endswith((":", "：")) else None


def are_one(text: str, most: int) -> bool:
    """Whether lines are short and no more than `most`, so that they are quoted as one."""
    return 0 < text.count("\n") < most and len(text) <= _LONGEST_LINE * most
