"""The boxes of a list to tick off: "- [ ] open" and "- [x] done".

The syntax is that of GitHub Flavored Markdown 0.29, "Task list items". The plugin that is there for
it seeks the list of each item among all tokens before it, which takes minutes for a long list.
"""

import itertools
import re
from collections.abc import Sequence

from markdown_it.token import Token

_BOX = re.compile(r"\[([ xX])\][ \t\n\v\f\r]")
_BOX_CHARACTERS = 3
_AT_START_OF_ITEM = ("list_item_open", "paragraph_open", "inline")


def with_boxes(tokens: Sequence[Token]) -> None:
    """Let the boxes that items begin with be those of HTML, among the tokens of a document."""
    for item, paragraph, inline in zip(
        tokens, itertools.islice(tokens, 1, None), itertools.islice(tokens, 2, None), strict=False
    ):
        if (item.type, paragraph.type, inline.type) == _AT_START_OF_ITEM:
            box = _BOX.match(inline.content)
            if box and inline.children:
                first = inline.children[0]
                first.content = first.content[_BOX_CHARACTERS:]
                inline.children.insert(0, _box(is_ticked=box[1] != " "))


def _box(is_ticked: bool) -> Token:
    checked = " checked" if is_ticked else ""
    return Token("html_inline", "", 0, content=f'<input type="checkbox"{checked}>')
