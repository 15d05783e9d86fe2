"""Answers in the words of an LLM, on the page: their sentences, what is told of them, the choice.

The LLM is a server of the tests that says what a test wants.
"""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.browser.browsing import Watch, ask, sideways, still_tab, violations
from tests.end_to_end.site import Site
from tests.service.wording.misbehaving import Exchange, MisbehavingLlm, misbehaving, saying

pytestmark = pytest.mark.browser

TEXTS = {
    "otters.md": (
        "# Otters of the valley\n\nThe otter 🦦 dives eight metres deep. "
        "Its fur keeps the cold water out."
    )
}
QUESTION = "How deep does the otter dive, and what does its fur do?"
DEEP, FUR = "The otter 🦦 dives eight metres deep.", "Its fur keeps the cold water out."
OWN = "Eight metres deep the otter dives."
SWITCH = "word the answer"


@pytest.fixture(scope="module")
def llm() -> Iterator[MisbehavingLlm]:
    with misbehaving(saying(f"{OWN} [1]")) as llm:
        yield llm


@pytest.fixture(scope="module")
def shared_site(tmp_path_factory: pytest.TempPathFactory, llm: MisbehavingLlm) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("worded"), TEXTS, llm.url, min_confidence=0)
    yield site
    site.stop()


@pytest.fixture(autouse=True)
def nothing_asked(llm: MisbehavingLlm) -> None:
    """The LLM has been asked nothing yet."""
    llm.exchanges.clear()


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_the_reader_chooses_and_the_page_names_the_server(
    page: Page, site: Site, llm: MisbehavingLlm
) -> None:
    page.goto(site.url)
    switch = page.get_by_role("checkbox", name=SWITCH)
    expect(switch).not_to_be_checked()
    expect(switch).to_have_accessible_name(f"Let toy-llm at 127.0.0.1:{llm.port} word the answer")
    expect(switch).to_have_accessible_description("It runs on Pincite’s own machine.")
    reply = ask(page, QUESTION)
    expect(reply.locator(".wording")).to_have_count(0)
    assert llm.exchanges == []
    switch.check()
    page.reload()
    expect(switch).to_be_checked()
    llm.behave = saying(f"{OWN} [1]")
    reply = ask(page, QUESTION)
    expect(reply.locator(".wording")).to_have_text(
        f"Worded by toy-llm at 127.0.0.1:{llm.port}, each sentence checked against what it cites. "
        "All passed."
    )
    assert len(llm.exchanges) == 1


@pytest.mark.usefixtures("watch")
def test_a_sentence_leads_to_its_evidence_and_a_quote_is_shown_as_one(
    page: Page, site: Site, llm: MisbehavingLlm
) -> None:
    llm.behave = saying(f"{OWN} [1] Its fur keeps ninety birds warm. [2] It flies to the moon. [1]")
    page.goto(site.url)
    page.get_by_role("checkbox", name=SWITCH).check()
    reply = ask(page, QUESTION)
    own, quote = reply.locator(".prose .handle").nth(0), reply.locator(".prose .handle").nth(1)
    expect(own.locator(".sentence")).to_have_text(OWN)
    expect(own).to_have_accessible_description(
        "Otters of the valley Worded by an LLM; what it cites supports it."
    )
    expect(quote).to_have_class("handle verbatim")
    expect(quote.locator(".sentence")).to_have_text(FUR)
    expect(quote).to_have_accessible_description(
        "Otters of the valley Word for word from the document."
    )
    expect(reply.locator(".wording")).to_contain_text(
        "2 sentences failed, and quotes stand in their place."
    )
    own.hover()
    expect(reply.locator(".card")).to_have_class("card lit")
    own.click()
    expect(page.locator("#viewer mark.current")).to_have_text(DEEP)


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_sentences_come_one_by_one(page: Page, site: Site, llm: MisbehavingLlm) -> None:
    goes_on = threading.Event()

    def slowly(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta(f"{OWN} [1]\n")
        goes_on.wait(60)
        exchange.delta(f"{FUR} [2]", "stop")
        exchange.send("data: [DONE]\n\n")

    llm.behave = slowly
    page.goto(site.url)
    page.get_by_role("checkbox", name=SWITCH).check()
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Send").click()
    prose = page.locator(".prose")
    expect(prose.locator(".sentence")).to_have_text([OWN])
    expect(page.locator(".reply")).to_have_attribute("aria-busy", "true")
    goes_on.set()
    expect(prose.locator(".sentence")).to_have_text([OWN, FUR])
    expect(page.locator(".wording")).to_be_visible()
    expect(page.locator(".reply")).not_to_have_attribute("aria-busy", "true")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_where_the_llm_fails_the_quotes_come_and_the_page_says_why(
    page: Page, site: Site, llm: MisbehavingLlm
) -> None:
    llm.behave = saying("The otter reads ninety books. [7]")
    page.goto(site.url)
    page.get_by_role("checkbox", name=SWITCH).check()
    reply = ask(page, QUESTION)
    expect(reply.locator(".sentence").first).to_have_text(DEEP)
    expect(reply.locator(".prose")).to_have_count(0)
    expect(reply.locator(".wording")).to_have_text(
        f"Shown in quotes, not worded. The LLM at 127.0.0.1:{llm.port} said nothing that its "
        "evidence supports."
    )


@pytest.mark.slow
def test_a_kept_answer_shows_quotes_and_says_that_it_was_worded(
    page: Page, site: Site, watch: Watch, llm: MisbehavingLlm
) -> None:
    llm.behave = saying(f"{OWN} [1]")
    page.goto(site.url)
    page.get_by_role("checkbox", name=SWITCH).check()
    reply = ask(page, QUESTION)
    expect(reply.locator(".prose .sentence")).to_have_text(OWN)
    expect(reply.locator(".wording")).to_be_visible()  # all of it has come, and is kept
    page.reload()
    reply = page.locator(".reply")
    expect(reply.locator(".sentence")).to_have_text(DEEP)
    expect(reply.locator(".wording")).to_contain_text("Its words are not kept")
    assert watch.problems == []


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_copy_keeps_the_citations_with_their_quotes(
    page: Page, site: Site, llm: MisbehavingLlm
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    llm.behave = saying(f"{OWN} [1]")
    page.goto(site.url)
    page.get_by_role("checkbox", name=SWITCH).check()
    ask(page, QUESTION)
    read = "navigator.clipboard.readText()"
    page.get_by_role("button", name="Copy the answer with its references").click()
    expect(page.locator("#announcer")).to_have_text("Copied.")
    lines = page.evaluate(read).splitlines()
    assert lines[0] == f"{OWN} [1]"
    assert f"    “{DEEP}”" in lines
    assert any(line.startswith("Worded by toy-llm at 127.0.0.1:") for line in lines)
    page.get_by_role("button", name="Copy as Markdown").click()
    page.wait_for_function(f"{read}.then((text) => text.includes('](<http'))")
    lines = page.evaluate(read).splitlines()
    assert lines[0] == f"{OWN} \\[1\\]"
    assert any(line.endswith(f"): “{DEEP}”") for line in lines)


@pytest.mark.slow
def test_a_server_elsewhere_is_said_to_be_elsewhere_before_anything_is_asked(
    page: Page, site: Site
) -> None:
    def elsewhere(route: object) -> None:
        reply = route.fetch()  # type: ignore[attr-defined]
        told = reply.json() | {
            "llm": {"server": "llm.example:8443", "model": "m", "mode": "worded"}
        }
        route.fulfill(response=reply, json=told)  # type: ignore[attr-defined]

    page.route("**/v1/collection", elsewhere)
    page.goto(site.url)
    switch = page.get_by_role("checkbox", name=SWITCH)
    expect(switch).to_be_checked()
    expect(switch).to_have_accessible_description(
        "llm.example:8443 is another machine: your question and the quotes found for it are sent "
        "there."
    )
    page.route("**/v1/chat", lambda route: route.abort())
    with page.expect_request("**/v1/chat") as asked:
        page.get_by_label("Your question").fill(QUESTION)
        page.get_by_role("button", name="Send").click()
    assert asked.value.post_data_json["mode"] == "worded"


@pytest.mark.slow
def test_it_is_told_in_german(browser: Browser, site: Site, llm: MisbehavingLlm) -> None:
    llm.behave = saying(f"{OWN} [1] It flies to the moon.")
    size = {"width": 1200, "height": 800}
    with still_tab(browser, size, "light", locale="de-AT") as page:
        page.goto(site.url)
        page.get_by_role("checkbox", name="die Antwort formulieren lassen").check()
        page.get_by_label("Frage", exact=True).fill(QUESTION)
        page.get_by_role("button", name="Senden").click()
        expect(page.locator(".wording")).to_have_text(
            f"Formuliert von toy-llm auf 127.0.0.1:{llm.port}, jeder Satz an seinen Belegen "
            "geprüft. 1 Satz bestand nicht und fehlt."
        )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (320, "dark"),
        (1200, "light"),
        pytest.param(320, "light", marks=pytest.mark.slow),
        pytest.param(1200, "dark", marks=pytest.mark.slow),
    ],
)
def test_everyone_can_use_it(
    browser: Browser, site: Site, llm: MisbehavingLlm, width: int, scheme: str
) -> None:
    llm.behave = saying(f"The otter keeps its fur out. [1][2] {OWN} [1] Its fur flies. [2]")
    with still_tab(browser, {"width": width, "height": 800}, scheme) as page:
        page.goto(site.url)
        page.get_by_role("checkbox", name=SWITCH).check()
        ask(page, QUESTION)
        assert violations(page, (width, scheme)) == []
        assert sideways(page) == 0
