import re

from hypothesis import example, given, settings

from index.documents.clean import clean
from index.documents.shape import blocks_of_lines
from index.documents.splitting.sentences import CountTokens, sentence_segments, stripped
from index.documents.splitting.split import split
from index.errors import Unreadable
from index.languages.telling import languages_of
from index.records import Block, BlockKind, Passage, RawDocument, Span
from tests.index.texts import documents
from tests.toy import ToyEncoder

LIMIT = 60
UNBROKEN = "x" * 10_000
count = ToyEncoder().count_tokens
_ONLY_A_LIST_MARK = re.compile(r"\s*(?:(?:[-*•–‣◦·]|\(?\d{1,3}[.)])\s+)?")


def split_texts(text: str, limit: int = LIMIT) -> list[str]:
    return [text[p.start : p.end] for p in split(text, count, limit)]


def sentence_texts(text: str, limit: int = LIMIT) -> list[str]:
    return [s.of(text) for p in split(text, count, limit) for s in p.sentences]


def assert_lossless(text: str, passages: list[Passage]) -> None:
    """Between passages lies white space alone, and between sentences that and list marks."""
    spans = [Span(p.start, p.end) for p in passages]
    assert not "".join(_gaps(text, Span(0, len(text)), spans)).strip()
    for passage in passages:
        whole = Span(passage.start, passage.end)
        for gap in _gaps(text, whole, list(passage.sentences)):
            assert _ONLY_A_LIST_MARK.fullmatch(gap), gap


def _gaps(text: str, whole: Span, spans: list[Span]) -> list[str]:
    starts = [*(span.start for span in spans), whole.end]
    ends = [whole.start, *(span.end for span in spans)]
    assert all(end <= start for end, start in zip(ends, starts, strict=True)), "they overlap"
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


def assert_sound(
    text: str, passages: list[Passage], limit: int, count: CountTokens = count
) -> None:
    assert_lossless(text, passages)
    for passage in passages:
        assert passage.sentences
        assert text[passage.start : passage.end].strip() == text[passage.start : passage.end] != ""
        assert all(s.of(text).strip() == s.of(text) != "" for s in passage.sentences)
        assert count([text[passage.start : passage.end]])[0] <= limit
    # A sentence stands in one passage, unless it is too long for any.
    starts = {p.start for p in passages}
    for segment in sentence_segments(text, blocks_of_lines(text), languages_of(text), count):
        sentence = stripped(text, Span(segment.start, segment.end))
        if segment.tokens <= limit:
            assert not starts.intersection(range(sentence.start + 1, sentence.end))


@settings(max_examples=60, deadline=None)
@given(documents)
@example(UNBROKEN)
@example(f"Before. {UNBROKEN} after.\n\n{'🦦' * 10_000}")
@example("!" * 100)  # 100 tokens without white space, in a window of 60
@example("\r\n \t\r\n")
def test_a_split_loses_nothing_and_exceeds_no_window(text: str) -> None:
    assert_sound(text, split(text, count, LIMIT), LIMIT)


@settings(max_examples=40, deadline=None)
@given(documents)
def test_a_cleaned_document_splits_as_soundly(text: str) -> None:
    try:
        document, _ = clean(RawDocument("a.txt", text))
    except Unreadable:
        return
    assert "\r" not in document.text
    assert_sound(document.text, split(document.text, count, 254), 254)


def test_10_000_unbroken_characters_become_passages_that_fit() -> None:
    texts = split_texts(UNBROKEN)
    assert "".join(texts) == UNBROKEN
    assert len(texts) > 20


def test_repeated_sentences_have_offsets_of_their_own() -> None:
    text = "Yes. No. Yes. No. Yes."
    [passage] = split(text, count, LIMIT)
    assert [(s.start, s.of(text)) for s in passage.sentences] == [
        (0, "Yes."),
        (5, "No."),
        (9, "Yes."),
        (14, "No."),
        (18, "Yes."),
    ]


def test_a_passage_ends_at_a_paragraph_end_before_a_sentence_end() -> None:
    first = "The otter sleeps in the kelp forest. " * 5
    text = f"{first.strip()}\n\n{'Rafts drift on the tide at night. ' * 5}"
    assert split_texts(text)[0] == first.strip()


def test_a_sentence_that_is_too_long_is_split_between_words_and_not_cut_off() -> None:
    text = "word " * 200 + "end."
    texts = split_texts(text)
    assert " ".join(texts) == text
    assert all(count([part])[0] <= LIMIT for part in texts)


def test_long_code_is_cut_at_blank_lines_before_other_line_ends() -> None:
    entries = [f"{name} = 1\n" * 15 for name in ("kelp", "raft", "tide")]
    text = "\n".join(entries).strip()
    passages = split(text, count, LIMIT, blocks=[Block(BlockKind.CODE, 0, len(text))])
    assert [text[p.start : p.end] for p in passages] == [entry.strip() for entry in entries]


def test_parts_of_a_long_sentence_in_one_passage_are_one_sentence() -> None:
    text = "Short one. " + "Word " * 70 + "end. Last."
    in_order = sentence_texts(text)
    assert in_order[0] == "Short one."
    assert in_order[-1] == "Last."
    assert " ".join(in_order) == text


def test_a_sentence_after_a_long_unbroken_one_stays_its_own() -> None:
    text = "!" * 90 + " Last one."
    assert sentence_texts(text) == ["!" * 60, "!" * 30, "Last one."]


def test_white_space_alone_has_no_passages() -> None:
    assert split(" \n\t\n ", count, LIMIT) == []
    assert split("", count, LIMIT) == []
