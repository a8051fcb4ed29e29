"""dlib's face recognition network (a ResNet of 29 convolutions, Davis King 2017, CC0) as an ONNX graph.

The package that carries its weights for browsers has no graph; this is the one of dlib's `dnn_face_recognition_ex.cpp`.
A convolution is followed by a learned scale per channel; unlike in most networks nothing is padded where the picture is
halved, and shortcuts that halve it take the mean of 2 by 2, with zeros for channels that did not exist before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onnx_graph import GraphWriter

if TYPE_CHECKING:
    from numpy.typing import NDArray

Weights = dict[str, "NDArray[Any]"]

BLOCKS = (
    *("conv32_1", "conv32_2", "conv32_3", "conv64_down", "conv64_1", "conv64_2", "conv64_3"),
    *("conv128_down", "conv128_1", "conv128_2", "conv256_down", "conv256_1", "conv256_2", "conv256_down_out"),
)
SIDES = {"conv64_down": (35, 17), "conv128_down": (17, 8), "conv256_down": (8, 3), "conv256_down_out": (4, 1)}
"""Side in cells before and after each halving block, for the network's one input size of 150."""
SIZE = 150
CHANNELS_LAST_TO_FIRST = (3, 2, 0, 1)


@dataclass(frozen=True)
class Network:
    """Writes the layers of one set of weights."""

    weights: Weights
    graph: GraphWriter

    def convolution(self, value: str, layer: str, *, stride: int = 1, padded: bool = True) -> str:
        """Convolution and scale, as one: the scale of a channel is folded into its kernel."""
        kernel = self.weights[f"{layer}/conv/filters"].transpose(CHANNELS_LAST_TO_FIRST)
        scale = self.weights[f"{layer}/scale/weights"]
        bias = self.weights[f"{layer}/conv/bias"] * scale + self.weights[f"{layer}/scale/biases"]
        constants = [
            self.graph.constant(kernel * scale[:, None, None, None], layer),
            self.graph.constant(bias, f"{layer}/bias"),
        ]
        side = kernel.shape[2]
        pad = (side // 2) * padded
        return self.graph.node(
            "Conv", [value, *constants], kernel_shape=[side, side], strides=[stride, stride], pads=[pad] * 4
        )

    def block(self, value: str, name: str) -> str:
        """A residual block; one that halves the picture pads what it computed to the size of its shortcut."""
        halving = name in SIDES
        inner = self.convolution(value, f"{name}/conv1", stride=1 + halving, padded=not halving)
        inner = self.convolution(self.graph.node("Relu", [inner]), f"{name}/conv2")
        shortcut = self._halved(value, name) if halving else value
        if halving:
            before, after = SIDES[name]
            missing = before // 2 - after
            pads = self.graph.constant([0, 0, 0, 0, 0, 0, missing, missing])
            inner = self.graph.node("Pad", [inner, pads]) if missing else inner
        return self.graph.node("Relu", [self.graph.node("Add", [inner, shortcut])])

    def _halved(self, value: str, name: str) -> str:
        mean = self.graph.node("AveragePool", [value], kernel_shape=[2, 2], strides=[2, 2])
        given, wanted = self.weights[f"{name}/conv1/conv/filters"].shape[2:]
        if given == wanted:
            return mean
        return self.graph.node("Pad", [mean, self.graph.constant([0, 0, 0, 0, 0, wanted - given, 0, 0])])


def compile_model(weights: Weights) -> bytes:
    """ONNX bytes: input `face` [N,3,150,150], normalised; output `embedding` [N,128], Euclidean."""
    graph = GraphWriter()
    network = Network(weights, graph)
    value = graph.node("Relu", [network.convolution("face", "conv32_down", stride=2, padded=False)])
    value = graph.node("MaxPool", [value], kernel_shape=[3, 3], strides=[2, 2])
    for name in BLOCKS:
        value = network.block(value, name)
    mean = graph.node("Flatten", [graph.node("GlobalAveragePool", [value])])
    embedding = graph.node("MatMul", [mean, graph.constant(weights["fc"], "fc")])
    return graph.compile({"face": ["N", 3, SIZE, SIZE]}, {"embedding": embedding})
