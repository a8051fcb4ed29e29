import pytest

from media_insights.domain.key_parts import file_name, guarded


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
