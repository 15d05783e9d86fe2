"""Dialogues become rows that a listener learns from, each after what was answered before it."""

import json
from pathlib import Path

from service.evaluation.cases.case_set import Case
from service.evaluation.cases.question_file import ConversationFile
from tests.fitting.documentation.collections import find_documents, sources
from tests.fitting.documentation.pages import Pages
from tests.fitting.followups.written import rows_of_dialogue, written_rows

TURNS = [
    {
        "question": "how does one mount a backup",
        "standalone": "how does one mount a backup",
        "stands_alone": True,
        "expected_document": "mount.rst",
        "expected_contains": ["borg mount"],
    },
    {
        "question": "is it fast",
        "standalone": "is it fast to mount a backup",
        "expected_reading": [["mount", "backup"]],
        "expected_status": "unsupported",
    },
    {"question": "where is my key kept", "stands_alone": True},
]
PAGE = "Mounting\n========\n\nUse ``borg mount`` to look in. It needs FUSE.\n"


def test_a_row_hears_what_was_meant_and_answered_and_knows_which_reading_is_right(
    tmp_path: Path,
) -> None:
    (tmp_path / "mount.rst").write_text(PAGE)
    held = ConversationFile.model_validate_json(json.dumps({"turns": TURNS}))
    pages = Pages(find_documents(tmp_path))
    first, second = rows_of_dialogue(Case("talk", held, ()), pages, "borg")
    heard = "how does one mount a backup | Mounting |  | Use borg mount to look in."
    assert first.said == f"is it fast | {heard}"
    assert first.taught == first.said
    assert not first.stands_alone
    right = [text for text, is_right in zip(first.texts, first.right, strict=True) if is_right]
    assert right
    assert all("mount" in text.lower() or "backup" in text for text in right)
    assert second.said.startswith("where is my key kept | is it fast to mount a backup | ")
    assert second.right.tolist() == [True] + [False] * (len(second.texts) - 1)
    assert (first.collection, set(first.features)) == ("borg", {"grammar"})


def test_dialogues_are_about_collections_that_may_be_learned_from(tmp_path: Path) -> None:
    for name in ("restic", "jellyfin"):
        (tmp_path / name / sources()[name].folder).mkdir(parents=True)
    rows = list(written_rows(tmp_path))
    assert {row.collection for row in rows} == {"restic"}
    assert len(rows) > 100
