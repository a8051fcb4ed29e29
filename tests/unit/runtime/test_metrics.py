"""Requests to the API server as numbers."""

import pytest
from prometheus_client import REGISTRY

from media_insights.kube.resources import PODS
from media_insights.runtime.metrics import count_request


def counted(metric: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"media_insights_{metric}", {"kind": "Pod", **labels}) or 0.0


@pytest.mark.parametrize(
    ("verb", "subresource", "status", "writes", "errors"),
    [
        ("get", "", 200, 0, 0),
        ("list", "", 404, 0, 1),
        ("create", "", 200, 1, 0),
        ("patch", "status", 409, 1, 1),
        ("delete", "", 0, 1, 0),
    ],
)
def test_writes_and_refusals_are_counted(verb: str, subresource: str, status: int, writes: int, errors: int) -> None:
    of_one = {"verb": verb, "subresource": subresource}
    before = counted("api_writes_total", **of_one), counted("api_errors_total", **of_one, status=str(status))
    count_request(PODS, verb, subresource, status)
    assert counted("api_writes_total", **of_one) - before[0] == writes
    assert counted("api_errors_total", **of_one, status=str(status)) - before[1] == errors
