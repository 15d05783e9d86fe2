"""A machine of the tests' own at the other end of a link that stalls as a real network does.

The machine is a network namespace of Linux, and each link a pair of virtual cards. While a link
stalls, packets vanish or are late, and nobody is told: no connection is reset. The kernel removes
the namespace with its last process and the last descriptor of it, and both ends of a link with the
namespace.
"""

import ctypes
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

_CLONE_NEWNET = 0x40000000
_OWN = Path("/proc/thread-self/ns/net")
_libc = ctypes.CDLL(None, use_errno=True)

# What the end that sends lets through, as options of `tc qdisc … tbf`. A packet that is larger than
# the burst vanishes.
_NOTHING = "rate 1mbit burst 40 limit 10000"
_ACKNOWLEDGEMENTS = "rate 1mbit burst 100 limit 10000"  # and handshakes: these need no more
_DROPS = "rate 1kbit burst 1600 limit 3200"  # two packets wait, and others vanish

# The ways in which a link stalls.
UNPLUGGED = "unplugged"
NO_REQUESTS = "no requests"
NO_REPLIES = "no replies"
ONLY_SMALL = "only small packets"
CRAWLS = "most packets lost, others late"
WAYS = (UNPLUGGED, NO_REQUESTS, NO_REPLIES, ONLY_SMALL, CRAWLS)
_SHAPES = {
    NO_REQUESTS: {"near": _NOTHING},
    NO_REPLIES: {"far": _NOTHING},
    ONLY_SMALL: {"near": _ACKNOWLEDGEMENTS, "far": _ACKNOWLEDGEMENTS},
    CRAWLS: {"near": _DROPS, "far": _DROPS},
}


class FarMachine:
    """A machine that is reached over two links. host: over the one that stalls. steady_host: over
    the other one.
    """

    def __init__(self, namespace: int) -> None:
        self._namespace = namespace
        self._stalling, self._steady = _Link.new(), _Link.new()

    @property
    def host(self) -> str:
        return self._stalling.far_address

    @property
    def steady_host(self) -> str:
        return self._steady.far_address

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Let this thread, and the processes that it starts meanwhile, be on that machine."""
        with _OWN.open() as outside:
            _enter(self._namespace)
            try:
                yield
            finally:
                _enter(outside.fileno())

    @contextmanager
    def stalled(self, way: str) -> Iterator[None]:
        """Let the one link stall meanwhile, in one of WAYS."""
        self.stall(way)
        try:
            yield
        finally:
            self.mend()

    def stall(self, way: str) -> None:
        link, shapes = self._stalling, _SHAPES.get(way, {})
        if shape := shapes.get("near"):
            _run(f"tc qdisc add dev {link.near} root tbf {shape}")
        with self.inside():
            if shape := shapes.get("far"):
                _run(f"tc qdisc add dev {link.far} root tbf {shape}")
            if way == UNPLUGGED:
                _run(f"ip link set {link.far} down")

    def mend(self) -> None:
        """Let the link be as it was."""
        with suppress(Refused):  # nothing is shaped at this end
            _run(f"tc qdisc del dev {self._stalling.near} root")
        with self.inside():
            with suppress(Refused):
                _run(f"tc qdisc del dev {self._stalling.far} root")
            _run(f"ip link set {self._stalling.far} up")

    def make(self) -> None:
        """Make both links. Raises Refused."""
        with self.inside():
            _run("ip link set lo up")
        for link in (self._stalling, self._steady):
            of_namespace = f"/proc/{os.getpid()}/fd/{self._namespace}"
            _run(f"ip link add {link.near} type veth peer name {link.far}")
            _run(f"ip link set {link.far} netns {of_namespace}")
            _run(f"ip addr add {link.near_address}/30 dev {link.near}")
            _run(f"ip link set {link.near} up")
            with self.inside():
                _run(f"ip addr add {link.far_address}/30 dev {link.far}")
                _run(f"ip link set {link.far} up")
        with self.stalled(CRAWLS):  # every kernel has links; not every one shapes what they carry
            pass

    def remove(self) -> None:
        for link in (self._stalling, self._steady):
            with suppress(Refused):
                _run(f"ip link del {link.near}")


@dataclass(frozen=True, slots=True)
class _Link:
    """The names of both ends, and their addresses, which are of a block for tests (RFC 2544)."""

    near: str
    far: str
    near_address: str
    far_address: str

    @classmethod
    def new(cls) -> "_Link":
        token, net, last = secrets.token_hex(4), secrets.randbelow(256), 4 * secrets.randbelow(64)
        of = f"198.18.{net}"
        return cls(f"pn{token}", f"pf{token}", f"{of}.{last + 1}", f"{of}.{last + 2}")


class Refused(Exception):
    """What a program says that does not do what it was told."""


@contextmanager
def far_machine() -> Iterator[FarMachine]:
    """A machine that is there meanwhile. The test is skipped where there can be none."""
    if reason := _why_not():
        pytest.skip(f"NOT RUN: {reason}")
    namespace = _new_namespace()
    machine = FarMachine(namespace)
    try:
        try:
            machine.make()
        except Refused as error:
            pytest.skip(f"NOT RUN: this machine makes no links: {error}")
        yield machine
    finally:
        machine.remove()
        os.close(namespace)


def _why_not() -> str | None:
    if not _OWN.exists() or os.geteuid() != 0:
        return "only root makes network namespaces, and only on Linux"
    missing = [program for program in ("ip", "tc") if shutil.which(program) is None]
    return f"not installed: {', '.join(missing)} (iproute2)" if missing else None


def _new_namespace() -> int:
    """Return a descriptor of a new network namespace. This thread stays in its own."""
    with _OWN.open() as outside:
        if _libc.unshare(_CLONE_NEWNET) != 0:
            pytest.skip(f"NOT RUN: no network namespace: {os.strerror(ctypes.get_errno())}")
        try:
            return os.open(_OWN, os.O_RDONLY | os.O_CLOEXEC)
        finally:
            _enter(outside.fileno())


def _enter(namespace: int) -> None:
    if _libc.setns(namespace, _CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "cannot enter a network namespace")


def _run(command: str) -> None:
    done = subprocess.run(command.split(), capture_output=True, text=True, check=False, timeout=30)
    if done.returncode != 0:
        raise Refused(f"{command}: {done.stderr.strip()}")
