# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6", "onnxruntime==1.32.0", "tokenizers==0.23.3"]
# ///
"""Makes a tagger of any labels out of a model that compares images with texts (SigLIP, CLIP).

    uv run dev/models/bake_prompts.py FOLDER LABELS [--template "This is a photo of {}."]

FOLDER holds the image half's ONNX file and its manifest, which says under `text` what the text half is:

    "text": {"file": "text_model.onnx", "tokenizer": "tokenizer.json", "length": 64, "pad": 0, "lower": true,
             "output": "pooler_output"}

(`text_half.py` beside this file reads it.) LABELS is a text file with a label a line, `Name | kind, more special kind |
prompt`; kinds and prompt may be left out. Several lines of one name are one label: the mean of their vectors. It writes
`labels.npy` into FOLDER, and `labels` and `prompts.file` of its manifest. The text half is not needed afterwards.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from text_half import TextHalf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

TEMPLATE = "This is a photo of {}."
VECTORS = "labels.npy"
TASKS = ("image-classification", "image-embedding")


@dataclass(frozen=True)
class Label:
    """A line of the list: what it is called, its kinds from general to special, and the text that stands for it."""

    name: str
    parents: tuple[str, ...]
    prompt: str


def parse_labels(lines: Iterable[str], template: str) -> list[Label]:
    """Return the labels of a list; empty lines and those that begin with # are left out."""
    return [_label(line, template) for line in lines if line.strip() and not line.startswith("#")]


def _label(line: str, template: str) -> Label:
    name, kinds, prompt = (*(part.strip() for part in line.split("|", 2)), "", "")[:3]
    parents = tuple(kind.strip() for kind in kinds.split(",") if kind.strip())
    return Label(name, parents, prompt or template.format(name.lower()))


def vectors_of(folder: Path, text: dict[str, Any], prompts: Sequence[str]) -> NDArray[np.float32]:
    """Return a vector of the length 1 for each text, by the text half that a manifest describes."""
    half = TextHalf.of(folder, text)
    return np.array([half.vector_of(prompt) for prompt in prompts], np.float32)


def joined(labels: Sequence[Label], vectors: NDArray[np.float32]) -> tuple[list[Label], NDArray[np.float32]]:
    """Return each name once, with the mean of the vectors of its lines."""
    rows: dict[str, list[int]] = {}
    for row, label in enumerate(labels):
        rows.setdefault(label.name, []).append(row)
    means = np.array([vectors[of].mean(axis=0) for of in rows.values()], np.float32)
    return [labels[of[0]] for of in rows.values()], means


def _manifest_in(folder: Path) -> tuple[Path, dict[str, Any]]:
    found = [(path, json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json"))]
    fitting = [(path, it) for path, it in found if isinstance(it, dict) and it.get("task") in TASKS and "text" in it]
    if len(fitting) != 1:
        raise SystemExit(
            f"{folder} must hold one manifest of {' or '.join(TASKS)} that says `text`; it has {len(fitting)}"
        )
    return fitting[0]


def main() -> None:
    """Write the vectors and the labels."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--template", default=TEMPLATE, help="text of a label without a prompt; {} is its name")
    given = parser.parse_args()
    path, manifest = _manifest_in(given.folder)
    lines = parse_labels(given.labels.read_text("utf-8").splitlines(), given.template)
    labels, vectors = joined(lines, vectors_of(given.folder, manifest["text"], [label.prompt for label in lines]))
    np.save(given.folder / VECTORS, vectors)
    manifest["labels"] = [{"name": label.name, "parents": list(label.parents)} for label in labels]
    manifest["prompts"] = {**manifest.get("prompts", {}), "file": VECTORS}
    path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")
    sys.stdout.write(f"{len(labels)} labels of {vectors.shape[1]} numbers in {given.folder / VECTORS}\n")


if __name__ == "__main__":
    main()
