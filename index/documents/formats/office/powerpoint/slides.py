"""Reads PPTX (PresentationML, ECMA-376 part 1): slides in the order of the show, with notes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from index.documents.formats.decoding.damages import damage_named
from index.documents.formats.decoding.opc import Package, open_package
from index.documents.formats.decoding.qualified_names import attribute, child, children
from index.documents.formats.office.powerpoint.slide_shapes import (
    ShapeReader,
    SlideShape,
    shapes_of,
)
from index.documents.formats.office.powerpoint.slide_styles import SlideStyles
from index.documents.formats.office.properties import properties_of_package
from index.documents.formats.office.table_rows import text_of
from index.documents.shape import TextBuilder
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument, Shape

_FURNITURE = ("dt", "ftr", "hdr")
_OFF = ("0", "false")


@damage_named
def read_pptx(original: Original) -> Iterator[RawDocument | FileReport]:
    """Yield the document. Raises Unreadable."""
    package = open_package(original.data)
    reader = _SlideReader(package)
    text, shape = reader.built()
    if not text:
        raise Unreadable("its slides hold no text", FileStatus.EMPTY)
    said = properties_of_package(package)
    yield RawDocument(
        document_id=original.name,
        text=text,
        title=reader.first_title or said.title,
        shape=shape,
        author=said.author,
        language=said.language,
        warnings=tuple(reader.warnings),
    )


class _SlideReader:
    """Appends the slides of one presentation."""

    def __init__(self, package: Package) -> None:
        self.first_title: str | None = None
        self.warnings: list[str] = []
        self._package = package
        self._styles = SlideStyles(package)
        self._builder = TextBuilder()

    def built(self) -> tuple[str, Shape]:
        """Return the text and its shape."""
        slides = {part: self._package.optional_xml(part) for part in self._slides()}
        damaged = [number for number, root in enumerate(slides.values(), 1) if root is None]
        self.warnings += [f"slide {number} cannot be read" for number in damaged]
        if slides and len(damaged) == len(slides):
            raise Unreadable("none of its slides can be read")
        shapes = {
            part: [*shapes_of(child(root, "p:cSld", "p:spTree"))] for part, root in slides.items()
        }
        repeated = _repeated(shapes.values())
        for number, (part, root) in enumerate(slides.items(), 1):
            hidden = root is not None and root.get("show") in _OFF
            said = [one for one in shapes[part] if not _is_furniture(one, repeated)]
            label = f"slide {number} (hidden)" if hidden else f"slide {number}"
            with self._builder.at("slide", str(number), label):
                self._builder.leave_headings()
                self._add_slide(part, said)
        return self._builder.build()

    def _slides(self) -> Iterator[str]:
        """Yield the parts of the slides, in the order of the show."""
        main = self._package.main_part("ppt/presentation.xml")
        related = self._package.relationships(main)
        for one in children(child(self._package.xml(main), "p:sldIdLst"), "p:sldId"):
            slide = related.get(attribute(one, "r:id"))
            if slide and not slide.is_external:
                yield slide.target

    def _add_slide(self, part: str, shapes: Sequence[SlideShape]) -> None:
        reader = ShapeReader(self._builder, self._package, part, self._styles)
        for one in sorted(shapes, key=lambda shape: not shape.is_title):  # which may lie behind
            reader.add(one)
            if one.is_title and self.first_title is None:
                self.first_title = text_of(reader.last_pieces) or None
        for notes in self._package.related(part, "notesSlide"):
            root = self._package.optional_xml(notes)
            with self._builder.at("notes", "notes", "notes"):
                for one in shapes_of(child(root, "p:cSld", "p:spTree")):
                    if one.kind == "body":
                        ShapeReader(self._builder, self._package, notes, None).add(one)


def _repeated(slides: Iterable[Sequence[SlideShape]]) -> set[str]:
    """Return the texts of the feet of slides that stand on more than one."""
    counts = Counter(
        text for shapes in slides for text in {one.text for one in shapes if one.kind in _FURNITURE}
    )
    return {text for text, count in counts.items() if count > 1}


def _is_furniture(shape: SlideShape, repeated: set[str]) -> bool:
    """Whether a shape says the same on many slides: a date, a foot, the slide's number."""
    if shape.kind == "sldNum":
        return True
    return shape.kind in _FURNITURE and (shape.text in repeated or not shape.text)
