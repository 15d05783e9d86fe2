import os
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.search import Searcher
from service.evaluation.dataset import JudgedQuery
from tests.fitting.collect import Asked
from tests.fitting.documentation.asking import (
    lessons_about,
    questions_in_dialogues,
    read_questions,
    with_answers_as_found,
)
from tests.fitting.documentation.collections import collections, sources
from tests.fitting.everyday.asking import EverydayQuestion

CHECKOUTS = os.environ.get("PINCITE_DOCUMENTATION", "")


def letters_of(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text.casefold()))


def lessons() -> list[EverydayQuestion]:
    return [one for name in sorted(sources()) for one in lessons_about(name)]


def test_no_question_comes_twice_and_half_of_them_have_an_answer() -> None:
    told = [*read_questions(), *lessons()]
    counts = Counter((one.folder, one.question.casefold().strip("?. ")) for one in told)
    assert [key for key, count in counts.items() if count > 1] == []
    assert 0.45 < np.mean([bool(one.answer) for one in told]) < 0.65
    assert all(bool(one.answer) == bool(one.file) for one in told)
    assert {one.folder for one in told} <= set(sources())


def test_every_answer_stands_in_its_file() -> None:
    if not CHECKOUTS:
        pytest.skip("NOT RUN: name the folder of the repositories in PINCITE_DOCUMENTATION")
    files = {
        (found.name, one.document_id): one.path
        for found in collections(Path(CHECKOUTS))
        for one in found.documents
    }
    for one in [*read_questions(), *lessons()]:
        for file, stretch in one.stretches():
            letters = letters_of(files[one.folder, file].read_text("utf-8"))
            assert letters_of(stretch) in letters, one


def test_what_a_dialogue_asks_is_a_question_that_stands_alone() -> None:
    told = questions_in_dialogues("borg")
    assert len({one.question for one in told}) == len(told) > 250
    fedora = next(one for one in told if one.question == "How do I get Borg on Fedora?")
    assert (fedora.answer, fedora.file) == ("dnf install borgbackup", "installation.rst")
    assert all(bool(one.answer) == bool(one.file) for one in told)
    assert any(not one.answer for one in told)


def test_an_answer_is_known_where_its_file_has_marks_that_no_text_has(
    library_of: Callable[[dict[str, str]], Searcher],
) -> None:
    searcher = library_of({"cache.md": "Caches\n\nOn macOS: ~/Library/Caches/tool is used."})
    query = JudgedQuery("1", "Where is the cache?", {"cache.md": 1}, True, ("macOS**: `~/Library",))
    found = with_answers_as_found(Asked.of("set", query, searcher.search(query.text, 5).hits))
    assert found.query.answers == ("macOS**: `~/Library", "macOS: ~/Library")
    other = replace(query, relevant={"other.md": 1})
    asked = Asked.of("set", other, searcher.search(query.text, 5).hits)
    assert with_answers_as_found(asked).query.answers == query.answers
