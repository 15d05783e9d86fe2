"""kill -9 of the indexer at random moments, while a server goes on answering."""

import random
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.end_to_end.site import Site
from tests.faults.harness.editions import Askers, Seen, next_edition, put
from tests.faults.harness.forks import Forks
from tests.faults.harness.invariants import (
    check_after_fault,
    check_next_build,
    served_state,
    state_of_files,
)


@pytest.mark.parametrize("kills", [4, pytest.param(3000, marks=pytest.mark.slow)])
def test_no_kill_shows_in_any_reply(
    kills: int, forks: Forks, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    rng, seen = random.Random(kills), Seen()
    data_dir, documents = tmp_path / "data", tmp_path / "documents"
    first = next_edition(0, rng)
    seen.expect(first)
    site = Site(tmp_path, first)
    request.addfinalizer(site.stop)
    killed = finished = edition = 0
    longest_s = _time_of_a_build(forks, tmp_path / "measured")
    with Askers(site.url, seen) as askers:
        while killed < kills:
            edition += 1
            texts = next_edition(edition, rng)
            seen.expect(texts)
            put(documents, texts)
            before = served_state(data_dir)
            build = forks.start(data_dir, documents)
            # Any moment will do here, so this wait waits for nothing.
            threading.Event().wait(rng.uniform(0, longest_s))
            build.kill()
            code = build.wait()
            assert code in (0, -signal.SIGKILL), build.said
            killed, finished = killed + (code != 0), finished + (code == 0)
            # As long as a build takes now, beside the questions: about one in five gets done.
            longest_s *= 0.8 if code == 0 else 1.05
            check_after_fault(data_dir, before, state_of_files(documents), succeeded=code == 0)
            askers.wait_for_new_replies()  # from the generation that is current now
            if rng.random() < 0.5:  # else the next kill finds what this one left
                check_next_build(data_dir, documents)
    assert killed > finished, "most came too late to tell anything"


def _time_of_a_build(forks: Forks, folder: Path) -> float:
    put(folder / "documents", next_edition(1, random.Random(1)))
    start = time.perf_counter()
    assert forks.build(folder / "data", folder / "documents") == 0
    return time.perf_counter() - start
