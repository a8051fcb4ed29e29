"""What operators used, in words."""

import pytest

from media_insights.api.v1alpha1.execution import Cost, TotalCost
from media_insights.cli.terminal.cost_text import cost_text


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (None, ""),
        (Cost(), ""),
        (Cost(bytes_written=5), "wrote 5 bytes"),
        (Cost(cpu_seconds=12.34, bytes_read=3 * 2**20), "12.3 CPU s, read 3.0 MiB"),
        (Cost(cpu_seconds=1, gpu_seconds=2.5, bytes_written=2**11), "1.0 CPU s, 2.5 GPU s, wrote 2.0 KiB"),
        (TotalCost(cpu_seconds=1, unmeasured=1), "1.0 CPU s (without 1 operator not measured)"),
        (TotalCost(cpu_seconds=1, unmeasured=2), "1.0 CPU s (without 2 operators not measured)"),
        (TotalCost(bytes_read=2**30, unmeasured=2), "read 1.0 GiB"),
    ],
)
def test_only_what_was_measured_is_said(cost: Cost | None, words: str) -> None:
    assert cost_text(cost) == words
