"""Reads a TensorFlow.js graph model: `model.json` and its weight files become nodes in execution order and arrays.

Format: github.com/tensorflow/tfjs, tfjs-core/src/io/types.ts (weightsManifest, quantization) and tensorflow's
node_def.proto as JSON, where strings are base64.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

Json = dict[str, Any]


class GraphError(Exception):
    """The graph model is damaged or uses something that the reader does not know."""


@dataclass(frozen=True)
class Node:
    """One TensorFlow operation; `inputs` name other nodes as `name` or `name:output`, control inputs left out."""

    name: str
    operation: str
    inputs: tuple[str, ...]
    attributes: Json

    def integers(self, key: str) -> list[int]:
        return [int(item) for item in self.attributes.get(key, {}).get("list", {}).get("i", [])]

    def integer(self, key: str) -> int:
        return int(self.attributes.get(key, {}).get("i", 0) or 0)

    def flag(self, key: str) -> bool:
        return bool(self.attributes.get(key, {}).get("b", False))

    def text(self, key: str) -> str:
        return base64.b64decode(self.attributes[key]["s"]).decode()

    def texts(self, key: str) -> list[str]:
        return [base64.b64decode(item).decode() for item in self.attributes.get(key, {}).get("list", {}).get("s", [])]

    def number(self, key: str) -> float:
        return float(self.attributes[key]["f"])

    def shape(self) -> list[int]:
        """The declared shape of a placeholder; -1 is a free dimension."""
        return [int(dimension["size"]) for dimension in self.attributes["shape"]["shape"]["dim"]]


@dataclass(frozen=True)
class Graph:
    """A model's nodes in the order of the file, its arrays by node name, and the names of its results."""

    nodes: tuple[Node, ...]
    weights: dict[str, NDArray[Any]]
    declared_outputs: tuple[str, ...]

    @cached_property
    def ordered(self) -> tuple[Node, ...]:
        """The nodes such that each comes after all that it reads; the file promises no order."""
        by_name = {node.name: node for node in self.nodes}
        done: dict[str, Node] = {}
        for root in self.nodes:
            stack = [root]
            while stack:
                node = stack[-1]
                waiting = [by_name[source] for source in sources_of(node) if source not in done]
                if not waiting:
                    done[stack.pop().name] = node
                stack.extend(waiting)
        return tuple(done.values())

    @property
    def outputs(self) -> tuple[str, ...]:
        """The declared outputs or, without a signature, the nodes that nobody reads."""
        read = {source for node in self.nodes for source in sources_of(node)}
        ends = (node.name for node in self.nodes if node.name not in read and node.operation != "Const")
        return self.declared_outputs or tuple(ends)


def sources_of(node: Node) -> list[str]:
    """The names of the nodes that a node reads."""
    return [name.split(":")[0] for name in node.inputs]


def parse_graph(model: bytes, weights: bytes) -> Graph:
    """Parse a model's JSON and the concatenation of its weight files; raises `GraphError`."""
    document = json.loads(model)
    signature = document.get("signature") or document.get("userDefinedMetadata", {}).get("signature") or {}
    outputs = tuple(str(item["name"]).split(":")[0] for item in signature.get("outputs", {}).values())
    nodes = tuple(_node(item) for item in document["modelTopology"]["node"])
    return Graph(nodes, dict(_arrays(document["weightsManifest"], weights)), outputs)


def parse_weights(manifest: bytes, weights: bytes) -> dict[str, NDArray[Any]]:
    """Parse a weights manifest that comes without a graph, and its weight files; raises `GraphError`."""
    return dict(_arrays(json.loads(manifest), weights))


def _node(item: Json) -> Node:
    inputs = tuple(name for name in item.get("input", []) if not name.startswith("^"))
    return Node(item["name"], item["op"], inputs, item.get("attr", {}))


def _arrays(manifest: list[Json], content: bytes) -> Iterator[tuple[str, NDArray[Any]]]:
    offset = 0
    for entry in (entry for group in manifest for entry in group["weights"]):
        quantization = entry.get("quantization")
        stored = np.dtype((quantization or entry)["dtype"])
        count = int(np.prod(entry["shape"]))
        array = np.frombuffer(content, stored, count, offset).reshape(entry["shape"])
        offset += count * stored.itemsize
        yield entry["name"], _dequantized(array, quantization).astype(entry["dtype"])
    if offset != len(content):
        raise GraphError(f"the weight files hold {len(content)} bytes, the manifest speaks of {offset}")


def _dequantized(array: NDArray[Any], quantization: Json | None) -> NDArray[Any]:
    if quantization is None or quantization["dtype"] == "float16":
        return array
    return array.astype(np.float32) * np.float32(quantization["scale"]) + np.float32(quantization["min"])
