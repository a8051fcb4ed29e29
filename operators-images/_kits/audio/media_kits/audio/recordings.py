"""Opens an audio file that nobody vouches for, and decodes it piece by piece to 16 kHz mono.

Only listed containers and codecs, only the `file` protocol, only so many streams, channels and hours: a playlist, a
file that names other files, or a bomb ends here with a sentence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import av
import numpy as np

from media_kits.audio.codecs import DECODERS
from media_kits.audio.mixing import STRETCH, Mix, mix_of
from media_operator.errors import UnusableInput

RATE = 16_000
Samples = np.ndarray[Any, np.dtype[np.float32]]

CONTAINERS = (
    "aac,ac3,aiff,amr,asf,au,avi,caf,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,mxf,ogg,tta,"
    "voc,w64,wav,wv"
)
MAX_STREAMS = 64
MAX_CHANNELS = 64
MAX_SOURCE_RATE = 768_000
MAX_SECONDS = 24 * 3600
MAX_DAMAGED_PACKETS = 10_000

HOLE = (0.1, 60.0)
"""Seconds by which time stamps may run ahead of the samples and be filled with silence; more is a wrong time stamp."""


@dataclass(frozen=True)
class Facts:
    """What the file says about its audio track."""

    codec: str
    channels: int
    sample_rate: int
    language: str = ""
    """As the file says it: `eng`, `en-US`; empty where it says none."""


@dataclass(frozen=True)
class Recording:
    """An audio file that can be decoded as often as needed: its channels as one, or one of them alone."""

    path: Path
    channel: int | None = None
    """Which channel, counted from 0; None for all of them mixed."""

    def facts(self) -> Facts:
        """Return what the file says about its audio track. Raises UnusableInput as `blocks` does."""
        with _open(self.path) as container:
            stream = _stream_of(container)
            codec, tags = stream.codec_context, {**container.metadata, **stream.metadata}
            language = next((value for name, value in tags.items() if name.lower() == "language"), "")
            return Facts(codec.name, codec.layout.nb_channels, codec.sample_rate, language)

    @cached_property
    def mix(self) -> Mix:
        """How the channels become one; they are measured once, which decodes the file. Raises as `blocks` does."""
        count = self.facts().channels
        if self.channel is not None:
            alone = tuple(float(number == self.channel) for number in range(count))
            return Mix(alone, ((1,) * count,))
        if count == 1:
            return mix_of(())
        gauge = _Gauge(count)
        with _open(self.path) as container:
            for _ in gauge.decode(container):
                pass
        return mix_of(gauge.measured)

    def blocks(self) -> Iterator[Samples]:
        """Yield mono samples (-1 to 1, 16 kHz) in order, a fraction of a second each; damaged parts become silence.

        Raises UnusableInput when the file holds no audio, breaks a limit, or has nothing that can be decoded.
        """
        heard, mix = 0, self.mix
        with _open(self.path) as container:
            for block in _Decoder(mix).decode(container):
                heard += len(block)
                if heard > MAX_SECONDS * RATE:
                    raise UnusableInput(f"the audio is longer than {MAX_SECONDS // 3600} hours")
                yield block
        if not heard:
            raise UnusableInput("the audio track is damaged: nothing in it could be decoded")


def _open(path: Path) -> Any:
    if not path.stat().st_size:
        raise UnusableInput("the audio file is empty")
    limits = {
        "protocol_whitelist": "file",
        "format_whitelist": CONTAINERS,
        "codec_whitelist": DECODERS,  # of what is opened to find out what streams are; see _stream_of
        "max_streams": str(MAX_STREAMS),
    }
    try:
        return av.open(f"file:{path}", options=limits, metadata_errors="replace")
    except av.FFmpegError as error:
        raise UnusableInput(f"the audio file is damaged or of no known kind: {error.strerror}") from error


class _Decoder:
    """One pass over a container; keeps how much was decoded, to notice holes."""

    def __init__(self, mix: Mix) -> None:
        self.mix = mix
        self.resampler: Any = None
        self.rate = 0
        self.seconds = 0.0
        self.first: float | None = None
        self.zero = 0.0

    def decode(self, container: Any) -> Iterator[Samples]:
        # The zero of the file is the earliest stream's, maybe that of a video
        self.zero = (container.start_time or 0) / av.time_base
        damaged = 0
        for packet in container.demux(_stream_of(container)):
            try:
                for frame in packet.decode():
                    yield from self._samples_of(frame)
            except av.FFmpegError as error:
                damaged += 1
                if damaged > MAX_DAMAGED_PACKETS:
                    raise UnusableInput(f"the audio track is damaged throughout: {error.strerror}") from error
        yield from self._rest()

    def _samples_of(self, frame: Any) -> Iterator[Samples]:
        yield from self._hole_before(frame)
        if frame.sample_rate != self.rate:
            yield from self._rest()
            self.resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
            self.rate = frame.sample_rate
        factors = self.mix.at(self.seconds)
        self.seconds += frame.samples / frame.sample_rate
        for block in self.resampler.resample(_mono(frame, factors)):
            yield block.to_ndarray()[0]

    def _hole_before(self, frame: Any) -> Iterator[Samples]:
        if frame.time is None:
            return
        if self.first is None:
            self.first = self.zero if 0 <= frame.time - self.zero < HOLE[1] else frame.time
        hole = frame.time - self.first - self.seconds
        if abs(hole) >= HOLE[1]:  # the clock jumped: it goes on where it was
            self.first = frame.time - self.seconds
        elif hole > HOLE[0]:
            self.seconds += hole
            yield np.zeros(round(hole * RATE), np.float32)

    def _rest(self) -> Iterator[Samples]:
        for block in self.resampler.resample(None) if self.resampler else ():
            yield block.to_ndarray()[0]
        self.resampler = None


class _Gauge(_Decoder):
    """One pass that measures how the channels go together, a stretch at a time; it yields nothing."""

    def __init__(self, channels: int) -> None:
        super().__init__(mix_of(()))
        self.channels = channels
        self.sums: list[Any] = []
        self.counts: list[int] = []

    @property
    def measured(self) -> list[list[list[float]]]:
        """The mean products of the channels in each stretch."""
        means: list[list[list[float]]] = [
            (products / max(1, count)).tolist() for products, count in zip(self.sums, self.counts, strict=True)
        ]
        return means

    def _samples_of(self, frame: Any) -> Iterator[Samples]:
        for _ in self._hole_before(frame):
            pass
        number = int(self.seconds // STRETCH)
        if self.seconds > MAX_SECONDS:
            raise UnusableInput(f"the audio is longer than {MAX_SECONDS // 3600} hours")
        while len(self.sums) <= number:
            self.sums.append(np.zeros((self.channels, self.channels)))
            self.counts.append(0)
        self.seconds += frame.samples / frame.sample_rate
        samples = _channels(frame)
        if len(samples) == self.channels:  # a track may change its layout; what differs is mixed by rule
            self.sums[number] += (samples @ samples.T).astype(np.float64)
            self.counts[number] += samples.shape[1]
        yield from ()


def _stream_of(container: Any) -> Any:
    if not container.streams.audio:
        raise UnusableInput("the file has no audio track")
    stream = container.streams.best("audio") or container.streams.audio[0]
    try:
        channels, rate = stream.codec_context.layout.nb_channels, stream.codec_context.sample_rate
    except AttributeError as error:
        raise UnusableInput("the audio track uses a codec that cannot be decoded") from error
    if (codec := stream.codec_context.name) not in DECODERS.split(","):  # nothing of it has been decoded yet
        raise UnusableInput(f"the codec {codec} is not one that sources may have")
    if channels > MAX_CHANNELS or rate > MAX_SOURCE_RATE:
        raise UnusableInput(
            f"the audio track has {channels} channels at {rate} Hz; {MAX_CHANNELS} at {MAX_SOURCE_RATE} Hz can be read"
        )
    return stream


def _mono(frame: Any, factors: Sequence[float]) -> av.AudioFrame:
    # Mixed here, not by libswresample: it refuses channel layouts without a name, and PyAV crashes on that.
    channels = _channels(frame)
    if len(channels) != len(factors):
        factors = mix_of([np.eye(len(channels)).tolist()]).at(0)  # as if all were equally loud
    mixed = (np.array([factors], np.float32) @ channels).clip(-8, 8)
    mono = av.AudioFrame.from_ndarray(np.ascontiguousarray(mixed), format="fltp", layout="mono")
    mono.sample_rate = frame.sample_rate
    return mono


def _channels(frame: Any) -> Samples:
    """Return [channels, samples] from -1 to 1."""
    samples = frame.to_ndarray()
    return _floats(samples if frame.format.is_planar else samples.reshape(-1, frame.layout.nb_channels).T)


def _floats(samples: Any) -> Samples:
    if samples.dtype.kind == "f":
        clean: Samples = np.nan_to_num(samples.astype(np.float32), posinf=0, neginf=0).clip(-8, 8)
        return clean
    scale = np.float32(2 ** (samples.dtype.itemsize * 8 - 1))
    scaled: Samples = samples.astype(np.float32) / scale - np.float32(samples.dtype.kind == "u")
    return scaled
