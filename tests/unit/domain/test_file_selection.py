"""Which files patterns take."""

import pytest

from media_insights.domain.file_selection import FileSelection, path_below


@pytest.mark.parametrize(
    ("path", "include", "exclude", "taken"),
    [
        ("a/IMG 1.JPG", [], [], True),
        ("a/IMG 1.JPG", ["*.jpg"], [], True),
        ("a/IMG 1.JPG", ["*.png"], [], False),
        ("a/IMG 1.JPG", ["*.png", "img*"], [], True),
        ("a/thumbs/x.jpg", ["*.jpg"], ["*/thumbs/*"], False),
        ("thumbs/x.jpg", ["*.jpg"], ["*/thumbs/*"], True),
        ("日本.jpg", ["日本*"], [], True),
    ],
)
def test_patterns_are_of_names_or_paths_in_any_case(
    path: str, include: list[str], exclude: list[str], *, taken: bool
) -> None:
    assert FileSelection(include=include, exclude=exclude).takes(path) is taken


def test_a_pattern_with_many_stars_takes_no_time() -> None:
    assert not FileSelection(include=["*a" * 100 + "b"]).takes("a" * 1000)


def test_patterns_see_paths_below_the_prefix() -> None:
    assert path_below("in/a/b.mp4", "in") == "a/b.mp4"
    assert path_below("in/a/b.mp4", "in/") == "a/b.mp4"
