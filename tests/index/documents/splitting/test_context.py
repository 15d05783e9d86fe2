"""What each sentence stands under: headings, lead-ins, header rows, the name of a record."""

from index.documents.clean import clean
from index.documents.formats.markup.markdown import read_markdown
from index.documents.splitting.split import split
from index.records import BlockKind, Passage
from tests.toy import ToyEncoder

count = ToyEncoder().count_tokens

ROUTER = """\
# Routers

They blink.

## Reset

To reset the router:

1. Unplug it.
2. Wait for:
   - a minute
   - the lamp

## Lamps

| Lamp | Means |
|------|-------|
| red | off |
| blue | on |

## People

Ada Lovelace\\
Room: 2.02\\
Phone: 12

First line:\\
second line
"""


def chains(markdown: str, limit: int = 200) -> dict[str, list[str]]:
    """What each sentence stands under, the nearest first, by the sentence."""
    document, _ = clean(read_markdown("a.md", markdown))
    text, found = document.text, {}
    for passage in split(text, count, limit, blocks=document.shape.blocks):
        for number, sentence in enumerate(passage.sentences):
            found[sentence.of(text)] = [span.of(text) for span in chain(passage, number)]
    return found


def chain(passage: Passage, number: int) -> list:
    spans, context = (*passage.context.above, *passage.sentences), passage.context
    place, found = context.under[len(context.above) + number], []
    while place is not None:
        found.append(spans[place])
        place = context.under[place]
    return found


def test_each_sentence_knows_what_it_stands_under() -> None:
    found = chains(ROUTER)
    assert found["Routers"] == []
    assert found["They blink."] == ["Routers"]
    assert found["To reset the router:"] == ["Reset", "Routers"]
    assert found["Unplug it."] == ["To reset the router:", "Reset", "Routers"]
    assert found["a minute"] == ["Wait for:", "To reset the router:", "Reset", "Routers"]
    assert found["blue | on"] == ["Lamp | Means", "Lamps", "Routers"]
    assert found["Room: 2.02"] == ["Ada Lovelace", "People", "Routers"]


def test_lines_are_no_record_where_the_first_names_nothing() -> None:
    assert chains(ROUTER)["second line"] == ["People", "Routers"]


def test_it_reaches_beyond_the_passage() -> None:
    whole, cut = chains(ROUTER), chains(ROUTER, limit=8)
    assert cut == whole


def test_kinds_are_those_of_the_blocks_and_a_header_row_names_like_a_heading() -> None:
    document, _ = clean(read_markdown("a.md", ROUTER))
    [passage] = split(document.text, count, 200, blocks=document.shape.blocks)
    kinds = {
        sentence.of(document.text): kind
        for sentence, kind in zip(passage.sentences, passage.context.kinds, strict=True)
    }
    assert kinds["Reset"] is kinds["Lamp | Means"] is BlockKind.HEADING
    assert kinds["red | off"] is BlockKind.ROW
    assert kinds["a minute"] is BlockKind.ITEM
    assert kinds["They blink."] is kinds["Room: 2.02"] is BlockKind.PARAGRAPH
