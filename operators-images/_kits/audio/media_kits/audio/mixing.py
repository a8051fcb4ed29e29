"""How channels become one so that nothing said is lost: which take part, how loud, and which are turned over.

A microphone that is wired the wrong way round makes a channel that cancels the other one in a plain sum; a voice in one
of six channels is far too quiet in their mean. So channels are measured first, a stretch of some seconds at a time. The
standard library alone: a copy of this module is part of the operator `proxy` (`make generate`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

STRETCH = 10.0
"""Seconds that are measured together: within a stretch no channel changes its sign."""
SILENT = 1e-6
"""Mean square of a channel, of 1, below which nobody hears it: 60 dB below full scale."""
FAINT = 1e-4
"""Mean square of a channel, of that of the loudest, below which it takes no part: 40 dB."""
OPPOSED = -0.7
"""Correlation from which two channels cancel each other: of their sum at most a sixth of the power is left."""

Products = Sequence[Sequence[float]]
"""[channels][channels] mean products of the samples of two channels; on the diagonal the mean squares."""


@dataclass(frozen=True)
class Mix:
    """The loudness of each channel in the sum, and for each stretch of ten seconds its sign."""

    weights: tuple[float, ...]
    signs: tuple[tuple[int, ...], ...]

    def at(self, seconds: float) -> tuple[float, ...]:
        """Return the factors of the channels at a time; after the last stretch those of the last."""
        signs = self.signs[min(int(seconds // STRETCH), len(self.signs) - 1)]
        return tuple(weight * sign for weight, sign in zip(self.weights, signs, strict=True))

    @property
    def turned(self) -> list[tuple[float, float]]:
        """Return the stretches of seconds in which a channel that is heard is turned over, neighbours as one."""
        found: list[tuple[float, float]] = []
        for number, signs in enumerate(self.signs):
            if any(sign < 0 and weight for sign, weight in zip(signs, self.weights, strict=True)):
                start, end = number * STRETCH, (number + 1) * STRETCH
                if found and found[-1][1] == start:
                    found[-1] = (found[-1][0], end)
                else:
                    found.append((start, end))
        return found

    @property
    def told(self) -> str:
        """Return the sentence for people about channels that were turned over."""
        always = self.turned == [(0.0, len(self.signs) * STRETCH)]
        part = "throughout" if always else "in parts"
        return f"the channels of the audio cancel each other {part}; one of them was turned over before they were mixed"


def mix_of(stretches: Sequence[Products]) -> Mix:
    """Return how channels are mixed by what was measured; without any measure of one channel, that channel.

    Two channels are averaged, more are summed and divided by the root of their number: a voice in one of them stays.
    """
    if not stretches:
        return Mix((1.0,), ((1,),))
    count = len(stretches[0])
    powers = [sum(each[channel][channel] for each in stretches) / len(stretches) for channel in range(count)]
    heard = [power > max(SILENT, FAINT * max(powers)) for power in powers]
    if not any(heard):
        heard = [True] * count
    taking_part = sum(heard)
    weight = 1 / taking_part if taking_part <= 2 else 1 / taking_part**0.5
    signs = tuple(_signs(each, heard) for each in stretches)
    return Mix(tuple(weight if each else 0.0 for each in heard), signs)


def _signs(products: Products, heard: Sequence[bool]) -> tuple[int, ...]:
    """Return the sign of each channel: that of the loudest is 1, and those that it would cancel are turned over."""
    channels = range(len(products))
    loudest = max((channel for channel in channels if heard[channel]), key=lambda each: products[each][each])
    return tuple(-1 if heard[each] and _is_opposed(products, loudest, each) else 1 for each in channels)


def _is_opposed(products: Products, one: int, other: int) -> bool:
    power = products[one][one] * products[other][other]
    return power > SILENT**2 and products[one][other] < OPPOSED * power**0.5
