"""From the parts of packages to the bytes of one model file. Conversions are deterministic: results are pinned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import campplus
import checkpoint
import efficientnet
import face_resnet
import tfjs
import tfjs_onnx
from packages import read_file

if TYPE_CHECKING:
    from catalogue import Output
    from packages import PackageStore


def converted(output: Output, store: PackageStore) -> bytes:
    """The final bytes of a model file.

    `copy` and `concat` join the parts as they are; `tfjs` takes the graph's JSON and then its weight files;
    `efficientnet-lite` takes one PyTorch state dict; `face-resnet` a TensorFlow.js weights manifest and its files;
    `campplus` one PyTorch state dict.
    """
    parts = [read_file(store.archive_of(part.package), part.path) for part in output.parts]
    if output.conversion == "tfjs":
        graph = tfjs.parse_graph(parts[0], b"".join(parts[1:]))
        return tfjs_onnx.compile_model(graph, output.options.get("outputs", {}))
    if output.conversion == "efficientnet-lite":
        return efficientnet.compile_model(checkpoint.parse_state_dict(parts[0]))
    if output.conversion == "campplus":
        return campplus.compile_model(checkpoint.parse_state_dict(parts[0]))
    if output.conversion == "face-resnet":
        return face_resnet.compile_model(tfjs.parse_weights(parts[0], b"".join(parts[1:])))
    return b"".join(parts)
