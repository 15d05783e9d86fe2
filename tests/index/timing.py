import gc
import time
from collections.abc import Callable


def seconds_of(work: Callable[[], object], times: int = 3) -> float:
    """The least time that some work takes, no garbage of other tests being collected meanwhile."""
    taken = []
    for _ in range(times):
        gc.disable()
        try:
            started = time.process_time()
            work()
            taken.append(time.process_time() - started)
        finally:
            gc.enable()
    return min(taken)
