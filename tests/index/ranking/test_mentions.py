import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.ranking.mentions import Mentions
from index.ranking.query import Query
from index.records import QuestionVectors
from index.storage.lexicon import SearchText
from index.storage.lexicon.lexicon import Lexicon
from index.storage.lexicon.lexicon_writer import write_lexicon
from index.storage.shapes.contexts import context_tables
from index.storage.texts_records import Outlines
from index.storage.words.analysis import number_of, terms

WORDS = "otter kelp bay urchin the".split()  # the last is a stop word
sentences = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
passages = st.lists(st.lists(sentences, min_size=1, max_size=3), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder = tmp_path_factory.mktemp("words") / "lexicon"
    write_lexicon(folder, map(SearchText, ["otter kelp", "kelp bay", "kelp"]), 0)
    return Lexicon(folder, {0: 0})


def outlines_of(texts: list[list[str]]) -> Outlines:
    """Of passages with these sentences; what mentions do not look at is left out."""
    said = [terms(sentence) for passage in texts for sentence in passage]
    return Outlines(
        rows=range(len(texts)),
        titles=[""] * len(texts),
        word_ranges=[],
        sentences=np.array([len(passage) for passage in texts]),
        words=np.zeros(len(said), np.int64),
        terms=np.array([len(found) for found in said]),
        term_numbers=np.array([number_of(t) for found in said for t in found], np.uint32),
        contexts=context_tables([(None, None, None)] * len(texts), [len(p) for p in texts]),
    )


def query_of(text: str, lexicon: Lexicon) -> Query:
    none = np.zeros((0, 4), np.float32)
    return Query.of(text, QuestionVectors(np.zeros(4, np.float32), none, none), lexicon)


def share_of_pairs(query: Query, said: list[str]) -> float:
    """As the words say it: each pair of the question that stands in a row of terms, one by one."""
    near = {*itertools.pairwise(said), *zip(said, said[2:], strict=False)}
    asked = [(*query.terms[one], *query.terms[two]) for one, two in query.pairs]
    weights = [query.rarities[one] + query.rarities[two] for one, two in query.pairs]
    found = sum(w for pair, w in zip(asked, weights, strict=True) if pair in near)
    return float(found / (sum(weights) or 1))


@settings(deadline=None)
@given(passages, sentences)
def test_terms_and_pairs_are_found_where_they_stand(
    lexicon: Lexicon, texts: list[list[str]], question: str
) -> None:
    query = query_of(question, lexicon)
    mentions = Mentions.of(query, outlines_of(texts))
    said = [terms(sentence) for passage in texts for sentence in passage]
    counts = [[found.count(term) for [term] in query.terms] for found in said]
    assert mentions.counts.tolist() == counts
    in_sentences = mentions.pairs_in(np.arange(len(said)), len(said))
    assert in_sentences == pytest.approx([share_of_pairs(query, found) for found in said])
    of_passage = np.repeat(np.arange(len(texts)), [len(passage) for passage in texts])
    in_passages = mentions.pairs_in(of_passage, len(texts))
    whole = [[term for sentence in passage for term in terms(sentence)] for passage in texts]
    assert in_passages == pytest.approx([share_of_pairs(query, found) for found in whole])


def test_a_pair_stands_side_by_side_or_one_apart(lexicon: Lexicon) -> None:
    query = query_of("otter bay", lexicon)
    texts = [
        ["The otter of the bay.", "Otter, kelp, bay.", "Otter kelp, urchin bay.", "Bay otter."]
    ]
    shares = Mentions.of(query, outlines_of(texts)).pairs_in(np.arange(4), 4)
    assert shares.tolist() == [1, 1, 0, 0]


def test_a_word_is_mentioned_in_any_of_its_ways(tmp_path: Path) -> None:
    texts = [("Die Wohnungen sind hell.", "de"), ("Wohnungen are flats.", "en")]
    write_lexicon(tmp_path / "lexicon", (SearchText(*one) for one in texts), 0)
    lexicon = Lexicon(tmp_path / "lexicon", {0: 0})
    said = [terms(*one) for one in texts]
    outlines = replace(
        outlines_of([[text] for text, _ in texts]),
        terms=np.array([len(one) for one in said]),
        term_numbers=np.array([number_of(term) for one in said for term in one], np.uint32),
    )
    query = query_of("Wohnungen hell", lexicon)
    assert query.terms == (("wohnung", "wohnungen"), ("hell",))
    mentions = Mentions.of(query, outlines)
    assert mentions.counts.tolist() == [[1, 1], [1, 0]]
    assert mentions.pairs_in(np.arange(2), 2).tolist() == [1, 0]
