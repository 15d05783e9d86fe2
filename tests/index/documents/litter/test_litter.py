import io
import zipfile
from pathlib import Path

import pytest

from index.documents.files import find_files
from index.documents.formats import read
from index.documents.litter.litter import reason_against
from index.documents.objects.listing import list_objects
from index.originals import FileReport, Original
from tests.conftest import write_files
from tests.index.documents.objects.storage import ROOT, Storage

PASSED_OVER = [
    *(".git/config", "a/.hidden.txt", "node_modules/b/c.md", "a/bower_components/b.md"),
    *("__pycache__/a.txt", "venv/lib/a.txt", "__MACOSX/a.txt"),
    *("a/Thumbs.db", "desktop.ini", "Icon\r"),
]
KEPT = ["Icon", "a/venv", "node_modules.md", "notes/thumbs.txt"]


@pytest.mark.parametrize(
    ("steps", "is_folder", "reason"),
    [
        (["a", "b.txt"], False, ""),
        (["venv"], False, ""),
        (["venv"], True, "litter"),
        (["a", "Thumbs.db"], False, "litter"),
        (["Thumbs.db"], True, ""),
        (["venv", "a.txt"], False, "litter"),
        ([".venv", "a.txt"], False, "hidden"),
        (["..", ".", "a.txt"], False, ""),
        ([], False, ""),
    ],
)
def test_a_name_tells_what_is_hidden_or_litter(
    steps: list[str], is_folder: bool, reason: str
) -> None:
    assert reason_against(steps, is_folder) == reason


def test_folders_pass_the_same_over(tmp_path: Path) -> None:
    root = write_files(tmp_path / "r", dict.fromkeys([*PASSED_OVER, *KEPT], "Otters dive."))
    assert [source.document_id for source in find_files([root]).sources] == sorted(KEPT)


def test_archives_pass_the_same_over() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in [*PASSED_OVER, *KEPT]:
            archive.writestr(name, "Otters dive.")
    found = read(Original("a.zip", buffer.getvalue()))
    ids = {one.path if isinstance(one, FileReport) else one.document_id for one in found}
    assert ids == {f"a.zip!/{name}" for name in KEPT}


def test_object_storage_passes_the_same_over(storage: Storage) -> None:
    storage.put(dict.fromkeys([*PASSED_OVER, *KEPT], "Otters dive."))
    found = find_files([ROOT], list_objects=list_objects)
    assert [source.document_id for source in found.sources] == sorted(KEPT)
