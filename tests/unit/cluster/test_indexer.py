"""The indexer as a process: it answers the API, follows the cluster, and ends with the same index whatever happened."""

import asyncio
import resource
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from media_insights.cluster.remote_index import RemoteIndex
from media_insights.domain.edits.edit_log import Edit
from media_insights.errors import InvalidQuery, NotInstalled, Unavailable
from media_insights.ports.moment_search import FacetValue, LikeRequest, SearchRequest
from media_insights.storage.edit_logs import EditLogs
from tests.unit.cluster.indexers import IndexedCluster, LeavingStore, indexed_cluster
from tests.unit.search.analysed import put

EVERYTHING = SearchRequest(query="", namespaces=frozenset({"n", "other"}))
BEACH = [("beach", "Dog"), ("beach", "Sea")]


@pytest.fixture
async def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[IndexedCluster]:
    with indexed_cluster(tmp_path, monkeypatch) as made:
        made.analyse("secret", "Plan", namespace="other")
        yield made


async def test_it_answers_the_api_and_follows_what_changes(cluster: IndexedCluster, tmp_path: Path) -> None:
    async with cluster.indexing():
        await cluster.until(lambda: cluster.titles() == BEACH, "the beach is found")
        assert cluster.titles("dog") == [("beach", "Dog")]
        assert cluster.titles("plan") == []
        (dog,) = cluster.hits("dog")
        assert (dog.asset_uid, dog.moment.start, dog.moment.fields) == ("u-beach", 0, {"Name": "Dog"})
        assert cluster.remote.facets(EVERYTHING).titles[0] == FacetValue(value="Dog", count=1)
        assert cluster.remote.suggestions("d", frozenset({"n"}), 10) == ["Dog"]
        with pytest.raises(InvalidQuery, match="bracket") as refused:
            cluster.remote.search(SearchRequest(query="dog (sea", namespaces=frozenset({"n"})))
        assert refused.value.position == 4
        with pytest.raises(NotInstalled, match="another image only"):
            cluster.remote.alike(LikeRequest(text="a red car", namespaces=frozenset({"n"})))

        cluster.analyse("city", "Car")
        await cluster.until(lambda: cluster.titles("car") == [("city", "Car")], "a new asset is found")
        renamed = {"operation": "rename", "originals": ("Dog",), "value": "Wolf", "result": "labelDetection"}
        edit = Edit.model_validate({"id": "1", "at": "2026-05-01T12:00:00Z", "by": "jane", **renamed})
        EditLogs(cluster.store).add("n", "u-beach", lambda _: edit)
        cluster.remote.notice("n", "beach", "u-beach")
        await cluster.until(lambda: cluster.titles("wolf") == [("beach", "Wolf")], "an edit is found")
        cluster.api.remove("mediaassets", "city", "n")
        await cluster.until(lambda: cluster.titles("car") == [], "a deleted asset is gone")
        await cluster.until_identical(tmp_path)

        metrics = await asyncio.to_thread(cluster.metrics)
        assert 'media_insights_index_passes_total{outcome="removed"} 1.0' in metrics
        assert "media_insights_index_behind_seconds" in metrics


async def test_only_who_has_the_key_is_answered(cluster: IndexedCluster) -> None:
    async with cluster.indexing():
        await cluster.until(lambda: cluster.titles() == BEACH, "the beach is found")
        stranger = RemoteIndex(cluster.remote.url, "x" * 40)
        with pytest.raises(Unavailable, match="of its installation only"):
            stranger.search(EVERYTHING)
        with pytest.raises(Unavailable):
            stranger.notice("n", "beach", "u-beach")
    with pytest.raises(Unavailable, match="the indexer does not answer"):
        cluster.remote.search(EVERYTHING)


@pytest.mark.thorough
async def test_one_that_was_killed_finishes_and_forgets_what_went_meanwhile(
    cluster: IndexedCluster, tmp_path: Path
) -> None:
    for number in range(40):
        cluster.analyse(f"film-{number}", *(f"Label{each}" for each in range(100)))
    async with cluster.indexing():
        await cluster.until(lambda: len(cluster.index.fingerprints()) > 3, "some are indexed")
        with pytest.raises(Unavailable, match="being made"):
            cluster.remote.search(EVERYTHING)
    assert len(cluster.index.fingerprints()) < 42
    cluster.api.remove("mediaassets", "film-1", "n")
    put(cluster.store, "beach", "Boat", namespace="n")
    async with cluster.indexing():
        await cluster.until_identical(tmp_path)
        assert cluster.titles("boat") == [("beach", "Boat")]


@pytest.mark.parametrize("why", ["", "AccessDenied"])
async def test_a_part_is_not_called_the_whole_while_the_store_is_away(
    cluster: IndexedCluster, tmp_path: Path, why: str
) -> None:
    cluster.store = store = LeavingStore(tmp_path / "store", "media")
    store.away.write_text(why)
    async with cluster.indexing():
        # each is tried again more than once, so that whole sweeps have ended
        await cluster.until(lambda: cluster.passes("failed") >= 6, "nothing can be indexed")
        with pytest.raises(Unavailable, match="being made"):
            cluster.titles()
        store.away.unlink()
        await cluster.until(lambda: cluster.titles() == BEACH, "the beach is found")


async def test_a_full_disk_is_waited_for(cluster: IndexedCluster, tmp_path: Path) -> None:
    for number in range(12):
        cluster.analyse(f"film-{number}", *(f"Label{each}" for each in range(300)))
    async with cluster.indexing(largest_file=400_000) as process:
        await cluster.until(lambda: cluster.passes("failed") > 0, "something does not fit")
        assert process.returncode is None
        assert len(cluster.index.fingerprints()) < 14
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        await cluster.until_identical(tmp_path)


async def test_a_file_that_is_damaged_is_made_anew(cluster: IndexedCluster, tmp_path: Path) -> None:
    async with cluster.indexing():
        await cluster.until(lambda: cluster.titles() == BEACH, "the beach is found")
        _damage(cluster.settings.file)
        with pytest.raises(Unavailable):
            cluster.titles()
        await cluster.until(lambda: cluster.titles() == BEACH, "the beach is found again")
        await cluster.until_identical(tmp_path)


def _damage(file: Path) -> None:
    for end in ("-wal", "-shm"):
        Path(f"{file}{end}").unlink(missing_ok=True)
    file.write_bytes(b"no database at all" * 1000)
