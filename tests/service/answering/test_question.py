from hypothesis import given
from hypothesis import strategies as st

from service.answering.question import analyse


def test_a_question_is_analysed_into_its_words_names_and_numbers() -> None:
    question = analyse("Which mills did Anna Holm build in 1,890 and 1891?")
    assert question.text == "Which mills did Anna Holm build in 1,890 and 1891?"
    assert question.names == ("Anna", "Holm")
    assert question.numbers == ("1,890", "1891")
    assert {"which", "mills", "anna"} <= question.words
    assert {"mill", "anna", "holm", "build", "1891"} <= question.terms
    assert "did" not in analyse("did they?").terms


@given(st.text())
def test_any_text_can_be_asked(question: str) -> None:
    assert analyse(question).text == question
