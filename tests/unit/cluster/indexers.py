"""Indexers in processes of their own, over an API server in this one."""

import asyncio
import contextlib
import pickle
import resource
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.cli.cluster.indexer_process import index_of
from media_insights.cluster.remote_index import RemoteIndex
from media_insights.domain.store_address import StoreAddress
from media_insights.errors import AccessDenied, Unavailable
from media_insights.ports.moment_search import Hit, SearchRequest
from media_insights.search.indexing import bring_up_to_date
from media_insights.search.opensearch.opensearch_index import OpenSearchIndex
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from media_insights.settings.indexer import IndexerSettings
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library
from media_insights.storage.s3_access import S3Access
from media_insights.storage.store import ObjectInfo, Store
from tests.gateways import free_port
from tests.unit.controller.fake_api import FakeApi
from tests.unit.kube.conftest import kubeconfig
from tests.unit.search.analysed import manifests, put

KEY = "k" * 40


class LeavingStore(FolderStore):
    """A store that does not answer while a file ``away`` is beside its buckets; with words in it, it denies access."""

    @property
    def away(self) -> Path:
        return self.root / "away"

    def head(self, key: str) -> ObjectInfo:
        self._answer()
        return FolderStore.head(self, key)

    def get(self, key: str) -> bytes:
        self._answer()
        return FolderStore.get(self, key)

    def _answer(self) -> None:
        if self.away.exists():
            if self.away.read_text():
                raise AccessDenied("the keys of the store are wrong")
            raise Unavailable("the store does not answer")


class HoldingStore(FolderStore):
    """A store that gives no results while the file ``held`` lies beside its buckets; it leaves ``reached`` there."""

    @property
    def held(self) -> Path:
        return self.root / "held"

    @property
    def reached(self) -> Path:
        return self.root / "reached"

    def get(self, key: str) -> bytes:
        found = FolderStore.get(self, key)
        if self.held.exists() and key.endswith("labelDetection.json"):
            self.reached.touch()
            deadline = time.monotonic() + 60
            while self.held.exists() and time.monotonic() < deadline:
                time.sleep(0.02)
        return found


@dataclass
class IndexedCluster:
    """A cluster with analysed assets, and the indexer's settings."""

    api: FakeApi
    store: Store
    settings: IndexerSettings

    def analyse(self, name: str, *labels: str, namespace: str = "n") -> None:
        """Leave an asset as a run that has ended does."""
        put(self.store, name, *labels, namespace=namespace)
        made, ran = manifests(self.store, name, namespace)
        self.api.put("mediaexecutions", ran)
        self.api.put("mediaassets", made)

    @property
    def index(self) -> OpenSearchIndex | SqliteIndex:
        return index_of(self.settings, lambda: None)

    @property
    def remote(self) -> RemoteIndex:
        return RemoteIndex(f"http://127.0.0.1:{self.settings.port}", KEY)

    def titles(self, query: str = "", namespace: str = "n") -> list[tuple[str, str]]:
        """Return asset and title of what the indexer finds, as the API asks it."""
        found = self.hits(query, namespace)
        return sorted((each.asset, each.moment.title) for each in found)

    def hits(self, query: str = "", namespace: str = "n") -> list[Hit]:
        return list(self.remote.search(SearchRequest(query=query, namespaces=frozenset({namespace}), limit=1000)).hits)

    def rebuilt(self, folder: Path) -> list[tuple[object, ...]]:
        """Return the content of an index that is made of nothing."""
        executions = [MediaExecution.model_validate(each) for each in self.api.all("mediaexecutions")]
        assets = [MediaAsset.model_validate(each) for each in self.api.all("mediaassets")]
        fresh = replace(self.settings, file=folder / "rebuilt.sqlite")
        if fresh.opensearch:
            fresh = replace(fresh, opensearch=replace(fresh.opensearch, prefix=f"rebuilt-{fresh.opensearch.prefix}"))
        index = index_of(fresh, lambda: None)
        pairs = [(a, [e for e in executions if e.spec.asset == a.metadata.name]) for a in assets]
        bring_up_to_date(index, Library(self.store), pairs)
        return index.content()

    def passes(self, outcome: str) -> float:
        """Return how many passes of the running indexer ended so."""
        try:
            text = _read(f"http://127.0.0.1:{self.settings.metrics_port}/metrics")
        except OSError:
            return 0
        lines = [line for line in text.splitlines() if line.startswith("media_insights_index_passes_total")]
        return sum(float(line.split()[-1]) for line in lines if f'outcome="{outcome}"' in line)

    def metrics(self) -> str:
        return _read(f"http://127.0.0.1:{self.settings.metrics_port}/metrics")

    async def until(self, condition: Callable[[], Any], what: str, seconds: float = 60) -> Any:
        deadline = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < deadline:
            with contextlib.suppress(Unavailable):
                if found := await asyncio.to_thread(condition):
                    return found
            await asyncio.sleep(0.05)
        raise AssertionError(f"not within {seconds} s: {what}")

    async def until_identical(self, folder: Path) -> None:
        """Wait until the index is what one made of nothing is."""
        expected = self.rebuilt(folder)
        await self.until(lambda: self.index.content() == expected, "the index is as one made of nothing")

    @contextlib.asynccontextmanager
    async def indexing(
        self, *, largest_file: int = 0, prelude: str = "", wrapper: tuple[str, ...] = ()
    ) -> AsyncIterator[asyncio.subprocess.Process]:
        """Run the indexer; it is killed at the end, in the middle of whatever it does.

        ``prelude`` is done in its process before it starts; ``wrapper`` is a command that starts it.
        """
        script = (
            "import pickle, sys\n"
            "from media_insights.cli.cluster.indexer_process import run_indexer\n"
            f"{prelude}\n"
            "sys.exit(run_indexer(*pickle.load(sys.stdin.buffer)))\n"
        )
        command = (*wrapper, sys.executable, "-c", script)
        child = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE)
        if largest_file:
            resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY))
        assert child.stdin
        store = self.store if isinstance(self.store, FolderStore) else None  # an S3's client stays in its process
        child.stdin.write(pickle.dumps((self.settings, store)))
        child.stdin.close()
        try:
            yield child
        finally:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()


@contextlib.contextmanager
def indexed_cluster(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[IndexedCluster]:
    """Give a cluster with one analysed asset, whose store is a folder."""
    api = FakeApi()
    with api.served() as address:
        path = folder / "kubeconfig"
        path.write_text(yaml.safe_dump(kubeconfig(address)))
        patch.setenv("KUBECONFIG", str(path))
        made = IndexedCluster(api, FolderStore(folder / "store", "media"), settings_of(folder, str(path)))
        made.analyse("beach", "Dog", "Dog", "Sea")
        yield made
        api.drop_watches()


def settings_of(folder: Path, kubeconfig: str) -> IndexerSettings:
    access = S3Access(address=StoreAddress.of("", bucket="media", region=""), access_key="", secret_key="", ca_file="")
    return IndexerSettings(
        namespace="system",
        limits_config_map="limits",
        store=access,
        key=KEY,
        file=folder / "index.sqlite",
        kubeconfig=kubeconfig,
        port=free_port(),
        health_port=free_port(),
        metrics_port=free_port(),
    )


def _read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - a server of ours
        text: str = answer.read().decode()
        return text
