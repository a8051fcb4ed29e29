"""hls: playlists that somebody else's parser reads and ffmpeg plays, true to the byte; sizes, cuts, sound that fit."""

import re
import runpy
import subprocess
from pathlib import Path
from typing import Any

import m3u8
import pytest

from tests.operators import media
from tests.operators.films import X264, make, pattern, tone
from tests.operators.runs import OPERATORS, Outcome, run
from tests.operators.sounds import samples_of

PLAYLISTS = runpy.run_path(str(OPERATORS / "hls/playlists.py"))
BLINK = "color=black:s=640x360:r=25:d=9,drawbox=t=fill:c=white:enable='between(mod(t,3),1,1.19)'"
BEEP = "aevalsrc='0.5*sin(2*PI*1000*t)*between(mod(t,3),1,1.2)':s=48000:d=9"


def streamed(folder: Path, content: Any, **parameters: Any) -> tuple[Outcome, m3u8.M3U8]:
    """Run the operator, leave its files in the folder and return the master playlist."""
    inputs = content if isinstance(content, dict) else {"source": content}
    outcome = run("hls", inputs, **parameters)
    assert outcome.exit_code == 0, outcome.sentence
    for name, body in outcome.files.items():
        (folder / name).write_bytes(body)
    return outcome, m3u8.load(str(folder / "hls.m3u8"))


def said(*arguments: str | Path) -> str:
    """Return what ffmpeg says while it does something."""
    command = [media.fetch("ffmpeg"), "-hide_banner", "-nostdin", *arguments]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=300)
    return done.stderr + done.stdout


def keyframes(path: Path) -> list[float]:
    """Return when the keyframes of a file or playlist are shown."""
    listing = said("-skip_frame", "nokey", "-i", path, "-map", "0:v:0", "-vf", "showinfo", "-f", "null", "-")
    return [float(match) for match in re.findall(r"showinfo.* pts_time:([\d.]+)", listing)]


def frames(path: Path) -> int:
    """Return how many pictures of a file or playlist can be decoded."""
    return int(re.findall(r"frame=\s*(\d+)", said("-i", path, "-map", "0:v:0", "-f", "null", "-"))[-1])


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return eleven seconds of 720p at 30000/1001 with stereo sound."""
    path = tmp_path_factory.mktemp("films") / "Übung.mp4"
    return make(path, *pattern(11, "1280x720", "30000/1001"), *tone(11, 2), *X264, "-c:a", "aac")


@pytest.fixture(scope="module")
def made(film: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome, m3u8.M3U8]:
    """Return folder, outcome and master playlist of that film in segments of four seconds."""
    folder = tmp_path_factory.mktemp("hls")
    return folder, *streamed(folder, film, segmentSeconds=4)


def test_the_master_names_every_size_and_the_sound_alone(made: tuple[Path, Outcome, m3u8.M3U8]) -> None:
    _, outcome, master = made
    assert [each.uri for each in master.playlists] == [
        "hls-720.m3u8",
        "hls-480.m3u8",
        "hls-360.m3u8",
        "hls-240.m3u8",
        "hls-audio.m3u8",
    ]
    sizes = [each.stream_info.resolution for each in master.playlists]
    assert sizes == [(1280, 720), (852, 480), (640, 360), (426, 240), None]
    assert {each.stream_info.frame_rate for each in master.playlists[:-1]} == {29.97}
    assert all(re.fullmatch(r"avc1\.64[0-9a-f]{4},mp4a\.40\.2", it.stream_info.codecs) for it in master.playlists[:-1])
    assert master.playlists[-1].stream_info.codecs == "mp4a.40.2"
    assert [(each.type, each.uri) for each in master.media] == [("AUDIO", "hls-audio.m3u8")]
    assert set(outcome.files) == {"result.json", "hls.m3u8"} | {
        f"{name}.{suffix}"
        for name in ("hls-720", "hls-480", "hls-360", "hls-240", "hls-audio")
        for suffix in ("mp4", "m3u8")
    }


def test_every_byte_of_every_file_belongs_to_one_segment(made: tuple[Path, Outcome, m3u8.M3U8]) -> None:
    folder, outcome, master = made
    targets = set()
    for each in master.playlists:
        playlist = m3u8.load(str(folder / each.uri))
        targets.add(playlist.target_duration)
        assert (playlist.is_endlist, playlist.playlist_type, playlist.version) == (True, "vod", 7)
        head = playlist.segment_map[0]
        end = int(head.byterange.split("@")[0])
        for segment in playlist.segments:
            length, start = map(int, segment.byterange.split("@"))
            assert (start, segment.uri, head.uri) == (end, each.uri.replace("m3u8", "mp4"), segment.uri)
            assert segment.duration <= playlist.target_duration + 0.5
            end = start + length
        assert end == len(outcome.files[head.uri])
    assert targets == {4}  # RFC 8216bis: one for all


def test_bandwidths_are_those_of_the_segments(made: tuple[Path, Outcome, m3u8.M3U8]) -> None:
    folder, outcome, master = made
    rates: dict[str, tuple[float, float]] = {}
    for each in master.playlists:
        segments = m3u8.load(str(folder / each.uri)).segments
        bits = [(8 * int(it.byterange.split("@")[0]), it.duration) for it in segments]
        whole = [size / seconds for size, seconds in bits if seconds >= 2]
        rates[each.uri] = (max(whole), sum(size for size, _ in bits) / sum(seconds for _, seconds in bits))
    sound = rates["hls-audio.m3u8"]
    for each in master.playlists[:-1]:
        assert each.stream_info.bandwidth == pytest.approx(rates[each.uri][0] + sound[0], rel=0.001)
        assert each.stream_info.average_bandwidth == pytest.approx(rates[each.uri][1] + sound[1], rel=0.001)
    assert outcome.result["Audio"]["Bandwidth"] == pytest.approx(sound[0], rel=0.001)
    bandwidths = [each.stream_info.bandwidth for each in master.playlists]
    assert bandwidths == sorted(bandwidths, reverse=True)


def test_segments_begin_with_the_same_keyframes_in_every_size(made: tuple[Path, Outcome, m3u8.M3U8]) -> None:
    folder, _, master = made
    found = [keyframes(folder / each.uri) for each in master.playlists[:-1]]
    assert found == [found[0]] * 4
    assert found[0] == pytest.approx([0, 2.002, 4.004, 6.006, 8.008, 10.01], abs=0.001)
    durations = [[it.duration for it in m3u8.load(str(folder / each.uri)).segments] for each in master.playlists[:-1]]
    assert durations == [durations[0]] * 4
    assert durations[0][:2] == pytest.approx([4.004, 4.004], abs=0.001)


def test_a_segment_can_be_played_without_those_before(made: tuple[Path, Outcome, m3u8.M3U8]) -> None:
    folder, outcome, master = made
    for each in master.playlists[:-1]:
        playlist = m3u8.load(str(folder / each.uri))
        content = outcome.files[playlist.segment_map[0].uri]
        head = int(playlist.segment_map[0].byterange.split("@")[0])
        length, start = map(int, playlist.segments[1].byterange.split("@"))
        alone = folder / "alone.mp4"
        alone.write_bytes(content[:head] + content[start : start + length])
        assert frames(alone) == 120
        assert frames(folder / each.uri) == 330


def test_ffmpeg_plays_the_master_with_picture_and_sound_together(tmp_path: Path) -> None:
    film = make(
        tmp_path / "film.mov", "-f", "lavfi", "-i", BLINK, "-f", "lavfi", "-i", BEEP, *X264, "-c:a", "pcm_s16le"
    )
    streamed(tmp_path, film, segmentSeconds=2)
    again = make(tmp_path / "again.mkv", "-i", tmp_path / "hls.m3u8", "-map", "0:v:0", "-map", "0:a:0", *X264)
    bright = "scale=16:16,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-"
    listing = said("-i", again, "-map", "0:v:0", "-vf", bright, "-f", "null", "-")
    shown = re.findall(r"pts_time:([\d.]+)\s+lavfi.signalstats.YAVG=([\d.]+)", listing)
    lights = [float(time) for time, level in shown if float(level) > 128]
    sound = samples_of(again)
    beeps = [number / 16_000 for number, sample in enumerate(sound) if abs(sample) > 0.1]
    for second in (1, 4, 7):
        light = min(time for time in lights if time > second - 0.5)
        beep = min(time for time in beeps if time > second - 0.5)
        assert light == pytest.approx(second, abs=0.021)
        assert beep == pytest.approx(light, abs=0.03)


@pytest.mark.parametrize(
    ("size", "highest", "expected"),
    [
        pytest.param("2560x1440", 1080, [(1920, 1080), (1280, 720), (852, 480), (640, 360), (426, 240)], id="1440p"),
        pytest.param("1920x800", 1080, [(1920, 800), (1280, 532), (852, 354), (640, 266), (426, 178)], id="wide"),
        pytest.param("1280x720", 480, [(852, 480), (640, 360), (426, 240)], id="at most 480"),
        pytest.param("960x540", 1080, [(960, 540), (640, 360), (426, 240)], id="480 is too near to 540"),
        pytest.param("406x720", 1080, [(406, 720), (240, 426)], id="upright"),
        pytest.param("320x180", 1080, [(320, 180)], id="smaller than the smallest"),
        pytest.param("33x17", 1080, [(32, 16)], id="odd and tiny"),
    ],
)
def test_no_size_is_larger_than_the_source_or_like_another(
    tmp_path: Path, size: str, highest: int, expected: list[tuple[int, int]]
) -> None:
    source = make(tmp_path / "source.mkv", *pattern(0.3, size), "-pix_fmt", "yuv444p", "-c:v", "ffv1")
    outcome, master = streamed(tmp_path, source, maxHeight=highest)
    assert [each.stream_info.resolution for each in master.playlists] == expected
    assert master.media == []  # there is no sound
    assert [(each["Width"], each["Height"]) for each in outcome.result["Renditions"]] == expected


def test_a_varying_rate_becomes_constant_and_upright_films_stay_so(tmp_path: Path) -> None:
    flat = make(tmp_path / "flat.mp4", *pattern(2, rate="25"), *X264)
    turned = make(tmp_path / "turned.mp4", "-display_rotation", "90", "-i", flat, "-c", "copy")
    _, master = streamed(tmp_path, turned)
    assert [each.stream_info.resolution for each in master.playlists] == [(180, 320)]
    uneven = "setpts='if(lt(N,10),N,2*N-10)/(10*TB)'"
    varying = make(tmp_path / "varying.mkv", *pattern(4), "-vf", uneven, "-fps_mode", "vfr", *X264)
    outcome, _ = streamed(tmp_path, varying)
    assert outcome.result["Renditions"][0]["FrameRate"] in (23.976, 24)
    assert outcome.result["DurationMillis"] == pytest.approx(7000, abs=150)


def test_sound_alone_is_one_variant(tmp_path: Path) -> None:
    outcome, master = streamed(tmp_path, make(tmp_path / "sound.ogg", *tone(13, 2), "-c:a", "flac"))
    assert [(each.uri, each.stream_info.codecs) for each in master.playlists] == [("hls-audio.m3u8", "mp4a.40.2")]
    assert master.media == []
    assert len(m3u8.load(str(tmp_path / "hls-audio.m3u8")).segments) == 3
    assert outcome.result["Renditions"] == []
    assert len(samples_of(tmp_path / "hls.m3u8")) == pytest.approx(13 * 16_000, abs=1600)


@pytest.mark.parametrize(
    ("parameter", "spoken", "language"), [("", "de", "de"), ("pt-BR", "de", "pt-BR"), ("", "", None)]
)
def test_captions_are_offered_in_their_language(
    film: Path, tmp_path: Path, parameter: str, spoken: str, language: str | None
) -> None:
    captions = b"WEBVTT\n\n00:01.000 --> 00:02.000\nGuten Tag.\n"
    transcript = {"results": {"language_code": spoken}}
    inputs = {"source": film, "captions": captions, "transcript": transcript}
    outcome, master = streamed(tmp_path, inputs, maxHeight=240, captionsLanguage=parameter)
    subtitles = next(each for each in master.media if each.type == "SUBTITLES")
    assert (subtitles.language, subtitles.uri) == (language, "hls-captions.m3u8")
    assert {each.stream_info.subtitles for each in master.playlists} == {"captions"}
    playlist = m3u8.load(str(tmp_path / subtitles.uri))
    assert [each.uri for each in playlist.segments] == ["hls-captions.vtt"]
    assert playlist.segments[0].duration == pytest.approx(11.011, abs=0.05)
    assert outcome.files["hls-captions.vtt"] == captions
    assert outcome.result["Captions"].get("LanguageCode") == language


def test_places_and_chapters_of_the_source_are_left_out(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text(";FFMETADATA1\ntitle=Secret\nlocation=+48.1+11.5/\n[CHAPTER]\nSTART=0\nEND=500\ntitle=Hideout\n")
    film = make(tmp_path / "film.mp4", *pattern(1), *tone(1), "-i", notes, "-map_metadata", "2", *X264, "-c:a", "aac")
    assert b"Secret" in film.read_bytes()
    outcome, _ = streamed(tmp_path, film)
    assert all(word not in body for body in outcome.files.values() for word in (b"Secret", b"Hideout", b"+48.1"))


def test_what_cannot_be_streamed_is_refused_in_plain_words(film: Path) -> None:
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"source": b""}, "empty"),
        ({"source": film.read_bytes()[:900]}, "truncated"),
        ({"source": media.fetch("chelsea")}, "single image"),
        ({"source": film, "captions": b"1\n00:00:01,000 --> 00:00:02,000\nNo.\n"}, "no WebVTT"),
    )
    for inputs, words in cases:
        outcome = run("hls", inputs, maxHeight=240)
        assert (outcome.exit_code, words in outcome.sentence) == (66, True), outcome.sentence
        assert outcome.files == {}


@pytest.mark.parametrize(
    ("segments", "peak"),
    [
        pytest.param([(4, 100), (4, 300), (4, 200)], 600, id="one segment"),
        pytest.param([(4, 100), (1, 300)], 640, id="a short one counts with its neighbour only"),
        pytest.param([(1, 100)], 800, id="shorter than half a target"),
        pytest.param([(2, 100), (2, 300), (2, 100)], 1200, id="half a target is enough"),
    ],
)
def test_the_peak_is_that_of_rfc_8216(segments: list[tuple[float, int]], peak: int) -> None:
    track = PLAYLISTS["Track"]("x", 0, tuple(PLAYLISTS["Segment"](seconds, size, 0) for seconds, size in segments))
    assert track.peak(4) == peak
