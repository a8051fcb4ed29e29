"""loudness-normalization: the audio of a video or recording at a target loudness; the video stream stays as it is."""

import re
from pathlib import Path
from typing import Any

from levelling import Measured, Target, bitrate_of, layout_of, levelling, measured_in, measuring

from media_kits.video import clock, ffmpeg, limits, normalization, progress, sources
from media_kits.video.loudness import FILTER, Loudness, loudness_in
from media_kits.video.opening import Opened, steadily
from media_kits.video.sources import AudioStream, Source, VideoStream
from media_operator import Operator, Reason, UnusableInput, run

COPIED = ("h264", "hevc", "av1", "mpeg4", "vp9")
"""Codecs of video that players read from MP4; others are encoded anew."""

NOTHING_HEARD = "nothing is loud enough to be measured; the audio was left as it is"


def main(operator: Operator) -> dict[str, Any]:
    """Measure, level, and measure what came out."""
    path = operator.require("source")
    source = sources.measure(path)
    if source.audio is None:
        raise UnusableInput("the file has no audio that could be normalised")
    target = Target(operator.parameters["targetLufs"], operator.parameters["truePeakDbtp"])
    opened = Opened(path, source)
    before, measured = steadily(opened.only_audio(), lambda given: _measure(given, target))
    if measured.is_silent:
        operator.warn(Reason.NOTHING_AUDIBLE, NOTHING_HEARD)
    with_video = source.video is not None and operator.media("source") not in ("Audio", "AudioProxy")
    with operator.output("normalized.mp4" if with_video else "normalized.m4a") as made:
        level = levelling(target, measured)
        try:
            _level(operator, opened if with_video else opened.only_audio(), level, made)
        except ffmpeg.FormatChanged:
            _level_apart(operator, opened, level, made, with_video=with_video)
        written = sources.measure(made)
        after = _measure(Opened(made, written).only_audio(), target)[0] if written.audio else None
    clock.compare(operator, made.name, written.seconds, source.seconds if with_video else source.audio.end)
    return _result(source, target, measured, (before, after), with_video=with_video)


def _level(operator: Operator, opened: Opened, level: str, made: Path) -> None:
    """Write the audio at its new level, beside the video where the source has one."""
    source = opened.source
    if source.audio is None:
        raise UnusableInput("the file has no audio that could be normalised")
    arguments = [*opened.arguments, *progress.ARGUMENTS, *_audio(source.audio, level)]
    arguments += _video(source.video) if source.video else []
    arguments += [*_file(made), *opened.unused(source.audio, source.video)]
    done = opened.run(arguments, on_line=progress.reporter(operator, source.seconds))
    if done.code != 0 and source.video:
        done.refuse("the video could not be rewritten")
    done.must()


def _level_apart(operator: Operator, opened: Opened, level: str, made: Path, *, with_video: bool) -> None:
    """Write audio that changes its format on the way, made uniform; the video joins it as it is."""
    heard, video = opened.only_audio().steady(), opened.source.video
    heard.tell(operator)
    if video is None or not with_video:
        _level(operator, heard, level, made)
        return
    audio = made.with_name(f"{made.name}.m4a")
    try:
        _level(operator, heard, level, audio)
        arguments = [*opened.arguments, "-i", f"file:{audio}", *_video(video), "-map", "1:a", "-c:a", "copy"]
        ffmpeg.run([*arguments, *_file(made), *opened.unused(video)]).must()
    finally:
        audio.unlink(missing_ok=True)


def _measure(opened: Opened, target: Target) -> tuple[Loudness, Measured]:
    number = opened.source.audio.number if opened.source.audio else 0
    graph = f"[0:{number}]aresample=async=1:first_pts=0,asplit=2[a][b];[a]{FILTER}[x];[b]{measuring(target)}[y]"
    ends = [
        part for label in ("[x]", "[y]") for part in ("-map", label, "-t", str(limits.MAX_SECONDS), "-f", "null", "-")
    ]
    done = opened.run(
        ["-nostats", *opened.arguments, "-filter_complex", graph, *ends, *opened.unused(opened.source.audio)]
    )
    # Both filters speak when they end, one maybe within the other's report.
    listed = re.sub(r"\[Parsed_loudnorm_\d+ @ \S+\] \s*\{.*?\}", "", done.messages, flags=re.DOTALL)
    loudness, measured = loudness_in(listed), measured_in(done.messages)
    if done.code != 0 or loudness is None or measured is None:
        done.refuse("the audio could not be decoded")
    return loudness, measured


def _audio(audio: AudioStream, level: str) -> list[str]:
    layout = layout_of(audio)
    graph = (
        f"[0:{audio.number}]aresample=async=1:first_pts=0,{level},aresample=48000,aformat=channel_layouts={layout}[s]"
    )
    return ["-filter_complex", graph, "-map", "[s]", "-c:a", "aac", "-b:a", bitrate_of(layout)]


def _video(video: VideoStream) -> list[str]:
    stream = ["-map", f"0:{video.number}"]
    if video.codec in COPIED:
        return [*stream, "-c:v", "copy", *(["-tag:v", "hvc1"] if video.codec == "hevc" else [])]
    even = ("scale='trunc(iw/2)*2':'trunc(ih/2)*2'", "format=yuv420p")
    return [
        *stream,
        "-vf",
        ",".join((*normalization.forgotten(video), *even)),
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-crf",
        "18",
    ]


def _file(target: Path) -> list[str]:
    return ["-sn", "-dn", "-t", str(limits.MAX_SECONDS), "-movflags", "+faststart", "-f", "mp4", str(target)]


def _result(
    source: Source, target: Target, measured: Measured, heard: tuple[Loudness, Loudness | None], *, with_video: bool
) -> dict[str, Any]:
    before, after = heard
    mode = "Unchanged" if measured.is_silent else "Linear" if measured.is_linear(target) else "Dynamic"
    video = source.video if with_video else None
    video_done = {"Picture": "Copied" if video.codec in COPIED else "Encoded"} if video else {}
    return {
        "Target": {"IntegratedLufs": target.loudness, "TruePeakDbtp": target.peak},
        "Before": before.facts,
        **({"After": after.facts} if after else {}),
        "Mode": mode,
        **video_done,
    }


if __name__ == "__main__":
    run(main)
