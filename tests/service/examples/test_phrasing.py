import pytest

from service.examples.phrasing import questions_of


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "- NATO withholds authorization, citing a need to determine responsibility.",
            "Why does NATO withhold authorization?",
        ),
        (
            "Tensions in Kosovo have escalated recently due to an explosion near a canal.",
            "Why have tensions in Kosovo escalated recently?",
        ),
        ("Louis XIV gained the throne in 1643.", "When did Louis XIV gain the throne?"),
        (
            "In 1918, Japan occupied parts of far eastern Russia, which was at war.",
            "When did Japan occupy parts of far eastern Russia?",
        ),
        (
            "The meetings of the Scottish Parliament are held in Edinburgh.",
            "Where are the meetings of the Scottish Parliament held?",
        ),
        (
            "The Ada Bridge was designed by the engineer Margit Solberg.",
            "Who designed the Ada Bridge?",
        ),
        ("The Ottoman Empire was an imperial state of Asia.", "What was the Ottoman Empire?"),
        (
            "An explosion in northern Kosovo damaged a water canal.",
            "What did the explosion in northern Kosovo damage?",
        ),
        (
            "The plan of William Pitt called for three offensive actions.",
            "What did the plan of William Pitt call for?",
        ),
        (
            "The First British Empire was based on mercantilism.",
            "What was the First British Empire based on?",
        ),
        (
            "The nominees of Ada Byron were expelled from the committee.",
            "What were the nominees of Ada Byron expelled from?",
        ),
        ("The Ada Bridge consists of three arches.", "What does the Ada Bridge consist of?"),
    ],
)
def test_a_plain_statement_answers_a_question(sentence: str, question: str) -> None:
    assert question in [one.question for one in questions_of(sentence)]


def test_what_a_person_would_ask_comes_first() -> None:
    sentence = "NATO withholds authorization, citing a need to determine responsibility."
    assert [one.question for one in questions_of(sentence)] == [
        "Why does NATO withhold authorization?",
        "What does NATO withhold?",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "NATO denies the request to deploy forces",  # a headline
        "It was designed by the engineer Margit Solberg in 1890.",
        "This decision of NATO damaged the talks.",
        "The show was renewed in 1994 because of its audience.",  # which show?
        "Gene transfer studies reveal a prerequisite for expression.",
        "Die NATO verweigert die Genehmigung, weil die Verantwortung nicht klar ist.",
        "Was NATO founded in 1949?",
        "Elections for the Scottish Parliament are held on the first Thursday in May.",  # no place
        "General Montcalm focused his efforts on the defence.",  # focus what?
        "Ada Byron took part in the games.",
        "Ada Byron lived in a small village.",  # one would ask where
        "The bridge of Ada Byron was designed to last.",
        'Japan issued "a statement" in 1973.',
        "The Albanian forces in Kosovo could not take part because of the snow.",
        "NATO (the alliance) withheld [1] authorization; see below.",
        "NATO " + "very " * 200 + "much withholds authorization.",
        "<script>alert(1)</script> of NATO damaged a canal.",
        "שלום עולם.",
    ],
)
def test_any_other_text_gives_none(sentence: str) -> None:
    assert questions_of(sentence) == []


def test_a_capital_that_may_be_the_sentence_s_own_makes_no_name() -> None:
    sentence = "Rovinj harbour received two hundred ships in 1890."
    assert questions_of(sentence) == []
    questions = questions_of(sentence, f"The old town of Rovinj lies on an island. {sentence}")
    assert questions[0].question == "When did Rovinj harbour receive two hundred ships?"
