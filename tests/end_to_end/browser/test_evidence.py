"""The evidence of an answer: cards, previews, the sheet, why it may be trusted, what is kept."""

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.end_to_end.browser.browsing import PATIENCE_MS, Watch, ask, sideways
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser

ROWS = "\n".join(f"| Pike {n} | {n} kg |" for n in range(1, 41))
TEXTS = {
    "otters.md": (
        "---\ntitle: Otters of the valley\ndate: 2021-05-04\n---\n# Otters of the valley\n\n"
        "## Rules\n\nWho keeps otters keeps to these rules:\n\n"
        "1. The otter 🦦 dives eight metres deep.\n2. Its fur keeps the cold water out.\n"
        "3. Nobody feeds it by day.\n\n## In the valley\n\nThey sleep by day."
    ),
    "fish.md": f"# Fish\n\nWeights of all pikes:\n\n| Fish | Weight |\n|---|---|\n{ROWS}\n",
    "code.md": "# Code\n\nTo start the pump, run this:\n\n```python\npump.start(level=7)\n```\n",
    "a/mills.md": "# Mills\n\nThe old mill grinds barley twice a week. Seven mills stood there.",
    "b/mills.md": "# Mills\n\nThe windmill on the hill pumps water for the barley every Monday.",
}
QUESTION = "How deep does the otter dive?"
DEEP = "The otter 🦦 dives eight metres deep."
FOREIGN = "Who won the 2022 World Cup?"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("evidence"), TEXTS, min_confidence=0)
    yield site
    site.stop()


@pytest.fixture
def site(shared_site: Site) -> Iterator[Site]:
    """Serves TEXTS, and keeps no conversation of another test."""
    yield shared_site
    for summary in httpx2.get(f"{shared_site.url}/v1/conversations").json()["conversations"]:
        httpx2.delete(f"{shared_site.url}/v1/conversations/{summary['id']}")


@pytest.fixture
def watch(page: Page, site: Site) -> Iterator[Watch]:
    watch = Watch(page, site)
    yield watch
    assert watch.problems == []


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    watch = Watch(page, site)
    page.goto(site.url)
    yield page
    assert watch.problems == []
    context.close()


def turn_of(site: Site) -> dict[str, Any]:
    """The only turn of the only conversation."""
    [summary] = httpx2.get(f"{site.url}/v1/conversations").json()["conversations"]
    conversation = httpx2.get(f"{site.url}/v1/conversations/{summary['id']}").json()
    turn: dict[str, Any] = conversation["turns"][-1]
    return turn


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


@pytest.mark.usefixtures("watch")
def test_a_row_stands_under_the_header_of_its_table(page: Page, site: Site) -> None:
    page.goto(site.url)
    table = ask(page, "How heavy is Pike 37?").locator(".card").first.locator("table")
    expect(table.locator("tr").first).to_contain_text("Fish")
    expect(table.locator("tr").first).to_contain_text("Weight")
    expect(table.locator("tr", has_text="Pike 37").locator("mark").first).to_be_visible()
    expect(table.locator("tr")).to_have_count(6)  # of 41


@pytest.mark.usefixtures("watch")
def test_code_stays_code(page: Page, site: Site) -> None:
    page.goto(site.url)
    code = ask(page, "How do I start the pump?").locator(".card").first.locator("pre.code")
    expect(code).to_contain_text("pump.start(level=7)")


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


@pytest.mark.usefixtures("watch")
def test_selecting_words_of_a_card_opens_nothing(page: Page, site: Site) -> None:
    page.goto(site.url)
    box = ask(page, QUESTION).locator(".card .paragraph").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    assert page.evaluate("getSelection().toString().length") > 3
    expect(page.locator("#viewer")).to_be_hidden()


@pytest.mark.usefixtures("watch")
def test_a_sentence_lights_its_card_and_previews_one_that_is_out_of_view(
    page: Page, site: Site
) -> None:
    page.goto(site.url)
    reply = ask(page, QUESTION)
    handle, preview = reply.locator(".handle").first, page.get_by_role("tooltip")
    card = reply.locator(".card").first
    expect(card.locator("li.item")).to_have_count(3)
    handle.hover()
    expect(card).to_have_class("card lit")
    page.wait_for_timeout(400)
    expect(preview).to_be_hidden()
    page.mouse.move(5, 5)
    expect(card).not_to_have_class("card lit")
    page.locator("#scroll").evaluate("scroll => { scroll.style.height = '9rem'; }")
    handle.hover()
    expect(preview).to_contain_text("Who keeps otters keeps to these rules:")
    expect(preview.locator("mark").first).to_have_text(DEEP)
    preview.hover()
    page.wait_for_timeout(300)
    expect(preview).to_be_visible()
    page.mouse.move(5, 5)
    expect(preview).to_be_hidden()
    page.get_by_label("Your question").focus()
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('.handle').focus({ focusVisible: true })")
    expect(preview).to_be_visible()
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()


@pytest.mark.usefixtures("watch")
def test_a_sentence_is_a_link_by_its_own_words(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, QUESTION)
    link = page.get_by_role("link", name=DEEP).first
    expect(link).to_have_accessible_description("Otters of the valley › Rules")
    href = link.get_attribute("href") or ""
    page.goto(site.url + href)
    expect(page.locator("#viewer mark").first).to_have_text(DEEP)


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
    """The excerpt with 900 more characters before it."""
    reply = route.fetch()
    body = reply.json()
    for excerpt in body["excerpts"]:
        start = excerpt["start"]
        excerpt["above"] = [
            {"start": 0, "end": 900, "text": "Long ago. " * 90, "blocks": [], "links": []}
        ]
        assert start < 900
    route.fulfill(response=reply, json=body)


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


@pytest.mark.usefixtures("watch")
def test_why_an_answer_may_be_trusted_is_told(page: Page, site: Site) -> None:
    measured(page, {"right": 0.93, "answers": 412})
    page.goto(site.url)
    why = ask(page, QUESTION).locator(".why")
    expect(why.locator("summary")).to_contain_text("9 in 10 were right")
    why.locator("summary").click()
    expect(why).to_contain_text("of 412 answers as certain as this")
    expect(why).to_contain_text("All documents.")
    expect(why).to_contain_text(f"The index held {len(TEXTS)} documents")
    expect(why.locator(".card").first).to_be_visible()


@pytest.mark.usefixtures("watch")
def test_what_was_not_measured_is_not_claimed(page: Page, site: Site) -> None:
    measured(page, None)
    page.goto(site.url)
    why = ask(page, QUESTION).locator(".why")
    why.locator("summary").click()
    expect(why.locator(".card").first).to_be_visible()
    assert "in 10" not in why.inner_text()
    assert "measured" not in why.inner_text()


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


def measured(page: Page, told: dict[str, Any] | None) -> None:
    """Let every answer say so of itself."""

    def tell(route: Route) -> None:
        reply = route.fetch()
        events = reply.text().split("\n\n")
        for number, event in enumerate(events):
            name, _, data = event.partition("\ndata: ")
            if name == "event: done":
                events[number] = (
                    f"{name}\ndata: {json.dumps({**json.loads(data), 'measured': told})}"
                )
        route.fulfill(response=reply, body="\n\n".join(events))

    page.route("**/v1/chat", tell)


@pytest.mark.usefixtures("watch")
def test_the_filters_of_a_turn_stay_with_it_and_are_asked_with_again(
    page: Page, site: Site
) -> None:
    page.goto(site.url)
    page.get_by_role("button", name="In all documents").click()
    page.get_by_label("Title has").fill("Mills")
    page.get_by_label("Title has").press("Enter")
    page.get_by_role("button", name="Done").click()
    ask(page, "What grinds barley?")
    chips = page.locator(".turn").first.locator(".turn-scope .asked-chip")
    expect(chips).to_have_text(["titles with “Mills”"])
    page.get_by_role("button", name="Clear").click()
    page.reload()
    expect(chips).to_have_text(["titles with “Mills”"])
    page.locator(".turn").first.locator("summary").click()
    expect(page.locator(".why").first).to_contain_text("Only 2 documents matched the filters.")
    page.get_by_role("button", name="Edit the question").click()
    page.get_by_label("Edit the question").fill("What pumps water?")
    page.get_by_label("Edit the question").press("Enter")
    expect(page.locator(".turn").nth(1).locator(".asked-chip").first).to_be_visible()
    expect(page.locator(".turn").nth(1).locator(".answer")).to_be_visible()
    assert turn_of(site)["filters"]["title"] == "Mills"
    with page.expect_request("**/v1/ask") as asked:
        page.locator(".why").first.get_by_role("button", name="Show the nearest passages").click()
    assert json.loads(asked.value.post_data or "")["filters"]["title"] == "Mills"


@pytest.mark.usefixtures("watch")
def test_a_refusal_can_be_searched_for_in_all_documents(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.get_by_role("button", name="In all documents").click()
    page.get_by_label("Published until").or_(page.get_by_label("Until")).fill("1999-01-01")
    page.get_by_role("button", name="Done").click()
    reply = ask(page, QUESTION)
    expect(reply.locator(".unsupported")).to_contain_text("No document matches the filters.")
    reply.get_by_role("button", name="Search all documents").click()
    second = page.locator(".turn").nth(1)
    expect(second.locator(".answer-text")).to_contain_text(DEEP)
    expect(second.locator(".asked-chip")).to_have_count(0)


@pytest.mark.usefixtures("watch")
def test_what_is_said_of_an_answer_is_kept_and_can_be_taken_back(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, QUESTION)
    asked = page.get_by_role("group", name="Is this answer right?")
    yes, no = asked.get_by_role("button", name="Yes"), asked.get_by_role("button", name="No")
    no.click()
    expect(page.locator("#announcer")).to_contain_text("kept")
    assert turn_of(site)["right"] is False
    page.reload()
    expect(no).to_have_attribute("aria-pressed", "true")
    yes.click()
    expect(no).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#announcer")).to_contain_text("kept")
    assert turn_of(site)["right"] is True
    yes.click()
    expect(page.locator("#announcer")).to_have_text("Taken back.")
    assert turn_of(site)["right"] is None


def test_what_could_not_be_kept_is_told(page: Page, site: Site, watch: Watch) -> None:
    watch.expected = {503}
    page.goto(site.url)
    ask(page, QUESTION)
    page.route(
        "**/feedback",
        lambda route: route.fulfill(
            status=503, json={"error": {"code": "database_failed", "message": "the disk is full"}}
        ),
    )
    asked = page.get_by_role("group", name="Is this answer right?")
    asked.get_by_role("button", name="Yes").click()
    expect(asked.get_by_role("alert")).to_contain_text("The disk is full.")
    expect(asked.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "false")


@pytest.mark.usefixtures("watch")
def test_a_suggestion_is_asked(page: Page, site: Site) -> None:
    suggested = {"suggestions": ["Does its fur keep the cold water out?"]}
    page.route("**/suggestions", lambda route: route.fulfill(json=suggested))
    page.goto(site.url)
    ask(page, QUESTION)
    page.get_by_role("button", name="Does its fur").click()
    expect(page.locator(".turn").nth(1).locator(".answer-text")).to_contain_text("Its fur")
    expect(page.locator(".turn").first.locator(".suggestion")).to_have_count(0)


@pytest.mark.usefixtures("watch")
def test_markdown_names_the_headings_and_keeps_the_lines_of_a_list(page: Page, site: Site) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site.url)
    question = "Which rules does who keeps otters keep to?"
    answer = site.ask(question)["answer"]
    ask(page, question)
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.locator("#announcer")).to_have_text("Copied.")
    markdown = page.evaluate("navigator.clipboard.readText()")
    assert "[Otters of the valley › Rules (2021-05-04)](<" in markdown
    lines = [line for line in answer.split("\n") if line.strip()]
    assert markdown.split("\n\n- ")[0].count("\n") >= len(lines) - 1


def test_on_a_phone_a_sheet_shows_the_card_and_leads_to_the_document(phone: Page) -> None:
    handle = ask(phone, QUESTION).locator(".handle").first
    handle.tap()
    sheet = phone.get_by_role("dialog", name="Otters of the valley")
    expect(sheet.locator("mark").first).to_have_text(DEEP)
    box = sheet.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == pytest.approx(PHONE["height"], abs=1)
    assert box["height"] == pytest.approx(0.4 * PHONE["height"], rel=0.05)
    for button in sheet.get_by_role("button").all():
        size = button.bounding_box()
        assert size is None or size["height"] >= 44
    assert sideways(phone) == 0
    phone.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(handle).to_be_focused()
    handle.tap()
    phone.touchscreen.tap(200, 60)  # beside it
    expect(sheet).to_have_count(0)
    handle.tap()
    draw(phone, 120)
    expect(sheet).to_have_count(0)
    handle.tap()
    draw(phone, -120)
    expect(phone.locator("#viewer mark").first).to_have_text(DEEP)
    phone.get_by_role("button", name="Back").tap()
    expect(handle).to_be_in_viewport()


def draw(page: Page, by: int) -> None:
    """Take hold of the sheet and draw it down, or up where `by` is less than 0."""
    grip = page.locator(".sheet-grip").bounding_box()
    assert grip is not None
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + by, steps=6)
    page.mouse.up()


@pytest.mark.usefixtures("watch")
def test_brackets_step_through_the_sentences(page: Page, site: Site) -> None:
    page.goto(site.url)
    reply = ask(page, "How deep does the otter dive and does its fur keep the cold water out?")
    handles = reply.locator(".answer-text .handle")
    assert handles.count() > 1
    page.locator("#scroll").focus()
    page.keyboard.press("]")
    expect(handles.first).to_be_focused()
    page.keyboard.press("]")
    expect(handles.nth(1)).to_be_focused()
    page.keyboard.press("[")
    expect(handles.first).to_be_focused()
