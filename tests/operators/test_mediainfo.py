"""mediainfo: what a file is made of, as numbers. What is no media is refused, what it refers to is never opened."""

import gzip
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.operators import runs
from tests.operators.media import fetch, ffmpeg
from tests.operators.runs import OPERATORS, Outcome, run

FOLDER = OPERATORS / "mediainfo"


def told(source: Path | bytes) -> list[dict[str, Any]]:
    return list(run("mediainfo", {"source": source}).result["tracks"])


def track(source: Path | bytes, kind: str) -> dict[str, Any]:
    return next(each for each in told(source) if each["track_type"] == kind)


def refused(source: Path | bytes) -> str:
    outcome: Outcome = run("mediainfo", {"source": source})
    assert (outcome.exit_code, outcome.files) == (66, {}), outcome.stderr
    return outcome.sentence


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    # fmt: off
    ffmpeg("-f", "lavfi", "-i", "testsrc=d=2:s=320x180:r=30000/1001", "-f", "lavfi", "-i", "sine=d=2:r=44100",
           "-pix_fmt", "yuv420p", "-c:v", "libx264", "-c:a", "aac", "-ac", "2", "-metadata", "title=1984",
           "-movflags", "+faststart", path)
    # fmt: on
    return path


def test_a_film_is_told_in_numbers(film: Path) -> None:
    general, picture, sound = told(film)
    assert (general["format"], general["count_of_video_streams"], general["file_size"]) == (
        "MPEG-4",
        1,
        film.stat().st_size,
    )
    expected = {"format": "AVC", "width": 320, "height": 180, "frame_rate": 29.97, "duration": 2002, "frame_count": 60}
    assert {key: picture[key] for key in expected} == expected
    assert (sound["format"], sound["sampling_rate"], sound["channel_s"]) == ("AAC", 44100, 2)
    assert all(isinstance(each["duration"], int) for each in (general, picture, sound))


def test_a_title_stays_text_even_when_it_looks_like_a_number(film: Path) -> None:
    assert track(film, "General")["title"] == "1984"


def test_the_path_in_the_pod_is_not_told(film: Path) -> None:
    text = run("mediainfo", {"source": film}).text("result.json")
    assert "/in/" not in text
    assert "folder_name" not in text
    assert "file_last_modification" not in text


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("bikes", "Video", {"format": "AVC", "width": 640, "height": 272, "duration": 10000, "frame_rate": 25.0}),
        ("bigbuckbunny", "Audio", {"format": "AAC", "channel_s": 6}),
        ("chelsea", "Image", {"format": "PNG", "width": 451, "height": 300, "bit_depth": 8}),
        ("rocket", "Image", {"format": "JPEG", "width": 640, "height": 427}),
        ("two-cities", "Audio", {"format": "PCM", "sampling_rate": 48000, "channel_s": 1}),
    ],
)
def test_media_of_all_kinds(name: str, kind: str, expected: dict[str, object]) -> None:
    found = track(fetch(name), kind)
    assert {key: found.get(key) for key in expected} == expected


@pytest.mark.parametrize("suffix", ["mkv", "webm", "mov", "avi", "ts", "flac", "mp3", "ogg"])
def test_containers_have_a_duration(film: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"film.{suffix}"
    ffmpeg("-i", film, "-s", "160x90", path)
    assert track(path, "General")["duration"] == pytest.approx(2000, abs=150)


def test_a_small_film_is_told_as_fully_as_a_large_one(film: Path) -> None:
    # MediaInfo looks into the stream itself only when it gets to choose where to read.
    assert film.stat().st_size < 65536
    assert track(film, "Video")["writing_library"].startswith("x264")


@pytest.mark.parametrize(
    "text", [b"Plain prose.\nTwo lines.\n", "Größe\n".encode("cp1252") * 2, "\ufeffhé\nho\n".encode("utf-16")]
)
def test_prose_is_one_text_track(text: bytes) -> None:
    general, found = told(text)
    assert general["file_size"] == len(text)
    assert (found["track_type"], found["format"], found["count_of_lines"]) == ("Text", "Plain text", 2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "empty (0 bytes)", id="empty"),
        pytest.param(bytes(100_000), "not media", id="zeros"),
        pytest.param(bytes(i * i * 31 % 251 for i in range(50_000)), "not media", id="noise"),
        pytest.param(gzip.compress(b"text" * 100), "not media but GZip", id="archive"),
        pytest.param(Path(sys.executable).read_bytes(), "not media but ELF", id="program"),
        pytest.param(b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n\x00", "not media but PDF", id="document"),
        pytest.param(b"#EXTM3U\n#EXTINF:1,\n/etc/hostname\n", "playlist", id="HLS"),
        pytest.param(b"\xef\xbb\xbf \n#EXTM3U\n#EXTINF:1,\n/etc/hostname\n", "playlist", id="HLS behind a mark"),
        pytest.param(b'<?xml version="1.0"?>\n<!-- x --><MPD xmlns="a"></MPD>', "playlist", id="DASH"),
        pytest.param(b"ffconcat version 1.0\nfile /etc/hostname\n", "playlist", id="concat"),
        pytest.param(b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n", "playlist", id="SDP"),
        pytest.param('<?xml version="1.0"?><MPD/>'.encode("utf-16"), "playlist", id="DASH in UTF-16"),
    ],
)
def test_what_is_no_media_is_refused_in_a_sentence(content: bytes, reason: str) -> None:
    assert reason in refused(content)


def test_a_film_cut_off_before_its_index_is_refused(film: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.mp4"
    ffmpeg("-i", film, "-c", "copy", "-movflags", "-faststart", plain)
    assert "moov atom" in refused(plain.read_bytes()[: plain.stat().st_size // 2])


def test_a_film_cut_off_behind_its_index_is_told_as_truncated(film: Path) -> None:
    found = told(film.read_bytes()[: film.stat().st_size * 2 // 3])
    assert found[0]["istruncated"] == "Yes"
    assert {each["track_type"] for each in found} == {"General", "Video", "Audio"}


def test_nothing_that_a_file_refers_to_is_opened(tmp_path: Path) -> None:
    # Playlists are refused before MediaInfo sees them; this gives it one behind that check.
    pipe, playlist = tmp_path / "referred", tmp_path / "list.m3u8"
    os.mkfifo(pipe)  # opening it would wait for a writer until the test's time is over
    playlist.write_text(f"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\n{pipe}\n#EXT-X-ENDLIST\n")
    python, _ = runs.command_of("mediainfo")
    code = f"import pathlib, reading; print(reading.tracks_of(pathlib.Path({str(playlist)!r}))[0]['format'])"
    done = subprocess.run([python, "-c", code], cwd=FOLDER, check=False, capture_output=True, text=True, timeout=60)
    assert done.stdout == "HLS\n", done.stderr


def test_what_stands_before_the_root_is_skipped_in_one_pass() -> None:
    """An expression that tries all ways to divide it would need more time than there is."""
    prologue = b'<?xml version="1.0"?>' + b"<!----> <!DOCTYPE MPD>\n" * 2000
    assert "is a playlist" in refused(prologue + b"<MPD/>")
    assert "is a playlist" in refused(b"\xef\xbb\xbf" + prologue + b"<x:SmoothStreamingMedia/>")
    assert run("mediainfo", {"source": prologue + b"<!-- <MPD/>"}).exit_code == 0
