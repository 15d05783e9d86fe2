"""The manifest of a generation: what it was made from and what it holds, file by file.

A generation without a whole manifest does not exist.
"""

import hashlib
import json
import re
from collections.abc import Container, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from index.durable import sha256_of
from index.encoder import ModelIdentity
from index.errors import GenerationDamaged, GenerationOutdated
from index.storage.lexicon import LOCK_FILES
from index.storage.lexicon.lexicon_links import META, check_links
from index.storage.vectors import EXACT

MANIFEST = "manifest.json"
LEXICON = "lexicon"  # a folder of a segment, and of a generation that links to theirs
SEGMENTS = "segments"  # a folder beside that of the generations, which share what lies in it
SEGMENT = re.compile(r"(\d{6,})-(\d{3,})")  # the generation it was written for; its place
FORMAT = 6
# The formats that are read too, and what their indexes do not know.
_OLDER = {
    3: "it answers as before, but knows no headings, lists or tables",
    4: "it answers as before, but knows only text files, and no authors or copies",
    5: "it answers as before, but whatever changes, all of it is written anew",
}
READING = 9  # the readers of formats; raised when what they make of a file changes
SPLITTING = 3  # the rules of cleaning, splitting and stemming; raised when they change


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
    libraries: the names and versions of those that wrote what generations share.
    trained_on: of how many sentences the codes of vectors were made; 0 where there are none.
    segments: the names of those that hold its documents, in order; none in older formats, where
    the generation itself is one. gone: the documents that a segment holds and the generation does
    not, by their rows in the segment, of each segment that has any. files: every file of the
    generation except the manifest, by path (see `place_of`).
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
    libraries: str = ""
    trained_on: int = 0
    segments: tuple[str, ...] = ()
    gone: dict[str, list[int]] = field(default_factory=dict)

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
            if not all(SEGMENT.fullmatch(name) for name in content.get("segments", ())):
                raise ValueError("it names a segment as none is called")
            for name in ("roots", "include", "exclude", "segments"):
                content[name] = tuple(content.get(name, ()))
            return cls(**content, model=model, files=files)
        except (
            *(ValueError, KeyError, TypeError, AttributeError),
            RecursionError,  # JSON that is nested too deep
        ) as error:
            raise GenerationDamaged(f"{where} cannot be trusted: {error}") from error

    def check_files(self, folder: Path, known: Container[str] = ()) -> None:
        """Hash every file. Raises GenerationDamaged, which names each file that differs.

        known: the files that were hashed before, and nobody wrote to since.
        """
        checked = (self.wrong_with(name, folder, name in known) for name in self.files)
        wrong = [message for message in checked if message]
        here = [*self._own(folder), *(n for one in self.segments for n in files_of(one, folder))]
        wrong += [f"{name} does not belong" for name in here if name not in self.files]
        self._refuse(wrong)

    def check_links(self, folder: Path) -> None:
        """Look where the links of its lexicon lead. Raises GenerationDamaged, as `check_files`."""
        if self.segments:
            lexicons = [segment / LEXICON for segment in segments_of(folder, self)]
            self._refuse(check_links(folder / LEXICON, lexicons))

    def _refuse(self, wrong: Sequence[str]) -> None:
        if wrong:
            raise GenerationDamaged(f"generation {self.number} is damaged: {'; '.join(wrong)}")

    def _own(self, folder: Path) -> list[str]:
        """Return the files in the folder of the generation, but not what a joined lexicon links to.

        `check_links` looks at these; in a copy of the folder there may be files in place of links.
        """
        prefix, own = f"{LEXICON}/", f"{LEXICON}/{META}"
        names = files_in(folder)
        return [n for n in names if not (self.segments and n.startswith(prefix) and n != own)]

    def whole_segments(self, folder: Path) -> list[str]:
        """Return the names of the segments whose files are as they were written. Hashes them."""
        damaged = {
            name.split("/")[1]
            for name in self.files
            if name.startswith(f"{SEGMENTS}/") and self.wrong_with(name, folder)
        }
        return [name for name in self.segments if name not in damaged]

    def wrong_with(self, name: str, folder: Path, is_known: bool = False) -> str:
        """Return what is wrong with a file; "" for nothing. is_known: whether not to hash it."""
        path, record = place_of(name, folder), self.files[name]
        try:
            if not path.is_file():
                return f"{name} is missing"
            if path.stat().st_size != record.size or not (
                is_known or sha256_of(path) == record.sha256
            ):
                return f"{name} is not as it was written"
        except OSError as error:  # a bad block, or no permission to read the file
            return f"{name} cannot be read ({error.strerror})"
        return ""


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


@cache
def libraries() -> str:
    """Return the names and versions of the libraries whose files generations share."""
    return ", ".join(f"{name} {version(name)}" for name in ("faiss-cpu", "tantivy"))


def place_of(name: str, folder: Path) -> Path:
    """Return where a file of the generation in `folder` lies, by its name in the manifest.

    Those of segments are named by their path from the folder that holds both.
    """
    return folder.parent.parent / name if name.startswith(f"{SEGMENTS}/") else folder / name


def segments_of(folder: Path, manifest: Manifest) -> list[Path]:
    """Return the folders of a generation's segments, in order; its own in older formats."""
    return [place_of(f"{SEGMENTS}/{name}", folder) for name in manifest.segments] or [folder]


def files_in(folder: Path) -> list[str]:
    """Return the relative paths of a folder's own files, sorted, without manifest and locks.

    Links belong to the lexicon, which checks them.
    """
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    own = (path for path in paths if path.name not in LOCK_FILES and path != folder / MANIFEST)
    return sorted(path.relative_to(folder).as_posix() for path in own)


def files_of(segment: str, folder: Path) -> list[str]:
    """Return the files of a segment, as the manifest of the generation in `folder` names them."""
    prefix = f"{SEGMENTS}/{segment}"
    return [f"{prefix}/{name}" for name in files_in(folder.parent.parent / prefix)]


def record_of(path: Path) -> FileRecord:
    """Read back a file that is about to be published, and hash it."""
    return FileRecord(path.stat().st_size, sha256_of(path))


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
