"""A conversation on the page: follow-ups, what is kept, and what can be done with an answer."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.end_to_end.browser.browsing import PATIENCE_MS, Watch, ask
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser

TEXTS = {
    "otters.md": (
        "---\ntitle: Otters of the valley\ndate: 2021-05-04\n---\n# Otters of the valley\n\n"
        "- The otter 🦦 dives eight metres deep.\n- Its fur keeps the cold water out.\n\n"
        "## In the valley\n\nOtters live along the river and eat fish. They sleep by day."
    ),
    "mills.txt": "Mills\n\nThe old mill grinds barley twice a week. Seven mills stood there.",
}
QUESTION = "How deep does the otter dive?"
DEEP = "The otter 🦦 dives eight metres deep."


@pytest.fixture(scope="module")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("chat"), TEXTS, min_confidence=0)
    yield site
    site.stop()


@pytest.fixture
def site(shared_site: Site) -> Iterator[Site]:
    """Serves TEXTS, and keeps no conversation of another test."""
    yield shared_site
    for summary in kept(shared_site):
        httpx2.delete(f"{shared_site.url}/v1/conversations/{summary['id']}")


@pytest.fixture(autouse=True)
def watch(page: Page, site: Site) -> Iterator[Watch]:
    watch = Watch(page, site)
    yield watch
    assert watch.problems == []


def kept(site: Site) -> list[dict[str, Any]]:
    summaries: list[dict[str, Any]] = httpx2.get(f"{site.url}/v1/conversations").json()[
        "conversations"
    ]
    return summaries


def turns_of(site: Site) -> list[dict[str, Any]]:
    """The turns of the one conversation that is kept."""
    [summary] = kept(site)
    turns: list[dict[str, Any]] = httpx2.get(f"{site.url}/v1/conversations/{summary['id']}").json()[
        "turns"
    ]
    return turns


def open_menu(page: Page) -> None:
    page.get_by_label("This conversation").click()


def fail(route: Route, status: int, code: str, message: str, **headers: str) -> None:
    body = json.dumps({"error": {"code": code, "message": message}})
    route.fulfill(status=status, body=body, headers={"Content-Type": "application/json", **headers})


def test_a_follow_up_says_how_it_was_understood_and_can_be_put_right(
    page: Page, site: Site
) -> None:
    page.goto(site.url)
    ask(page, QUESTION)
    first = page.locator(".turn").first
    expect(first.locator(".understood")).to_be_hidden()
    ask(page, "why?")
    second = page.locator(".turn").nth(1)
    understood = turns_of(site)[1]["standalone_question"]
    assert understood != "why?"
    expect(second.locator(".understanding")).to_have_text(understood)
    second.get_by_role("button", name="Change how the question is understood").click()
    box = second.get_by_label("What do you mean?")
    expect(box).to_be_focused()
    expect(box).to_have_value(understood)
    box.fill("What does the old mill grind?")
    box.press("Enter")
    third = page.locator(".turn").nth(2)
    expect(third.locator(".answer-text")).to_contain_text("grinds barley")
    expect(third.locator(".question bdi")).to_have_text("why?")
    expect(third.locator(".understanding")).to_have_text("What does the old mill grind?")
    assert turns_of(site)[2]["standalone_question"] == "What does the old mill grind?"
    # What was understood before is still said of the answer to it.
    expect(second.locator(".understanding")).to_have_text(understood)


def tell_of(page: Page, sent: list[dict[str, Any]], **understanding: object) -> None:
    """The next answer tells this of how its question was understood; all requests go to `sent`."""
    told = False

    def tell(route: Route) -> None:
        nonlocal told
        sent.append(route.request.post_data_json)
        reply = route.fetch()
        if told:
            return route.fulfill(response=reply)
        told = True
        first, *rest = reply.text().split("\n\n")
        name, _, data = first.partition("\ndata: ")
        first = f"{name}\ndata: {json.dumps({**json.loads(data), **understanding})}"
        return route.fulfill(response=reply, body="\n\n".join([first, *rest]))

    page.route("**/v1/chat", tell)


@pytest.mark.slow
def test_another_reading_is_asked_with_one_click(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, QUESTION)
    sent: list[dict[str, Any]] = []
    others = ["What does the old mill grind?", "and that?"]
    tell_of(page, sent, standalone_question="How deep is that?", readings=others)
    ask(page, "and that?")
    second, third, fourth = (page.locator(".turn").nth(n) for n in (1, 2, 3))
    expect(second.locator(".understanding")).to_have_text("How deep is that?")
    readings = second.get_by_role("group", name="Or did you mean").get_by_role("button")
    # The words as typed stand above already.
    expect(readings).to_have_text([others[0], "Just as typed"])
    readings.first.click()
    expect(third.locator(".answer-text")).to_contain_text("grinds barley")
    expect(third.locator(".question bdi")).to_have_text("and that?")
    expect(third.locator(".understanding")).to_have_text(others[0])
    readings.last.click()
    expect(fourth.locator(".answer, .unsupported")).to_be_visible()
    expect(fourth.locator(".understood")).to_be_hidden()
    assert [body.get("standalone_question") for body in sent] == [None, *others]
    assert {body["question"] for body in sent} == {"and that?"}


@pytest.mark.slow
def test_what_was_asked_within_the_conversations_documents_is_asked_of_all_with_one_click(
    page: Page, site: Site
) -> None:
    page.goto(site.url)
    ask(page, QUESTION)
    sent: list[dict[str, Any]] = []
    words = "barley twice a week?"
    tell_of(page, sent, standalone_question=words, within=True, readings=[])
    ask(page, words)
    second = page.locator(".turn").nth(1)
    expect(second.locator(".understood")).to_contain_text(
        "Asked within the documents of this conversation."
    )
    expect(second.locator(".understanding")).to_have_count(0)
    expect(second.locator(".readings")).to_have_count(0)
    second.get_by_role("button", name="Ask all documents").click()
    third = page.locator(".turn").nth(2)
    expect(third.locator(".answer-text")).to_contain_text("grinds barley")
    expect(third.locator(".understood")).to_be_hidden()
    assert [body.get("standalone_question") for body in sent] == [None, words]


@pytest.mark.slow
def test_a_turn_from_before_there_were_other_readings_is_shown_as_it_was(
    page: Page, site: Site
) -> None:
    page.goto(site.url)
    ask(page, QUESTION)

    def without(route: Route) -> None:
        reply = route.fetch()
        conversation = reply.json()
        for turn in conversation["turns"]:
            del turn["readings"], turn["within"]
        route.fulfill(response=reply, json=conversation)

    page.route("**/v1/conversations/*", without)
    page.reload()
    expect(page.locator(".answer-text")).to_contain_text("dives eight metres deep")
    expect(page.locator(".understood")).to_be_hidden()


@pytest.mark.slow
def test_the_newest_question_stands_at_the_top(page: Page, site: Site) -> None:
    page.goto(site.url)
    for question in [QUESTION, "Who won the 2022 World Cup?", "What does the old mill grind?"]:
        ask(page, question)
    top = page.locator("#scroll").bounding_box()
    assert top is not None
    page.wait_for_function(
        """top => {
          const { y } = document.querySelector(".turn:last-child").getBoundingClientRect();
          return y >= top && y < top + 48;
        }""",
        arg=top["y"],
    )


@pytest.mark.slow
def test_changing_it_can_be_given_up(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, QUESTION)
    edit = page.get_by_role("button", name="Edit the question")
    edit.click()
    page.get_by_label("Edit the question").press("Escape")
    expect(edit).to_be_focused()
    assert len(turns_of(site)) == 1


@pytest.mark.slow
def test_an_edited_question_is_asked_and_the_answer_before_stays(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, QUESTION)
    page.get_by_role("button", name="Edit the question").click()
    box = page.get_by_label("Edit the question")
    expect(box).to_have_value(QUESTION)
    box.fill("What does the old mill grind?")
    page.get_by_role("button", name="Ask this").click()
    expect(page.locator(".turn").nth(1).locator(".answer-text")).to_contain_text("grinds barley")
    expect(page.locator(".question bdi").first).to_have_text(QUESTION)
    assert [turn["question"] for turn in turns_of(site)] == [
        QUESTION,
        "What does the old mill grind?",
    ]


def hold(page: Page) -> None:
    """The next question gets no reply."""
    page.route("**/v1/chat", lambda route: None, times=1)


def send(page: Page, question: str) -> Locator:
    # Before it is enabled, nothing listens for Enter.
    expect(page.get_by_role("button", name="Send")).to_be_enabled()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    return page.locator(".turn").last


def test_a_question_can_be_stopped_and_asked_again(page: Page, site: Site) -> None:
    page.goto(site.url)
    hold(page)
    turn = send(page, QUESTION)
    page.get_by_role("button", name="Stop").click()
    expect(turn).to_contain_text("Stopped before an answer came.")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.reload()
    expect(page.locator(".turn")).to_have_count(0)
    hold(page)
    turn = send(page, QUESTION)
    page.get_by_role("button", name="Stop").click()
    turn.get_by_role("button", name="Ask again").click()
    expect(turn.locator(".answer-text")).to_contain_text(DEEP)
    assert len(turns_of(site)) == 1


@pytest.mark.slow
def test_an_edited_question_takes_the_place_of_one_that_was_stopped(page: Page, site: Site) -> None:
    page.goto(site.url)
    hold(page)
    turn = send(page, "How depe?")
    page.get_by_role("button", name="Stop").click()
    turn.get_by_role("button", name="Edit the question").click()
    page.get_by_label("Edit the question").fill(QUESTION)
    page.get_by_label("Edit the question").press("Enter")
    expect(page.locator(".turn .answer-text")).to_contain_text(DEEP)
    expect(page.locator(".turn")).to_have_count(1)


def test_a_reload_keeps_the_conversation_the_document_and_the_draft(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, QUESTION)
    ask(page, "What does the old mill grind?")
    page.locator(".handle").first.click()
    expect(page.locator("#viewer mark").first).to_have_text(DEEP)
    page.get_by_label("Your question").fill("Half a que")
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".answer-text").first).to_contain_text(DEEP)
    expect(page.locator("#viewer mark").first).to_have_text(DEEP)
    expect(page.get_by_label("Your question")).to_have_value("Half a que")
    # Follow-ups go on in the same one.
    ask(page, "why?")
    assert len(turns_of(site)) == 3


@pytest.mark.slow
def test_a_reload_keeps_a_question_that_had_no_answer_yet(page: Page, site: Site) -> None:
    page.goto(site.url)
    hold(page)
    send(page, QUESTION)
    turn = page.locator(".turn")
    expect(turn).to_be_visible()
    page.reload()
    expect(turn).to_contain_text("This question has no answer yet.")
    turn.get_by_role("button", name="Ask again").click()
    expect(turn.locator(".answer-text")).to_contain_text(DEEP)


def cut_stream(page: Page, after: str) -> None:
    """The next answer breaks off behind these words of its stream; the server has it whole."""

    def cut(route: Route) -> None:
        reply = route.fetch()
        body = reply.text()
        route.fulfill(response=reply, body=body[: body.index(after) + len(after)])

    page.route("**/v1/chat", cut, times=1)


@pytest.mark.parametrize(
    "after",
    [
        "event: sentence",
        pytest.param('"citations": [', marks=pytest.mark.slow),
        pytest.param("event: done", marks=pytest.mark.slow),
    ],
)
def test_an_answer_whose_stream_breaks_off_is_fetched_from_the_server(
    page: Page, site: Site, after: str
) -> None:
    page.goto(site.url)
    cut_stream(page, after)
    reply = ask(page, QUESTION)
    expect(reply.locator(".confidence")).to_be_visible()
    expect(reply.locator(".answer-text")).to_contain_text(DEEP)
    assert len(turns_of(site)) == 1
    # The same where not one whole event came.
    cut_stream(page, "event: sour")
    second = ask(page, "What does the old mill grind?")
    expect(second.locator(".answer-text")).to_contain_text("grinds barley")
    expect(second.locator(".confidence")).to_be_visible()
    assert len(turns_of(site)) == 2


def test_conversations_are_listed_opened_and_deleted(page: Page, site: Site) -> None:
    page.goto(site.url)
    items = page.locator("#conversations a")
    expect(page.locator("#conversations")).to_contain_text("will be listed here")
    ask(page, QUESTION)
    first = page.url
    assert re.fullmatch(f"{site.url}/conversations/[0-9a-f]{{32}}", first)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_label("Your question")).to_be_focused()
    ask(page, "What does the old mill grind?")
    expect(items).to_have_text(["What does the old mill grind?", QUESTION])
    page.get_by_role("tab", name="Conversations").click()
    items.nth(1).click()
    expect(page.locator(".answer-text")).to_contain_text(DEEP)
    expect(items.nth(1)).to_have_attribute("aria-current", "page")
    assert page.url == first
    page.go_back()
    expect(page.locator(".answer-text")).to_contain_text("grinds barley")
    items.nth(1).click()
    expect(page.locator(".answer-text")).to_contain_text(DEEP)
    choose(page, QUESTION, "Delete…")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    dialog.get_by_role("button", name="Delete").click()
    expect(items).to_have_text(["What does the old mill grind?"])
    expect(page.locator(".turn")).to_have_count(0)
    assert len(kept(site)) == 1


def row(page: Page, title: str) -> Locator:
    """The row of the list with this title."""
    return page.locator(".side-row").filter(has=page.get_by_role("link", name=title))


def choose(page: Page, title: str, action: str) -> None:
    """Choose an action in the menu of a conversation in the list."""
    row(page, title).hover()
    row(page, title).locator(".menu-button").click()
    page.get_by_role("button", name=action, exact=True).click()


@pytest.mark.slow
def test_conversations_are_renamed_pinned_and_searched(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, QUESTION)
    page.get_by_role("button", name="New conversation").click()
    ask(page, "What does the old mill grind?")
    page.get_by_role("tab", name="Conversations").click()
    titles = page.locator("#conversations a")
    choose(page, QUESTION, "Rename…")
    box = page.get_by_role("dialog").get_by_label("Name")
    expect(box).to_have_value(QUESTION)
    box.fill("  ")
    box.press("Enter")
    expect(box).to_be_visible()
    box.fill("<b>Otters</b> 🦦")
    box.press("Enter")
    expect(titles).to_have_text(["What does the old mill grind?", "<b>Otters</b> 🦦"])
    choose(page, "Otters", "Pin")
    expect(titles).to_have_text(["<b>Otters</b> 🦦", "What does the old mill grind?"])
    expect(page.locator("#conversations h3")).to_have_text(["Pinned", "Today"])
    choose(page, "Otters", "Unpin")
    expect(page.locator("#conversations h3")).to_have_text(["Today"])
    # The open one is renamed in the title of the window too.
    open_menu(page)
    page.get_by_role("button", name="Rename…").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Barley")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page).to_have_title("Barley – Pincite")


@pytest.mark.slow
def test_many_conversations_can_be_searched(page: Page, site: Site) -> None:
    for number in range(8):
        question = f"What does the old mill grind on day {number}?"
        httpx2.post(f"{site.url}/v1/chat", json={"question": question})
    page.goto(site.url)
    box = page.get_by_label("Search the conversations")
    box.fill("MILL 5")
    expect(page.locator("#conversations a")).to_have_text(
        ["What does the old mill grind on day 5?"]
    )
    expect(page.get_by_text("1 conversation found")).to_have_role("status")
    box.fill("no such words")
    expect(page.locator("#conversations")).to_contain_text("No conversation has these words.")
    box.fill("")
    expect(page.locator("#conversations a")).to_have_count(8)


@pytest.mark.slow
def test_what_cannot_be_changed_is_said(page: Page, site: Site, watch: Watch) -> None:
    watch.expected = {503}
    page.goto(site.url)
    ask(page, QUESTION)
    page.route(
        "**/v1/conversations/*",
        lambda route: fail(route, 503, "database_failed", "the disk is full"),
        times=1,
    )
    open_menu(page)
    page.get_by_role("button", name="Pin", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("The disk is full.")
    page.get_by_role("dialog").get_by_role("button", name="Retry").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#announcer")).to_have_text("The conversation is pinned.")


@pytest.mark.slow
def test_a_link_to_a_conversation_opens_it(page: Page, browser: Browser, site: Site) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site.url)
    ask(page, QUESTION)
    open_menu(page)
    page.get_by_role("button", name="Copy link", exact=True).click()
    expect(page.locator("#announcer")).to_have_text("Copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    other = browser.new_context().new_page()
    other.goto(link)
    expect(other.locator(".answer-text")).to_contain_text(DEEP)
    other.context.close()


@pytest.mark.slow
def test_a_conversation_that_is_no_more_is_said_in_words(
    page: Page, site: Site, watch: Watch
) -> None:
    watch.expected = {404}
    page.goto(f"{site.url}/conversations/{'0' * 32}")
    expect(page.locator(".problem")).to_contain_text("deleted, or begun with another key")
    page.locator(".problem").get_by_role("button", name="New conversation").click()
    expect(page.locator("#welcome")).to_be_visible()
    assert page.url == f"{site.url}/"


@pytest.mark.slow
@pytest.mark.parametrize(("name", "start"), [("Markdown", "# How deep"), ("JSON", '{"id"')])
def test_a_conversation_can_be_downloaded(page: Page, site: Site, name: str, start: str) -> None:
    page.goto(site.url)
    ask(page, QUESTION)
    open_menu(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download as {name}").click()
    assert download.value.path().read_text("utf-8").startswith(start)
    assert re.fullmatch(r"conversation-[0-9a-f]{8}\.(md|json)", download.value.suggested_filename)


@pytest.mark.slow
def test_an_answer_is_copied_with_its_references(page: Page, site: Site) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = site.ask(QUESTION)
    page.goto(site.url)
    ask(page, QUESTION)
    page.get_by_role("button", name="Copy the answer").click()
    expect(page.locator("#announcer")).to_have_text("Copied.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f"{answer['answer']}\n\n[1] Otters of the valley (2021-05-04)\n    http")
    for link in re.findall(r"http\S+", text):
        page.goto(link)
        expect(page.locator("#viewer mark").first).to_be_visible()
    page.go_back()
    reply = page.locator(".turn").last
    reply.get_by_role("button", name="Copy as Markdown").click()
    expect(page.locator("#announcer")).to_have_text("Copied.")
    markdown = page.evaluate("navigator.clipboard.readText()")
    assert markdown.startswith(f"> {DEEP} \\[1\\]")
    assert f"- \\[1\\] [Otters of the valley (2021-05-04)](<{site.url}/documents/" in markdown


@pytest.mark.slow
def test_the_document_leads_from_one_citation_to_the_next(page: Page, site: Site) -> None:
    question = "How deep does the otter dive and does its fur keep the cold water out?"
    quotes = [citation["quote"] for citation in site.ask(question)["citations"]]
    assert len(quotes) > 1
    page.goto(site.url)
    chips = ask(page, question).locator(".answer-text .handle")
    chips.first.click()
    expect(page.locator(".viewer-step")).to_have_text(f"1 of {len(quotes)}")
    following = page.get_by_role("button", name="Next citation")
    expect(page.get_by_role("button", name="Previous citation")).to_have_attribute(
        "aria-disabled", "true"
    )
    for number, quote in enumerate(quotes[1:], 2):
        following.click()
        expect(page.locator(".viewer-step")).to_have_text(f"{number} of {len(quotes)}")
        expect(page.locator("#viewer mark.current")).to_have_text(quote)
        expect(chips.nth(number - 1)).to_have_attribute("aria-current", "true")
        expect(following).to_be_focused()
        expect(page.locator("#announcer")).to_contain_text(quote)
    expect(following).to_have_attribute("aria-disabled", "true")
    # However far one went, one step back closes the document.
    page.go_back()
    expect(page.locator("#viewer")).to_be_hidden()


@pytest.mark.slow
def test_a_document_is_shown_in_its_own_structure(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/documents/otters.md")
    text = page.locator(".document-text")
    expect(text.get_by_role("heading", level=3)).to_have_text("Otters of the valley")
    expect(text.get_by_role("heading", level=4)).to_have_text("In the valley")
    expect(text.get_by_role("listitem")).to_have_count(2)
    expect(text.locator("p")).to_contain_text("Otters live along the river")
    shown = text.evaluate("element => element.textContent")
    assert shown == site.document("otters.md")["text"]


@pytest.mark.slow
def test_an_answer_is_announced_once(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.evaluate(
        """() => {
          window.said = [];
          const announcer = document.getElementById("announcer");
          new MutationObserver(() => window.said.push(announcer.textContent))
            .observe(announcer, { childList: true, characterData: true, subtree: true });
        }"""
    )
    ask(page, QUESTION)
    expect(page.locator("#announcer")).to_contain_text(DEEP)
    said = page.evaluate("window.said")
    assert len(said) == 1
    assert re.search(r"\d citations?\. (Well s|S|Weakly s)upported", said[0])
    # Nothing else on the page speaks of itself while an answer comes.
    live = page.locator("#log [aria-live], #log [role=log], #log [role=status]")
    assert live.count() == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "code", "message", "words"),
    [
        (429, "too_many_requests", "this key may ask 60 questions a minute", "60 questions"),
        pytest.param(
            *(503, "overloaded", "this server is busy", "server is busy"), marks=pytest.mark.slow
        ),
        pytest.param(
            *(503, "shutting_down", "the server ends", "The server ends."), marks=pytest.mark.slow
        ),
    ],
)
def test_who_is_told_to_come_back_is_told_when(
    page: Page, site: Site, watch: Watch, status: int, code: str, message: str, words: str
) -> None:
    watch.expected = {status}
    page.goto(site.url)
    page.route("**/v1/chat", lambda r: fail(r, status, code, message, **{"Retry-After": "2"}))
    problem = ask(page, QUESTION).locator(".problem")
    expect(problem).to_contain_text(words)
    retry = problem.get_by_role("button")
    expect(retry).to_have_text(re.compile(r"Retry in [12] s"))
    expect(retry).to_be_disabled()
    page.unroute("**/v1/chat")
    expect(retry).to_be_enabled()
    expect(retry).to_have_text("Retry")
    retry.click()
    expect(page.locator(".turn .answer-text")).to_contain_text(DEEP)


@pytest.mark.slow
def test_a_fault_in_the_stream_is_said(page: Page, site: Site) -> None:
    page.goto(site.url)
    body = (
        'event: error\ndata: {"error": {"code": "model_failed", "message": "the model failed"}}\n\n'
    )
    page.route(
        "**/v1/chat",
        lambda r: r.fulfill(body=body, headers={"Content-Type": "text/event-stream"}),
    )
    expect(ask(page, QUESTION).locator(".problem")).to_contain_text("The model failed.")


@pytest.fixture
def own_page(browser: Browser) -> Iterator[Page]:
    """A tab that visits a site of its own."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.mark.slow
def test_what_a_removed_document_said_is_said_to_be_gone(own_page: Page, tmp_path: Path) -> None:
    page, site = own_page, Site(tmp_path, TEXTS, min_confidence=0)
    page.goto(site.url)
    ask(page, QUESTION)
    site.publish({"otters.md": "Something else.", "mills.txt": "Nothing."})
    page.reload()
    expect(page.locator(".turn")).to_contain_text("removed or changed since")
    expect(page.locator(".turn")).to_contain_text("otters.md")
    expect(page.locator(".handle")).to_have_count(0)
    site.stop()


@pytest.mark.slow
def test_nearest_passages_of_an_old_answer_are_looked_for_again(
    own_page: Page, tmp_path: Path
) -> None:
    page, site = own_page, Site(tmp_path, TEXTS)
    page.goto(site.url)
    ask(page, "Who won the 2022 World Cup?")
    page.reload()
    page.get_by_role("button", name="Show the nearest passages").click()
    expect(page.locator(".unsupported .title-link").first).to_be_focused()
    expect(page.locator(".unsupported .card").first).to_be_visible()
    site.stop()
