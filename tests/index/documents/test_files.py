import os
from pathlib import Path

import pytest

from index.documents.files import FoundFiles, find_files, path_of
from index.documents.formats import SUFFIXES
from index.errors import UsageError
from tests.conftest import write_files


def ids(*roots: Path) -> list[str]:
    return [source.document_id for source in find_files(roots, SUFFIXES).sources]


def folder_of(folder: Path, *names: str) -> Path:
    return write_files(folder, dict.fromkeys(names, "Otters dive."))


def lock_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Make listing the folder fail as it does without permission, for root too."""
    real = Path.iterdir

    def iterdir(path: Path) -> object:
        if path == folder:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)


def test_ids_are_paths_relative_to_the_root(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "b.txt", "a/c.md", "a/B.TXT", "ein Café 🦦.txt")
    assert ids(root) == ["a/B.TXT", "a/c.md", "b.txt", "ein Café 🦦.txt"]


def test_other_kinds_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "a.txt", "b.xyz", ".c.txt", ".git/d.txt", "e", "f.txt~")
    found = find_files([root], SUFFIXES)
    assert [s.document_id for s in found.sources] == ["a.txt"]
    assert found.failures == []


def test_a_file_may_be_a_root(tmp_path: Path) -> None:
    root = folder_of(tmp_path, "a.txt", "b.txt")
    assert ids(root / "a.txt") == ["a.txt"]


def test_several_roots_prefix_the_ids_by_their_names(tmp_path: Path) -> None:
    one, two = folder_of(tmp_path / "one", "a.txt"), folder_of(tmp_path / "two", "a.txt")
    assert ids(one, two) == ["one/a.txt", "two/a.txt"]


def test_roots_of_one_name_are_told_apart_by_their_parents(tmp_path: Path) -> None:
    one = folder_of(tmp_path / "x" / "notes", "a.txt")
    two = folder_of(tmp_path / "y" / "notes", "a.txt")
    assert ids(one, two) == ["x/notes/a.txt", "y/notes/a.txt"]


def test_a_root_inside_another_is_indexed_once(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "a.txt", "in/b.txt")
    assert ids(root, root / "in", root, root / "a.txt") == ["a.txt", "in/b.txt"]


def test_a_missing_root_is_named(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "a.txt")
    with pytest.raises(UsageError, match="nowhere: no such file or folder"):
        find_files([root, tmp_path / "nowhere"], SUFFIXES)


def test_a_root_of_another_kind_is_refused(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "a.xyz")
    with pytest.raises(
        UsageError, match=r"a\.xyz: Pincite reads \.markdown, \.md, \.mdx, \.pdf, \.txt"
    ):
        find_files([root / "a.xyz"], SUFFIXES)


def test_an_id_leads_back_to_its_file(tmp_path: Path) -> None:
    one, two = folder_of(tmp_path / "x" / "n", "a.txt"), folder_of(tmp_path / "y" / "n", "b/c.txt")
    for roots in ([one], [one, two], [two / "b" / "c.txt"], [one / "a.txt", two]):
        for source in find_files(roots, SUFFIXES).sources:
            assert path_of(source.document_id, roots) == source.path


def test_links_are_followed_and_rings_end(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "a.txt")
    folder_of(tmp_path / "far", "b.txt")
    (root / "link").symlink_to(tmp_path / "far")
    (root / "ring").symlink_to(root)
    assert ids(root) == ["a.txt", "link/b.txt"]


def test_a_broken_link_is_left_for_the_reader_to_name(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "a.txt")
    (root / "b.txt").symlink_to(tmp_path / "nowhere")
    assert ids(root) == ["a.txt", "b.txt"]


def test_a_folder_that_cannot_be_listed_is_lost_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder_of(tmp_path / "r", "a.txt", "locked/b.txt")
    lock_folder(monkeypatch, root / "locked")
    found = find_files([root], SUFFIXES)
    assert [s.document_id for s in found.sources] == ["a.txt"]
    assert found.lost_folders == {root / "locked": "locked"}
    [failure] = found.failures
    assert failure.path == str(root / "locked")
    assert failure.reason == "no permission to list this folder"


def test_a_root_that_cannot_be_listed_loses_all_below_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = folder_of(tmp_path / "one", "a.txt"), folder_of(tmp_path / "two", "b.txt")
    lock_folder(monkeypatch, one)
    assert find_files([one], SUFFIXES).lost_folders == {one: ""}
    found: FoundFiles = find_files([one, two], SUFFIXES)
    assert found.lost_folders == {one: "one"}
    assert [s.document_id for s in found.sources] == ["two/b.txt"]


def test_a_name_that_is_not_utf8_is_reported(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "a.txt")
    with Path(os.fsdecode(os.fsencode(root) + b"/b\xe9.txt")).open("w") as file:
        file.write("Otters dive.")
    found = find_files([root], SUFFIXES)
    assert [s.document_id for s in found.sources] == ["a.txt"]
    [failure] = found.failures
    assert failure.path.endswith("b\ufffd.txt")
    assert failure.reason == "the file's name is not valid UTF-8"
