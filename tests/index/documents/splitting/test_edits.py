from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.documents.shape import blocks_of_lines
from index.documents.splitting.edits import SentenceGrid, regions
from index.documents.splitting.sentences import sentence_segments, stripped
from index.documents.splitting.split import split
from index.languages.scripts import scripts_of_words
from index.languages.telling import languages_of
from index.records import BlockKind, Passage, PassageText, Span
from tests.index.documents.splitting.test_passages import assert_sound
from tests.index.texts import documents, gaps, sentences
from tests.index.timing import seconds_of
from tests.toy import ToyEncoder

count = ToyEncoder().count_tokens
limits = st.sampled_from([60, 120, 254])


@dataclass(frozen=True)
class Edit:
    """`old[start:end]` became `text`."""

    start: int
    end: int
    text: str

    def apply(self, old: str) -> str:
        return old[: self.start] + self.text + old[self.end :]


@st.composite
def edits_of(draw: st.DrawFn, old: str) -> Edit:
    start = draw(st.integers(0, len(old)))
    length = draw(st.sampled_from([0, 0, 1, 5, 60, 600]))
    new = draw(st.lists(st.tuples(sentences, gaps), max_size=6))
    return Edit(start, min(len(old), start + length), "".join(s + gap for s, gap in new))


def texts_of(text: str, passages: Sequence[Passage]) -> list[str]:
    return [text[p.start : p.end] for p in passages]


def sentence_spans(text: str) -> list[Span]:
    segments = sentence_segments(text, blocks_of_lines(text), languages_of(text), count)
    spans = [stripped(text, Span(p.start, p.end)) for p in segments]
    return [span for span in spans if span.start < span.end]


def edited_sentences(old: str, edit: Edit) -> list[Span]:
    """The sentences of the old text that are not sentences of the new one, where they stood."""
    shift = len(edit.text) - (edit.end - edit.start)
    new = set(sentence_spans(edit.apply(old)))

    def stands(span: Span) -> bool:
        if span.end <= edit.start:
            return span in new
        return span.start >= edit.end and Span(span.start + shift, span.end + shift) in new

    return [span for span in sentence_spans(old) if not stands(span)]


def touched(old: str, passages: Sequence[Passage], edit: Edit) -> list[int]:
    """The numbers of the passages that the edit overlaps, or that hold an edited sentence."""
    spans = [Span(edit.start, edit.end), *edited_sentences(old, edit)]
    return [
        number
        for number, p in enumerate(passages)
        if any(span.start < p.end and span.end > p.start for span in spans)
    ]


def may_change(old: str, passages: Sequence[Passage], edit: Edit) -> set[int]:
    """What the edit touches, and one neighbour on each side."""
    numbers = touched(old, passages, edit)
    if not numbers:  # the edit lies between two passages
        after = sum(p.end <= edit.start for p in passages)
        return {after - 1, after}
    return set(range(min(numbers) - 1, max(numbers) + 2))


def vector_keys(text: str, passages: Sequence[Passage]) -> list[PassageText]:
    """What decides a passage's vectors: its text and where its sentences lie in it."""
    return [PassageText.cut_from(text, passage) for passage in passages]


def of_the_same_effect(old: str, edit: Edit) -> Iterator[Edit]:
    """The edit, and others that make the same text: in "ababab" nobody can tell which "ab" went."""
    yield edit
    left = right = edit
    while not left.text and left.start and old[left.start - 1] == old[left.end - 1]:
        left = Edit(left.start - 1, left.end - 1, "")
        yield left
    while not right.text and right.end < len(old) and old[right.start] == old[right.end]:
        right = Edit(right.start + 1, right.end + 1, "")
        yield right


def assert_only_touched_change(
    old: str, before: Sequence[Passage], edit: Edit, after: Sequence[Passage]
) -> None:
    there = Counter(vector_keys(edit.apply(old), after))

    def lost(edit: Edit) -> Counter[PassageText]:
        changing = may_change(old, before, edit)
        kept = [key for n, key in enumerate(vector_keys(old, before)) if n not in changing]
        return Counter(kept) - there

    assert any(not lost(same) for same in of_the_same_effect(old, edit)), lost(edit)


def assert_edits_stay_local(data: st.DataObject, text: str, limit: int) -> None:
    passages = split(text, count, limit)
    for _ in range(3):  # each edit meets the passages that the one before left
        edit = data.draw(edits_of(text))
        new = edit.apply(text)
        after = split(new, count, limit, texts_of(text, passages))
        assert_sound(new, after, limit)
        assert_only_touched_change(text, passages, edit, after)
        text, passages = new, after


@settings(max_examples=50, deadline=None)
@given(st.data(), documents, limits)
def test_an_edit_changes_what_it_touches_and_one_neighbour_on_each_side(
    data: st.DataObject, text: str, limit: int
) -> None:
    assert_edits_stay_local(data, text, limit)


@pytest.mark.slow
@settings(max_examples=5000, deadline=None)
@given(st.data(), documents, limits)
def test_the_same_in_thousands_of_documents(data: st.DataObject, text: str, limit: int) -> None:
    assert_edits_stay_local(data, text, limit)


def test_a_deletion_in_text_that_repeats_leaves_the_passages_behind_it() -> None:
    text = " ".join(["The otter dives for a clam and a crab at dawn."] * 30)
    passages = split(text, count, 60)
    assert len(passages) > 4
    for start in range(0, 200, 47):
        edit = Edit(start, start + 3 * 47, "")
        after = split(edit.apply(text), count, 60, texts_of(text, passages))
        assert_only_touched_change(text, passages, edit, after)


def prose(seed: int, paragraphs: int) -> list[str]:
    words = Random(seed).choices([f"word{number}" for number in range(3000)], k=45 * paragraphs)
    texts = (words[n * 45 : n * 45 + 45] for n in range(paragraphs))
    return [". ".join(" ".join(text[n : n + 9]) for n in range(0, 45, 9)) + "." for text in texts]


@pytest.mark.parametrize("changed", [1, 4000])
def test_a_large_document_is_compared_with_its_version_before_in_little_time(changed: int) -> None:
    old, new = prose(1, 4000), prose(2, 4000)
    text = "\n\n".join([*new[:changed], *old[changed:]])

    def read() -> SentenceGrid:
        return SentenceGrid(text, blocks_of_lines(text), languages_of(text), count, 60)

    grid = read()
    assert seconds_of(lambda: regions(grid, old)) < seconds_of(read)


def edited_lines(text: str, edit: Edit) -> Span:
    end = text.find("\n", edit.end)
    return Span(text.rfind("\n", 0, edit.start) + 1, len(text) if end < 0 else end)


def in_item(old: str, edit: Edit) -> bool:
    """Whether a line of the edit is an item, before it or after it."""
    lines = edited_lines(old, edit)
    new = edit.apply(old)[lines.start : len(edit.apply(old)) - (len(old) - lines.end)]
    kinds = {block.kind for text in (lines.of(old), new) for block in blocks_of_lines(text)}
    return BlockKind.ITEM in kinds


def test_words_in_another_script_change_no_sentence_far_away() -> None:
    # So short a text is then mostly in the letters of Hindi, in which "No." is an abbreviation.
    text, edit = "No. Yes. Yes.", Edit(9, 9, "नमस्ते. ")
    assert edited_sentences(text, edit) == []
    french = "M. Roux et Mme. Petit sont arrivés. Ils ne sont pas avec les autres dans la ville."
    text = french + " Oui."
    edit = Edit(len(french) + 1, len(french) + 1, "Он приехал и уехал с ними в тот же день. " * 3)
    assert languages_of(edit.apply(text)).whole == "ru"
    assert edited_sentences(text, edit) == []


@settings(max_examples=50, deadline=None)
@given(st.data(), documents)
def test_where_a_sentence_ends_depends_on_text_near_it(data: st.DataObject, text: str) -> None:
    """And on which language the text in each script is in, which is told from all of it."""
    edit = data.draw(edits_of(text))
    before, after = languages_of(text).by_script, languages_of(edit.apply(text)).by_script
    assume(all(before[one] == after[one] for one in {*scripts_of_words(text)} & before.keys()))
    # A short item is one sentence, a long one several: there the whole line counts as near.
    near = edited_lines(text, edit) if in_item(text, edit) else Span(edit.start, edit.end)
    before = [s for s in sentence_spans(text) if s.end < near.start]
    behind = [s for s in sentence_spans(text) if s.start > near.end]
    assert not {*before[:-1], *behind[1:]} & set(edited_sentences(text, edit))


@settings(max_examples=50, deadline=None)
@given(documents, limits)
def test_an_unchanged_text_keeps_every_passage(text: str, limit: int) -> None:
    passages = split(text, count, limit)
    assert split(text, count, limit, texts_of(text, passages)) == passages
