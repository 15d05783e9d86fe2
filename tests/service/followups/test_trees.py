"""The trees that choose among readings: how they are walked, kept and shipped."""

from pathlib import Path

import pytest

from service.followups.trees import Trees, load, save, shipped_trees

# Whether "a" is more than 1, and then whether "b" is more than 0; and a tree of one leaf.
TREES = Trees(
    names=["a", "b"],
    roots=[0, 5],
    feature=[0, -1, 1, -1, -1, -1],
    threshold=[1.0, 0, 0.0, 0, 0, 0],
    left=[1, 1, 3, 3, 4, 5],
    right=[2, 1, 4, 3, 4, 5],
    value=[0, 0.5, 0, 1.5, -2.0, 0.25],
)


@pytest.mark.parametrize(
    ("features", "logit"),
    [
        ({}, 0.75),
        ({"a": 1.0, "b": 9.0}, 0.75),
        ({"a": 1.5}, 1.75),
        ({"a": 1.5, "b": 0.1, "c": 7.0}, -1.75),
    ],
)
def test_what_a_reading_lacks_is_zero(features: dict[str, float], logit: float) -> None:
    assert TREES.logit(features) == logit


def test_trees_that_are_saved_are_the_same(tmp_path: Path) -> None:
    save({"heard": TREES, "unheard": shipped_trees(heard=False)}, path := tmp_path / "trees.npz")
    assert load(path) == {"heard": TREES, "unheard": shipped_trees(heard=False)}


@pytest.mark.parametrize("heard", [False, True])
def test_every_node_of_what_is_shipped_leads_on(heard: bool) -> None:
    trees = shipped_trees(heard)
    assert len(trees.roots) > 50
    assert ("follows" in trees.names) is heard
    for node, feature in enumerate(trees.feature):
        if feature >= 0:
            assert trees.left[node] > node
            assert trees.right[node] > node
            assert trees.names[feature]
