"""Lists and watch events as they are read."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from media_insights.kube.bounds import Bounds, beyond_bounds
from media_insights.kube.lists import ListReader, events, objects_of
from media_insights.kube.scanner import Scanned

SMALL = Bounds(bytes=500, depth=8)


def made(name: str, spec: Any = None) -> dict[str, Any]:
    return {"kind": "K", "metadata": {"name": name, "uid": name}, "spec": spec or {}}


async def chunks(text: bytes, size: int) -> AsyncIterator[bytes]:
    for at in range(0, len(text), size):
        yield text[at : at + size]


@pytest.mark.parametrize("size", [3, 64, 10**6])
async def test_a_page_is_read_object_by_object(size: int) -> None:
    page = {"items": [made("a"), made("b", ["x" * 600]), made("c")], "metadata": {"continue": "more"}}
    reader = ListReader(SMALL)
    found = [each async for each in reader.objects(chunks(json.dumps(page).encode(), size))]
    assert [each["metadata"]["name"] for each in found] == ["a", "b", "c"]
    assert [bool(beyond_bounds(each)) for each in found] == [False, True, False]
    assert reader.frame["metadata"] == {"continue": "more"}


async def test_an_empty_list_may_be_null() -> None:
    reader = ListReader(SMALL)
    assert [each async for each in reader.objects(chunks(b'{"items":null,"metadata":{}}', 100))] == []


@pytest.mark.parametrize("text", [b"<html>", b"[]", b"", b'{"items":[{]}'])
async def test_what_is_no_list_is_said_so(text: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - JSON's own words
        [each async for each in ListReader(SMALL).objects(chunks(text, 100))]


@pytest.mark.parametrize("size", [3, 64, 10**6])
async def test_a_line_of_any_length_is_one_event(size: int) -> None:
    deep = json.loads("[" * 30 + "]" * 30)
    objects = [made("a"), made("large", ["x" * 5000]), made("deep", deep), made("many", [[]] * 2000), made("z")]
    lines = [json.dumps({"type": "ADDED", "object": each}).encode() for each in objects]
    found = [each async for each in events(chunks(b"\n".join([*lines, b"", b""]), size), SMALL)]
    assert [(each.type, each.object["metadata"]["name"]) for each in found] == [
        ("ADDED", name) for name in ("a", "large", "deep", "many", "z")
    ]
    assert [bool(beyond_bounds(each.object)) for each in found] == [False, True, True, True, False]


def test_what_is_no_json_is_a_stub_and_what_has_no_name_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    head = json.dumps(made("a")).encode()
    (stub,) = objects_of(Scanned(text=b'{"a":', head=head))
    assert "cannot be read" in beyond_bounds(stub)
    assert not list(objects_of(Scanned(text=b"", head=b"{}", problem="too large")))
    assert "without a name" in caplog.text
