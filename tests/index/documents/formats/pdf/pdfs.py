"""Makes small PDF files: text at places, with fonts that say what each of their codes means."""

import hashlib
import itertools
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

WIDTH, HEIGHT = 600, 800  # points
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


class Text(NamedTuple):
    """A line of text. x, y: of its base, in points from the upper left corner of the page.

    from_right: each character is drawn to the left of the one before it, and x is the right end.
    """

    x: float
    y: float
    text: str
    size: float = 10
    font: str = "regular"
    from_right: bool = False


class Picture(NamedTuple):
    """A grey picture."""

    x: float
    y: float
    width: float
    height: float


class Rule(NamedTuple):
    """A thin line."""

    left: float
    top: float
    right: float
    bottom: float


class Link(NamedTuple):
    """A part of a page that points somewhere."""

    left: float
    top: float
    right: float
    bottom: float
    href: str


Thing = Text | Picture | Rule | Link


@dataclass
class Pdf:
    """A PDF on its way to its bytes. labels: the number of the first page in its own counting."""

    pages: Sequence[Sequence[Thing]]
    info: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    first_label: int | None = None
    metadata: str | None = None
    password: str | None = None
    rotate: int = 0

    def bytes(self) -> bytes:
        objects: dict[int, bytes] = {}
        codes = self._codes()
        fonts = {"regular": 3, "bold": 6, "fixed": 9}
        for name, number in fonts.items():
            objects |= _font(number, name, codes)
        objects[12] = _stream(
            b"\x80",
            "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8",
        )
        # Its codes are ASCII: a page in it can be drawn, and read from the picture.
        objects[16] = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
        kids, number = [], 20
        for things in self.pages:
            content = "\n".join(_drawn(thing, codes) for thing in things)
            objects[number + 1] = _stream(content.encode("latin-1"), "")
            links = [_annotation(thing) for thing in things if isinstance(thing, Link)]
            objects[number] = (
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {self.rotate}"
                f"/Contents {number + 1} 0 R/Annots[{''.join(links)}]"
                "/Resources<</XObject<</I 12 0 R>>"
                "/Font<</regular 3 0 R/bold 6 0 R/fixed 9 0 R/helvetica 16 0 R>>>>>>"
            ).encode()
            kids.append(f"{number} 0 R")
            number += 2
        catalog = "/Type/Catalog/Pages 2 0 R"
        if self.language:
            catalog += f"/Lang({self.language})"
        if self.first_label is not None:
            catalog += f"/PageLabels<</Nums[0<</S/D/St {self.first_label}>>]>>"
        if self.metadata:
            objects[13] = _stream(self.metadata.encode(), "/Type/Metadata/Subtype/XML", plain=True)
            catalog += "/Metadata 13 0 R"
        objects[1] = f"<<{catalog}>>".encode()
        objects[2] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
        info = "".join(f"/{key}<{_utf16(value)}>" for key, value in self.info.items())
        objects[14] = f"<<{info}>>".encode()
        return _file(objects, self.password)

    def _codes(self) -> dict[str, int]:
        characters = {c for page in self.pages for t in page if isinstance(t, Text) for c in t.text}
        others = sorted(characters - {" "})
        assert len(others) < 200
        return {" ": 32} | {character: 33 + n for n, character in enumerate(others)}


def text_pages(*pages: Sequence[str], top: float = 100, pitch: float = 12) -> bytes:
    """Return a PDF whose pages have these lines, one below the other."""
    return Pdf([lines_at(60, top, lines, pitch) for lines in pages]).bytes()


def lines_at(
    x: float,
    y: float,
    lines: Sequence[str],
    pitch: float = 12,
    size: float = 10,
    font: str = "regular",
) -> list[Text]:
    return [Text(x, y + pitch * n, line, size, font) for n, line in enumerate(lines) if line]


def width_of(text: str, size: float = 10) -> float:
    """Return how wide a text is in the regular font."""
    return sum(_advance(character, "regular") for character in text) * size / 1000


def _advance(character: str, font: str) -> int:
    return 600 if font == "fixed" else 420 + 17 * (ord(character) % 11)


def _font(number: int, name: str, codes: Mapping[str, int]) -> dict[int, bytes]:
    by_code = {code: character for character, code in codes.items()}
    widths = " ".join(
        str(_advance(by_code[code], name) if code in by_code else 500) for code in range(32, 256)
    )
    flags = 32 + (262144 if name == "bold" else 0) + (1 if name == "fixed" else 0)
    base = "Sample-Bold" if name == "bold" else f"Sample{name.title()}"
    mapping = "\n".join(f"<{code:02X}> <{_utf16(c, '')}>" for c, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "/CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange\n"
        + "".join(
            f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n"
            for part in _parts(mapping.split("\n"), 100)
        )
        + "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    return {
        number: (
            f"<</Type/Font/Subtype/TrueType/BaseFont/{base}/FirstChar 32/LastChar 255"
            f"/Widths[{widths}]/FontDescriptor {number + 1} 0 R/ToUnicode {number + 2} 0 R>>"
        ).encode(),
        number + 1: (
            f"<</Type/FontDescriptor/FontName/{base}/Flags {flags}/FontBBox[0 -200 1000 800]"
            "/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>"
        ).encode(),
        number + 2: _stream(cmap.encode(), ""),
    }


def _parts(lines: Sequence[str], size: int) -> list[Sequence[str]]:
    return [lines[start : start + size] for start in range(0, len(lines), size)]


def _drawn(thing: Thing, codes: Mapping[str, int]) -> str:
    if isinstance(thing, Text):
        known = thing.font == "helvetica"
        shown = "".join(f"{ord(c) if known else codes[c]:02X}" for c in thing.text)
        place = f"1 0 0 1 {thing.x} {HEIGHT - thing.y} Tm"
        if thing.from_right:
            # The pen goes back over each character before it draws it, and after that.
            widths = [_advance(c, thing.font) for c in thing.text]
            back = map(sum, itertools.pairwise([0, *widths]))
            glyphs = " ".join(
                f"{b} <{codes[c]:02X}>" for b, c in zip(back, thing.text, strict=True)
            )
            return f"BT /{thing.font} {thing.size} Tf {place} [{glyphs}] TJ ET"
        return f"BT /{thing.font} {thing.size} Tf {place} <{shown}> Tj ET"
    if isinstance(thing, Picture):
        bottom = HEIGHT - thing.y - thing.height
        return f"q {thing.width} 0 0 {thing.height} {thing.x} {bottom} cm /I Do Q"
    if isinstance(thing, Rule):
        width, height = thing.right - thing.left, thing.bottom - thing.top
        return f"{thing.left} {HEIGHT - thing.bottom} {width} {height} re f"
    return ""


def _annotation(link: Link) -> str:
    box = f"{link.left} {HEIGHT - link.bottom} {link.right} {HEIGHT - link.top}"
    return f"<</Type/Annot/Subtype/Link/Rect[{box}]/A<</S/URI/URI({link.href})>>>>"


def _utf16(text: str, mark: str = "FEFF") -> str:
    return mark + text.encode("utf-16-be").hex().upper()


def _stream(content: bytes, entries: str, plain: bool = False) -> bytes:
    packed = content if plain else zlib.compress(content)
    entries += "" if plain else "/Filter/FlateDecode"
    return f"<<{entries}/Length {len(packed)}>>\nstream\n".encode() + packed + b"\nendstream"


def _file(objects: Mapping[int, bytes], password: str | None) -> bytes:
    """Return the file; with a password, its streams are encrypted by ISO 32000-1, algorithm 1."""
    trailer = "/Root 1 0 R/Info 14 0 R"
    key = None
    if password is not None:
        owner = _rc4(hashlib.md5(_padded(password)).digest()[:5], _padded(password))
        identity = b"0123456789abcdef"
        key = hashlib.md5(_padded(password) + owner + b"\xfc\xff\xff\xff" + identity).digest()[:5]
        user = _rc4(key, _PADDING)
        objects = {
            **objects,
            15: (f"<</Filter/Standard/V 1/R 2/P -4/O<{owner.hex()}>/U<{user.hex()}>>>".encode()),
        }
        trailer += f"/Encrypt 15 0 R/ID[<{identity.hex()}><{identity.hex()}>]"
    content, places = b"%PDF-1.4\n", {}
    for number, body in sorted(objects.items()):
        places[number] = len(content)
        if key and number != 15 and b"\nstream\n" in body:
            head, _, packed = body.partition(b"\nstream\n")
            secret = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
            packed = _rc4(secret, packed.removesuffix(b"\nendstream"))
            body = head + b"\nstream\n" + packed + b"\nendstream"  # noqa: PLW2901
        content += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    last = max(objects)
    table = "".join(
        f"{places[n]:010d} 00000 n \n" if n in places else "0000000000 65535 f \n"
        for n in range(last + 1)
    )
    start = len(content)
    content += f"xref\n0 {last + 1}\n{table}trailer\n<</Size {last + 1}{trailer}>>\n".encode()
    return content + f"startxref\n{start}\n%%EOF\n".encode()


def _padded(password: str) -> bytes:
    return (password.encode("latin-1") + _PADDING)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    result, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        result.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(result)
