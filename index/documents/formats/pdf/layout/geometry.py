"""Where things lie on a page: boxes in points, from the top left corner of the upright page."""

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle whose sides run along those of the page; `top` is less than `bottom`."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def around(self, other: "Box") -> "Box":
        """Return the smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the box."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def is_beside(self, other: "Box") -> bool:
        """Whether half of the lower one of the two stands at the height of the other."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared >= 0.5 * min(self.height, other.height)

    def is_over_or_under(self, other: "Box") -> bool:
        """Whether some of the one stands straight above or below some of the other."""
        return min(self.right, other.right) > max(self.left, other.left)


class Frame(NamedTuple):
    """The part of the plane that a page shows, as PDF has it, where `top` exceeds `bottom`.

    quarters: by how many quarter turns, clockwise, it is turned until it stands upright.
    """

    left: float
    bottom: float
    right: float
    top: float
    quarters: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height when it stands upright."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarters % 2 else (width, height)

    def upright(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a rectangle of the plane as a box of the upright page."""
        if self.quarters == 0:
            return Box(left - self.left, self.top - top, right - self.left, self.top - bottom)
        if self.quarters == 1:
            return Box(bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if self.quarters == 2:
            return Box(
                self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
            )
        return Box(self.top - top, self.right - right, self.top - bottom, self.right - left)
