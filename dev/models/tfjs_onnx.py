"""Compiles a TensorFlow.js graph to ONNX.

TensorFlow keeps pictures as NHWC and ONNX as NCHW: each convolution, pool and resize is wrapped in two transposes,
which ONNX Runtime cancels out when it loads the model. One function per operation, found in `OPERATIONS`; an operation
that is not there is refused by name rather than guessed at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx_graph import GraphWriter
from tfjs import GraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray
    from tfjs import Graph, Node

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


def compile_model(graph: Graph, names: Mapping[str, str]) -> bytes:
    """ONNX bytes of a graph, its outputs renamed by `names` (TensorFlow's name → ours); raises `GraphError`.

    Outputs that `names` leaves out are left out of the model; without any names all are kept as they are called.
    """
    compiler = Compiler(graph.weights)
    for node in graph.ordered:
        results = _compiled(compiler, node)
        compiler.values[node.name] = results[0]
        compiler.values.update({f"{node.name}:{index}": value for index, value in enumerate(results)})
    wanted = {name: names.get(name, name) for name in graph.outputs if not names or name in names}
    if len(wanted) < len(names):
        raise GraphError(
            f"outputs {sorted(set(names) - set(wanted))} do not exist; the graph has {list(graph.outputs)}"
        )
    outputs = {public: compiler.values[name] for name, public in wanted.items()}
    return compiler.graph.compile(compiler.inputs, outputs)


def _compiled(compiler: Compiler, node: Node) -> list[str]:
    if node.operation not in OPERATIONS:
        raise GraphError(f"operation {node.operation} (node {node.name}) has no translation to ONNX here")
    result = OPERATIONS[node.operation](compiler, node)
    return [result] if isinstance(result, str) else result


def _constant(compiler: Compiler, node: Node) -> str:
    return compiler.graph.constant(compiler.weights[node.name], node.name)


def _placeholder(compiler: Compiler, node: Node) -> str:
    compiler.inputs[node.name] = [size if size >= 0 else f"dim{index}" for index, size in enumerate(node.shape())]
    return node.name


def _convolution(compiler: Compiler, node: Node) -> str:
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


def _max_pool(compiler: Compiler, node: Node) -> str:
    value = compiler.graph.node(
        "MaxPool",
        [compiler.channels_first(compiler.value(node.inputs[0]))],
        kernel_shape=node.integers("ksize")[1:3],
        strides=node.integers("strides")[1:3],
        **_padding(node),
    )
    return compiler.channels_last(value)


def _elementwise(operator: str, fold: Callable[..., NDArray[Any]]) -> Callable[[Compiler, Node], str]:
    """A two-sided operation; two constants are computed here, because later operations may need their content."""

    def compile_node(compiler: Compiler, node: Node) -> str:
        left, right = (compiler.value(name) for name in node.inputs)
        if compiler.graph.is_constant(left) and compiler.graph.is_constant(right):
            return compiler.graph.constant(fold(compiler.graph.value_of(left), compiler.graph.value_of(right)))
        return compiler.graph.node(operator, [left, right])

    return compile_node


def _unary(operator: str, **attributes: int) -> Callable[[Compiler, Node], str]:
    def compile_node(compiler: Compiler, node: Node) -> str:
        return compiler.graph.node(operator, [compiler.value(node.inputs[0])], **attributes)

    return compile_node


def _leaky_relu(compiler: Compiler, node: Node) -> str:
    return compiler.graph.node("LeakyRelu", [compiler.value(node.inputs[0])], alpha=node.number("alpha"))


def _prelu(compiler: Compiler, node: Node) -> str:
    return compiler.graph.node("PRelu", [compiler.value(name) for name in node.inputs])


def _mean(compiler: Compiler, node: Node) -> str:
    axes = [int(axis) for axis in np.atleast_1d(compiler.array(node.inputs[1]))]
    return compiler.graph.node(
        "ReduceMean", [compiler.value(node.inputs[0])], axes=axes, keepdims=int(node.flag("keep_dims"))
    )


def _reshape(compiler: Compiler, node: Node) -> str:
    shape = compiler.graph.constant(compiler.array(node.inputs[1]).astype(np.int64))
    return compiler.graph.node("Reshape", [compiler.value(node.inputs[0]), shape])


def _transpose(compiler: Compiler, node: Node) -> str:
    order = [int(axis) for axis in compiler.array(node.inputs[1])]
    return compiler.graph.node("Transpose", [compiler.value(node.inputs[0])], perm=order)


def _pad(compiler: Compiler, node: Node) -> str:
    edges = compiler.array(node.inputs[1]).astype(np.int64)
    inputs = [compiler.value(node.inputs[0]), compiler.graph.constant(np.concatenate([edges[:, 0], edges[:, 1]]))]
    return compiler.graph.node("Pad", inputs + [compiler.value(name) for name in node.inputs[2:]])


def _concat(compiler: Compiler, node: Node) -> str:
    axis = int(compiler.array(node.inputs[-1]))
    return compiler.graph.node("Concat", [compiler.value(name) for name in node.inputs[:-1]], axis=axis)


def _resize(compiler: Compiler, node: Node) -> str:
    """Bilinear resize to a constant size; the batch and channels are those of the value."""
    value = compiler.channels_first(compiler.value(node.inputs[0]))
    bounds = [compiler.graph.constant([0]), compiler.graph.constant([2])]
    batch_and_channels = compiler.graph.node("Slice", [compiler.graph.node("Shape", [value]), *bounds])
    size = compiler.graph.constant(compiler.array(node.inputs[1]).astype(np.int64))
    shape = compiler.graph.node("Concat", [batch_and_channels, size], axis=0)
    aligned = "align_corners" if node.flag("align_corners") else "asymmetric"
    mode = "half_pixel" if node.flag("half_pixel_centers") else aligned
    resized = compiler.graph.node("Resize", [value, "", "", shape], mode="linear", coordinate_transformation_mode=mode)
    return compiler.channels_last(resized)


def _split(compiler: Compiler, node: Node) -> list[str]:
    sizes = compiler.array(node.inputs[1]).astype(np.int64)
    inputs = [compiler.value(node.inputs[0]), compiler.graph.constant(sizes)]
    return compiler.graph.nodes("Split", inputs, len(sizes), axis=int(compiler.array(node.inputs[2])))


def _sparse_to_dense(compiler: Compiler, node: Node) -> str:
    """Of constants only, as converters leave it behind for the pads of a layer."""
    indices, shape, values, default = (compiler.array(name) for name in node.inputs[:4])
    dense = np.full([int(size) for size in shape], default, values.dtype)
    if indices.size:
        dense[tuple(indices.reshape(-1, dense.ndim).T)] = values
    return compiler.graph.constant(dense)


def _fused_matrix_product(compiler: Compiler, node: Node) -> str:
    if node.flag("transpose_a") or node.flag("transpose_b"):
        raise GraphError(f"{node.name}: transposed operands of a matrix product have no translation here")
    value = compiler.graph.node("MatMul", [compiler.value(name) for name in node.inputs[:2]])
    for name in node.texts("fused_ops"):
        if name == "BiasAdd":
            value = compiler.graph.node("Add", [value, compiler.value(node.inputs[2])])
        else:
            value = compiler.graph.node(ACTIVATIONS[name], [value])
    return value


OPERATIONS: dict[str, Callable[[Compiler, Node], str | list[str]]] = {
    "Add": _elementwise("Add", np.add),
    "AddV2": _elementwise("Add", np.add),
    "ConcatV2": _concat,
    "Const": _constant,
    "Conv2D": _convolution,
    "DepthwiseConv2dNative": _convolution,
    "FusedDepthwiseConv2dNative": _convolution,
    "Identity": _unary("Identity"),
    "LeakyRelu": _leaky_relu,
    "MaxPool": _max_pool,
    "Maximum": _elementwise("Max", np.maximum),
    "Mean": _mean,
    "Minimum": _elementwise("Min", np.minimum),
    "Mul": _elementwise("Mul", np.multiply),
    "Pad": _pad,
    "PadV2": _pad,
    "Placeholder": _placeholder,
    "Prelu": _prelu,
    "Relu": _unary("Relu"),
    "Reshape": _reshape,
    "ResizeBilinear": _resize,
    "Sigmoid": _unary("Sigmoid"),
    "Softmax": _unary("Softmax", axis=-1),
    "SparseToDense": _sparse_to_dense,
    "SplitV": _split,
    "Sub": _elementwise("Sub", np.subtract),
    "Transpose": _transpose,
    "_FusedConv2D": _convolution,
    "_FusedMatMul": _fused_matrix_product,
}
