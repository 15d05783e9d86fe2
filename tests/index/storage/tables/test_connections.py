import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from index.storage.tables.connections import Connections


@pytest.fixture
def connections(tmp_path: Path) -> Connections:
    path = tmp_path / "numbers? #1.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE numbers (n INTEGER)")
        connection.executemany("INSERT INTO numbers VALUES (?)", [(n,) for n in range(1000)])
        connection.commit()
    return Connections(path)


def opened_files(folder: Path) -> int:
    """How many files below a folder this process has open."""
    links = [*Path("/proc/self/fd").iterdir()]
    return sum(os.path.realpath(link).startswith(f"{folder}/") for link in links)


def test_queries_within_queries_do_not_disturb_each_other(connections: Connections) -> None:
    sql = "SELECT n FROM numbers WHERE n < ? ORDER BY n"
    found = [(n, connections.all(sql, n)[-1:]) for (n,) in connections.each(sql, 4)]
    assert found == [(0, []), (1, [(0,)]), (2, [(1,)]), (3, [(2,)])]
    first, second = connections.each(sql, 9), connections.each(sql, 9)
    assert [next(first), next(first), next(second), next(first)] == [(0,), (1,), (0,), (2,)]


def test_many_threads_leave_few_files_open(connections: Connections, tmp_path: Path) -> None:
    sql = "SELECT sum(n) FROM numbers WHERE n < ?"

    def read(n: int) -> list[tuple[int, ...]]:
        rows = connections.each("SELECT n FROM numbers ORDER BY n")
        next(rows)  # and keep it open for the query
        return connections.all(sql, n)

    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(read, range(1, 300)))
    assert found == [[(n * (n - 1) // 2,)] for n in range(1, 300)]
    assert 1 <= opened_files(tmp_path) <= 4


def test_an_error_does_not_use_up_a_connection(connections: Connections, tmp_path: Path) -> None:
    for _ in range(9):
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            connections.all("SELECT * FROM letters")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connections.all("DELETE FROM numbers")
    assert opened_files(tmp_path) == 1
    assert connections.all("SELECT count(*) FROM numbers") == [(1000,)]


@pytest.mark.usefixtures("connections")
def test_files_are_closed_with_the_last_who_keeps_them(tmp_path: Path) -> None:
    other = Connections(tmp_path / "numbers? #1.sqlite")
    rows = other.each("SELECT n FROM numbers ORDER BY n")
    assert next(rows) == (0,)
    del other
    assert (next(rows), opened_files(tmp_path)) == ((1,), 1)
    del rows
    assert opened_files(tmp_path) == 0
