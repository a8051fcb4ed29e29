"""What the program knows of the quality of operators."""

import json

import pytest

from media_insights.catalogue.quality import MeasuredQuality, measured_quality, parse_quality


@pytest.mark.parametrize(
    ("text", "unit", "bound", "weak"),
    [
        ("0.95", "", {"least": 0.9}, False),
        ("0.63", "", {"least": 0.5}, True),
        ("0.05", "", {"most": 0.1}, False),
        ("0.33", "", {"most": 0.4}, True),
        ("0.50 dB", "dB", {"least": 0.4}, False),
        ("0", "", {"least": 0}, False),
        ("0.10", "", {}, False),
    ],
)
def test_weak_is_what_is_right_in_fewer_than_seven_of_ten(
    text: str, unit: str, bound: dict[str, float], *, weak: bool
) -> None:
    figure = MeasuredQuality(
        measure="m", value=float(text.split(maxsplit=1)[0]), unit=unit, text=text, samples="9", **bound
    )
    assert figure.is_weak is weak


def test_figures_of_shipped_operators_travel_with_the_program() -> None:
    found = measured_quality()
    assert {each.measure for each in found["face-detection"]} >= {"precision", "recall"}
    assert any(each.is_weak for each in found["person-tracking"])
    assert "notify" not in found


def test_a_file_is_read_as_it_is_written() -> None:
    figure = {"measure": "recall", "value": 0.5, "unit": "", "text": "0.50", "samples": "31 faces", "least": 0.4}
    assert parse_quality(json.dumps({"faces": [figure]})) == {"faces": (MeasuredQuality(**figure),)}  # type: ignore[arg-type]
