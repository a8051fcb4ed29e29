# /// script
# requires-python = ">=3.11"
# dependencies = ["onnx==1.23.2"]
# ///
"""Make a detector that finds one thing in the middle of every image: an ONNX file and its manifest."""

import hashlib
import json
import sys
from pathlib import Path

from onnx import TensorProto, helper, save

SIZE = 64
BOX = (0.5, 0.5, 0.4, 0.4)
"""Centre, width and height of the box, in parts of the image."""
SURE = 4.0
"""The logit of the one class: 98 %."""


def main(folder: Path) -> None:
    """Write the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "toy.onnx"
    save(detector(), path)
    manifest = {
        "name": "toy",
        "task": "object-detection",
        "decoder": "detr",
        "licence": "Apache-2.0",
        "source": "examples/12-your-model/make_model.py",
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "input": {"size": [SIZE, SIZE], "channels": "RGB", "mean": [0, 0, 0], "std": [255, 255, 255]},
        "labels": [{"name": "Forklift", "parents": ["Vehicle"]}],
    }
    (folder / "toy.json").write_text(json.dumps(manifest, indent=1) + "\n")


def detector() -> object:
    """Return a network with the outputs of RF-DETR's export, whatever the image: one box, and how sure it is."""
    image = helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, SIZE, SIZE])
    boxes = helper.make_tensor_value_info("dets", TensorProto.FLOAT, [1, 1, 4])
    logits = helper.make_tensor_value_info("labels", TensorProto.FLOAT, [1, 1, 1])
    constants = [
        helper.make_tensor("box", TensorProto.FLOAT, [1, 1, 4], BOX),
        helper.make_tensor("sure", TensorProto.FLOAT, [1, 1, 1], [SURE]),
        helper.make_tensor("zero", TensorProto.FLOAT, [1], [0.0]),
    ]
    nodes = [
        # the image takes part, as what is not read would be left out of the network's inputs
        helper.make_node("ReduceMean", ["input"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "zero"], ["nothing"]),
        helper.make_node("Add", ["box", "nothing"], ["dets"]),
        helper.make_node("Add", ["sure", "nothing"], ["labels"]),
    ]
    graph = helper.make_graph(nodes, "toy", [image], [boxes, logits], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
