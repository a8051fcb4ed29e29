"""What is recorded of a write: its object, also where the API server names it, and how it ended."""

import asyncio

import pytest

from media_insights.errors import Conflict, Refusal, TooLarge, Unavailable
from media_insights.kube.resources import ASSETS
from media_insights.kube.writes import ApiWrite

WRITE = ApiWrite("patch", ASSETS, "n", "clip", "status")


def test_a_write_has_the_path_of_its_object() -> None:
    assert WRITE.path == "/apis/mediainsights.dev/v1alpha1/namespaces/n/mediaassets/clip/status"


def test_the_name_that_the_api_server_gives_is_recorded() -> None:
    record = ApiWrite("create", ASSETS, "n", "").record({"metadata": {"name": "clip-x7k2p", "uid": "u1"}})
    assert (record.name, record.uid, record.answer, record.error) == ("clip-x7k2p", "u1", 200, "")


@pytest.mark.parametrize(
    ("error", "answer", "name"),
    [
        (Conflict("changed", refusal=Refusal(status=409)), 409, "Conflict"),
        (Unavailable("silent"), 0, "Unavailable"),
        (TooLarge("read no further"), 0, "TooLarge"),
        (asyncio.CancelledError(), 0, "CancelledError"),
    ],
)
def test_how_it_was_refused_is_recorded(error: BaseException, answer: int, name: str) -> None:
    record = WRITE.record({}, error)
    assert (record.name, record.answer, record.error, record.subresource) == ("clip", answer, name, "status")
