"""What all files made of a film have in common: whose metadata they have, how long they are, how they sound."""

from media_kits.video import limits
from media_kits.video.sources import Sound

CLEAN = ("-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn")
"""Where it was filmed and by whom does not travel into derived files, nor do chapters, subtitles and data."""


def until(seconds: float = limits.MAX_SECONDS) -> tuple[str, str]:
    """Return the options of an output that end it after so many seconds, and never later than the longest film."""
    return ("-t", f"{min(seconds, limits.MAX_SECONDS):.6f}")


def aligned(sound: Sound) -> str:
    """Return the filters that put a sound's zero at the picture's zero: silence fills what comes before it, and gaps.

    Channels without known places cannot be mixed by rule: they become one, all of them equally loud.
    """
    return f"{_downmix(sound)}aresample=async=1:first_pts=0"


def playable(sound: Sound) -> str:
    """Return the filters that make a sound playable everywhere: mono or stereo at 48 kHz, aligned with the picture."""
    return f"{aligned(sound)},aresample=48000,aformat=channel_layouts={layout(sound)}"


def layout(sound: Sound) -> str:
    """Return the layout that :func:`playable` makes."""
    return "mono" if sound.layout == "mono" else "stereo"


def _downmix(sound: Sound) -> str:
    if not sound.layout.endswith("channels"):
        return ""
    count = int(sound.layout.split(" ")[0])
    return "pan=mono|c0<" + "+".join(f"c{number}" for number in range(count)) + ","
