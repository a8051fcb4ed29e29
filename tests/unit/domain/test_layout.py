"""Where things lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain import layout

uids = st.uuids().map(str)


def test_the_layout_is_mie_s() -> None:
    assert layout.upload_key("2026/keynote (final) – 日本.mp4") == "public/upload/keynote (final) – 日本.mp4"
    assert layout.asset_prefix("a") == "private/assets/a/"
    assert layout.result_key("a", "e", "labelDetection") == "private/assets/a/workflows/e/labelDetection.json"
    assert layout.result_key("a", "e", "words", ".ndjson") == "private/assets/a/workflows/e/words.ndjson"
    assert layout.medium_key("a", "e", "proxy.mp4") == "private/assets/a/workflows/e/proxy.mp4"
    assert layout.medium_key("a", "e", "text.txt", "spanish") == "private/assets/a/workflows/e/spanish/text.txt"
    assert layout.plan_key("a", "e") == "private/assets/a/workflows/e/plan.json"


@pytest.mark.parametrize("uid", ["", ".", "..", "a/b", "../x"])
def test_a_prefix_that_would_hold_more_than_one_asset_is_never_made(uid: str) -> None:
    with pytest.raises(ValueError, match="UID"):
        layout.asset_prefix(uid)


@given(uids, uids, uids, uids)
def test_files_of_different_runs_never_meet(a: str, b: str, run: str, other: str) -> None:
    one, two = layout.execution_prefix(a, run), layout.execution_prefix(b, other)
    assert one.startswith(layout.asset_prefix(a))
    assert two.startswith(one) == ((a, run) == (b, other))
