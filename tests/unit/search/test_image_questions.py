"""What a mounted folder must hold for words to find images; what is missing is told in a sentence."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from media_insights.catalogue.model_digests import digest_of_models
from media_insights.errors import NotInstalled
from media_insights.search.image_questions import NO_TEXTS, DeclaredDigest, MountedImageQuestions
from tests.unit.search.small_text_halves import MANIFEST, TEXT, fill


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
    return MountedImageQuestions(fill(folder, *words, image_half=image_half))


def test_a_folder_that_is_filled_anew_under_the_same_manifest_is_read_anew(tmp_path: Path) -> None:
    before = filled(tmp_path, "[UNK]", "red", "car").question_of("red car")
    assert before == filled(tmp_path, "[UNK]", "red", "car").question_of("red car")
    after = filled(tmp_path, "[UNK]", "car", "wheel", "red", image_half=b"another").question_of("red car")
    assert [round(each.vector[0] / each.vector[1], 3) for each in (before, after)] == [0.5, 3.0]
    expected = [hashlib.sha256(content).hexdigest() for content in (b"image half", b"another")]
    assert [before.model, after.model] == expected


class CountedDigests:
    """Computes digests as operators do, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, folder: Path) -> str:
        self.times += 1
        return digest_of_models(folder)


def test_a_folder_that_is_not_the_declared_one_answers_nothing_and_is_read_once_for_each_state(tmp_path: Path) -> None:
    declared, counted = digest_of_models(fill(tmp_path, "[UNK]", "red")), CountedDigests()
    questions = MountedImageQuestions(tmp_path, DeclaredDigest(declared, counted))
    assert questions.question_of("red").vector[0] == questions.question_of("red car").vector[0]
    assert counted.times == 1
    (tmp_path / "tokenizer.json").write_bytes((tmp_path / "tokenizer.json").read_bytes() + b"\n")
    for _ in range(3):
        with pytest.raises(NotInstalled, match=rf"has the digest sha256:\w+, and {declared} is declared"):
            questions.question_of("red")
    assert counted.times == 2


def test_a_folder_without_a_digest_is_told(tmp_path: Path) -> None:
    fill(tmp_path, "[UNK]")
    (tmp_path / "away").symlink_to("/etc/hostname")
    with pytest.raises(NotInstalled, match="away is a link to no file of the folder"):
        MountedImageQuestions(tmp_path, DeclaredDigest("sha256:0", digest_of_models)).question_of("red")
