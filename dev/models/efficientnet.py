"""EfficientNet-Lite (Tan & Le 2019; the "lite" variant without squeeze-and-excitation, ReLU6) as an ONNX graph.

The weights say almost everything – kernel sizes, widths, depth; what they do not say is where the picture is halved,
which is fixed by the architecture: at the stem and at the first block of its second, third, fourth and sixth stage.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx_graph import GraphWriter

if TYPE_CHECKING:
    from numpy.typing import NDArray

Weights = dict[str, "NDArray[Any]"]

EPSILON = 1e-3  # of batch normalisation, as in the TensorFlow original
HALVING_STAGES = frozenset({1, 2, 3, 5})
STAGE_DEPTHS = {21: (1, 3, 3, 4, 4, 5, 1)}  # Lite2; by number of blocks


@dataclass(frozen=True)
class Network:
    """Writes the layers of one checkpoint."""

    weights: Weights
    graph: GraphWriter

    def convolution(self, value: str, layer: str, norm: str, *, stride: int = 1, relu: bool = True) -> str:
        """Convolution with TensorFlow's SAME padding, its batch normalisation, and ReLU6 unless told otherwise."""
        kernel = self.weights[f"{layer}.weight"]
        depthwise = kernel.shape[1] == 1
        value = self.graph.node(
            "Conv",
            [value, self.graph.constant(kernel, layer)],
            auto_pad="SAME_UPPER",
            kernel_shape=list(kernel.shape[2:]),
            strides=[stride, stride],
            group=kernel.shape[0] if depthwise else 1,
        )
        value = self._normalised(value, norm)
        return self._relu6(value) if relu else value

    def _normalised(self, value: str, norm: str) -> str:
        parts = ("weight", "bias", "running_mean", "running_var")
        constants = [self.graph.constant(self.weights[f"{norm}.{part}"], f"{norm}.{part}") for part in parts]
        return self.graph.node("BatchNormalization", [value, *constants], epsilon=EPSILON)

    def _relu6(self, value: str) -> str:
        limits = [self.graph.constant(np.array(limit, np.float32)) for limit in (0.0, 6.0)]
        return self.graph.node("Clip", [value, *limits])

    def block(self, value: str, index: int, stride: int) -> str:
        """An inverted residual: expand (absent in the first block), depthwise, project, and the shortcut if it fits."""
        name = f"_blocks.{index}"
        inner = value
        if f"{name}._expand_conv.weight" in self.weights:
            inner = self.convolution(inner, f"{name}._expand_conv", f"{name}._bn0")
        inner = self.convolution(inner, f"{name}._depthwise_conv", f"{name}._bn1", stride=stride)
        inner = self.convolution(inner, f"{name}._project_conv", f"{name}._bn2", relu=False)
        return self.graph.node("Add", [inner, value]) if stride == 1 and self._keeps_width(name) else inner

    def _keeps_width(self, name: str) -> bool:
        expand = self.weights.get(f"{name}._expand_conv.weight")
        return expand is not None and expand.shape[1] == self.weights[f"{name}._project_conv.weight"].shape[0]


def compile_model(weights: Weights) -> bytes:
    """ONNX bytes: input `image` [N,3,H,W]; outputs `scores` [N,1000] (softmax) and `embedding` [N,1280]."""
    graph = GraphWriter()
    network = Network(weights, graph)
    value = network.convolution("image", "_conv_stem", "_bn0", stride=2)
    for index, stride in enumerate(_strides(weights)):
        value = network.block(value, index, stride)
    value = network.convolution(value, "_conv_head", "_bn1")
    embedding = graph.node("Flatten", [graph.node("GlobalAveragePool", [value])])
    layer = [graph.constant(weights["_fc.weight"].T, "_fc.weight"), graph.constant(weights["_fc.bias"], "_fc.bias")]
    scores = graph.node("Softmax", [graph.node("Gemm", [embedding, *layer])], axis=-1)
    return graph.compile({"image": ["N", 3, "H", "W"]}, {"scores": scores, "embedding": embedding})


def _strides(weights: Weights) -> list[int]:
    blocks = sum(name.endswith("._project_conv.weight") for name in weights)
    firsts = {stage: sum(STAGE_DEPTHS[blocks][:stage]) for stage in HALVING_STAGES}
    return [2 if index in firsts.values() else 1 for index in range(blocks)]
