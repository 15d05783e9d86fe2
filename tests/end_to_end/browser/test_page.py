"""The page in a real browser: what a reader sees, by mouse, by keyboard and on a phone."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote as percent_encoded

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.end_to_end.browser.browsing import PATIENCE_MS, Watch, ask, assert_highlighted, sideways
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser

TITLE = "<img src=x onerror=alert(1)> 🦦 Otters of the valley"
OTTERS = (
    f"{TITLE}\n\n"
    "👩🏽‍🚀 An astronaut drew q\u0307 and x\u0323\u0301 on a wall. "
    "The 🦦 otter dives q\u0307uite 😀 eight metres deep. "
    "שלום the lighthouse 🔦 עולם is red. "
    f"A {'very' * 60} long word stands here.\n\n"
    "<b>Rain</b> falls & stops.\n"
)
ODD_NAME = "a b/ünï #1 100%41 ?.txt"
TEXTS = {"otters.txt": OTTERS, ODD_NAME: "The mill 😀 grinds barley. It stands in the wood."}
QUESTION = "How deep does the otter dive?"
RTL_QUESTION = "What is the lighthouse שלום?"
FOREIGN = "Who won the 2022 World Cup?"


@pytest.fixture(scope="module")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"), TEXTS)
    yield site
    site.stop()


@pytest.fixture
def site(shared_site: Site) -> Site:
    """Serves TEXTS. Shared: publish nothing into it."""
    return shared_site


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    """Serves TEXTS, for a test that changes or stops it."""
    site = Site(tmp_path, TEXTS)
    yield site
    site.stop()


@pytest.fixture
def watch(page: Page, request: pytest.FixtureRequest) -> Iterator[Watch]:
    """Watches the tab, and fails the test over anything that went wrong out of sight."""
    names = [n for n in ("own_site", "disputed_site", "empty_site") if n in request.fixturenames]
    watch = Watch(page, request.getfixturevalue(names[0] if names else "site"))
    yield watch
    assert watch.problems == []


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, {})
    yield site
    site.stop()


@pytest.mark.parametrize("question", [QUESTION, pytest.param(RTL_QUESTION, marks=pytest.mark.slow)])
@pytest.mark.usefixtures("watch")
def test_every_sentence_opens_its_quote_in_its_place(page: Page, site: Site, question: str) -> None:
    citations = site.ask(question)["citations"]
    assert citations
    page.goto(site.url)
    reply = ask(page, question)
    chips = reply.locator(".answer-text .handle")
    numbers = chips.locator(".marker").all_inner_texts()
    assert numbers == [str(citation["marker"]) for citation in citations]
    assert reply.locator(".sentence").all_text_contents() == [c["quote"] for c in citations]
    assert "[1]" not in reply.locator(".answer-text").inner_text()
    for chip, citation in zip(chips.all(), citations, strict=True):
        chip.click()
        source = citation["source"]
        text = site.document(source["document_id"])["text"]
        assert_highlighted(page, text, citation["quote"], source["start"])


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_markup_in_titles_texts_and_questions_is_shown_as_text(page: Page, site: Site) -> None:
    page.goto(site.url)
    reply = ask(page, QUESTION)
    expect(reply.locator(".title-link").first).to_have_text(TITLE)
    reply.locator(".handle").first.click()
    expect(page.get_by_role("heading", name=TITLE, level=2)).to_be_visible()
    assert page.title().startswith(TITLE)
    assert "<b>Rain</b> falls & stops." in page.locator(".document-text").inner_text()
    page.keyboard.press("Escape")
    question = "<img src=x onerror=alert(2)> otter"
    ask(page, question)
    assert page.locator(".question").last.inner_text().endswith(question)
    assert page.locator("img[src=x], .document-text b").count() == 0


COST = "The 🦦 <b>Holm</b> bridge cost {} million crowns."
DISPUTED = {
    "agency.txt": f"Bridges\n\n{COST.format(3)}",
    "b/courier.txt": f"Bridges\n\n😀 Rain falls. {COST.format('three')}",
    "gazette.txt": f"{TITLE}\n\n{COST.format(3)} Wind blows.",
    "herald.txt": f"Prices\n\n{COST.format(5)}",
}


@pytest.fixture
def disputed_site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, DISPUTED, min_confidence=0)
    yield site
    site.stop()


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_copies_and_contradictions_are_said_and_open_in_their_places(
    page: Page, disputed_site: Site
) -> None:
    question = "How much did the Holm bridge cost?"
    answer = disputed_site.ask(question)
    page.goto(disputed_site.url)
    reply = ask(page, question)
    [conflict] = answer["conflicts"]
    said = ", ".join(f"{value['text']}{value['marker']}" for value in conflict["values"])
    note = reply.get_by_role("note")
    expect(note).to_have_text(f"The documents disagree: {said}")
    expect(note.locator(".chip")).to_have_count(2)
    [citation] = [one for one in answer["citations"] if one["also"]]
    assert len(citation["also"]) == 2
    cards = reply.locator(".card[data-kind=same]")
    expect(cards).to_have_count(2)
    for card, other in zip(cards.all(), citation["also"], strict=True):
        source = other["source"]
        expect(card.locator(".title-link")).to_have_text(source["title"])
        expect(card).to_contain_text(f"Says the same as {citation['marker']}")
        # Those that say the same often have one title; the file's name tells them apart.
        same = source["title"] == citation["source"]["title"]
        expect(card.locator(".card-file")).to_have_count(1 if same else 0)
        card.locator(".title-link").click()
        text = disputed_site.document(source["document_id"])["text"]
        assert_highlighted(page, text, other["quote"], source["start"])
    assert page.locator("img[src=x], .answer b, .document-text b").count() == 0
    against = [value["marker"] for value in conflict["values"]]
    for marker, other in (against, against[::-1]):
        card = reply.locator(f".card[data-kind=disagrees][data-markers~='{marker}']")
        expect(card).to_contain_text(f"Disagrees with {other}")


@pytest.mark.usefixtures("watch")
def test_the_whole_way_goes_by_keyboard(page: Page, site: Site) -> None:
    page.goto(site.url)
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    chip = page.locator(".handle").first
    expect(chip).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if chip.evaluate("(element) => element === document.activeElement"):
            break
    expect(chip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#viewer mark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()
    expect(chip).to_be_focused()


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_shift_enter_starts_a_line_and_a_blank_question_is_not_sent(page: Page, site: Site) -> None:
    page.goto(site.url)
    box = page.get_by_label("Your question")
    box.press("Enter")
    box.fill("   ")
    box.press("Enter")
    expect(page.locator(".turn")).to_have_count(0)
    box.fill("How deep")
    box.press("Shift+Enter")
    page.keyboard.type("does the otter dive?")
    expect(box).to_have_value("How deep\ndoes the otter dive?")
    box.press("Enter")
    expect(page.locator(".turn .handle").first).to_be_visible()


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_question_that_is_sent_while_the_page_loads_is_asked(page: Page, site: Site) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/page/app.js", hold)
    page.goto(site.url, wait_until="commit")
    expect(page.locator("#welcome-title")).to_be_visible()
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".turn")).to_have_count(0)
    [route] = waiting
    route.continue_()
    expect(page.locator(".turn .answer-text")).to_contain_text("eight metres")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_question_that_is_too_long_stays_and_is_said(page: Page, site: Site) -> None:
    page.goto(site.url)
    box = page.get_by_label("Your question")
    box.fill("😀" * 2001)
    expect(page.locator("#count")).to_contain_text("2,001 of 2,000")
    box.press("Enter")
    expect(page.locator(".turn")).to_have_count(0)
    box.fill("😀" * 2000)
    box.press("Enter")
    expect(page.locator(".turn .answer")).to_be_visible()


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_back_closes_the_document_and_forward_opens_it(page: Page, site: Site) -> None:
    page.goto(site.url)
    reply = ask(page, QUESTION)
    reply.locator(".handle").first.click()
    expect(page.locator("#viewer mark")).to_be_visible()
    page.go_back()
    expect(page.locator("#viewer")).to_be_hidden()
    expect(reply.locator(".handle").first).to_be_visible()
    page.go_forward()
    expect(page.locator("#viewer mark")).to_be_visible()


@pytest.mark.slow
def test_it_works_on_a_phone(browser: Browser, site: Site) -> None:
    size = {"width": 390, "height": 844}
    context = browser.new_context(viewport=size, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    watch = Watch(page, site)
    page.goto(site.url)
    expect(page.locator("#welcome-title")).to_be_visible()
    assert sideways(page) == 0
    for question in [FOREIGN, f"Which {'word' * 90} stands here?", QUESTION]:
        reply = ask(page, question)
        assert sideways(page) == 0
    chip = reply.locator(".handle").first
    chip.tap()
    sheet = page.get_by_role("dialog")
    expect(sheet.locator("mark").first).to_be_in_viewport()
    assert sideways(page) == 0
    sheet.get_by_role("button", name="Open the document").tap()
    expect(page.locator("#viewer mark")).to_be_in_viewport()
    assert sideways(page) == 0
    # The document covers the page, and there is a way back to it.
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Back").tap()
    expect(page.locator("#viewer")).to_be_hidden()
    expect(chip).to_be_in_viewport()
    assert watch.problems == []
    context.close()


@pytest.mark.usefixtures("watch")
def test_no_answer_looks_unlike_an_answer(page: Page, site: Site) -> None:
    page.goto(site.url)
    answered = ask(page, QUESTION).locator(".answer")
    unsupported = ask(page, FOREIGN).locator(".answer")
    expect(unsupported).to_contain_text("No answer found")
    expect(unsupported).to_contain_text("Nearest passages")
    expect(unsupported.locator(".handle")).to_have_count(0)
    expect(unsupported.locator(".title-link")).to_have_count(len(site.ask(FOREIGN)["passages"]))
    look = (
        "(element) => { const style = getComputedStyle(element);"
        " return [style.borderStyle, style.backgroundColor]; }"
    )
    assert answered.evaluate(look) != unsupported.evaluate(look)
    unsupported.locator(".title-link").first.click()
    expect(page.locator(".document-text")).to_be_visible()


def test_a_server_that_is_gone_is_said_in_words_and_can_be_tried_again(
    page: Page, own_site: Site, watch: Watch
) -> None:
    page.goto(own_site.url)
    expect(page.locator("#documents")).to_contain_text("2 documents")
    own_site.stop()
    reply = ask(page, QUESTION)
    expect(reply).to_contain_text("The server cannot be reached")
    expect(page.locator(".question").last).to_contain_text(QUESTION)
    own_site.start()
    reply.get_by_role("button", name="Retry").click()
    expect(reply.locator(".handle").first).to_be_visible()
    expect(reply.locator(".problem")).to_have_count(0)


@pytest.mark.slow
def test_a_document_that_cannot_be_had_is_said_in_words_and_can_be_tried_again(
    page: Page, own_site: Site, watch: Watch
) -> None:
    page.goto(own_site.url)
    chip = ask(page, QUESTION).locator(".handle").first
    page.wait_for_load_state("networkidle")  # parts of the page are loaded when it is idle
    own_site.stop()
    chip.click()
    expect(page.locator("#viewer .problem")).to_contain_text("server cannot be reached")
    own_site.start()
    page.locator("#viewer").get_by_role("button", name="Retry").click()
    expect(page.locator("#viewer mark").first).to_be_visible()


def test_without_an_index_the_page_says_what_to_do(
    page: Page, empty_site: Site, watch: Watch
) -> None:
    watch.expected = {503}
    page.goto(empty_site.url)
    expect(page.locator("#index-status")).to_contain_text("Nothing is indexed yet")
    expect(ask(page, QUESTION).locator(".problem")).to_contain_text("pincite index")
    empty_site.publish(TEXTS)
    page.locator(".turn").get_by_role("button", name="Retry").click()
    expect(page.locator(".handle").first).to_be_visible()
    expect(page.locator("#index-status")).to_contain_text("2 documents")


@pytest.mark.usefixtures("watch")
def test_a_link_to_a_quote_opens_with_the_quote_highlighted(page: Page, site: Site) -> None:
    [citation, *_] = site.ask(RTL_QUESTION)["citations"]
    source = citation["source"]
    page.goto(link(site, source["document_id"], source["sha256"], source["start"], source["end"]))
    text = site.document("otters.txt")["text"]
    assert_highlighted(page, text, citation["quote"], source["start"])
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#viewer")).to_be_hidden()
    assert page.url == f"{site.url}/"


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_chip_is_such_a_link(page: Page, site: Site) -> None:
    [citation, *_] = site.ask("What mill grinds barley?")["citations"]
    source = citation["source"]
    assert source["document_id"] == ODD_NAME
    page.goto(site.url)
    href = ask(page, "What mill grinds barley?").locator(".handle").first.get_attribute("href")
    wanted = link(site, ODD_NAME, source["sha256"], source["start"], source["end"])
    assert f"{site.url}{href}" == wanted
    page.goto(wanted)
    expect(page.locator("#viewer mark")).to_have_text(citation["quote"])
    expect(page.locator("#viewer")).to_contain_text(ODD_NAME)


def link(site: Site, document_id: str, version: str, start: int, end: int) -> str:
    path = percent_encoded(document_id)
    return f"{site.url}/documents/{path}?v={version}#char={start},{end}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fragment", "words"), [("#char=99990,99999", "past the end"), ("#char=9,3", ""), ("", "")]
)
@pytest.mark.usefixtures("watch")
def test_a_link_that_points_nowhere_highlights_nothing(
    page: Page, site: Site, fragment: str, words: str
) -> None:
    page.goto(f"{site.url}/documents/otters.txt{fragment}")
    expect(page.locator(".document-text")).to_contain_text("An astronaut drew")
    expect(page.locator("#viewer mark")).to_have_count(0)
    expect(page.locator("#viewer")).to_contain_text(words)


@pytest.mark.slow
def test_a_link_to_a_changed_document_says_so_and_highlights_nothing(
    page: Page, own_site: Site, watch: Watch
) -> None:
    watch.expected = {409}
    [citation, *_] = own_site.ask(QUESTION)["citations"]
    source = citation["source"]
    own_site.publish({"otters.txt": f"A new beginning.\n\n{OTTERS}"})
    page.goto(link(own_site, "otters.txt", source["sha256"], source["start"], source["end"]))
    expect(page.locator(".notice")).to_contain_text("has changed")
    expect(page.locator(".document-text")).to_contain_text("A new beginning.")
    expect(page.locator("#viewer mark")).to_have_count(0)


@pytest.mark.parametrize(
    ("change", "times"),
    [
        pytest.param(lambda text: f"A new beginning 😀.\n\n{text}", 1, id="moved"),
        pytest.param(
            lambda text: re.sub("The 🦦 otter[^.]*[.]", "", text),
            0,
            id="gone",
            marks=pytest.mark.slow,
        ),
        pytest.param(lambda text: f"{text}\n\n{text}", 2, id="twice", marks=pytest.mark.slow),
    ],
)
def test_a_chip_of_a_changed_document_highlights_only_a_quote_that_stands_there_once(
    page: Page, own_site: Site, watch: Watch, change: Callable[[str], str], times: int
) -> None:
    watch.expected = {409}
    quote = "The 🦦 otter dives q\u0307uite 😀 eight metres deep."
    page.goto(own_site.url)
    chip = ask(page, QUESTION).locator(".answer-text .handle", has_text=quote)
    own_site.publish({"otters.txt": change(OTTERS)})
    chip.click()
    expect(page.locator(".notice")).to_contain_text("has changed")
    text = own_site.document("otters.txt")["text"]
    assert text.count(quote) == times
    if times == 1:
        assert_highlighted(page, text, quote, text.index(quote))
        # A link that is taken now names the quote where it stands now.
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy link to the quote").click()
        expect(page.locator("#announcer")).to_have_text("Copied.")
        page.goto(page.evaluate("navigator.clipboard.readText()"))
        assert_highlighted(page, text, quote, text.index(quote))
        expect(page.locator(".notice")).to_have_count(0)
    else:
        expect(page.locator(".document-text")).to_be_visible()
        expect(page.locator("#viewer mark")).to_have_count(0)


@pytest.mark.slow
def test_a_document_that_is_gone_is_said_in_words(page: Page, site: Site, watch: Watch) -> None:
    watch.expected = {404}
    page.goto(f"{site.url}/documents/nowhere.txt")
    expect(page.locator("#viewer .problem")).to_contain_text("no document")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_the_documentation_is_drawn(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/docs")
    operation = page.locator(".opblock", has_text="/v1/ask")
    expect(operation).to_be_visible()
    operation.locator(".opblock-summary").click()
    expect(operation).to_contain_text("Answer a question with cited sentences")


PIECES = [
    "a",
    "é",
    "q\u0307",
    "😀",
    "👩🏽‍🚀",
    "שלום",
    "🇫🇷",
    "\n",
    "\u200d",
    "\ufe0f",
    "深",
    "\U0010ffff",
    "\uffff",
]


@pytest.mark.usefixtures("watch")
def test_offsets_in_the_browser_are_those_of_python(page: Page, site: Site) -> None:
    chance = random.Random(1890)
    cases = []
    for _ in range(300):
        text = "".join(chance.choices(PIECES, k=chance.randrange(0, 40)))
        start, end = sorted(chance.randrange(0, len(text) + 1) for _ in range(2))
        cases.append([text, start, end])
    page.goto(site.url)
    found = page.evaluate(
        """async (cases) => {
          const offsets = await import("/static/lib/offsets.js");
          return cases.map(([text, start, end]) => [
            offsets.sliceCodePoints(text, start, end),
            offsets.utf16Offset(text, start),
            offsets.codePointLength(text),
          ]);
        }""",
        cases,
    )
    assert found == [
        [text[start:end], len(text[:start].encode("utf-16-le")) // 2, len(text)]
        for text, start, end in cases
    ]
