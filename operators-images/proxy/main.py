"""proxy: everything later operators read – video, still frames, speech audio, poster – in one pass over the source."""

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import commands
import mixdown
import packing
import sprites
import waveform
from planning import Plan, plan_of

from media_kits.video import clock, ffmpeg, progress
from media_kits.video.opening import Opened, steadily
from media_kits.video.sources import Source, measure
from media_operator import Operator, UnusableInput, run

SHEET = "sprites.jpg"
CHANNELS = "channels.mka"
SEE_THROUGH = ("rgba", "argb", "bgra", "abgr", "ya8", "ya16", "pal8", "yuva", "gbrap", "rgba64")


def main(operator: Operator) -> dict[str, Any]:
    """Look at the source, then make what its medium asks for."""
    path = operator.require("source")
    source = measure(path)
    match operator.media("source") or _medium_of(source):
        case "Image":
            return _image(operator, path, source)
        case "Audio":
            return _audio(operator, path, source)
        case _:
            return _video(operator, path, source)


def _medium_of(source: Source) -> str:
    if source.is_still:
        return "Image"
    return "Video" if source.video else "Audio"


def _video(operator: Operator, path: Path, source: Source) -> dict[str, Any]:
    if source.video is None:
        raise UnusableInput("the file has audio but no video; analyse it with mediaType: Audio")
    plan = plan_of(source, operator.parameters)
    with tempfile.TemporaryDirectory() as name, ExitStack() as outputs:
        folder = Path(name)
        proxy = outputs.enter_context(operator.output("proxy.mp4"))
        audio = outputs.enter_context(operator.output("audio.flac")) if source.audio else None
        speech = _unmixed(source, folder, audio) if audio else None
        plan = steadily(
            Opened(path, source),
            lambda opened: _pass(operator, commands.VideoPass(opened, folder, proxy, speech), plan),
        )
        if speech and audio:
            _mix(operator, speech, audio)
            _draw(operator, audio)
        stills = packing.stills_of(folder)
        made = measure(proxy)
        facts = _facts(made, plan)
        packing.pack(stills, facts, outputs.enter_context(operator.output("frames.zip")))
        poster = outputs.enter_context(operator.output("poster.jpg"))
        shutil.copyfile(packing.poster_of(stills).path, poster)
        thumbnail = outputs.enter_context(operator.output("thumbnail.jpg"))
        ffmpeg.run(commands.thumbnail(poster, thumbnail, operator.parameters["thumbnailMaxSide"])).must()
        times = packing.tile_times_of(folder)
        _sprites(operator, folder, plan, times, facts["source"]["durationMillis"])
        if source.audio:
            playable = outputs.enter_context(operator.output("audio.m4a"))
            ffmpeg.run(commands.playable(proxy, playable)).must()
    sheet = _sheet_facts(plan.tiling, len(times))
    clock.compare(operator, "the video of the proxy", made.video_seconds, source.video.seconds)
    return {**_summary(source, plan, stills, facts), "Sprites": sheet}


def _sprites(operator: Operator, folder: Path, plan: Plan, times: list[int], end: int) -> None:
    with operator.output(SHEET) as sheet, operator.output("sprites.vtt") as index:
        ffmpeg.run(commands.sprites(folder, plan.tiling, len(times), sheet)).must()
        index.write_text(sprites.vtt_of(plan.tiling, times, end, SHEET))


def _sheet_facts(tiling: sprites.Tiling, count: int) -> dict[str, int]:
    columns, rows = tiling.layout(count)
    return {
        "Columns": columns,
        "Rows": rows,
        "TileWidth": tiling.tile[0],
        "TileHeight": tiling.tile[1],
        "IntervalMillis": tiling.interval,
        "Count": count,
    }


def _pass(operator: Operator, video_pass: commands.VideoPass, plan: Plan) -> Plan:
    for leftover in video_pass.folder.iterdir():  # of a pass that failed, or that a change of format ended
        leftover.unlink()
    if plan.remux and not video_pass.source.is_steady:
        plan = plan_of(video_pass.source, operator.parameters)
    done = video_pass.opened.run(
        video_pass.command(plan),
        folder=video_pass.folder,
        on_line=progress.reporter(operator, video_pass.source.seconds),
    )
    made = any(video_pass.folder.glob("*.jpg"))
    if plan.remux and (done.code != 0 or not made):
        # What looked fit cannot be copied after all: encode it, which repairs most of what a copy keeps.
        return _pass(operator, video_pass, plan_of(video_pass.source, {**operator.parameters, "reencode": True}))
    if not made:
        done.refuse("no frame could be decoded")
    video_pass.opened.tell(operator)
    done.must().tell(operator)
    return plan


def _audio(operator: Operator, path: Path, source: Source) -> dict[str, Any]:
    if source.audio is None:
        raise UnusableInput("the file has no audio that can be decoded")
    with (
        tempfile.TemporaryDirectory() as name,
        operator.output("audio.flac") as audio,
        operator.output("audio.m4a") as playable,
    ):
        speech = _unmixed(source, Path(name), audio)
        steadily(Opened(path, source), lambda opened: _audio_pass(operator, opened, speech, playable))
        _mix(operator, speech, audio)
        _draw(operator, audio)
        made = measure(playable)
    clock.compare(operator, "the audio", made.seconds, source.audio.end)
    return {"Source": _source_facts(source)}


def _audio_pass(operator: Operator, opened: Opened, speech: Path, playable: Path) -> None:
    arguments = commands.audio(opened, speech, playable)
    done = opened.run(arguments, on_line=progress.reporter(operator, opened.source.seconds))
    if done.code != 0 or not speech.is_file():
        done.refuse("the audio could not be decoded")
    opened.tell(operator)
    done.tell(operator)


def _unmixed(source: Source, folder: Path, audio: Path) -> Path:
    """Return where the speech audio goes at first: channels are measured before they become one."""
    return folder / CHANNELS if source.audio and mixdown.is_needed(source.audio) else audio


def _mix(operator: Operator, speech: Path, audio: Path) -> None:
    if speech == audio:
        return
    if operator.parameters.get("separateChannels", False):
        mixdown.keep(operator, speech, audio)
    else:
        mixdown.mix_down(operator, speech, audio)


def _draw(operator: Operator, audio: Path) -> None:
    with operator.output(waveform.FILE) as target:
        waveform.write(audio, target)


def _image(operator: Operator, path: Path, source: Source) -> dict[str, Any]:
    video = source.video
    if video is None:
        raise UnusableInput("the file has no image")
    with operator.output("thumbnail.jpg") as target:
        see_through = video.pixel_format.startswith(SEE_THROUGH)
        side = operator.parameters["thumbnailMaxSide"]
        done = ffmpeg.run(commands.still(path, target, side, transparent=see_through))
        if not target.is_file():
            done.refuse("the image could not be decoded")
    done.tell(operator)
    return {"Source": _source_facts(source)}


def _facts(made: Source, plan: Plan) -> dict[str, Any]:
    width, height = plan.size
    described = {
        "width": width,
        "height": height,
        "frameRate": round(float(plan.rate), 3),
        "durationMillis": round(1000 * made.video_seconds),
        "codec": "h264",
        "format": "QuickTime / MOV",
    }
    sides = {"frameWidth": plan.frame_size[0], "frameHeight": plan.frame_size[1]}
    return {"source": described, **sides, "framesPerSecond": round(plan.frames_per_second, 6)}


def _summary(source: Source, plan: Plan, stills: list[packing.Still], facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "Source": _source_facts(source),
        "ProxyEncode": {"Mode": "Remuxed" if plan.remux else "Encoded", "Reason": plan.reason, **facts["source"]},
        "Frames": {
            "Count": len(stills),
            "ShotChanges": sum(still.reason == "shot" for still in stills),
            "Width": plan.frame_size[0],
            "Height": plan.frame_size[1],
            "FramesPerSecond": facts["framesPerSecond"],
        },
    }


def _source_facts(source: Source) -> dict[str, Any]:
    video, audio = source.video, source.audio
    facts: dict[str, Any] = {"Container": source.container, "DurationMillis": round(source.seconds * 1000)}
    if video:
        facts["Video"] = {
            "Codec": video.codec,
            "Width": video.width,
            "Height": video.height,
            "Rotation": video.rotation,
            "FrameRate": round(video.rate, 3),
            "ConstantRate": video.is_constant_rate,
        }
    if audio:
        facts["Audio"] = {"Codec": audio.codec, "Layout": audio.layout}
    return facts


if __name__ == "__main__":
    run(main)
