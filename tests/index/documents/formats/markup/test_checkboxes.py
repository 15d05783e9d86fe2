import time

import pytest

from index.documents.formats.markup.markdown import read_markdown


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


def seconds_to_read(line: str) -> float:
    started = time.process_time()
    assert len(read_markdown("a.md", line * 6000).shape.blocks) == 6000
    return time.process_time() - started


def test_a_long_list_to_tick_off_takes_about_as_long_as_another() -> None:
    plain = seconds_to_read("- buy the milk\n")
    assert seconds_to_read("- [ ] buy the milk\n") < 4 * plain
