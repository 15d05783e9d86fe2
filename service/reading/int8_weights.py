"""Rounds a weight matrix to 8 bits so that no processor overflows when it multiplies with it."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.int8]

_MOST = 127
# Without VNNI, x86 adds two products of neighbouring rows in 16 bits (`vpmaddubsw`), and cuts off
# what is beyond: 255 * 128 is not. Seven bits for each weight would do as well, at half the
# resolution; but two neighbours that are large and of one sign are rare.
_MOST_OF_TWO = 128
# Scales to try, times the one at which the largest weight of an output becomes 127. At twice that
# scale no neighbours exceed their sum: those are seven bits.
_SCALES = np.linspace(1.0, 2.0, 21)


def round_weights(weights: Floats) -> tuple[Bytes, Floats]:
    """Return the rounded weights, and a scale for each output by which they are multiplied.

    weights: float32, shape (inputs, outputs), of an even number of inputs. Returns int8 of the same
    shape, and float32, shape (outputs,). Neighbours in a column, of rows 2i and 2i + 1, have a sum
    from -128 to 128. Each output has the scale that leaves the least squared error.
    """
    whole = np.maximum(np.abs(weights).max(axis=0), np.finfo(np.float32).tiny * _MOST) / _MOST
    best, scales = np.zeros(weights.shape, np.int8), whole.astype(np.float32)
    least = np.full(len(whole), np.inf)
    for factor in _SCALES:
        tried = (whole * factor).astype(np.float32)
        rounded = _paired(np.rint(weights / tried))
        error = np.square(rounded * tried - weights).sum(axis=0)
        better = error < least
        best[:, better] = rounded[:, better]
        scales[better], least[better] = tried[better], error[better]
    return best, scales


def _paired(rounded: Floats) -> Floats:
    """Return whole numbers within -127 and 127, neighbours that exceed their sum made smaller."""
    inputs, outputs = rounded.shape
    pairs = np.clip(rounded, -_MOST, _MOST).reshape(inputs // 2, 2, outputs)
    sums = pairs.sum(axis=1)
    excess = sums - np.clip(sums, -_MOST_OF_TWO, _MOST_OF_TWO)
    half = np.trunc(excess / 2)
    pairs[:, 0] -= half
    pairs[:, 1] -= excess - half
    return pairs.reshape(inputs, outputs)
