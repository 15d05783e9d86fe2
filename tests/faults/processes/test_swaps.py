"""Generations published one after another under questions: no error, and no answer of two."""

import random
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.end_to_end.site import Site
from tests.faults.harness.editions import Askers, Seen, next_edition, put
from tests.faults.harness.forks import Forks


@pytest.mark.parametrize(
    ("swaps", "questions"), [(2, 200), pytest.param(100, 50_000, marks=pytest.mark.slow)]
)
def test_no_swap_shows_in_any_reply(
    swaps: int,
    questions: int,
    forks: Forks,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rng, seen = random.Random(swaps), Seen()
    first = next_edition(0, rng)
    seen.expect(first)
    site = Site(tmp_path, first)
    request.addfinalizer(site.stop)
    data_dir, documents = tmp_path / "data", tmp_path / "documents"
    with Askers(site.url, seen) as askers:
        for part in range(1, swaps + 1):  # a wait is over after a while, however busy the machine
            askers.wait(lambda part=part: askers.asked >= part * questions // 2 // swaps)
        quiet = askers.asked
        for swap in range(1, swaps + 1):
            texts = next_edition(swap, rng)
            seen.expect(texts)
            put(documents, texts)
            assert forks.build(data_dir, documents) == 0
            askers.wait_for_new_replies()
            assert max(seen.generations()) == swap + 1, "a reply came from an older generation"
            askers.wait(lambda swap=swap: askers.asked >= quiet + swap * questions // swaps)
    milliseconds = askers.milliseconds
    assert len(milliseconds) - quiet >= questions
    assert len(seen.generations()) == swaps + 1
    p99 = [np.percentile(part, 99) for part in (milliseconds[:quiet], milliseconds[quiet:])]
    with capsys.disabled():
        sys.stdout.write(
            f"\np99 of {quiet} questions in quiet: {p99[0]:.0f} ms;"
            f" of {len(milliseconds) - quiet} during {swaps} swaps: {p99[1]:.0f} ms\n"
        )
