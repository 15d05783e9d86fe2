import threading

import pytest

from index.errors import WriterBusy
from index.milvus.builder_lock import BuilderLock
from index.milvus.engine.connection import MilvusConnection


def lock_of(milvus: MilvusConnection) -> BuilderLock:
    return BuilderLock(milvus, beat_s=0.2, dead_s=1.5)


def test_one_builder_at_a_time(milvus: MilvusConnection) -> None:
    busy = pytest.raises(WriterBusy, match="another process is writing the index")
    with lock_of(milvus).held(), busy:
        lock_of(milvus).held().__enter__()
    with lock_of(milvus).held():
        pass
    assert milvus.collections() == [] or not any(
        name.startswith(milvus.address.name) for name in milvus.collections()
    )


def test_of_many_at_once_one_gets_it(milvus: MilvusConnection) -> None:
    together, leave, got = threading.Barrier(4), threading.Event(), []

    def build(number: int) -> None:
        together.wait()
        try:
            with lock_of(milvus).held():
                got.append(number)
                leave.wait()
        except WriterBusy:
            busy.release()

    busy = threading.Semaphore(0)
    threads = [threading.Thread(target=build, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        assert busy.acquire(timeout=60)
    leave.set()
    for thread in threads:
        thread.join()
    assert len(got) == 1


def test_a_builder_that_was_killed_holds_it_no_longer(
    milvus: MilvusConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = lock_of(milvus)
    with monkeypatch.context() as killed:
        killed.setattr(dead, "_beat", lambda *_: None)
        held = dead.held()
        held.__enter__()
    late = pytest.raises(WriterBusy, match=r"took over .* nothing was published")
    with lock_of(milvus).held(), late:
        dead.check()
    with pytest.raises(WriterBusy):
        dead.check()
    held.__exit__(None, None, None)
