"""What the everyday questions say of their documents holds."""

import re
from collections import Counter

from tests.fitting.everyday.asking import CONVERSATIONS, EverydayQuestion, read_questions

HELD_OUT = "other_hand"  # figures of conversations are judged by it


def told() -> list[EverydayQuestion]:
    return read_questions()


def letters_of(text: str) -> str:
    return "".join(re.findall(r"\w", text.casefold()))


def test_every_answer_stands_in_its_document() -> None:
    texts: dict[str, str] = {}
    for one in told():
        assert bool(one.answer) == bool(one.file), one
        if one.answer:
            path = f"{one.folder}/{one.file}"
            if path not in texts:
                texts[path] = letters_of((CONVERSATIONS / path).read_text("utf-8"))
            assert letters_of(one.answer) in texts[path], one


def test_no_question_comes_twice_and_none_is_of_the_set_held_out() -> None:
    counts = Counter((one.folder, one.question) for one in told())
    assert [key for key, count in counts.items() if count > 1] == []
    assert not any(one.folder.startswith(HELD_OUT) for one in told())
