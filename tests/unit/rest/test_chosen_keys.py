"""Which keys of the object store a caller may choose."""

import pytest

from media_insights.rest.chosen_keys import unfit


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("public/upload/n/2026/clip.mp4", ""),
        ("public/upload/n/a\x07.mp4", "a key has no control characters"),
        ("public/upload/n/.partial-a/b.mp4", "no part of a key begins with .partial-"),
        ("é" * 128, "a part of a key, between two slashes"),
    ],
)
def test_a_key_that_somebody_chose_is_taken_or_told_why_not(key: str, said: str) -> None:
    assert unfit(key).startswith(said) is True
    assert bool(unfit(key)) is bool(said)
