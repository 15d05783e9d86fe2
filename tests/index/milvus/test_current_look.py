import threading
import time

import pytest

from index.errors import StoreAway
from index.milvus.current_look import CurrentLook
from index.milvus.engine.generation_tables import Tables

TABLES = Tables.new("docs", 7)


def test_while_one_request_waits_for_a_store_that_is_away_the_others_fail_at_once() -> None:
    looks, may_end = threading.Event(), threading.Event()

    def look() -> Tables:
        if looks.is_set():
            assert may_end.wait(60)
            return TABLES
        raise StoreAway("away")

    current = CurrentLook(look)
    with pytest.raises(StoreAway, match="away"):
        current.stamp()
    looks.set()
    current.forget()
    seen: list[str | None] = []
    waits = threading.Thread(target=lambda: seen.append(current.stamp()))
    waits.start()
    while not current._looking.locked():
        time.sleep(0.001)
    with pytest.raises(StoreAway, match="away"):  # and does not wait for the look above
        current.stamp()
    may_end.set()
    waits.join()
    assert seen == [current.stamp()] == [TABLES.prefix]
