"""What a mounted folder must hold for words to find images; what is missing is told in a sentence."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from media_insights.errors import NotInstalled
from media_insights.search.image_questions import NO_TEXTS, MountedImageQuestions
from tests.unit.search.small_text_halves import small_text_half

TEXT = {"file": "text.onnx", "tokenizer": "tokenizer.json", "length": 8, "floor": 0.1}
MANIFEST: dict[str, Any] = {"name": "toy", "task": "image-embedding", "file": "image.onnx", "text": TEXT}


def without(name: str) -> dict[str, Any]:
    return MANIFEST | {"text": {key: value for key, value in TEXT.items() if key != name}}


@pytest.mark.parametrize(
    ("manifests", "told"),
    [
        ({}, "holds 0"),
        ({"a": MANIFEST, "b": MANIFEST}, "holds 2"),
        ({"a": MANIFEST | {"text": None}, "other": {"task": "object-detection"}}, "the model 'toy' knows no words"),
        ({"a": without("tokenizer")}, "the model 'toy' knows no words"),
        ({"a": without("floor")}, "text.floor of the model 'toy' is missing"),
        ({"a": MANIFEST, "list": []}, "cannot be opened"),
    ],
)
def test_what_is_missing_is_told(tmp_path: Path, manifests: dict[str, Any], told: str) -> None:
    for name, manifest in manifests.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(manifest))
    with pytest.raises(NotInstalled, match=told):
        MountedImageQuestions(tmp_path).question_of("a red car")


def test_a_manifest_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(NotInstalled, match=r"a\.json cannot be read"):
        MountedImageQuestions(tmp_path).question_of("a red car")


def test_without_a_folder_images_find_images_only() -> None:
    with pytest.raises(NotInstalled, match="another image only"):
        NO_TEXTS.question_of("a red car")


def test_a_text_half_that_is_damaged_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(MANIFEST | {"sha256": hashlib.sha256(b"").hexdigest()}))
    vocabulary = {"model": {"type": "WordLevel", "vocab": {"[UNK]": 0}, "unk_token": "[UNK]"}}
    (tmp_path / "tokenizer.json").write_text(json.dumps({"version": "1.0", "added_tokens": [], **vocabulary}))
    (tmp_path / "text.onnx").write_bytes(b"no network")
    with pytest.raises(NotInstalled, match=r"text half in .* cannot be opened"):
        MountedImageQuestions(tmp_path).question_of("a red car")


def filled(folder: Path, *words: str, image_half: bytes = b"image half") -> MountedImageQuestions:
    """Fill a folder under one manifest: its text half gives the numbers of the words."""
    (folder / "a.json").write_text(json.dumps(MANIFEST | {"dimension": 8}))
    vocabulary = {"type": "WordLevel", "vocab": {each: at for at, each in enumerate(words)}, "unk_token": words[0]}
    written = {"version": "1.0", "added_tokens": [], "pre_tokenizer": {"type": "Whitespace"}, "model": vocabulary}
    (folder / "tokenizer.json").write_text(json.dumps(written))
    (folder / "text.onnx").write_bytes(small_text_half(8))
    (folder / "image.onnx").write_bytes(image_half)
    return MountedImageQuestions(folder)


def test_a_folder_that_is_filled_anew_under_the_same_manifest_is_read_anew(tmp_path: Path) -> None:
    before = filled(tmp_path, "[UNK]", "red", "car").question_of("red car")
    assert before == filled(tmp_path, "[UNK]", "red", "car").question_of("red car")
    after = filled(tmp_path, "[UNK]", "car", "wheel", "red", image_half=b"another").question_of("red car")
    assert [round(each.vector[0] / each.vector[1], 3) for each in (before, after)] == [0.5, 3.0]
    expected = [hashlib.sha256(content).hexdigest() for content in (b"image half", b"another")]
    assert [before.model, after.model] == expected
