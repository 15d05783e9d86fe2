"""Why an answer may be trusted, what it was asked in, and what can be done with it."""

import json
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, Route, expect

from tests.end_to_end.browser.browsing import Watch, ask
from tests.end_to_end.browser.evidence.documents import DEEP, QUESTION, TEXTS
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser


def turn_of(site: Site) -> dict[str, Any]:
    """The only turn of the only conversation."""
    [summary] = httpx2.get(f"{site.url}/v1/conversations").json()["conversations"]
    conversation = httpx2.get(f"{site.url}/v1/conversations/{summary['id']}").json()
    turn: dict[str, Any] = conversation["turns"][-1]
    return turn


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


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_what_was_not_measured_is_not_claimed(page: Page, site: Site) -> None:
    measured(page, None)
    page.goto(site.url)
    why = ask(page, QUESTION).locator(".why")
    why.locator("summary").click()
    expect(why.locator(".card").first).to_be_visible()
    assert "in 10" not in why.inner_text()
    assert "measured" not in why.inner_text()


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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_suggestion_is_asked(page: Page, site: Site) -> None:
    suggested = {"suggestions": ["Does its fur keep the cold water out?"]}
    page.route("**/suggestions", lambda route: route.fulfill(json=suggested))
    page.goto(site.url)
    ask(page, QUESTION)
    page.get_by_role("button", name="Does its fur").click()
    expect(page.locator(".turn").nth(1).locator(".answer-text")).to_contain_text("Its fur")
    expect(page.locator(".turn").first.locator(".suggestion")).to_have_count(0)


@pytest.mark.slow
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
