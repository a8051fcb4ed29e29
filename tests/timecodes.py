"""Frames and their SMPTE timecodes (ST 12-1), for the two modules that write them: a kit of operators, and exports.

Two distributions may not share a module; these rows are what they share.
"""

from fractions import Fraction

TIMECODES: list[tuple[int, Fraction, str]] = [
    (0, Fraction(25), "00:00:00:00"),
    (89999, Fraction(25), "00:59:59:24"),
    (1799, Fraction(30000, 1001), "00:00:59;29"),
    (1800, Fraction(30000, 1001), "00:01:00;02"),
    (17981, Fraction(30000, 1001), "00:09:59;29"),
    (17982, Fraction(30000, 1001), "00:10:00;00"),
    (107892, Fraction(30000, 1001), "01:00:00;00"),
    (3600, Fraction(60000, 1001), "00:01:00;04"),
    (215784, Fraction(60000, 1001), "01:00:00;00"),
    (24, Fraction(24000, 1001), "00:00:01:00"),
    (61, Fraction(60), "00:00:01:01"),
]
