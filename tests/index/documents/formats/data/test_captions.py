import pytest

from index.documents.formats import read
from index.documents.formats.data.captions import read_captions
from index.errors import Unreadable
from index.originals import Original
from index.records import RawDocument

MEETING = """WEBVTT

NOTE made by hand

1
00:00:01.000 --> 00:00:03.000
<v Ann Lee>We ship &amp; test
<i>on Friday</i>.</v>

2
00:00:03.500 --> 00:00:05.000
<v Ann Lee>Not before.</v>

3
01:02:03.000 --> 01:02:05.000
<v Bo Ek>Why not?</v>
"""
FILM = """1
00:00:01,000 --> 00:00:03,000
{\\an8}<b>Otters</b> dive

2
00:00:03,500 --> 00:00:05,000
for clams.

3
00:00:59,000 --> 00:01:00,000
They sleep.
"""


def text_of(captions: str) -> str:
    return read_captions("a.vtt", captions).text


def test_what_is_said_stands_with_who_says_it_and_when() -> None:
    document = read_captions("a.vtt", MEETING)
    assert document.text == "Ann Lee: We ship & test on Friday. Not before.\n\nBo Ek: Why not?"
    places = [(p.kind, p.value, document.text[p.start : p.end]) for p in document.shape.places]
    assert [(kind, value) for kind, value, _ in places] == [("time", "0:01"), ("time", "1:02:03")]
    assert places[1][2] == "Bo Ek: Why not?"


def test_subtitles_go_on_over_lines_and_end_at_a_pause() -> None:
    assert text_of(FILM) == "Otters dive for clams.\n\nThey sleep."


def test_names_before_what_is_said_are_those_of_speakers() -> None:
    cues = [
        "Ann: Hello.",
        "Good to see you.",
        "Bo: Listen: it rains.",
        "Ann: Stay.",
        "Bo: Yes.",
    ]
    lines = [f"00:0{n}.000 --> 00:0{n}.900\n{cue}\n" for n, cue in enumerate(cues)]
    assert text_of("WEBVTT\n\n" + "\n".join(lines)) == (
        "Ann: Hello. Good to see you.\n\nBo: Listen: it rains.\n\nAnn: Stay.\n\nBo: Yes."
    )
    assert text_of("WEBVTT\n\n00:01.000 --> 00:02.000\nNote: it rains.\n") == "Note: it rains."


def test_lines_that_roll_up_are_read_once() -> None:
    rolling = "\n\n".join(
        f"00:0{n}.000 --> 00:0{n}.900\n{lines}"
        for n, lines in enumerate(("otters dive", "otters dive\nfor clams", "for clams\nat night"))
    )
    assert text_of(f"WEBVTT\n\n{rolling}\n") == "otters dive for clams at night"


@pytest.mark.parametrize(("name", "data"), [("a.vtt", MEETING), ("talk", MEETING), ("a.srt", FILM)])
def test_files_are_known_by_name_or_first_line(name: str, data: str) -> None:
    (document,) = read(Original(name, data.encode()))
    assert isinstance(document, RawDocument)
    assert "-->" not in document.text


@pytest.mark.parametrize("data", ["Otters dive.", "WEBVTT\n\n", "1\n00:00:01,000 -->\nNo"])
def test_what_holds_no_captions_says_so(data: str) -> None:
    with pytest.raises(Unreadable):
        read_captions("a.srt", data)
