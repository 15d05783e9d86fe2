from hypothesis import given
from hypothesis import strategies as st

from index.documents.splitting.split import split
from index.encoder.model import default_folder
from index.encoder.tokens import TextTokenizer
from index.records import PassageText, Span
from service.reading.pair import QUESTION_TOKENS, WINDOW, Pair, pair_of
from tests.index.texts import documents

TOKENIZER = TextTokenizer(default_folder() / "tokenizer.json")
PASSAGE = "Otters sleep in kelp. They eat urchins 🦦 and crabs."
SENTENCES = (Span(0, 21), Span(22, 51))


def pair(question: str, passage: str, *sentences: Span) -> Pair:
    asked, told = TOKENIZER.encode([question, passage])
    return pair_of(asked, told, sentences)


def words_of(row: Pair, passage: str, number: int) -> str:
    """The text that the tokens of a sentence stand for."""
    start, end = (row.sentences[number] - row.first).tolist()
    return passage[row.offsets[start, 0] : row.offsets[end - 1, 1]]


def test_each_sentence_has_its_own_tokens() -> None:
    row = pair("Where do otters sleep?", PASSAGE, *SENTENCES)
    assert [words_of(row, PASSAGE, n) for n in (0, 1)] == [s.of(PASSAGE) for s in SENTENCES]


def test_the_types_tell_question_from_passage() -> None:
    row = pair("Where do otters sleep?", PASSAGE, *SENTENCES)
    assert row.types.tolist() == [0] * row.first + [1] * (len(row.ids) - row.first)
    assert len(row.offsets) == len(row.ids) - row.first - 1  # the last token ends the row


def test_a_long_question_is_cut_and_the_passage_keeps_its_place() -> None:
    row = pair("why " * 500, PASSAGE, *SENTENCES)
    assert row.first == QUESTION_TOKENS + 2
    assert words_of(row, PASSAGE, 1) == SENTENCES[1].of(PASSAGE)


def test_a_sentence_beyond_the_window_has_no_tokens() -> None:
    long = "kelp " * 400
    row = pair(
        "Where?", f"{long}{PASSAGE}", Span(0, len(long) - 1), Span(len(long), len(long) + 21)
    )
    assert len(row.ids) == WINDOW
    assert row.sentences[1].tolist() == [0, 0]
    assert row.sentences[0, 1] > row.sentences[0, 0]


def test_a_passage_without_words_has_no_sentences() -> None:
    row = pair("", "", Span(0, 0))
    assert row.sentences.tolist() == [[0, 0]]
    assert len(row.ids) == 3


@given(st.text(max_size=400), documents)
def test_a_sentence_has_all_tokens_in_the_window_that_overlap_it(question: str, text: str) -> None:
    for passage in split(text, TOKENIZER.count, 254):
        cut = PassageText.cut_from(text, passage)
        row = pair(question, cut.text, *cut.sentences)
        assert len(row.ids) == len(row.types) <= WINDOW
        tokens = list(enumerate(row.offsets.tolist(), row.first))
        overlapping = [
            [
                token
                for token, (start, end) in tokens
                if start < sentence.end and sentence.start < end
            ]
            for sentence in cut.sentences
        ]
        assert [list(range(*ends)) for ends in row.sentences.tolist()] == overlapping
