"""transcode: the right stretch to the picture, never enlarged, the right kind of file."""

from pathlib import Path

import pytest

from tests.operators import media
from tests.operators.films import X264, make, pattern, tone
from tests.operators.runs import run

RED, BLUE = (254, 0, 0), (0, 0, 254)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a film of 2 s red and 2 s blue with a tone, and one keyframe only."""
    red, blue = (f"color={name}:d=2:s=320x180:r=25" for name in ("red", "blue"))
    graph = f"{red}[a];{blue}[b];[a][b]concat=n=2"
    path = tmp_path_factory.mktemp("films") / "rot und blau.mp4"
    return make(path, "-f", "lavfi", "-i", graph, *tone(4), *X264, "-g", "500", "-c:a", "aac")


def first_pixel(path: Path, scratch: Path) -> tuple[int, ...]:
    """Return red, green and blue of the first picture's middle."""
    media.ffmpeg("-i", path, "-frames:v", "1", "-vf", "scale=1:1:flags=area,format=rgb24", "-f", "rawvideo", scratch)
    return tuple(scratch.read_bytes())


@pytest.mark.parametrize(("start", "colour", "frames"), [(1.96, RED, 13), (2.0, BLUE, 12)])
def test_a_clip_begins_with_the_picture_that_was_asked_for(
    film: Path, tmp_path: Path, start: float, colour: tuple[int, ...], frames: int
) -> None:
    outcome = run("transcode", {"source": film}, preset="clip", startSeconds=start, endSeconds=2.48)
    made = tmp_path / "clip.mp4"
    made.write_bytes(outcome.files["transcoded.mp4"])
    assert first_pixel(made, tmp_path / "pixel") == pytest.approx(colour, abs=12)
    assert outcome.result["Video"]["Frames"] == frames
    assert outcome.result["Audio"]["Codec"] == "aac"


@pytest.mark.parametrize(("height", "size"), [(90, (160, 90)), (1080, (320, 180))])
def test_a_proxy_is_smaller_and_never_larger(film: Path, height: int, size: tuple[int, int]) -> None:
    video = run("transcode", {"source": film}, height=height).result["Video"]
    assert (video["Width"], video["Height"], video["Frames"]) == (*size, 100)


def test_upright_and_odd_sizes(tmp_path: Path) -> None:
    odd = make(tmp_path / "odd.mkv", *pattern(1, size="90x320"), "-vf", "format=yuv444p,pad=91:321", "-c:v", "ffv1")
    video = run("transcode", {"source": odd}, height=64).result["Video"]
    assert (video["Width"], video["Height"]) == (64, 226)


@pytest.mark.parametrize(
    ("kind", "file", "codec"), [("aac", "m4a", "aac"), ("mp3", "mp3", "mp3"), ("wav", "wav", "pcm")]
)
def test_sound_in_three_formats(film: Path, kind: str, file: str, codec: str) -> None:
    outcome = run("transcode", {"source": film}, preset="audio", audioFormat=kind, startSeconds=1, endSeconds=3)
    assert set(outcome.files) == {"result.json", f"transcoded.{file}"}
    assert outcome.result["Audio"]["Codec"].startswith(codec)
    assert outcome.result["DurationMillis"] == pytest.approx(2000, abs=60)


@pytest.mark.parametrize(
    ("parameters", "said"),
    [({"startSeconds": 3, "endSeconds": 2}, "endSeconds"), ({"startSeconds": 9}, "lasts only 4.0")],
)
def test_an_impossible_stretch_names_the_parameter(film: Path, parameters: dict[str, float], said: str) -> None:
    outcome = run("transcode", {"source": film}, **parameters)
    assert (outcome.exit_code, said in outcome.sentence) == (2, True), outcome.sentence


def test_what_does_not_fit_the_preset_or_is_broken_is_refused(film: Path, tmp_path: Path) -> None:
    mute = make(tmp_path / "mute.mp4", *pattern(1), *X264)
    sound = make(tmp_path / "sound.flac", *tone(1))
    cases = (
        (mute, "audio", "no audio"),
        (sound, "clip", "no video"),
        (film.read_bytes()[:900], "proxy", "truncated"),
    )
    for content, preset, said in cases:
        outcome = run("transcode", {"source": content}, preset=preset)
        assert (outcome.exit_code, said in outcome.sentence) == (66, True), outcome.sentence
        assert outcome.files == {}
