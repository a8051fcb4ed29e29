"""A thin writer of ONNX graphs: nodes and constants in, deterministic bytes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

OPSET = 17
IR_VERSION = 8  # what ONNX Runtime has read since 1.10


class GraphWriter:
    """Collects the nodes and constants of one graph; values are referred to by name."""

    def __init__(self) -> None:
        self._nodes: list[Any] = []
        self._constants: dict[str, NDArray[Any]] = {}

    def constant(self, value: NDArray[Any] | Sequence[int], name: str | None = None) -> str:
        """Add a constant; sequences of integers become int64, as ONNX wants shapes, axes and pads."""
        array = value if isinstance(value, (np.ndarray, np.generic)) else np.array(value, np.int64)
        name = name or f"constant_{len(self._constants)}"
        self._constants[name] = np.ascontiguousarray(array) if array.ndim else np.asarray(array)
        return name

    def value_of(self, name: str) -> NDArray[Any]:
        """The content of a constant; raises `KeyError` for a value that is only known at run time."""
        return self._constants[name]

    def is_constant(self, name: str) -> bool:
        return name in self._constants

    def node(self, operator: str, inputs: Sequence[str], **attributes: Any) -> str:
        """Add a node with one output and return that output's name."""
        return self.nodes(operator, inputs, 1, **attributes)[0]

    def nodes(self, operator: str, inputs: Sequence[str], count: int, **attributes: Any) -> list[str]:
        """Add a node with `count` outputs and return their names."""
        outputs = [f"{operator}_{len(self._nodes)}_{index}" for index in range(count)]
        self._nodes.append(helper.make_node(operator, inputs, outputs, **attributes))
        return outputs

    def compile(self, inputs: Mapping[str, Sequence[int | str]], outputs: Mapping[str, str]) -> bytes:
        """The model's bytes: float inputs by name and shape, outputs as public name → value; unused constants go."""
        ends = [helper.make_node("Identity", [value], [name]) for name, value in outputs.items()]
        nodes = [*self._nodes, *ends]
        used = {name for node in nodes for name in node.input}
        graph = helper.make_graph(
            nodes,
            "model",
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs.items()],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
            [numpy_helper.from_array(value, name) for name, value in self._constants.items() if name in used],
        )
        opset = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(graph, opset_imports=opset, ir_version=IR_VERSION, producer_name="media-insights")
        return bytes(model.SerializeToString(deterministic=True))
