"""Files of forms on their way into the store."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from media_insights.errors import Changed
from media_insights.rest.mie import object_api
from media_insights.rest.mie.object_api import _Storing
from media_insights.rest.mie.posted_forms import FormParser
from media_insights.rest.problems import ApiRefusal
from media_insights.storage.folder import FolderStore
from media_insights.storage.folder_multipart import FolderMultipart
from tests.unit.rest.test_posted_forms import TYPE, form

KEY = "public/upload/n/a.txt"


class RefusingStore(FolderStore):
    """A folder that stores nothing on a condition, as an S3 that answers ConditionalRequestConflict."""

    def replace(self, key: str, content: bytes, etag: str) -> None:
        raise Changed(f"{key} is being written by somebody else")


class RefusingMultipart(FolderMultipart):
    """The same, of files in parts."""

    def join(self, key: str, upload: str, *, is_new: bool = False) -> None:
        raise Changed(f"{key} is being written by somebody else")


async def nothing() -> AsyncIterator[bytes]:
    for each in list[bytes]():
        yield each


async def post(store: FolderStore, content: bytes) -> None:
    parser = FormParser(TYPE)
    parser.write(form(("file", content)))
    ports: Any = SimpleNamespace(store=store, multipart=RefusingMultipart(store))
    await _Storing(ports, KEY).store(parser, nothing())


@pytest.mark.parametrize("part_bytes", [3, 1000], ids=["in parts", "at once"])
async def test_a_file_that_was_not_stored_is_not_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part_bytes: int
) -> None:
    monkeypatch.setattr(object_api, "SMALLEST_PART", part_bytes)
    store = RefusingStore(tmp_path)
    with pytest.raises(ApiRefusal, match="send it again") as refused:
        await post(store, b"words")
    assert (refused.value.status, refused.value.code) == (409, "changed-meanwhile")
    assert not list(store.list(""))
    store.put(KEY, b"words")  # somebody stored the same
    await post(store, b"words")
    store.put(KEY, b"other")
    with pytest.raises(ApiRefusal, match="another file"):
        await post(store, b"words")
