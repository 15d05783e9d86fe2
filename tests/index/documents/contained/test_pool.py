import threading
import time

from index.documents.contained.pool import Window


def test_a_file_that_is_larger_than_all_goes_alone() -> None:
    window = Window(10)
    assert window.enter(100)
    assert not window.enter(0)
    window.exchange(100, 5)
    assert window.enter(5)
    assert not window.enter(1)
    window.leave(5)
    assert window.enter(5)


def test_large_results_are_waited_for_until_the_caller_takes_them() -> None:
    """Small files can become large texts: a child must not read on while they pile up."""
    window = Window(10)
    assert window.enter(1)
    assert window.enter(1)
    window.exchange(1, 50)
    waiting = threading.Thread(target=window.wait)
    waiting.start()
    time.sleep(0.05)
    assert waiting.is_alive()
    window.leave(50)
    waiting.join(10)
    assert not waiting.is_alive()


def test_nobody_waits_for_a_window_that_is_closed() -> None:
    window = Window(10)
    assert window.enter(1)
    window.exchange(1, 50)
    waiting = threading.Thread(target=window.wait)
    waiting.start()
    window.close()
    waiting.join(10)
    assert not waiting.is_alive()
