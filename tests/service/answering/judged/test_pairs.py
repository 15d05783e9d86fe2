"""How many contradictions are told, and how many that are none, of pairs written for it.

`pairs.json` holds pairs of documents; the last sentence of each is compared. `contradict`: whether
a reader would say that they contradict each other. Half of the pairs were kept aside while the
criterion was made.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.choosing.compare import Comparison
from service.answering.weighing.evidence import Evidence
from tests.service.answering.scored_evidence import evidence_of

LibraryOf = Callable[[dict[str, str]], Searcher]
PAIRS = json.loads(Path(__file__).with_name("pairs.json").read_text("utf-8"))


def told(library_of: LibraryOf, pair: Mapping[str, str]) -> bool:
    evidence = evidence_of(library_of({"one.md": pair["one"], "other.md": pair["other"]}))
    one, other = (last(evidence, name) for name in ("one.md", "other.md"))
    compare = Comparison(analyse("What is it?"), evidence)
    return other in compare.near(one) and compare.disagreement(one, other) is not None


def last(evidence: list[Evidence], name: str) -> Evidence:
    return max((e for e in evidence if e.place[0] == name), key=lambda e: e.place)


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if not pair["contradict"]])
def test_what_is_said_of_two_things_is_no_contradiction(
    library_of: LibraryOf, pair: Mapping[str, str]
) -> None:
    assert not told(library_of, pair), pair["kind"]


@pytest.mark.parametrize(("kept_aside", "least"), [(False, 0.95), (True, 0.85)])
def test_contradictions_are_told(library_of: LibraryOf, kept_aside: bool, least: float) -> None:
    pairs = [pair for pair in PAIRS if pair["contradict"] and pair["kept_aside"] == kept_aside]
    missed = [pair["kind"] for pair in pairs if not told(library_of, pair)]
    assert len(missed) <= (1 - least) * len(pairs), missed
