"""Has the exported reader multiply in int8, with a scale for each token.

ONNX Runtime's own dynamic quantization rounds all tokens of a pass by the largest number in it. In
BERT a few tokens, above all `[CLS]` and `[SEP]`, have numbers many times as large as the others
(Bondarenko et al., arXiv 2109.12948), and those lose their resolution. Here each token is rounded
by its own largest number. Nothing is calibrated, so it works for any weights.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

from service.reading.int8_weights import round_weights

_MIDDLE = 128  # where 0 lies among the 8 bits of a number of either sign
# GELU gives nothing below -0.17. Lifted by that, its numbers use all 8 bits rather than 7.
# The product with the lift is known, and taken off again.
_GELU, _LIFT = "Gelu", 0.17
_TOKENS = "int8.tokens"
_ZERO_POINTS, _ZERO_POINTS_OF_LIFTED = "int8.zero_points", "int8.zero_points_of_lifted"
_RUNTIME = "com.microsoft"  # operators of ONNX Runtime's own


def round_to_int8(source: Path, target: Path) -> None:
    """Write the model in `source` to `target`, its products with constant matrices in int8.

    Its first input has shape (1, tokens, width).
    """
    model = onnx.load(str(source))
    graph = _Rounded(model.graph)
    del model.graph.node[:], model.graph.initializer[:]
    model.graph.node.extend(graph.nodes)
    used = {name for node in graph.nodes for name in node.input}
    model.graph.initializer.extend(c for name, c in graph.constants.items() if name in used)
    model.opset_import.append(helper.make_opsetid(_RUNTIME, 1))
    onnx.save(model, str(target))


class _Rounded:
    """The nodes and constants of a graph after rounding. Products of one input share its rounding.

    lifted: names of the results that GELU gives.
    """

    def __init__(self, graph: onnx.GraphProto) -> None:
        self.nodes: list[NodeProto] = []
        self.constants = {constant.name: constant for constant in graph.initializer}
        self._lifted = {node.output[0] for node in graph.node if node.op_type == _GELU}
        self._inputs: dict[str, tuple[str, str]] = {}
        self._add_zero_points(graph.input[0].name)
        for node in graph.node:
            if node.op_type == "MatMul" and node.input[1] in self.constants:
                self._round_product(node)
            else:
                self.nodes.append(node)

    def _add_zero_points(self, words: str) -> None:
        """Add as many zero points as there are tokens: uint8, shape (tokens,)."""
        self._add("Shape", [words], _TOKENS, start=1, end=2)
        for name, point in ((_ZERO_POINTS, _MIDDLE), (_ZERO_POINTS_OF_LIFTED, 0)):
            value = helper.make_tensor("value", TensorProto.UINT8, [1], [point])
            self._add("ConstantOfShape", [_TOKENS], name, value=value)

    def _round_product(self, node: NodeProto) -> None:
        given, matrix = node.input
        [result] = node.output
        weights, scales = round_weights(numpy_helper.to_array(self.constants[matrix]))
        rounded, token_scales = self._round_input(given)
        lifted = given in self._lifted
        operands = [
            rounded,
            self._constant(f"{result}.weights", weights),
            self._constant("int8.one", np.float32(1)),
            self._constant(f"{result}.scales", scales),
            self._constant(f"int8.zero_if.{lifted}", np.uint8(0 if lifted else _MIDDLE)),
        ]
        own = {"domain": _RUNTIME}
        product = self._add("MatMulIntegerToFloat", operands, f"{result}.product", **own)
        scaled = self._add("Mul", [product, token_scales], f"{result}.scaled" if lifted else result)
        if lifted:
            added = _LIFT * (weights.astype(np.float64) * scales).sum(axis=0)
            lift = self._constant(f"{result}.lift", added.astype(np.float32))
            self._add("Sub", [scaled, lift], result)

    def _round_input(self, given: str) -> tuple[str, str]:
        """Return the names of an input rounded to uint8, and of its tokens' scales: float32, shape
        (1, tokens, 1).
        """
        if given not in self._inputs:
            if given in self._lifted:
                lift = self._constant("int8.lift", np.float32(_LIFT))
                shown = sizes = self._add("Add", [given, lift], f"{given}.lifted")
                steps, zero_points = 255, _ZERO_POINTS_OF_LIFTED
            else:
                shown, sizes = given, self._add("Abs", [given], f"{given}.sizes")
                steps, zero_points = 127, _ZERO_POINTS
            last = self._constant("int8.last", np.array([-1], np.int64))
            most = self._add("ReduceMax", [sizes, last], f"{given}.most")
            step = self._constant(f"int8.step.{steps}", np.float32(1 / steps))
            scales = self._add("Mul", [most, step], f"{given}.scales")
            row = self._add("Reshape", [scales, last], f"{given}.row")
            operands = [shown, row, zero_points]
            rounded = self._add("QuantizeLinear", operands, f"{given}.int8", axis=1)
            self._inputs[given] = rounded, scales
        return self._inputs[given]

    def _constant(self, name: str, value: npt.ArrayLike) -> str:
        self.constants[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def _add(self, operator: str, inputs: list[str], output: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output
