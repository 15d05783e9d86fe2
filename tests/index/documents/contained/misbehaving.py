"""A fork server whose readers misbehave: the name of a file says how.

`loop.bad` is read by the function `_loop`. A file of any other name is read as always.
"""

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from index.documents import formats
from index.documents.contained import fork_server, frames, worker
from index.documents.contained.tasks import TASKS, Task
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument


def _loop(original: Original) -> Iterator[str]:
    while True:
        pass
    yield ""


def _sleep(original: Original) -> Iterator[str]:
    time.sleep(3600)
    yield ""


def _eat(original: Original) -> Iterator[str]:
    eaten = []
    while True:
        eaten.append(bytearray(2**22))
    yield ""


def _gorge(original: Original) -> Iterator[str]:
    """Eat slowly enough for a parent that looks twice a second."""
    eaten = []
    while True:
        eaten.append(b"x" * 2**22)
        time.sleep(0.01)
    yield ""


def _crash(original: Original) -> Iterator[str]:
    ctypes.string_at(0)
    yield ""


def _fragile(original: Original) -> Iterator[str]:
    """Crash unless this child reads its first file."""
    if _seen[os.getpid()] > 1:
        os._exit(1)
    yield "It was read by a fresh child."


def _exit(original: Original) -> Iterator[str]:
    raise SystemExit(0)
    yield ""


def _garbage(original: Original) -> Iterator[str]:
    os.write(3, b"\xff" * 4096)
    yield "Text."


def _dribble(original: Original) -> Iterator[str]:
    """Send a frame so slowly that it never ends."""
    os.write(3, frames.packed({"text": "x" * 2**20})[: -(2**20)])
    while True:
        os.write(3, b"x")
        time.sleep(0.02)
    yield ""


def _flood(original: Original) -> Iterator[str]:
    """Send documents without an end, past the limit that an honest child keeps."""
    header, text = {"text": 2**20, "document_id": original.name}, b"x" * 2**20
    while True:
        os.write(3, frames.packed(header, len(text)) + text)
    yield ""


def _huge(original: Original) -> Iterator[str]:
    yield from ("word " * 200 + "\n\n" for _ in range(8000))


def _raise(original: Original) -> Iterator[str]:
    raise KeyError(original.data)
    yield ""


def _attempt(*attempts: Callable[[], object]) -> Iterator[str]:
    """Say of each attempt how it ended."""
    for attempt in attempts:
        try:
            yield f"It gave {attempt()!r}.\n"
        except OSError as error:
            yield f"It was refused: {type(error).__name__}.\n"


def _open(original: Original) -> Iterator[str]:
    path = Path(original.data.decode())
    folder = path.parent
    yield from _attempt(
        path.read_text,
        lambda: list(folder.iterdir()),
        lambda: list(Path("/").iterdir()),
        Path("/etc/passwd").read_text,
        Path("/proc/self/environ").read_text,
    )


def _write(original: Original) -> Iterator[str]:
    folder = Path(original.data.decode())
    yield from _attempt(
        lambda: (folder / "new").write_text("new"),
        lambda: (folder / "old").write_text("new"),
        (folder / "folder").mkdir,
        (folder / "old").unlink,
    )


def _connect(original: Original) -> Iterator[str]:
    address = ("127.0.0.1", int(original.data))
    yield from _attempt(
        lambda: socket.create_connection(address),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", address),
        lambda: socket.socket(socket.AF_UNIX),
    )


def _start(original: Original) -> Iterator[str]:
    yield from _attempt(
        os.fork,
        lambda: subprocess.run(["/bin/true"], check=True),
        lambda: os.kill(int(original.data), signal.SIGKILL),
        lambda: os.killpg(int(original.data), signal.SIGKILL),
    )


def _run(original: Original) -> Iterator[str]:
    yield from _attempt(lambda: subprocess.run(["true"], stdin=subprocess.DEVNULL, check=True))


def _late(original: Original) -> Iterator[str]:
    """Need parts of the standard library that nobody has loaded."""
    import tabnanny

    yield b"\x8f\x80\x83".decode("cp862") + f" {tabnanny.__name__}"


def _environ(original: Original) -> Iterator[str]:
    yield f"{sorted(os.environ)} {Path.cwd()} {[n for n in range(256) if _is_open(n)]}"


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


_READERS: dict[str, Callable[[Original], Iterator[str]]] = {
    name: globals()[f"_{name}"]
    for name in (
        "loop sleep eat gorge crash fragile exit garbage dribble flood huge raise open write "
        "connect start run late environ"
    ).split()
}
_seen: Counter[int] = Counter()  # files, by process
_read = formats.read


def read(original: Original) -> Iterator[RawDocument | FileReport]:
    _seen[os.getpid()] += 1
    path = PurePosixPath(original.name)
    if path.suffix != ".bad":
        yield from _read(original)
    elif path.stem == "foreign":  # says that it read another file
        yield RawDocument("good.md", "Text of another file.")
    elif path.stem == "parts":
        yield RawDocument(f"{original.name}#1", "The first part.", warnings=("half of it",))
        yield FileReport("second part", FileStatus.ENCRYPTED, "its password is not known")
    else:
        yield RawDocument(original.name, "".join(_READERS[path.stem](original)))


def _echo(data: bytes, arguments: Any) -> bytes:
    return data * arguments["times"]


def _fall(data: bytes, arguments: Any) -> bytes:
    return ctypes.string_at(0)


def main() -> None:
    worker.read_file.__globals__["read"] = read
    TASKS.update(echo=Task("plain", _echo), fall=Task("plain", _fall))
    fork_server.main()
