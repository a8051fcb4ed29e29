"""Convolutions and pools of a TensorFlow.js graph as ONNX, with what TensorFlow fused into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from tfjs_compiler import ACTIVATIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tfjs import Node
    from tfjs_compiler import Compiler


def convolution(compiler: Compiler, node: Node) -> str:
    """Conv2D, depthwise or not, with what TensorFlow fused into it: bias, then an activation."""
    depthwise = "Depthwise" in node.operation
    kernel, group = _kernel(compiler.array(node.inputs[1]), depthwise=depthwise)
    inputs = [compiler.channels_first(compiler.value(node.inputs[0])), compiler.graph.constant(kernel)]
    fused, extra = node.texts("fused_ops"), list(node.inputs[2:])
    if "BiasAdd" in fused:
        inputs.append(compiler.graph.constant(compiler.array(extra.pop(0)).reshape(-1)))
    value = compiler.graph.node(
        "Conv",
        inputs,
        strides=node.integers("strides")[1:3],
        dilations=node.integers("dilations")[1:3] or [1, 1],
        group=group,
        kernel_shape=list(kernel.shape[2:]),
        **_padding(node),
    )
    for name in fused:
        value = _fused_activation(compiler, node, name, value, extra)
    return compiler.channels_last(value)


def _kernel(kernel: NDArray[Any], *, depthwise: bool) -> tuple[NDArray[Any], int]:
    """TensorFlow's [H,W,in,out] – depthwise [H,W,in,multiplier] – as ONNX's [out,in/group,H,W], and the group."""
    if not depthwise:
        return kernel.transpose(3, 2, 0, 1), 1
    height, width, channels, multiplier = kernel.shape
    return kernel.transpose(2, 3, 0, 1).reshape(channels * multiplier, 1, height, width), channels


def _fused_activation(compiler: Compiler, node: Node, name: str, value: str, extra: list[str]) -> str:
    """Apply one fused operation to a channels-first value; the bias is a part of the convolution already."""
    if name == "BiasAdd":
        return value
    if name == "Prelu":
        slope = compiler.graph.constant(compiler.array(extra[0]).reshape(-1, 1, 1))
        return compiler.graph.node("PRelu", [value, slope])
    if name == "LeakyRelu":
        return compiler.graph.node("LeakyRelu", [value], alpha=node.number("leakyrelu_alpha"))
    if name == "Relu6":
        return _relu6(compiler, value)
    return compiler.graph.node(ACTIVATIONS[name], [value])


def _relu6(compiler: Compiler, value: str) -> str:
    limits = [compiler.graph.constant(np.array(limit, np.float32)) for limit in (0.0, 6.0)]
    return compiler.graph.node("Clip", [value, *limits])


def _padding(node: Node) -> dict[str, Any]:
    mode = node.text("padding")
    if mode == "EXPLICIT":
        edges = node.integers("explicit_paddings")
        return {"pads": [edges[2], edges[4], edges[3], edges[5]]}
    return {"auto_pad": {"SAME": "SAME_UPPER", "VALID": "VALID"}[mode]}


def max_pool(compiler: Compiler, node: Node) -> str:
    value = compiler.graph.node(
        "MaxPool",
        [compiler.channels_first(compiler.value(node.inputs[0]))],
        kernel_shape=node.integers("ksize")[1:3],
        strides=node.integers("strides")[1:3],
        **_padding(node),
    )
    return compiler.channels_last(value)
