"""shot-detection: true cuts, also close ones; no flashes and no camera moves; timecodes."""

import runpy
from fractions import Fraction
from pathlib import Path

import pytest

from tests.operators.demo import demo_clip
from tests.operators.films import X264, make, pattern, tone
from tests.operators.runs import OPERATORS, run

timecode_of = runpy.run_path(str(OPERATORS / "_sdk/media_operator/films/timecodes.py"))["timecode_of"]

BARS = "smptehdbars=s=320x180:r=25"
MANDELBROT = "mandelbrot=s=320x180:rate=25:maxiter=200"
PATTERN = "testsrc2=s=320x180:r=25"


def film(path: Path, graph: str) -> Path:
    """Make a film from a filter graph without inputs."""
    return make(path, "-f", "lavfi", "-i", f"{graph},format=yuv420p", *X264)


def starts(path: Path, **parameters: object) -> list[int]:
    """Return where shots start, in milliseconds; they follow each other from 0 to the end."""
    outcome = run("shot-detection", {"video": path}, **parameters)
    segments = outcome.result["Segments"]
    edges = [segment["EndTimestampMillis"] for segment in segments]
    begins: list[int] = [segment["StartTimestampMillis"] for segment in segments]
    assert begins == [0, *edges[:-1]]
    assert edges[-1] == outcome.result["VideoMetadata"][0]["DurationMillis"]
    assert [segment["ShotSegment"]["Index"] for segment in segments] == list(range(len(segments)))
    return begins


def test_every_cut_of_the_demo_clip_to_the_frame() -> None:
    clip = demo_clip()
    assert starts(clip.path) == [0, *clip.cuts]


def test_a_film_with_a_timecode_track_is_read(tmp_path: Path) -> None:
    # ffmpeg groups the timecode's stream with the picture's and indents both further than ungrouped ones
    path = make(
        tmp_path / "timecode.mov", "-f", "lavfi", "-i", f"{PATTERN},trim=duration=2", *X264, "-timecode", "01:00:00:00"
    )
    assert starts(path) == [0]


@pytest.mark.parametrize("pictures", [4, 8, 15])
def test_short_shots_are_not_swallowed(tmp_path: Path, pictures: int) -> None:
    seconds = pictures / 25
    graph = (
        f"{PATTERN},trim=duration=1[a];{MANDELBROT},trim=duration={seconds}[b];{BARS},trim=duration=1[c];"
        "[a][b][c]concat=n=3"
    )
    assert starts(film(tmp_path / "short.mp4", graph)) == [0, 1000, 1000 + 40 * pictures]


@pytest.mark.parametrize("pictures", [1, 2, 3])
def test_a_flash_is_no_cut(tmp_path: Path, pictures: int) -> None:
    flash = f"{PATTERN},trim=duration=3,drawbox=c=white:t=fill:enable='between(n,30,{29 + pictures})'"
    assert starts(film(tmp_path / "flash.mp4", flash)) == [0]


def test_a_slow_pan_is_no_cut(tmp_path: Path) -> None:
    still = "mandelbrot=s=1280x180:rate=25,trim=end_frame=1,loop=loop=-1:size=1,setpts=N/25/TB"
    pan = f"{still},trim=duration=3,crop=320:180:'400+t*60':0"
    assert starts(film(tmp_path / "pan.mp4", pan)) == [0]


def test_a_dissolve_is_one_change(tmp_path: Path) -> None:
    graph = f"{BARS},trim=duration=3[a];{MANDELBROT},trim=duration=3[b];[a][b]xfade=duration=0.6:offset=2"
    begins = starts(film(tmp_path / "dissolve.mp4", graph))
    assert len(begins) == 2
    assert begins[1] == pytest.approx(2300, abs=300)


def test_a_short_shot_is_left_out_on_demand(tmp_path: Path) -> None:
    graph = (
        f"{PATTERN},trim=duration=1[a];{MANDELBROT},trim=duration=0.4[b];{BARS},trim=duration=1[c];[a][b][c]concat=n=3"
    )
    assert starts(film(tmp_path / "short.mp4", graph), minShotSeconds=0.5) == [0, 1000]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((*pattern(1, rate="25"), "-frames:v", "1", *X264), id="one picture"),
        pytest.param(("-f", "lavfi", "-i", "color=d=2:s=64x36", *X264), id="nothing to see"),
        pytest.param((*pattern(1, size="2x2"), *X264), id="two pixels"),
    ],
)
def test_a_film_without_cuts_is_one_shot(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert starts(make(tmp_path / "film.mp4", *arguments)) == [0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"#EXTM3U\nfile:///etc/passwd\n", "playlist"),
        (bytes(3000), "not media"),
        (b"\0\0\0\x18ftypisom" + bytes(99), "index"),
    ],
)
def test_what_is_no_film_is_refused(content: bytes, words: str) -> None:
    outcome = run("shot-detection", {"video": content})
    assert (outcome.exit_code, outcome.files) == (66, {})
    assert words in outcome.sentence


def test_sound_alone_is_refused(tmp_path: Path) -> None:
    outcome = run("shot-detection", {"video": make(tmp_path / "sound.wav", *tone(1))})
    assert (outcome.exit_code, outcome.sentence) == (66, "the file has no picture, only sound")


@pytest.mark.parametrize(
    ("frame", "rate", "timecode"),
    [
        (0, Fraction(25), "00:00:00:00"),
        (89999, Fraction(25), "00:59:59:24"),
        (1799, Fraction(30000, 1001), "00:00:59;29"),
        (1800, Fraction(30000, 1001), "00:01:00;02"),
        (17981, Fraction(30000, 1001), "00:09:59;29"),
        (17982, Fraction(30000, 1001), "00:10:00;00"),
        (107892, Fraction(30000, 1001), "01:00:00;00"),
        (3600, Fraction(60000, 1001), "00:01:00;04"),
        (215784, Fraction(60000, 1001), "01:00:00;00"),
        (24, Fraction(24000, 1001), "00:00:01:00"),
        (61, Fraction(60), "00:00:01:01"),
    ],
)
def test_timecodes_keep_up_with_the_clock(frame: int, rate: Fraction, timecode: str) -> None:
    assert timecode_of(frame, rate) == timecode


def test_a_fade_through_black_is_one_change(tmp_path: Path) -> None:
    parts = f"{BARS},trim=duration=2,fade=out:st=1.7:d=0.3[a];{MANDELBROT},trim=duration=2,fade=in:d=0.3[b]"
    graph = f"{parts};[a][b]concat=n=2"
    begins = starts(film(tmp_path / "fade.mp4", graph))
    assert len(begins) == 2
    assert begins[1] == pytest.approx(2000, abs=300)
