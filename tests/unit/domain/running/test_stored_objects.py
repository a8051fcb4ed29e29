"""The stored objects of an asset are read as those of that asset, and of no other."""

from typing import Any

import pytest

from media_insights.domain.running.stored_objects import FORMAT, objects_key, parse_objects, stored_objects

SOURCE = {"s3": {"bucket": "media", "key": "public/upload/n/clip.mp4"}}
ASSET: dict[str, Any] = {"metadata": {"name": "clip", "namespace": "n", "uid": "u"}, "spec": {"source": SOURCE}}
RUN: dict[str, Any] = {
    "metadata": {"name": "run", "namespace": "n", "uid": "e"},
    "spec": {"asset": "clip", "workflow": "flow"},
}


def test_what_is_written_is_read() -> None:
    found = parse_objects(stored_objects(ASSET, [RUN]), "n", "u")
    assert (found.asset.metadata.name, [each.metadata.name for each in found.executions]) == ("clip", ["run"])
    assert objects_key("n", "u") == "private/n/assets/u/objects.json"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([], "format"),
        ({"format": "another", "asset": ASSET}, "format"),
        (stored_objects({**ASSET, "metadata": {**ASSET["metadata"], "namespace": "m"}}, ()), "namespace n"),
        (stored_objects({**ASSET, "metadata": {**ASSET["metadata"], "uid": "v"}}, ()), "the asset u"),
        (stored_objects({**ASSET, "metadata": {**ASSET["metadata"], "name": ""}}, ()), "the asset u"),
        (stored_objects(ASSET, [{**RUN, "spec": {"asset": "film", "workflow": "flow"}}]), "run belong"),
        (stored_objects(ASSET, [{**RUN, "metadata": {**RUN["metadata"], "namespace": "m"}}]), "run belong"),
        (stored_objects(ASSET, [{**RUN, "metadata": {**RUN["metadata"], "uid": ""}}]), "run belong"),
        ({"format": FORMAT, "asset": {"metadata": {}}}, "spec"),
        ({"format": FORMAT}, "MediaAsset"),
    ],
)
def test_what_is_somebody_elses_or_nothing_is_refused(content: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_objects(content, "n", "u")
