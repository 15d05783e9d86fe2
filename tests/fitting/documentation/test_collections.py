from pathlib import Path

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


def test_a_collection_has_the_files_of_its_folder_alone(tmp_path: Path) -> None:
    for path in ("docs/restore.rst", "docs/deep/mount.rst", "docs/logo.svg", "README.rst"):
        (tmp_path / "borg" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "borg" / path).write_text("Borg restores files.")
    [found] = collections(tmp_path)
    assert (found.name, sources()["borg"].repository.rsplit("/", 1)[1]) == ("borg", "borg")
    assert [one.document_id for one in found.documents] == ["deep/mount.rst", "restore.rst"]
    assert all(case.documents == found.documents for case in found.cases)
