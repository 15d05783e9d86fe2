"""The made-up documents: what is asked is told, or is not, as the questions say."""

from collections import Counter
from pathlib import Path

from tests.fitting.everyday.asking import path_of, read_questions
from tests.fitting.structures.writing import folders, write


def test_the_folders_are_the_same_each_time() -> None:
    first, second = list(folders()), list(folders())
    assert first == second
    assert len({folder.name for folder in first}) == len(first)


def test_what_answers_stands_in_the_document() -> None:
    for folder in folders():
        for question in folder.questions:
            assert bool(question.answer) == bool(question.file)
            if question.answer:
                assert question.answer in folder.texts[question.file], question


def test_each_kind_asks_what_its_documents_tell_and_what_they_do_not() -> None:
    counts = Counter(
        (folder.name.partition("-")[0], bool(question.answer))
        for folder in folders()
        for question in folder.questions
    )
    kinds = {kind for kind, _ in counts}
    assert len(kinds) == 5
    assert all(counts[kind, told] > 100 for kind in kinds for told in (True, False))


def test_of_a_thing_that_is_not_told_the_offer_has_no_item() -> None:
    for folder in folders():
        for question in folder.questions:
            asked = question.question.lower().removeprefix("is ").partition(" included")
            if not question.answer and asked[1] and len(folder.texts) == 1:
                [text] = folder.texts.values()
                assert f"- {asked[0]}" not in text.lower().splitlines()


def test_the_folders_are_written_as_everyday_questions_lie(tmp_path: Path) -> None:
    count = write(tmp_path)
    questions = read_questions(tmp_path)
    assert len(questions) == count
    for question in questions:
        assert path_of(question.folder, tmp_path).is_dir()
        if question.file:
            file = path_of(question.folder, tmp_path) / question.file
            assert question.answer in file.read_text("utf-8")
