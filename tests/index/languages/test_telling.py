import pytest

from index.languages.telling import (
    function_words,
    is_function_word,
    language_among,
    language_of,
    language_of_part,
    languages_of,
)

GERMAN = "Die Kündigungsfrist beträgt drei Monate. Die Kaution ist nicht hoch."
FRENCH = "Le train part à huit heures et arrive à midi dans la ville où il est attendu par tous."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The otter dives for clams and eats them on its back.", "en"),
        (GERMAN, "de"),
        (FRENCH, "fr"),
        ("El Sr. López no vino a la casa porque estaba enfermo.", "es"),
        ("Il treno parte alle otto e arriva a mezzogiorno nella città.", "it"),
        ("O comboio parte às oito horas e chega ao meio-dia porque não para.", "pt"),
        ("De trein vertrekt om acht uur en komt niet voor de middag aan.", "nl"),
        ("Он родился в Москве и уехал.", "ru"),
        ("Ця книга була дуже цікава, але він її не читав.", "uk"),
        ("وصل القطار إلى المدينة في الساعة الثامنة.", "ar"),
        ("این کتاب را می خوانم و در خانه هستم.", "fa"),
        ("海獭在海藻林中睡觉。", "zh"),
        ("日本語の文。次の文。", "ja"),
        ("수달은 바다에서 잔다.", "ko"),
        ("Москва", "ru"),
        ("القطار", "ar"),
    ],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "42",
        "otter kelp raft",
        "The mayor of Los Angeles and Las Vegas de la Cruz",
        "def foo(a, b): return a in b",
    ],
)
def test_without_evidence_it_is_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    ("text", "stated", "language"),
    [
        ("Preise 2024", "de-DE", "de"),
        ("Preise 2024", None, "en"),
        (GERMAN, "en", "de"),
        (GERMAN, "de", "de"),
        (GERMAN, "ru", "de"),
        ("海獭", "en", "zh"),
        ("Москва. Київ.", "uk", "uk"),
        ("Han kom hjem og det var ikke mat i huset.", "no", "nb"),
        (FRENCH, "xx", "fr"),
        (FRENCH, "", "fr"),
    ],
)
def test_what_a_file_says_holds_if_the_text_may_be_so(
    text: str, stated: str | None, language: str
) -> None:
    assert language_of(text, stated) == language


@pytest.mark.parametrize(
    ("text", "whole", "language"),
    [
        (FRENCH + " Il ne part pas.", "en", "fr"),
        ("Le Monde, La Stampa, El País", "en", "en"),
        ("海獭在海藻林中睡觉。", "en", "zh"),
        ("The otter dives for clams and eats them on its back.", "zh", "en"),
        ("iPhone 14 Pro", "zh", "zh"),
        ("12, 13, 14", "ru", "ru"),
        ("Он родился в Москве и уехал.", "uk", "uk"),
        ("Der Otter taucht.", "de", "de"),
    ],
)
def test_a_part_is_in_another_language_only_where_that_is_clear(
    text: str, whole: str, language: str
) -> None:
    assert language_of_part(text, whole) == language


@pytest.mark.parametrize(
    ("question", "languages", "language"),
    [
        ("Wann endet die Frist?", ("de", "en", "fr"), "de"),
        ("When does it end?", ("de", "en", "fr"), "en"),
        ("Quand part le train ?", ("de", "en", "fr"), "fr"),
        ("Kündigungsfrist", ("de", "en"), "en"),
        ("Kündigungsfrist", ("de",), "de"),
        ("海獭在哪里？", ("en", "zh"), "zh"),
        ("海獭在哪里？", ("en",), "zh"),
        ("Где поезд?", ("ru", "uk"), "ru"),
    ],
)
def test_few_words_tell_a_question(question: str, languages: list[str], language: str) -> None:
    assert language_among(question, languages) == language


def test_function_words() -> None:
    assert is_function_word("Die", "de")
    assert not is_function_word("Frist", "de")
    assert "在" in function_words("zh")


@pytest.mark.parametrize(
    ("text", "before", "after", "language"),
    [
        (f"{GERMAN} {'Он уехал в Москву. ' * 9}", "Herr Dr.", "Meier", "de"),
        (f"{GERMAN} {'Он уехал в Москву. ' * 9}", "в 1914 г.", "Потом", "ru"),
        ("海獭在海藻林中睡觉。", "Dr.", "Smith 来了", "en"),
        ("海獭在海藻林中睡觉。", "见第 3.", "节", "zh"),
        ("ラッコは海藻の中で眠る。", "日本.", "次", "ja"),
        ("A resistor of 5 kΩ. Then another.", "A resistor of 5 kΩ.", "Then another", "en"),
        ("The angle is α. Then we turn.", "The angle is α.", "Then we", "en"),
        (GERMAN, "3.", "4", "de"),
    ],
)
def test_a_stop_is_in_the_language_of_the_words_next_to_it(
    text: str, before: str, after: str, language: str
) -> None:
    assert languages_of(text).near(before, after) == language


def test_words_in_another_script_change_the_language_of_no_other() -> None:
    of_german = languages_of(GERMAN)
    mixed = languages_of(GERMAN + " Он родился в Москве." * 9)
    assert (of_german.whole, mixed.whole) == ("de", "ru")
    assert of_german.by_script == mixed.by_script
    assert languages_of("Київ. " * 40 + "The sea.", "uk").near("Київ.", "Потом") == "uk"


def test_a_latin_letter_makes_no_russian_ukrainian() -> None:
    assert language_of("Москва. A, a, a: Москва.") == "ru"
