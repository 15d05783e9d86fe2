"""Whatever documents, questions and errors say, the page shows it as text."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote as percent_encoded

import pytest
from playwright.sync_api import Page, Route, expect

from tests.end_to_end.browser.browsing import Watch
from tests.end_to_end.browser.payloads import PAYLOADS
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser

VERSION = "0" * 64
# What is looked at one by one: in the fast run a few of the payloads, in the full run each.
some_or_all = pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.slow)])
CONVERSATION = "1" * 32


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("safety"), {"otters.txt": "The otter dives deep."})
    yield site
    site.stop()


@pytest.fixture(autouse=True)
def watch(page: Page, site: Site) -> Iterator[Watch]:
    """Fails the test over a script that ran, or a request to elsewhere, even one that the page's
    policy stopped.
    """
    watch = Watch(page, site)
    yield watch
    assert watch.problems == []


def citations() -> list[dict[str, Any]]:
    """One for each payload, which is its quote, its title, its file's name and its date."""
    found, start = [], 0
    for marker, payload in enumerate(PAYLOADS, 1):
        source = {
            "document_id": payload,
            "title": payload,
            "sha256": VERSION,
            "passage_id": payload,
            "start": 0,
            "end": len(payload),
            "published": payload,
            "headings": [payload],
            "places": [{"kind": "page", "value": payload, "end_value": payload, "label": payload}],
        }
        other = {**source, "document_id": f"other {payload}"}
        found.append(
            {
                "marker": marker,
                "answer": {"start": start, "end": start + len(payload)},
                "source": source,
                "quote": payload,
                "score": 0.9,
                "context": [{"start": 0, "end": len(payload)}],
                "more": 0,
                "also": [{"source": other, "quote": payload}],
            }
        )
        start += len(payload) + len(f" [{marker}] ")
    return found


def answer() -> dict[str, Any]:
    cited = citations()
    values = [{"marker": c["marker"], "text": c["quote"], "answer": c["answer"]} for c in cited]
    return {
        "id": PAYLOADS[0],
        "question": "".join(PAYLOADS)[:2000],
        "status": "answered",
        "answer": " ".join(f"{c['quote']} [{c['marker']}]" for c in cited),
        "confidence": 0.9,
        "generation": 1,
        "citations": cited,
        "conflicts": [{"kind": "number", "values": values}],
        "timings_ms": {},
        "mode": "quoted",
        "turn": 1,
        "standalone_question": "".join(PAYLOADS),
        "readings": PAYLOADS[:3],
        "within": True,
    }


def stream() -> str:
    whole = answer()
    passages = [
        {
            "passage_id": payload,
            "document_id": payload,
            "title": payload,
            "start": 0,
            "end": len(payload),
            "text": payload,
            "score": 0.5,
        }
        for payload in PAYLOADS
    ]
    first = {name: whole[name] for name in ("id", "question", "generation", "mode", "turn")}
    first |= {
        "conversation_id": CONVERSATION,
        **{name: whole[name] for name in ("standalone_question", "readings", "within")},
        "passages": passages,
        "sources": [],
    }
    events = [("sources", first)]
    for citation in whole["citations"]:
        text = f"{citation['quote']} [{citation['marker']}] "
        events.append(("sentence", {"text": text, "citations": [citation], "sentences": []}))
    events.append(
        ("done", {"status": "answered", "confidence": 0.9, "conflicts": whole["conflicts"]})
    )
    return "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)


def serve_excerpts(page: Page) -> None:
    """The excerpt around each payload is the payload, in every kind of block, with its links."""
    kinds = ["paragraph", "item", "row", "code", "quotation", "note", "heading"]

    def reply(route: Route) -> None:
        excerpts = []
        for number, place in enumerate(json.loads(route.request.post_data or "")["places"]):
            payload = place["document_id"].removeprefix("other ")
            start, end = place["start"], place["start"] + len(payload)
            block = {"kind": kinds[number % 7], "level": 1, "language": payload, "header": False}
            links = [{"start": start, "end": start + 1, "href": payload}]
            piece = {"start": start, "end": end, "text": payload, "links": links}
            piece["blocks"] = [{**block, "cells": [[start, end]], "start": start, "end": end}]
            where = [{"kind": "page", "value": payload, "end_value": payload, "label": payload}]
            told = {"title": payload, "headings": [f"In {payload}"], "places": where, "above": []}
            excerpts.append({**place, **piece, **told, "cut_before": True, "cut_after": True})
        route.fulfill(json={"generation": 1, "excerpts": excerpts})

    page.route("**/v1/excerpts", reply)


def serve_stream(page: Page, body: str) -> None:
    page.route(
        "**/v1/chat",
        lambda route: route.fulfill(body=body, headers={"Content-Type": "text/event-stream"}),
    )


def serve_history(page: Page) -> None:
    turns = [
        {**answer(), "question": PAYLOADS[0], "asked_at": PAYLOADS[0], "removed": []},
        *(
            {
                **answer(),
                "turn": number,
                "question": payload,
                "standalone_question": f"{payload}?",
                "status": "unsupported" if number % 2 else "answered",
                "answer": payload,
                "citations": [],
                "conflicts": [],
                "removed": [{"marker": 1, "document_id": payload}],
            }
            for number, payload in enumerate(PAYLOADS, 2)
        ),
    ]
    whole = {"id": CONVERSATION, "title": PAYLOADS[2], "turns": turns}
    page.route(f"**/v1/conversations/{CONVERSATION}", lambda route: route.fulfill(json=whole))
    summaries = [
        {"id": CONVERSATION, "title": payload, "updated_at": "2026-01-01T00:00:00Z"}
        for payload in PAYLOADS
    ]
    listed = {"conversations": summaries, "next_cursor": None}
    page.route("**/v1/conversations", lambda route: route.fulfill(json=listed))


def ask(page: Page) -> None:
    # Before it is enabled, nothing listens for Enter.
    expect(page.get_by_role("button", name="Send")).to_be_enabled()
    page.get_by_label("Your question").fill(PAYLOADS[0])
    page.get_by_label("Your question").press("Enter")


def assert_harmless(page: Page) -> None:
    """Nothing ran, and no element is there but those that the page makes itself."""
    page.wait_for_timeout(100)  # What would run, runs with the next tasks.
    assert page.evaluate("typeof pwned") == "undefined"
    strange: list[str] = page.evaluate(
        """() => {
          const known = new Set(`A ARTICLE ASIDE BDI BODY BUTTON CODE DATALIST DETAILS DIALOG DIV
            FORM H1 H2 H3 H4 HEAD HEADER HTML IMG INPUT KBD LABEL LI LINK MAIN MARK META NOSCRIPT OL
            OPTION P SCRIPT SECTION SELECT SPAN STRONG SUMMARY TEXTAREA TIME TITLE UL path rect svg
            PROGRESS FIELDSET LEGEND NAV H5 DL DT DD SMALL EM OUTPUT circle
            BLOCKQUOTE PRE TABLE TR TD TH H6 SEARCH`.split(/\\s+/));
          return [...document.querySelectorAll("*")].filter((element) => !known.has(element.tagName)
            || [...element.attributes].some(({ name, value }) => name.startsWith("on")
              || name === "style" && !element.matches("#preview, .tick, .menu-items")
              || ["src", "href", "action", "formaction"].includes(name)
                && !/^[/#](?![/])/.test(value)))
            .map((element) => element.outerHTML);
        }"""
    )
    assert strange == []


def test_there_are_fifty_and_harm_that_is_done_is_seen(
    page: Page, site: Site, watch: Watch
) -> None:
    assert len(set(PAYLOADS)) >= 50
    page.route("**/plain", lambda route: route.fulfill(body="<p>", content_type="text/html"))
    page.goto(f"{site.url}/plain")
    # Without a policy, and taken for markup, they do run: so it would be seen if they did here.
    page.evaluate(
        "payloads => { for (const one of payloads) {"
        " const part = document.createElement('div'); part.innerHTML = one;"
        " document.body.append(part); } }",
        [p for p in PAYLOADS if p.startswith(("<img src=x", "<svg onload", "<details"))],
    )
    page.wait_for_function("typeof pwned !== 'undefined'")
    assert "dialog: 1" in watch.problems
    watch.problems.clear()


@pytest.mark.slow
def test_in_a_stream_wherever_it_is_cut(page: Page, site: Site) -> None:
    serve_history(page)
    serve_excerpts(page)
    body = stream()
    middle = body.index("event: sentence", len(body) // 2)
    cuts = [body.index("event: sentence"), middle + 200, body.index("event: done") + 20, len(body)]
    for cut in cuts:
        page.goto(site.url)
        serve_stream(page, body[:cut])
        ask(page)
        expect(page.locator(".turn .handle")).to_have_count(2 * len(PAYLOADS))
        expect(page.locator(".turn .sources .card")).to_have_count(2 * len(PAYLOADS))
        texts = page.locator(".sentence").all_text_contents()
        assert texts == PAYLOADS
        assert_harmless(page)
        page.unroute("**/v1/chat")
    for number in range(0, len(PAYLOADS), 5):
        page.mouse.move(1, 1)
        expect(page.get_by_role("tooltip")).to_be_hidden()
        page.locator(".answer-text .handle").nth(number).hover()
        expect(page.get_by_role("tooltip").locator("mark").first).to_contain_text(PAYLOADS[number])
    assert_harmless(page)


@some_or_all
def test_in_the_cards_and_in_a_sheet(page: Page, site: Site, step: int) -> None:
    serve_history(page)
    serve_excerpts(page)
    serve_stream(page, stream())
    suggested = {"suggestions": PAYLOADS[:3]}
    page.route("**/suggestions", lambda route: route.fulfill(json=suggested))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site.url)
    ask(page)
    cards = page.locator(".turn .sources .card")
    for number, payload in list(enumerate(PAYLOADS))[::step]:
        card = cards.nth(2 * number)
        card.scroll_into_view_if_needed()
        expect(card.locator(".card-path")).not_to_be_empty()
        assert card.locator(".card-text").text_content() == payload
    page.locator(".why summary").click()
    assert page.locator(".suggestion").all_text_contents() == PAYLOADS[:3]
    page.locator(".answer-text .handle").nth(3).click()
    expect(page.locator(".sheet .card-text")).to_have_text(PAYLOADS[3])
    assert_harmless(page)


@pytest.mark.slow
def test_as_nearest_passages(page: Page, site: Site) -> None:
    serve_history(page)
    serve_excerpts(page)
    done = {"status": "unsupported", "confidence": 0.1, "conflicts": []}
    first = stream().partition("event: sentence")[0]
    sentence = {"text": PAYLOADS[0], "citations": [], "sentences": []}
    serve_stream(
        page,
        f"{first}event: sentence\ndata: {json.dumps(sentence)}\n\n"
        f"event: done\ndata: {json.dumps(done)}\n\n",
    )
    page.goto(site.url)
    ask(page)
    expect(page.locator(".unsupported .title-link")).to_have_count(len(PAYLOADS))
    assert page.locator(".unsupported .card-text").all_text_contents() == PAYLOADS
    page.locator(".unsupported .card").last.scroll_into_view_if_needed()
    assert_harmless(page)


@pytest.mark.slow
def test_in_the_history(page: Page, site: Site) -> None:
    serve_history(page)
    page.goto(f"{site.url}/conversations/{CONVERSATION}")
    expect(page.locator(".turn")).to_have_count(len(PAYLOADS) + 1)
    assert page.locator(".question bdi").all_text_contents()[1:] == PAYLOADS
    assert page.locator("#conversations a").all_text_contents() == PAYLOADS
    assert page.title().startswith(" ".join(PAYLOADS[2].split()))
    page.locator(".turn").nth(1).get_by_role("button", name="Change how").click()
    page.locator("#conversations .icon-button").first.click()
    page.locator("#conversations").get_by_role("button", name="Delete…").click()
    expect(page.get_by_role("dialog")).to_contain_text(PAYLOADS[0])
    assert_harmless(page)


@pytest.mark.slow
def test_in_the_list_of_documents_and_the_filters_and_the_examples(page: Page, site: Site) -> None:
    listed = [
        {
            "document_id": f"{payload}/{payload}.txt",
            "title": payload,
            "published": payload,
            "stale": True,
            "characters": 1,
            "passages": 1,
        }
        for payload in PAYLOADS
    ]
    whole = {"generation": 1, "total": len(PAYLOADS), "documents": listed}
    folders = [{"folder": payload, "documents": 1} for payload in PAYLOADS]
    named = {"generation": 1, "total": len(PAYLOADS), "folders": folders}
    questions = {
        "complete": True,
        "questions": [
            {"question": one, "title": one, "document_id": f"{one}.txt"} for one in PAYLOADS
        ],
    }
    page.route(re.compile(r"/v1/documents(\?|$)"), lambda route: route.fulfill(json=whole))
    page.route("**/v1/collection/folders*", lambda route: route.fulfill(json=named))
    page.route("**/v1/collection/questions*", lambda route: route.fulfill(json=questions))
    page.goto(site.url)
    page.get_by_role("tab", name="Documents").click()
    expect(page.locator(".document-link")).to_have_count(len(PAYLOADS))
    assert page.locator(".document-link bdi").all_text_contents() == PAYLOADS
    assert set(page.locator(".example").all_text_contents()) <= {f"{one}{one}" for one in PAYLOADS}
    assert_harmless(page)
    boxes = page.locator("#documents").get_by_role("checkbox").all()
    for box in boxes[:50]:  # no more may be chosen
        box.check()
    page.get_by_role("button", name=re.compile(r"^Ask in \d+ documents")).click()
    expect(page.locator(".scope-chip bdi").first).to_be_attached()
    page.get_by_role("button", name="Only in").first.click()
    assert_harmless(page)


@some_or_all
def test_in_a_document_its_title_and_its_name(page: Page, site: Site, step: int) -> None:
    quoted = "\n\n".join(PAYLOADS)
    text = f"{quoted}\n\n" + "\n".join(f"- {payload}" for payload in PAYLOADS)
    ends = [sum(map(len, PAYLOADS[:n])) + 2 * n for n in range(len(PAYLOADS))]
    headings = [
        {"kind": "heading", "level": n % 7 + 1, "start": start, "end": start + len(payload)}
        for n, (start, payload) in enumerate(zip(ends, PAYLOADS, strict=True))
    ]
    shape = {
        "blocks": [
            *headings,
            {"kind": "code", "language": PAYLOADS[0], "start": len(quoted) + 2, "end": len(text)},
        ],
        "links": [
            {"start": n, "end": n + 1, "href": payload} for n, payload in enumerate(PAYLOADS)
        ],
        "places": [
            {"kind": "slide", "value": payload, "label": payload, "start": n, "end": n + 1}
            for n, payload in enumerate(PAYLOADS)
        ],
        "warnings": PAYLOADS,
        "superseded_by": PAYLOADS[0],
        **dict.fromkeys(["author", "site", "language", "url"], PAYLOADS[0]),
    }

    def reply(route: Route) -> None:
        title = PAYLOADS[int(route.request.url.rpartition("-")[2].partition("?")[0])]
        document = {"title": title, "document_id": f"{title}.txt", "published": title}
        route.fulfill(json={**document, **shape, "text": text, "sha256": VERSION, "stale": True})

    page.route(re.compile("/v1/documents/."), reply)
    # Without a reload, as the page goes from one document to the next.
    page.goto(f"{site.url}/documents/a-0?v={VERSION}#char=0,{len(quoted)}")
    for number, payload in list(enumerate(PAYLOADS))[::step]:
        address = f"/documents/{percent_encoded(payload)}-{number}?v={VERSION}#char=3,30"
        page.evaluate(
            "address => { history.pushState(null, '', address);"
            " dispatchEvent(new PopStateEvent('popstate')); }",
            address,
        )
        expect(page.locator("#viewer-title")).to_have_text(payload)
        expect(page.locator(".viewer-facts")).to_contain_text(payload)
    assert page.locator(".document-text").evaluate("e => e.textContent") == text
    assert page.locator(".outline button").all_text_contents() == PAYLOADS
    page.get_by_label("Find in this document").fill(PAYLOADS[0])
    expect(page.locator(".find-count")).to_have_text(f"1 of {text.count(PAYLOADS[0])}")
    assert_harmless(page)


@some_or_all
def test_in_errors(page: Page, site: Site, watch: Watch, step: int) -> None:
    watch.expected = {500}
    page.goto(site.url)
    told = PAYLOADS[::step]
    messages = iter(told)

    def fail(route: Route) -> None:
        error = {"error": {"code": PAYLOADS[1], "message": next(messages)}}
        route.fulfill(status=500, json=error)

    page.route("**/v1/chat", fail)
    ask(page)
    for payload in told:
        expect(page.locator(".turn .problem bdi, .turn .problem span")).to_contain_text(payload[1:])
        if payload != told[-1]:
            page.get_by_role("button", name="Retry").click()
    assert_harmless(page)
    body = f"event: error\ndata: {json.dumps({'error': {'code': 'x', 'message': PAYLOADS[2]}})}\n\n"
    page.unroute("**/v1/chat")
    serve_stream(page, body)
    page.get_by_role("button", name="Retry").click()
    expect(page.locator(".problem span")).to_contain_text(PAYLOADS[2])
    reply = {"error": {"code": "key_unknown", "message": PAYLOADS[2]}}
    page.unroute("**/v1/chat")
    page.route("**/v1/chat", lambda route: route.fulfill(status=401, json=reply))
    watch.expected = {401, 500}
    page.get_by_role("button", name="Retry").click()
    expect(page.get_by_role("dialog")).to_contain_text(PAYLOADS[2])
    assert_harmless(page)


def test_the_stream_is_read_the_same_wherever_it_is_cut(page: Page, site: Site) -> None:
    """Cut at every byte, in two pieces and in single bytes, with each kind of line end."""
    events = (
        ': a remark\nevent: sources\ndata: {"text": "שלום 🦦 q\u0307"}\nid: 7\n\n'
        "data:  two\ndata: lines\nretry: 5\n\nevent: nothing\n\ndata\n\n"
        "event: done\ndata: last\n\nevent: cut\ndata: off"
    )
    wanted = [
        {"event": "sources", "data": '{"text": "שלום 🦦 q\u0307"}'},
        {"event": "message", "data": " two\nlines"},
        {"event": "message", "data": ""},
        {"event": "done", "data": "last"},
    ]
    page.goto(site.url)
    for end in ("\n", "\r\n", "\r"):
        data = f"\ufeff{events}".replace("\n", end).encode()
        read: list[Any] = page.evaluate(
            """async (numbers) => {
              const { EventParser } = await import("/static/lib/sse.js");
              const bytes = new Uint8Array(numbers);
              const ways = [bytes.length, ...bytes.keys()]
                .map((cut) => [bytes.slice(0, cut), bytes.slice(cut)]);
              ways.push([...bytes].map((byte) => new Uint8Array([byte])));
              return ways.map((pieces) => {
                const parser = new EventParser();
                return pieces.flatMap((piece) => parser.push(piece));
              });
            }""",
            [*data],
        )
        assert len(read) == len(data) + 2
        assert all(events == wanted for events in read)
