"""Reads captions and transcripts (WebVTT, SubRip) as what was said: who, and from when on."""

import html
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from webvtt import WebVTT
from webvtt.errors import MalformedCaptionError, MalformedFileError

from index.documents.marks import ENDS_AS_SENTENCE
from index.documents.shape import Mark, Piece, TextBuilder, block_of
from index.errors import Unreadable
from index.originals import FileStatus
from index.records import BlockKind, RawDocument

_SPEAKER = re.compile(r"([^\W\d_][\w.'’-]*(?: [\w.'’()-]+){0,3}): (?=\S)")
_STYLE = re.compile(r"\{\\[^{}]*\}")  # of SubStation Alpha, which players of SubRip know
_LONG = 400  # characters of a paragraph, after which it ends with its sentence
_PAUSE = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What is said from `start` to `end`, in seconds. speaker: "" if nobody is named."""

    start: float
    end: float
    text: str
    speaker: str


def read_captions(document_id: str, text: str) -> RawDocument:
    """Return what is said in paragraphs, each at the place of its time. Raises Unreadable."""
    builder = TextBuilder()
    for paragraph in _paragraphs(_with_speakers([*_captions(text)])):
        first = paragraph[0]
        said = " ".join(one.text for one in paragraph)
        content = f"{first.speaker}: {said}" if first.speaker else said
        mark = Mark("time", _clock(first.start), _clock(first.start))
        builder.add(block_of(BlockKind.PARAGRAPH), [Piece(content, marks=(mark,))])
    content, shape = builder.build()
    if not content:
        raise Unreadable("captions without text", FileStatus.EMPTY)
    return RawDocument(document_id, content, shape=shape)


def _captions(text: str) -> Iterator[_Spoken]:
    """Yield what each caption says, without the lines that it shows again from the one before."""
    form = "vtt" if text.lstrip().startswith("WEBVTT") else "srt"
    try:
        captions = WebVTT.from_buffer(io.StringIO(text.lstrip()), format=form)
    except (MalformedFileError, MalformedCaptionError) as error:
        raise Unreadable("no captions are in it") from error
    shown: list[str] = []
    for one in captions.captions:
        lines = [line for line in map(_plain, one.text.split("\n")) if line]
        new = lines[1:] if lines[:1] == shown[-1:] else lines
        shown = lines or shown
        if new:
            speaker = _plain(one.voice or "")
            yield _Spoken(one.start_in_seconds, one.end_in_seconds, " ".join(new), speaker)


def _plain(line: str) -> str:
    return " ".join(html.unescape(_STYLE.sub("", line)).split())


def _with_speakers(said: Sequence[_Spoken]) -> Iterator[_Spoken]:
    """Yield the same with who speaks. Names may stand before what is said, and be left out while
    one goes on speaking. What leads a colon only once is no name.
    """
    led = Counter(match[1] for one in said if (match := _SPEAKER.match(one.text)))
    speaker = ""
    for one in said:
        match = None if one.speaker else _SPEAKER.match(one.text)
        if match and led[match[1]] > 1:
            speaker = match[1]
            yield replace(one, speaker=speaker, text=one.text[match.end() :])
        else:
            speaker = one.speaker or speaker
            yield replace(one, speaker=speaker)


def _paragraphs(said: Iterable[_Spoken]) -> Iterator[list[_Spoken]]:
    """Yield what one speaker says without a long pause; much of it ends with its sentence."""
    paragraph: list[_Spoken] = []
    for one in said:
        if paragraph and _is_apart(paragraph, one):
            yield paragraph
            paragraph = []
        paragraph.append(one)
    if paragraph:
        yield paragraph


def _is_apart(paragraph: Sequence[_Spoken], one: _Spoken) -> bool:
    first, last = paragraph[0], paragraph[-1]
    length = sum(len(said.text) for said in paragraph)
    is_full = length >= _LONG and ENDS_AS_SENTENCE.search(last.text) is not None
    others = one.speaker != first.speaker
    return others or is_full or length > 4 * _LONG or one.start - last.end > _PAUSE


def _clock(seconds: float) -> str:
    """Return "0:27", or "1:02:03" from an hour on."""
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"
