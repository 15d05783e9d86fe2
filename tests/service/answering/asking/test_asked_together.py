import pytest

from service.answering.asking.asked_together import asked_together


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("How old are Ida and Kay?", ["ida", "kay"]),
        ("How old are Ida, Jon and Kay?", ["ida", "jon", "kay"]),
        ("How old are Ida, Jon, and Kay?", ["ida", "jon", "kay"]),
        ("What do the Basic and the Pro plans cost?", ["basic", "pro"]),
        ("How old are Ida Lovelace and Kay Lovelace?", ["ida", "kay"]),
        ("What are Ida's and Kay's rooms?", ["ida", "kay"]),
        ("Which port do api and metrics use?", ["api", "metric"]),
        ("Ida and Kay: how old are they?", ["ida", "kay"]),
        ("How old is Ida?", []),
        ("When did she die and where was she buried?", []),
        ("What do Ida and Ida do?", []),
        ("and", []),
        (", and Kay", []),
        ("", []),
    ],
)
def test_what_a_question_joins(question: str, things: list[str]) -> None:
    assert sorted(" ".join(thing) for thing in asked_together(question)) == things
