"""What is downloaded is whole: a playlist comes with its files, and nothing is overwritten."""

from pathlib import Path

import pytest

from media_insights.cli.cluster import downloads
from media_insights.cli.terminal.failures import Failure
from media_insights.storage import playlists
from media_insights.storage.folder import FolderStore

FOLDER = "private/n/assets/a/workflows/w/"
MASTER = """#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Audio",URI="hls-audio.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="audio"
hls-240.m3u8
"""
FILES = {
    "hls.m3u8": MASTER,
    "hls-240.m3u8": '#EXTM3U\n#EXT-X-MAP:URI="hls-240.mp4",BYTERANGE="9@0"\n#EXTINF:2,\nhls-240.mp4\n',
    "hls-audio.m3u8": "#EXTM3U\n#EXTINF:2,\r\nhls-audio.mp4\r\n",
    "hls-240.mp4": "film",
    "hls-audio.mp4": "sound",
    "frames.zip": "others",
}


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    found = FolderStore(tmp_path / "store")
    found.ensure_bucket()
    for name, text in FILES.items():
        found.put(FOLDER + name, text.encode())
    return found


def fetch(store: FolderStore, name: str, target: Path) -> Path:
    family = playlists.family_of(f"{FOLDER}{name}", lambda key, most: store.range(key, 0, most))
    return downloads.write_files(family, target, store.get_file)


def test_a_playlist_comes_with_all_that_it_names(store: FolderStore, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    assert fetch(store, "hls.m3u8", here) == here / "hls.m3u8"
    assert {each.name: each.read_bytes().decode() for each in here.iterdir()} == {
        name: text for name, text in FILES.items() if name.startswith("hls")
    }


def test_another_file_comes_alone_under_the_name_that_is_wanted(store: FolderStore, tmp_path: Path) -> None:
    wanted = tmp_path / "mine.zip"
    assert fetch(store, "frames.zip", wanted) == wanted
    assert wanted.read_text() == "others"


def test_nothing_is_overwritten_and_then_nothing_is_written(store: FolderStore, tmp_path: Path) -> None:
    (tmp_path / "hls-audio.mp4").write_text("mine")
    with pytest.raises(Failure, match=r"hls-audio\.mp4 exists"):
        fetch(store, "hls.m3u8", tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["hls-audio.mp4", "store"]
