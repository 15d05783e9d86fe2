"""Products in int8: what their rounding promises, and what it costs."""

import math
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from service.reading.int8_graph import round_to_int8
from service.reading.int8_weights import Floats, round_weights

WIDTH, OUTPUTS = 64, 32
RANDOM = np.random.default_rng(7)
WEIGHTS = RANDOM.normal(size=(WIDTH, OUTPUTS)).astype(np.float32)


def test_no_two_neighbours_overflow_sixteen_bits() -> None:
    alike = np.abs(WEIGHTS) + 1  # all of one sign, so that every sum is large
    for weights in (WEIGHTS, alike, -alike, np.zeros_like(WEIGHTS)):
        rounded, _ = round_weights(weights)
        sums = rounded.astype(np.int32).reshape(WIDTH // 2, 2, OUTPUTS).sum(axis=1)
        assert np.abs(sums * 255).max() < 2**15


def test_rounded_weights_are_nearer_than_those_of_seven_bits() -> None:
    rounded, scales = round_weights(WEIGHTS)
    seven = np.abs(WEIGHTS).max(axis=0) / 63
    error, of_seven = (
        np.sqrt(np.mean((products - WEIGHTS) ** 2))
        for products in (rounded * scales, np.rint(WEIGHTS / seven) * seven)
    )
    assert error < of_seven / 1.3


@pytest.mark.parametrize("gelu", [False, True])
def test_a_loud_token_takes_nothing_from_the_others(tmp_path: Path, gelu: bool) -> None:
    session = product(tmp_path, gelu)
    quiet = RANDOM.normal(size=(5, WIDTH)).astype(np.float32)
    quiet[3] = 0  # a token has a scale of 0 then
    loud = np.concatenate([quiet, 1000 * quiet[:1]])
    [alone] = session.run(None, {"words": quiet[np.newaxis]})[0]
    [*beside, _] = session.run(None, {"words": loud[np.newaxis]})[0][0]
    assert np.array_equal(alone, beside)
    assert alone == pytest.approx(exact(quiet, gelu), abs=0.4)  # of numbers around 8


def exact(words: Floats, gelu: bool) -> Floats:
    if not gelu:
        return words @ WEIGHTS
    bent = words * (1 + np.vectorize(math.erf)(words / math.sqrt(2))) / 2
    return np.asarray(bent @ WEIGHTS, np.float32)


def product(folder: Path, gelu: bool) -> onnxruntime.InferenceSession:
    """A network of one product, behind GELU or not, rounded to int8."""
    shape = [1, "tokens", WIDTH]
    graph = helper.make_graph(
        [
            *([helper.make_node("Gelu", ["words"], ["bent"])] if gelu else []),
            helper.make_node("MatMul", ["bent" if gelu else "words", "weights"], ["out"]),
        ],
        "product",
        [helper.make_tensor_value_info("words", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, "tokens", OUTPUTS])],
        [numpy_helper.from_array(WEIGHTS, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)])
    onnx.save(model, str(folder / "whole.onnx"))
    round_to_int8(folder / "whole.onnx", folder / "int8.onnx")
    return onnxruntime.InferenceSession(
        str(folder / "int8.onnx"), providers=["CPUExecutionProvider"]
    )
