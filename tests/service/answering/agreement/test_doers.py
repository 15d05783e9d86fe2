from collections.abc import Sequence

import pytest

from service.answering.agreement.doers import (
    Doing,
    doing_in,
    is_done_by_another,
    may_tell_of,
    verb_asked_of,
)
from service.english.parsed_text import ParsedText


def doing_asked_of(question: str) -> Doing | None:
    clause = ParsedText(question).clause
    verb = verb_asked_of(clause)
    return doing_in(question, clause, verb) if clause and verb else None


def by_another(question: str, sentence: str, *around: str, before: Sequence[str] = ()) -> bool:
    doing = doing_asked_of(question)
    return doing is not None and is_done_by_another(doing, sentence, around, before)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why did Anna leave the firm?", "Boris left the firm because he moved."),
        ("When did Halden build the mill?", "In 1890 Corvane built the mill by the river."),
        ("What did Ingrid buy?", "Later Marta bought a boat."),
        ("Did Anna leave the firm?", "Boris and Carla left the firm in May."),
        ("Why did Anna leave the firm?", "However, Boris, who owned the firm, left it in May."),
        ("Why did Anna leave the firm?", "Boris, a friend of Carla, left the firm in May."),
        ("Why did Anna Holm leave the firm?", "In May Boris Holm left the firm."),
        ("When was Anna dismissed?", "In May Boris was dismissed."),
        ("Where was Halden founded?", "Corvane had been founded in Brenn."),
    ],
)
def test_what_somebody_else_did_is_known(question: str, sentence: str) -> None:
    assert by_another(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why did Anna leave the firm?", "Anna left the firm because she moved."),
        ("Why did Anna leave the firm?", "She left the firm because she moved."),
        ("Why did Anna leave the firm?", "The firm moved, and Boris left it with Anna."),
        ("Why did Anna leave the firm?", "The firm was left by its founder."),
        ("Why did Anna leave the firm?", "In Halden, left alone, the founder wept."),
        ("Why did Anna leave the firm?", "The founder, who was tired, left the firm in May."),
        ("Why did people leave the firm?", "Boris left the firm because he moved."),
        ("Who left the firm?", "Boris left the firm because he moved."),
        ("Where did Yesun Temur die?", "Yesün Temür died in Shangdu."),
        ("When did Britain leave?", "The British left in 1947, and Pakistan was founded."),
        ("When did the SP alter the tax?", "The Scottish Parliament altered the tax in 1999."),
        ("When was Anna dismissed?", "In May Boris dismissed his clerk."),
        ("When was Anna dismissed?", "In May his clerk was dismissed."),
        ("When was Halden destroyed?", "During World War II the town was destroyed."),
        ("Why did Anna leave the firm?", "Anna's brother Boris left the firm to paint."),
    ],
)
def test_what_may_be_of_the_one_asked_about_stays(question: str, sentence: str) -> None:
    assert not by_another(question, sentence)


@pytest.mark.parametrize(
    ("before", "is_of_another"),
    [
        (["Boris Holm was a painter."], True),
        (["He knew nobody.", "Boris Holm was a painter."], True),
        (["Boris Holm was Anna's brother."], False),
        (["The painter knew nobody."], False),
        (["Maria Holm was a painter."], False),  # no "he"
        (["Boris Holm saw him every day."], False),
    ],
)
def test_a_pronoun_stands_for_whom_the_sentence_before_names(
    before: list[str], is_of_another: bool
) -> None:
    told = by_another("Where was Anna born?", "He was born in Brenn.", before=before)
    assert told is is_of_another


def test_a_title_may_name_whom_a_sentence_is_about() -> None:
    question, sentence = "Why did Anna leave?", "Boris left because he moved."
    assert by_another(question, sentence, "Staff")
    assert not by_another(question, sentence, "Anna and Boris")


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("In May the firm was left by Anna.", True),
        ("Anna is leaving.", True),
        ("Anna leads the design team.", False),
        ("Boris left the firm.", False),
    ],
)
def test_what_may_tell_of_it_has_the_verb_and_the_name(sentence: str, tells: bool) -> None:
    doing = doing_asked_of("Why did Anna leave the firm?")
    assert doing is not None
    assert may_tell_of(doing, sentence, ["Staff"]) is tells
