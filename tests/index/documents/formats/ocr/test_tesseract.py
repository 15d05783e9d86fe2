import pytest

from index.documents.formats.ocr import tesseract
from index.documents.formats.pdf.layout.geometry import Box

TABLE = """level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\t(and so on)
1\t1\t0\t0\t0\t0\t0\t0\t1654\t2338\t-1\t
4\t1\t1\t1\t1\t0\t10\t20\t300\t30\t-1\t
5\t1\t1\t1\t1\t1\t10\t20\t100\t30\t96.7\tHeimat
5\t1\t1\t1\t1\t2\t120\t20\t190\t30\t96.7\tBayern
5\t1\t1\t1\t2\t1\t10\t60\t90\t30\t20.0\t
5\t1\t1\t1\t2\t2\t10\t60\t90\t30\t96.0\tüber\tuns
"""


def test_the_words_of_a_line_are_read_from_its_table(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def output(arguments: list[str], picture: bytes) -> str:
        calls.append((arguments, picture))
        return "List of languages (2):\ndeu\neng\nosd\n" if "--list-langs" in arguments else TABLE

    monkeypatch.setattr(tesseract, "_output", output)
    tesseract._languages.cache_clear()
    found = tesseract.recognise(b"a picture")
    tesseract._languages.cache_clear()
    assert (found.width, found.height) == (1654, 2338)
    assert [[word.text for word in line] for line in found.lines] == [
        ["Heimat", "Bayern"],
        ["über\tuns"],
    ]
    assert found.lines[0][1].box == Box(120, 20, 310, 50)
    arguments, picture = calls[-1]
    assert picture == b"a picture"
    assert arguments[arguments.index("-l") + 1] == "deu+eng"
    assert arguments[arguments.index("--psm") + 1] == "1"
