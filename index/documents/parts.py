"""Reads the parts of a file that are files themselves: members of archives, attachments of mail."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import Place, RawDocument, Reader, Shape

MAX_DEPTH = 2  # files that lie in each other
_IN = "!/"  # between the id of a file and the name of a part, as URLs of archives have it
_MOST_CHARACTERS = 200  # of a name
_LONGEST_KEY = 100  # characters
_NOT_IN_KEY = re.compile(r"[^\w.@+=-]+")
_DRIVE = re.compile(r"\A[A-Za-z]:")


class PartNames:
    """Makes the names of a file's parts fit for ids: without ways out of it, and unique."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}  # where to go on counting, by name

    def safe(self, name: str, otherwise: str = "unnamed") -> str:
        """Return the name of the next part. otherwise: for one that has no name."""
        steps = _DRIVE.sub("", _printable(name)).replace("\\", "/").split("/")
        kept = [step.strip() for step in steps if step.strip(" .")]
        path = PurePosixPath("/".join(kept)[-_MOST_CHARACTERS:].strip("/ ") or otherwise)
        unique, same = path, str(path).casefold()
        number = self._numbers.get(same, 1)
        while str(unique).casefold() in self._taken:
            number += 1
            unique = path.with_name(f"{path.stem} ({number}){path.suffix}")
        self._taken.add(str(unique).casefold())
        self._numbers[same] = number
        return str(unique)


def _printable(name: str) -> str:
    """Return a name in Unicode NFC, without what is not seen or turns the direction of text."""
    name = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(c for c in unicodedata.normalize("NFC", name) if c.isprintable())


class RecordIds:
    """Makes the ids of the documents in a file that are no files: messages, records."""

    def __init__(self, outer: str) -> None:
        self._outer = outer
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}  # where to go on counting, by key

    def next(self, key: str, number: int) -> str:
        """Return the id of the next one. key: what it calls itself, if it does; number: from 1."""
        safe = unique = _NOT_IN_KEY.sub("_", key)[:_LONGEST_KEY].strip("_") or str(number)
        number = max(number, self._numbers.get(safe, 0))
        while unique in self._taken:  # its own key may be what another's was made
            unique, number = f"{safe}-{number}", number + 1
        self._taken.add(unique)
        self._numbers[safe] = number
        return f"{self._outer}#{unique}"


def part_id(outer: str, name: str) -> str:
    """Return the id of a part of a file."""
    return f"{outer}{_IN}{name}"


def read_part(
    outer: Original, name: str, data: bytes, reader: Reader, where: str | None = None
) -> Iterator[RawDocument | FileReport]:
    """Yield the documents in a part of a file, each standing in that part of it.

    name: see `PartNames`. where: what the outer file is called, None for its name. A part that
    cannot be read is a report.
    """
    inner = replace(outer, name=part_id(outer.name, name), data=data, depth=outer.depth + 1)
    if inner.depth > MAX_DEPTH:
        reason = f"it lies in more than {MAX_DEPTH} files, one in the other"
        yield FileReport(inner.name, FileStatus.TOO_LARGE, reason, "unpack the outer one first")
        return
    where = where or PurePosixPath(outer.name.rpartition(_IN)[2]).name
    try:
        for found in reader(inner):
            yield _standing_in(where, name, found) if isinstance(found, RawDocument) else found
    except Unreadable as error:
        yield FileReport(inner.name, error.status, str(error), error.hint)


def _standing_in(where: str, name: str, raw: RawDocument) -> RawDocument:
    """Return a document with the part of the file that it stands in around its places."""
    shape = raw.shape
    whole = Place("part", name, 0, len(raw.text), f"{PurePosixPath(name).name} in {where}")
    inner = [place for place in shape.places if place.kind == whole.kind]
    others = [place for place in shape.places if place.kind != whole.kind]
    places = [*_parts(whole, inner, where, raw.text), *others]
    places.sort(key=lambda place: (place.start, -place.end))
    return replace(raw, shape=Shape(shape.blocks, shape.links, tuple(places)))


def _parts(whole: Place, inner: list[Place], where: str, text: str) -> Iterator[Place]:
    """Yield the parts of a part, each named with it, and the part alone where there is none."""
    start = 0
    for place in inner:
        yield from _part_alone(whole, start, place.start, text)
        label, name = place.label or place.value, PurePosixPath(whole.value).name
        is_named = label.endswith(f" in {name}")
        label = f"{label} in {where}" if is_named else f"{label}, {whole.label}"
        yield replace(place, value=f"{whole.value}{_IN}{place.value}", label=label)
        start = place.end
    yield from _part_alone(whole, start, whole.end, text)


def _part_alone(whole: Place, start: int, end: int, text: str) -> Iterator[Place]:
    if text[start:end].strip():
        yield replace(whole, start=start, end=end)
