"""The scanner: objects are found whatever the chunks, and what is beyond the bounds is known by its head alone."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.kube.bounds import Bounds
from media_insights.kube.scanner import Scanned, Scanner, key_of
from tests.unit.kube.test_bounds import ANY_JSON, depth

SMALL = Bounds(bytes=2000, depth=12)
META = {
    "annotations": {"a": '}{"[\\'},
    "finalizers": ["f"],
    "managedFields": [{"fieldsV1": {"f:spec": {}}}],
    "name": "clip",
    "ownerReferences": [{"kind": "MediaAsset", "name": "film"}],
    "uid": "u-1",
}


def text_of(*specs: Any) -> bytes:
    items = [{"kind": "K", "metadata": META, "spec": each} for each in specs]
    return json.dumps({"items": items, "kind": "KList", "metadata": {"continue": "c"}}).encode()


def scan(text: bytes, size: int, bounds: Bounds = SMALL) -> tuple[list[Scanned], Any]:
    scanner = Scanner(bounds, b"{[")
    found = [each for at in range(0, len(text), size) for each in scanner.feed(text[at : at + size])]
    return found, json.loads(bytes(scanner.frame))


@given(st.lists(ANY_JSON, max_size=4), st.integers(1, 200))
def test_objects_are_the_same_in_any_chunks(specs: list[Any], size: int) -> None:
    found, frame = scan(text_of(*specs), size, Bounds(bytes=10**6, depth=1000))
    assert [json.loads(each.text)["spec"] for each in found] == specs
    assert frame == {"items": [], "kind": "KList", "metadata": {"continue": "c"}}


DEEP = json.loads("[" * 40 + "]" * 40)


@pytest.mark.parametrize(
    ("spec", "what"),
    [(DEEP, "levels"), ("x" * 3000, "bytes"), ([[]] * 3000, "bytes"), ([[[[[1]]]]] * 400, "bytes"), ({"a": 1}, "")],
    ids=["deep", "a long text", "many lists", "many nested lists", "a usual one"],
)
@pytest.mark.parametrize("size", [7, 1000, 10**6])
def test_what_is_beyond_is_known_by_its_head(spec: Any, what: str, size: int) -> None:
    found, _ = scan(text_of({"a": 1}, spec, {"b": 2}), size)
    assert [bool(each.problem) for each in found] == [False, bool(what), False]
    head = json.loads(found[1].head)
    assert head["metadata"] == META | {"annotations": {}, "managedFields": []}
    assert (found[1].text == b"") == bool(what)
    assert what in found[1].problem


def test_a_hundred_thousand_finalizers_are_left_out() -> None:
    meta = META | {"finalizers": ["f" * 20] * 100_000}
    found, _ = scan(json.dumps({"items": [{"metadata": meta}]}).encode(), 65536)
    head = json.loads(found[0].head)
    assert (head["metadata"]["finalizers"], head["metadata"]["uid"]) == ([], "u-1")


def test_what_is_no_list_does_not_grow_for_ever() -> None:
    with pytest.raises(ValueError, match="no list"):
        scan(b'{"a":{}' + b',"a":{}' * 20_000, 1000)


@pytest.mark.parametrize(
    ("segment", "key"), [(b'"a":[', b"a"), (b',"metadata" : {', b"metadata"), (b"[", b""), (b'"a\\"b":{', b"")]
)
def test_the_key_is_the_one_before_the_bracket(segment: bytes, key: bytes) -> None:
    assert key_of(segment) == key


@given(ANY_JSON, st.integers(6, 9), st.integers(1, 50))
def test_the_depth_that_is_found_is_the_depth(spec: Any, most: int, size: int) -> None:
    found, _ = scan(text_of(spec), size, Bounds(bytes=10**6, depth=most))
    assert bool(found[0].problem) == (max(6, 1 + depth(spec)) > most), "its metadata has six levels"
