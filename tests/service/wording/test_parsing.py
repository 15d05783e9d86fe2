import pytest

from index.languages.telling import Languages
from service.wording.parsing import Sentences, WrittenSentence

SAID = (
    "Dr. Smith saw 3.5 otters in St. Ives [1]. They dive.[2] Eight metres, e.g. in May [3, 4]! "
    "[5] Is it so? **Yes** [[6]](https://e.example/a.b).\n\n"
    "- One thing [1][2]\n- Another. [^3] And more…\n1. First [4]\n"
    "## A heading\nThe end [7"
)
EXPECTED = [
    ("Dr. Smith saw 3.5 otters in St. Ives.", (1,)),
    ("They dive.", (2,)),
    ("Eight metres, e.g. in May!", (3, 4, 5)),
    ("Is it so?", ()),
    ("Yes.", (6,)),
    ("One thing", (1, 2)),
    ("Another.", (3,)),
    ("And more…", ()),
    ("First", (4,)),
    ("A heading", ()),
    ("The end [7", ()),
]


def said_in_pieces(text: str, size: int) -> list[WrittenSentence]:
    sentences = Sentences(Languages("en"))
    said = [
        one
        for start in range(0, len(text), size)
        for one in sentences.feed(text[start : start + size])
    ]
    return [*said, *sentences.end()]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11, 40, 1000])
def test_sentences_do_not_depend_on_the_pieces_they_come_in(size: int) -> None:
    said = said_in_pieces(SAID, size)
    assert [(one.text, one.numbers) for one in said] == EXPECTED
    assert [one.text for one in said if one.is_item] == ["One thing", "Another.", "First"]


@pytest.mark.parametrize("size", [1, 4, 1000])
@pytest.mark.parametrize("text", ["", " \n", "<think>No. [1]", "<thi", "[1] [2]\n- \n***"])
def test_what_is_no_sentence_is_none(text: str, size: int) -> None:
    said = said_in_pieces(text, size)
    assert said == [] or (text, [one.text for one in said]) == ("<thi", ["<thi"])


def test_a_sentence_is_given_as_soon_as_the_next_has_begun() -> None:
    sentences = Sentences(Languages("en"))
    assert list(sentences.feed("Otters dive. [1]")) == []
    assert list(sentences.feed(" They")) == []
    [said] = sentences.feed(" eat fish")
    assert (said.text, said.numbers) == ("Otters dive.", (1,))
    assert [one.text for one in sentences.feed(".\n")] == ["They eat fish."]
