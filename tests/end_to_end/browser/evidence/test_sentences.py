"""The sentences of an answer: each is a link, and shows its card."""

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.browser.browsing import ask, sideways
from tests.end_to_end.browser.evidence.documents import DEEP, QUESTION
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_sentence_is_a_link_by_its_own_words(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, QUESTION)
    link = page.get_by_role("link", name=DEEP).first
    expect(link).to_have_accessible_description("Otters of the valley › Rules")
    href = link.get_attribute("href") or ""
    page.goto(site.url + href)
    expect(page.locator("#viewer mark").first).to_have_text(DEEP)


@pytest.mark.slow
def test_on_a_phone_a_sheet_shows_the_card_and_leads_to_the_document(phone: Page) -> None:
    handle = ask(phone, QUESTION).locator(".handle").first
    handle.tap()
    sheet = phone.get_by_role("dialog", name="Otters of the valley")
    expect(sheet.locator("mark").first).to_have_text(DEEP)
    box = sheet.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    assert box["height"] == pytest.approx(0.4 * 844, rel=0.05)
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


@pytest.mark.slow
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
