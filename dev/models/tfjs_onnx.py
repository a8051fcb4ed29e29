"""Compiles a TensorFlow.js graph to ONNX.

TensorFlow keeps images as NHWC and ONNX as NCHW: each convolution, pool and resize is wrapped in two transposes,
which ONNX Runtime cancels out when it loads the model. One function per operation, found in `OPERATIONS`; an operation
that is not there is refused by name rather than guessed at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import tfjs_convolutions
from tfjs import GraphError
from tfjs_compiler import ACTIVATIONS, Compiler

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray
    from tfjs import Graph, Node


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
    "Conv2D": tfjs_convolutions.convolution,
    "DepthwiseConv2dNative": tfjs_convolutions.convolution,
    "FusedDepthwiseConv2dNative": tfjs_convolutions.convolution,
    "Identity": _unary("Identity"),
    "LeakyRelu": _leaky_relu,
    "MaxPool": tfjs_convolutions.max_pool,
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
    "_FusedConv2D": tfjs_convolutions.convolution,
    "_FusedMatMul": _fused_matrix_product,
}
