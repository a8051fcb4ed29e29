"""Stretches of a video in the words of Rekognition's segments: milliseconds, frame numbers, SMPTE timecodes."""

from fractions import Fraction
from typing import Any

from media_kits.video import rates
from media_kits.video.sources import Source, VideoStream
from media_kits.video.timecodes import timecode_of

NEAR = 0.02
"""By how much a nominal rate may differ from the measured one, of which the first and last step are rounded."""

FORMATS = {
    "mov": "QuickTime / MOV",
    "matroska": "Matroska / WebM",
    "avi": "AVI (Audio Video Interleaved)",
    "mpegts": "MPEG-TS (MPEG-2 Transport Stream)",
    "mpeg": "MPEG-PS (MPEG-2 Program Stream)",
    "mxf": "MXF (Material eXchange Format)",
    "flv": "FLV (Flash Video)",
    "asf": "ASF (Advanced / Active Streaming Format)",
    "ogg": "Ogg",
    "wav": "WAV / WAVE (Waveform Audio)",
}
"""The first of ffmpeg's names of a demuxer → its long name, which is what Rekognition writes as Format."""

NTSC = {round(Fraction(n * 1000, 1001), 2): Fraction(n * 1000, 1001) for n in (24, 30, 48, 60, 120)}


def rate_of(video: VideoStream) -> Fraction:
    """Return the constant rate at which a video is looked at, within 1 to 240 a second.

    It is the nominal one, exactly, where the frames keep it; else the one at which `rates.constant` writes the video.
    """
    nominal = video.nominal_rate
    if len(video.times) > 2 and not (video.is_constant_rate and abs(nominal - video.rate) <= NEAR * video.rate):
        return rates.constant(video)
    # ffmpeg prints 29.97 for 30000/1001
    number = min(max(round(nominal or 25.0, 2), 1.0), 240.0)
    return next((exact for shown, exact in NTSC.items() if abs(float(shown) - number) < 0.006), Fraction(str(number)))


def millis_of(frame: int, rate: Fraction) -> int:
    """Return when a frame begins, in milliseconds from the first."""
    return round(frame * 1000 / rate)


def of_frames(kind: str, start: int, end: int, rate: Fraction) -> dict[str, Any]:
    """Return the segment from frame `start` to the one before frame `end`; `kind` is its Type."""
    return of_millis(kind, millis_of(start, rate), millis_of(end, rate)) | _timecoded(start, end, rate)


def of_millis(kind: str, start: int, end: int, rate: Fraction | None = None) -> dict[str, Any]:
    """Return the segment between two times; with timecodes of the nearest frames when the frame rate is given."""
    segment = {
        "Type": kind,
        "StartTimestampMillis": start,
        "EndTimestampMillis": end,
        "DurationMillis": end - start,
    }
    return segment if rate is None else segment | _timecoded(round(start * rate / 1000), round(end * rate / 1000), rate)


def video_metadata(source: Source, video: VideoStream, rate: Fraction, count: int) -> dict[str, Any]:
    """Return Rekognition's VideoMetadata of a video of so many frames."""
    return {
        "Codec": video.codec,
        "DurationMillis": millis_of(count, rate),
        "Format": format_of(source.container),
        "FrameRate": round(float(rate), 3),
        "FrameWidth": video.width,
        "FrameHeight": video.height,
    }


def audio_metadata(source: Source) -> list[dict[str, Any]]:
    """Return Rekognition's AudioMetadata of the source's audio track; an empty list when it has none."""
    audio = source.audio
    if audio is None:
        return []
    facts = {"SampleRate": audio.sample_rate, "NumberOfChannels": audio.channels}
    known = {name: number for name, number in facts.items() if number}
    return [{"Codec": audio.codec, "DurationMillis": round(1000 * (audio.end or source.seconds)), **known}]


def format_of(container: str) -> str:
    """Return the long name of a container that ffmpeg calls so; its own name where no long one is known here."""
    return FORMATS.get(container.split(",", maxsplit=1)[0], container)


def _timecoded(start: int, end: int, rate: Fraction) -> dict[str, Any]:
    return {
        "StartTimecodeSMPTE": timecode_of(start, rate),
        "EndTimecodeSMPTE": timecode_of(end, rate),
        "DurationSMPTE": timecode_of(end - start, rate),
        "StartFrameNumber": start,
        "EndFrameNumber": end,
        "DurationFrames": end - start,
    }
