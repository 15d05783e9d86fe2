import pytest

from service.evaluation.cases.case_checks import (
    cited_documents,
    contains,
    faults_in,
    misreadings_in,
    without_markers,
)
from service.evaluation.cases.question_file import QuestionFile
from tests.service.evaluation.cases.case_folders import answer

DEEP = ("otters.txt", "The otter dives 8 metres deep.")
NINE = ("b.txt", "The otter dives 9 metres deep.")


def faults(*quotes: tuple[str, str], conflict: bool = False, **expected: object) -> list[str]:
    told = QuestionFile.model_validate({"question": "How deep?", **expected}, strict=False)
    return list(faults_in(answer(*quotes, conflict=conflict), told))


@pytest.mark.parametrize(
    ("text", "expected", "held"),
    [
        ("It takes TWO\n  weeks.", "two weeks", True),
        ("It costs 3\u202f€.", "3 €", True),
        ("In der STRASSE.", "Straße", True),
        ("The Cafe\u0301 is open.", "café", True),
        ("Don’t use “bleach”.", 'don\'t use "bleach"', True),
        ("Pages 3–5.", "pages 3-5", True),
        ("It is in C:\\Heron\\agent.log.", "agent.log", True),
        ("Two. Weeks.", "two weeks", False),
        ("It costs 12 euros.", "2 euros", False),
        ("It costs 2.5 euros.", "5 euros", False),
        ("In 2012.", "12", False),
        ("Version 2.10.0.", "2.10", False),
        ("Version 2.10.", "2.10", True),
        ("It weighs 1,200 g.", "1", False),
        ("They are 720s.", "720", True),
        ("9th | +4 | 6", "4", False),
        ("It is −4 °C.", "4 °C", False),
        ("Pages 3-4.", "4", True),
        ("chains", "Chain", True),
    ],
)
def test_a_text_contains_what_its_reader_would_find_in_it(
    text: str, expected: str, held: bool
) -> None:
    assert contains(text, expected) is held


def test_the_digits_of_markers_are_nobodys_words() -> None:
    two = answer(DEEP, NINE)
    assert two.answer == f"{DEEP[1]} [1] {NINE[1]} [2]"
    assert without_markers(two) == f"{DEEP[1]} {NINE[1]}"
    assert faults(DEEP, NINE, expected_contains="2") == ["the answer lacks “2”"]
    assert without_markers(answer()) == "The documents do not say."


def test_a_right_answer_has_no_fault() -> None:
    expected = {
        "expected_contains": ["8 METRES"],
        "expected_contains_too": "deep",
        "must_not_contain": "fish",
        "expected_document": "otters.txt",
        "expected_documents": ["otters.txt"],
        "expected_conflict": False,
    }
    assert faults(DEEP, **expected) == []
    assert faults(DEEP) == []


def test_each_expectation_that_fails_is_a_fault() -> None:
    expected = {
        "expected_contains": ["eight", "deep"],
        "expected_contains_too": "feet",
        "must_not_contain": ["Otter", "fish"],
        "expected_document": "a.txt",
        "expected_documents": ["a.txt", "b.txt"],
        "expected_conflict": True,
    }
    assert faults(DEEP, NINE, **expected) == [
        "the answer lacks “eight”",
        "the answer lacks “feet”",
        "the answer contains “Otter”",
        "the answer does not cite a.txt",
        "the answer cites otters.txt",
        "it reports no contradiction",
    ]
    assert faults(DEEP, NINE, conflict=True, expected_conflict=False) == [
        "it reports a contradiction"
    ]
    assert faults(DEEP, NINE, conflict=True) == []


def test_of_several_texts_in_a_list_one_is_enough() -> None:
    assert faults(DEEP, expected_contains=[["eight", "8"], ["dives", "DIVING"]]) == []
    assert faults(NINE, expected_contains=[["eight", "8"], "9"]) == [
        "the answer lacks “eight” or “8”"
    ]


def test_a_wrong_status_is_the_only_fault() -> None:
    assert faults(expected_contains="eight", expected_conflict=True) == ["it is refused"]
    assert faults(DEEP, expected_status="unsupported", must_not_contain="8") == ["it is answered"]
    assert faults(expected_status="unsupported", expected_contains="eight") == []


def misread(understood: str, **expected: object) -> list[str]:
    told = QuestionFile.model_validate({"question": "and it?", **expected}, strict=False)
    return list(misreadings_in(understood, told))


def test_a_reading_must_contain_what_is_expected_and_one_of_alternatives() -> None:
    expected = {"expected_reading": ["Parental leave", ["split", "parts"]]}
    assert misread("Can I take parental  leave in PARTS?", **expected) == []
    assert misread("Can I split it?", **expected) == ["the reading lacks “Parental leave”"]
    assert misread("Is parental leave paid?", **expected) == [
        "the reading lacks “split” or “parts”"
    ]
    assert misread("And it?") == []


def test_a_reading_must_not_contain_what_another_one_would() -> None:
    unwanted = {"reading_must_not_contain": ["gym", "leave"]}
    assert misread("And the parking?", **unwanted) == []
    assert misread("And the Gym?", **unwanted) == ["the reading contains “gym”"]


def test_a_question_that_stands_alone_may_change_in_nothing_but_white_space() -> None:
    assert misread(" and  it?\n", stands_alone=True) == []
    for changed in ("And it?", "and it", "and the gym?"):
        assert misread(changed, stands_alone=True) == ["the question is not left as it is typed"]


def test_a_document_is_cited_also_where_it_has_the_same_sentence() -> None:
    assert cited_documents(answer(DEEP, NINE, also=["c.txt", "b.txt"])) == [
        "otters.txt",
        "c.txt",
        "b.txt",
    ]
