"""A playlist and the files that belong to it."""

from pathlib import Path

import pytest

from media_insights.storage import playlists
from media_insights.storage.folder import FolderStore

FOLDER = "private/n/assets/a/workflows/w/"


@pytest.fixture
def folder(tmp_path: Path) -> FolderStore:
    found = FolderStore(tmp_path / "store")
    found.ensure_bucket()
    return found


def family_of(folder: FolderStore, name: str) -> list[str]:
    return playlists.family_of(f"{FOLDER}{name}", lambda key, most: folder.range(key, 0, most))


def test_a_playlist_that_is_too_long_names_nothing(folder: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playlists, "MAX_BYTES", 10)
    folder.put(f"{FOLDER}a.m3u8", b"b.ts\nlonger.ts\n")
    assert family_of(folder, "a.m3u8") == [f"{FOLDER}a.m3u8"]


def test_a_file_that_is_no_playlist_comes_alone(folder: FolderStore) -> None:
    assert family_of(folder, "frames.zip") == [f"{FOLDER}frames.zip"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("film.mp4", ["film.mp4"]),
        ("../plan.json", []),
        ("/etc/passwd", []),
        ("https://example.com/a.mp4", []),
        ("sub/a.mp4", []),
        (".hidden", []),
        ("# film.mp4", []),
        ('#EXT-X-KEY:METHOD=AES-128,URI="../key"', []),
        ('#EXT-X-MAP:URI="a.mp4"\na.mp4\nb.mp4', ["a.mp4", "b.mp4"]),
    ],
)
def test_only_files_beside_a_playlist_are_named(line: str, names: list[str]) -> None:
    assert playlists.names_in(f"#EXTM3U\n{line}\n") == names


def test_playlists_that_name_each_other_come_to_an_end(folder: FolderStore) -> None:
    folder.put(f"{FOLDER}a.m3u8", b"a.m3u8\nb.m3u8\n")
    folder.put(f"{FOLDER}b.m3u8", b"a.m3u8\n")
    assert family_of(folder, "a.m3u8") == [f"{FOLDER}a.m3u8", f"{FOLDER}b.m3u8"]
    folder.put(f"{FOLDER}many.m3u8", "\n".join(f"{number}.ts" for number in range(5000)).encode())
    assert len(family_of(folder, "many.m3u8")) == playlists.MOST
