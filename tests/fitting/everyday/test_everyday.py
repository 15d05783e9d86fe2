"""What the everyday questions say of their documents holds."""

import re
from collections import Counter
from functools import cache

from tests.fitting.everyday.asking import (
    FOLDER,
    LESSONS,
    PARAPHRASES,
    EverydayQuestion,
    path_of,
    read_questions,
)

HELD_OUT = "other_hand"  # figures of conversations are judged by it


@cache
def told() -> list[EverydayQuestion]:
    return [one for of in (FOLDER, LESSONS, PARAPHRASES) for one in read_questions(of)]


def letters_of(text: str) -> str:
    return "".join(re.findall(r"\w", text.casefold()))


@cache
def letters_in(folder: str, file: str) -> str:
    return letters_of((path_of(folder) / file).read_text("utf-8"))


def test_every_answer_stands_in_its_document() -> None:
    for one in told():
        assert bool(one.answer) == bool(one.file), one
        assert one.answer or not one.also, one
        for file, stretch in one.stretches():
            assert letters_of(stretch), one
            assert letters_of(stretch) in letters_in(one.folder, file), one


def test_no_question_comes_twice_and_none_is_of_the_set_held_out() -> None:
    counts = Counter((one.folder, one.question) for one in told())
    assert [key for key, count in counts.items() if count > 1] == []
    assert not any(one.folder.startswith(HELD_OUT) for one in told())
