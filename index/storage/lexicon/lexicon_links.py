"""Joins the word indexes of segments to one, by links to their files.

An index of tantivy is a list of parts that never change, in `meta.json`, and the files of these.
A joined index has a list of its own, put together of theirs, and links to their files; tantivy
counts words in all of them. It writes its lock file beside the list, and so never into a segment.
There is no `.managed.json`, the list of files that tantivy may remove.
"""

import json
import os
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from index.durable import sha256_of, sync_folder, write_file
from index.errors import GenerationDamaged
from index.storage.lexicon import LOCK_FILES
from index.storage.lexicon.lexicon_writer import write_lexicon

META = "meta.json"  # the list of parts
_OWN_FILES = (META, ".managed.json", *LOCK_FILES)  # of any index
_OF_PARTS = ("segments", "opstamp")  # what differs between the parts of one index


def join_lexicons(folder: Path, parts: Sequence[Path]) -> None:
    """Make the new `folder` an index of the passages of all parts, in this order.

    parts: folders that `write_lexicon` wrote. The links are relative, also where links lead to the
    folders: they stay right where `folder` moves to another folder beside its own. Without parts
    it is an empty index. Raises OSError, errno ENOSPC where the disk is full, and GenerationDamaged
    where a part is no index or of another kind than the first.
    """
    if not parts:
        return write_lexicon(folder, (), 0)
    meta = _joined(parts)
    folder.mkdir()
    link_files(folder, parts)
    write_file(folder / META, json.dumps(meta, indent=1).encode())
    return sync_folder(folder)


def link_files(folder: Path, parts: Sequence[Path]) -> None:
    """Make the links of a joined index, as where a copy of it has none. Raises what it does."""
    here = os.path.realpath(folder)  # a link leads on from where it lies
    for name, target in linked_files(parts).items():
        (folder / name).symlink_to(os.path.relpath(os.path.realpath(target), here))


def linked_files(parts: Sequence[Path]) -> dict[str, Path]:
    """Return the files of the parts that a joined index links to, by the names of the links.

    Raises OSError, and GenerationDamaged where a part is no index.
    """
    return {path.name: path for part in parts for path in _files_of(part)}


def _files_of(part: Path) -> list[Path]:
    """Return the files of all that an index lists, sorted. Raises what `linked_files` raises."""
    stems = {one["segment_id"].replace("-", "") for one in _meta(part)["segments"]}
    return sorted(path for path in part.iterdir() if path.name.partition(".")[0] in stems)


def check_links(folder: Path, parts: Sequence[Path]) -> list[str]:
    """Return a message for all that is not as `join_lexicons` made it; none where all is.

    In a copy of the folder there may be files in place of links. Their contents are compared. The
    files of the parts are not looked at.
    """
    try:
        targets = linked_files(parts)
        wrong = [*_wrong_links(folder, targets), *_strangers(folder, targets)]
        return wrong + _wrong_list(folder, parts)
    except OSError as error:
        return [f"{error.filename or folder} cannot be read ({error.strerror})"]
    except GenerationDamaged as error:
        return [str(error)]


def _wrong_links(folder: Path, targets: dict[str, Path]) -> Iterator[str]:
    for name, target in targets.items():
        path = folder / name
        if not os.path.lexists(path):
            yield f"{folder.name}/{name} is missing"
        elif not path.exists():
            yield f"{folder.name}/{name} leads nowhere"
        elif path.samefile(target):
            continue
        elif path.is_symlink():
            yield f"{folder.name}/{name} does not lead to {os.path.relpath(target, folder)}"
        elif not path.is_file() or sha256_of(path) != sha256_of(target):
            yield f"{folder.name}/{name} is not as in its segment"


def _strangers(folder: Path, targets: dict[str, Path]) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        if path.name not in targets and path.name not in _OWN_FILES:
            what = "does not belong" if path.exists() else "leads nowhere"
            yield f"{folder.name}/{path.name} {what}"


def _wrong_list(folder: Path, parts: Sequence[Path]) -> list[str]:
    """Return a message where the list of a joined index is not that of its parts."""
    own = _meta(folder)
    theirs = _joined(parts) if parts else {**own, "segments": [], "opstamp": 0}
    return [] if own == theirs else [f"{folder.name}/{META} does not list what the segments hold"]


def _joined(parts: Sequence[Path]) -> dict[str, Any]:
    """Return the list of an index of all parts. Raises what `linked_files` raises."""
    metas = [_meta(part) for part in parts]
    kinds = [{k: v for k, v in meta.items() if k not in _OF_PARTS} for meta in metas]
    for part, kind in zip(parts, kinds, strict=True):
        if kind != kinds[0]:
            raise GenerationDamaged(f"{part} is a word index of another kind than {parts[0]}")
    return {
        **kinds[0],
        "segments": list(chain.from_iterable(meta["segments"] for meta in metas)),
        "opstamp": max(meta["opstamp"] for meta in metas),
    }


def _meta(folder: Path) -> dict[str, Any]:
    """Return the list of an index. Raises OSError, and GenerationDamaged where it is none."""
    path = folder / META
    try:
        meta: dict[str, Any] = json.loads(path.read_bytes())
        if not all(isinstance(one["segment_id"], str) for one in meta["segments"]):
            raise ValueError("a segment has no name")
        if not isinstance(meta["opstamp"], int):
            raise ValueError("its number is none")
    except FileNotFoundError as error:
        raise GenerationDamaged(f"{path} is missing") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise GenerationDamaged(f"{path} cannot be trusted: {error}") from error
    return meta
