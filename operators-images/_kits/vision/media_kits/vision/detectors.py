"""How the answers of detectors are read. `DECODERS` holds one reader a family, by the name that manifests use.

Each gets the network's outputs for one image and returns every candidate in pixels of the image; thresholds and
duplicates are treated by `objects`, the same for all. Which output is which, `outputs` of the manifest says where it is
not as usual.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from media_kits.vision.fitting import fitted
from media_operator.errors import WrongModels

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from media_kits.vision.fitting import Fit, Fitted
    from media_kits.vision.networks import Answers, Network

STRIDES = (8, 16, 32)
"""Of YOLOX; `strides` of a manifest says otherwise."""
COLUMNS = ("left", "top", "right", "bottom", "score", "class")
"""Of finished boxes in one output; `columns` of a manifest says otherwise."""


@dataclass(frozen=True)
class Candidates:
    """What a detector proposes: boxes [n, 4] (left, top, right, bottom in pixels), scores [n] in 0–1, classes [n]."""

    boxes: NDArray[Any]
    scores: NDArray[Any]
    classes: NDArray[Any]


@dataclass(frozen=True)
class Decoder:
    """How a family is read, and how its images are fitted where the manifest does not say."""

    read: Callable[[Network, Answers, Fitted], Candidates]
    fit: Fit


def decoder_of(network: Network) -> Decoder:
    """Return the decoder that a manifest names. Raises WrongModels for one that does not exist."""
    name = network.manifest.get("decoder")
    if name not in DECODERS:
        known = ", ".join(DECODERS)
        raise WrongModels(
            f"decoder of the model {network.manifest.get('name')!r} is {name!r}; for object-detection {known} are right"
        )
    return DECODERS[name]


def fitted_to(network: Network, pixels: NDArray[np.uint8]) -> Fitted:
    """Return an image as a detector takes it."""
    return fitted(network.manifest["input"], pixels, decoder_of(network).fit)


def _nanodet(network: Network, answers: Answers, image: Fitted) -> Candidates:
    """NanoDet: per stride a score map [1, cells, classes] and distances to the four sides as distributions.

    Distances are expectations over `bins` steps (Generalized Focal Loss, Li et al. 2020), in units of the stride.
    """
    classes = len(network.manifest["labels"])
    parts = list(answers.values())
    levels = [
        _nanodet_level(score[0], _partner(parts, score, classes)[0], network.size)
        for score in parts
        if score.shape[2] == classes
    ]
    boxes, scores = (np.concatenate(parts) for parts in zip(*levels, strict=True))
    named = _named(network, classes)
    return Candidates(image.back(boxes), scores[:, named].max(axis=1), np.array(named)[scores[:, named].argmax(axis=1)])


def _partner(answers: list[NDArray[Any]], score: NDArray[Any], classes: int) -> NDArray[Any]:
    return next(answer for answer in answers if answer.shape[1] == score.shape[1] and answer.shape[2] != classes)


def _nanodet_level(
    scores: NDArray[Any], distances: NDArray[Any], size: tuple[int, int]
) -> tuple[NDArray[Any], NDArray[Any]]:
    stride = round((size[0] * size[1] / len(scores)) ** 0.5)
    rows, columns = np.divmod(np.arange(len(scores)), size[0] // stride)
    bins = distances.reshape(len(scores), 4, -1)
    weights = np.exp(bins - bins.max(axis=2, keepdims=True))
    sides = (weights @ np.arange(bins.shape[2])) / weights.sum(axis=2) * stride
    centres = np.stack([columns, rows], axis=1) * stride + stride / 2
    return np.concatenate([centres - sides[:, :2], centres + sides[:, 2:]], axis=1), scores


def _detr(network: Network, answers: Answers, image: Fitted) -> Candidates:
    """Transformers: boxes [1, n, 4] as centre and size in fractions of the input, and logits [1, n, classes].

    RF-DETR calls them `dets` and `labels`, exports of Transformers (RT-DETR, D-FINE, DETR) `pred_boxes` and `logits`.
    Classes without a name in the manifest (null) are not objects; `"scores": "softmax"` is for networks with one for
    "nothing" among them.
    """
    usual = ("pred_boxes", "logits") if "pred_boxes" in answers else ("dets", "labels")
    names = network.manifest.get("outputs", {})
    fractions = network.demanded(answers, names.get("boxes", usual[0]))[0].astype(np.float32)
    logits = network.demanded(answers, names.get("scores", usual[1]))[0].astype(np.float32)
    scores = _probabilities(network, logits)
    named = _named(network, scores.shape[1])
    boxes = _corners(fractions) * np.tile(image.size, 2)
    return Candidates(image.back(boxes), scores[:, named].max(axis=1), np.array(named)[scores[:, named].argmax(axis=1)])


def _probabilities(network: Network, logits: NDArray[Any]) -> NDArray[Any]:
    if network.manifest.get("scores", "sigmoid") == "sigmoid":
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -60, 60))))
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _yolox(network: Network, answers: Answers, image: Fitted) -> Candidates:
    """YOLOX as exported to ONNX: [1, cells, 5 + classes] with centre and size, objectness and scores from 0 to 1.

    Centres count in cells from their own one, sizes are logarithms, both in units of the stride; an export with
    `--decode_in_inference` has pixels already (`"decoded": true`).
    Source of the decoding: github.com/Megvii-BaseDetection/YOLOX, yolox/utils/demo_utils.py.
    """
    (answer,) = answers.values()
    rows = answer[0].astype(np.float32)
    centres, sizes = rows[:, :2], rows[:, 2:4]
    if not network.manifest.get("decoded", False):
        cells, strides = _cells(network, len(rows))
        centres, sizes = (centres + cells) * strides, np.exp(np.clip(sizes, -60, 60)) * strides
    named = _named(network, rows.shape[1] - 5)
    scores = rows[:, 4:5] * rows[:, 5:][:, named]
    boxes = image.back(_corners(np.concatenate([centres, sizes], axis=1)))
    return Candidates(boxes, scores.max(axis=1), np.array(named)[scores.argmax(axis=1)])


def _cells(network: Network, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return column and row [n, 2] and stride [n, 1] of every cell, level by level and row by row."""
    width, height = network.size
    strides = network.manifest.get("strides", STRIDES)
    grids = [np.indices((height // each, width // each))[::-1].reshape(2, -1).T for each in strides]
    if sum(map(len, grids)) != count:
        raise WrongModels(
            f"the model {network.manifest.get('name')!r} answers with {count} cells, and an input of {width} by "
            f"{height} has {sum(map(len, grids))} with the strides {list(strides)}: size or strides of its manifest "
            "are wrong"
        )
    each = [np.full((len(grid), 1), stride) for grid, stride in zip(grids, strides, strict=True)]
    return np.concatenate(grids), np.concatenate(each)


def _boxes(network: Network, answers: Answers, image: Fitted) -> Candidates:
    """Finished boxes, of which an export has left out duplicates itself: D-FINE's and RT-DETR's own, or any with NMS.

    Either three outputs, `boxes`, `scores` and `classes` (`labels` unless `outputs` says otherwise), perhaps with a
    `count`, or one with a row for each (`outputs.rows`), whose `columns` are named.
    `boxes` of the manifest says in what `unit` they are: `image` (pixels of the image, whose size the network was
    told), `input` (pixels of its input) or `fraction` of the input; and whether their `form` is `corners` or `centre`.
    """
    rows = _rows(network, answers)
    form = network.manifest.get("boxes", {})
    boxes = rows[:, :4] if form.get("form", "corners") == "corners" else _corners(rows[:, :4])
    unit = form.get("unit", "image")
    if unit != "image":
        boxes = image.back(boxes * (np.tile(image.size, 2) if unit == "fraction" else 1))
    classes = rows[:, 5].astype(int)
    named = np.isin(classes, _named(network, int(classes.max(initial=0)) + 1))
    return Candidates(boxes[named], rows[named, 4], classes[named])


def _rows(network: Network, answers: Answers) -> NDArray[Any]:
    """Return boxes, scores and classes as rows [n, 6] in the order of `COLUMNS`."""
    names: dict[str, str] = network.manifest.get("outputs", {})
    if "rows" in names:
        columns = network.manifest.get("columns", COLUMNS)
        rows = network.demanded(answers, names["rows"]).astype(np.float32)
        return rows.reshape(-1, rows.shape[-1])[:, [columns.index(name) for name in COLUMNS]]
    found = {name: network.demanded(answers, names.get(name, usual)) for name, usual in _OUTPUTS.items()}
    boxes = found["boxes"].astype(np.float32).reshape(-1, 4)
    scores, classes = (found[name].astype(np.float32).reshape(-1, 1) for name in ("scores", "classes"))
    rows = np.concatenate([boxes, scores, classes], axis=1)
    return rows[: int(answers[names["count"]].reshape(-1)[0])] if "count" in names else rows


_OUTPUTS = {"boxes": "boxes", "scores": "scores", "classes": "labels"}


def _corners(boxes: NDArray[Any]) -> NDArray[Any]:
    """Return left, top, right, bottom of boxes that are given by centre and size."""
    centres, sizes = boxes[:, :2], boxes[:, 2:]
    return np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1)


def _named(network: Network, classes: int) -> list[int]:
    """Return the classes with a name. Raises WrongModels when the network has more than the manifest lists."""
    labels = network.manifest["labels"]
    if classes > len(labels):
        raise WrongModels(
            f"the model {network.manifest.get('name')!r} knows at least {classes} classes and `labels` of its manifest "
            f"lists {len(labels)}: list all of them, null for what is no object"
        )
    return [index for index, label in enumerate(labels) if label and index < classes]


DECODERS: dict[str, Decoder] = {
    "nanodet": Decoder(_nanodet, "letterbox"),
    "detr": Decoder(_detr, "stretch"),
    "yolox": Decoder(_yolox, "letterbox"),
    "boxes": Decoder(_boxes, "stretch"),
}
