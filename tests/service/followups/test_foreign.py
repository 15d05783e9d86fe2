import pytest

from service.followups.kinds import foreign
from service.followups.said.history import Past


@pytest.mark.parametrize(
    ("question", "runs"),
    [
        ("Was kostet das Lastenrad Mula?", ["kostet", "Lastenrad Mula"]),
        ("Qui a construit l'horloge astronomique ?", ["construit", "horloge astronomique"]),
        ("Que signale le code e3 ?", ["signale", "code e3"]),
        # A noun in capitals ends before a word in small letters.
        ("Wann wird die graue Tonne geleert?", ["graue Tonne", "geleert"]),
        # All of it names nothing in particular.
        ("メールの転送はできますか", []),
        ("", []),
    ],
)
def test_a_question_names_what_stands_between_its_little_words(
    question: str, runs: list[str]
) -> None:
    assert foreign.runs_in(question) == runs


def test_no_reading_grows_beyond_two_questions() -> None:
    asked = "Wie weit reicht der Akku?"
    for question in ("Wie lange hält er?", "Was kostet ein neuer?", "Und im Winter?"):
        last = Past(question, asked, ("Er reicht 60 km.",))
        made = [reading.text for reading in foreign.read(question, (last,))]
        assert made
        assert all(text.count("?") <= 2 for text in made)
        asked = made[0]


def test_the_last_answered_question_is_gone_back_to() -> None:
    history = (
        Past("Was wiegt das Lastenrad Mula?", "Was wiegt das Lastenrad Mula?", ("34 kg.",)),
        Past("Hat der Baumarkt offen?", "Hat der Baumarkt offen?"),
    )
    texts = [reading.text for reading in foreign.read("Gibt es das gebraucht?", history)]
    assert "Lastenrad Mula: Gibt es das gebraucht?" in texts
