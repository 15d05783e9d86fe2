"""The page for everyone: what axe-core finds, by keyboard alone, small screens, much to show."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.end_to_end.browser.browsing import (
    PATIENCE_MS,
    Watch,
    ask,
    assert_highlighted,
    settle,
    sideways,
    still_tab,
    violations,
)
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser

TEXTS = {
    "otters.md": (
        "---\ntitle: Otters of the valley\ndate: 2021-05-04\n---\n# Otters of the valley\n\n"
        "- The otter 🦦 dives eight metres deep.\n- Its fur keeps the cold water out.\n\n"
        "## In the valley\n\nOtters live along the river and eat fish. They sleep by day."
    ),
    "נהר.txt": "הנהר\n\nהנהר זורם אל הים. הגשר נבנה בשנת 1890.",
}
QUESTION = "How deep does the otter dive?"
DEEP = "The otter 🦦 dives eight metres deep."
FOREIGN = "Who won the 2022 World Cup?"
WIDE = {"width": 1500, "height": 900}
PHONE = {"width": 360, "height": 740}
FIRST_PAINT = 100_000  # bytes
FINGER = 44  # CSS pixels, the side of the smallest target for one
# WCAG 2.2 AA, and what axe-core holds for good practice. Its rule of target sizes is off by itself.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("everyone"), TEXTS)
    yield site
    site.stop()


@pytest.fixture
def watch(page: Page, site: Site) -> Iterator[Watch]:
    watch = Watch(page, site)
    yield watch
    assert watch.problems == []


def fail(route: Route) -> None:
    route.fulfill(status=503, json={"error": {"code": "overloaded", "message": "too much to do"}})


def empty(page: Page) -> None:
    expect(page.locator("#welcome-title")).to_be_visible()


def answered(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, "why?")
    page.locator(".turn").first.get_by_role("button", name="Edit the question").click()


def unsupported(page: Page) -> None:
    ask(page, FOREIGN)


def failed(page: Page) -> None:
    page.route("**/v1/chat", fail)
    ask(page, QUESTION)


def reading(page: Page) -> None:
    ask(page, QUESTION).locator(".handle").first.click()
    if page.locator(".sheet").is_visible():
        page.get_by_role("button", name="Open the document").click()
    expect(page.locator("#viewer mark").first).to_be_visible()


def told_why(page: Page) -> None:
    reply = ask(page, QUESTION)
    reply.locator("summary").click()
    expect(reply.locator(".why .card").first).to_be_visible()
    page.locator(".turn").last.get_by_role("button", name="Yes").click()


def in_a_sheet(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    ask(page, QUESTION).locator(".handle").first.click()
    expect(page.locator(".sheet mark").first).to_be_visible()


def previewing(page: Page) -> None:
    ask(page, QUESTION).locator(".handle").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".card.lit")).to_be_visible()
    page.locator("#scroll").evaluate("scroll => { scroll.style.height = '9rem'; }")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("tooltip")).to_be_visible()


def listing(page: Page) -> None:
    ask(page, QUESTION)
    if page.get_by_role("tab", name="Conversations").is_hidden():
        page.locator("#side-toggle").click()
    page.get_by_role("tab", name="Conversations").click()
    expect(page.locator("#conversations a").first).to_be_visible()


def documents(page: Page) -> None:
    if page.get_by_role("tab", name="Documents").is_hidden():
        page.locator("#side-toggle").click()
    page.get_by_role("tab", name="Documents").click()
    expect(page.locator("#documents")).to_contain_text("Otters of the valley")


def deleting(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_label("This conversation").click()
    page.get_by_role("button", name="Delete…").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def renaming(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_label("This conversation").click()
    page.get_by_role("button", name="Rename…").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def menu(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_label("This conversation").click()
    expect(page.get_by_role("button", name="Copy link", exact=True)).to_be_visible()


def settings(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def key_wanted(page: Page) -> None:
    reply = {"error": {"code": "key_expired", "message": "this API key expired at noon"}}
    page.route("**/v1/chat", lambda route: route.fulfill(status=401, json=reply))
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_label("Your question").press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("expired at noon")


STATES: list[Callable[[Page], None]] = [
    empty,
    answered,
    unsupported,
    failed,
    reading,
    previewing,
    told_why,
    in_a_sheet,
    listing,
    documents,
    deleting,
    menu,
    key_wanted,
    settings,
    renaming,
]


# Each state on each screen and in each theme; but in the fast run the fullest ones only once.
@pytest.mark.parametrize(
    ("size", "scheme", "states"),
    [
        pytest.param(WIDE, "light", [reading, told_why, listing], id="wide-light-fullest"),
        pytest.param(WIDE, "light", STATES[::2], id="wide-light", marks=pytest.mark.slow),
        pytest.param(PHONE, "dark", STATES[1::2], id="phone-dark", marks=pytest.mark.slow),
        pytest.param(WIDE, "light", STATES[1::2], id="wide-light-rest", marks=pytest.mark.slow),
        pytest.param(PHONE, "dark", STATES[::2], id="phone-dark-rest", marks=pytest.mark.slow),
        pytest.param(WIDE, "dark", STATES, id="wide-dark", marks=pytest.mark.slow),
        pytest.param(PHONE, "light", STATES, id="phone-light", marks=pytest.mark.slow),
    ],
)
def test_axe_finds_nothing(
    browser: Browser,
    site: Site,
    size: dict[str, int],
    scheme: Any,
    states: list[Callable[[Page], None]],
) -> None:
    found = []
    for state in states:
        with still_tab(browser, size, scheme) as page:
            page.goto(site.url)
            state(page)
            found += violations(page, state.__name__, options=RULES)
            assert sideways(page) == 0, state.__name__
    assert found == [], "\n".join(map(str, found))


def tab_to(page: Page, name: str, role: str = "button", most: int = 60) -> None:
    """Press Tab until the focus is there; every stop on the way must be visible and outlined."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    for _ in range(most):
        page.keyboard.press("Tab")
        seen: list[Any] = page.evaluate(
            """() => {
              const element = document.activeElement;
              const framed = element.closest(".question-frame") ?? element;
              const style = getComputedStyle(framed);
              const box = element.getBoundingClientRect();
              return [element.outerHTML, box.width * box.height > 0,
                style.outlineStyle !== "none" || style.boxShadow !== "none"];
            }"""
        )
        assert seen[1:] == [True, True] or seen[0].startswith("<body"), seen
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the focus never came to {name}")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_everything_goes_by_keyboard(page: Page, site: Site) -> None:
    # Where a conversation is kept, the panel opens on those.
    page.request.post(f"{site.url}/v1/chat", data={"question": QUESTION})
    page.goto(site.url)
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".handle").first).to_be_visible()
    tab_to(page, DEEP, "link")
    expect(page.locator(".card.lit")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#viewer mark").first).to_be_focused()
    tab_to(page, "Close")
    page.keyboard.press("Enter")
    expect(page.locator("#viewer")).to_be_hidden()
    expect(page.locator(".handle").first).to_be_focused()
    tab_to(page, "Conversations", "tab")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Documents")).to_be_focused()
    expect(page.locator("#documents")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#conversations")).to_be_visible()
    tab_to(page, f"“{QUESTION}”: rename, pin, delete")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Rename…")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="Delete…")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    tab_to(page, "Edit the question")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("Does its fur keep the cold water out?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(2)
    address = page.url
    tab_to(page, "Skip to the question", "link")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your question")).to_be_focused()
    assert page.url == address


def test_on_a_phone_the_panel_fills_the_screen_and_leads_back(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(site.url)
    ask(page, QUESTION)
    toggle = page.get_by_role("button", name="Conversations and documents")
    toggle.tap()
    box = page.locator("#side").bounding_box()
    assert box is not None
    assert box["width"] == PHONE["width"]
    page.get_by_role("button", name="Back").tap()
    expect(page.locator("#side")).to_be_hidden()
    expect(toggle).to_be_focused()
    toggle.tap()
    page.get_by_role("tab", name="Conversations").tap()
    page.get_by_role("link", name=QUESTION).first.tap()
    expect(page.locator("#side")).to_be_hidden()
    expect(page.locator(".answer-text")).to_be_visible()
    context.close()


# What can be pressed and is too small for a finger. A link in a line of text may be, as in WCAG
# 2.5.8, and so may what a label enlarges, or what covers more than it shows.
SMALL_TARGETS = """least => Array.from(
  document.querySelectorAll("button, a[href], summary, select, input, textarea, label:has(input)"))
  .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .filter((one) => !one.closest("label") || one.tagName === "LABEL")
  .filter((one) => !one.inert && !one.closest("[inert], .visually-hidden, .skip"))
  .filter((one) => getComputedStyle(one).display !== "inline")
  .filter((one) => getComputedStyle(one, "::after").position !== "absolute")
  .filter((one) => {
    const { width, height } = one.getBoundingClientRect();
    return width < least - 0.5 || height < least - 0.5;
  })
  .map((one) => one.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize(
    "state",
    [
        empty,
        *(
            pytest.param(state, marks=pytest.mark.slow)
            for state in (reading, answered, unsupported, listing, documents, menu, settings)
        ),
    ],
    ids=lambda state: state.__name__,
)
def test_targets_are_large_enough_for_fingers(
    browser: Browser, site: Site, state: Callable[[Page], None]
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(site.url)
    state(page)
    settle(page)
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    assert page.evaluate(SMALL_TARGETS, FINGER) == []
    context.close()


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_nothing_moves_for_who_wants_no_motion(page: Page, site: Site) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(site.url)
    ask(page, QUESTION).locator(".handle").first.click()
    expect(page.locator("#viewer mark").first).to_be_visible()
    moving = page.evaluate(
        """() => Array.from(document.querySelectorAll("*")).filter((one) => {
          const style = getComputedStyle(one);
          const durations = `${style.transitionDuration},${style.animationDuration}`;
          return style.scrollBehavior === "smooth"
            || durations.split(",").some((duration) => parseFloat(duration) > 0);
        }).map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert moving == []


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_what_is_chosen_can_be_seen_where_the_system_sets_the_colours(
    page: Page, site: Site
) -> None:
    """There, backgrounds and shadows are the system's: only frames and lines are left."""
    page.emulate_media(forced_colors="active")
    page.goto(site.url)
    page.get_by_role("button", name="Settings").click()
    frame = "element => getComputedStyle(element).outlineStyle"
    chosen = page.locator(".choice").filter(has=page.locator(":checked"))
    assert chosen.evaluate(frame) == "solid"
    assert page.locator(".choice").last.evaluate(frame) == "none"
    page.keyboard.press("Escape")
    assert page.locator('[role="tab"][aria-selected="true"]').evaluate(frame) == "solid"
    assert page.locator('[role="tab"][aria-selected="false"]').evaluate(frame) == "none"
    page.get_by_label("Your question").focus()
    assert page.locator(".question-frame").evaluate(frame) == "solid"


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_document_from_right_to_left_is_set_so(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/documents/נהר.txt")
    paragraph = page.locator(".paragraph").last
    expect(paragraph).to_be_visible()
    assert paragraph.evaluate("element => getComputedStyle(element).direction") == "rtl"


@pytest.mark.slow
def test_the_first_paint_is_light(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"]))
    page.goto(site.url)
    expect(page.locator("#welcome-title")).to_be_visible()
    until_painted = list(sizes)
    assert len(until_painted) > 10
    assert sum(until_painted) < FIRST_PAINT
    page.close()


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_conversation_of_300_messages_is_all_there(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, QUESTION)
    conversation = page.evaluate(
        "fetch(location.pathname.replace('/conversations', '/v1/conversations'))"
        ".then(reply => reply.json())"
    )
    [turn] = conversation["turns"]
    conversation["turns"] = [
        {**turn, "turn": number, "question": f"{number}. {QUESTION}"} for number in range(1, 151)
    ]
    page.route("**/v1/conversations/*", lambda route: route.fulfill(json=conversation))
    page.reload()
    expect(page.locator(".turn")).to_have_count(150)
    expect(page.get_by_role("heading", name=f"150. {QUESTION}")).to_be_in_viewport()
    page.locator(".handle").first.click()
    expect(page.locator("#viewer mark").first).to_be_in_viewport()
    expect(page.locator(".handle").first).to_be_in_viewport()
    ask(page, "why?")
    expect(page.locator(".turn").nth(150).locator(".question")).to_be_in_viewport()


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("paragraphs", marks=pytest.mark.slow),
        "one line",
        pytest.param("short lines", marks=pytest.mark.slow),
    ],
)
@pytest.mark.usefixtures("watch")
def test_a_document_of_a_megabyte_opens_at_its_quote(page: Page, site: Site, kind: str) -> None:
    between = {"paragraphs": "\n\n", "one line": " ", "short lines": "\n"}[kind]
    sentences = [f"The otter 🦦 number {number} dives deep." for number in range(28_000)]
    text = between.join(sentences)
    quote = sentences[25_000]
    start = text.index(quote)
    assert len(text.encode()) > 1_000_000
    document = {
        **site.document("otters.md"),
        "document_id": "long.txt",
        "title": "A long one",
        "text": text,
        "blocks": [],
    }
    page.route("**/v1/documents/long.txt*", lambda route: route.fulfill(body=json.dumps(document)))
    version = document["sha256"]
    page.goto(f"{site.url}/documents/long.txt?v={version}#char={start},{start + len(quote)}")
    expect(page.locator("#viewer mark").first).to_be_in_viewport()
    assert_highlighted(page, text, quote, start)
    page.locator(".viewer-body").evaluate("element => element.scrollTo(0, 0)")
    expect(page.locator(".paragraph").first).to_be_in_viewport()
