"""Uploads in parts into a folder; what both stores promise is in test_multipart."""

from pathlib import Path

import pytest

from media_insights.errors import StoreError
from media_insights.storage.folder import FolderStore
from media_insights.storage.folder_multipart import FolderMultipart


def test_no_upload_leaves_its_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        FolderMultipart(FolderStore(tmp_path / "media")).begin("../outside")


def test_a_joined_file_is_readable_by_others_and_its_parts_are_gone(tmp_path: Path) -> None:
    multipart = FolderMultipart(FolderStore(tmp_path))
    upload = multipart.begin("a/b")
    multipart.put_part("a/b", upload, 1, b"x")
    multipart.join("a/b", upload)
    assert (tmp_path / "a/b").stat().st_mode & 0o777 == 0o644
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "a/b"]
