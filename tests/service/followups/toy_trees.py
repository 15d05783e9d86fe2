"""Trees that choose what the logits prefer, so that a test tells of these alone."""

from service.followups.trees import Trees

RANK = Trees(
    names=["behind"],
    roots=[0],
    feature=[0, -1, -1],
    threshold=[-1e-6, 0.0, 0.0],
    left=[1, 1, 2],
    right=[2, 1, 2],
    value=[0.0, -1.0, 1.0],
)
