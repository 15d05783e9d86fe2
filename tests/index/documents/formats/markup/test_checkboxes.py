import pytest

from index.documents.formats.markup.markdown import read_markdown
from tests.index.timing import seconds_of


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("- [ ] open\n- [x] done\n- [X] too", "- ☐ open\n- ☑ done\n- ☑ too"),
        ("- [x] one\n\n  two\n\n- three", "- ☑ one\n\ntwo\n\n- three"),
        ("- [x]\ttab\n- [X]\n  next line", "- ☑\ttab\n- ☑ next line"),
        ("- [x]close\n- [ ]\n- \\[x] no", "- [x]close\n- [ ]\n- [x] no"),
        ("- a\n  [x] no\n\n[x] no", "- a [x] no\n\n[x] no"),
    ],
)
def test_a_box_that_an_item_begins_with_is_open_or_ticked(markdown: str, text: str) -> None:
    assert read_markdown("a.md", markdown).text.strip() == text


def test_a_long_list_to_tick_off_takes_about_as_long_as_another() -> None:
    plain, boxes = "- buy the milk\n" * 6000, "- [ ] buy the milk\n" * 6000
    to_read_plain = seconds_of(lambda: read_markdown("a.md", plain), 1)
    assert seconds_of(lambda: read_markdown("a.md", boxes), 1) < 4 * to_read_plain
