"""The digest that an engine declares is the one that the operator computes when it starts."""

import os
from pathlib import Path

import pytest

from media_insights.catalogue.model_digests import digest_of_models
from media_insights.catalogue.problems import Unusable
from tests.operators.runs import modules_of

[files] = modules_of("_sdk", "media_operator.model_files")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.onnx", "a/z.bin", "a.json", "ä.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.bin")).write_text("no UTF-8")
    (tmp_path / "link.bin").symlink_to("a/z.bin")
    (tmp_path / "lost+found").mkdir(mode=0)
    return tmp_path


def test_the_sdk_and_the_engine_agree(folder: Path) -> None:
    assert digest_of_models(folder) == files.digest_of(folder)


@pytest.mark.parametrize("change", ["content", "name", "one more"])
def test_every_change_is_another_digest(folder: Path, change: str) -> None:
    before = digest_of_models(folder)
    if change == "content":
        (folder / "b.onnx").write_text("c.onnx")
    elif change == "name":
        (folder / "b.onnx").rename(folder / "c.onnx")
    else:
        (folder / "empty").touch()
    assert digest_of_models(folder) != before


@pytest.mark.parametrize(
    ("name", "target", "sentence"),
    [
        ("out", "/etc/hostname", "out is a link to no file of the folder"),
        ("up", "..", "up is a link to no file of the folder"),
        ("folder", "a", "folder is a link to no file of the folder"),
        ("nowhere", "absent", "nowhere is a link to no file of the folder"),
        ("back\\slash", "", "has a line break or a backslash in its name"),
        ("pipe", "|", "pipe is no file"),
    ],
)
def test_both_refuse_what_no_digest_can_stand_for(folder: Path, name: str, target: str, sentence: str) -> None:
    path = folder / name
    if target == "|":
        os.mkfifo(path)
    elif target:
        path.symlink_to(target)
    else:
        path.touch()
    with pytest.raises(Unusable, match=sentence.replace("+", ".")):
        digest_of_models(folder)
    with pytest.raises(Exception, match=sentence):
        files.digest_of(folder)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="there is no such folder"):
        digest_of_models(tmp_path / "absent")
