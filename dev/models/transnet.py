"""TransNet V2 (Souček & Lokoč 2020, arXiv:2008.04838), which sees where shots change, as an ONNX graph.

A window of pictures passes three stages of two cells each; a cell looks at a picture with 3 by 3 kernels and then
along time with four dilations at once. Beside what they find, every picture is told how much it resembles those up to
50 before and after it – by the means of what the stages found, and by its colours.

All of it is written with two-dimensional operators, which ONNX Runtime runs much faster than three-dimensional ones:
within pictures, time is the batch; along time, a picture is one long row. Batch normalisation is folded into the
kernels along time, and the four dilations share one convolution within pictures, because nothing lies between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx_graph import GraphWriter

if TYPE_CHECKING:
    from numpy.typing import NDArray

Weights = dict[str, "NDArray[Any]"]

WINDOW_FRAMES = 100  # of one window
ROWS, COLUMNS = 27, 48
BINS = 512  # of colours: eight steps each of red, green and blue
STAGES = 3
DILATIONS = (1, 2, 4, 8)
NEAR = 50  # pictures before and after that a picture is compared with
EPSILON = 1e-3  # of batch normalisation


@dataclass(frozen=True)
class Network:
    """Writes the layers of one checkpoint."""

    weights: Weights
    graph: GraphWriter

    def stage(self, value: str, name: str, side: tuple[int, int]) -> str:
        """Two cells with a shortcut around the second; then the picture, `side` rows by columns, is halved."""
        first = self.graph.node("Relu", [self.cell(value, f"{name}.DDCNN.0", side)])
        second = self.graph.node("Relu", [self.cell(first, f"{name}.DDCNN.1", side)])
        value = self.graph.node("Add", [second, first])
        return self.graph.node("AveragePool", [value], kernel_shape=[2, 2], strides=[2, 2])

    def cell(self, value: str, name: str, side: tuple[int, int]) -> str:
        """[T,C,H,W] through the kernels within pictures, then those along time, to [T,4F,H,W]."""
        kernels = [self.weights[f"{name}.Conv3D_{dilation}.layers.0.weight"][:, :, 0] for dilation in DILATIONS]
        within = self.graph.constant(np.concatenate(kernels), f"{name}.within")
        value = self.graph.node("Conv", [value, within], kernel_shape=[3, 3], pads=[1] * 4)
        value = self._turned(value, [1, kernels[0].shape[0] * len(DILATIONS), WINDOW_FRAMES, side[0] * side[1]])
        parts = self.graph.nodes("Split", [value], len(DILATIONS), axis=1)
        found = [self._along(part, name, index) for index, part in enumerate(parts)]
        value = self.graph.node("Concat", found, axis=1)
        channels = self.weights[f"{name}.bn.weight"].shape[0]
        value = self.graph.node("Reshape", [value, self.graph.constant([channels, WINDOW_FRAMES, *side])])
        return self.graph.node("Transpose", [value], perm=[1, 0, 2, 3])

    def _turned(self, value: str, shape: list[int]) -> str:
        turned = self.graph.node("Transpose", [value], perm=[1, 0, 2, 3])
        return self.graph.node("Reshape", [turned, self.graph.constant(shape)])

    def _along(self, value: str, name: str, index: int) -> str:
        dilation = DILATIONS[index]
        kernel = self.weights[f"{name}.Conv3D_{dilation}.layers.1.weight"][..., 0]
        own = slice(index * kernel.shape[0], (index + 1) * kernel.shape[0])
        gain, shift = self._normalisation(name, own)
        constants = [
            self.graph.constant(kernel * gain[:, None, None, None], f"{name}.along.{dilation}"),
            self.graph.constant(shift, f"{name}.along.{dilation}.bias"),
        ]
        return self.graph.node(
            "Conv", [value, *constants], kernel_shape=[3, 1], dilations=[dilation, 1], pads=[dilation, 0, dilation, 0]
        )

    def _normalisation(self, name: str, own: slice) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        names = ("weight", "bias", "running_mean", "running_var")
        weight, bias, mean, variance = (self.weights[f"{name}.bn.{part}"][own].astype(np.float64) for part in names)
        gain = weight / np.sqrt(variance + EPSILON)
        return gain.astype(np.float32), (bias - mean * gain).astype(np.float32)

    def resemblances(self, stages: list[str]) -> str:
        """How much each picture resembles its neighbours, by the means of what the stages found: [T,128]."""
        means = [self.graph.node("Flatten", [self.graph.node("GlobalAveragePool", [stage])]) for stage in stages]
        value = self.dense(self.graph.node("Concat", means, axis=1), "frame_sim_layer.projection")
        length = self.graph.node("ReduceL2", [value], axes=[1], keepdims=1)
        least = self.graph.constant(np.array(1e-12, np.float32))
        value = self.graph.node("Div", [value, self.graph.node("Max", [length, least])])
        return self.compared(value, "frame_sim_layer.fc")

    def compared(self, value: str, layer: str) -> str:
        """Of unit vectors [T,D], what `layer` makes of their products with those near them in time: [T,128]."""
        products = self.graph.node("MatMul", [value, self.graph.node("Transpose", [value], perm=[1, 0])])
        return self.graph.node("Relu", [self.dense(self._diagonals(products), layer)])

    def _diagonals(self, products: str) -> str:
        # Row t of the answer is row t of the products from column t-NEAR to t+NEAR, zeros beyond the window. Written
        # in rows that are one longer than they are, every row slips one further to the left: no indices are needed.
        length = WINDOW_FRAMES + 2 * NEAR
        padded = self.graph.node("Pad", [products, self.graph.constant([0, NEAR, 0, NEAR])])
        flat = self.graph.node("Reshape", [padded, self.graph.constant([WINDOW_FRAMES * length])])
        filled = self.graph.node("Pad", [flat, self.graph.constant([0, WINDOW_FRAMES])])
        slipped = self.graph.node("Reshape", [filled, self.graph.constant([WINDOW_FRAMES, length + 1])])
        ends = [self.graph.constant(value) for value in ([0], [2 * NEAR + 1], [1])]
        return self.graph.node("Slice", [slipped, *ends])

    def dense(self, value: str, layer: str, weight: NDArray[Any] | None = None) -> str:
        """A fully connected layer."""
        matrix = self.weights[f"{layer}.weight"] if weight is None else weight
        constants = [self.graph.constant(matrix, f"{layer}.weight")]
        constants += [self.graph.constant(self.weights[f"{layer}.bias"], f"{layer}.bias")]
        return self.graph.node("Gemm", [value, *constants], transB=1)

    def judged(self, parts: list[str], height: int, width: int) -> str:
        """What all that is known of each picture comes to: [T,1024]. The last part is the last stage's answer."""
        flat = self.graph.node("Flatten", [parts[-1]])
        value = self.graph.node("Concat", [*parts[:-1], flat], axis=1)
        weight = self.weights["fc1.weight"]
        # The checkpoint counts channels fastest, the graph columns.
        before = weight.shape[1] - weight[:, 2 * 128 :].shape[1]
        cells = weight[:, before:].reshape(weight.shape[0], height, width, -1).transpose(0, 3, 1, 2)
        ordered = np.concatenate([weight[:, :before], cells.reshape(weight.shape[0], -1)], axis=1)
        return self.graph.node("Relu", [self.dense(value, "fc1", ordered)])


def compile_model(weights: Weights) -> bytes:
    """ONNX bytes of a window of 100 pictures.

    Inputs: `pictures` [100,3,27,48], RGB from 0 to 1, and `colours` [100,512], histograms of length 1. Outputs:
    `change` [100,1], the probability that a picture is the middle of a change, and `changing` [100,1], that it is
    part of one.
    """
    graph = GraphWriter()
    network = Network(weights, graph)
    value, stages, side = "pictures", [], (ROWS, COLUMNS)
    for number in range(STAGES):
        value = network.stage(value, f"SDDCNN.{number}", side)
        stages.append(value)
        side = side[0] // 2, side[1] // 2
    colours = network.compared("colours", "color_hist_layer.fc")
    value = network.judged([colours, network.resemblances(stages), value], *side)
    answers = {"change": "cls_layer1", "changing": "cls_layer2"}
    outputs = {name: graph.node("Sigmoid", [network.dense(value, layer)]) for name, layer in answers.items()}
    return graph.compile({"pictures": [WINDOW_FRAMES, 3, ROWS, COLUMNS], "colours": [WINDOW_FRAMES, BINS]}, outputs)
