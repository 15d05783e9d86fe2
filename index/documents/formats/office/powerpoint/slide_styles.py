"""Which paragraphs on slides are items of lists: the slide, its layout and its master say so."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from index.documents.formats.decoding.opc import Package
from index.documents.formats.decoding.qualified_names import child, children, descendants

_BULLETS = ("a:buNone", "a:buChar", "a:buAutoNum", "a:buBlip")
_BODIES = ("body", "obj", "subTitle", "")  # kinds of placeholders that take the master's bullets


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What a shape on a slide stands for. index: of the one in the layout that it fills."""

    kind: str
    index: str


def placeholder_of(shape: etree._Element) -> Placeholder | None:
    """Return what a shape stands for; None for a shape of its own."""
    for properties in children(shape, "p:nvSpPr", "p:nvGraphicFramePr", "p:nvPicPr"):
        element = child(properties, "p:nvPr", "p:ph")
        if element is not None:
            return Placeholder(element.get("type", ""), element.get("idx", "0"))
    return None


class SlideStyles:
    """The layouts and masters of a presentation, each read once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._chains: dict[str, list[etree._Element]] = {}

    def bullet(
        self, slide: str, placeholder: Placeholder | None, level: int
    ) -> etree._Element | None:
        """Return the bullet that paragraphs of a placeholder have; None where nothing says so.

        level: from 1.
        """
        if placeholder is None or placeholder.kind not in _BODIES:
            return None
        for style in self._styles(slide, placeholder):
            found = bullet_in(child(style, f"a:lvl{min(level, 9)}pPr"))
            if found is not None:
                return found
        return None

    def _styles(self, slide: str, placeholder: Placeholder) -> Iterator[etree._Element | None]:
        """Yield the styles that a placeholder takes, the nearest first."""
        chain = self._chain(slide)
        for number, root in enumerate(chain):
            for shape in descendants(root, "p:sp"):
                other = placeholder_of(shape)
                if other and _is_same(placeholder, other, is_master=number > 0):
                    yield child(shape, "p:txBody", "a:lstStyle")
                    break
        for root in chain[1:]:
            yield child(root, "p:txStyles", "p:bodyStyle")

    def _chain(self, slide: str) -> list[etree._Element]:
        """Return the slide's layout and that one's master."""
        layout = next(self._package.related(slide, "slideLayout"), "")
        if layout not in self._chains:
            master = next(self._package.related(layout, "slideMaster"), None)
            found = [self._package.optional_xml(part) for part in (layout, master)]
            self._chains[layout] = [root for root in found if root is not None]
        return self._chains[layout]


def _is_same(placeholder: Placeholder, other: Placeholder, is_master: bool) -> bool:
    """Whether a shape of a layout or a master is what a placeholder of a slide fills."""
    if is_master:
        return other.kind == "body"
    return placeholder.index == other.index


def bullet_in(properties: etree._Element | None) -> etree._Element | None:
    """Return what the properties of a paragraph say of its bullet."""
    return next(children(properties, *_BULLETS), None)
