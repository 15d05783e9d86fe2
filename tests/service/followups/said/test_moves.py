"""The shipped models of moves, on follow-ups that stand in no file of examples."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.followups.said.moves import FITTED, WITH_SUBJECT, Move, Moved, load, move_of, save


@pytest.mark.parametrize(
    ("question", "move"),
    [
        ("Could you please tell me a little more about it?", Move.MORE),
        ("Some more details would be nice, please", Move.MORE),
        ("go onnn", Move.MORE),
        ("Please show me the next four.", Move.NEXT),
        ("And what are the remaining ones?", Move.NEXT),
        ("Could you show me an example of this, please?", Move.EXAMPLE),
        ("Such as what, for example?", Move.EXAMPLE),
        ("And are there any exceptions to this rule?", Move.EXCEPTION),
        ("Does that always hold, without exception?", Move.EXCEPTION),
        ("Hmm, are you really sure about it?", Move.DOUBT),
        ("But where does it say so?", Move.DOUBT),
        ("Gib mir bitte noch ein Beispiel dafür", Move.EXAMPLE),
        ("Gibt es denn Ausnahmen?", Move.EXCEPTION),
        ("Donne-moi un exemple, s'il te plaît", Move.EXAMPLE),
    ],
)
def test_a_move_is_known(question: str, move: Move) -> None:
    assert move_of(question) == Moved(move)


@pytest.mark.parametrize(
    ("question", "move", "subject"),
    [
        ("What did you say about the lighthouse before?", Move.RECALL, "the lighthouse"),
        ("Please go back to the tax forms", Move.RECALL, "the tax forms"),
        ("You mentioned Otto Kern earlier, who was that?", Move.RECALL, "Otto Kern"),
        ("No, I meant the wooden bridge.", Move.CORRECT, "the wooden bridge"),
        ("Sorry, I was asking about Bremen", Move.CORRECT, "Bremen"),
        ("Not that one, the smaller boat", Move.CORRECT, "the smaller boat"),
        ("no, I meant C++!", Move.CORRECT, "C++"),
        ("Nein, ich meinte den Hafen", Move.CORRECT, "den Hafen"),
        ("And in Danish, please?", Move.LANGUAGE, "Danish"),
        ("Is there also a Spanish version of it?", Move.LANGUAGE, "Spanish"),
        ("Bitte noch einmal auf Deutsch", Move.LANGUAGE, "Deutsch"),
    ],
)
def test_the_subject_of_a_move_is_found(question: str, move: Move, subject: str) -> None:
    assert move_of(question) == Moved(move, subject)


@pytest.mark.parametrize(
    "question",
    [
        "why?",
        "and for integers?",
        "how much is that for students?",
        "what about Portugal?",
        "which of them is cheaper?",
        "what happened next to the crew?",
        "who else signed it?",
        "what does an example invoice look like?",
        "is there a next edition?",
        "who grants such an exception in the army?",
        "what exception does the parser raise?",
        "tell me more about the harbour rules",
        "give me an example of a friendly letter",
        "is it true that otters sleep at sea?",
        "what did the captain say about the storm before?",
        "how do I go back to the previous page?",
        "what did the judge mean by negligence?",
        "do the guides speak German?",
        "and in Denmark?",
        "and in 2017?",
        "and open source?",
        "closed source?",
        "and in Java?",
        "Und in Dänemark?",
        "Qui a gagné le match ?",
        "no",
        "?!",
        "",
        "tell me more " * 20,
    ],
)
def test_an_ordinary_follow_up_is_no_move(question: str) -> None:
    assert move_of(question) == Moved(Move.NONE)


@given(st.text())
def test_any_text_has_a_move_or_none(text: str) -> None:
    found = move_of(text)
    assert found.subject in text
    assert bool(found.subject) == (found.move in WITH_SUBJECT)


def test_a_model_that_is_saved_again_is_the_same(tmp_path: Path) -> None:
    shipped = load(FITTED)
    save(shipped, tmp_path / "again.npz")
    again = load(tmp_path / "again.npz")
    assert np.allclose(again.moves.weights, shipped.moves.weights)
    assert (again.threshold, again.vocabulary) == (shipped.threshold, shipped.vocabulary)
