"""transcode: a smaller video, an audio track, or a clip between two times."""

from pathlib import Path
from typing import Any

import commands
from commands import Stretch

from media_kits.video import clock, limits, progress, sources
from media_kits.video.opening import Opened, steadily
from media_kits.video.sources import Source
from media_operator import BadParameters, Operator, UnusableInput, run


def main(operator: Operator) -> dict[str, Any]:
    """Write the one file that the preset asks for, and say what it is."""
    path = operator.require("source")
    source = sources.measure(path)
    stretch = stretch_of(source, operator.parameters)
    preset = operator.parameters["preset"]
    kind = operator.parameters["audioFormat"]
    _check(source, preset)
    name = commands.FILES[kind] if preset == "audio" else "transcoded.mp4"
    with operator.output(name) as target:
        steadily(Opened(path, source, stretch.before), lambda opened: _write(operator, opened, stretch, target))
        made = sources.measure(target)
    clock.compare(operator, name, made.seconds, stretch.seconds)
    return _result(name, made, stretch)


def _write(operator: Operator, opened: Opened, stretch: Stretch, target: Path) -> None:
    preset, parameters = operator.parameters["preset"], operator.parameters
    if preset == "audio":
        arguments = commands.audio(opened, stretch, parameters["audioFormat"], target)
    else:
        side = parameters["height"] if preset == "proxy" else commands.LARGEST
        arguments = commands.video(opened, stretch, side, target)
    done = opened.run(arguments, on_line=progress.reporter(operator, stretch.seconds))
    if done.code != 0:
        done.refuse("the file could not be decoded or written")
    opened.tell(operator)
    done.tell(operator)


def stretch_of(source: Source, parameters: dict[str, Any]) -> Stretch:
    """Return what to keep. Raises BadParameters when that is nothing."""
    start, end = parameters["startSeconds"], parameters["endSeconds"]
    if end and end <= start:
        raise BadParameters(f"endSeconds is {end:g}, which is not after startSeconds ({start:g}); 0 means the end")
    if source.seconds and start >= source.seconds:
        raise BadParameters(f"startSeconds is {start:g}, but the source lasts only {source.seconds:.3f} seconds")
    longest = source.seconds or limits.MAX_SECONDS
    return Stretch(start, (min(end, longest) if end else longest) - start)


def _check(source: Source, preset: str) -> None:
    if source.is_still:
        raise UnusableInput("the file is a single image, neither video nor audio")
    if preset == "audio" and source.audio is None:
        raise UnusableInput("the file has no audio track; preset audio needs one")
    if preset != "audio" and source.video is None:
        raise UnusableInput(f"the file has audio but no video; preset {preset} needs video, preset audio does not")


def _result(name: str, made: Source, stretch: Stretch) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "File": name,
        "DurationMillis": round(1000 * made.seconds),
        "SourceStartMillis": round(1000 * stretch.start),
    }
    if made.video:
        width, height = made.video.display_size
        facts["Video"] = {
            "Codec": made.video.codec,
            "Width": width,
            "Height": height,
            "Frames": len(made.video.times),
        }
    if made.audio:
        facts["Audio"] = {"Codec": made.audio.codec, "Layout": made.audio.layout}
    return facts


if __name__ == "__main__":
    run(main)
