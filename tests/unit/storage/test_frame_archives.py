"""An archive of frames, read in ranges; one that somebody made up is refused before much of it is read."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_insights.errors import Damaged
from media_insights.storage import frame_archives
from media_insights.storage.folder import FolderStore
from tests.unit.guards.code import ROOT

KEY = "private/n/assets/a/workflows/w/frames.zip"
JPEG = b"\xff\xd8\xff\xe0 a frame"


def archive(*frames: tuple[int, bytes], index: str = "", compression: int = zipfile.ZIP_STORED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as written:
        listed = [{"name": f"{time}.jpg", "timestamp": time, "reason": "interval"} for time, _ in frames]
        written.writestr("index.json", index or json.dumps({"version": 1, "frames": listed}))
        for time, jpeg in frames:
            written.writestr(f"{time}.jpg", jpeg)
    return content.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> FolderStore:
    found = FolderStore(tmp_path)
    found.ensure_bucket()
    return found


def read(folder: FolderStore, content: bytes) -> frame_archives.FrameArchive:
    folder.put(KEY, content)
    return frame_archives.read_archive(folder, KEY, "etag")


@pytest.mark.parametrize(("time", "shown"), [(0, 500), (500, 500), (999, 500), (1000, 1000), (7000, 2000)])
def test_a_frame_is_on_screen_until_the_next(folder: FolderStore, time: int, shown: int) -> None:
    assert read(folder, archive((500, JPEG), (1000, JPEG), (2000, JPEG))).at(time).time == shown


def test_what_proxy_wrote_is_read_as_it_was_stored(folder: FolderStore) -> None:
    content = (ROOT / "operators-images/proxy/examples/1-film/out/frames.zip").read_bytes()
    found = read(folder, content)
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        expected = [whole.read(name) for name in whole.namelist() if name.endswith(".jpg")]
    assert [frame_archives.jpeg_of(folder, found, each) for each in found.frames] == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no archive",
        archive(),
        archive((0, JPEG), index="[]"),
        archive((0, JPEG), index='{"frames": [{"name": "1.jpg", "timestamp": 1}]}'),
        archive((0, JPEG), compression=zipfile.ZIP_DEFLATED),
        archive((0, JPEG))[:-10],
    ],
    ids=["empty", "no ZIP", "no frame", "another index", "frames that are not there", "compressed", "cut off"],
)
def test_what_is_no_archive_of_frames_is_refused(folder: FolderStore, content: bytes) -> None:
    with pytest.raises(Damaged):
        read(folder, content)


def test_what_is_no_jpeg_is_not_given_to_a_browser(folder: FolderStore) -> None:
    found = read(folder, archive((0, b"<svg onload=alert(1)>")))
    with pytest.raises(Damaged, match="no JPEG"):
        frame_archives.jpeg_of(folder, found, found.frames[0])


def test_a_list_of_entries_that_never_ends_is_not_read(folder: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_archives, "MAX_DIRECTORY", 100_000)
    with pytest.raises(Damaged, match="larger than 100000 bytes"):
        read(folder, archive(*((time, JPEG) for time in range(3000))))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(cut=st.integers(0, 400), junk=st.binary(max_size=40))
def test_damage_is_told_as_damage(tmp_path_factory: pytest.TempPathFactory, cut: int, junk: bytes) -> None:
    whole = archive((0, JPEG), (1000, JPEG))
    folder = FolderStore(tmp_path_factory.getbasetemp() / "damaged")
    folder.ensure_bucket()
    try:
        found = read(folder, whole[:cut] + junk + whole[cut + len(junk) :])
        contents = [frame_archives.jpeg_of(folder, found, each) for each in found.frames]
    except Damaged:
        return
    assert all(each.startswith(b"\xff\xd8\xff") for each in contents)
