"""CAM++, which makes 192 numbers of a voice, as an ONNX graph (Wang et al. 2023, arXiv 2303.00332).

A small residual network over time and frequency, then 52 densely connected layers over time. Each of these masks what
it computed by the mean of the whole and the mean of the stretch of 100 steps (two seconds) around. The graph is for
sounds of at most two seconds, where the two means are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx_graph import GraphWriter

if TYPE_CHECKING:
    from numpy.typing import NDArray

Weights = dict[str, "NDArray[Any]"]

MELS = 80
BLOCKS = ((12, 1), (24, 2), (16, 2))
"""Layers and dilation of the three dense blocks."""
EPSILON = 1e-5
"""Batch normalisation's, PyTorch's default."""


@dataclass(frozen=True)
class Network:
    """Writes the layers of one set of weights."""

    weights: Weights
    graph: GraphWriter

    def scale_of(self, norm: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """The factor and the offset per channel that a trained batch normalisation comes to."""
        deviation = np.sqrt(self.weights[f"{norm}.running_var"].astype(np.float64) + EPSILON)
        factor = self.weights.get(f"{norm}.weight", np.ones_like(deviation)) / deviation
        offset = self.weights.get(f"{norm}.bias", np.zeros_like(deviation))
        return factor, offset - self.weights[f"{norm}.running_mean"] * factor

    def normalised(self, value: str, norm: str) -> str:
        """Batch normalisation and ReLU over [N, channels, time], where no convolution before it could take it in."""
        factor, offset = (self.graph.constant(each.astype(np.float32)[None, :, None]) for each in self.scale_of(norm))
        scaled = self.graph.node("Mul", [value, factor])
        return self.graph.node("Relu", [self.graph.node("Add", [scaled, offset])])

    def convolution(self, value: str, layer: str, norm: str = "", **attributes: Any) -> str:
        """A convolution, with the batch normalisation after it (if there is one) folded in."""
        kernel = self.weights[f"{layer}.weight"].astype(np.float64)
        bias = self.weights.get(f"{layer}.bias", np.zeros(len(kernel)))
        if norm:
            factor, offset = self.scale_of(norm)
            kernel = kernel * factor.reshape(-1, *[1] * (kernel.ndim - 1))
            bias = bias * factor + offset
        constants = [self.graph.constant(each.astype(np.float32)) for each in (kernel, bias)]
        return self.graph.node("Conv", [value, *constants], kernel_shape=list(kernel.shape[2:]), **attributes)

    def residual(self, value: str, name: str, stride: int) -> str:
        """Two convolutions over frequency and time beside a shortcut."""
        inner = self.convolution(value, f"{name}.conv1", f"{name}.bn1", pads=[1] * 4, strides=[stride, 1])
        inner = self.convolution(self.graph.node("Relu", [inner]), f"{name}.conv2", f"{name}.bn2", pads=[1] * 4)
        if f"{name}.shortcut.0.weight" in self.weights:
            value = self.convolution(value, f"{name}.shortcut.0", f"{name}.shortcut.1", strides=[stride, 1])
        return self.graph.node("Relu", [self.graph.node("Add", [inner, value])])

    def head(self, value: str) -> str:
        """[N, 1, frequency, time] to [N, channels by frequency, time]."""
        relu = self.graph.node("Relu", [self.convolution(value, "head.conv1", "head.bn1", pads=[1] * 4)])
        for layer in (1, 2):
            relu = self.residual(relu, f"head.layer{layer}.0", 2)
            relu = self.residual(relu, f"head.layer{layer}.1", 1)
        last = self.convolution(relu, "head.conv2", "head.bn2", pads=[1] * 4, strides=[2, 1])
        channels = len(self.weights["head.conv2.weight"]) * (MELS // 8)
        return self.graph.node("Reshape", [self.graph.node("Relu", [last]), self.graph.constant([0, channels, -1])])

    def masked(self, value: str, layer: str, dilation: int) -> str:
        """What a convolution hears, weighed by a mask that the whole decides (context-aware masking)."""
        heard = self.convolution(value, f"{layer}.linear_local", pads=[dilation] * 2, dilations=[dilation])
        mean = self.graph.node("ReduceMean", [value], axes=[-1], keepdims=1)
        context = self.graph.node("Add", [mean, mean])
        inner = self.graph.node("Relu", [self.convolution(context, f"{layer}.linear1")])
        mask = self.graph.node("Sigmoid", [self.convolution(inner, f"{layer}.linear2")])
        return self.graph.node("Mul", [heard, mask])

    def dense(self, value: str, block: str, layers: int, dilation: int) -> str:
        """A dense block: each layer hears all that those before it computed."""
        for number in range(1, layers + 1):
            layer = f"{block}.tdnnd{number}"
            inner = self.normalised(value, f"{layer}.nonlinear1.batchnorm")
            inner = self.convolution(inner, f"{layer}.linear1", f"{layer}.nonlinear2.batchnorm")
            added = self.masked(self.graph.node("Relu", [inner]), f"{layer}.cam_layer", dilation)
            value = self.graph.node("Concat", [value, added], axis=1)
        return value

    def pooled(self, value: str) -> str:
        """Mean and standard deviation over time; divided by one less than the number, as PyTorch does."""
        mean = self.graph.node("ReduceMean", [value], axes=[-1], keepdims=1)
        off = self.graph.node("Sub", [value, mean])
        squares = self.graph.node(
            "ReduceSum", [self.graph.node("Mul", [off, off]), self.graph.constant([-1])], keepdims=1
        )
        length = self.graph.node("Gather", [self.graph.node("Shape", [value]), self.graph.constant([2])], axis=0)
        length = self.graph.node("Cast", [length], to=1)
        less = self.graph.node("Sub", [length, self.graph.constant(np.array([1], np.float32))])
        deviation = self.graph.node("Sqrt", [self.graph.node("Div", [squares, less])])
        return self.graph.node("Concat", [mean, deviation], axis=1)


def compile_model(weights: Weights) -> bytes:
    """ONNX bytes: input `features` [N, time, 80], 20 to 200 log mel energies; output `embedding` [N, 192]."""
    graph = GraphWriter()
    network = Network(weights, graph)
    value = graph.node("Transpose", ["features"], perm=[0, 2, 1])
    value = network.head(graph.node("Unsqueeze", [value, graph.constant([1])]))
    value = network.convolution(
        value, "xvector.tdnn.linear", "xvector.tdnn.nonlinear.batchnorm", pads=[2, 2], strides=[2]
    )
    value = graph.node("Relu", [value])
    for number, (layers, dilation) in enumerate(BLOCKS, start=1):
        value = network.dense(value, f"xvector.block{number}", layers, dilation)
        value = network.normalised(value, f"xvector.transit{number}.nonlinear.batchnorm")
        value = network.convolution(value, f"xvector.transit{number}.linear")
    value = network.pooled(network.normalised(value, "xvector.out_nonlinear.batchnorm"))
    value = network.convolution(value, "xvector.dense.linear", "xvector.dense.nonlinear.batchnorm")
    return graph.compile({"features": ["N", "T", MELS]}, {"embedding": graph.node("Flatten", [value])})
