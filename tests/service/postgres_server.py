"""A PostgreSQL of the tests' own, in a folder that goes with it: Debian's."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

PASSWORD = "planted:pass/word@%"
ESCAPED = "planted%3Apass%2Fword%40%25"
_STARTS_S = 60


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server that runs. folder: its data. host, port: where it listens."""

    port: int
    folder: Path
    host: str = "127.0.0.1"

    def url(self, database: str, password: str = ESCAPED) -> str:
        return f"postgresql://pincite:{password}@{self.host}:{self.port}/{database}"

    def new_database(self) -> str:
        """The URL of a database that is new and empty."""
        name = f"test_{uuid.uuid4().hex}"
        self.does(f"CREATE DATABASE {name}")
        return self.url(name)

    def does(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """What a statement gives, to the one who may do everything."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            found = connection.execute(statement)  # type: ignore[call-overload]
            return found.fetchall() if found.description else []

    def stop(self) -> None:
        _control(self.folder, "stop", "-m", "fast", "-w")

    def start(self) -> None:
        log = str(self.folder / "log")
        _control(self.folder, "start", "-w", "-t", str(_STARTS_S), "-l", log)

    def freeze(self) -> None:
        """Let no process of it go on, as on a machine that hangs."""
        for pid in self._pids():
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in self._pids():
            os.kill(pid, signal.SIGCONT)

    def _pids(self) -> list[int]:
        """The server's own process, and those that it started."""
        first = int((self.folder / "postmaster.pid").read_text().split()[0])
        started = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, started)]


def postgres_programs() -> Path | None:
    """The folder of the newest installed server's programs; None without one."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return Path(on_path).parent if on_path else (found[-1].parent if found else None)


def why_no_postgres() -> str | None:
    """Why no test with PostgreSQL can run here; None if it can."""
    try:
        import psycopg  # noqa: F401
        import psycopg_pool  # noqa: F401
    except ImportError:
        return "psycopg is not installed: pip install 'pincite[scale]'"
    return None if postgres_programs() else "PostgreSQL is not installed"


@contextlib.contextmanager
def postgres_server(host: str = "127.0.0.1") -> Iterator[PostgresServer]:
    """A server that runs meanwhile. The test is skipped where there can be none.

    host: an address of the machine on which this is called.
    """
    if reason := why_no_postgres():
        pytest.skip(reason)
    # Not below the tests' own folder, which the server's user could not enter.
    folder = Path(tempfile.mkdtemp(prefix="pincite-postgres-"))
    server = PostgresServer(0, folder / "data", host)
    try:
        secret = folder / "password"
        secret.write_text(PASSWORD)
        for path in (folder, secret):
            os.chown(path, *_user())
        _run("initdb", "-D", str(server.folder), "-U", "pincite", "-A", "scram-sha-256",
             f"--pwfile={secret}", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        with (server.folder / "postgresql.conf").open("a") as settings:
            settings.write(f"listen_addresses = '{host}'\nfsync = off\n")
            settings.write(f"unix_socket_directories = '{folder}'\n")
        with (server.folder / "pg_hba.conf").open("a") as allowed:
            allowed.write("host all all samenet scram-sha-256\n")
        server = _started(server)
        yield server
    finally:
        if (server.folder / "postmaster.pid").exists():
            _control(server.folder, "stop", "-m", "immediate", "-w")
        shutil.rmtree(folder, ignore_errors=True)


def _started(server: PostgresServer) -> PostgresServer:
    """The server, started on a free port. Another process may take the port before it does."""
    for last in (False, False, True):
        server = replace(server, port=_free_port())
        with (server.folder / "postgresql.conf").open("a") as settings:
            settings.write(f"port = {server.port}\n")  # the last one holds
        try:
            server.start()
        except AssertionError:
            if last:
                raise
        else:
            break
    return server


def _control(folder: Path, *arguments: str) -> None:
    _run("pg_ctl", "-D", str(folder), *arguments)


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL, which refuses to run as root."""
    programs = postgres_programs()
    assert programs is not None
    uid, gid = _user()
    own = {} if uid == os.getuid() else {"user": uid, "group": gid, "extra_groups": []}
    done = subprocess.run(
        [str(programs / program), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        cwd="/",
        check=False,
        timeout=2 * _STARTS_S,
        **own,  # type: ignore[call-overload]
    )
    assert done.returncode == 0, (program, arguments, done.stdout)


def _user() -> tuple[int, int]:
    """Who runs the server: whoever runs the tests, unless that is root."""
    if os.getuid() != 0:
        return os.getuid(), os.getgid()
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    raise AssertionError("there is no user who could run PostgreSQL")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def until(condition: object, seconds: float = 60) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it never comes true"
        time.sleep(0.02)
