"""Writes captions as WebVTT (W3C), as SubRip, and in the shape of MIE's WebCaptions."""

from collections.abc import Sequence
from typing import Any

from media_kits.captions.captions import LaidOutCaption


def webvtt_of(captions: Sequence[LaidOutCaption]) -> str:
    """Return a WebVTT file; without captions it is the valid empty file. Text is escaped: it is never markup."""
    cues = (f"{_span(it, '.')}\n{_escape(it)}\n" for it in captions)
    return "WEBVTT\n\n" + "\n".join(cues)


def subrip_of(captions: Sequence[LaidOutCaption]) -> str:
    """Return a SubRip file, numbered from 1; without captions it is empty."""
    cues = (f"{number}\n{_span(it, ',')}\n" + "\n".join(it.lines) + "\n" for number, it in enumerate(captions, 1))
    return "\n".join(cues)


def web_captions_of(captions: Sequence[LaidOutCaption]) -> list[dict[str, Any]]:
    """Return MIE's WebCaptions: seconds, the caption on one line, and how sure each word that was heard is (0 to 1)."""
    return [
        {
            "start": round(it.start, 3),
            "end": round(it.end, 3),
            "caption": it.text,
            "wordConfidence": [{"w": word.content, "c": word.confidence} for word in it.words],
        }
        for it in captions
    ]


def _escape(caption: LaidOutCaption) -> str:
    text = "\n".join(caption.lines)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _span(caption: LaidOutCaption, point: str) -> str:
    return " --> ".join(clock_of(round(1000 * seconds), point) for seconds in (caption.start, caption.end))


def clock_of(millis: int, point: str = ".") -> str:
    """Return hours, minutes, seconds and milliseconds: 01:02:03.004; SubRip has a comma for the point."""
    seconds, rest = divmod(millis, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"
