"""Where things lie."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain import layout

uids = st.uuids().map(str)
FORMER_PLAN = "private/assets/a/workflows/e/plan.json"


def test_the_layout_is_mie_s() -> None:
    folder = layout.execution_prefix("n", "a", "e")
    assert (
        folder == "private/n/assets/a/workflows/e/" == f"{layout.asset_prefix('n', 'a')}{layout.execution_folder('e')}"
    )
    assert layout.upload_key("n", "2026/keynote (final) – 日本.mp4") == "public/upload/n/keynote (final) – 日本.mp4"
    assert layout.result_key(folder, "labelDetection") == f"{folder}labelDetection.json"
    assert layout.result_key(folder, "words", ".ndjson") == f"{folder}words.ndjson"
    assert layout.medium_key(folder, "proxy.mp4") == f"{folder}proxy.mp4"
    assert layout.medium_key(folder, "text.txt", "spanish") == f"{folder}spanish/text.txt"
    assert layout.plan_key("n", "a", "e") == f"{folder}plan.json"
    assert layout.folder_of(layout.plan_key("n", "a", "e")) == folder
    assert layout.asset_uid_of(layout.plan_key("n", "a", "e")) == "a" == layout.asset_uid_of(FORMER_PLAN)


def test_version_0_1_had_no_namespace_in_what_it_kept() -> None:
    assert layout.former_asset_prefix("a") == "private/assets/a/"
    assert layout.former_plan_key("a", "e") == FORMER_PLAN
    assert layout.former_logs_prefix("a", "run") == "private/assets/a/logs/run/"
    assert layout.former_collections_prefix("n") == "private/collections/n/"
    assert layout.former_collection_prefix("n", "faces", "staff") == "private/collections/n/faces/staff/"


MADE: list[tuple[str, Callable[[str], str]]] = [
    ("an upload", lambda namespace: layout.upload_key(namespace, "a.mp4")),
    ("an upload of its own", lambda namespace: layout.own_upload_key(namespace, "d" * 64, "a.mp4")),
    ("an imported result", lambda namespace: layout.import_key(namespace, "labels", "d" * 64)),
    ("all assets", layout.assets_prefix),
    ("an asset", lambda namespace: layout.asset_prefix(namespace, "a")),
    ("its record", lambda namespace: layout.record_key(namespace, "a")),
    ("all its executions", lambda namespace: layout.executions_prefix(namespace, "a")),
    ("an execution", lambda namespace: layout.execution_prefix(namespace, "a", "e")),
    ("its plan", lambda namespace: layout.plan_key(namespace, "a", "e")),
    ("its logs", lambda namespace: layout.logs_prefix(namespace, "a", "run")),
    ("all collections", layout.collections_prefix),
    ("a collection", lambda namespace: layout.collection_prefix(namespace, "faces", "staff")),
    ("its newest version", lambda namespace: layout.collection_key(namespace, "faces", "staff")),
    ("a receipt", lambda namespace: layout.receipt_key(namespace, "staff")),
]


@pytest.mark.parametrize("key_in", [make for _, make in MADE], ids=[what for what, _ in MADE])
def test_every_key_lies_below_one_of_the_two_prefixes_of_its_namespace(key_in: Callable[[str], str]) -> None:
    own = layout.private_prefix("news"), layout.uploads_prefix("news")
    assert key_in("news").startswith(own)
    assert not key_in("newsroom").startswith(own)
    for namespace in ("", ".", "..", "a/b"):
        with pytest.raises(ValueError, match="namespace"):
            key_in(namespace)


@pytest.mark.parametrize("uid", ["", ".", "..", "a/b", "../x"])
def test_a_prefix_that_would_hold_more_than_one_asset_is_never_made(uid: str) -> None:
    for prefix_of in (layout.former_asset_prefix, lambda text: layout.asset_prefix("n", text)):
        with pytest.raises(ValueError, match="UID"):
            prefix_of(uid)


@given(uids, uids, uids, uids)
def test_files_of_different_runs_never_meet(a: str, b: str, run: str, other: str) -> None:
    one, two = layout.execution_prefix("n", a, run), layout.execution_prefix("n", b, other)
    assert one.startswith(layout.asset_prefix("n", a))
    assert two.startswith(one) == ((a, run) == (b, other))


@pytest.mark.parametrize(
    ("key", "does"),
    [
        (layout.own_upload_key("n", "d" * 64, "a.mp4"), True),
        (layout.own_upload_key("n", "d" * 64, "a.mp4", "0a" * 8), True),
        (layout.upload_key("n", "a.mp4"), False),
        (layout.upload_key("n", "a.mp4", "2026"), False),
        (layout.upload_key("n", "a.mp4", f"{'d' * 16}/more"), False),
    ],
)
def test_only_a_file_that_is_kept_by_its_content_is_named_so(key: str, does: bool) -> None:  # noqa: FBT001
    assert layout.names_content(key) is does
