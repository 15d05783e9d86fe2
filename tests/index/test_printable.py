from index.printable import counted, printable


def test_text_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b[2J\r\x9b31m.txt") == "a\ufffd[2J\ufffd\ufffd31m.txt"


def test_letters_tabs_and_lines_stay() -> None:
    text = "Ünïcode 世界 🙂\tand\na second line"
    assert printable(text) == text


def test_one_is_no_several() -> None:
    assert [counted(n, "document") for n in (0, 1, 1200)] == [
        *("0 documents", "1 document", "1,200 documents")
    ]
