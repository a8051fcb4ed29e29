"""technical-cues: made films whose cues are known to the picture, loudness against EBU's own reference signal."""

from pathlib import Path
from typing import Any

import pytest

from tests.operators.demo import demo_clip
from tests.operators.films import X264, make, pattern, tone
from tests.operators.runs import run
from tests.operators.sounds import noise, silence, wav

SIZE = "s=320x180:r=25"
LETTERS = "drawbox=x=60:y=40:w=200:h=4:c=white:t=fill,drawbox=x=60:y=90:w=200:h=4:c=white:t=fill"


def joined(path: Path, *parts: str, rate: str = "25") -> Path:
    """Make a film of pictures (`filter=options`, one a part) that follow each other."""
    labels = "".join(f"[{number}]" for number in range(len(parts)))
    graph = ";".join(f"{part},format=yuv420p[{number}]" for number, part in enumerate(parts))
    return make(path, "-filter_complex", f"{graph};{labels}concat=n={len(parts)}", "-r", rate, *X264)


def cues(result: Any, kind: str) -> list[Any]:
    """Return start and end of the cues of a kind, in milliseconds."""
    assert all(segment["Type"] == "TECHNICAL_CUE" for segment in result["Segments"])
    return [
        (segment["StartTimestampMillis"], segment["EndTimestampMillis"])
        for segment in result["Segments"]
        if segment["TechnicalCueSegment"]["Type"] == kind
    ]


def lines(*seconds: float, top: float = 0.2) -> dict[str, Any]:
    """Return a result of textDetection: two lines at each of these times."""
    box = {"Left": 0.2, "Top": top, "Width": 0.6, "Height": 0.05}
    text = {"Type": "LINE", "DetectedText": "DIRECTED BY", "Geometry": {"BoundingBox": box}}
    return {"TextDetections": [{"Timestamp": round(1000 * at), "TextDetection": text} for at in seconds for _ in "ab"]}


def test_bars_of_every_standard_are_found_and_other_charts_are_not(tmp_path: Path) -> None:
    sources = ("pal75bars", "testsrc2", "pal100bars", "rgbtestsrc", "smptehdbars", "colorspectrum", "smptebars")
    path = joined(tmp_path / "bars.mp4", *(f"{source}=d=1:{SIZE}" for source in sources))
    result = run("technical-cues", {"media": path}).result
    assert cues(result, "ColorBars") == [(0, 1000), (2000, 3000), (4000, 5000), (6000, 7000)]


def test_bars_under_a_running_clock_and_between_pillars(tmp_path: Path) -> None:
    clock = f"smptebars=d=1:{SIZE},drawbox=x=100:y=50:w=100:h=16:c=black:t=fill"
    pillars = "pal75bars=d=1:s=240x180:r=25,pad=320:180:40:0,setsar=1,noise=alls=8:allf=t,setsar=1"
    path = joined(tmp_path / "bars.mp4", f"{clock},setsar=1", f"testsrc2=d=1:{SIZE},setsar=1", pillars)
    assert cues(run("technical-cues", {"media": path}).result, "ColorBars") == [(0, 1000), (2000, 3000)]


def test_black_to_the_picture_with_drop_frame_timecodes(tmp_path: Path) -> None:
    ntsc = "s=320x180:r=30000/1001"
    parts = (f"testsrc2=d=1:{ntsc}", f"color=black:d=1:{ntsc}", f"testsrc2=d=1:{ntsc}", f"color=black:d=0.5:{ntsc}")
    path = joined(tmp_path / "black.mp4", *parts, rate="30000/1001")
    result = run("technical-cues", {"media": path}).result
    segments = result["Segments"]
    assert [(it["StartFrameNumber"], it["EndFrameNumber"]) for it in segments] == [(30, 60), (90, 105)]
    assert segments[1]["EndTimestampMillis"] == result["VideoMetadata"][0]["DurationMillis"]
    assert segments[0]["StartTimecodeSMPTE"] == "00:00:01;00"
    assert {it["TechnicalCueSegment"]["Type"] for it in segments} == {"BlackFrames"}


def test_letters_on_black_are_not_black(tmp_path: Path) -> None:
    parts = (f"testsrc2=d=1:{SIZE}", f"color=black:d=1:{SIZE},{LETTERS}", f"testsrc2=d=1:{SIZE}")
    assert cues(run("technical-cues", {"media": joined(tmp_path / "title.mp4", *parts)}).result, "BlackFrames") == []


def test_a_still_picture_is_a_freeze_but_black_and_bars_are_not_told_twice(tmp_path: Path) -> None:
    still = f"mandelbrot={SIZE},trim=end_frame=1,loop=loop=-1:size=1,setpts=N/25/TB,trim=duration=3"
    parts = (f"smptebars=d=3:{SIZE}", f"testsrc2=d=1:{SIZE}", still, f"testsrc2=d=1:{SIZE}", f"color=black:d=3:{SIZE}")
    result = run("technical-cues", {"media": joined(tmp_path / "freeze.mp4", *parts)}).result
    # The codec refines a still picture over its first frames, which is movement to a strict eye.
    assert cues(result, "Freeze") == [(pytest.approx(4000, abs=400), 7000)]
    assert cues(result, "ColorBars") == [(0, 3000)]
    assert cues(result, "BlackFrames") == [(8000, 11000)]


@pytest.fixture(scope="module")
def with_credits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return 20 s of pictures, then 7 s of white lines on black that move, one second of them without a line."""
    rolling = f"color=black:d=3:{SIZE},{LETTERS.replace('y=40', 'y=30')}"
    parts = (f"testsrc2=d=20:{SIZE}", rolling, f"color=black:d=1:{SIZE}", f"color=black:d=3:{SIZE},{LETTERS}")
    return joined(tmp_path_factory.mktemp("credits") / "film.mp4", *parts)


def test_end_credits_are_dark_pictures_with_lines_at_the_end(with_credits: Path) -> None:
    texts = lines(3, 4, 5, 6, 7, 21, 22, 24, 25, 26)
    result = run("technical-cues", {"media": with_credits, "texts": texts}).result
    assert cues(result, "EndCredits") == [(20000, 27000)]
    assert cues(result, "BlackFrames") == []
    assert result["EndCreditsSearched"] is True


@pytest.mark.parametrize("texts", [None, lines(), lines(21, 22, 24, 25, 26, top=0.85), lines(21, 22)])
def test_without_lines_or_with_subtitles_only_there_are_no_credits(with_credits: Path, texts: Any) -> None:
    result = run("technical-cues", {"media": with_credits} | ({} if texts is None else {"texts": texts})).result
    assert cues(result, "EndCredits") == []
    assert cues(result, "BlackFrames") == [(23000, 24000)]
    assert result["EndCreditsSearched"] is (texts is not None)


def test_loudness_of_the_reference_signal(tmp_path: Path) -> None:
    # EBU Tech 3341, signal 1: a stereo sine of 1 kHz at -23 dBFS is at -23.0 LUFS, to 0.1.
    sine = "|".join(["pow(10,-23/20)*sin(2*PI*1000*t)"] * 2)
    path = make(tmp_path / "reference.flac", "-f", "lavfi", "-i", f"aevalsrc='{sine}':d=20:s=48000:c=stereo")
    loudness = run("technical-cues", {"media": path}).result["Loudness"]
    assert loudness["IntegratedLufs"] == pytest.approx(-23.0, abs=0.1)
    assert loudness["TruePeakDbtp"] == pytest.approx(-23.0, abs=0.3)
    assert loudness["RangeLu"] == pytest.approx(0.0, abs=0.1)


def test_silence_in_sound_alone() -> None:
    sound = wav([*silence(1), *noise(2), *silence(0.3), *noise(1), *silence(2)])
    outcome = run("technical-cues", {"media": sound})
    assert cues(outcome.result, "Silence") == [
        (0, pytest.approx(1000, abs=5)),
        (pytest.approx(4300, abs=5), pytest.approx(6300, abs=5)),
    ]
    assert outcome.result["VideoMetadata"] == []
    assert "StartTimecodeSMPTE" not in outcome.result["Segments"][0]


def test_nothing_but_silence_has_no_loudness() -> None:
    result = run("technical-cues", {"media": wav(silence(3))}).result
    assert cues(result, "Silence") == [(0, 3000)]
    assert "IntegratedLufs" not in result["Loudness"]


def test_sound_that_begins_late_is_silent_until_then(tmp_path: Path) -> None:
    late = (*pattern(4, rate="25"), "-itsoffset", "1.5", *tone(2))
    path = make(tmp_path / "späte Musik.mkv", *late, *X264, "-c:a", "flac")
    result = run("technical-cues", {"media": path}).result
    assert cues(result, "Silence") == [(0, pytest.approx(1500, abs=30))]


def test_a_film_without_sound_and_of_one_picture(tmp_path: Path) -> None:
    path = make(tmp_path / "one.mp4", *pattern(0.1), "-frames:v", "1", *X264)
    result = run("technical-cues", {"media": path}).result
    assert (result["Segments"], "Loudness" in result) == ([], False)


def test_real_films_have_no_bars_and_no_black() -> None:
    result = run("technical-cues", {"media": demo_clip().path}).result
    assert cues(result, "ColorBars") == cues(result, "BlackFrames") == cues(result, "EndCredits") == []
    assert -40 < result["Loudness"]["IntegratedLufs"] < -5


def test_what_is_no_film_is_refused_with_a_sentence(tmp_path: Path) -> None:
    whole = make(tmp_path / "whole.mp4", *pattern(1), *X264)
    picture = make(tmp_path / "picture.png", *pattern(1), "-frames:v", "1")
    for content, said in ((whole.read_bytes()[:900], "truncated"), (picture, "single image"), (b"", "empty")):
        outcome = run("technical-cues", {"media": content})
        assert (outcome.exit_code, said in outcome.sentence) == (66, True), outcome.sentence
        assert outcome.files == {}
