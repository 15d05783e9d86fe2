from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from index.milvus.held.bm25 import passage_vector, question_vector
from index.storage.lexicon import SearchText
from index.storage.lexicon.lexicon import Lexicon
from index.storage.lexicon.lexicon_writer import write_lexicon
from index.storage.words.analysis import terms

_WORDS = st.sampled_from("otter kelp raft dive river tide moon urchin stone paw".split())
_TEXTS = st.lists(st.lists(_WORDS, max_size=400).map(" ".join), min_size=1, max_size=8)


def test_the_numbers_are_those_of_tantivy(tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    @given(_TEXTS, st.lists(_WORDS, min_size=1, max_size=5).map(" ".join))
    def check(texts: list[str], question: str) -> None:
        folder: Path = tmp_path_factory.mktemp("lexicon") / "lexicon"
        write_lexicon(folder, [SearchText(text) for text in texts], 0)
        lexicon = Lexicon(folder, {0: 0})
        found, scores = lexicon.search(question, 10)
        of_each = [terms(text) for text in texts]
        mean = sum(map(len, of_each)) / len(texts)
        asked = question_vector({t: lexicon.rarity(t) for t in terms(question)})
        for row, score in zip(found.tolist(), scores.tolist(), strict=True):
            held = passage_vector(of_each[row], mean)
            ours = sum(weight * held.get(place, 0.0) for place, weight in asked.items())
            assert abs(ours - score) < 1e-4 * max(1.0, score)

    check()
