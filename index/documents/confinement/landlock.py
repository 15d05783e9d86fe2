"""Landlock: a process that may open nothing but what it names (Linux 5.13 or newer).

Source: the kernel's userspace-api/landlock.
"""

import ctypes
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from index.documents.confinement.system_calls import call

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # system calls, on every machine
_VERSION, _PATH_BENEATH = 1, 1

EXECUTE, WRITE, READ, LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_OF_FILES = EXECUTE | WRITE | READ
# The accesses to files that each version added: 1 knows 13, 2 linking, 3 truncating, 5 ioctl.
_FILE_ACCESSES = {1: 13, 2: 14, 3: 15, 4: 15}
_NEWEST_FILE_ACCESSES = 16
_TCP = 0b11  # to bind and to connect, from version 4
_SCOPES = 0b11  # abstract sockets and signals of other processes, from version 6


class _Ruleset(ctypes.Structure):
    """What is denied unless a rule allows it (linux/landlock.h)."""

    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class _Rule(ctypes.Structure):
    """What is allowed beneath a folder that is open."""

    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """Return the version of Landlock that the kernel grants; 0 for none."""
    try:
        return call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))
    except OSError:
        return 0


def restrict(allowed: Mapping[Path, int]) -> None:
    """Deny this process every file but those beneath these paths, for ever.

    allowed: the accesses to each path; one that is missing is passed over. From version 4 TCP is
    denied too, from version 6 signals to other processes. Raises OSError.
    """
    known = version()
    if not known:
        raise OSError("this kernel has no Landlock")
    files = (1 << _FILE_ACCESSES.get(known, _NEWEST_FILE_ACCESSES)) - 1
    attributes = _Ruleset(files, _TCP if known >= 4 else 0, _SCOPES if known >= 6 else 0)
    size = 8 if known < 4 else 16 if known < 6 else 24
    ruleset = call(
        _CREATE_RULESET, ctypes.byref(attributes), ctypes.c_size_t(size), ctypes.c_uint32(0)
    )
    try:
        _allow(ruleset, allowed.items(), files)
        call(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, allowed: Iterable[tuple[Path, int]], known: int) -> None:
    for path, accesses in allowed:
        try:
            opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        try:
            wanted = accesses & known if path.is_dir() else accesses & known & _OF_FILES
            rule = ctypes.byref(_Rule(wanted, opened))
            kind = ctypes.c_uint32(_PATH_BENEATH)
            call(_ADD_RULE, ctypes.c_int(ruleset), kind, rule, ctypes.c_uint32(0))
        finally:
            os.close(opened)
