"""SMPTE 12M timecodes, drop-frame where the rate asks for it."""

from fractions import Fraction


def timecode_of(frame: int, rate: Fraction) -> str:
    """Return HH:MM:SS:FF of a frame number; `;` before FF marks drop-frame, as Rekognition writes it.

    At 30000/1001 and its double, two (four) numbers are left out each minute but the tenth, so that the code keeps up
    with the clock; at 24000/1001 no drop-frame code exists and the code runs slow.
    """
    nominal = round(rate)
    drops = rate.denominator == 1001 and nominal % 30 == 0
    if drops:
        frame += _dropped(frame, nominal)
    seconds, frames = divmod(frame, nominal)
    mark = ";" if drops else ":"
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{frames:02d}"


def _dropped(frame: int, nominal: int) -> int:
    per_minute = nominal // 15
    ten_minutes = nominal * 600 - 9 * per_minute
    tens, rest = divmod(frame, ten_minutes)
    minutes = max(0, rest - per_minute) // (nominal * 60 - per_minute)
    return per_minute * (9 * tens + minutes)
