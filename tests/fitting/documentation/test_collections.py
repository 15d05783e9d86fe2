from pathlib import Path

from service.evaluation.cases.case_checks import misreadings_in
from tests.fitting.documentation.collections import (
    collections,
    conversations,
    sources,
)


def test_every_conversation_goes_on_and_says_how_each_follow_up_is_to_be_read() -> None:
    names = [case.name for name in sources() for case in conversations(name)]
    assert len(names) == len(set(names)) > 400
    for name in sources():
        for case in conversations(name):
            first, *others = case.told.turns
            assert first.stands_alone
            assert others
            assert all(turn.tells_reading for turn in others), case.name
            assert case.told.unknown_fields == set()


def test_every_dialogue_says_what_each_question_means_and_where_its_answer_stands() -> None:
    told = [(name, case) for name in sources() for case in conversations(name, folder="dialogues")]
    assert len({case.name for _, case in told}) == len(told) > 900
    assert all(sources()[name].is_learned for name, _ in told)
    for _, case in told:
        first, *others = case.told.turns
        assert first.stands_alone
        assert case.told.unknown_fields == {"standalone"}
        for turn in case.told.turns:
            assert bool(turn.expected_document) == bool(turn.expected_contains)
            meant = (turn.model_extra or {})["standalone"]
            assert not list(misreadings_in(meant, turn)), (case.name, turn.question)
        assert sum(turn.tells_reading for turn in others) >= len(others) - 1


def test_a_collection_has_the_files_of_its_folder_alone(tmp_path: Path) -> None:
    for path in ("docs/restore.rst", "docs/deep/mount.rst", "docs/logo.svg", "README.rst"):
        (tmp_path / "borg" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "borg" / path).write_text("Borg restores files.")
    [found] = collections(tmp_path)
    assert (found.name, sources()["borg"].repository.rsplit("/", 1)[1]) == ("borg", "borg")
    assert [one.document_id for one in found.documents] == ["deep/mount.rst", "restore.rst"]
    assert all(case.documents == found.documents for case in found.cases)
