"""Runs Tesseract, a program of the system: a picture on its standard input, a table on its output.

It is asked for the orientation of the page too, where it has the data for that.
"""

import os
import shutil
import subprocess
from functools import cache

from index.documents.formats.ocr.words import Recognised, SeenWord
from index.documents.formats.pdf.layout.geometry import Box
from index.errors import Unreadable

_SECONDS = 180  # for one picture
_DOTS_PER_INCH = "200"
_MOST_LANGUAGES = 4  # each takes time
_ORIENTATION = "osd"
_PAGE, _WORD = "1", "5"  # levels of a row


def is_there() -> bool:
    """Whether the system has Tesseract, with the data of a language."""
    return shutil.which("tesseract") is not None and bool(_languages()[0])


def recognise(picture: bytes) -> Recognised:
    """Return what Tesseract reads in a picture. Raises Unreadable where it fails."""
    languages, orientation = _languages()
    mode = "1" if orientation else "3"
    table = _output(
        ["stdin", "stdout", "-l", languages, "--dpi", _DOTS_PER_INCH, "--psm", mode, "tsv"], picture
    )
    recognised = Recognised(0, 0)
    line: tuple[str, ...] | None = None
    for row in table.splitlines()[1:]:
        level, *place, _, left, top, width, height, _, text = row.split("\t", 11)
        box = Box(float(left), float(top), float(left) + float(width), float(top) + float(height))
        if level == _PAGE:
            recognised.width = max(recognised.width, box.width)
            recognised.height = max(recognised.height, box.height)
        elif level == _WORD and text.strip():
            if tuple(place) != line:
                recognised.lines.append([])
                line = tuple(place)
            recognised.lines[-1].append(SeenWord(text.strip(), box))
    return recognised


@cache
def _languages() -> tuple[str, bool]:
    """Return the languages to read, as an argument, and whether orientation can be told."""
    try:
        names = _output(["--list-langs"], b"").splitlines()[1:]
    except Unreadable:
        return "", False
    languages = [name for name in names if name and name != _ORIENTATION]
    return "+".join(languages[:_MOST_LANGUAGES]), _ORIENTATION in names


def _output(arguments: list[str], picture: bytes) -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise Unreadable("Tesseract is gone")
    try:
        done = subprocess.run(  # noqa: S603 (arguments that no document has a say in)
            [program, *arguments],
            input=picture,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # more threads make it slower, not faster
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Unreadable("a picture that Tesseract cannot read") from error
    return done.stdout.decode("utf-8", "replace")
