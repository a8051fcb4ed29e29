"""The arguments of ffmpeg for one pass over a source. Files it writes beside the outputs lie in the working folder."""

from dataclasses import dataclass
from pathlib import Path

import mixdown
from planning import SCENE_THRESHOLD, Plan
from sprites import Tiling

from media_kits.video import derivatives, ffmpeg, progress
from media_kits.video.opening import Opened
from media_kits.video.sources import AudioStream, Source

SCORES = "scores.txt"
FRAMES = "%06d.jpg"
TILES = "tiles.yuv"
TILE_TIMES = "tiles.txt"
TILE_FORMAT = "yuvj420p"
AUDIO_SAMPLE_RATE = 16000


@dataclass(frozen=True)
class VideoPass:
    """One pass over a video: the file, and where its outputs go."""

    opened: Opened
    folder: Path
    proxy: Path
    audio: Path | None

    @property
    def source(self) -> Source:
        """What the file was measured to be."""
        return self.opened.source

    def command(self, plan: Plan) -> list[str]:
        """Return the one command that decodes once and writes proxy, speech audio and still frames."""
        number = self.source.video.number if self.source.video else 0
        arguments = [*self.opened.arguments, *progress.ARGUMENTS]
        arguments += ["-filter_complex", _graph(number, plan, self.source.audio), *self._streams(number, plan)]
        arguments += [*derivatives.CLEAN, *derivatives.until(), "-movflags", "+faststart", str(self.proxy)]
        if self.audio is not None:
            arguments += _speech(self.audio, self.source.audio)
        arguments += ["-map", "[frames]", *derivatives.until(), "-fps_mode", "passthrough", "-q:v", "3"]
        arguments += ["-f", "image2", FRAMES, "-map", "[tiles]", *derivatives.until(), "-fps_mode", "passthrough"]
        return [*arguments, "-frames:v", str(plan.tiling.most), "-f", "rawvideo", TILES]

    def _streams(self, number: int, plan: Plan) -> list[str]:
        found = self.source.audio
        if plan.remux:
            return ["-map", f"0:{number}", *(["-map", f"0:{found.number}"] if found else []), "-c", "copy"]
        return ["-map", "[proxy]", *(["-map", "[audio]"] if found else []), *_encoding(plan)]


def audio(opened: Opened, speech: Path, playable: Path) -> list[str]:
    """Return one command that makes speech audio and a playable track of an audio file."""
    found = opened.source.audio
    arguments = [*opened.arguments, *progress.ARGUMENTS]
    arguments += ["-filter_complex", ";".join(_audio_graph(found)) if found else "anull"]
    # fmt: off
    return [*arguments, *_speech(speech, found),
            "-map", "[audio]", *derivatives.CLEAN, *derivatives.until(), "-c:a", "aac", "-b:a", "128k",
            "-movflags", "+faststart", str(playable), *opened.unused(found)]
    # fmt: on


def playable(proxy: Path, target: Path) -> list[str]:
    """Return the command that takes the proxy's audio, already encoded, as a file of its own."""
    return ["-i", f"file:{proxy}", "-map", "0:a:0", "-c", "copy", "-movflags", "+faststart", str(target)]


def thumbnail(poster: Path, target: Path, side: int) -> list[str]:
    """Return the command that makes a small JPEG of one that we made."""
    return ["-f", "jpeg_pipe", "-i", f"file:{poster}", *_one_image(_fitting(side), target)]


def sprites(folder: Path, tiling: Tiling, count: int, target: Path) -> list[str]:
    """Return the command that lays the tiles which the pass left in `folder` out as one JPEG."""
    columns, rows = tiling.layout(count)
    width, height = tiling.tile
    # fmt: off
    return ["-f", "rawvideo", "-pixel_format", TILE_FORMAT, "-video_size", f"{width}x{height}",
            "-i", f"file:{folder / TILES}", *_one_image(f"tile={columns}x{rows}:nb_frames={count}", target)]
    # fmt: on


def still(path: Path, target: Path, side: int, *, transparent: bool) -> list[str]:
    """Return the command that makes one JPEG of an image, at most `side` pixels long, on white if see-through."""
    onto = "split[a][b];[a]drawbox=t=fill:c=white:replace=1[white];[white][b]overlay=format=auto"
    graph = f"{_fitting(side)},format=rgba,{onto}" if transparent else _fitting(side)
    return [*ffmpeg.guarded(path), *_one_image(graph, target)]


def _fitting(side: int) -> str:
    # not force_original_aspect_ratio, which shrinks the short side of a very long image to nothing
    shrunk = f"min(1,{side}/max(iw,ih))"
    return f"scale=w='max(1,round(iw*{shrunk}))':h='max(1,round(ih*{shrunk}))'"


def _one_image(graph: str, target: Path) -> list[str]:
    # fmt: off
    return ["-loglevel", "error", "-filter_complex", f"[0:v:0]{graph},setsar=1,scale=out_range=pc,format=yuvj420p",
            *derivatives.CLEAN, "-frames:v", "1", "-update", "1", "-q:v", "3", "-f", "image2", str(target)]
    # fmt: on


def _graph(number: int, plan: Plan, audio: AudioStream | None) -> str:
    width, height = plan.frame_size
    keep = f"select='{_selection(plan)}',metadata=mode=print:key=lavfi.scene_score:file={SCORES}"
    frames = f"{keep},scale={width}:{height}:flags=bicubic:out_range=pc,format=yuvj420p[frames]"
    prepared = ",".join(plan.filters)
    if plan.remux:
        parts = [f"[0:{number}]split=2[raw][small]"]
    else:
        constant = f"fps={plan.rate}:start_time=0"
        parts = [f"[0:{number}]{prepared},{constant},split=3[proxy][raw][small]"]
    parts += [f"[raw]{frames}", f"[small]{_tiles(plan.tiling)}"]
    return ";".join(parts + (_audio_graph(audio, copied=plan.remux) if audio else []))


def _tiles(tiling: Tiling) -> str:
    width, height = tiling.tile
    times = f"select='eq(n,0)+{_grid(1000 / tiling.interval)}',metadata=mode=add:key=tile:value=1"
    keep = f"{times},metadata=mode=print:key=tile:file={TILE_TIMES}"
    return f"{keep},scale={width}:{height}:flags=area:out_range=pc,format={TILE_FORMAT}[tiles]"


def _grid(per_second: float) -> str:
    rate = f"{per_second:.6f}"
    return f"gt(floor(t*{rate}+0.000001),floor(prev_selected_t*{rate}+0.000001))"


def _selection(plan: Plan) -> str:
    # A regular grid, plus changes of scene not closer than the gap; register 1 keeps when the next one may come.
    grid = _grid(plan.frames_per_second)
    shot = f"if(gt(scene,{SCENE_THRESHOLD})*gte(t,ld(1)),st(1,t+{plan.shot_gap:.3f})*0+1,0)"
    return f"eq(n,0)+{grid}+{shot}"


def _audio_graph(audio: AudioStream, *, copied: bool = False) -> list[str]:
    start = f"[0:{audio.number}]{derivatives.aligned(audio)}"
    kept = audio.layout if mixdown.is_needed(audio) else "mono"
    speech = f"aresample={AUDIO_SAMPLE_RATE},aformat=sample_fmts=s16:channel_layouts={kept}[speech]"
    if copied:
        return [f"{start},{speech}"]
    playable = f"aresample=48000,aformat=channel_layouts={derivatives.layout(audio)}[audio]"
    return [f"{start},asplit=2[a][b]", f"[a]{speech}", f"[b]{playable}"]


def _speech(target: Path, audio: AudioStream | None) -> list[str]:
    """Return the output of the speech audio: FLAC, or for several channels WavPack, which holds any layout."""
    # WavPack takes the size of the first frame for all, and refuses less than 128 samples
    codec = ["flac"] if target.suffix == ".flac" else ["wavpack", "-frame_size", "4096"]
    language = derivatives.spoken(audio) if audio else ()
    return ["-map", "[speech]", *derivatives.CLEAN, *language, *derivatives.until(), "-c:a", *codec, str(target)]


def _encoding(plan: Plan) -> list[str]:
    interval = max(1, round(plan.rate * 2))
    # fmt: off
    return ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", str(interval), "-pix_fmt", "yuv420p",
            "-profile:v", "high", "-c:a", "aac", "-b:a", "128k", "-max_muxing_queue_size", "4096"]
    # fmt: on
