"""Makes ONNX networks that are small, real, and right by construction: ``toy_networks.py KIND`` writes one to stdout.

Runs where ``onnx`` is. Detectors find the one bright rectangle of a picture, in pixels of their input, and answer as
the exports of a family do; a picture that is scaled, padded, normalised or turned about wrongly is found elsewhere.
"""

import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper as n

SIDE = 64
"""Pixels of a detector's input."""


class Graph:
    """A graph that grows a node at a time; `add` returns the name of what the node makes."""

    def __init__(self, **inputs: tuple[int, Sequence[Any]]) -> None:
        """Begin with inputs: a type and a shape each."""
        self.inputs = [h.make_tensor_value_info(name, *of) for name, of in inputs.items()]
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, values: Any, kind: Any = np.float32) -> str:
        """Return the name of a constant."""
        self.constants.append(n.from_array(np.array(values, kind), f"c{len(self.constants)}"))
        return str(self.constants[-1].name)

    def add(self, operation: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Return the name of a node's output."""
        self.nodes.append(h.make_node(operation, list(inputs), [output or f"v{len(self.nodes)}"], **attributes))
        return str(self.nodes[-1].output[0])

    def model(self, **outputs: int) -> bytes:
        """Return the file of a network with these outputs, by their types."""
        ends = [h.make_tensor_value_info(name, kind, None) for name, kind in outputs.items()]
        graph = h.make_graph(self.nodes, "g", self.inputs, ends, self.constants)
        made = h.make_model(graph, opset_imports=[h.make_opsetid("", 17)], ir_version=8)
        return bytes(made.SerializeToString())


def rectangle(g: Graph, picture: str, bright: float = 0.5) -> str:
    """Return [N, 4]: left, top, right, bottom of what is above `bright` in all channels."""
    least = g.add("Cast", g.add("ReduceMin", picture, axes=[1], keepdims=0), to=T.FLOAT)
    lit = g.add("Cast", g.add("Greater", least, g.constant(bright)), to=T.FLOAT)
    sides = []
    for last in (0, 1):
        for axis in (1, 2):
            line = g.add("ReduceMax", lit, axes=[axis], keepdims=0)
            sides.append(g.add("ArgMax", line, axis=1, keepdims=1, select_last_index=last))
    pixels = g.add("Cast", g.add("Concat", *sides, axis=1), to=T.FLOAT)
    return g.add("Add", pixels, g.constant([0, 0, 1, 1]))


def centred(g: Graph, corners: str) -> str:
    """Return centre and size of [N, 4] corners."""
    matrix = np.array([[0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [-1, 0, 1, 0], [0, -1, 0, 1]])
    return g.add("MatMul", corners, g.constant(matrix.T))


def one_more_dimension(g: Graph, values: str, output: str = "") -> str:
    """Return [N, 1, …] of [N, …]."""
    return g.add("Unsqueeze", values, g.constant([1], np.int64), output=output)


def repeated(g: Graph, like: str, row: Any, kind: int, output: str) -> str:
    """Return a constant row for each of `like`'s first dimension."""
    zeros = g.add("ReduceMean", g.add("Mul", like, g.constant(0.0)), axes=[1], keepdims=1)
    return g.add("Cast", g.add("Add", zeros, g.constant(row)), to=kind, output=output)


def d_fine() -> bytes:
    """D-FINE and RT-DETR as their own tools export them: boxes are scaled to `orig_target_sizes` (width, height)."""
    g = Graph(images=(T.FLOAT, ["N", 3, SIDE, SIDE]), orig_target_sizes=(T.INT64, ["N", 2]))
    corners = rectangle(g, "images")
    whole = g.add("Cast", g.add("Concat", "orig_target_sizes", "orig_target_sizes", axis=1), to=T.FLOAT)
    boxes = g.add("Div", g.add("Mul", corners, whole), g.constant(SIDE))
    one_more_dimension(g, boxes, "boxes")
    repeated(g, corners, [[2]], T.INT64, "labels")
    repeated(g, corners, [[0.9]], T.FLOAT, "scores")
    return g.model(labels=T.INT64, boxes=T.FLOAT, scores=T.FLOAT)


def transformers() -> bytes:
    """RT-DETR and D-FINE as Transformers' exports are, in half precision: logits, and fractions of the input."""
    g = Graph(pixel_values=(T.FLOAT16, ["N", 3, SIDE, SIDE]))
    corners = rectangle(g, "pixel_values")
    one_more_dimension(g, g.add("Div", centred(g, corners), g.constant(SIDE)), "pred_boxes")
    one_more_dimension(g, repeated(g, corners, [-4.0, -5.0, 2.2], T.FLOAT, ""), "logits")
    return g.model(logits=T.FLOAT, pred_boxes=T.FLOAT)


def yolox() -> bytes:
    """YOLOX as its own tool exports it: cell 21 of the second level sees the rectangle, all others nothing."""
    g = Graph(images=(T.FLOAT, [1, 3, SIDE, SIDE]))
    box = centred(g, rectangle(g, "images", 200.0))
    place = g.add("Slice", box, g.constant([0], np.int64), g.constant([2], np.int64), g.constant([1], np.int64))
    size = g.add("Slice", box, g.constant([2], np.int64), g.constant([4], np.int64), g.constant([1], np.int64))
    column, row = 9 % (SIDE // 16), 9 // (SIDE // 16)
    here = g.add("Sub", g.add("Div", place, g.constant(16.0)), g.constant([column, row]))
    large = g.add("Log", g.add("Div", size, g.constant(16.0)))
    seen = g.add("Concat", here, large, g.constant([[0.95, 0.01, 0.02, 0.9]]), axis=1)
    cells = [(SIDE // stride) ** 2 for stride in (8, 16, 32)]
    before, after = cells[0] + 9, cells[1] - 10 + cells[2]
    rows = g.add("Concat", g.constant(np.zeros((before, 8))), seen, g.constant(np.zeros((after, 8))), axis=0)
    g.add("Unsqueeze", rows, g.constant([0], np.int64), output="output")
    return g.model(output=T.FLOAT)


def paddle() -> bytes:
    """PaddleDetection's exports with NMS: the image is the second input, rows are class, score, corners."""
    shape = (T.FLOAT, [1, 2])
    g = Graph(im_shape=shape, image=(T.FLOAT, [1, 3, SIDE, SIDE]), scale_factor=shape)
    corners = rectangle(g, "image")
    turned = g.add("Gather", "scale_factor", g.constant([1, 0, 1, 0], np.int64), axis=1)
    shaped = g.add("Mul", g.add("ReduceSum", "im_shape", keepdims=0), g.constant(0.0))  # asked for, and not needed
    boxes = g.add("Add", g.add("Div", corners, turned), shaped)
    g.add("Concat", g.constant([[2.0, 0.9]]), boxes, axis=1, output="rows")
    return g.model(rows=T.FLOAT)


def scaled_to_the_input() -> bytes:
    """An export with NMS in pixels of the input, with room for more boxes than it found."""
    g = Graph(images=(T.FLOAT, [1, 3, SIDE, SIDE]))
    corners = rectangle(g, "images")
    both = g.add("Concat", corners, g.constant([[0.0, 0, 5, 5]]), axis=0)
    g.add("Unsqueeze", both, g.constant([0], np.int64), output="det_boxes")
    found = {"num_dets": ([[1]], np.int32), "det_scores": ([[0.9, 0.99]], np.float32), "ids": ([[2, 1]], np.int32)}
    for name, (values, kind) in found.items():
        g.add("Identity", g.constant(values, kind), output=name)
    return g.model(det_boxes=T.FLOAT, num_dets=T.INT32, det_scores=T.FLOAT, ids=T.INT32)


def joined_rows() -> bytes:
    """An export with NMS whose rows are those of all images: two rows an image, and none says which it is of."""
    g = Graph(images=(T.FLOAT, ["N", 3, SIDE, SIDE]))
    corners = rectangle(g, "images")
    rows = g.add("Concat", corners, repeated(g, corners, [0.9, 2.0], T.FLOAT, ""), axis=1)
    g.add("Concat", rows, rows, axis=0, output="rows")
    return g.model(rows=T.FLOAT)


def one_type(kind: int) -> Callable[[], bytes]:
    """Return what makes a tagger of pixels of another type: the means of the colours."""

    def made() -> bytes:
        g = Graph(pixels=(kind, [1, 3, 32, 32]))
        g.add("ReduceMean", g.add("Cast", "pixels", to=T.FLOAT), axes=[2, 3], keepdims=0, output="scores")
        return g.model(scores=T.FLOAT)

    return made


FACE_SIDE = 640
"""Pixels of a face detector's input."""


def face(g: Graph, picture: str) -> tuple[str, str]:
    """Return the bright rectangle as [1, 4] corners and [1, 10]: its five points, a quarter from its edges."""
    corners = rectangle(g, picture)
    x, y = (np.array([[1 - at, 0, at, 0], [0, 1 - at, 0, at]]) for at in (0.25, 0.75))
    middle = np.array([[0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5]])
    points = np.concatenate([[x[0], x[1]], [y[0], x[1]], middle, [x[0], y[1]], [y[0], y[1]]])
    return corners, g.add("MatMul", corners, g.constant(points.T))


def one_row(g: Graph, row: str, at: int, count: int, output: str) -> None:
    """Write [count, columns] with one row that is not zero."""
    columns = {"t": 1, "b": 4, "k": 10, "s": 2}[output[0]]
    above, below = (g.constant(np.zeros((size, columns))) for size in (at, count - at - 1))
    g.add("Concat", above, row, below, axis=0, output=output)


def scrfd() -> bytes:
    """SCRFD as InsightFace exports it: one of two anchors of a cell of the middle level sees the rectangle."""
    g = Graph(**{"input.1": (T.FLOAT, [1, 3, FACE_SIDE, FACE_SIDE])})
    corners, points = face(g, "input.1")
    column, row, stride = 7, 5, 16
    centre = np.array([column, row]) * stride
    sides = g.add("Mul", g.add("Sub", corners, g.constant(np.tile(centre, 2))), g.constant([-1.0, -1, 1, 1]))
    found = {
        "t": g.constant([[0.9]]),
        "b": g.add("Div", sides, g.constant(float(stride))),
        "k": g.add("Div", g.add("Sub", points, g.constant(np.tile(centre, 5))), g.constant(float(stride))),
    }
    names: dict[str, int] = {}
    for kind, values in found.items():
        for each in (8, 16, 32):
            count, name = 2 * (FACE_SIDE // each) ** 2, f"{kind}{each}"
            here = values if each == stride else g.add("Mul", values, g.constant(0.0))
            one_row(g, here, 2 * (row * FACE_SIDE // stride + column) + 1 if each == stride else 0, count, name)
            names[name] = T.FLOAT
    return g.model(**names)


def retinaface() -> bytes:
    """RetinaFace as its repository exports it: the second prior of a cell of the last level sees the rectangle."""
    g = Graph(input=(T.FLOAT, [1, 3, FACE_SIDE, FACE_SIDE]))
    corners, points = face(g, "input")
    column, row, stride, side = 4, 3, 32, 512.0
    centre = (np.array([column, row]) + 0.5) * stride
    counts = [2 * (FACE_SIDE // each) ** 2 for each in (8, 16, 32)]
    at, count = counts[0] + counts[1] + 2 * (row * FACE_SIDE // stride + column) + 1, sum(counts)
    box = centred(g, corners)
    halves = [g.add("Slice", box, *(g.constant([it], np.int64) for it in (*of, 1))) for of in ((0, 2), (2, 4))]
    place = g.add("Div", g.add("Sub", halves[0], g.constant(centre)), g.constant(0.1 * side))
    size = g.add("Div", g.add("Log", g.add("Div", halves[1], g.constant(side))), g.constant(0.2))
    one_row(g, g.add("Concat", place, size, axis=1), at, count, "b")
    one_row(g, g.constant([[0.1, 0.9]]), at, count, "s")
    near = g.add("Sub", points, g.constant(np.tile(centre, 5)))
    one_row(g, g.add("Div", near, g.constant(0.1 * side)), at, count, "k")
    return g.model(b=T.FLOAT, s=T.FLOAT, k=T.FLOAT)


def tagger() -> bytes:
    """Ten times how red, green and blue the picture is, less five: logits of three classes."""
    g = Graph(pixel_values=(T.FLOAT, ["N", 3, 32, 32]))
    colours = g.add("ReduceMean", "pixel_values", axes=[2, 3], keepdims=0)
    g.add("Sub", g.add("Mul", colours, g.constant(10.0)), g.constant(5.0), output="logits")
    return g.model(logits=T.FLOAT)


def image_tower() -> bytes:
    """How red, green and blue the picture is, as its vector; one more output that nobody needs."""
    g = Graph(pixel_values=(T.FLOAT, ["N", 3, 32, 32]))
    g.add("ReduceMean", "pixel_values", axes=[2, 3], keepdims=0, output="scores")
    g.add("Shape", "pixel_values", output="last_hidden_state")
    return g.model(scores=T.FLOAT, last_hidden_state=T.INT64)


def text_tower() -> bytes:
    """The mean of the vectors of a text's pieces: red, green and blue are 2, 3 and 4, and no other has any."""
    g = Graph(input_ids=(T.INT64, [1, "L"]), attention_mask=(T.INT64, [1, "L"]))
    pieces = g.add("Gather", g.constant([[0, 0, 0], [0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]), "input_ids")
    seen = g.add("Unsqueeze", g.add("Cast", "attention_mask", to=T.FLOAT), g.constant([2], np.int64))
    g.add("ReduceMean", g.add("Mul", pieces, seen), axes=[1], keepdims=0, output="text_embeds")
    return g.model(text_embeds=T.FLOAT)


def nanodet() -> bytes:
    """NanoDet with one level: cell 5 is class 0 most of all, then class 2; the other cells are nothing."""
    g = Graph(image=(T.FLOAT, [1, 3, SIDE, SIDE]))
    nothing = g.add("Mul", g.add("ReduceMean", "image", axes=[1, 2, 3], keepdims=0), g.constant(0.0))
    cells = (SIDE // 16) ** 2
    scores = np.zeros((1, cells, 3))
    scores[0, 5] = (0.95, 0.1, 0.9)
    g.add("Add", nothing, g.constant(scores), output="scores")
    g.add("Add", nothing, g.constant(np.zeros((1, cells, 32))), output="distances")
    return g.model(scores=T.FLOAT, distances=T.FLOAT)


def face_tower() -> bytes:
    """An ArcFace in InsightFace's form: the vector is called fc1, and how good the face is comes beside it."""
    g = Graph(data=(T.FLOAT, [1, 3, 112, 112]))
    g.add("ReduceMean", "data", axes=[2, 3], keepdims=0, output="fc1")
    g.add("ReduceMean", "data", axes=[1, 2, 3], keepdims=0, output="quality")
    return g.model(quality=T.FLOAT, fc1=T.FLOAT)


def two_vectors() -> bytes:
    """A network with two outputs that are a vector an image."""
    g = Graph(data=(T.FLOAT, [1, 3, 112, 112]))
    for name in ("mean", "least"):
        g.add("ReduceMean" if name == "mean" else "ReduceMin", "data", axes=[2, 3], keepdims=1, output=name)
    return g.model(mean=T.FLOAT, least=T.FLOAT)


def _loudness(g: Graph, waveform: str, axis: int) -> str:
    """Return 20 times the mean of what samples are, and of how they change, less 5: a tone, and a high one."""
    after = g.add("Slice", waveform, *(g.constant([it], np.int64) for it in (1, 1 << 30, axis)))
    before = g.add("Slice", waveform, *(g.constant([it], np.int64) for it in (0, -1, axis)))
    heard = [
        g.add("ReduceMean", g.add("Abs", each), axes=[axis], keepdims=1)
        for each in (waveform, g.add("Sub", after, before))
    ]
    return g.add("Sub", g.add("Mul", g.add("Concat", *heard, axis=axis), g.constant(20.0)), g.constant(5.0))


def loudness() -> bytes:
    """A tagger of samples: logits of a tone and of a high one, and a vector that nobody needs."""
    g = Graph(waveform=(T.FLOAT, [1, "N"]))
    g.add("Identity", _loudness(g, "waveform", 1), output="clipwise_output")
    g.add("Identity", "waveform", output="embedding")
    return g.model(clipwise_output=T.FLOAT, embedding=T.FLOAT)


def loudness_by_quarters() -> bytes:
    """As YAMNet and detectors of sound events: samples without a batch, probabilities [parts, classes]."""
    g = Graph(waveform=(T.FLOAT, ["N"]))
    parts = g.add("Reshape", "waveform", g.constant([4, -1], np.int64))
    g.add("Sigmoid", _loudness(g, parts, 1), output="scores")
    g.add("Identity", parts, output="embeddings")
    return g.model(scores=T.FLOAT, embeddings=T.FLOAT)


def mel_halves() -> bytes:
    """A tagger of log mel energies [1, mels, frames]: the greatest mean of the lower and of the upper 32."""
    g = Graph(features=(T.FLOAT, [1, 64, "T"]))
    energies = g.add("ReduceMean", "features", axes=[2], keepdims=0)
    halves = g.add("Reshape", energies, g.constant([1, 2, 32], np.int64))
    g.add("ReduceMax", halves, axes=[2], keepdims=0, output="logits")
    return g.model(logits=T.FLOAT)


KINDS: dict[str, Callable[[], bytes]] = {
    made.__name__: made
    for made in (
        d_fine,
        transformers,
        yolox,
        paddle,
        scaled_to_the_input,
        tagger,
        image_tower,
        text_tower,
        scrfd,
        retinaface,
        joined_rows,
        nanodet,
        face_tower,
        two_vectors,
        loudness,
        loudness_by_quarters,
        mel_halves,
    )
} | {f"of_{name}": one_type(kind) for name, kind in {"int32": T.INT32, "uint8": T.UINT8, "double": T.DOUBLE}.items()}

if __name__ == "__main__":
    sys.stdout.buffer.write(KINDS[sys.argv[1]]())
