"""The indexer as a process with a mounted model: words find images, over HTTP as the API asks."""

import dataclasses
import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from media_insights.catalogue.model_digests import digest_of_models
from media_insights.errors import NotInstalled
from media_insights.ports.moment_search import LikeRequest
from tests.conformance.api.sentences import npy
from tests.unit.cluster.indexers import IndexedCluster, indexed_cluster
from tests.unit.search.small_text_halves import fill
from tests.unit.search.spoken import planned, step

MODEL = hashlib.sha256(b"image half").hexdigest()
FOLDER = "private/local/assets/u-street/workflows/e-street"
ALIKE = 1 / 2**0.5
RED_CAR = LikeRequest(text="red car", namespaces=frozenset({"local"}))
"""Its vector is (1, 2, 0, …): the numbers of the words."""


@pytest.fixture
async def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[IndexedCluster]:
    """A street with two embedded frames: one is as the words `red car` say, one is as `car red` would be."""
    with indexed_cluster(tmp_path, monkeypatch) as made:
        asset, ran = planned(made.store, "street", (step("image-embedding", FOLDER),))
        frames = [{"Timestamp": 0, "Index": 0}, {"Timestamp": 60_000, "Index": 1}]
        result = {"Embeddings": frames, "Model": {"name": "toy", "sha256": MODEL}, "File": {"Name": "embeddings.npy"}}
        made.store.put(f"{FOLDER}/imageEmbedding.json", json.dumps(result).encode())
        rows = [(ALIKE, -ALIKE, *[0.0] * 6), (0.4472, 0.8944, *[0.0] * 6)]
        made.store.put(f"{FOLDER}/embeddings.npy", npy(rows))
        asset["status"] = {"metadata": [{"operator": "imageEmbedding", "key": f"{FOLDER}/imageEmbedding.json"}]}
        made.api.put("mediaexecutions", ran)
        made.api.put("mediaassets", asset)
        yield made


def mount(cluster: IndexedCluster, folder: Path, digest: str = "") -> None:
    cluster.settings = dataclasses.replace(cluster.settings, image_models=folder, image_models_digest=digest)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return fill(tmp_path / "models", "[UNK]", "red", "car")


async def test_words_find_the_frame_that_shows_it(cluster: IndexedCluster, models: Path) -> None:
    mount(cluster, models, digest_of_models(models))
    async with cluster.indexing():
        await cluster.until(lambda: cluster.titles() and cluster.index.fingerprints(), "everything is indexed")
        (hit,) = await cluster.until(lambda: cluster.remote.alike(RED_CAR).hits, "the frame is found")
        assert (hit.asset, hit.moment.start) == ("street", 60_000)
        assert hit.score == pytest.approx(1, abs=1e-3)
        nowhere = LikeRequest(text="red car", namespaces=frozenset({"n"}))
        assert list(cluster.remote.alike(nowhere).hits) == []


async def test_a_folder_that_is_not_the_declared_one_keeps_no_words_from_being_found(
    cluster: IndexedCluster, models: Path
) -> None:
    mount(cluster, models, "sha256:" + "0" * 64)
    async with cluster.indexing():
        await cluster.until(lambda: cluster.titles("dog") == [("beach", "Dog")], "words are found")
        with pytest.raises(NotInstalled, match=f"has the digest {digest_of_models(models)}"):
            cluster.remote.alike(RED_CAR)
        (models / "a.json").unlink()
        with pytest.raises(NotInstalled, match="has the digest"):
            cluster.remote.alike(RED_CAR)


async def test_without_a_model_the_answer_says_what_mounts_one(cluster: IndexedCluster) -> None:
    async with cluster.indexing():
        await cluster.until(lambda: cluster.titles("dog") == [("beach", "Dog")], "words are found")
        with pytest.raises(NotInstalled, match=r"search\.imagesByWords of the chart"):
            cluster.remote.alike(RED_CAR)
