"""Makes the name that a file came with into a label: text for people, never a path."""

import unicodedata
from pathlib import PurePosixPath

from index.errors import BadName

_MOST = 150  # characters
_MOST_OF_A_SUFFIX = 20
# Control and format characters (which can turn the direction of a line), half characters, and
# those that no version of Unicode knows or that mean something only in one place.
_UNWANTED = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def label_of(name: str) -> str:
    """Return a name without folders, odd characters and leading dots, of at most 150 characters.

    Characters are composed as in Unicode's form NFC. Raises BadName if nothing is left.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    composed = unicodedata.normalize("NFC", "".join(map(_wanted, last)))
    label = " ".join(composed.split()).lstrip(". ").rstrip(". ")
    if not label:
        raise BadName("its name has no letter or digit that can be kept")
    return _shortened(label)


def numbered(label: str, number: int) -> str:
    """Return the label with a number before its suffix: `report (2).pdf`; as it is for 1."""
    if number == 1:
        return label
    path = PurePosixPath(label)
    return f"{path.stem} ({number}){path.suffix}"


def _wanted(character: str) -> str:
    """Return the character; a space for a white one, and nothing for one that is not wanted."""
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _UNWANTED else character


def _shortened(label: str) -> str:
    """Return the label, cut before its suffix if it is too long."""
    suffix = PurePosixPath(label).suffix
    if len(suffix) > _MOST_OF_A_SUFFIX:
        suffix = ""
    stem = label.removesuffix(suffix)
    return stem[: _MOST - len(suffix)].rstrip(". ") + suffix
