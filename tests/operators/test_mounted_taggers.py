"""Taggers that are mounted: each class for itself, groups never above 100 %, labels that are texts."""

import json
import struct
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.operators.pictures import drawn
from tests.operators.runs import OPERATORS, Outcome, inside, run_with
from tests.operators.toy_models import RGB, mounted, network

pytestmark = pytest.mark.slow

INPUT = {**RGB, "size": [32, 32]}
LABELS = [
    {"name": "Rose", "parents": ["Plant"]},
    {"name": "Grass", "parents": ["Plant"]},
    {"name": "Sky", "parents": ["Nature"]},
]

TOKENIZER = {
    "version": "1.0",
    "added_tokens": [],
    "normalizer": {"type": "Lowercase"},
    "pre_tokenizer": {"type": "Whitespace"},
    "model": {
        "type": "WordLevel",
        "vocab": {"[PAD]": 0, "[UNK]": 1, "red": 2, "green": 3, "blue": 4},
        "unk_token": "[UNK]",
    },
}


def half(first: str, second: str) -> bytes:
    """Return a picture of two colours, side by side."""
    return drawn(
        f"picture = Image.new('RGB', (64, 64), {first!r})\n"
        f"ImageDraw.Draw(picture).rectangle((32, 0, 63, 63), fill={second!r})\npicture.save(out, 'PNG')"
    )


def labelled(folder: Path, picture: bytes, **parameters: Any) -> Outcome:
    """Run label-detection with a tagger and nothing else."""
    environment = {"MEDIA_INSIGHTS_MODELS": str(folder)}
    return run_with(environment, "label-detection", {"frames": picture}, **parameters)


def confidences(outcome: Outcome) -> dict[str, float]:
    """Return the confidence of each label."""
    return {label["Name"]: label["Confidence"] for label in outcome.result["Labels"]}


def test_a_tagger_says_all_that_it_sees_and_is_enough_alone(tmp_path: Path) -> None:
    folder = mounted(tmp_path, "tagger", task="image-classification", decoder="sigmoid", input=INPUT, labels=LABELS)
    outcome = labelled(folder, half("#ff00ff", "#ff00ff"))
    assert confidences(outcome) == pytest.approx({"Rose": 99.33, "Sky": 99.33}, abs=0.1)
    assert [each["name"] for each in outcome.result["Model"]] == ["tagger"]


BELIEFS = """
import numpy as np
from taxonomy import Taxonomy
labels, scores = given
answer = [Taxonomy(labels, exclusive).beliefs(np.array(scores)) for exclusive in (True, False)]
"""


def test_a_group_of_a_tagger_is_as_sure_as_its_surest_member() -> None:
    exclusive, apart = inside("label-detection", BELIEFS, [*LABELS[:2], None, LABELS[2]], [0.6, 0.3, 1.0, 0.1])
    assert exclusive == pytest.approx({"Plant": 0.9, "Nature": 0.1, "Rose": 0.6, "Grass": 0.3, "Sky": 0.1})
    assert apart == pytest.approx({"Plant": 0.6, "Nature": 0.1, "Rose": 0.6, "Grass": 0.3, "Sky": 0.1})


@pytest.mark.thorough
def test_labels_are_texts_whose_vectors_lie_beside_the_network(tmp_path: Path) -> None:
    prompts = {"file": "labels.npy", "scale": 20, "bias": -15}
    folder = mounted(
        tmp_path,
        "image_tower",
        task="image-classification",
        decoder="siglip",
        input=INPUT,
        labels=LABELS,
        prompts=prompts,
    )
    write_vectors(folder / "labels.npy", [[3, 0, 0], [0, 1, 0], [0, 0, 0.5]])
    assert confidences(labelled(folder, half("red", "red"))) == pytest.approx({"Rose": 99.33}, abs=0.1)
    assert set(confidences(labelled(folder, half("lime", "lime")))) == {"Grass"}


def test_labels_are_baked_from_texts(tmp_path: Path) -> None:
    text = {"file": "text_tower.onnx", "tokenizer": "tokenizer.json", "length": 8}
    prompts = {"scale": 20, "bias": -15}
    folder = mounted(
        tmp_path / "models",
        "image_tower",
        task="image-classification",
        decoder="siglip",
        input=INPUT,
        prompts=prompts,
        text=text,
    )
    (folder / "text_tower.onnx").write_bytes(network("text_tower"))
    (folder / "tokenizer.json").write_text(json.dumps(TOKENIZER))
    labels = tmp_path / "labels.txt"
    labels.write_text("# colours\nRed | Colour, Warm Colour\n\nLeaf | Plant | something green\nRed||red, red\n")
    script = OPERATORS.parent / "dev/models/bake_prompts.py"
    subprocess.run(["uv", "run", "--quiet", str(script), str(folder), str(labels)], check=True, timeout=300)
    manifest = json.loads((folder / "image_tower.json").read_text())
    named = [{"name": "Red", "parents": ["Colour", "Warm Colour"]}, {"name": "Leaf", "parents": ["Plant"]}]
    assert manifest["labels"] == named
    assert manifest["prompts"] == {"scale": 20, "bias": -15, "file": "labels.npy"}
    assert set(confidences(labelled(folder, half("red", "red")))) == {"Red"}
    assert set(confidences(labelled(folder, half("lime", "lime")))) == {"Leaf"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"labels": LABELS[:2]}, "gives scores of 3 classes and its manifest lists 2 labels"),
        ({"decoder": "tags"}, "decoder of the model 'image_tower' is 'tags'; for image-classification softmax, logits"),
        ({"views": ["left"]}, "views of the model 'image_tower' are ['left']"),
        (
            {"prompts": {"file": "none.npy", "scale": 1}},
            "prompts.file 'none.npy' of a model is no .npy file of numbers",
        ),
        ({"prompts": {"file": "other.npy", "scale": 1}}, "holds (1, 2), and the network answers with 3 numbers"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused_in_a_sentence(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    manifest = {"task": "image-classification", "decoder": "siglip", "input": INPUT, "labels": LABELS}
    manifest |= {"prompts": {"file": "labels.npy", "scale": 20}}
    folder = mounted(tmp_path, "image_tower", **(manifest | change))
    write_vectors(folder / "labels.npy", [[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    write_vectors(folder / "other.npy", [[1, 0]])
    outcome = labelled(folder, half("red", "blue"))
    assert sentence in outcome.sentence


def write_vectors(path: Path, rows: list[list[float]]) -> None:
    """Write rows of numbers in NumPy's format 1.0."""
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({len(rows)}, {len(rows[0])}), }}".ljust(117) + "\n"
    numbers = b"".join(struct.pack(f"<{len(row)}f", *row) for row in rows)
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + numbers)
