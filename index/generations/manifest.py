"""The manifest of a generation: what it was made from and what it holds, file by file.

A generation without a whole manifest does not exist.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.durable import sha256_of
from index.encoder import ModelIdentity
from index.errors import GenerationDamaged, GenerationOutdated
from index.storage.vectors import EXACT

MANIFEST = "manifest.json"
FORMAT = 5
# The formats that are read too, and what their indexes do not know.
_OLDER = {
    3: "it answers as before, but knows no headings, lists or tables",
    4: "it answers as before, but knows only text files, and no authors or copies",
}
READING = 3  # the readers of formats; raised when what they make of a file changes
SPLITTING = 2  # the rules of cleaning, splitting and stemming; raised when they change
_LOCK_FILES = (".tantivy-writer.lock", ".tantivy-meta.lock")  # every reader makes them


@dataclass(frozen=True, slots=True)
class FileRecord:
    """The size in bytes and the SHA-256 of a file when it was published."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of a generation: its number, what it was made from, what it holds.

    created_at: when its indexing ended, ISO 8601, for people; nothing is ordered by it. roots:
    absolute paths of the folders and files that were indexed. include, exclude: patterns of the
    files to index, and of those not to (index.documents.files). left_out: how many files were
    passed over, by reason. limit: the most tokens of a passage. reading, splitting: see READING,
    SPLITTING. tokens_per_second: the encoder's rate when last measured, 0 if never; plans use it.
    passage_vectors, sentence_vectors: how they are kept and searched (index.storage.vectors).
    files: every file of the generation except the manifest, by path relative to its folder.
    """

    number: int
    created_at: str
    roots: tuple[str, ...]
    model: ModelIdentity
    dimension: int
    limit: int
    documents: int
    passages: int
    sentences: int
    files: dict[str, FileRecord] = field(default_factory=dict)
    format: int = FORMAT
    reading: int = 0
    splitting: int = SPLITTING
    tokens_per_second: float = 0.0
    passage_vectors: str = EXACT
    sentence_vectors: str = EXACT
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def outdated(self) -> str | None:
        """What a person is to know of a format that is read, but no longer written; else None."""
        if self.format == FORMAT:
            return None
        return (
            f"An older version of Pincite made this index: {_OLDER[self.format]} until its "
            "documents are indexed again."
        )

    def is_split_for(self, limit: int) -> bool:
        """Whether its passages were cut by today's rules, to at most `limit` tokens."""
        return (self.limit, self.splitting) == (limit, SPLITTING)

    def to_bytes(self) -> bytes:
        """Return the manifest as JSON, with a `sha256` that shows any later change to it."""
        content = asdict(self)
        return json.dumps({**content, "sha256": _digest(content)}, indent=1).encode()

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read the manifest of the generation in `folder`. Raises what `parse` raises."""
        path = folder / MANIFEST
        try:
            data = path.read_bytes()
        except OSError as error:
            raise GenerationDamaged(f"{path} cannot be trusted: {error}") from error
        manifest = cls.parse(data, str(path))
        if folder.name != folder_name(manifest.number):
            raise GenerationDamaged(f"{path} is of generation {manifest.number}")
        return manifest

    @classmethod
    def parse(cls, data: bytes, where: str) -> "Manifest":
        """Read what `to_bytes` returned. where: names its place to a person.

        Raises GenerationDamaged if it is not whole, GenerationOutdated if another version of
        Pincite wrote it.
        """
        try:
            content: dict[str, Any] = json.loads(data)
            claimed = content.pop("sha256")
            if claimed != _digest(content):
                raise ValueError("its SHA-256 does not match")
            if content["format"] not in (FORMAT, *_OLDER):
                raise _outdated(content)
            files = {name: FileRecord(**record) for name, record in content.pop("files").items()}
            model = ModelIdentity(**content.pop("model"))
            for name in ("roots", "include", "exclude"):
                content[name] = tuple(content.get(name, ()))
            return cls(**content, model=model, files=files)
        except (
            *(ValueError, KeyError, TypeError, AttributeError),
            RecursionError,  # JSON that is nested too deep
        ) as error:
            raise GenerationDamaged(f"{where} cannot be trusted: {error}") from error

    def check_files(self, folder: Path) -> None:
        """Hash every file. Raises GenerationDamaged, which names each file that differs."""
        wrong = []
        for name, record in self.files.items():
            path = folder / name
            try:
                if not path.is_file():
                    wrong.append(f"{name} is missing")
                elif path.stat().st_size != record.size or sha256_of(path) != record.sha256:
                    wrong.append(f"{name} is not as it was written")
            except OSError as error:  # a bad block, or no permission to read the file
                wrong.append(f"{name} cannot be read ({error.strerror})")
        wrong += [f"{name} does not belong" for name in files_in(folder) if name not in self.files]
        if wrong:
            raise GenerationDamaged(f"generation {self.number} is damaged: {'; '.join(wrong)}")


def _outdated(content: dict[str, Any]) -> GenerationOutdated:
    made, number = content["format"], content["number"]
    age = "an older" if made < FORMAT else "a newer"
    return GenerationOutdated(
        f"generation {number} was made by {age} Pincite (format {made}, this one reads {FORMAT})"
        "; rebuild it: pincite index",
        tuple(content["roots"]),
    )


def folder_name(number: int) -> str:
    """Return the name of a generation's folder."""
    return f"{number:06d}"


def files_in(folder: Path) -> list[str]:
    """Return the relative paths of a generation's files, sorted, without manifest and locks."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name not in _LOCK_FILES)
    return sorted(p.relative_to(folder).as_posix() for p in paths if p != folder / MANIFEST)


def record_files(folder: Path) -> dict[str, FileRecord]:
    """Read back every file of a generation that is about to be published, and hash it."""
    return {
        name: FileRecord((folder / name).stat().st_size, sha256_of(folder / name))
        for name in files_in(folder)
    }


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
