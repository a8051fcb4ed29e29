"""State of one compilation of a TensorFlow.js graph: the ONNX graph that is written, and TensorFlow's values in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onnx_graph import GraphWriter
from tfjs import GraphError

if TYPE_CHECKING:
    from numpy.typing import NDArray

ACTIVATIONS = {"Relu": "Relu", "Sigmoid": "Sigmoid", "Elu": "Elu"}


@dataclass
class Compiler:
    """The state of one compilation: what is written and which ONNX value each TensorFlow value became."""

    weights: dict[str, NDArray[Any]]
    graph: GraphWriter = field(default_factory=GraphWriter)
    values: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, list[int | str]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.values[name.removesuffix(":0")]

    def array(self, name: str) -> NDArray[Any]:
        """The content of a constant input; raises `GraphError` when it is computed at run time."""
        if not self.graph.is_constant(self.value(name)):
            raise GraphError(f"{name} must be a constant")
        return self.graph.value_of(self.value(name))

    def channels_first(self, value: str) -> str:
        return self.graph.node("Transpose", [value], perm=[0, 3, 1, 2])

    def channels_last(self, value: str) -> str:
        return self.graph.node("Transpose", [value], perm=[0, 2, 3, 1])
