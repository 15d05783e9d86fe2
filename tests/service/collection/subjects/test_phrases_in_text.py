import pytest

from index.storage.words.analysis import ways_of
from service.collection.subjects.phrases_in_text import holds, places_of


@pytest.mark.parametrize(
    ("text", "subject", "places"),
    [
        ("The Café closed. The cafés reopened.", "cafe", ["Café", "cafés"]),
        ("He paid late fees twice: late, fees.", "late fee", ["late fees", "late, fees"]),
        ("The Treaty of the Breda", "Treaty of Breda", ["Treaty of the Breda"]),
        ("Fees are late.", "late fees", []),
        ("late late fees", "late fees", ["late fees"]),
        ("an otter_pool, an otter-pool", "otter", ["otter", "otter"]),
        ("nothing here", "otter", []),
    ],
)
def test_the_words_are_found_in_their_order(text: str, subject: str, places: list[str]) -> None:
    wanted = ways_of(subject, ("en",))
    assert [place.of(text) for place in places_of(text, wanted)] == places
    assert holds(text, wanted) == bool(places)


@pytest.mark.parametrize(
    ("text", "language", "subject", "places"),
    [
        ("Die Fristen der Kündigungen, Frist.", "de", "Frist", ["Fristen", "Frist"]),
        ("Die Fristen der Kündigungen.", "de", "Frist der Kündigung", ["Fristen der Kündigungen"]),
        ("打印机在二楼。那台打印机很旧。", "zh", "打印机", ["打印机", "打印机"]),
        ("打印店和收音机", "zh", "打印机", []),
    ],
)
def test_words_of_other_languages_are_found_in_all_their_forms(
    text: str, language: str, subject: str, places: list[str]
) -> None:
    wanted = ways_of(subject, (language,))
    assert [place.of(text) for place in places_of(text, wanted, language)] == places
    assert holds(text, wanted, language) == bool(places)
