"""A search sees what a sentence stands under, in its passage and above it."""

import pytest

from index.build import build
from index.documents.formats.markup.markdown import read_markdown
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.search import Searcher
from tests.toy import ToyEncoder

ROWS = "".join(f"| M{n} | {10 * n} Nm |\n" for n in range(1, 60))
BOLTS = f"# Torque of bolts\n\n| Bolt | Torque |\n|---|---|\n{ROWS}"


@pytest.fixture
def searcher(generations: Generations, encoder: ToyEncoder) -> Searcher:
    build(generations, encoder, corpus=[read_markdown("bolts.md", BOLTS)])
    return Searcher(Generation.open_current(generations), encoder)


def test_a_passage_is_found_by_the_headings_above_it(searcher: Searcher) -> None:
    passages = searcher.generation.store.passages
    assert passages > 1
    rows, _ = searcher.generation.lexicon.search("torque", passages)
    assert sorted(rows.tolist()) == list(range(passages))


def test_the_header_counts_for_each_row_and_the_row_for_itself(searcher: Searcher) -> None:
    hits = searcher.search("Torque of bolt M58", 50).hits
    coverage = {
        hit.stored.of(sentence.span): sentence.context_coverage
        for hit in hits
        for sentence in hit.sentences
    }
    assert coverage["M58 | 580 Nm"] == pytest.approx(1)
    assert 0 < coverage["M57 | 570 Nm"] < 1
    title = {hit.stored.text[:2]: hit.signals.title_coverage for hit in hits}
    assert max(title.values()) == pytest.approx(1)


def test_what_a_reader_sees_ends_with_the_passage_and_begins_with_what_it_is_under(
    searcher: Searcher,
) -> None:
    for hit in searcher.search("M58", 50).hits[:2]:
        stored, view = hit.stored, hit.stored.in_context()
        assert view.text.endswith(stored.text)
        assert "Bolt | Torque" in view.text
        assert view.text.count("Torque of bolts") == 1
        assert [view.text[s.start : s.end] for s in view.sentences] == [
            stored.of(sentence) for sentence in stored.passage.sentences
        ]
