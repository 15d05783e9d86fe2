import pytest

from index.records import Span
from index.storage.words.analysis import number_of, term_spans, terms, ways_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The otters were DIVING", ["otter", "dive"]),
        ("Café naïve", ["cafe", "naiv"]),
        ("what is it?", []),
        ("NATO's 1911 treaty", ["nato", "1911", "treati"]),
        ("x" * 200, []),
    ],
)
def test_terms_are_lower_case_stems_without_stop_words(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "the otters were diving", "an otter dives"),
        ("de", "Die Häuser der Städte", "das Haus einer Stadt"),
        ("fr", "Les chevaux mangeaient", "un cheval qui mange"),
        ("es", "las canciones rápidas", "una canción rápida"),
        ("it", "le ragazze dell'ufficio", "una ragazza degli uffici"),
        ("pt", "os gatos correram", "o gato correu"),
        ("nl", "de katten lopen", "een kat en het lopen"),
        ("ru", "сроки уведомлений", "срок уведомления"),
        ("ar", "المدرسة والإشعار", "مدرسة و إشعار"),
    ],
)
def test_forms_of_a_word_have_one_term(language: str, one: str, other: str) -> None:
    assert terms(one, language)
    assert set(terms(one, language)) & set(terms(other, language))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Der Hund ist nicht im Haus", ["hund", "haus"]),
        ("fr", "l'eau de la mer", ["eau", "mer"]),
        ("de", "Straße", ["strass"]),
        ("vi", "Nước Việt", ["nuoc", "viet"]),
    ],
)
def test_terms_of_other_languages(language: str, text: str, expected: list[str]) -> None:
    assert terms(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("海獭睡觉。", ["海獭", "獭睡", "睡觉"]),
        ("水", ["水"]),
        ("2023年5月 Köln", ["2023", "年", "5", "月", "koln"]),
        ("ラッコは眠る", ["ラッ", "ッコ", "コは", "は眠", "眠る"]),
        ("수달은 잔다", ["수달", "달은", "잔다"]),
    ],
)
def test_without_blanks_each_two_letters_are_a_term(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_a_few_foreign_letters_change_nothing_in_english() -> None:
    assert terms("The word 日本語 means the Japanese language") == terms(
        "The word 日本語 means the Japanese language", "en"
    )


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The otters, in Café.", ["otters", "Café"]),
        ("zh", "海獭在iPhone里", ["海獭", "獭在", "iPhone", "里"]),
        ("de", "Das Haus; das Haus", ["Haus", "Haus"]),
    ],
)
def test_terms_are_told_with_where_they_stand(language: str, text: str, words: list[str]) -> None:
    found = list(term_spans(text, language))
    assert [span.of(text) for _, span in found] == words
    assert [term for term, _ in found] == terms(text, language)
    assert all(isinstance(span, Span) for _, span in found)


def test_an_index_in_english_looks_for_english_terms_alone() -> None:
    for question in ("Where do otters sleep?", "Wo schlafen die Otter?", "海獭在哪里？", ""):
        assert ways_of(question, ("en",)) == [(term,) for term in terms(question, "en")]


def test_each_word_has_a_way_by_each_language() -> None:
    assert ways_of("Wann endet die Frist der Wohnungen?", ("de", "en")) == [
        ("end", "endet"),
        ("frist",),
        ("wohnung", "wohnungen"),
    ]
    assert ways_of("When did the towers fall?", ("de", "en")) == [("tow", "tower"), ("fall",)]


def test_a_question_of_function_words_alone_keeps_them() -> None:
    assert ways_of("Wer?", ("de",)) == [("wer",)]


def test_a_term_has_the_same_number_for_good() -> None:
    """Stored passages are told by these numbers."""
    assert [number_of(term) for term in ("otter", "é")] == [0xCC646F34, 0x0E048D3E]
