"""Slips of typing are mended, and what people write on purpose stays."""

import pytest

from service.answering.asking.spelling import may_have_slips, without_slips

WIFI = "The password of the wireless network for guests hangs at the reception. Ask Olufsen."
GERMAN = "Die Kündigungsfrist beträgt vier Wochen zum Ende des Monats."


def mended(question: str, *texts: str, known: str = "") -> str:
    """known: words that stand somewhere in the documents."""
    return without_slips(question, texts, lambda word: word.lower() not in known.split())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what is the pasword for gests?", "what is the password for guests?"),
        ("Where is teh recepton?", "Where is the reception?"),
        ("wich netwrok is for guests?", "which network is for guests?"),
        ("which wirelss newtork?", "which wireless network?"),
        ("whats the wireelss pasword?", "whats the wireless password?"),
        ("In which conutry is that?", "In which country is that?"),
        ("what is the naem of it?", "what is the name of it?"),
        ("who is olufsne?", "who is Olufsen?"),
    ],
)
def test_a_slip_becomes_what_was_meant(typed: str, meant: str) -> None:
    assert may_have_slips(typed)
    assert mended(typed, WIFI) == meant


@pytest.mark.parametrize(
    "question",
    [
        "what is the password for guests?",
        "Who is Olafsen?",  # a name with a capital letter is another one, not a slip
        "what does ada say?",  # a given name
        "how do I set passwd_file in a.passwrd.b or guests/gests?",  # no words
        "What is the PASWORD?",
        "dont guests need it, and whats that?",
        "does kubectl run here?",  # nothing is near
        "Is the wfi free?",  # too short to be any common word
        "12 guests?",
    ],
)
def test_what_is_no_slip_stays(question: str) -> None:
    assert mended(question, WIFI) == question


def test_a_word_that_the_documents_have_is_no_slip() -> None:
    assert mended("what is the pasword?", WIFI, known="pasword") == "what is the pasword?"


def test_a_name_in_the_documents_comes_before_a_common_word() -> None:
    assert mended("how long is the brdge?", "The Bredge is long.") == "how long is the Bredge?"
    assert mended("how long is the brdge?") == "how long is the bridge?"


def test_in_other_languages_the_documents_alone_tell() -> None:
    question = "Wie lange ist die Kündigungsfrsit?"
    assert mended(question, GERMAN) == "Wie lange ist die Kündigungsfrist?"
    assert mended(question, WIFI) == question
    assert mended("Wie lange ist die Kündigung?", GERMAN) == "Wie lange ist die Kündigung?"
