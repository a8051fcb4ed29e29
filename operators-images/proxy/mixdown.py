"""Makes one channel of several, after they were measured: by the same rule as operators that read audio themselves."""

from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path

from mixing import STRETCH, Mix, mix_of

from media_kits.video import ffmpeg, sources
from media_kits.video.sources import AudioStream
from media_operator.operators import Operator
from media_operator.result_warnings import Reason

CHANNELS = {
    "stereo": 2,
    "downmix": 2,
    **dict.fromkeys(("2.1", "3.0", "3.0(back)"), 3),
    **dict.fromkeys(("3.1", "4.0", "quad", "quad(side)"), 4),
    **dict.fromkeys(("4.1", "5.0", "5.0(side)"), 5),
    **dict.fromkeys(("5.1", "5.1(side)", "6.0", "6.0(front)", "hexagonal"), 6),
    **dict.fromkeys(("6.1", "6.1(back)", "6.1(front)", "7.0", "7.0(front)"), 7),
    **dict.fromkeys(("7.1", "7.1(wide)", "7.1(wide-side)", "octagonal"), 8),
}
"""Layout → channels, of layouts whose channels are measured; others are mixed as ffmpeg does."""
RATE = 16_000
MOST_CHANGES = 40
"""Stretches of other signs that one expression holds; where there are more, the signs of the whole are taken."""
LEVEL = "RMS_level="


def is_needed(audio: AudioStream) -> bool:
    """Return whether a track has several channels that can be measured."""
    return audio.layout in CHANNELS


def mix_down(operator: Operator, source: Path, target: Path) -> None:
    """Write one channel of `source`, which is at 16 kHz, as FLAC; a warning tells what was turned over."""
    mix = measured(source, CHANNELS.get(_layout(source), 1))
    if mix.turned:
        operator.warn(Reason.CHANNELS_CANCEL, mix.told)
    graph = f"{expression(mix)},aformat=sample_fmts=s16:channel_layouts=mono"
    ffmpeg.run(["-i", f"file:{source}", "-af", graph, "-c:a", "flac", "-f", "flac", str(target)]).must()


def keep(operator: Operator, source: Path, target: Path) -> None:
    """Write the two channels of a stereo track as they are; more become one, which a warning tells."""
    layout = _layout(source)
    if CHANNELS.get(layout) == 2:
        ffmpeg.run(["-i", f"file:{source}", "-c:a", "flac", "-f", "flac", str(target)]).must()
        return
    operator.warn(Reason.LEFT_OUT, f"the audio is {layout}, not stereo; its channels were mixed, not kept apart")
    mix_down(operator, source, target)


def measured(source: Path, channels: int) -> Mix:
    """Return how the channels of a file are mixed."""
    pairs = list(combinations(range(channels), 2))
    alone = [f"c{number}=c{number}" for number in range(channels)]
    sums = [f"c{channels + number}=0.5*c{a}+0.5*c{b}" for number, (a, b) in enumerate(pairs)]
    graph = (
        f"pan={channels + len(pairs)}C|{'|'.join(alone + sums)},asetnsamples=n={round(STRETCH * RATE)}:p=0,"
        "astats=metadata=1:reset=1:measure_perchannel=RMS_level:measure_overall=none,ametadata=mode=print:file=-"
    )
    done = ffmpeg.run(["-i", f"file:{source}", "-af", graph, "-f", "null", "-"]).must()
    powers = _powers(done.output, channels + len(pairs))
    return mix_of([_products(each, pairs, channels) for each in powers])


def expression(mix: Mix) -> str:
    """Return the filter that applies a mix."""
    signs = mix.signs
    changes = sum(after != before for before, after in pairwise(signs))
    if not changes or changes > MOST_CHANGES:
        common = max(set(signs), key=signs.count)
        terms = [
            f"{weight * sign:+.6f}*c{number}"
            for number, (weight, sign) in enumerate(zip(mix.weights, common, strict=True))
        ]
        return f"pan=mono|c0={''.join(terms).removeprefix('+')}"
    terms = [
        f"{weight:.6f}*val({number})*{_sign(signs, number)}" for number, weight in enumerate(mix.weights) if weight
    ]
    return f"aeval='{'+'.join(terms)}':c=mono"


def _layout(source: Path) -> str:
    audio = sources.measure(source).audio
    return audio.layout if audio else "mono"


def _sign(signs: Sequence[Sequence[int]], channel: int) -> str:
    """Return an expression over the time `t` that is 1 or -1."""
    spans: list[list[float]] = []
    for number, each in enumerate(signs):
        if each[channel] < 0:
            start, end = number * STRETCH, (number + 1) * STRETCH
            if spans and spans[-1][1] == start:
                spans[-1][1] = end
            else:
                spans.append([start, end])
    inside = "+".join(f"gte(t,{start:g})*lt(t,{end:g})" for start, end in spans)
    return f"(1-2*({inside}))" if inside else "1"


def _powers(printed: str, channels: int) -> list[list[float]]:
    """Return for each stretch the mean square of each measured channel."""
    levels = [line.partition(LEVEL)[2] for line in printed.splitlines() if LEVEL in line]
    squares = [_square(level) for level in levels]
    return [squares[start : start + channels] for start in range(0, len(squares) - channels + 1, channels)]


def _square(decibels: str) -> float:
    try:
        return min(1e6, 10 ** (float(decibels) / 10))
    except (ValueError, OverflowError):
        return 0.0


def _products(powers: Sequence[float], pairs: Sequence[tuple[int, int]], channels: int) -> list[list[float]]:
    """Return mean products from mean squares of channels and of half the sum of each pair."""
    products = [[0.0] * channels for _ in range(channels)]
    for channel in range(channels):
        products[channel][channel] = powers[channel]
    for (one, other), power in zip(pairs, powers[channels:], strict=True):
        products[one][other] = products[other][one] = 2 * power - (powers[one] + powers[other]) / 2
    return products
