"""A reader between two: what was learned last, without losing what was learned before.

The weights of a network and of the same one trained on are averaged (WiSE-FT; Wortsman et al., CVPR
2022, arXiv 2109.01903).
"""

from pathlib import Path

from safetensors.torch import load_file, save_file


def mix(before: Path, after: Path, share: float, out: Path) -> None:
    """Write the weights that lie `share` (0 to 1) of the way from those of `before` to `after`.

    All three are files of a reader. Raises ValueError if the two differ in more than numbers.
    """
    first, last = load_file(before), load_file(after)
    if {name: t.shape for name, t in first.items()} != {name: t.shape for name, t in last.items()}:
        raise ValueError(f"{after} was not trained on from {before}")
    weights = {
        name: (first[name].float() * (1 - share) + last[name].float() * share).half()
        for name in first
    }
    save_file(weights, out, {"format": "pt"})
