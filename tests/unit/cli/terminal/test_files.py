"""Files that commands read and write."""

from pathlib import Path

import pytest

from media_insights.cli.terminal.failures import Failure
from media_insights.cli.terminal.files import readable_file, writable_folder, write_whole


@pytest.mark.parametrize(
    ("name", "fragment"), [("absent.mp4", "no such file"), ("folder", "not a file"), ("empty.mp4", "is empty")]
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, fragment: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.mp4").touch()

    with pytest.raises(Failure, match=fragment):
        readable_file(tmp_path / name)


def test_a_folder_to_write_to_is_made(tmp_path: Path) -> None:
    assert writable_folder(tmp_path / "a/b").is_dir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(Failure, match="cannot be made"):
        writable_folder(tmp_path / "file")


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    with write_whole(tmp_path / "a.txt") as partial:
        partial.write_text("whole")
        assert not (tmp_path / "a.txt").exists()
    assert (tmp_path / "a.txt").read_text() == "whole"
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644


def test_or_not_at_all(tmp_path: Path) -> None:
    def fail() -> None:
        with write_whole(tmp_path / "a.txt") as partial:
            partial.write_text("half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert list(tmp_path.iterdir()) == []
