import os
from pathlib import Path
from typing import Any

import pytest

from index.documents.files import find_files, path_of
from index.documents.walk import FoundFiles, Patterns
from index.errors import UsageError
from tests.conftest import write_files


def ids(*roots: Path) -> list[str]:
    return [source.document_id for source in find_files(roots).sources]


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


def refuse_stat(monkeypatch: pytest.MonkeyPatch, refused: str, failure: OSError) -> None:
    """Make looking at what lies below a folder, or at a file, fail, for root too."""
    for name in ("stat", "lstat"):
        real = getattr(os, name)

        def look(path: str | Path, *rest: object, real: Any = real, **options: object) -> object:
            follows = real.__name__ == "stat" and options.get("follow_symlinks", True)
            asked = [path, os.path.realpath(path) if follows else path]
            if any(os.fspath(one).startswith(refused) for one in asked):
                raise failure
            return real(path, *rest, **options)

        monkeypatch.setattr(os, name, look)


def test_ids_are_paths_relative_to_the_root(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "b.txt", "a/c.md", "a/B.TXT", "ein Café 🦦.txt")
    assert ids(root) == ["a/B.TXT", "a/c.md", "b.txt", "ein Café 🦦.txt"]


def test_every_file_counts_but_those_left_out(tmp_path: Path) -> None:
    names = "a.txt", "b.pdf", ".c.txt", ".git/d.txt", "e", "node_modules/x/f.md", "g/Thumbs.db"
    found = find_files([folder_of(tmp_path / "r", *names)])
    assert [s.document_id for s in found.sources] == ["a.txt", "b.pdf", "e"]
    assert (found.failures, found.left_out) == ([], {"hidden": 2, "litter": 2})


def test_what_git_ignores_is_left_out(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "a.txt", "build/b.txt", "in/c.log", "in/keep.log", "in/d.txt")
    (root / ".gitignore").write_text("build/\n*.log\n")
    (root / "in" / ".gitignore").write_text("!keep.log\n/d.txt\n")
    found = find_files([root])
    assert [s.document_id for s in found.sources] == ["a.txt", "in/keep.log"]
    assert found.left_out == {"ignored": 3, "hidden": 2}


def test_patterns_choose_files_even_such_as_are_left_out(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "a.txt", "b.md", ".c/d.md", "drafts/e.md", "in/drafts/f.md")
    chosen = find_files([root], Patterns(include=("*.md",), exclude=("/drafts",)))
    assert [s.document_id for s in chosen.sources] == [".c/d.md", "b.md", "in/drafts/f.md"]
    assert chosen.left_out == {"excluded": 2}


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
        find_files([root, tmp_path / "nowhere"])


def test_an_id_leads_back_to_its_file(tmp_path: Path) -> None:
    one, two = folder_of(tmp_path / "x" / "n", "a.txt"), folder_of(tmp_path / "y" / "n", "b/c.txt")
    for roots in ([one], [one, two], [two / "b" / "c.txt"], [one / "a.txt", two]):
        for source in find_files(roots).sources:
            assert path_of(source.document_id, roots) == source.path


def test_what_links_lead_to_keeps_its_own_name_and_rings_end(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "a.txt", "m/b.txt", "z/c.txt")
    for name, target in (("link", "z"), ("zz", "m"), ("ring", "."), ("copy.txt", "a.txt")):
        (root / name).symlink_to(root / target)
    (root / "m" / "again.txt").symlink_to(root / "z" / "c.txt")
    assert ids(root) == ["a.txt", "m/b.txt", "z/c.txt"]


def test_links_are_followed_to_what_has_no_other_name(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", ".store/b.txt", ".store/no.txt", "d/e.txt")
    (root / "d" / "docs").symlink_to(root / ".store")
    (root / "d" / ".gitignore").write_text("no.txt\n")
    (root / "one.txt").symlink_to(root / ".store" / "no.txt")
    (root / "two.txt").symlink_to(root / ".store" / "no.txt")
    assert ids(root) == ["d/docs/b.txt", "d/e.txt", "one.txt"]


def test_a_link_that_leads_out_is_named_and_not_followed(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "a.txt")
    folder_of(tmp_path / "far", "b.txt")
    (root / "folder").symlink_to(tmp_path / "far")
    (root / "in.txt").symlink_to(tmp_path / "far" / "b.txt")
    found = find_files([root])
    assert [s.document_id for s in found.sources] == ["a.txt"]
    assert [f.path for f in found.failures] == ["folder", "in.txt"]
    assert {f.reason for f in found.failures} == {"a link that leads out of its folder"}


def test_a_broken_link_is_left_for_the_reader_to_name(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "a.txt")
    (root / "b.txt").symlink_to(tmp_path / "nowhere")
    assert ids(root) == ["a.txt", "b.txt"]


def test_a_folder_that_cannot_be_listed_is_lost_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder_of(tmp_path / "r", "a.txt", "locked/b.txt")
    lock_folder(monkeypatch, root / "locked")
    found = find_files([root])
    assert [s.document_id for s in found.sources] == ["a.txt"]
    assert found.lost_folders == {root / "locked": "locked"}
    [failure] = found.failures
    assert failure.path == "locked"
    assert failure.reason == "no permission to read this folder"


def test_a_folder_that_can_be_listed_but_not_entered_costs_its_own_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder_of(tmp_path / "r", "a.txt", "locked/b.txt", "locked/in/c.txt", "z.txt")
    (root / "link").symlink_to(root / "locked" / "in")
    refuse_stat(monkeypatch, f"{root}/locked/", PermissionError(13, "Permission denied"))
    found = find_files([root])
    assert [s.document_id for s in found.sources] == ["a.txt", "link", "z.txt"]
    assert found.lost_folders == {root / "locked": "locked"}
    [failure] = found.failures
    assert (failure.path, failure.reason) == ("locked", "no permission to read this folder")


def test_an_entry_that_cannot_be_looked_at_is_left_for_the_reader_to_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder_of(tmp_path / "r", "a.txt", "b.txt", "c.txt")
    refuse_stat(monkeypatch, f"{root}/b.txt", OSError(5, "Input/output error"))
    assert ids(root) == ["a.txt", "b.txt", "c.txt"]


def test_a_link_out_to_what_may_not_be_looked_at_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder_of(tmp_path / "r", "a.txt")
    folder_of(tmp_path / "far", "b.txt")
    (root / "in.txt").symlink_to(tmp_path / "far" / "b.txt")
    refuse_stat(monkeypatch, f"{tmp_path}/far/", PermissionError(13, "Permission denied"))
    found = find_files([root])
    assert [s.document_id for s in found.sources] == ["a.txt"]
    assert [f.reason for f in found.failures] == ["a link that leads out of its folder"]


def test_a_root_out_of_reach_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder_of(tmp_path / "r", "a.txt")
    refuse_stat(monkeypatch, str(root), PermissionError(13, "Permission denied"))
    with pytest.raises(UsageError, match=r"/r: cannot be read \(Permission denied\)"):
        find_files([root])


def test_a_root_that_cannot_be_listed_loses_all_below_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = folder_of(tmp_path / "one", "a.txt"), folder_of(tmp_path / "two", "b.txt")
    lock_folder(monkeypatch, one)
    assert find_files([one]).lost_folders == {one: ""}
    found: FoundFiles = find_files([one, two])
    assert found.lost_folders == {one: "one"}
    assert [s.document_id for s in found.sources] == ["two/b.txt"]


def test_a_name_that_is_not_utf8_is_reported(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "r", "a.txt")
    with Path(os.fsdecode(os.fsencode(root) + b"/b\xe9.txt")).open("w") as file:
        file.write("Otters dive.")
    found = find_files([root])
    assert [s.document_id for s in found.sources] == ["a.txt"]
    [failure] = found.failures
    assert failure.path.endswith("b\ufffd.txt")
    assert failure.reason == "the file's name is not valid UTF-8"
