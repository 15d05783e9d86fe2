from pathlib import Path
from typing import Any

import pytest
from mcp import Client, MCPError, types

from index.build import build
from service.tools.document_resources import MAX_RESOURCE
from service.wiring import Parts
from tests.conftest import write_files
from tests.service.apps import TEXTS, parts_of, published
from tests.service.tools.agents import with_tools
from tests.toy import ToyEncoder

ODD = "a b/ünï #1 100%41 ?.txt"


def read(parts: Parts, uri: str) -> list[types.TextResourceContents]:
    async def visit(client: Client) -> list[Any]:
        return list((await client.read_resource(uri)).contents)

    return with_tools(parts, visit)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_every_document_is_listed_and_can_be_read_whatever_its_name(
    parts: Parts, mode: str
) -> None:
    async def visit(client: Client) -> dict[str, str]:
        listed = (await client.list_resources()).resources
        texts = {}
        for resource in listed:
            [content] = (await client.read_resource(resource.uri)).contents
            assert isinstance(content, types.TextResourceContents)
            assert content.mime_type == resource.mime_type == "text/plain"
            texts[resource.name] = content.text
        return texts

    texts = with_tools(parts, visit, mode)
    assert texts.keys() == TEXTS.keys()
    assert texts[ODD] == TEXTS[ODD]


def test_the_list_comes_in_pages_that_belong_to_one_index(tmp_path: Path) -> None:
    encoder = ToyEncoder()
    texts = {f"{n:03}.txt": f"Otter number {n} eats fish." for n in range(130)}
    generations = published(texts, tmp_path, encoder)
    parts = parts_of(generations, encoder)

    async def visit(client: Client) -> tuple[list[str], str]:
        first = await client.list_resources()
        assert first.next_cursor
        last = await client.list_resources(cursor=first.next_cursor)
        assert last.next_cursor is None
        return [one.name for one in [*first.resources, *last.resources]], first.next_cursor

    names, cursor = with_tools(parts, visit)
    assert names == sorted(texts)
    build(generations, encoder, [write_files(tmp_path / "documents", {"new.txt": "New."})])

    async def go_on(client: Client) -> None:
        await client.list_resources(cursor=cursor)

    with pytest.raises(MCPError, match="the index has changed since"):
        with_tools(parts, go_on)


def test_a_long_document_says_where_it_goes_on(tmp_path: Path) -> None:
    long = " ".join(f"Sentence number {n} is here." for n in range(5000))
    parts = parts_of(published({"long.txt": long}, tmp_path, ToyEncoder()), ToyEncoder())
    document = parts.library.searcher().generation.store.document("long.txt")
    assert document
    first, rest = read(parts, "pincite://documents/long.txt")
    assert len(first.text) == MAX_RESOURCE
    assert rest.uri in rest.text
    [second] = read(parts, rest.uri)
    assert first.text + second.text == document.text


@pytest.mark.parametrize(
    ("uri", "says"),
    [
        ("pincite://documents/none.txt", "the index holds no document with that id"),
        ("pincite://documents/../../etc/passwd", "the index holds no document with that id"),
        ("pincite://documents/", "resources have addresses such as"),
        ("file:///etc/passwd", "resources have addresses such as"),
        ("pincite://documents/otters.txt?start=-1", "only start=N"),
        ("pincite://documents/otters.txt?begin=1", "only start=N"),
    ],
)
def test_an_address_that_is_none_is_refused_in_words(parts: Parts, uri: str, says: str) -> None:
    with pytest.raises(MCPError, match=says):
        read(parts, uri)
