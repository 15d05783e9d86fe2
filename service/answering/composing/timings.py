"""Where the time of an answer went."""

import time

from index.ranking.hits import Retrieved
from service.records import Timings


def timings_of(
    retrieved: Retrieved, read: float | None, begun: float, retrieved_at: float
) -> Timings:
    """Return the timings of an answer that is complete now.

    read: milliseconds that the reader took; None where nothing was read. begun, retrieved_at:
    readings of the performance counter, in seconds.
    """
    done = time.perf_counter()
    rerank_ms, read_ms = retrieved.rerank_ms or 0.0, read or 0.0
    # All time before the answer that is no other part's is the search's, so the parts add up.
    search_ms = (retrieved_at - begun) * 1000 - retrieved.wait_ms - retrieved.encode_ms - rerank_ms
    return Timings(
        wait=round(retrieved.wait_ms, 2),
        encode=round(retrieved.encode_ms, 2),
        search=round(search_ms, 2),
        rerank=None if retrieved.rerank_ms is None else round(rerank_ms, 2),
        read=None if read is None else round(read_ms, 2),
        answer=round((done - retrieved_at) * 1000 - read_ms, 2),
        total=round((done - begun) * 1000, 2),
    )
