"""hls: a video or recording for streaming; each size is one file, of which players fetch ranges of bytes."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import commands
import cutting
import ladder
import naming
import playlists
from playlists import Track, Variant

from media_kits.video import clock, progress, rates, sources
from media_kits.video.finished import Finished
from media_kits.video.opening import Opened, steadily
from media_operator import Operator, UnusableInput, run

CAPTIONS = "hls-captions"
MAX_CAPTIONS = 2**24


def main(operator: Operator) -> dict[str, Any]:
    """Decode once, write every rendition, and describe what was really written."""
    path = operator.require("source")
    source = sources.measure(path)
    if source.is_still:
        raise UnusableInput("the file is a single image, neither video nor audio")
    if operator.media("source") in ("AudioProxy", "Audio"):
        source = replace(source, video=None)
    opened = Opened(path, source)
    with tempfile.TemporaryDirectory(dir=operator.outputs, prefix=".hls-") as name:
        folder = Path(name)
        captions = _captions(operator, folder)  # before the long work, of which nothing is left when they are damaged
        encoding, written = steadily(opened, lambda given: _encode(operator, given, folder))
        if not all(track.seconds > 0 for track in written.tracks):
            raise UnusableInput("the file is too short: it cannot be cut into segments")
        master = _playlists(written, folder, captions)
        for file in sorted(folder.iterdir()):
            file.replace(operator.outputs / file.name)
    with operator.output("hls.m3u8") as target:
        target.write_text(master, encoding="utf-8")
    clock.compare(operator, "the rendition", written.tracks[0].seconds, source.video_seconds or source.seconds)
    return _result(encoding, written, captions)


def _encode(operator: Operator, opened: Opened, folder: Path) -> "tuple[commands.Encoding, Written]":
    encoding = _encoding(opened, operator.parameters)
    on_line = progress.reporter(operator, opened.source.seconds)
    done = opened.run(encoding.command(), folder=folder, on_line=on_line)
    if done.code != 0:
        done.refuse("the file could not be decoded")
    written = _written(encoding, folder, done)
    opened.tell(operator)
    done.tell(operator)
    return encoding, written


@dataclass(frozen=True)
class Written:
    """What came out: a track and its variant for each size, the largest first, and the audio."""

    target: int
    videos: Sequence[tuple[Track, Variant]]
    audio: Track | None

    @property
    def tracks(self) -> tuple[Track, ...]:
        """All files."""
        return (*(track for track, _ in self.videos), *((self.audio,) if self.audio else ()))

    @property
    def variants(self) -> tuple[Variant, ...]:
        """What a player may choose: every size, with the audio's share of the bandwidth; the audio alone comes last."""
        audio = self._audio_variant
        if audio is None:
            return tuple(variant for _, variant in self.videos)
        return (
            *(
                replace(
                    variant,
                    peak=variant.peak + audio.peak,
                    average=variant.average + audio.average,
                    codecs=f"{variant.codecs},{audio.codecs}",
                )
                for _, variant in self.videos
            ),
            audio,
        )

    @property
    def _audio_variant(self) -> Variant | None:
        if self.audio is None:
            return None
        return Variant(f"{self.audio.name}.m3u8", self.audio.peak(self.target), self.audio.average, naming.AAC)


@dataclass(frozen=True)
class Captions:
    """Captions that go with the video, and their language, "" when unknown."""

    language: str


def _encoding(opened: Opened, parameters: dict[str, Any]) -> commands.Encoding:
    source, seconds = opened.source, parameters["segmentSeconds"]
    video = source.video
    if video is None:
        return commands.Encoding(opened, None, source.audio, None, (), cutting.cuts_of(None, seconds))
    rate = rates.constant(video)
    sizes = ladder.renditions_of(video.display_size, rate, parameters["maxHeight"])
    return commands.Encoding(opened, video, source.audio, rate, sizes, cutting.cuts_of(rate, seconds))


def _written(encoding: commands.Encoding, folder: Path, done: Finished) -> Written:
    try:
        tracks = [_track(folder, each.name) for each in encoding.renditions]
        audio = _track(folder, commands.AUDIO) if encoding.audio else None
    except ValueError:
        done.refuse("nothing could be decoded")
    target = playlists.target_of([*tracks, *([audio] if audio else [])])
    videos = []
    for track, size in zip(tracks, encoding.renditions, strict=True):
        codec = naming.avc_of(folder / f"{track.name}.mp4", track.head)
        shown, rate = (size.width, size.height), float(encoding.rate or 0)
        videos.append(
            (track, Variant(f"{track.name}.m3u8", track.peak(target), track.average, codec, shown, rate)),
        )
    return Written(target, videos, audio)


def _track(folder: Path, name: str) -> Track:
    path = folder / f"{name}.m3u8"
    return playlists.track_of(name, path.read_text(encoding="utf-8") if path.is_file() else "")


def _captions(operator: Operator, folder: Path) -> Captions | None:
    path = operator.input("captions")
    if path is None:
        return None
    if path.stat().st_size > MAX_CAPTIONS or not path.read_bytes().lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        raise UnusableInput("the input 'captions' is no WebVTT of at most 16 MiB")
    shutil.copyfile(path, folder / f"{CAPTIONS}.vtt")
    return Captions(operator.parameters["captionsLanguage"] or _spoken(operator.json("transcript")))


def _spoken(transcript: Any) -> str:
    results = transcript.get("results") if isinstance(transcript, dict) else None
    language = results.get("language_code") if isinstance(results, dict) else None
    return language if isinstance(language, str) and language.replace("-", "").isalnum() else ""


def _playlists(written: Written, folder: Path, captions: Captions | None) -> str:
    for track in written.tracks:
        text = playlists.media_playlist(track, written.target)
        (folder / f"{track.name}.m3u8").write_text(text, encoding="utf-8")
    if captions:
        text = playlists.captions_playlist(f"{CAPTIONS}.vtt", written.tracks[0].seconds)
        (folder / f"{CAPTIONS}.m3u8").write_text(text, encoding="utf-8")
    return playlists.master_playlist(
        written.variants,
        audio=f"{written.audio.name}.m3u8" if written.audio and written.videos else "",
        captions=f"{CAPTIONS}.m3u8" if captions else "",
        language=captions.language if captions else "",
    )


def _result(encoding: commands.Encoding, written: Written, captions: Captions | None) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "Playlist": "hls.m3u8",
        "DurationMillis": round(1000 * written.tracks[0].seconds),
        "SegmentMillis": round(1000 * encoding.cuts.seconds),
        "Renditions": [_described(track, variant) for track, variant in written.videos],
    }
    if written.audio and encoding.audio:
        heard = Variant("", written.audio.peak(written.target), written.audio.average, naming.AAC)
        facts["Audio"] = _described(written.audio, heard)
    if captions:
        facts["Captions"] = {"File": f"{CAPTIONS}.vtt", "Playlist": f"{CAPTIONS}.m3u8"}
        facts["Captions"] |= {"LanguageCode": captions.language} if captions.language else {}
    return facts


def _described(track: Track, variant: Variant) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "File": f"{track.name}.mp4",
        "Playlist": f"{track.name}.m3u8",
        "Codecs": variant.codecs,
        "Bandwidth": variant.peak,
        "AverageBandwidth": variant.average,
        "Segments": len(track.segments),
    }
    if variant.size:
        facts |= {"Width": variant.size[0], "Height": variant.size[1], "FrameRate": round(variant.rate, 3)}
    return facts


if __name__ == "__main__":
    run(main)
