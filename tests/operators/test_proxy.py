"""proxy: what it makes of ordinary, odd, broken and hostile sources."""

import io
import json
import re
import struct
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.operators import media
from tests.operators.demo import demo_clip
from tests.operators.films import X264, make, pattern, tone
from tests.operators.runs import Outcome, run
from tests.operators.sprites import sheet_of

FILM = {"result.json", "proxy.mp4", "frames.zip", "thumbnail.jpg", "poster.jpg", "sprites.jpg", "sprites.vtt"}
DOT = ("-f", "lavfi", "-i", "color=d=1:s=1x1:r=10")
SOUND = {"audio.flac", "audio.m4a", "waveform.dat"}


def index_of(outcome: Outcome) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(outcome.files["frames.zip"])) as archive:
        entries = archive.infolist()
        index: dict[str, Any] = json.loads(archive.read("index.json"))
    assert [entry.filename for entry in entries] == ["index.json", *(frame["name"] for frame in index["frames"])]
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    return index


def described(content: bytes, tmp_path: Path, name: str) -> str:
    """Return what ffmpeg says about a file: its streams."""
    path = tmp_path / name
    path.write_bytes(content)
    said = subprocess.run(
        [media.fetch("ffmpeg"), "-hide_banner", "-i", path], capture_output=True, text=True, check=False
    )
    return "\n".join(line for line in said.stderr.splitlines() if "Stream" in line or "Duration" in line)


def test_a_fit_film_is_kept_and_every_cut_has_a_frame(tmp_path: Path) -> None:
    clip = demo_clip()
    outcome = run("proxy", {"source": clip.path})
    index, times = index_of(outcome), {frame["timestamp"] for frame in index_of(outcome)["frames"]}
    assert set(outcome.files) == FILM | SOUND
    assert outcome.result["ProxyEncode"]["Mode"] == "Remuxed"
    assert times >= set(range(0, round(clip.seconds * 1000), 1000))
    near = [cut for cut in clip.cuts if any(0 <= time - cut <= 120 for time in times)]
    assert len(near) >= 0.9 * len(clip.cuts)
    assert (index["frameWidth"], index["frameHeight"], index["framesPerSecond"]) == (1280, 720, 1)
    assert "16000 Hz, mono" in described(outcome.files["audio.flac"], tmp_path, "audio.flac")
    assert "Audio: aac" in described(outcome.files["audio.m4a"], tmp_path, "audio.m4a")
    done, total = outcome.progress[-1].split("/")
    assert done == total


@pytest.mark.parametrize(
    ("arguments", "suffix", "size"),
    [
        pytest.param((*pattern(size="321x181"), "-c:v", "mpeg4"), ".avi", "320x180", id="odd size"),
        pytest.param((*DOT, "-pix_fmt", "gbrp", "-c:v", "ffv1"), ".mkv", "2x2", id="one pixel"),
        pytest.param((*pattern(0.2), "-frames:v", "1", *X264), ".mp4", "320x180", id="one picture"),
        pytest.param((*pattern(0.5, rate="1000"), *X264), ".mkv", "320x180", id="1000 pictures a second"),
        pytest.param((*pattern(), "-vf", "setsar=2", *X264), ".mp4", "640x180", id="wide pixels"),
        pytest.param((*pattern(), "-pix_fmt", "yuva444p", "-c:v", "ffv1"), ".mkv", "320x180", id="see-through"),
        pytest.param((*pattern(), "-pix_fmt", "yuv420p10le", "-c:v", "ffv1"), ".mkv", "320x180", id="ten bits"),
        pytest.param(
            (*pattern(1), "-vf", "setpts='if(lt(N,5),N,3*N)/(10*TB)'", "-fps_mode", "vfr", *X264),
            ".mkv",
            "320x180",
            id="varying rate",
        ),
        pytest.param((*pattern(1), "-c:v", "gif"), ".gif", "320x180", id="animated GIF"),
        pytest.param((*pattern(1, "2560x720"), *X264), ".mp4", "1280x360", id="wider than 1080p"),
    ],
)  # fmt: skip
def test_odd_films_become_uniform(tmp_path: Path, arguments: tuple[str, ...], suffix: str, size: str) -> None:
    outcome = run("proxy", {"source": make(tmp_path / f"source{suffix}", *arguments)})
    assert outcome.exit_code == 0, outcome.sentence
    assert set(outcome.files) == FILM
    assert index_of(outcome)["frames"][0]["timestamp"] == 0
    streams = described(outcome.files["proxy.mp4"], tmp_path, "proxy.mp4")
    assert "h264" in streams
    assert re.search(rf"yuv420p\(.*?, {size}[ ,]|yuv420p, {size}[ ,]", streams), streams


def test_a_film_from_an_upright_phone_comes_out_upright(tmp_path: Path) -> None:
    flat = make(tmp_path / "flat.mp4", *pattern(), *X264)
    turned = make(tmp_path / "turned.mp4", "-display_rotation", "90", "-i", flat, "-c", "copy")
    outcome = run("proxy", {"source": turned})
    assert (outcome.result["ProxyEncode"]["width"], outcome.result["ProxyEncode"]["height"]) == (180, 320)
    assert "180x320" in described(outcome.files["thumbnail.jpg"], tmp_path, "thumbnail.jpg")


@pytest.mark.parametrize("channels", [1, 2, 6, 12])
def test_any_number_of_channels_becomes_speech_audio(tmp_path: Path, channels: int) -> None:
    film = make(
        tmp_path / "source.mkv",
        *pattern(),
        *tone(channels=channels),
        *X264,
        "-c:a",
        "flac" if channels < 9 else "pcm_s16le",
    )
    outcome = run("proxy", {"source": film})
    assert set(outcome.files) == FILM | SOUND, outcome.sentence
    assert "16000 Hz, mono" in described(outcome.files["audio.flac"], tmp_path, "audio.flac")


def test_sound_that_starts_late_keeps_the_films_timeline(tmp_path: Path) -> None:
    film = make(
        tmp_path / "late.mkv", *pattern(3), "-itsoffset", "1", *tone(1), "-map", "0", "-map", "1", *X264, "-c:a", "flac"
    )
    outcome = run("proxy", {"source": film})
    audio = tmp_path / "audio.flac"
    audio.write_bytes(outcome.files["audio.flac"])
    raw = tmp_path / "audio.raw"
    media.ffmpeg("-i", audio, "-f", "u8", raw)
    first = next(number for number, value in enumerate(raw.read_bytes()) if abs(value - 128) > 8)
    assert first / 16000 == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("separate", [False, True])
def test_a_waveform_has_the_peaks_of_every_time(tmp_path: Path, *, separate: bool) -> None:
    loud = "aevalsrc='if(gte(t,1)*lt(t,2),0.5*sin(2*PI*440*t),0)|0':d=3:s=48000"
    source = make(tmp_path / "source.wav", "-f", "lavfi", "-i", loud)
    outcome = run("proxy", {"source": source}, separateChannels=separate)
    content = outcome.files["waveform.dat"]
    version, flags, rate, samples, length, channels = struct.unpack_from("<iIiiIi", content)
    assert (version, flags, rate, samples, length, channels) == (2, 1, 16000, 320, 150, 1)
    points = list(struct.iter_unpack("bb", content[24:]))
    assert len(points) == length
    silent, heard = [*points[:49], *points[101:]], points[51:99]
    assert set(silent) == {(0, 0)}
    greatest = 64 if not separate else 32  # the channel that is silent counts in the mean of both
    assert all(abs(low + greatest) <= 2 and abs(high - greatest) <= 2 for low, high in heard), heard[:3]


def test_a_longer_film_gets_fewer_frames_a_second(tmp_path: Path) -> None:
    outcome = run("proxy", {"source": make(tmp_path / "source.mp4", *pattern(40), *X264)}, maxFrames=20)
    times = [frame["timestamp"] for frame in index_of(outcome)["frames"]]
    assert 10 <= len(times) <= 20
    assert times[-1] > 30_000


def test_frames_grid_and_size_follow_the_parameters(tmp_path: Path) -> None:
    film = make(tmp_path / "source.mp4", *pattern(2), *X264)
    index = index_of(
        run("proxy", {"source": film}, framesPerSecond=4, framesMaxSide=160, reencode=True, proxyHeight=90)
    )
    assert [frame["timestamp"] for frame in index["frames"]][:4] == [0, 300, 500, 800]
    assert (index["frameWidth"], index["source"]["height"]) == (160, 90)


def brightening(seconds: float, size: str = "320x180", rate: str = "10") -> tuple[str, ...]:
    """A film whose brightness says what time it is: 40 and four more each second."""
    return ("-f", "lavfi", "-i", f"nullsrc=d={seconds}:s={size}:r={rate},geq=lum=40+4*T:cb=128:cr=128")


@pytest.mark.parametrize("parameters", [{}, {"reencode": True}], ids=["copied", "encoded"])
def test_every_tile_shows_its_time(tmp_path: Path, parameters: dict[str, Any]) -> None:
    film = make(tmp_path / "source.mp4", *brightening(40), *X264)
    outcome = run("proxy", {"source": film}, spriteTiles=25, **parameters)
    sheet = sheet_of(outcome, tmp_path)
    assert outcome.result["Sprites"] == {
        "Columns": 4, "Rows": 5, "TileWidth": 160, "TileHeight": 90, "IntervalMillis": 2000, "Count": 20,
    }  # fmt: skip
    assert [(tile.start, tile.end) for tile in sheet.tiles] == [(at, at + 2000) for at in range(0, 40_000, 2000)]
    for tile in sheet.tiles:  # 40 of 16–235 is 28 of 0–255; 6 covers three lossy steps
        assert tile.luma == pytest.approx((24 + 4 * tile.start / 1000) * 255 / 219, abs=6)
    assert len({tile.place for tile in sheet.tiles}) == 20


@pytest.mark.parametrize(
    ("arguments", "tile", "count"),
    [
        pytest.param(pattern(3), (160, 90), 15, id="wide"),
        pytest.param(pattern(3, "180x320"), (90, 160), 15, id="upright"),
        pytest.param(pattern(3, "64x64"), (160, 160), 15, id="square"),
        pytest.param(pattern(3, "1920x8"), (160, 2), 15, id="a line"),
        pytest.param((*pattern(1), "-frames:v", "1"), (160, 90), 1, id="one picture"),
        pytest.param(pattern(1, rate="2"), (160, 90), 2, id="fewer pictures than tiles"),
    ],
)
def test_films_of_any_shape_and_length_have_a_sheet(
    tmp_path: Path, arguments: tuple[str, ...], tile: tuple[int, int], count: int
) -> None:
    film = make(tmp_path / "source.mp4", *arguments, *X264)
    outcome = run("proxy", {"source": film})
    sheet = sheet_of(outcome, tmp_path)
    assert {each.place[2:] for each in sheet.tiles} == {tile}
    assert len(sheet.tiles) == count
    assert all(each.place[0] + tile[0] <= sheet.size[0] and each.place[1] + tile[1] <= sheet.size[1]
               for each in sheet.tiles)  # fmt: skip
    assert sheet.tiles[0].start == 0
    assert sheet.tiles[-1].end == outcome.result["ProxyEncode"]["durationMillis"]
    assert [each.end for each in sheet.tiles[:-1]] == [each.start for each in sheet.tiles[1:]]


def test_the_largest_sheet_is_one_that_browsers_decode(tmp_path: Path) -> None:
    film = make(tmp_path / "source.mp4", *brightening(600, "64x64", "5"), *X264)
    sheet = sheet_of(run("proxy", {"source": film}, spriteTiles=600), tmp_path)
    assert len(sheet.tiles) == 600
    assert max(sheet.size) <= 4096


def test_same_source_same_bytes(tmp_path: Path) -> None:
    film = make(tmp_path / "source.avi", *pattern(1), *tone(1), "-c:v", "mpeg4", "-c:a", "mp2")
    assert run("proxy", {"source": film}).files == run("proxy", {"source": film}).files


def test_no_program_has_to_be_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once its environment is there: an empty PATH has neither ffmpeg nor ffprobe nor anything else."""
    picture = media.fetch("astronaut")
    before = run("proxy", {"source": picture})
    monkeypatch.setenv("PATH", str(tmp_path))

    assert run("proxy", {"source": picture}).files == before.files


def test_an_image_becomes_a_thumbnail_only() -> None:
    outcome = run("proxy", {"source": media.fetch("chelsea")})
    assert set(outcome.files) == {"result.json", "thumbnail.jpg"}


def test_sound_alone_becomes_audio_only() -> None:
    assert set(run("proxy", {"source": media.fetch("two-cities")}).files) == {"result.json", *SOUND}


BROKEN = {
    "empty": (b"", "empty"),
    "text": (b"WEBVTT\n\nThis is not a film.\n" * 20, "text"),
    "archive": (b"PK\x03\x04" + bytes(500), "archive"),
    "playlist": (b"#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n", "playlist"),
    "list of files": (b"ffconcat version 1.0\nfile /etc/passwd\n", "playlist"),
    "noise": (bytes(n * n % 251 for n in range(5000)), "not media"),
    "mp4 without index": (b"\0\0\0\x18ftypisom\0\0\2\0isommp42\0\1\0\0mdat" + bytes(range(256)) * 9, "moov atom"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>", "text"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_media_is_refused_in_plain_words(name: str) -> None:
    content, words = BROKEN[name]
    outcome = run("proxy", {"source": content})
    assert (outcome.exit_code, set(outcome.files)) == (66, set())
    assert words in outcome.sentence


def test_half_a_film_gives_what_is_there(tmp_path: Path) -> None:
    film = make(tmp_path / "film.mkv", *pattern(4), *X264, "-g", "10")
    outcome = run("proxy", {"source": film.read_bytes()[: film.stat().st_size // 2]})
    assert outcome.exit_code == 0
    assert 0 < index_of(outcome)["source"]["durationMillis"] < 4000


def test_a_picture_that_claims_to_be_huge_is_refused() -> None:
    header = b"\0\0\0\x0dIHDR" + (60000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    outcome = run("proxy", {"source": b"\x89PNG\r\n\x1a\n" + header + bytes(4)})
    assert outcome.exit_code == 66, outcome.stderr


def test_a_codec_that_is_not_listed_decodes_nothing(tmp_path: Path) -> None:
    """In whichever container it lies: decoders of games and forgotten formats read hostile bytes in native code."""
    path = tmp_path / "film.nut"
    media.ffmpeg("-f", "lavfi", "-i", "testsrc=d=1:s=64x64", "-c:v", "snow", "-strict", "-2", path)
    outcome = run("proxy", {"source": path})
    assert outcome.exit_code == 66, outcome.stderr
    assert "the codec snow is not one that sources may have" in outcome.sentence


@pytest.mark.parametrize(("told", "channels", "kept"), [("en-US", 1, "en-US"), ("es-419", 2, "es-419"), ("eng", 2, "")])
def test_a_region_of_the_language_stays_with_the_sound(told: str, channels: int, kept: str, tmp_path: Path) -> None:
    film = make(tmp_path / "film.mkv", *tone(1), "-ac", str(channels), "-metadata:s:a:0", f"language={told}")
    sound = run("proxy", {"source": film}).files["audio.flac"]
    assert re.findall(rb"(?i)language=([\w-]+)", sound[:8192]) == ([kept.encode()] if kept else [])
