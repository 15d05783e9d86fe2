import time

import numpy as np

from index.storage.related.clusters import clusters_of
from index.storage.related.shingles import NUMBERS, Signatures

CHANCE = np.random.default_rng(5)


def random_signatures(count: int) -> Signatures:
    return CHANCE.integers(0, 2**16, (count, NUMBERS), np.uint16)


def names(count: int) -> list[str]:
    return [f"{number:06}" for number in range(count)]


def like(signature: Signatures, numbers: int) -> Signatures:
    """One that is equal in so many numbers, wherever they stand."""
    other = random_signatures(1)[0]
    places = CHANCE.permutation(NUMBERS)[:numbers]
    other[places] = signature[places]
    return other


def test_those_that_are_nearly_the_same_follow_the_fullest() -> None:
    one, two = random_signatures(2)
    signatures = np.array([one, two, like(one, 58), one, like(one, 20)])
    assert clusters_of(signatures, np.array([5, 5, 9, 5, 50]), names(5)).tolist() == [2, 1, 2, 2, 4]


def test_among_equally_full_ones_the_first_leads() -> None:
    signatures = np.repeat(random_signatures(1), 4, axis=0)
    assert clusters_of(signatures, np.full(4, 7), names(4)).tolist() == [0, 0, 0, 0]
    # By its id: in which rows they stand hangs on what was indexed when.
    assert clusters_of(signatures, np.full(4, 7), ["c", "b", "a", "d"]).tolist() == [2, 2, 2, 2]


def test_a_chain_of_small_changes_joins_no_strangers() -> None:
    chain = [random_signatures(1)[0]]
    for _ in range(12):
        chain.append(like(chain[-1], 58))
    signatures = np.array(chain)
    leaders = clusters_of(signatures, np.arange(13, 0, -1), names(13))
    assert len(set(leaders.tolist())) > 1
    shares = (signatures == signatures[leaders]).mean(axis=1)
    assert shares.min() >= 0.7


def test_no_document_has_no_cluster() -> None:
    assert clusters_of(random_signatures(0), np.zeros(0, np.int64), []).tolist() == []


def test_many_copies_take_no_time() -> None:
    copies = np.repeat(random_signatures(1), 5_000, axis=0)
    begun = time.process_time()
    signatures = np.concatenate([random_signatures(5_000), copies])
    leaders = clusters_of(signatures, np.full(10_000, 1), names(10_000))
    assert time.process_time() - begun < 5
    assert len(set(leaders.tolist())) == 5_001
