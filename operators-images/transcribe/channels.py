"""What is transcribed: all channels as one, or each for itself, as a call with one party on each channel asks for."""

from collections.abc import Mapping
from pathlib import Path

from media_kits.audio.recordings import Recording
from media_operator import BadParameters, Operator, Reason

Recordings = Mapping[str | None, Recording]
"""Label of the channel → what is heard on it; None for all channels as one."""
MOST = 8
"""Channels that are transcribed apart at most: each costs as much as a recording."""


def recordings_of(operator: Operator, path: Path) -> Recordings:
    """Return what is to be transcribed. Raises BadParameters when the channels cannot be told apart as asked for."""
    whole = Recording(path)
    if operator.parameters.get("channelIdentification", False):
        if operator.parameters["speakerLabels"]:
            raise BadParameters(
                "speakerLabels: with channelIdentification the channel says who speaks; set one of them"
            )
        count = whole.facts().channels
        if count > MOST:
            raise BadParameters(f"channelIdentification: the audio has {count} channels, and {MOST} can be told apart")
        if count > 1:
            return {f"ch_{number}": Recording(path, number) for number in range(count)}
        operator.warn(Reason.LEFT_OUT, "the audio has one channel, so that channelIdentification tells nobody apart")
    if whole.mix.turned:
        operator.warn(Reason.CHANNELS_CANCEL, whole.mix.told)
    return {None: whole}
