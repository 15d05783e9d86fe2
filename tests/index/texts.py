"""Documents for the property tests: everything that people's files hold and splitters trip over."""

from hypothesis import strategies as st

_WORDS = [
    *"otter kelp Raft river and the swims quickly 3.14 U.S. Dr. e.g. don't x".split(),
    *("Über", "naïve", "e\u0301tude", "n\u0303", "👩‍👩‍👧‍👦", "👍🏽", "🦦", "שָׁלוֹם", "مرحبا", "नमस्ते"),
    *(
        "日本語の文。次の文",
        "한국어",
        "\u202bעברית\u202c",
        "a\u00a0b",
        "well-known",
        "(sic)",
        "…",
        "?!",
    ),
]
_ENDS = [".", ".", ".", "!", "?", "…", '."', ".)", "。", "", ";"]
_GAPS = [" ", " ", " ", "  ", "\t", "\n", "\r\n", "\n\n", "\r\n\r\n", "\n- ", "\n2. ", "\n \n"]
_USUAL = ["Yes.", "No.", "The otter dives.", "So it goes on and on and on.", "Was it?"]

words = st.sampled_from(_WORDS)


def _sentence(parts: list[str], end: str) -> str:
    return " ".join(parts) + end


usual_sentences = st.one_of(
    st.sampled_from(_USUAL),  # the same sentence often stands more than once
    st.builds(_sentence, st.lists(words, min_size=1, max_size=12), st.sampled_from(_ENDS)),
)
long_sentences = st.builds(
    lambda parts, times, end: _sentence(parts * times, end),
    st.lists(words, min_size=4, max_size=8),
    st.integers(10, 80),
    st.sampled_from(_ENDS),
)
unbroken = st.builds(
    lambda part, length: (part * length)[:length],
    st.sampled_from(["x", "ab1", "é", "🦦", "!?", "ש", "한", "e\u0301"]),
    st.sampled_from([90, 101, 400, 400, 400, 10_000]),
)
sentences = st.integers(0, 60).flatmap(
    lambda n: unbroken if n == 0 else long_sentences if n < 4 else usual_sentences
)
gaps = st.sampled_from(_GAPS)


def _document(parts: list[tuple[str, str]], ends_in_gap: bool) -> str:
    text = "".join(sentence + gap for sentence, gap in parts)
    return text if ends_in_gap else text.rstrip()


documents = st.builds(
    _document, st.lists(st.tuples(sentences, gaps), min_size=1, max_size=40), st.booleans()
)
