"""Word indexes joined by links: they answer as one does, and each planted damage is found."""

import errno
import itertools
import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import GenerationDamaged
from index.storage.lexicon import LOCK_FILES, SearchText
from index.storage.lexicon.lexicon import Lexicon
from index.storage.lexicon.lexicon_links import check_links, join_lexicons, linked_files
from index.storage.lexicon.lexicon_writer import write_lexicon

WORDS = ["otter", "kelp", "river", "the", "mill", "urchin", "clams", "Wohnung", "hell"]
QUESTIONS = ["Where do otters dive for kelp?", "mill river", "Wohnungen", "urchin", "zebra"]
Segment = list[SearchText]

passages = st.lists(
    st.builds(
        lambda words, language: SearchText(" ".join(words), language),
        st.lists(st.sampled_from(WORDS), max_size=8),
        st.sampled_from(["en", "en", "de"]),
    ),
    max_size=8,
)
segments = st.lists(passages, min_size=1, max_size=5)


class Collected:
    """A data folder in which each segment's index is written once, and joined in many ways."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._numbers = itertools.count(1)

    def write(self, serial: int, segment: Segment) -> Path:
        folder = self.data_dir / "segments" / f"{serial:06d}" / "lexicon"
        folder.parent.mkdir(parents=True)
        write_lexicon(folder, segment, serial)
        return folder

    def join(self, parts: Sequence[Path]) -> Path:
        """Write beside the place where it is to lie, as a generation is, and move it there."""
        final = self.data_dir / "generations" / f"{next(self._numbers):06d}"
        staged = final.with_name(final.name + ".partial")
        staged.mkdir(parents=True)
        join_lexicons(staged / "lexicon", parts)
        staged.rename(final)
        return final / "lexicon"

    def open(self, serials: Sequence[int], written: dict[int, Segment]) -> Lexicon:
        ends = itertools.accumulate((len(written[one]) for one in serials), initial=0)
        parts = [self.data_dir / "segments" / f"{one:06d}" / "lexicon" for one in serials]
        folder = self.join(parts)
        assert check_links(folder, parts) == []
        return Lexicon(folder, dict(zip(serials, ends, strict=False)))

    def alone(self, texts: Segment) -> Lexicon:
        folder = self.data_dir / f"alone-{next(self._numbers)}"
        write_lexicon(folder, texts, 0)
        return Lexicon(folder, {0: 0})


def check_answers(joined: Lexicon, one: Lexicon, masks: Sequence[np.ndarray[Any, Any]]) -> None:
    """Compare all that the two tell. Of equal scores any passage may come first."""
    assert (joined.passages, joined.languages) == (one.passages, one.languages)
    for question in QUESTIONS:
        ways = one.ways(question)
        assert joined.ways(question) == ways
        assert [joined.rarity(*way) for way in ways] == [one.rarity(*way) for way in ways]
        for among in [None, *masks]:
            rows, scores = one.search(question, 99, among)
            theirs, their_scores = joined.search(question, 99, among)
            assert sorted(theirs.tolist()) == sorted(rows.tolist())
            score_of = dict(zip(rows.tolist(), scores, strict=True))
            assert their_scores == pytest.approx([score_of[row] for row in theirs.tolist()])
            assert their_scores == pytest.approx(scores)
            best, best_scores = joined.search(question, 3, among)
            assert best_scores == pytest.approx(scores[:3])
            assert best_scores == pytest.approx([score_of[row] for row in best.tolist()])
            holding = joined.holding(ways, 99, among) if ways else np.empty(0)
            wanted = one.holding(ways, 99, among) if ways else np.empty(0)
            assert sorted(holding.tolist()) == sorted(wanted.tolist())


def masks_over(total: int, ends: Sequence[int]) -> list[np.ndarray[Any, Any]]:
    """Ranges of rows, those in the middle across the borders of segments, and every second row."""
    rows = np.arange(total)
    ranges = [(rows >= end - 2) & (rows < end + 2) for end in ends]
    return [*ranges, rows % 2 == 0, rows < 0, rows >= 0]


@settings(max_examples=12, deadline=None)
@given(segments=segments, added=passages, data=st.data())
def test_passages_cut_in_any_way_answer_as_one_index(
    segments: list[Segment], added: Segment, data: st.DataObject
) -> None:
    serials = data.draw(
        st.lists(
            st.integers(0, 2**40 - 1),
            min_size=len(segments) + 1,
            max_size=len(segments) + 1,
            unique=True,
        )
    )
    written = dict(zip(serials, [*segments, added], strict=True))
    kept = serials[:-1]
    dropped = data.draw(st.sampled_from(kept))
    changed = data.draw(st.permutations([one for one in serials if one != dropped]))
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        collected = Collected(Path(folder))
        for serial, segment in written.items():
            collected.write(serial, segment)
        for chosen in (kept, changed):  # the second: one is dropped, another added
            texts = [text for serial in chosen for text in written[serial]]
            ends = [*itertools.accumulate(len(written[serial]) for serial in chosen)]
            joined, one = collected.open(chosen, written), collected.alone(texts)
            for most_named in (10_000, 0):
                patch.setattr("index.storage.lexicon.lexicon._MOST_NAMED", most_named)
                check_answers(joined, one, masks_over(len(texts), ends))


def test_without_parts_it_is_an_empty_index(tmp_path: Path) -> None:
    folder = Collected(tmp_path).join([])
    assert check_links(folder, []) == []
    assert Lexicon(folder, {}).search("kelp", 9)[0].tolist() == []


TEXTS = [[SearchText("Otters dive for kelp.")] * 3, [SearchText("Kelp grows.")] * 2]


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    collected = Collected(tmp_path)
    return [collected.write(serial, texts) for serial, texts in enumerate(TEXTS, 1)]


@pytest.fixture
def folder(tmp_path: Path, parts: list[Path]) -> Path:
    return Collected(tmp_path).join(parts)


def rows_for(folder: Path) -> list[int]:
    return sorted(Lexicon(folder, {1: 0, 2: 3}).search("kelp", 9)[0].tolist())


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_links_are_relative_and_hold_after_a_move(
    tmp_path: Path, folder: Path, parts: list[Path]
) -> None:
    for name, target in linked_files(parts).items():
        segment = target.parent.parent.name
        link = Path(f"../../../segments/{segment}/lexicon/{name}")
        assert (folder / name).readlink() == link
    moved = tmp_path.with_name(tmp_path.name + "-moved")
    tmp_path.rename(moved)
    moved_parts = [moved / part.relative_to(tmp_path) for part in parts]
    assert check_links(moved / folder.relative_to(tmp_path), moved_parts) == []
    assert rows_for(moved / folder.relative_to(tmp_path)) == [0, 1, 2, 3, 4]


def test_reading_writes_nothing_into_segments(folder: Path, parts: list[Path]) -> None:
    for part, name in itertools.product(parts, LOCK_FILES):
        (part / name).unlink(missing_ok=True)
    before = [names_in(part) for part in parts]
    files = {path: path.stat().st_mtime_ns for part in parts for path in part.iterdir()}
    assert rows_for(folder) == [0, 1, 2, 3, 4]
    assert [names_in(part) for part in parts] == before
    assert {path: path.stat().st_mtime_ns for path in files} == files
    assert names_in(folder) - linked_files(parts).keys() == {"meta.json", ".tantivy-meta.lock"}


def test_removing_a_joined_index_leaves_the_segments_whole(folder: Path, parts: list[Path]) -> None:
    before = [names_in(part) for part in parts]
    shutil.rmtree(folder)
    assert [names_in(part) for part in parts] == before
    join_lexicons(folder, parts)
    assert rows_for(folder) == [0, 1, 2, 3, 4]


def test_a_copy_may_hold_files_in_place_of_links(folder: Path, parts: list[Path]) -> None:
    copy = folder.parent / "copy"
    shutil.copytree(folder, copy)
    name = sorted(linked_files(parts))[0]
    assert not (copy / name).is_symlink()
    assert check_links(copy, parts) == []
    assert rows_for(copy) == [0, 1, 2, 3, 4]
    content = (copy / name).read_bytes()
    (copy / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert check_links(copy, parts) == [f"copy/{name} is not as in its segment"]


def test_each_wrong_link_is_named(folder: Path, parts: list[Path]) -> None:
    targets = linked_files(parts)
    first, second, third, fourth = sorted(targets)[:4]
    (folder / first).unlink()
    (folder / second).unlink()
    (folder / second).symlink_to(targets[third])
    (folder / third).unlink()
    (folder / third).symlink_to("nowhere")
    (folder / fourth).unlink()
    (folder / fourth).mkdir()
    (folder / "stranger").symlink_to(targets[third])
    (folder / "ghost").symlink_to("nowhere")
    assert check_links(folder, parts) == [
        f"lexicon/{first} is missing",
        f"lexicon/{second} does not lead to {os.path.relpath(targets[second], folder)}",
        f"lexicon/{third} leads nowhere",
        f"lexicon/{fourth} is not as in its segment",
        "lexicon/ghost leads nowhere",
        "lexicon/stranger does not belong",
    ]


def test_links_to_other_segments_than_the_named_ones_are_found(
    tmp_path: Path, folder: Path, parts: list[Path]
) -> None:
    other = Collected(tmp_path).write(3, TEXTS[1])
    wrong = check_links(folder, [parts[0], other])
    assert f"lexicon/{min(linked_files([other]))} is missing" in wrong
    assert f"lexicon/{min(linked_files([parts[1]]))} does not belong" in wrong
    assert wrong[-1] == "lexicon/meta.json does not list what the segments hold"


def test_the_order_of_the_segments_counts(folder: Path, parts: list[Path]) -> None:
    assert check_links(folder, parts[::-1]) == [
        "lexicon/meta.json does not list what the segments hold"
    ]


def lose_one_segment(meta: dict[str, Any]) -> None:
    meta["segments"].pop()


def count_too_few(meta: dict[str, Any]) -> None:
    meta["segments"][0]["max_doc"] -= 1


def forget_a_field(meta: dict[str, Any]) -> None:
    meta["schema"].pop()


@pytest.mark.parametrize("alter", [lose_one_segment, count_too_few, forget_a_field])
def test_a_list_that_was_altered_is_found(
    folder: Path, parts: list[Path], alter: Callable[[dict[str, Any]], None]
) -> None:
    meta = json.loads((folder / "meta.json").read_bytes())
    alter(meta)
    (folder / "meta.json").write_text(json.dumps(meta))
    assert check_links(folder, parts) == ["lexicon/meta.json does not list what the segments hold"]


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"segments": [{}]}', "[" * 100_000])
def test_a_list_that_is_none_is_found(folder: Path, parts: list[Path], content: str) -> None:
    (folder / "meta.json").write_text(content)
    [message] = check_links(folder, parts)
    assert "meta.json cannot be trusted" in message
    with pytest.raises(GenerationDamaged, match="lexicon is damaged"):
        rows_for(folder)


def test_what_cannot_be_read_is_named(tmp_path: Path, folder: Path, parts: list[Path]) -> None:
    [message] = check_links(tmp_path / "none", parts)
    assert message == f"{tmp_path / 'none'} cannot be read (No such file or directory)"
    shutil.rmtree(parts[0])
    [message] = check_links(folder, parts)
    assert message == f"{parts[0] / 'meta.json'} is missing"


@pytest.mark.parametrize("ending", [".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term"])
@pytest.mark.parametrize("keep", [None, 0.0, 0.5])
def test_a_file_of_a_segment_that_is_gone_or_cut_is_damage(
    folder: Path, parts: list[Path], ending: str, keep: float | None
) -> None:
    [path] = parts[1].glob(f"*{ending}")
    content = path.read_bytes()
    path.unlink()
    if keep is not None:
        path.write_bytes(content[: int(len(content) * keep)])
    with pytest.raises(GenerationDamaged, match="lexicon is damaged"):
        rows_for(folder)
    assert check_links(folder, parts) == (
        [] if keep is not None else [f"lexicon/{path.name} leads nowhere"]
    )


def test_an_index_that_is_gone_or_of_other_segments_is_damage(folder: Path) -> None:
    with pytest.raises(GenerationDamaged, match="in no segment"):
        Lexicon(folder, {1: 0, 3: 3})
    with pytest.raises(GenerationDamaged, match="in no segment"):
        Lexicon(folder, {1: 0})
    shutil.rmtree(folder)
    with pytest.raises(GenerationDamaged, match="lexicon is damaged"):
        rows_for(folder)


def test_only_indexes_of_one_kind_are_joined(tmp_path: Path, parts: list[Path]) -> None:
    meta = json.loads((parts[1] / "meta.json").read_bytes())
    forget_a_field(meta)
    (parts[1] / "meta.json").write_text(json.dumps(meta))
    with pytest.raises(GenerationDamaged, match="of another kind"):
        Collected(tmp_path).join(parts)


def test_a_full_disk_is_an_os_error(
    tmp_path: Path, parts: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        Collected(tmp_path).join(parts)


def test_a_disk_that_fails_on_opening_is_an_os_error(folder: Path, parts: list[Path]) -> None:
    name = min(linked_files(parts))
    (folder / name).unlink()
    (folder / name).symlink_to(name)  # a link to itself
    with pytest.raises(OSError, match=r"os error|code:"):
        rows_for(folder)
    assert check_links(folder, parts) == [f"lexicon/{name} leads nowhere"]
