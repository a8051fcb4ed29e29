"""Changes of the newest version: whoever was faster is read again, and nobody is asked for ever."""

from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.errors import Conflict
from media_insights.rest import newest
from media_insights.rest.newest import patch_newest
from media_insights.rest.problems import ApiRefusal


class Busy:
    """Objects of which others change the only one before the first writes of ours."""

    def __init__(self, conflicts: int) -> None:
        self.version = 1
        self.conflicts = conflicts
        self.written: list[Manifest] = []

    async def get(self, namespace: str, name: str) -> MediaAsset:
        meta = {"name": name, "namespace": namespace, "resourceVersion": str(self.version)}
        source = {"s3": {"bucket": "media", "key": "public/upload/n/clip.mp4"}}
        return MediaAsset.model_validate({"metadata": meta, "spec": {"source": source}})

    async def patch(self, namespace: str, name: str, patch: Manifest) -> MediaAsset:
        if self.conflicts:
            self.conflicts -= 1
            self.version += 1
            raise Conflict("the object has been modified")
        self.written.append(patch)
        return await self.get(namespace, name)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newest, "PAUSE", 0)


def titled(asset: MediaAsset) -> Manifest:
    return {"spec": {"title": f"of version {asset.metadata.resource_version}"}}


async def test_a_change_is_decided_on_what_it_is_written_onto() -> None:
    busy: Any = Busy(conflicts=2)
    await patch_newest(busy, "n", "clip", titled)
    assert busy.written == [{"spec": {"title": "of version 3"}, "metadata": {"resourceVersion": "3"}}]


async def test_it_ends_when_others_never_stop() -> None:
    busy: Any = Busy(conflicts=99)
    with pytest.raises(ApiRefusal) as refused:
        await patch_newest(busy, "n", "clip", titled)
    assert (refused.value.status, refused.value.code) == (409, "changed-meanwhile")
    assert busy.conflicts == 99 - newest.ATTEMPTS
