"""Timecodes of exports are those of the operators, example by example and for every frame of a day."""

import runpy
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.exports.rates import Rate
from tests.timecodes import TIMECODES

KIT = Path(__file__).parents[3] / "operators-images/_kits/video/media_kits/video/timecodes.py"
timecode_of = runpy.run_path(str(KIT))["timecode_of"]


def rate_at(exact: Fraction) -> Rate:
    """Drop-frame where the kit drops: at multiples of 30000/1001."""
    return Rate(exact=exact, drop=exact.denominator == 1001 and round(exact) % 30 == 0)


@pytest.mark.parametrize(("frame", "rate", "timecode"), TIMECODES)
def test_a_frame_has_its_timecode_and_a_timecode_its_frame(frame: int, rate: Fraction, timecode: str) -> None:
    assert rate_at(rate).timecode(frame) == timecode
    assert rate_at(rate).number(timecode) == frame


@given(st.integers(0, 5_000_000), st.sampled_from(sorted({rate for _, rate, _ in TIMECODES})))
def test_the_kit_and_the_exports_say_the_same(frame: int, rate: Fraction) -> None:
    assert rate_at(rate).timecode(frame) == timecode_of(frame, rate)
