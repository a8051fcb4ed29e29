"""How a video's frames are made uniform: progressive, upright, square pixels, 8 bits 4:2:0, limited range, never HDR.

HDR becomes SDR as a viewer of Report ITU-R BT.2408 expects it: were nothing bent, reference white (203 cd/m²) would be
SDR's white. So mid-grey (26 cd/m²) has 42 % of the signal, and whatever lies below three quarters of the signal stays
there. Highlights are bent until 1,000 cd/m² fit; reference white comes out at 85 %. What is brighter is white.
"""

from fractions import Fraction

from media_kits.video.sources import VideoStream

REFERENCE_WHITE = 203
"""Luminance of HDR reference white in cd/m² (BT.2408, table 1)."""

BRIGHTEST = 1000
"""Luminance in cd/m² that becomes white: HLG's nominal peak, and what most PQ videos are graded for."""

KNEE = 0.5
"""Share of SDR's linear light up to which nothing is bent: 75 % of the signal."""

SQUARE = Fraction(1)
"""Aspect of a pixel as wide as it is high."""

Size = tuple[int, int]


def filters(video: VideoStream, size: Size) -> tuple[str, ...]:
    """Return the filters that make the frames uniform at `size`, which is even."""
    tone = toned(video)
    scale = f"scale={size[0]}:{size[1]}:flags=bicubic{'' if tone else ':out_range=tv'}"
    return (*forgotten(video), *progressive(video), scale, *tone, "format=yuv420p", "setsar=1")


def progressive(video: VideoStream, *, always: bool = False) -> tuple[str, ...]:
    """Return the filter that makes whole frames of interlaced ones; it compares each with those beside it.

    `always` for a video whose frames may become interlaced on the way.
    """
    return ("bwdif=mode=send_frame:deint=interlaced",) if video.interlaced or always else ()


def toned(video: VideoStream) -> tuple[str, ...]:
    """Return the filters that make SDR of HDR: best at the final size, which is even, because float planes are dear."""
    if not video.hdr:
        return ()
    # zscale's bt709 is the inverse of the display's curve (BT.1886).
    return (f"zscale=t=linear:npl={REFERENCE_WHITE}", "format=gbrpf32le", "zscale=p=bt709",
            f"tonemap=tonemap=mobius:param={KNEE}:desat=0:peak={BRIGHTEST / REFERENCE_WHITE:.6f}",
            "zscale=t=bt709:m=bt709:r=tv")  # fmt: skip


def forgotten(video: VideoStream) -> tuple[str, ...]:
    """Return the filter that takes colours without a meaning for untold: ffmpeg scales no video that has them."""
    names = ("colorspace", "color_primaries", "color_trc")
    told = [f"{name}=unknown" for name, colour in zip(names, video.colours, strict=True) if colour == "reserved"]
    return (f"setparams={':'.join(told)}",) if told else ()


def within(size: Size, long_side: int, short_side: int) -> Size:
    """Return the largest even size of the same shape, never larger than `size` or the given sides."""
    scale = min(Fraction(1), Fraction(long_side, max(size)), Fraction(short_side, min(size)))
    return even((round(size[0] * scale), round(size[1] * scale)))


def even(size: Size) -> Size:
    """Return the size without a last odd column or row, at least 2 by 2: 4:2:0 has one colour for two by two pixels."""
    return max(2, size[0] // 2 * 2), max(2, size[1] // 2 * 2)
