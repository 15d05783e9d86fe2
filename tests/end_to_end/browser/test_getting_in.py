"""Files that a reader brings to the page, and folders: how they come in, and go again."""

import http.server
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.conftest import write_files
from tests.end_to_end.browser.browsing import (
    PATIENCE_MS,
    Watch,
    ask,
    sideways,
    still_tab,
    violations,
)
from tests.end_to_end.site import Site
from tests.index.documents.formats.pdf.pdfs import Pdf, Text

pytestmark = pytest.mark.browser

OTTERS = "# Otters of the valley\n\nThe otter dives eight metres deep."
BEAVER = b"# The beaver\n\nThe beaver fells a tree in nine minutes."
QUESTION = "How long does the beaver take to fell a tree?"
LOCKED = Pdf([[Text(60, 100, "The lamp of the lighthouse is red.")]], password="otter").bytes()
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, {"otters.md": OTTERS})
    yield site
    site.stop()


@pytest.fixture
def watch(page: Page, site: Site) -> Iterator[Watch]:
    watch = Watch(page, site)
    yield watch
    assert watch.problems == []


def drag(page: Page, paths: list[Path], *types: str) -> None:
    """What the browser makes of files that are dragged over the page from outside."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in types:
        event = {"type": kind, "x": 200, "y": 300, "data": data}
        session.send("Input.dispatchDragEvent", event)


def hold_over(page: Page, paths: list[Path]) -> None:
    """Drag files over the page until it shows that it has seen them, as a hand does."""
    drag(page, paths, "dragEnter")
    veil = page.locator(".drop-veil")
    end = time.monotonic() + PATIENCE_MS / 1000
    while not (veil.count() and veil.is_visible()):
        assert time.monotonic() < end
        drag(page, paths, "dragOver")
        page.wait_for_timeout(100)


def drop(page: Page, *paths: Path) -> None:
    # The browser drops only where the page has said that it takes what is dragged.
    hold_over(page, list(paths))
    drag(page, list(paths), "dragOver", "drop")


def files(folder: Path, contents: dict[str, bytes]) -> list[Path]:
    """Files of the reader's, which the server does not index."""
    folder.mkdir(exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def item(page: Page, name: str) -> Locator:
    """A file in the list of what is being added."""
    return page.locator(".tray-item").filter(has_text=name)


def opened(page: Page, site: Site) -> None:
    """The page, once it listens to what is dropped."""
    page.goto(site.url)
    expect(page.locator(".index-words")).to_have_text("1 document")


def sources(page: Page, site: Site) -> Locator:
    """The ways in above the list of documents, opened."""
    opened(page, site)
    if page.get_by_role("tab", name="Documents").is_hidden():
        page.locator("#side-toggle").click()
    page.get_by_role("tab", name="Documents").click()
    expect(page.locator(".ways")).to_be_visible()
    return page.locator(".origins")


@pytest.mark.usefixtures("watch")
def test_dropped_files_are_added_and_each_says_what_came_of_it(
    page: Page, site: Site, tmp_path: Path
) -> None:
    opened(page, site)
    brought = files(
        tmp_path / "mine",
        {
            "beaver.md": BEAVER,
            "broken.pdf": b"%PDF-1.4 and nothing else",
            "program.exe": b"MZ\x00\x01\x02\x03",
            "empty.txt": b"",
        },
    )
    hold_over(page, brought)
    expect(page.locator(".drop-veil")).to_contain_text("Drop the files to add them")
    drop(page, *brought)
    expect(page.locator(".drop-veil")).to_be_hidden()
    expect(page.locator(".tray-title")).to_have_text("1 file added, 3 not added")
    expect(item(page, "beaver.md")).to_contain_text("Added")
    expect(item(page, "broken.pdf")).to_contain_text("Could not be read")
    expect(item(page, "broken.pdf")).to_contain_text("Save or download it again.")
    expect(item(page, "program.exe")).to_contain_text("A program, which Pincite does not read.")
    expect(item(page, "empty.txt")).to_contain_text("Is empty")
    expect(page.locator("#announcer")).to_have_text("1 file added, 3 not added")
    assert page.url == f"{site.url}/"
    expect(page.locator(".index-words")).to_have_text("2 documents")
    expect(ask(page, QUESTION)).to_contain_text("nine minutes")
    item(page, "beaver.md").get_by_role("link").click()
    expect(page.locator(".document-text")).to_contain_text("The beaver fells a tree")
    page.get_by_role("button", name="Close").first.click()
    # The same file once more adds nothing, and that is said.
    drop(page, brought[0])
    expect(page.locator(".tray-item").last).to_contain_text("Was there already")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_what_was_added_well_goes_when_the_reader_asks_on(
    page: Page, site: Site, tmp_path: Path
) -> None:
    opened(page, site)
    tray, notice = page.locator(".tray"), page.locator(".index-notice-box")
    one, two = files(tmp_path / "mine", {"beaver.md": BEAVER, "lamp.txt": b"The lamp is green."})
    drop(page, one)
    expect(page.locator(".tray-title")).to_have_text("1 file added")
    expect(notice).to_be_visible()
    expect(ask(page, QUESTION)).to_contain_text("nine minutes")
    expect(tray).to_be_hidden()
    expect(notice).to_have_count(0)
    drop(page, two)
    expect(page.locator(".tray-title")).to_have_text("1 file added")
    tray.get_by_role("button", name="Close").focus()
    page.keyboard.press("Escape")
    expect(tray).to_be_hidden()
    expect(page.get_by_label("Your question")).to_be_focused()


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_files_are_chosen_by_a_button_and_several_at_once_wait_their_turn(
    page: Page, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_SECONDS", "0.3")
    first, *rest = files(
        tmp_path / "mine",
        {f"{n}.txt": f"The lamp number {n} is green.".encode() for n in range(4)},
    )
    sources(page, site)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files", exact=True).click()
    chooser.value.set_files([first])
    expect(page.locator(".tray-title")).to_have_text("Adding 1 file")
    for path in rest:
        drop(page, path)
    expect(page.locator(".tray-title")).to_have_text("4 files added")
    expect(page.locator(".index-words")).to_have_text("5 documents")
    page.locator(".tray").get_by_role("button", name="Close").click()
    expect(page.locator(".tray")).to_be_hidden()
    expect(page.get_by_label("Your question")).to_be_focused()


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_locked_file_is_opened_with_its_password(page: Page, site: Site, tmp_path: Path) -> None:
    opened(page, site)
    drop(page, *files(tmp_path / "mine", {"locked.pdf": LOCKED}))
    locked = item(page, "locked.pdf")
    expect(locked).to_contain_text("Needs a password")
    locked.get_by_label("Password").fill("badger")
    page.keyboard.press("Enter")
    expect(locked).to_contain_text("That password does not open it")
    locked.get_by_label("Password").fill("otter")
    locked.get_by_role("button", name="Open").click()
    expect(locked).to_have_text("locked.pdfAdded")
    expect(ask(page, "What colour is the lamp of the lighthouse?")).to_contain_text("is red")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_the_files_in_a_dropped_folder_are_added_without_the_hidden_ones(
    page: Page, site: Site, tmp_path: Path
) -> None:
    folder = write_files(
        tmp_path / "mine",
        {
            "beaver.md": BEAVER.decode(),
            "deep/er/mill.txt": "The mill grinds barley.",
            ".secret.txt": "Hidden.",
            ".git/config.txt": "Hidden too.",
        },
    )
    opened(page, site)
    drop(page, folder)
    expect(page.locator(".tray-title")).to_have_text("2 files added")
    expect(page.locator(".tray-note")).to_have_text("2 hidden files were passed over.")
    expect(item(page, "mill.txt")).to_contain_text("Added")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_name_is_only_text_wherever_it_stands(page: Page, site: Site, tmp_path: Path) -> None:
    names = [
        "<img src=x onerror=alert(1)>.txt",
        '" onfocus=alert(1) x=".txt',
        "javascript:alert(1).txt",
        "\u202egnp.exe\u202c.txt",
        "{n} {name} $& %41.txt",
        "נהר.txt",
        f"{'long ' * 40}.txt",
    ]
    brought = files(
        tmp_path / "mine",
        {name: f"The boat number {n} is blue.".encode() for n, name in enumerate(names)},
    )
    sources(page, site)
    drop(page, *brought)
    expect(page.locator(".tray-title")).to_have_text("7 files added")
    shown = page.locator(".tray-name bdi").all_text_contents()
    assert sorted(shown) == sorted(names)
    page.locator(".tray").get_by_role("button", name="Close").click()
    expect(page.locator(".document-link")).to_have_count(8)
    page.get_by_label("Search the documents").fill("onerror")
    page.get_by_role("button", name="Remove uploads/<img").or_(
        page.get_by_role("button", name="Remove <img")
    ).first.click()
    expect(page.get_by_role("dialog")).to_contain_text("<img src=x onerror=alert(1)>.txt")
    page.get_by_role("button", name="Cancel").click()
    assert sideways(page) == 0


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_what_was_added_is_removed_once_the_reader_agrees(
    page: Page, site: Site, tmp_path: Path
) -> None:
    sources(page, site)
    drop(page, *files(tmp_path / "mine", {"beaver.md": BEAVER}))
    links = page.locator(".document-link")
    expect(links).to_have_count(2)
    remove = page.get_by_role("button", name="Remove The beaver…")
    expect(page.locator(".document-remove")).to_have_count(1)  # none for what lies in a folder
    remove.click()
    expect(page.get_by_role("dialog")).to_contain_text("uploads/beaver.md")
    page.keyboard.press("Escape")
    expect(links).to_have_count(2)
    remove.click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(links).to_have_text(["Otters of the valley"])
    assert httpx2.get(f"{site.url}/v1/documents/uploads/beaver.md").status_code == 404


@pytest.mark.slow
def test_a_folder_is_added_by_its_path_and_removed(
    page: Page, site: Site, watch: Watch, tmp_path: Path
) -> None:
    watch.expected = {404}
    other = write_files(tmp_path / "reports", {"a.txt": "The mill grinds barley.", "b.md": OTTERS})
    sources(page, site)
    page.get_by_role("button", name="Add a folder…").click()
    path = page.get_by_label("Path on this computer")
    path.fill("reports")
    page.keyboard.press("Enter")
    expect(page.locator("#folder-problem")).to_contain_text("the whole path")
    path.fill(str(tmp_path / "nowhere"))
    page.keyboard.press("Enter")
    expect(page.locator("#folder-problem")).to_contain_text("There is nothing at that path")
    path.fill(str(other))
    page.keyboard.press("Enter")
    expect(item(page, "reports")).to_contain_text("Added, with all that can be read in it")
    page.get_by_text("From 2 folders").click()
    expect(page.locator(".root")).to_have_count(2)
    expect(page.locator(".root").filter(has_text="reports")).to_contain_text("2")
    expect(page.locator(".document-link")).to_have_count(3)
    # Two documents have the same title; each is told by its path.
    twins = page.locator(".document-item").filter(has_text="Otters of the valley")
    expect(twins.locator(".document-facts")).to_have_text(["documents/otters.md", "reports/b.md"])
    page.get_by_role("button", name=f"Remove the folder {other}…").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator(".document-link")).to_have_count(1)
    assert (other / "a.txt").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_files_that_could_not_be_read_are_listed_with_reasons_a_page_at_a_time(
    page: Page, site: Site, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    files(folder, {f"{n:02d}.bin": b"\x00\x01\x02" for n in range(53)})
    files(folder, {"broken.pdf": b"%PDF-1.4 and nothing else"})
    site.publish({})
    sources(page, site).get_by_role("button", name="1 file could not be read").click()
    listed = page.locator(".unread-file")
    expect(listed).to_have_count(1)
    expect(listed).to_contain_text("broken.pdf")
    expect(listed).to_contain_text("Save or download it again.")
    page.get_by_role("button", name="Other kinds 53").click()
    expect(listed).to_have_count(50)
    expect(page.get_by_role("button", name="Other kinds 53")).to_be_focused()
    page.get_by_role("button", name="Show more").click()
    expect(listed).to_have_count(53)
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()
    expect(listed.nth(50)).to_be_focused()


@pytest.mark.slow
def test_who_may_not_add_is_told_who_may(
    page: Page, site: Site, watch: Watch, tmp_path: Path
) -> None:
    watch.expected = {401}
    _, reader = site.keys.create("reader", "ask", None)
    _, operator = site.keys.create("operator", "admin", None)
    page.goto(site.url)
    give(page, reader)
    page.get_by_role("tab", name="Documents").click()
    ways = page.locator(".ways")
    expect(ways).to_contain_text("needs an API key of scope admin")
    expect(page.get_by_role("button", name="Choose files", exact=True)).to_have_count(0)
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.method))
    brought = files(tmp_path / "mine", {"beaver.md": BEAVER})
    hold_over(page, brought)
    expect(page.locator(".drop-veil")).to_contain_text("Files cannot be added here")
    drop(page, *brought)
    expect(page.locator(".drop-veil")).to_be_hidden()
    assert "POST" not in posted
    assert page.url == f"{site.url}/"
    ways.get_by_role("button", name="Use another key").click()
    give(page, operator)
    expect(page.get_by_role("button", name="Choose files", exact=True)).to_be_visible()
    drop(page, *brought)
    expect(page.locator(".tray-title")).to_have_text("1 file added")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_the_sending_is_shown_and_can_be_stopped(page: Page, site: Site, tmp_path: Path) -> None:
    held: list[Route] = []
    page.route("**/v1/documents", lambda route: held.append(route))  # noqa: PLW0108 - no built-in
    opened(page, site)
    drop(page, *files(tmp_path / "mine", {"beaver.md": BEAVER}))
    expect(item(page, "beaver.md")).to_contain_text("Is being sent")
    expect(page.locator(".tray-words")).to_contain_text("Sending…")
    page.locator(".tray").get_by_role("button", name="Stop").click()
    expect(item(page, "beaver.md")).to_contain_text("Was stopped")
    assert httpx2.get(f"{site.url}/v1/files").json()["counts"] == {"indexed": 1}
    page.unroute("**/v1/documents")
    item(page, "beaver.md").get_by_role("button", name="Retry").click()
    expect(page.locator(".tray-title")).to_have_text("1 file added")


@pytest.mark.slow
def test_a_file_that_is_too_large_is_told_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    site = Site(tmp_path, {"otters.md": OTTERS}, max_upload_file_mib=1)
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.method))
    sources(page, site)
    drop(page, *files(tmp_path / "mine", {"large.txt": b"a" * (2**20 + 1)}))
    expect(item(page, "large.txt")).to_contain_text("Larger than 1 MiB.")
    assert "POST" not in posted
    site.stop()


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_text_that_is_dragged_is_left_alone_and_a_link_is_not_followed(
    page: Page, site: Site
) -> None:
    opened(page, site)
    prevented = """([selector, type, value]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData(type, value);
      const init = { bubbles: true, cancelable: true, dataTransfer };
      return ["dragover", "drop"].map((name) =>
        !document.querySelector(selector).dispatchEvent(new DragEvent(name, init)));
    }"""
    link = ["text/uri-list", "https://example.org/"]
    assert page.evaluate(prevented, ["#scroll", "text/plain", "words"]) == [False, False]
    assert page.evaluate(prevented, ["#question", *link]) == [False, False]
    assert page.evaluate(prevented, ["#scroll", *link]) == [True, True]
    expect(page.locator(".drop-veil")).to_be_hidden()


@pytest.mark.slow
def test_a_page_of_another_origin_adds_nothing(page: Page, site: Site, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "index.html").write_text(
        f"""<form method="post" enctype="multipart/form-data" action="{site.url}/v1/documents">
        <input name="files" type="file"></form>""",
        encoding="utf-8",
    )
    handler = partial(_Silent, directory=str(tmp_path / "elsewhere"))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if _adds(request.url) else None)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{elsewhere.server_port}/")
        page.evaluate(
            """async (url) => {
              const form = new FormData();
              form.append("files", new File(["The beaver fells a tree."], "evil.txt"));
              await fetch(url, { method: "POST", mode: "no-cors", body: form }).catch(() => {});
              await fetch(url, { method: "POST", body: form }).catch(() => {});
            }""",
            f"{site.url}/v1/documents",
        )
        page.locator("input").set_input_files(files(tmp_path / "mine", {"evil.txt": BEAVER}))
        with page.expect_navigation() as reply:
            page.evaluate("document.forms[0].submit()")
        elsewhere.shutdown()
    assert sent == ["POST"] * 3
    assert reply.value.status == 403
    counts = httpx2.get(f"{site.url}/v1/files").json()["counts"]
    assert counts == {"indexed": 1}
    assert not [*(tmp_path / "data" / "uploads").glob("files/*")]


def _adds(url: str) -> bool:
    return url.endswith("/v1/documents")


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), pytest.param(PHONE, "dark", marks=pytest.mark.slow)]
)
def test_axe_finds_nothing(
    browser: Browser, site: Site, tmp_path: Path, size: Any, scheme: Any
) -> None:
    found = []
    with still_tab(browser, size, scheme) as page:

        def look(state: str) -> None:
            found.extend(violations(page, state))
            assert sideways(page) == 0, state

        sources(page, site)
        page.get_by_text("From 1 folder").click()
        brought = files(
            tmp_path / "mine",
            {"beaver.md": BEAVER, "locked.pdf": LOCKED, "broken.pdf": b"%PDF-1.4 no", "a.txt": b""},
        )
        hold_over(page, brought)
        expect(page.locator(".drop-veil")).to_be_visible()
        look("veil")
        drop(page, *brought)
        expect(page.locator(".tray-title")).to_have_text("1 file added, 3 not added")
        look("tray")
        page.locator(".tray").get_by_role("button", name="Close").click()
        expect(page.locator(".document-remove")).to_have_count(1)
        look("sources")
        page.get_by_role("button", name="2 files could not be read").click()
        expect(page.locator(".unread-file")).to_have_count(1)
        look("unread")
        page.locator("dialog").get_by_role("button", name="Close").click()
        page.get_by_role("button", name="Add a folder…").click()
        page.get_by_label("Path on this computer").fill("x")
        page.keyboard.press("Enter")
        look("folder")
    assert found == []


def give(page: Page, token: str) -> None:
    page.get_by_label("API key", exact=True).fill(token)
    page.get_by_role("button", name="Use this key").click()
