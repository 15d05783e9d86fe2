import json
import random
from pathlib import Path

from rapidfuzz.distance import OSA

from tests.benchmarks.quality.slips import copy_with_slips, slip_in, with_slips

QUESTION = "When did the Normans conquer their wealthy neighbour?"


def test_a_slip_changes_little_and_never_the_first_letter() -> None:
    lot = random.Random(1)
    slips = {slip_in("network", lot) for _ in range(200)}
    assert all(slip[0] == "n" and OSA.distance(slip, "network") <= 1 for slip in slips)
    assert len(slips) > 20


def test_names_and_little_words_stay() -> None:
    words = with_slips(QUESTION, 9, random.Random(2)).split()
    kept = [one for one, was in zip(words, QUESTION.split(), strict=True) if one == was]
    assert kept == ["When", "did", "the", "Normans", "their"]


def test_a_set_is_copied_with_the_same_slips_each_time(tmp_path: Path) -> None:
    source = tmp_path / "set"
    source.mkdir()
    lines = [json.dumps({"_id": str(number), "text": QUESTION}) for number in range(6)]
    (source / "queries.jsonl").write_text("\n".join(lines), "utf-8")
    for name in ("one", "other"):
        assert copy_with_slips(source, tmp_path / name, 2, 3) == 2
    one, other = ((tmp_path / name / "queries.jsonl").read_text() for name in ("one", "other"))
    assert one == other
    assert [json.loads(line)["_id"] for line in one.splitlines()] == ["0", "3"]
    assert QUESTION not in one
