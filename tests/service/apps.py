"""Puts the service together on toy-encoder indexes, and says what every reply must keep."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from index.build import build
from index.documents.contained.contained_reader import ContainedReader
from index.encoder import Encoder
from index.encoder.batching import BatchingEncoder
from index.generations.publish import Generations
from index.ranking.hits import Reranker
from index.uploads.choosing import uploads_of
from service.answering.answerer import Answerer
from service.checking.texts.checker import Checker
from service.examples.examples import ExampleFinder
from service.http.app import create_app
from service.http.doors.guard import SECURITY_HEADERS
from service.indexing.indexer import Indexer
from service.library import Library
from service.originals.page_pictures import PagePictures
from service.settings import Settings
from service.wiring import Parts, chat_of, encoding_of, keys_of
from tests.conftest import write_files
from tests.service.checking.toy_judge import ToyJudge
from tests.service.toy_indexing import TOY_INDEXING
from tests.toy import TOY_SETTINGS

TEXTS = {
    "otters.txt": (
        "Otters of the river\n\n"
        "Otters live along the river and eat fish. The otter dives eight metres deep. "
        "Its fur keeps the cold water out."
    ),
    "rivers/mills.md": (
        "---\ntitle: Mills of the valley\ndate: 2021-05-04\n---\n"
        "The old mill grinds barley twice a week. Seven mills stood in the valley in 1890."
    ),
    "a b/ünï #1 100%41 ?.txt": "The lighthouse lamp is red. A keeper lit the lamp every evening.",
}
QUESTION = "How deep does the otter dive?"


def published(texts: Mapping[str, str], folder: Path, encoder: Encoder) -> Generations:
    """The generations of an index of these texts, which lie in `folder` too."""
    generations = Generations(folder / "pincite-data")
    build(generations, encoder, [write_files(folder / "documents", dict(texts))])
    return generations


def parts_of(
    generations: Generations,
    encoder: Encoder,
    reranker: Reranker | None = None,
    **settings: Any,
) -> Parts:
    # An index that several tests share is made before the variables of a single test are set.
    least = {**TOY_SETTINGS, **os.environ}["PINCITE_MIN_CONFIDENCE"]
    own = {"data_dir": generations.data_dir, "min_confidence": least}
    loaded = Settings.load(**{**own, **settings})
    library = Library(generations, lambda _: BatchingEncoder(encoder), reranker)
    answerer = Answerer(library.searcher, loaded.min_confidence)
    chat = chat_of(loaded, library, answerer)
    indexer, examples = Indexer(loaded, TOY_INDEXING), ExampleFinder(library.searcher, answerer)
    files = uploads_of(loaded), PagePictures(ContainedReader)
    checker = Checker(library.searcher, ToyJudge(), encoding_of(library, lambda: encoder))
    return Parts(
        *(loaded, library, answerer, chat, checker, keys_of(loaded), indexer, examples, *files)
    )


def client_of(parts: Parts, peer: str = "127.0.0.1") -> TestClient:
    """A client, at the address `peer`, that gets a fault as the reply that a user would get."""
    return client_at(create_app(parts), peer)


def client_at(app: FastAPI, peer: str) -> TestClient:
    """As `client_of`, of an application that there is."""
    return TestClient(
        app,
        base_url="http://localhost",
        raise_server_exceptions=False,
        client=(peer, 50000),
    )


def assert_failure(reply: Response, status: int, code: str) -> str:
    """The reply is that failure, in the one shape. Returns its message."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/json"
    body = reply.json()
    assert list(body) == ["error"]
    assert list(body["error"]) == ["code", "message"]
    assert body["error"]["code"] == code
    message: str = body["error"]["message"]
    assert message.strip()
    assert_guarded(reply)
    return message


def assert_guarded(reply: Response) -> None:
    """The reply has every security header, once."""
    for name, value in SECURITY_HEADERS.items():
        assert reply.headers.get_list(name) == [value]


def assert_pinned(answer: Mapping[str, Any], texts: Mapping[str, str]) -> None:
    """Every citation stands at both ends, for readers in Python and in JavaScript alike.

    texts: the text of each document by id, as the service gives it.
    """
    spoken = answer["answer"]
    rest = spoken
    assert [c["marker"] for c in answer["citations"]] == list(
        range(1, len(answer["citations"]) + 1)
    )
    for citation in answer["citations"]:
        here, there = citation["answer"], citation["source"]
        text = texts[there["document_id"]]
        quote = citation["quote"]
        assert quote.strip() == quote != ""
        assert spoken[here["start"] : here["end"]] == quote
        assert text[there["start"] : there["end"]] == quote
        assert utf16_slice(spoken, **here) == quote
        assert utf16_slice(text, there["start"], there["end"]) == quote
        more = f" (and {citation['more']} more)" if citation["more"] else ""
        pinned = f"{quote} [{citation['marker']}]{more}"
        assert rest.startswith(pinned)
        rest = rest[len(pinned) :].lstrip()
        for span in citation["context"]:
            assert text[span["start"] : span["end"]].strip()
        for other in citation["also"]:
            there = other["source"]
            assert texts[there["document_id"]][there["start"] : there["end"]] == other["quote"]
    for conflict in answer["conflicts"]:
        for value in conflict["values"]:
            assert utf16_slice(spoken, **value["answer"]) == value["text"]
    verbatim = {"label": "supported", "score": 1.0, "method": "verbatim"}
    assert answer["sentences"] == [
        {**citation["answer"], "markers": [citation["marker"]], "support": verbatim}
        for citation in answer["citations"]
    ]
    if answer["citations"]:
        assert rest == "", "words in the answer that nothing is cited for"


def utf16_slice(text: str, start: int, end: int) -> str:
    """What a reader whose strings count UTF-16 units finds between two code points."""
    units = text.encode("utf-16-le")
    first = len(text[:start].encode("utf-16-le"))
    return units[first : first + len(text[start:end].encode("utf-16-le"))].decode("utf-16-le")


def without_what_differs(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer without what two answers to one question may differ in."""
    return {name: value for name, value in answer.items() if name not in ("id", "timings_ms")}


def sentences_of(answer: Mapping[str, Any]) -> list[str]:
    return [citation["quote"] for citation in answer["citations"]]


def strings_in(value: Any) -> Iterator[str]:
    """Every text inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_in(inner)


def settings_table(markdown: str) -> list[str] | None:
    """The lines between the marks of the README's table of settings; None without them."""
    found = re.search(r"<!-- settings -->\n(.*?)<!-- /settings -->", markdown, re.DOTALL)
    return found[1].strip().splitlines() if found else None
