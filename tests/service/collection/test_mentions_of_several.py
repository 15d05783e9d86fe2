"""Questions that name several things, deny one, or are asked in another language."""

import pytest

from service.records import Answer
from tests.service.collection.answers import TEXTS, LibraryOf, asked, cited, quotes

SHED = {
    "shed.md": "# Shed\n\nThe printer stands here. Paper lies on it. Terms and conditions hold.\n",
    "desk.md": "# Desk\n\nThe printer is loud. Its terms are few. The conditions are good.\n",
    "kelp.md": "# Kelp\n\nOtters sleep in it. Paper does not.\n",
}


def _told(answer: Answer) -> tuple[str, list[str]]:
    return answer.answer.splitlines()[0], sorted(set(cited(answer)))


@pytest.mark.parametrize(
    ("question", "first", "documents"),
    [
        ("Which documents mention Brenn or the office?", "4 documents mention “Brenn” or “office”:",
         ["holidays.md", "letters/letter.md", "minutes.md", "plan.md"]),
        ("Which documents mention the tenant and the boiler?",
         "1 document mentions both “tenant” and “boiler”:", ["letters/letter.md"]),
        ("Which documents mention Brenn but not the tenant?",
         "2 documents mention “Brenn” but not “tenant”:", ["minutes.md", "plan.md"]),
        ("Which documents mention the boiler without mentioning penguins?",
         "1 document mentions “boiler” but not “penguins”:", ["letters/letter.md"]),
        ("Which notes are about the boiler but not about the board?",
         "1 document mentions “boiler” but not “board”:", ["letters/letter.md"]),
        ("Don't any documents mention the boiler?", "1 document mentions “the boiler”:",
         ["letters/letter.md"]),
    ],
)  # fmt: skip
def test_several_names(
    library_of: LibraryOf, question: str, first: str, documents: list[str]
) -> None:
    assert _told(asked(library_of(TEXTS), question)) == (first, documents)


@pytest.mark.parametrize(
    "question",
    [
        "Which documents do not mention Brenn?",
        "Which documents don't mention Brenn?",
        "Which documents say nothing about Brenn?",
        "In which documents is Brenn not mentioned?",
    ],
)
def test_documents_without_a_name_are_not_those_with_it(
    library_of: LibraryOf, question: str
) -> None:
    answer = asked(library_of(TEXTS), question)
    lines = ["1 document does not mention “Brenn”:", "- Holidays (holidays.md)"]
    assert answer.answer.splitlines() == lines
    assert (answer.status, answer.citations) == ("answered", [])


def test_where_it_is_not_clear_what_is_denied_it_says_so(library_of: LibraryOf) -> None:
    answer = asked(library_of(TEXTS), "Which documents mention Brenn without mentioning the board?")
    assert (answer.status, answer.mode, answer.citations) == ("unsupported", "collection", [])
    assert answer.answer.startswith("It is not clear what the documents are not to mention.")


def test_neither_of_two(library_of: LibraryOf) -> None:
    answer = asked(library_of(SHED), "Which documents mention neither otters nor conditions?")
    assert answer.answer == "No document is without “otters” or “conditions”."
    answer = asked(library_of(SHED), "Which documents mention neither otters nor paper?")
    assert answer.answer.splitlines()[1:] == ["- Desk (desk.md)"]


def test_of_two_that_must_be_there_both_are_quoted(library_of: LibraryOf) -> None:
    answer = asked(library_of(SHED), "Which documents mention both the printer and paper?")
    assert quotes(answer) == ["The printer stands here.", "Paper lies on it."]


def test_a_name_with_and_in_it_stays_one(library_of: LibraryOf) -> None:
    answer = asked(library_of(SHED), "Which documents mention terms and conditions?")
    lines = answer.answer.splitlines()
    assert lines[0] == "1 document mentions “terms and conditions”:"
    assert quotes(answer) == ["Terms and conditions hold."]
    assert lines[-1] == "1 document more mentions both “terms” and “conditions”, apart."


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Welche Dokumente erwähnen den Drucker?", "1 document mentions “Drucker”:"),
        ("Welche Dokumente erwähnen den Drucker nicht?", "1 document does not mention “Drucker”:"),
        ("Welche Dokumente erwähnen Drucker oder Papier?",
         "2 documents mention “Drucker” or “Papier”:"),
    ],
)  # fmt: skip
def test_an_article_is_never_the_subject(library_of: LibraryOf, question: str, first: str) -> None:
    texts = {
        "buero.txt": "Der Drucker steht im zweiten Stock. Wer den Drucker nutzt, meldet sich an.",
        "lager.txt": "Das Papier liegt in dem Lager, und es ist nicht schwer zu finden.",
    }
    assert asked(library_of(texts), question).answer.splitlines()[0] == first
