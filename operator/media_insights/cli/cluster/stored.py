"""Stored results and media of an asset, read where its status points to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.cli.cluster import executions
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.installation.asset_files import AssetFiles, ResultOwner, StoredResult
from media_insights.cli.cluster.installation.opening import open_files
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.cluster.stores import StoreFlags
from media_insights.cli.terminal.failures import Failure
from media_insights.cli.terminal.outcome import operators_of
from media_insights.domain import layout
from media_insights.domain.running.pointers import pointers_in
from media_insights.kube.resources import EXECUTIONS
from media_insights.results.digest.digesting import digest_of
from media_insights.results.digest.digests import Digest
from media_insights.results.versions import FIRST


@dataclass(frozen=True)
class ListedResults:
    """Results that exist, and whose they are."""

    owner: ResultOwner
    items: list[StoredResult]


@dataclass(frozen=True, eq=False)
class ResultReader(Mapping[str, Any]):
    """OperatorName → result, each read whenever it is asked for: never more than one is kept."""

    files: AssetFiles
    listed: ListedResults

    def __getitem__(self, name: str) -> Any:
        """Read a result."""
        return self.files.read(self.listed.owner, self._by_name[name])

    def __contains__(self, name: object) -> bool:
        """Return whether there is such a result; nothing is read."""
        return name in self._by_name

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(self._by_name)

    def __len__(self) -> int:
        """Count them."""
        return len(self._by_name)

    @cached_property
    def _by_name(self) -> dict[str, StoredResult]:
        return {each.name: each for each in self.listed.items}


def digest_of_execution(cluster: Cluster, flags: StoreFlags, name: str) -> Digest:
    """Return the digest of everything that an execution has stored."""
    execution = MediaExecution.model_validate(Objects(cluster, EXECUTIONS).get(name))
    return digest(cluster, flags, results_of_execution(execution))


def results_of_execution(execution: MediaExecution) -> ListedResults:
    """Return the results that an execution's status names."""
    found = [
        StoredResult(
            name=layout.result_name(each.key), key=each.key, operator=each.name, version=each.schema_version or FIRST
        )
        for each in operators_of(execution.status)
        if each.key
    ]
    return ListedResults(execution, found)


def results_of_asset(cluster: Cluster, name: str) -> ListedResults:
    """Return the newest result of every operator of an asset. Raises Failure when there is no such asset."""
    asset = executions.asset_of(cluster, name)
    pointers = pointers_in(asset.status).metadata
    names = _operators_by_key(cluster, {each.execution for each in pointers if each.execution})
    found = [
        StoredResult(
            name=each.operator,
            key=each.key,
            operator=names.get(each.key, ""),
            version=each.schema_version or FIRST,
        )
        for each in pointers
    ]
    return ListedResults(asset, found)


def choose(listed: ListedResults, wanted: str) -> ListedResults:
    """Return the one result of that name. Raises Failure listing the existing ones."""
    found = next((each for each in listed.items if each.answers(wanted)), None)
    if found:
        return ListedResults(listed.owner, [found])
    known = ", ".join(f"{each.operator} ({each.name})" if each.operator else each.name for each in listed.items)
    raise Failure(
        f"{listed.owner.metadata.name} has no result of {wanted}: "
        + (f"it has {known}" if known else "no operator has finished yet")
    )


def read(cluster: Cluster, flags: StoreFlags, listed: ListedResults) -> dict[str, Any]:
    """Return OperatorName → result, as it was stored."""
    if not listed.items:
        return {}
    with open_files(cluster, flags) as files:
        return dict(ResultReader(files, listed))


def digest(cluster: Cluster, flags: StoreFlags, listed: ListedResults) -> Digest:
    """Return the digest of results, which are read one by one."""
    if not listed.items:
        return Digest()
    with open_files(cluster, flags) as files:
        return digest_of(ResultReader(files, listed), {each.name: each.version for each in listed.items})


def _operators_by_key(cluster: Cluster, names: set[str]) -> dict[str, str]:
    found = (Objects(cluster, EXECUTIONS).find(name) for name in sorted(names))
    kept = [MediaExecution.model_validate(manifest) for manifest in found if manifest]
    return {each.key: each.name for execution in kept for each in operators_of(execution.status) if each.key}
