"""How playlists name codecs (RFC 6381), read from the file that was written."""

import re
from pathlib import Path

AAC = "mp4a.40.2"
"""AAC-LC, the only profile that is written."""

CONFIGURATION = re.compile(rb"avcC\x01(...)", re.DOTALL)
"""AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1): version 1, then profile, constraints and level."""


def avc_of(file: Path, head: int) -> str:
    """Return `avc1.PPCCLL` of an H.264 file of ours, whose initialisation is its first `head` bytes."""
    with file.open("rb") as stream:
        found = CONFIGURATION.search(stream.read(head))
    if found is None:
        raise ValueError(f"{file.name} has no configuration of H.264")
    return f"avc1.{found[1].hex()}"
