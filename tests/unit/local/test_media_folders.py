"""Which files of folders are analysed."""

from pathlib import Path

import pytest

from media_insights.domain.file_selection import FileSelection
from media_insights.local.media_folders import found_files
from media_insights.local.requests import is_media_folder


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.jpg", "a/IMG 1.JPG", "a/日本.jpg", "a/thumbs/x.jpg", "notes.txt", ".hidden.jpg", ".git/config"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def names(tree: Path, **selection: list[str]) -> list[str]:
    return [path.relative_to(tree).as_posix() for path in found_files([tree], FileSelection(**selection)).files]


@pytest.mark.parametrize(
    ("include", "exclude", "found"),
    [
        ([], [], ["b.jpg", "notes.txt", "a/IMG 1.JPG", "a/日本.jpg", "a/thumbs/x.jpg"]),
        (["*.jpg"], [], ["b.jpg", "a/IMG 1.JPG", "a/日本.jpg", "a/thumbs/x.jpg"]),
        (["*.jpg"], ["*/thumbs/*"], ["b.jpg", "a/IMG 1.JPG", "a/日本.jpg"]),
        (["a/*"], ["日本*"], ["a/IMG 1.JPG", "a/thumbs/x.jpg"]),
        (["img*"], [], ["a/IMG 1.JPG"]),
        (["*.png"], [], []),
    ],
)
def test_patterns_are_of_names_or_paths_in_any_case(
    tree: Path, include: list[str], exclude: list[str], found: list[str]
) -> None:
    assert names(tree, include=include, exclude=exclude) == found


def test_what_is_left_out_is_counted(tree: Path) -> None:
    assert found_files([tree], FileSelection(include=["b.jpg"])).skipped == 5, "four by the pattern, one hidden"


def test_a_file_that_is_named_is_wanted_whatever_it_is_called_and_once(tree: Path) -> None:
    found = found_files([tree / "notes.txt", tree / ".hidden.jpg", tree], FileSelection(include=["*.png"]))

    assert [path.name for path in found.files] == ["notes.txt", ".hidden.jpg"]
    assert len(found_files([tree / "b.jpg", tree / "a/../b.jpg"], FileSelection()).files) == 1


def test_results_in_the_folder_are_no_media(tree: Path) -> None:
    (tree / "results/private").mkdir(parents=True)
    (tree / "results/private/thumbnail.jpg").touch()

    found = found_files([tree], FileSelection(include=["*.jpg"]), leave_out=[tree / "results"])

    assert "thumbnail.jpg" not in {path.name for path in found.files}


def test_a_link_to_a_folder_is_not_followed(tree: Path) -> None:
    (tree / "a/back").symlink_to(tree)

    assert len(names(tree)) == 5


@pytest.mark.parametrize(
    ("files", "media"),
    [
        ({"a.jpg": ""}, True),
        ({"a.jpg": "", "metadata.yaml": "title: holidays"}, True),
        ({"a.jpg": "", "asset.yaml": "apiVersion: mediainsights.dev/v1alpha1\nkind: MediaAsset\n"}, False),
        ({"a.jpg": "", "workflow.yml": "kind: 'MediaWorkflow'\n"}, False),
        ({"secret.yaml": "kind: Secret\n"}, False),
        ({".DS_Store": ""}, False),
        ({}, False),
    ],
    ids=["media", "other YAML beside it", "a manifest", "a workflow", "YAML alone", "only hidden", "empty"],
)
def test_a_folder_is_of_media_or_of_manifests(tmp_path: Path, files: dict[str, str], media: bool) -> None:  # noqa: FBT001
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    assert is_media_folder(tmp_path) is media
