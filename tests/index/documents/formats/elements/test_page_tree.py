import pytest

from index.documents.formats.elements.page_tree import MAX_DEPTH, tree_of


def text_of(markup: str) -> str:
    root = tree_of(markup)
    return "" if root is None else " ".join(" ".join(root.itertext()).split())


@pytest.mark.parametrize(
    "unseen",
    [
        "<p style='color: red; display : none'>x</p>",
        "<p hidden>x</p>",
        "<template><p>x</p></template>",
        "<noscript>x</noscript>",
        "<!-- x -->",
        "<script>x</script>",
        "<span aria-hidden=true>x</span>",
        "<button>x</button>",
        "<span role=doc-pagebreak>x</span>",
    ],
)
def test_what_no_browser_shows_is_no_text(unseen: str) -> None:
    assert text_of(f"<p>before</p>{unseen}<p>after</p>") == "before after"


@pytest.mark.parametrize(
    "seen",
    [
        "<div role=tabpanel hidden>x</div>",
        "<main aria-hidden=true><p>x</p></main>",
        "<h3><button>x</button></h3>",
    ],
)
def test_what_a_reader_can_turn_to_is_text(seen: str) -> None:
    assert text_of(f"<p>before</p>{seen}<p>after</p>") == "before x after"


@pytest.mark.parametrize(
    "tag",
    ["div", "b", "blockquote", "ul><li", "dl><dt><dd", "dd", "table><tr><td", "li><p", "font"],
)
def test_no_text_is_lost_where_elements_lie_deep_in_each_other(tag: str) -> None:
    markup = f"<{tag}>word " * 30_000 + "<p>last</p>"
    words = text_of(markup).split()
    assert len(words) == 30_001
    assert words[-1] == "last"
    root = tree_of(markup)
    assert root is not None
    assert max(len(list(element.iterancestors())) for element in root.iter("*")) <= MAX_DEPTH


def test_definitions_of_entities_are_left_out() -> None:
    bomb = "<!DOCTYPE html [<!ENTITY a 'aaa'><!ENTITY b '&a;&a;'>]><p>&b; end</p>"
    assert text_of(bomb).endswith("end")
    assert "aaa" not in text_of(bomb)


def test_elements_of_xhtml_may_end_at_once() -> None:
    assert text_of("<html><head><title/><script src='x'/></head><body><p>in</p></body>") == "in"
