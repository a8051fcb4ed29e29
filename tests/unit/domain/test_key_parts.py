import pytest

from media_insights.domain.key_parts import file_name, guarded, too_long


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("clip.mp4", "clip.mp4"),
        ("films/my clip.mp4", "my clip.mp4"),
        ("a\n\x1b[b.mp4", "a[b.mp4"),
        ("cafe\u0301.mp4", "caf\u00e9.mp4"),
        ("é" * 200 + ".mp4", "é" * 98 + ".mp4"),
        ("名" * 200, "名" * 66),
        ("a" * 300 + ".\x1b[2J\u202e", "a" * 196 + ".[2J"),
    ],
)
def test_a_file_name_in_a_key_is_printable_and_short(file: str, name: str) -> None:
    assert file_name(file) == name


def test_a_part_is_what_it_was() -> None:
    assert guarded("é b") == "é b"


@pytest.mark.parametrize("text", ["", ".", "..", "a/b"])
def test_a_part_that_would_be_another_folder_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not empty and has no slash"):
        guarded(text)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("public/upload/n/" + "x" * 255, ""),
        ("public/upload/n/" + "x" * 256, "a part of a key, between two slashes, has at most 255 bytes of UTF-8"),
        ("é" * 128, "a part of a key, between two slashes, has at most 255 bytes of UTF-8"),
        ("/".join(["é" * 102] * 5), ""),
        ("/".join(["é" * 102] * 6), "a key has at most 1024 bytes of UTF-8"),
        ("\ud800", ""),
    ],
)
def test_keys_that_not_every_store_takes_are_told(key: str, said: str) -> None:
    assert too_long(key) == said
