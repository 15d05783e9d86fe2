import os
from pathlib import Path

import pytest

from tests.fitting.documentation.collections import collections, conversations, find_documents
from tests.fitting.documentation.pages import Pages, Standing

CHECKOUTS = os.environ.get("PINCITE_DOCUMENTATION", "")
PAGE = "# Backups\n\n## Mounting\n\nIt is slow. Use `borg mount` to\nlook in.\n\n- It needs FUSE.\n"


def test_a_stretch_stands_in_a_sentence_or_an_item_below_its_headings(tmp_path: Path) -> None:
    (tmp_path / "mount.md").write_text(PAGE)
    (tmp_path / "photo.md").write_bytes(b"\x00\x01" * 40)
    pages = Pages(find_documents(tmp_path))
    headings = ("Mounting", "Backups", "Backups")
    found = pages.find("mount.md", "mount to look")
    assert found == Standing("Use borg mount to look in.", headings)
    assert pages.find("mount.md", "needs FUSE") == Standing("It needs FUSE.", headings)
    assert pages.find("mount.md", "needs a key") is None
    assert pages.find("photo.md", "FUSE") is None
    assert pages.find("other.md", "FUSE") is None


def test_every_answer_of_a_dialogue_stands_in_one_sentence_of_its_page() -> None:
    if not CHECKOUTS:
        pytest.skip("NOT RUN: name the folder of the repositories in PINCITE_DOCUMENTATION")
    for collection in collections(Path(CHECKOUTS)):
        pages = Pages(collection.documents)
        for case in conversations(collection.name, folder="dialogues"):
            for turn in case.told.turns:
                for stretches in turn.expected_contains:
                    assert pages.find(turn.expected_document or "", stretches[0]), case.name
