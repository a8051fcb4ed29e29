"""loudness-normalization: the audio of a video or recording at a target loudness; the video stream stays as it is."""

import re
from pathlib import Path
from typing import Any

from levelling import Measured, Target, bitrate_of, layout_of, levelling, measured_in, measuring

from media_kits.video import ffmpeg, limits, normalization, progress, sources
from media_kits.video.loudness import FILTER, Loudness, loudness_in
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
    before, measured = _heard(path, source.audio, target)
    if measured.is_silent:
        operator.warn(Reason.NOTHING_AUDIBLE, NOTHING_HEARD)
    with_video = source.video is not None and operator.media("source") not in ("Audio", "AudioProxy")
    with operator.output("normalized.mp4" if with_video else "normalized.m4a") as made:
        arguments = [*ffmpeg.guarded(path), *progress.ARGUMENTS, *_audio(source.audio, levelling(target, measured))]
        arguments += _video(source.video) if with_video and source.video else []
        done = ffmpeg.run([*arguments, *_file(made)], on_line=progress.reporter(operator, source.seconds))
        if done.code != 0 and with_video:
            done.refuse("the video could not be rewritten")
        done.must()
        written = sources.measure(made)
        after = _heard(made, written.audio, target)[0] if written.audio else None
    return _result(source, target, measured, (before, after), with_video=with_video)


def _heard(path: Path, audio: AudioStream, target: Target) -> tuple[Loudness, Measured]:
    graph = f"[0:{audio.number}]aresample=async=1:first_pts=0,asplit=2[a][b];[a]{FILTER}[x];[b]{measuring(target)}[y]"
    ends = [
        part for label in ("[x]", "[y]") for part in ("-map", label, "-t", str(limits.MAX_SECONDS), "-f", "null", "-")
    ]
    done = ffmpeg.run(["-nostats", *ffmpeg.guarded(path), "-filter_complex", graph, *ends])
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
