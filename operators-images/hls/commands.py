"""The one command of ffmpeg that decodes once and writes every rendition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cutting import Cuts
from ladder import Rendition

from media_kits.video import derivatives, normalization, progress
from media_kits.video.opening import Opened
from media_kits.video.sources import AudioStream, VideoStream

AUDIO = "hls-audio"
KILOBITS = {"mono": 64, "stereo": 128}
"""AAC, by layout."""


@dataclass(frozen=True)
class Encoding:
    """What is to be written in which sizes; without video `renditions` is empty."""

    opened: Opened
    video: VideoStream | None
    audio: AudioStream | None
    rate: Fraction | None
    renditions: Sequence[Rendition]
    cuts: Cuts

    def command(self) -> list[str]:
        """Return the arguments; files and playlists lie in the working folder, named after the renditions."""
        arguments = [*self.opened.arguments, *progress.ARGUMENTS, "-filter_complex", ";".join(self._graph())]
        for rendition in self.renditions:
            arguments += ["-map", f"[{rendition.name}]", *self._video(rendition), *self._segmented(rendition.name)]
        if self.audio:
            bits = f"{KILOBITS[derivatives.layout(self.audio)]}k"
            arguments += ["-map", f"[{AUDIO}]", "-c:a", "aac", "-b:a", bits, *self._segmented(AUDIO)]
        return [*arguments, *self.opened.unused(self.video if self.renditions else None, self.audio)]

    def _graph(self) -> Iterator[str]:
        if self.video and self.renditions:
            largest, count = self.renditions[0], len(self.renditions)
            prepared = ",".join(normalization.filters(self.video, (largest.width, largest.height)))
            ends = "".join(f"[{index}]" for index in range(count))
            yield f"[0:{self.video.number}]{prepared},fps={self.rate}:start_time=0,split={count}{ends}"
            for index, each in enumerate(self.renditions):
                yield f"[{index}]scale={each.width}:{each.height}:flags=bicubic,setsar=1[{each.name}]"
        if self.audio:
            yield f"[0:{self.audio.number}]{derivatives.playable(self.audio)}[{AUDIO}]"

    def _video(self, rendition: Rendition) -> list[str]:
        interval, most = str(self.cuts.interval), f"{rendition.kilobits}k"
        # A buffer of one second keeps a segment's peak near its ceiling; no keyframe but the regular ones.
        # fmt: off
        return ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-maxrate", most, "-bufsize", most,
                "-profile:v", "high", "-g", interval, "-keyint_min", interval, "-sc_threshold", "0"]
        # fmt: on

    def _segmented(self, name: str) -> list[str]:
        # Shifted to zero by ffmpeg, frames would come late by as many as are reordered, and audio by its priming;
        # unshifted, an edit list says what is to be skipped, and players read that.
        # fmt: off
        return [*derivatives.CLEAN, *derivatives.until(), "-avoid_negative_ts", "disabled", "-f", "hls",
                "-hls_segment_type", "fmp4", "-hls_playlist_type", "vod", "-hls_flags", "single_file",
                "-hls_list_size", "0", "-hls_time", self.cuts.threshold,
                "-hls_segment_filename", f"{name}.mp4", f"{name}.m3u8"]
        # fmt: on
