"""A form with files (multipart/form-data, RFC 7578), written to the disk as it arrives."""

import logging
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from index.errors import BadName, Unreadable
from index.uploads.incoming import IncomingFile
from index.uploads.labels import label_of
from index.uploads.uploads import Uploads
from service.errors import BadForm

PASSWORD: Final = "password"  # noqa: S105 - the name of a field
FILES: Final = "files"
OCR: Final = "ocr"
_YES_OR_NO = {b"true": True, b"false": False}
# It warns of each form that is no proper one; the reply says so too.
logging.getLogger("python_multipart").setLevel(logging.ERROR)
_MOST_OF_A_FIELD = 1000  # bytes
_MOST_OF_A_NAME = 300  # characters, in a reply
_TOO_MANY = "more files than may come at once"


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not taken. name: as it came; reason: why not. hint: what to do about it.

    Of far more files than may come at once, the last one stands for all that are not named.
    """

    name: str
    reason: str
    hint: str = ""


@dataclass(slots=True)
class FormLimits:
    """The most that a form may bring. file_bytes: size of each file. files: how many."""

    file_bytes: int
    files: int


@dataclass(slots=True)
class _FormPart:
    """The part of the form that arrives now. incoming: None for a field, and a file not taken."""

    header: bytes = b""
    disposition: bytes = b""
    value: bytes = b""
    name: str = ""
    file_name: str | None = None
    incoming: IncomingFile | None = None


@dataclass(slots=True)
class Form:
    """A form that is being received, in pieces of any size.

    taken: the files so far, each with the name that it came with; they are removed with `owner`
    unless they are kept. refused: the files that are not taken. Not for several threads at once.
    """

    uploads: Uploads
    limits: FormLimits
    owner: ExitStack
    taken: list[tuple[str, IncomingFile]] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    password: str | None = None
    ocr: bool = False
    _part: _FormPart = field(default_factory=_FormPart)
    _parser: MultipartParser | None = None
    _is_whole: bool = False
    _unnamed: int = 0  # files that are refused without being named

    def begin(self, content_type: str) -> None:
        """Prepare for a body of this type. Raises BadForm for another than a form with files."""
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or b"boundary" not in options:
            raise BadForm("send the files as multipart/form-data, in fields named files")
        callbacks = {
            name: getattr(self, f"_{name}")
            for name in (
                *("on_part_begin", "on_header_field", "on_header_value", "on_header_end"),
                *("on_headers_finished", "on_part_data", "on_part_end", "on_end"),
            )
        }
        try:
            self._parser = MultipartParser(options[b"boundary"], callbacks)  # type: ignore[arg-type]
        except FormParserError as error:
            raise BadForm("the boundary of the form is no proper one") from error

    def feed(self, data: bytes) -> None:
        """Take the next piece of the body. Raises BadForm, StorageFailed, OSError."""
        assert self._parser is not None
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise BadForm("the form is not as multipart/form-data should be") from error

    def finish(self) -> None:
        """Raise BadForm unless the form came to its end and brought files that can be taken."""
        if not self._is_whole:
            raise BadForm("the form ends too early")
        if not self.taken and self.refused:
            first = self.refused[0]
            raise BadForm(f"no file was taken: {first.reason}")
        if not self.taken:
            raise BadForm("there is no file in the form; send some in fields named files")

    def _on_part_begin(self) -> None:
        self._part = _FormPart()

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._part.header += data[start:end].lower()

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        if self._part.header == b"content-disposition":
            self._part.disposition += data[start:end]

    def _on_header_end(self) -> None:
        self._part.header = b""

    def _on_headers_finished(self) -> None:
        _, options = parse_options_header(self._part.disposition)
        part = self._part
        part.name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" in options:
            part.file_name = options[b"filename"].decode("utf-8", "replace")
            self._begin_file(part, part.file_name)
        elif part.name not in (PASSWORD, OCR):
            raise BadForm("the form has a field that this address does not know")

    def _begin_file(self, part: _FormPart, name: str) -> None:
        if part.name != FILES:
            raise BadForm("the form has a file in a field that this address does not know")
        told = len(self.taken) + len(self.refused)
        if told >= 2 * self.limits.files:  # a form has room for a hundred thousand empty ones
            self._unnamed += 1
            return
        if told >= self.limits.files:
            self._refuse(name, _TOO_MANY, self._hint())
            return
        try:
            label_of(name)
        except BadName as error:
            self._refuse(name, str(error), "give it another name")
            return
        part.incoming = self.owner.enter_context(self.uploads.receive(self.limits.file_bytes))

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        if part.file_name is None:
            part.value += data[start:end]
            if len(part.value) > _MOST_OF_A_FIELD:
                raise BadForm(f"{part.name}: longer than {_MOST_OF_A_FIELD} bytes")
        elif part.incoming is not None:
            try:
                part.incoming.write(data[start:end])
            except Unreadable as error:
                part.incoming.close()
                part.incoming = None
                self._refuse(part.file_name, str(error), error.hint)

    def _on_part_end(self) -> None:
        part = self._part
        if part.file_name is None and part.name == OCR:
            if part.value not in _YES_OR_NO:
                raise BadForm(f"{OCR}: either true or false")
            self.ocr = _YES_OR_NO[part.value]
        elif part.file_name is None:
            self.password = part.value.decode("utf-8", "replace") or None
        elif part.incoming is not None:
            self.taken.append((part.file_name, part.incoming))

    def _on_end(self) -> None:
        self._is_whole = True
        if self._unnamed:
            files = "file" if self._unnamed == 1 else "files"
            self._refuse(f"{self._unnamed:,} more {files}", _TOO_MANY, self._hint())

    def _hint(self) -> str:
        return f"send {self.limits.files} at a time"

    def _refuse(self, name: str, reason: str, hint: str) -> None:
        self.refused.append(RefusedFile(name[:_MOST_OF_A_NAME], reason, hint))
