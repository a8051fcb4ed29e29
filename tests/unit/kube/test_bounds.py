"""Bounds of objects: what is too large or too deep, and what is kept of it."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from media_insights.api.v1alpha1.labels import LEGAL_HOLD
from media_insights.kube.bounds import BYTES, DEPTH, Bounds, beyond_bounds, is_deeper, stub_of, without_content

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


@pytest.mark.parametrize(
    ("size", "levels", "what"),
    [
        (BYTES, DEPTH, ""),
        (BYTES + 1, 1, f"more than {BYTES} bytes"),
        (1, DEPTH + 1, f"more than {DEPTH} levels"),
    ],
)
def test_the_sentence_says_what_is_beyond_which_bound(size: int, levels: int, what: str) -> None:
    sentence = Bounds().broken_by(size, levels)
    assert what in sentence
    assert bool(sentence) == bool(what)


@given(ANY_JSON, st.integers(1, 8))
@example({"": []}, 1)
def test_the_depth_of_text_is_that_of_what_it_says(value: Any, most: int) -> None:
    assert is_deeper(json.dumps(value).encode(), most) == (depth(value) > most)


def test_brackets_in_strings_do_not_count() -> None:
    assert not is_deeper(json.dumps({"a": '[[[["\\' * 100}).encode(), 1)


@pytest.mark.parametrize(
    "nested", [b"[" * 100_000, b"[" * 50_000 + b"]" * 50_000, b'{"a":' * 50_000 + b"1" + b"}" * 50_000]
)
def test_the_deepest_text_is_found_deep_without_recursion(nested: bytes) -> None:
    assert is_deeper(nested, DEPTH)


def test_a_stub_says_what_it_is_and_why_it_was_not_read() -> None:
    head = {"apiVersion": "v1", "kind": "K", "metadata": {"annotations": {}, "name": "a", "uid": "u"}, "spec": {}}
    stub = stub_of(json.dumps(head).encode(), "too large")
    assert stub == {"apiVersion": "v1", "kind": "K", "metadata": {"name": "a", "uid": "u"}, "beyondBounds": "too large"}
    assert (beyond_bounds(stub), beyond_bounds(head)) == ("too large", "")


def test_what_was_read_and_is_not_kept_keeps_owners_and_finalizers() -> None:
    meta = {
        "name": "a",
        "finalizers": ["f"],
        "ownerReferences": [{"name": "o"}],
        "labels": {"a": "b"},
        "annotations": {},
    }
    stub = without_content({"kind": "K", "metadata": meta, "spec": {"large": True}}, "why")
    assert stub["metadata"] == {"name": "a", "finalizers": ["f"], "ownerReferences": [{"name": "o"}]}
    assert "spec" not in stub


def test_what_was_read_and_is_not_kept_stays_on_legal_hold() -> None:
    meta = {"name": "a", "annotations": {LEGAL_HOLD: "a case", "other": "long"}}
    assert without_content({"metadata": meta}, "why")["metadata"]["annotations"] == {LEGAL_HOLD: "a case"}
