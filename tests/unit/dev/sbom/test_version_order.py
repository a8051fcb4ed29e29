"""Versions in the order of their registries."""

from itertools import pairwise

import pytest

from dev.sbom.version_order import KEYS

ORDERED = {
    "PyPI": ("not-a-version", "1.0.dev1", "1.0a1", "1.0", "1.0.post1", "1.2", "1.10", "1!0.1"),
    "npm": ("1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0", "1.2.0", "1.10.0"),
    # as dpkg --compare-versions has them
    "Debian": (
        "1.0~rc1-1",
        "1.0-1",
        "1.0-1+b1",
        "1.0-1+deb12u2",
        "1.0-1+deb12u10",
        "1.0-2",
        "1.0a-1",
        "1.0+x-1",
        "1.2",
        "1:0.1",
    ),
}


@pytest.mark.parametrize("ecosystem", ORDERED)
def test_each_is_before_the_next(ecosystem: str) -> None:
    key = KEYS[ecosystem]
    for first, second in pairwise(ORDERED[ecosystem]):
        assert key(first) < key(second), (first, second)
        assert key(first) == key(first)
