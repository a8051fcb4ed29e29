"""Record files: found by their UID without reading all, and never as they no longer are."""

from pathlib import Path

import pytest
import yaml

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.errors import NotFound
from media_insights.local.serving.record_files import RecordFiles
from media_insights.storage.folder import FolderStore


def write(folder: Path, name: str, uid: str) -> None:
    """Record an asset as somebody else could."""
    spec = {"source": {"s3": {"bucket": "media", "key": "public/a.mp4"}}, "title": uid}
    manifest = {"metadata": {"name": name, "namespace": "local", "uid": uid}, "spec": spec}
    place = folder / MediaAsset.PLURAL
    place.mkdir(exist_ok=True)
    (place / f"{name}.yaml").write_text(yaml.safe_dump(manifest), "utf-8")


@pytest.fixture
def records(tmp_path: Path) -> RecordFiles[MediaAsset]:
    write(tmp_path, "talk", "uid-of-talk")
    write(tmp_path, "film", "uid-of-film")
    return RecordFiles(FolderStore(tmp_path), MediaAsset)


def test_records_are_listed_by_name_and_found_by_uid(records: RecordFiles[MediaAsset]) -> None:
    assert [each.name for each in records.summaries()] == ["film", "talk"]
    assert [records.find("uid-of-talk").metadata.name for _ in range(2)] == ["talk", "talk"]


def test_a_record_that_became_another_is_found_by_the_new_uid_alone(
    records: RecordFiles[MediaAsset], tmp_path: Path
) -> None:
    assert records.find("uid-of-talk").spec.title == "uid-of-talk"
    write(tmp_path, "talk", "another-uid-of-talk")
    with pytest.raises(NotFound):
        records.find("uid-of-talk")
    assert records.find("another-uid-of-talk").metadata.name == "talk"
    assert [each.uid for each in records.summaries()] == ["uid-of-film", "another-uid-of-talk"]


def test_a_record_that_is_gone_is_found_no_more(records: RecordFiles[MediaAsset], tmp_path: Path) -> None:
    assert len(records.summaries()) == 2
    records.remove("film")
    (tmp_path / MediaAsset.PLURAL / "talk.yaml").unlink()
    for uid in ("uid-of-film", "uid-of-talk"):
        with pytest.raises(NotFound):
            records.find(uid)
    assert list(records.summaries()) == []


def test_a_folder_without_records_has_none(tmp_path: Path) -> None:
    assert list(RecordFiles(FolderStore(tmp_path), MediaAsset).summaries()) == []
