"""Manifests are held to the fields of their task and decoder: each field missing, misspelt and of another type."""

import ast
import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.operators.runs import OPERATORS, modules_of

[fields, values, errors] = modules_of(
    "_sdk", *(f"media_operator.{name}" for name in ("manifest_fields", "manifest_values", "errors"))
)
VISION = OPERATORS / "_kits/vision/media_kits/vision"
ROOT = OPERATORS.parent

INPUT = {
    "size": [64, 64],
    "channels": "RGB",
    "mean": [0, 0, 0],
    "std": [1, 1, 1],
    "name": "image",
    "layout": "NCHW",
    "fit": "stretch",
    "pad": 114,
}
LABELS = [None, {"name": "Cat", "parents": ["Animal"]}]
IMAGES = {"input": INPUT, "inputs": {"size": "imageSize", "factor": [1, 2]}, "batch": 4}
TEXT_HALF = {
    "file": "t.onnx",
    "tokenizer": "t.json",
    "length": 64,
    "pad": 0,
    "lower": True,
    "floor": 0.1,
    "output": "vector",
}
TAGGER = {
    **IMAGES,
    "labels": LABELS,
    "output": "scores",
    "views": ["whole"],
    "text": TEXT_HALF,
}
PROMPTS = {"file": "labels.npy", "scale": 100, "bias": -1.5}
FACES = {
    **IMAGES,
    "alignment": {name: [1, 2] for name in ("eyeLeft", "eyeRight", "nose", "mouthLeft", "mouthRight")},
    "match": {"half": 1.1, "width": 0.1},
    "output": "fc1",
}
SIDES = {"sourceLanguages": ["en"], "targetLanguages": ["de"], "tokenizer": "a.spm"} | {
    "tokenizers": {"source": "a.spm", "target": "b.spm"}
}
MELS = {
    "fft": 512,
    "frame": 400,
    "step": 160,
    "mels": 64,
    "low": 0,
    "high": 8000,
    "taper": "povey",
    "scale": "kaldi",
    "power": 2,
    "centred": False,
    "level": True,
    "emphasis": 0.97,
    "log": "natural",
    "floor": 1e-7,
    "offset": 0,
    "mean": 15.4,
    "std": 13.1,
    "layout": "frames-mels",
}
AUDIO_TAGGER = {
    "input": {"rate": 16_000, "window": 10, "hop": 5, "gain": 32_768, "features": MELS},
    "labels": LABELS,
    "output": "scores",
}
JUDGE = {**IMAGES, "labels": LABELS, "input": INPUT | {"resize": [72, 72], "jpeg": True}}

GOOD: dict[tuple[str, str], dict[str, Any]] = {
    ("object-detection", "nanodet"): {**IMAGES, "labels": LABELS},
    ("object-detection", "detr"): {
        **IMAGES,
        "labels": LABELS,
        "scores": "softmax",
        "outputs": {"boxes": "b", "scores": "s", "classes": "c", "rows": "r", "count": "n"},
    },
    ("object-detection", "yolox"): {**IMAGES, "labels": LABELS, "decoded": False, "strides": [8, 16]},
    ("object-detection", "boxes"): {
        **IMAGES,
        "labels": LABELS,
        "outputs": {"boxes": "b", "scores": "s", "classes": "c", "rows": "r", "count": "n"},
        "columns": ["class", "score", "left", "top", "right", "bottom"],
        "boxes": {"unit": "input", "form": "centre"},
    },
    **{("image-classification", each): TAGGER for each in ("softmax", "logits", "sigmoid", "probabilities")},
    **{("image-classification", each): {**TAGGER, "prompts": PROMPTS} for each in ("siglip", "clip")},
    **{("explicit-content", each): JUDGE for each in ("probabilities", "softmax", "sigmoid")},
    **{("face-detection", each): IMAGES for each in ("blazeface", "yunet", "scrfd", "retinaface")},
    ("face-mesh", "facemesh"): IMAGES,
    ("face-age-gender", "faceres"): IMAGES,
    ("face-expression", "softmax"): {"input": INPUT, "labels": ["HAPPY"]},
    **{("face-embedding", each): FACES for each in ("euclidean", "cosine")},
    ("image-embedding", "cosine"): {**IMAGES, "dimension": 384, "output": "vector", "text": TEXT_HALF},
    ("sentence-embedding", "e5-q4"): {"dimension": 384},
    ("text-recognition", "pp-ocr"): {
        "detection": "d.onnx",
        "recognition": "r.onnx",
        "dictionary": "d.txt",
        "scripts": ["greek"],
    },
    ("speech-to-text", "whisper"): {},
    ("speaker-embedding", "campplus"): {"window": 1.5},
    ("translation", "apertium"): {"machine": "x86_64", "modes": [{"source": "en", "target": "es", "file": "m"}]},
    ("translation", "ctranslate2-marian"): {**SIDES, "targetTokens": {"de": "<2de>"}, "ended": True},
    ("translation", "ctranslate2-multilingual"): {**SIDES, "languageTokens": {"en": "eng_Latn"}},
    ("named-entity-recognition", "spacy"): {"languages": ["fr"], "types": {"PER": "PERSON"}},
    ("audio-events", "firered-aed"): {},
    **{("audio-events", each): AUDIO_TAGGER for each in ("sigmoid", "logits", "probabilities")},
    ("text-to-speech", "piper"): {"language": "en"},
}
ABOUT = ("description", "licence", "license", "origin", "sha256", "source", "url", "version")
WRONG = {"wrong": object}
"""A value of no kind: a name that no object has, and what is no value at all."""


def manifest(task: str, decoder: str) -> dict[str, Any]:
    about = dict.fromkeys(ABOUT, "text") | {
        "files": [{"path": "own.onnx", "sha256": "0", "url": "https://models.example/own.onnx"}]
    }
    identity = {"name": "own", "task": task, "decoder": decoder, "file": "own.onnx"}
    return deepcopy({**identity, **about, **GOOD[task, decoder], "x-note": [1]})


def problem(changed: dict[str, Any]) -> str:
    """The sentence that refuses a manifest, empty for one that is right."""
    try:
        fields.require_fields("own.json", changed)
    except errors.WrongModels as error:
        return str(error)
    return ""


def walked(schema: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any, bool]]:
    """Each field of a schema, with its kind and whether it is needed; items of lists by their last place."""
    for needed, group in ((True, schema.needed), (False, schema.further)):
        for name, kind in group.items():
            yield (*at, name), kind, needed
            inner, place = inside_of(kind)
            if inner:
                yield from walked(inner, (*at, name, *place))


def inside_of(kind: Any) -> tuple[Any, tuple[int, ...]]:
    """The object that is a kind, or in a list of it; and the place in the list."""
    listed = kind.of if isinstance(kind, values.Items) else kind
    inner = listed.of if isinstance(listed, values.Nullable) else listed
    return (inner if isinstance(inner, values.Fields) else None), ((-1,) if listed is not kind else ())


def parent_of(whole: dict[str, Any], path: tuple[str | int, ...]) -> Any:
    found: Any = whole
    for step in path[:-1]:
        found = found[step]
    return found


READ = [(task, each) for task, them in fields.TASKS.items() for each in them]


def fields_of(task: str, decoder: str) -> list[tuple[tuple[str | int, ...], Any, bool]]:
    return [row for row in walked(fields.TASKS[task][decoder]) if row[0] not in {("task",), ("decoder",)}]


@pytest.mark.parametrize(("task", "decoder"), READ)
def test_a_field_that_is_left_out_is_missed_where_it_is_needed(task: str, decoder: str) -> None:
    for path, _, needed in fields_of(task, decoder):
        whole = manifest(task, decoder)
        del parent_of(whole, path)[path[-1]]
        said = problem(whole)
        assert ("own.json: " in said, f"{path[-1]} is missing; " in said) == (needed, needed), (path, said)


@pytest.mark.parametrize(("task", "decoder"), READ)
def test_a_value_of_another_type_is_refused_by_its_field(task: str, decoder: str) -> None:
    for path, kind, _ in fields_of(task, decoder):
        whole = manifest(task, decoder)
        parent_of(whole, path)[path[-1]] = [WRONG] if isinstance(kind, values.Items) else WRONG
        said = problem(whole)
        assert said.startswith("own.json: "), path
        assert str(path[-1]) in said.partition(" is ")[0], said


@pytest.mark.parametrize(("task", "decoder"), READ)
def test_a_misspelt_field_is_refused_with_the_one_that_is_meant(task: str, decoder: str) -> None:
    for path, _, _ in fields_of(task, decoder):
        whole, name = manifest(task, decoder), str(path[-1])
        misspelt = name[:-1] + "_" + name[-1]
        parent_of(whole, path)[misspelt] = parent_of(whole, path).pop(name)
        assert f"{misspelt} is no field; {name!r} is probably meant" in problem(whole)


@pytest.mark.parametrize(("task", "decoder"), READ)
def test_a_whole_manifest_is_right(task: str, decoder: str) -> None:
    assert problem(manifest(task, decoder)) == ""


SENTENCES: list[tuple[dict[str, Any], str]] = [
    ({"task": "object-detecton"}, "task is 'object-detecton'; 'object-detection' is probably meant"),
    ({"task": "Object-Detection"}, "task is 'Object-Detection'; 'object-detection' is probably meant"),
    ({"task": 3}, "task is 3; text is right"),
    ({"decoder": "yolo"}, "decoder is 'yolo'; for object-detection nanodet, detr, yolox or boxes is right"),
    ({"decoder": None}, "decoder is None; for object-detection"),
    ({"decoder": ["detr"]}, "decoder is ['detr']; for object-detection"),
    ({"labels": [None, None]}, "labels are null all of them"),
    ({"labels": []}, "labels is []; a list that is not empty is right"),
    ({"labels": ["Cat"]}, "labels[0] is 'Cat'; an object with name, parents is right"),
    ({"input": INPUT | {"size": [640]}}, "input.size is [640]; [width, height], two whole numbers from 1, is right"),
    ({"input": INPUT | {"size": [True, 4]}}, "input.size is [True, 4]"),
    ({"input": INPUT | {"std": [0, 1, 1]}}, "none of them 0, is right"),
    ({"input": INPUT | {"mean": [float("nan")] * 3}}, "input.mean is [nan, nan, nan]"),
    ({"input": INPUT | {"channels": "rgb"}}, "input.channels is 'rgb'; RGB, BGR or GREY is right"),
    ({"inputs": {"orig": "imagesize"}}, "inputs.orig is 'imagesize'; a number, a list of numbers, or one of imageSize"),
    ({"whatever": 1}, "whatever is no field; known are name, task, file, input, labels, decoder"),
    ({"name": "", "file": 1, "batch": 0, "scores": "x"}, "; and 1 more"),
]


@pytest.mark.parametrize(("change", "sentence"), SENTENCES, ids=[str(change)[:50] for change, _ in SENTENCES])
def test_the_sentence_says_what_would_be_right(change: dict[str, Any], sentence: str) -> None:
    assert sentence in problem(manifest("object-detection", "detr") | change)


def test_a_task_of_somebody_elses_operator_has_fields_of_its_own() -> None:
    assert problem({"name": "x", "task": "bird-song", "file": "x.bin", "whatever": 1}) == ""
    assert problem({"task": "bird-song", "file": "x.bin"}) == "own.json: name is None; text is right"


def test_translation_needs_a_tokenizer_of_either_kind() -> None:
    whole = manifest("translation", "ctranslate2-marian")
    for name in ("tokenizer", "tokenizers"):
        one = {key: value for key, value in whole.items() if key != name}
        assert problem(one) == ""
    del whole["tokenizer"], whole["tokenizers"]
    assert "tokenizer is missing; a file for both languages" in problem(whole)


def decoders_in(path: Path) -> set[str]:
    """The names that a module's table of decoders has."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "DECODERS":
            assert isinstance(node.value, ast.Dict)
            return {
                key.value for key in node.value.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
            }
    raise AssertionError(f"{path} has no DECODERS")


@pytest.mark.parametrize(
    ("task", "module"),
    [
        ("object-detection", VISION / "detectors.py"),
        ("image-classification", VISION / "scenes.py"),
        ("face-detection", VISION / "faces/detectors.py"),
        ("face-embedding", VISION / "faces/embeddings.py"),
        ("explicit-content", OPERATORS / "content-moderation/explicit.py"),
        ("audio-events", OPERATORS / "audio-events/taggers.py"),
    ],
)
def test_decoders_are_those_that_the_operators_have(task: str, module: Path) -> None:
    assert fields.TASKS[task].keys() - {"firered-aed"} == decoders_in(module), "that one is no ONNX file"


def shipped() -> list[Any]:
    files = [ROOT / "dev/models/models.yaml", *OPERATORS.glob("*/models.yaml")]
    found = [model for file in files for model in yaml.safe_load(file.read_text("utf-8")).get("models", [])]
    return [pytest.param(model, id=model["name"]) for model in found]


@pytest.mark.parametrize("model", shipped())
def test_what_ships_is_right_too(model: dict[str, Any]) -> None:
    runtime = deepcopy(model.get("runtime", {}))
    if isinstance(labels := runtime.get("labels"), str):
        runtime["labels"] = json.loads((ROOT / f"dev/models/labels/{labels}.json").read_text("utf-8"))
    assert problem({"name": model["name"], "task": model["task"], "file": model["files"][0]["path"], **runtime}) == ""
