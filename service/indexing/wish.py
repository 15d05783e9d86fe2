"""What an indexing is asked to do beside reading the remembered folders and the uploads again."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from index.building.sources import Sources


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish for an indexing, as a server passes it to the process that indexes.

    add, drop: absolute paths of folders and files to index from now on, and no longer. password: of
    encrypted files. ocr: whether pictures of text are read.
    """

    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    password: str | None = None
    ocr: bool = False

    def then(self, later: "Wish") -> "Wish":
        """Return the wish for both at once; where they disagree, `later` rules."""
        return Wish(
            tuple(path for path in self.add if path not in later.drop) + later.add,
            tuple(path for path in self.drop if path not in later.add) + later.drop,
            later.password if later.password is not None else self.password,
            self.ocr or later.ocr,
        )

    def to_line(self) -> str:
        """Return the wish as a line of JSON."""
        return json.dumps(asdict(self)) + "\n"

    @classmethod
    def of_line(cls, line: str) -> "Wish":
        """Return the wish that `to_line` made a line of; none of an empty line."""
        wished = json.loads(line or "{}")
        add, drop = (tuple(wished.get(name, ())) for name in ("add", "drop"))
        return cls(add, drop, wished.get("password"), wished.get("ocr", False))

    def sources(self) -> Sources:
        """Return what to index."""
        more, fewer = map(_paths, (self.add, self.drop))
        return Sources(more=more, fewer=fewer, password=self.password, ocr=self.ocr)


def _paths(paths: tuple[str, ...]) -> list[Path]:
    return [Path(path) for path in paths]
