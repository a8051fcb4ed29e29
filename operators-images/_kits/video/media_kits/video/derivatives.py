"""What all files made of a video have in common: whose metadata they have, how long they are, how they sound."""

import re

from media_kits.video import limits
from media_kits.video.sources import AudioStream

CLEAN = ("-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn")
"""Where it was filmed and by whom does not travel into derived files, nor do chapters, subtitles and data."""

_REGIONAL = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?-([A-Za-z]{2}|[0-9]{3})")


def spoken(audio: AudioStream) -> tuple[str, ...]:
    """Return the options that keep an audio track's language where it says a region (`en-US`), which nothing hears.

    A language without a region is heard better than it is labelled: most containers say "eng" of everything.
    """
    return ("-metadata", f"language={audio.language}") if _REGIONAL.fullmatch(audio.language) else ()


def until(seconds: float = limits.MAX_SECONDS) -> tuple[str, str]:
    """Return the options of an output that end it after so many seconds, and never later than the longest video."""
    return ("-t", f"{min(seconds, limits.MAX_SECONDS):.6f}")


def aligned(audio: AudioStream) -> str:
    """Return the filters that put an audio track's zero at the video's: silence fills what comes before it, and gaps.

    Channels without known places cannot be mixed by rule: they become one, all of them equally loud.
    """
    return f"{_downmix(audio)}aresample=async=1:first_pts=0"


def playable(audio: AudioStream) -> str:
    """Return the filters that make audio playable everywhere: mono or stereo at 48 kHz, aligned with the video."""
    return f"{aligned(audio)},aresample=48000,aformat=channel_layouts={layout(audio)}"


def layout(audio: AudioStream) -> str:
    """Return the layout that :func:`playable` makes."""
    return "mono" if audio.layout == "mono" else "stereo"


def _downmix(audio: AudioStream) -> str:
    if not audio.layout.endswith("channels"):
        return ""
    count = int(audio.layout.split(" ")[0])
    return "pan=mono|c0<" + "+".join(f"c{number}" for number in range(count)) + ","
