import pytest

from index.documents.formats.mail.replies import Voice, utterances

OWN, QUOTED, SIGNATURE = Voice.OWN, Voice.QUOTED, Voice.SIGNATURE


def voices(text: str, subject: str = "") -> list[tuple[Voice, str]]:
    return [(said.voice, said.text.strip()) for said in utterances(text, subject)]


def test_marked_lines_are_quoted_with_the_line_that_says_whose_they_are() -> None:
    text = (
        "We meet at ten.\n\nOn Fri, 3 May 2024 at 10:02, Ann Lee\n<ann@example.org> wrote:\n\n"
        "> When do we meet?\n> > Soon, I hope.\n\nSee you there.\n"
    )
    assert voices(text) == [
        (OWN, "We meet at ten."),
        (
            QUOTED,
            "On Fri, 3 May 2024 at 10:02, Ann Lee\n<ann@example.org> wrote:\n\n"
            "When do we meet?\nSoon, I hope.",
        ),
        (OWN, "See you there."),
    ]


@pytest.mark.parametrize(
    "attribution",
    [
        "Am 03.05.24 um 10:02 schrieb Ann Lee:",
        "Le ven. 3 mai 2024 à 10:02, Ann Lee <ann@example.org> a écrit :",
        "3 мая 2024 г., 10:02 пользователь Ann Lee <ann@example.org> написал:",
        "2024年5月3日(金) 10:02 Ann Lee <ann@example.org>:",
    ],
)
def test_an_attribution_is_known_in_any_language(attribution: str) -> None:
    assert voices(f"Ja.\n\n{attribution}\n> Wann?") == [
        (OWN, "Ja."),
        (QUOTED, f"{attribution}\nWann?"),
    ]


def test_a_lead_in_of_ones_own_is_ones_own() -> None:
    assert voices("You asked this:\n> When?\nAt ten.") == [
        (OWN, "You asked this:"),
        (QUOTED, "When?"),
        (OWN, "At ten."),
    ]


@pytest.mark.parametrize(
    "headers",
    [
        "-----Original Message-----\nFrom: Ann Lee\nSent: Friday, May 3, 2024 10:02 AM\nTo: Bo",
        "________________________________\nVon: Ann Lee\nGesendet: 03.05.2024 10:02\nAn: Bo",
        "From: Ann Lee <ann@example.org>\nDate: Friday, 3 May 2024\nTo: Bo",
        "*De :* Ann Lee <ann@example.org>\n*Envoyé :* vendredi 3 mai 2024\n*À :* Bo",
        "Od: Ann Lee\nOdesláno: 3. května 2024 10:02\nKomu: Bo\nPředmět: Meeting",
    ],
)
def test_everything_under_a_block_of_headers_is_quoted(headers: str) -> None:
    said = voices(f"At ten.\n\n{headers}\n\nWhen do we meet?\n\nAnn", "Re: Meeting")
    assert [voice for voice, _ in said] == [OWN, QUOTED]
    assert said[1][1].endswith("When do we meet?\n\nAnn")


def test_a_record_in_a_message_is_no_block_of_headers() -> None:
    text = "The talk:\n\nRoom: 2.02\nDate: 3 May 2024\nSpeaker: Ann Lee\n\nPlease come."
    assert voices(text, "A talk") == [(OWN, text)]


def test_a_quotation_without_marks_is_known_by_its_attribution() -> None:
    text = "At ten.\n\nOn 3 May 2024, Ann Lee <ann@example.org> wrote:\n\nWhen do we meet?"
    assert [voice for voice, _ in voices(text)] == [OWN, QUOTED]


def test_a_signature_ends_where_a_quotation_begins() -> None:
    assert voices("At ten.\n-- \nBo, Harbour Office\n\n> When?\n") == [
        (OWN, "At ten."),
        (SIGNATURE, "Bo, Harbour Office"),
        (QUOTED, "When?"),
    ]


def test_a_rule_within_a_message_changes_nothing() -> None:
    text = "First.\n----------\nSecond.\n\n--- Third ---\n\nFourth."
    assert voices(text) == [(OWN, text)]
