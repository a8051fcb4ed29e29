"""A destination is something only when it says both who and where."""

import pytest

from media_insights.domain.destinations import Destination, Destinations


@pytest.mark.parametrize(
    ("destination", "known"),
    [
        (Destination(), False),
        (Destination(ports=(443,)), False),
        (Destination(networks=("10.0.0.0/8",)), False),
        (Destination(pod_labels={"app": "store"}, ports=(443,)), False),
        (Destination(networks=("10.0.0.0/8",), ports=(443,)), True),
        (Destination(namespace="store", ports=(443,)), True),
    ],
)
def test_is_something_when_it_says_who_and_where(destination: Destination, known: bool) -> None:  # noqa: FBT001 - a table
    assert bool(destination) is known


def test_by_default_nothing_is_reached() -> None:
    found = Destinations()
    assert not any((found.name_servers, found.store, found.api_servers, found.outside))
