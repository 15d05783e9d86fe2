import unicodedata

import pytest

from index.errors import BadName
from index.uploads.labels import label_of, numbered


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("report.pdf", "report.pdf"),
        ("../x", "x"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("C:\\letters\\May.txt", "May.txt"),
        ("..\\..\\May.txt", "May.txt"),
        (".htaccess", "htaccess"),
        ("...", None),
        ("..", None),
        ("", None),
        (" \t\n", None),
        ("a/", None),
        ("\x00", None),
        ("a\x00b\x1b[31m.txt", "ab[31m.txt"),
        ("\u202etxt.exe", "txt.exe"),
        ("a\nb .txt", "a b.txt"),
        ("half\ud800.txt", "half.txt"),
        ("name.", "name"),
        ("50 % ? #1.txt", "50 % ? #1.txt"),
        ("ネコ.txt", "ネコ.txt"),
    ],
)
def test_a_name_becomes_a_label_that_is_no_path(name: str, label: str | None) -> None:
    if label is None:
        with pytest.raises(BadName):
            label_of(name)
    else:
        assert label_of(name) == label


def test_a_name_is_composed_so_that_it_is_found_however_it_is_typed() -> None:
    assert label_of(unicodedata.normalize("NFD", "Müller.txt")) == "M\xfcller.txt"


def test_a_long_name_keeps_its_suffix() -> None:
    label = label_of("x" * 300 + ".pdf")
    assert (len(label), label[-5:]) == (150, "x.pdf")
    assert len(label_of("x." + "y" * 300)) == 150


def test_a_number_stands_before_the_suffix() -> None:
    assert numbered("report.pdf", 1) == "report.pdf"
    assert numbered("report.pdf", 2) == "report (2).pdf"
    assert numbered("a.tar.gz", 3) == "a.tar (3).gz"
    assert numbered("README", 2) == "README (2)"
