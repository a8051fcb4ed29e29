import pytest
from kubernetes.utils.quantity import parse_quantity

from media_insights.domain.quantities import quantity_of

GIB = 2**30


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("500m", 0.5),
        ("2", 2),
        (2, 2),
        ("600Mi", 600 * 2**20),
        ("1Gi", GIB),
        ("1.5Gi", 1.5 * GIB),
        ("1G", 1e9),
        ("3k", 3000),
    ],
)
def test_quantities_are_kubernetes_own(text: str | int, number: float) -> None:
    assert quantity_of(text) == number == float(parse_quantity(text))


@pytest.mark.parametrize("text", ["many", "1Xi", "", "1 apple"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"quantity|convert"):
        quantity_of(text)
