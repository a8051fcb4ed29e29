"""Views of batches: what was asked for, how many items there are by what became of them, and which failed."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field, ValidationError

from media_insights.api.v1alpha1 import MediaBatch
from media_insights.api.v1alpha1.batch import BatchItems, BatchRate, BatchSource, FailureBudget, FailureCount
from media_insights.api.v1alpha1.meta import Condition, StatusShape
from media_insights.api.v1alpha1.times import MaybeTime
from media_insights.errors import Damaged
from media_insights.ports.objects import ObjectSummary
from media_insights.ports.summaries import summary_of
from media_insights.rest.views import ID
from media_insights.results.stored_json import parse_json


class BatchRow(BatchItems):
    """A batch in a list, with its counts."""

    id: str = ID
    namespace: str
    name: str
    workflow: str
    state: str = Field(
        default="", description="Listing, Started, Paused, Complete, Error or Cancelled; at first empty."
    )
    message: str = Field(default="", description="Why it is in this state; in lists its beginning.")
    created: str = Field(default="", description="RFC 3339, UTC.")
    rate: BatchRate | None = Field(
        default=None, description="How fast items end; absent before the first and at the end."
    )


class BatchDocument(BatchRow):
    """A batch and how far it is."""

    source: BatchSource
    configuration: dict[str, dict[str, Any]] = Field(default_factory=dict)
    parallelism: int
    failure_budget: FailureBudget | None = None
    suspend: bool = Field(default=False, description="Whether no further item begins, since somebody paused it.")
    cancel: bool = Field(default=False, description="Whether somebody cancelled it.")
    relist: int = Field(default=0, description="How often the source is listed again.")
    retries: int = Field(default=0, description="How often what failed runs again.")
    most_frequent: list[FailureCount] = Field(
        default_factory=list, description="Sentences with which most items failed; `failures` lists the items."
    )
    conditions: list[Condition] = Field(default_factory=list)
    started_at: MaybeTime = None
    finished_at: MaybeTime = None


class BatchFailure(StatusShape):
    """An item that failed."""

    key: str = Field(description="Of the file.")
    asset: str = Field(default="", description="Name of the item's asset.")
    execution: str = Field(default="", description="Name of its newest execution; empty when there was none.")
    state: str = Field(default="", description="The execution's; Rejected or Refused when there was none.")
    message: str = Field(default="", description="Why.")


def batch_summary(found: ObjectSummary) -> BatchRow:
    """Return a batch's line in a list."""
    rate = found.fields.get("rate")
    fields = {**found.fields, "rate": BatchRate.model_validate_json(rate) if rate else None}
    return BatchRow(id=found.uid, namespace=found.namespace, name=found.name, created=found.created, **fields)


def batch_view(batch: MediaBatch) -> BatchDocument:
    """Return a batch as the API shows it."""
    spec, status = batch.spec, batch.status
    return BatchDocument(
        **{**batch_summary(summary_of(batch)).model_dump(), "message": status.message},
        source=spec.source,
        configuration=spec.configuration,
        parallelism=spec.parallelism,
        failure_budget=spec.failure_budget,
        suspend=spec.suspend,
        cancel=spec.cancel,
        relist=spec.relist,
        retries=spec.retries,
        most_frequent=list(status.failures.most) if status.failures else [],
        conditions=list(status.conditions),
        started_at=status.started_at,
        finished_at=status.finished_at,
    )


def parse_failures(content: bytes) -> Iterator[BatchFailure]:
    """Yield what a list of failures holds. Raises Damaged for a line that is none."""
    for number, line in enumerate(content.splitlines(), 1):
        what = f"line {number} of the batch's list of failures"
        try:
            yield BatchFailure.model_validate(parse_json(line, what))
        except ValidationError as error:
            raise Damaged(f"{what} is none") from error
