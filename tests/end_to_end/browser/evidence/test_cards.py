"""The cards of an answer: the passages in which its quotes stand."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.end_to_end.browser.browsing import Watch, ask
from tests.end_to_end.browser.evidence.documents import DEEP, QUESTION
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser


@pytest.mark.usefixtures("watch")
def test_a_card_shows_the_quote_in_its_list_under_its_headings(page: Page, site: Site) -> None:
    page.goto(site.url)
    card = ask(page, QUESTION).locator(".card").first
    expect(card.locator(".card-title")).to_have_text("Otters of the valley › Rules")
    expect(card).to_contain_text("May 4, 2021")
    expect(card.locator(".paragraph")).to_have_text("Who keeps otters keeps to these rules:")
    expect(card.locator("li.item")).to_have_count(3)
    expect(card.locator("mark").first).to_have_text(DEEP)
    assert card.locator(".card-text").get_attribute("data-document-id") == "otters.md"


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_row_stands_under_the_header_of_its_table(page: Page, site: Site) -> None:
    page.goto(site.url)
    table = ask(page, "How heavy is Pike 37?").locator(".card").first.locator("table")
    expect(table.locator("tr").first).to_contain_text("Fish")
    expect(table.locator("tr").first).to_contain_text("Weight")
    expect(table.locator("tr", has_text="Pike 37").locator("mark").first).to_be_visible()
    expect(table.locator("tr")).to_have_count(6)  # of 41


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_code_stays_code(page: Page, site: Site) -> None:
    page.goto(site.url)
    code = ask(page, "How do I start the pump?").locator(".card").first.locator("pre.code")
    expect(code).to_contain_text("pump.start(level=7)")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_documents_of_one_title_are_told_apart_by_their_files(page: Page, site: Site) -> None:
    both = "What grinds barley? What pumps water?"
    cite(page, site, both, ["What grinds barley twice a week?", "What windmill pumps water?"])
    page.goto(site.url)
    reply = ask(page, both)
    cards = reply.locator(".sources .card")
    expect(cards).to_have_count(2)
    assert sorted(cards.locator(".card-file").all_inner_texts()) == ["a/mills.md", "b/mills.md"]
    # Each document speaks in a paragraph of its own, with its name.
    expect(reply.locator(".answer-part")).to_have_count(2)
    expect(reply.locator(".answer-source").first).to_have_text("Mills")


@pytest.mark.usefixtures("watch")
def test_a_click_on_a_card_or_its_title_opens_the_document_and_folds_the_cards(
    page: Page, site: Site
) -> None:
    page.goto(site.url)
    card = ask(page, QUESTION).locator(".card").first
    expect(card.locator("li.item")).to_have_count(3)
    card.locator("li.item").nth(2).click()
    expect(page.locator("#viewer mark").first).to_have_text(DEEP)
    expect(card.locator(".card-body")).to_be_hidden()
    expect(card.locator(".title-link")).to_be_visible()
    page.keyboard.press("Escape")
    expect(card.locator(".card-body")).to_be_visible()
    card.locator(".title-link").click()
    expect(page.locator("#viewer mark").first).to_have_text(DEEP)


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_selecting_words_of_a_card_opens_nothing(page: Page, site: Site) -> None:
    page.goto(site.url)
    lead_in = ask(page, QUESTION).locator(".card .paragraph", has_text="keeps to these rules")
    expect(lead_in).to_be_visible()
    box = lead_in.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    assert page.evaluate("getSelection().toString().length") > 3
    expect(page.locator("#viewer")).to_be_hidden()


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_what_is_long_is_folded_around_the_quote(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(site.url)
    page.route("**/v1/excerpts", longer)
    card = ask(page, QUESTION).locator(".card").first
    more = card.get_by_role("button", name="Show more")
    expect(more).to_have_attribute("aria-expanded", "false")
    expect(card.locator("mark").first).to_be_in_viewport()
    folded = card.bounding_box()
    more.click()
    less = card.get_by_role("button", name="Show less")
    expect(less).to_have_attribute("aria-expanded", "true")
    unfolded = card.bounding_box()
    assert folded is not None
    assert unfolded is not None
    assert unfolded["height"] > folded["height"] + 200


def longer(route: Route) -> None:
    """The excerpt below 900 more characters, from elsewhere in the document."""
    reply = route.fetch()
    body = reply.json()
    for excerpt in body["excerpts"]:
        excerpt["above"] = [
            {"start": 5000, "end": 5900, "text": "Long ago. " * 90, "blocks": [], "links": []}
        ]
    route.fulfill(response=reply, json=body)


@pytest.mark.slow
@pytest.mark.parametrize("failure", ["network", "refused"])
def test_without_excerpts_the_quotes_alone_stay(
    page: Page, site: Site, watch: Watch, failure: str
) -> None:
    watch.expected = {503}
    body = json.dumps({"error": {"code": "overloaded", "message": "busy"}})

    def fail(route: Route) -> None:
        if failure == "network":
            return route.abort()
        return route.fulfill(status=503, body=body, content_type="application/json")

    page.route("**/v1/excerpts", fail)
    page.goto(site.url)
    card = ask(page, QUESTION).locator(".card").first
    expect(card.locator("mark").first).to_have_text(DEEP)
    card.locator(".title-link").click()
    expect(page.locator("#viewer mark").first).to_have_text(DEEP)


def cite(page: Page, site: Site, question: str, questions: list[str]) -> None:
    """Let the answer to a question be the first sentences of the answers to others."""
    citations, text = [], ""
    for marker, other in enumerate(questions, 1):
        [citation, *_] = site.ask(other)["citations"]
        start, end = len(text), len(text) + len(citation["quote"])
        answer = {"start": start, "end": end}
        citations.append({**citation, "marker": marker, "answer": answer, "highlight": None})
        text += f"{citation['quote']} [{marker}] "

    def tell(route: Route) -> None:
        first = {
            **site.ask(question),
            **{"conversation_id": "0" * 32, "turn": 1, "standalone_question": question},
        }
        done = {**first, "status": "answered", "answer": text, "citations": citations}
        events = [("sources", first), ("done", done)]
        body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
        route.fulfill(body=body, content_type="text/event-stream")

    page.route("**/v1/chat", tell)
