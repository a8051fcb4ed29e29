"""Stored results and media of an asset, read where its status points to."""

from dataclasses import dataclass
from typing import Any

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.cli.cluster import executions
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.cluster.stores import StoreFlags, open_store
from media_insights.cli.terminal.failures import Failure
from media_insights.cli.terminal.outcome import operators_of
from media_insights.domain import layout
from media_insights.domain.running.pointers import pointers_in
from media_insights.kube.resources import EXECUTIONS
from media_insights.results.digest.digests import Digest
from media_insights.results.versions import FIRST
from media_insights.storage.library import Library, StoredResults
from media_insights.storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult:
    """Reference to one stored result."""

    name: str
    """OperatorName in MIE's sense."""
    key: str
    operator: str = ""
    """The operator's name or alias, when known."""
    version: int = FIRST
    """Version of its schema."""

    def answers(self, wanted: str) -> bool:
        """Whether a user who writes ``wanted`` means this result: by result name, operator name or alias."""
        return _plain(wanted) in {_plain(self.name), _plain(self.operator)}


def digest_of_execution(cluster: Cluster, flags: StoreFlags, name: str) -> Digest:
    """Return the digest of everything that an execution has stored."""
    execution = MediaExecution.model_validate(Objects(cluster, EXECUTIONS).get(name))
    return digest(cluster, flags, results_of_execution(execution))


def results_of_execution(execution: MediaExecution) -> list[StoredResult]:
    """Return the results that an execution's status names."""
    return [
        StoredResult(
            name=layout.result_name(each.key), key=each.key, operator=each.name, version=each.schema_version or FIRST
        )
        for each in operators_of(execution.status)
        if each.key
    ]


def results_of_asset(cluster: Cluster, name: str) -> list[StoredResult]:
    """Return the newest result of every operator of an asset. Raises Failure when there is no such asset."""
    asset = executions.asset_of(cluster, name)
    pointers = pointers_in(asset.status).metadata
    names = _operators_by_key(cluster, {each.execution for each in pointers if each.execution})
    return [
        StoredResult(
            name=each.operator,
            key=each.key,
            operator=names.get(each.key, ""),
            version=each.schema_version or FIRST,
        )
        for each in pointers
    ]


def choose(results: list[StoredResult], wanted: str, asset: str) -> StoredResult:
    """Return the result of that name. Raises Failure listing the existing ones."""
    found = next((each for each in results if each.answers(wanted)), None)
    if found:
        return found
    known = ", ".join(f"{each.operator} ({each.name})" if each.operator else each.name for each in results)
    raise Failure(
        f"{asset} has no result of {wanted}: " + (f"it has {known}" if known else "no operator has finished yet")
    )


def read(cluster: Cluster, flags: StoreFlags, results: list[StoredResult]) -> dict[str, Any]:
    """Return OperatorName → result, read from the store, as it was stored."""
    if not results:
        return {}
    with open_store(cluster, flags) as store:
        return dict(_stored(store, results))


def digest(cluster: Cluster, flags: StoreFlags, results: list[StoredResult]) -> Digest:
    """Return the digest of results, which are read from the store one by one."""
    if not results:
        return Digest()
    with open_store(cluster, flags) as store:
        return _stored(store, results).digest()


def _stored(store: Store, results: list[StoredResult]) -> StoredResults:
    pointers = {each.name: each.key for each in results}
    return StoredResults(Library(store), pointers, {each.name: each.version for each in results})


def _operators_by_key(cluster: Cluster, names: set[str]) -> dict[str, str]:
    found = (Objects(cluster, EXECUTIONS).find(name) for name in sorted(names))
    kept = [MediaExecution.model_validate(manifest) for manifest in found if manifest]
    return {each.key: each.name for execution in kept for each in operators_of(execution.status) if each.key}


def _plain(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()
