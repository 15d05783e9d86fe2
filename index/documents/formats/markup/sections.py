"""How deep the headings under way are. What folds up, or has a title, is a section that ends."""

from index.documents.shape import TextBuilder


class Sections:
    """The sections of one text. level: of the last heading, of which what follows is a part."""

    def __init__(self) -> None:
        self.level = 0
        self._outer: list[int] = []

    @property
    def depth(self) -> int:
        """How many sections are under way that end before the next heading."""
        return len(self._outer)

    def begin(self) -> int:
        """Begin one inside the last; return the level of its heading."""
        self._outer.append(self.level)
        self.level += 1
        return self.level

    def end(self, builder: TextBuilder) -> None:
        """End the last one, if there is one: what follows is under none of its headings."""
        if self._outer:
            self.level = self._outer.pop()
            builder.leave_headings(self.level)
