"""Library of an asset: its results, media, plans and logs in the object store, found by pointers of its status.

A status names keys; this is the one place that follows them, for an S3 and for a results folder. Nothing is read
before it is asked for. Raises the errors of the store, and :class:`~media_insights.errors.Damaged` for an object that
is not what it should be.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from media_insights.api.v1alpha1 import ExecutionStatus, MediaAsset, MediaExecution
from media_insights.api.v1alpha1.operator_index import Index
from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.stored_plans import MAX_BYTES, PlanReference, reference_of, verified_plan
from media_insights.domain.running.asset_record import is_ahead, pointers_of_record
from media_insights.domain.running.deleted_results import standing
from media_insights.domain.running.pointers import Pointers, pointers_in
from media_insights.errors import Damaged, NoSuchBucket, NoSuchObject, StoreError
from media_insights.results.digest.digesting import digest_of
from media_insights.results.digest.digests import Digest
from media_insights.results.stored_json import parse_json
from media_insights.results.versions import FIRST
from media_insights.storage.kept_logs import end_of_log
from media_insights.storage.store import Store

MOST_OF_A_RUN = 20_000
"""Objects of a run that are listed: more than the largest plan has outputs (16 stages of 32 operators with 32 each).
An operator that makes a folder of an output can store any number."""
_LOG = "main.log"
"""Argo's name of the file that holds the log of a pod's main container."""


def parse_result(content: bytes, key: str) -> Any:
    """Return what a result's file holds: JSON, or a list of the lines of an ``.ndjson``. Raises Damaged."""
    what = f"the stored result {key}"
    if key.endswith(".ndjson"):
        return [parse_json(line, what) for line in content.splitlines() if line.strip()]
    return parse_json(content, what)


@dataclass(frozen=True, slots=True)
class Library:
    """The assets of one bucket."""

    store: Store

    def pointers(self, asset: MediaAsset) -> Pointers:
        """Return the pointers to what was found of an asset, but for results that are to go."""
        return standing(self.recorded(asset), asset)

    def recorded(self, asset: MediaAsset) -> Pointers:
        """Return all pointers as they are written: in its status, or in its record where that has no room."""
        if not asset.status.omitted:
            return pointers_in(asset.status)
        meta = asset.metadata
        key = layout.record_key(meta.namespace, meta.uid)
        try:
            record = parse_json(self.store.get(key), f"the record {key}")
            if is_ahead(record, asset.status):
                record = self._former_record(asset) or record
            return pointers_of_record(record, layout.asset_prefix(meta.namespace, meta.uid))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Damaged(f"the record {key} cannot be read: {error}") from error

    def _former_record(self, asset: MediaAsset) -> Any:
        """Return the record that the newest one replaced; None when there is none."""
        key = layout.former_record_key(asset.metadata.namespace, asset.metadata.uid)
        try:
            content = self.store.get(key)
        except NoSuchObject:
            return None
        return parse_json(content, f"the record {key}")

    def of(self, asset: MediaAsset, executions: Iterable[MediaExecution]) -> "StoredAsset":
        """Return what is stored of an asset; its executions say which plans are theirs."""
        return StoredAsset(self, asset, tuple(executions))

    def of_execution(self, status: ExecutionStatus) -> "StoredResults":
        """Return the results of one execution: of its operators that are Complete."""
        operators = [each for stage in status.stages for each in stage.operators if each.key]
        return StoredResults(
            self,
            {layout.result_name(each.key): each.key for each in operators},
            {layout.result_name(each.key): each.schema_version or FIRST for each in operators},
        )

    def result(self, key: str) -> Any:
        """Return a stored result: JSON, or a list of the lines of an ``.ndjson``."""
        return parse_result(self.store.get(key), key)

    def plan(self, reference: PlanReference) -> Plan | None:
        """Return a stored plan, None when none was stored.

        Raises :class:`~media_insights.errors.Tampered` when the file is not the one that the API server holds the
        hash of, Damaged when it is and this version cannot read it.
        """
        try:
            return self.plan_in_bucket(reference)
        except NoSuchBucket:
            return None

    def plan_in_bucket(self, reference: PlanReference) -> Plan | None:
        """Return the same; raises NoSuchBucket, too, which says nothing about the plan."""
        try:
            content = self.store.range(reference.key, 0, MAX_BYTES + 1)
        except NoSuchObject:
            return None
        return verified_plan(content, reference)

    def sizes(self, plan_key: str) -> dict[str, int]:
        """Return key → bytes of what an execution has stored beside its plan, at most :data:`MOST_OF_A_RUN`."""
        try:
            found = list(islice(self.store.list(layout.folder_of(plan_key)), MOST_OF_A_RUN))
        except NoSuchBucket:
            return {}
        return {info.key: info.bytes for info in found}

    def logs(self, namespace: str, asset_uid: str, execution: str) -> Iterator[tuple[str, bytes]]:
        """Yield (pod, the end of what its operator wrote) of an execution, by its name, in the order of pods' names."""
        places = layout.former_logs_prefix(asset_uid, execution), layout.logs_prefix(namespace, asset_uid, execution)
        for info in (info for place in places for info in self.store.list(place)):
            path = PurePosixPath(info.key)
            if path.name == _LOG:
                yield path.parent.name, end_of_log(self.store, info)


@dataclass(frozen=True, slots=True, eq=False)
class StoredResults(Mapping[str, Any]):
    """OperatorName → result, each read from the store whenever it is asked for: never more than one is kept."""

    library: Library
    pointers: Mapping[str, str]
    """OperatorName → key."""
    versions: Mapping[str, int]
    """OperatorName → version of its schema."""

    def __getitem__(self, name: str) -> Any:
        """Read a result."""
        return self.library.result(self.pointers[name])

    def __contains__(self, name: object) -> bool:
        """Return whether there is a pointer to the result; nothing is read."""
        return name in self.pointers

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(self.pointers)

    def __len__(self) -> int:
        """Count them."""
        return len(self.pointers)

    def digest(self) -> Digest:
        """Return the digest of all, each read when its turn comes."""
        return digest_of(self, self.versions)

    def readable(self) -> dict[str, Any]:
        """Return all at once; what is missing or damaged is left out."""
        return {name: found for name in self if (found := self._read(name)) is not None}

    def _read(self, name: str) -> Any | None:
        try:
            return self[name]
        except StoreError:
            return None


@dataclass(frozen=True)
class StoredAsset:
    """What is stored of one asset."""

    library: Library
    asset: MediaAsset
    executions: tuple[MediaExecution, ...] = ()

    @cached_property
    def pointers(self) -> Pointers:
        """Where the newest results and media are."""
        return self.library.pointers(self.asset)

    @property
    def results(self) -> StoredResults:
        """The newest result of every operator."""
        pointers = self.pointers.metadata
        return StoredResults(
            self.library,
            {each.operator: each.key for each in pointers},
            {each.operator: each.schema_version or FIRST for each in pointers},
        )

    @property
    def media(self) -> dict[str, str]:
        """Medium → key of the newest file of every medium that operators made."""
        return {each.media: each.key for each in self.pointers.files}

    @property
    def plans(self) -> dict[str, Plan]:
        """Key → plan of each run that made one of the results, where it left one that its execution vouches for."""
        return self._found[0]

    @property
    def unusable_plans(self) -> tuple[str, ...]:
        """Why stored plans were not read, in sentences."""
        return self._found[1]

    @cached_property
    def _found(self) -> tuple[dict[str, Plan], tuple[str, ...]]:
        folders = {layout.folder_of(key) for key in self.results.pointers.values()}
        references = [reference_of(each, self.asset.metadata.uid) for each in self.executions]
        wanted = (each for each in references if layout.folder_of(each.key) in folders)
        plans, problems = dict[str, Plan](), list[str]()
        for reference in sorted(wanted, key=lambda each: each.key):
            try:
                plan = self.library.plan(reference)
            except Damaged as error:
                problems.append(str(error))
                continue
            if plan is not None:
                plans[reference.key] = plan
        return plans, tuple(problems)

    @property
    def indexes(self) -> dict[str, Index]:
        """OperatorName → how its result becomes moments, as the operator that made it declared."""
        declared = self._declarations()
        found = {name: declared.get(key) for name, key in self.results.pointers.items()}
        return {name: index for name, index in found.items() if index is not None}

    @property
    def unplanned(self) -> tuple[str, ...]:
        """Names of results of which no plan says what they mean, and hence whether they have an index."""
        declared = self._declarations()
        return tuple(sorted(name for name, key in self.results.pointers.items() if key not in declared))

    def _declarations(self) -> dict[str, Index | None]:
        return declared_indexes(self.plans.values())


def declared_indexes(plans: Iterable[Plan]) -> dict[str, Index | None]:
    """Return key → how the result under it becomes moments, of every result that a plan writes or takes over."""
    outputs = ((step, output) for plan in plans for step in plan.steps for output in step.outputs)
    return {output.key: step.spec.index for step, output in outputs if output.result}
