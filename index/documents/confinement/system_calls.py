"""Calls of the Linux kernel that Python's standard library does not offer."""

import ctypes
import os
import platform
from typing import Final

_LIBC: Final = ctypes.CDLL(None, use_errno=True)

_PDEATHSIG, _SECCOMP, _NO_NEW_PRIVS = 1, 22, 38  # of prctl
_NEWIPC, _NEWUSER, _NEWNET = 0x08000000, 0x10000000, 0x40000000  # of unshare
_CAPABILITIES_V3 = 0x20080522
_SECCOMP_FILTER = 2


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def call(number: int, *arguments: object) -> int:
    """Make a system call by its number and return its result. Raises OSError."""
    return _checked(_LIBC.syscall(ctypes.c_long(number), *arguments))


def _prctl(option: int, *values: object) -> None:
    _checked(_LIBC.prctl(option, *values, *([ctypes.c_ulong(0)] * (4 - len(values)))))


def end_with_parent(signal: int) -> None:
    """Let the kernel send this process a signal when its parent ends. Raises OSError."""
    _prctl(_PDEATHSIG, ctypes.c_ulong(signal))


def gain_no_privileges() -> None:
    """Let no program that this process runs have more rights than it has. Raises OSError."""
    _prctl(_NO_NEW_PRIVS, ctypes.c_ulong(1))


def leave_network() -> None:
    """Move this process into user, network and IPC namespaces of its own. Raises OSError."""
    _checked(_LIBC.unshare(_NEWUSER | _NEWNET | _NEWIPC))


def drop_capabilities() -> None:
    """Give up every capability, those of the superuser too. Raises OSError."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_V3, 0)
    _checked(_LIBC.capset(header, (ctypes.c_uint32 * 6)()))


class _Instruction(ctypes.Structure):
    """An instruction of a filter of system calls (linux/filter.h)."""

    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    """A filter of system calls."""

    _fields_ = (("length", ctypes.c_uint16), ("first", ctypes.POINTER(_Instruction)))


_LOAD, _EQUALS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # refused as not permitted (EPERM)
_OTHER_ABI = 0x40000000  # numbers of x86-64's 32-bit ABI begin here
# The audit number of each machine, and its numbers of what reading a file never needs.
_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_NEVER = {
    "x86_64": (
        *(41, 42, 49, 50),  # socket, connect, bind, listen
        *(101, 310, 311, 438),  # ptrace, process_vm_readv, process_vm_writev, pidfd_getfd
        *(155, 161, 165, 272, 304, 308),  # pivot_root to setns: other views of the files
        *(248, 249, 250, 298, 321, 323, 425),  # keys, perf_event_open, bpf, userfaultfd, io_uring
    ),
    "aarch64": (
        *(198, 200, 201, 203),
        *(117, 270, 271, 438),
        *(40, 41, 51, 97, 265, 268),
        *(217, 218, 219, 241, 280, 282, 425),
    ),
}
_PROGRAMS = {
    # fork, vfork, clone, clone3, execve, execveat; kill, tkill, pidfd_send_signal
    "x86_64": (57, 58, 56, 435, 59, 322, 62, 200, 424),
    "aarch64": (220, 435, 221, 281, 129, 130, 424),
}


def refuse_calls(programs: bool) -> None:
    """Let the kernel refuse sockets and what reaches other processes, from now on (seccomp).

    programs: whether this process may start others and signal them. Raises OSError.
    """
    machine = platform.machine()
    if machine not in _MACHINES:
        raise OSError(f"the numbers of the system calls of {machine} are not known")
    refused = _NEVER[machine] + (() if programs else _PROGRAMS[machine])
    filter_ = [
        _Instruction(_LOAD, 0, 0, 4),  # the machine
        _Instruction(_EQUALS, 0, len(refused) + 3, _MACHINES[machine]),
        _Instruction(_LOAD, 0, 0, 0),  # the number of the call
        _Instruction(_AT_LEAST, len(refused) + 1, 0, _OTHER_ABI),
        *(
            _Instruction(_EQUALS, len(refused) - place, 0, number)
            for place, number in enumerate(refused)
        ),
        _Instruction(_RETURN, 0, 0, _ALLOW),
        _Instruction(_RETURN, 0, 0, _REFUSE),
    ]
    array = (_Instruction * len(filter_))(*filter_)
    program = _Program(len(filter_), array)
    _prctl(_SECCOMP, ctypes.c_ulong(_SECCOMP_FILTER), ctypes.byref(program))
