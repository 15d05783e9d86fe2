"""The clients that people have, as they come, against a running server."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import openai
import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI

from tests.end_to_end.site import Site
from tests.service.apps import QUESTION, TEXTS

FOREIGN = "Who won the 2022 World Cup?"
NO_KEY = "sk-no-key-required"  # some clients always send one


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("clients"), TEXTS)
    yield site
    site.stop()


@pytest.fixture(scope="module")
def client(site: Site) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{site.url}/v1", api_key=NO_KEY, max_retries=0) as client:
        yield client


@pytest.fixture(scope="module")
def langchain(site: Site) -> ChatOpenAI:
    return ChatOpenAI(base_url=f"{site.url}/v1", api_key=NO_KEY, model="pincite", max_retries=0)


def test_openai_gets_an_answer_whose_annotations_open_the_quotes(
    client: openai.OpenAI, site: Site
) -> None:
    completion = client.chat.completions.create(
        model="pincite",
        messages=[
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": QUESTION},
        ],
        temperature=0.2,
        max_completion_tokens=100,
        n=1,
        user="somebody",
    )
    [choice] = completion.choices
    content, annotations = choice.message.content, choice.message.annotations
    assert content is not None
    assert annotations
    assert choice.finish_reason == "stop"
    for annotation in annotations:
        cited = annotation.url_citation
        quote = content[cited.start_index : cited.end_index]
        url = urlsplit(cited.url)
        assert cited.url.startswith(f"{site.url}/documents/")
        assert httpx2.get(cited.url).headers["content-type"].startswith("text/html")
        document = httpx2.get(f"{site.url}/v1{url.path}?{url.query}").json()
        start, end = map(int, url.fragment.removeprefix("char=").split(","))
        assert document["text"][start:end] == quote
        assert document["title"] == cited.title
    assert completion.usage is not None
    assert completion.usage.total_tokens > completion.usage.prompt_tokens > 0


def test_openai_streams_the_same_with_usage(client: openai.OpenAI) -> None:
    messages = [{"role": "user", "content": QUESTION}]
    whole = client.chat.completions.create(model="any", messages=messages)  # type: ignore[arg-type]
    content, annotations, usage = "", [], None
    with client.chat.completions.create(
        model="any",
        messages=messages,  # type: ignore[arg-type]
        stream=True,
        stream_options={"include_usage": True},
    ) as stream:
        for chunk in stream:
            usage = chunk.usage
            for choice in chunk.choices:
                content += choice.delta.content or ""
                annotations += (choice.delta.model_extra or {}).get("annotations", [])
    message = whole.choices[0].message
    assert content == message.content
    assert annotations == [a.model_dump() for a in message.annotations or []]
    assert usage == whole.usage


def test_openai_finds_the_model(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["pincite"]
    assert client.models.retrieve("pincite").owned_by == "pincite"
    with pytest.raises(openai.NotFoundError) as missing:
        client.models.retrieve("gpt-4o")
    assert missing.value.code == "model_not_found"


def test_openai_passes_filters_and_reads_what_else_there_is(client: openai.OpenAI) -> None:
    completion = client.chat.completions.create(
        model="pincite",
        messages=[{"role": "user", "content": QUESTION}],
        extra_body={"filters": {"until": "2021-12-31"}},
    )
    assert "dives" not in (completion.choices[0].message.content or "dives")
    assert completion.model_extra is not None
    assert completion.model_extra["pincite"]["filtered"] == {"documents": 1, "undated": 2}


def test_openai_raises_what_it_has_for_each_failure(client: openai.OpenAI, tmp_path: Path) -> None:
    with pytest.raises(openai.UnprocessableEntityError) as invalid:
        client.chat.completions.create(model="pincite", messages=[])
    assert invalid.value.code == "invalid_request"
    assert "messages" in invalid.value.message
    for stream in (True, False):
        with pytest.raises(openai.APIStatusError) as large:
            client.chat.completions.create(
                model="pincite",
                messages=[{"role": "user", "content": "x" * 70_000}],
                stream=stream,
            )
        assert (large.value.status_code, large.value.code) == (413, "body_too_large")
    empty = Site(tmp_path / "empty", {})
    try:
        with openai.OpenAI(base_url=f"{empty.url}/v1", api_key=NO_KEY, max_retries=0) as nothing:
            with pytest.raises(openai.InternalServerError, match="pincite index") as missing:
                nothing.models.list()
            assert missing.value.code == "index_missing"
    finally:
        empty.stop()


def test_openai_authenticates_with_a_key(tmp_path: Path) -> None:
    site = Site(tmp_path, TEXTS)
    try:
        _, token = site.keys.create("laptop", "ask", None)
        stranger = openai.OpenAI(base_url=f"{site.url}/v1", api_key=NO_KEY, max_retries=0)
        with stranger, pytest.raises(openai.AuthenticationError) as refused:
            stranger.models.list()
        assert refused.value.code == "key_unknown"
        with openai.OpenAI(base_url=f"{site.url}/v1", api_key=token) as known:
            assert [model.id for model in known.models.list()] == ["pincite"]
    finally:
        site.stop()


def test_openai_may_leave_in_the_middle_of_a_stream(client: openai.OpenAI) -> None:
    messages = [{"role": "user", "content": QUESTION}]
    for _ in range(20):
        stream = client.chat.completions.create(
            model="pincite",
            messages=messages,  # type: ignore[arg-type]
            stream=True,
        )
        next(iter(stream))
        stream.close()
    assert client.models.list().data


def test_langchain_gets_the_answer_and_counts_its_tokens(langchain: ChatOpenAI, site: Site) -> None:
    answer = site.ask(QUESTION)["answer"]
    reply = langchain.invoke([SystemMessage("Be brief."), HumanMessage(QUESTION)])
    assert reply.content == answer
    assert reply.response_metadata["finish_reason"] == "stop"
    assert reply.usage_metadata is not None
    assert reply.usage_metadata["output_tokens"] > 0
    later = langchain.invoke([HumanMessage(QUESTION), AIMessage(answer), HumanMessage(FOREIGN)])
    assert later.content == "The documents do not say."


def test_langchain_streams_and_runs_in_a_chain(langchain: ChatOpenAI, site: Site) -> None:
    answer = site.ask(QUESTION)["answer"]
    chunks = list(langchain.stream(QUESTION, stream_usage=True))
    assert "".join(str(chunk.content) for chunk in chunks) == answer
    assert len([chunk for chunk in chunks if chunk.content]) >= 1
    assert [chunk.usage_metadata for chunk in chunks if chunk.usage_metadata]
    assert [reply.content for reply in langchain.batch([QUESTION, FOREIGN])] == [
        answer,
        "The documents do not say.",
    ]
