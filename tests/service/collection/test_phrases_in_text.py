import pytest

from index.storage.words.analysis import terms
from service.collection.phrases_in_text import holds, places_of


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
    wanted = terms(subject)
    assert [place.of(text) for place in places_of(text, wanted)] == places
    assert holds(text, wanted) == bool(places)
