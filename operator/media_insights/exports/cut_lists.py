"""CMX3600 edit decision lists (later SMPTE ST 258): the shots as edits of one video, in its own timecode.

Source times are the video's own timecode, when mediainfo found one, else they count from zero as the record's do.
"""

from collections.abc import Iterator

from media_insights.domain.wording import printable
from media_insights.exports.assets import Asset
from media_insights.exports.rates import rate_of
from media_insights.exports.shots import shots_of

REEL = "AX"
"""The reel's name for a source that is a file, no tape."""


def edl_of(asset: Asset) -> Iterator[str]:
    """Yield the header and then an edit per shot. Raises Missing without shots or rate, Unfit without timecodes."""
    rate = rate_of(asset)
    shots = shots_of(asset, rate)
    name = printable(asset.file or asset.name)
    rate.timecode(0)
    yield f"TITLE: {printable(asset.title or asset.name)[:70]}\n"
    yield f"FCM: {'DROP FRAME' if rate.drop else 'NON-DROP FRAME'}\n"
    for shot in shots:
        source = f"{rate.timecode(rate.first + shot.start)} {rate.timecode(rate.first + shot.end)}"
        record = f"{rate.timecode(shot.start)} {rate.timecode(shot.end)}"
        yield f"\n{shot.number:03d}  {REEL:<8} V     C        {source} {record}\n* FROM CLIP NAME: {name}\n"
