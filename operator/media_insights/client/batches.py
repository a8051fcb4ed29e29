"""Batches: many files as one object; and sources, which are watched for files. On a laptop there are none of both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from media_insights.client.answers import ApiAnswer
from media_insights.client.connection import ApiConnection, QueryParameters, path_of
from media_insights.client.parsing import parse_answer
from media_insights.client.reading import read_all, read_one

_ROUTE = "/v1/batches"


class ListedBatch(ApiAnswer):
    """A batch in a list."""

    id: str
    namespace: str
    name: str
    workflow: str
    state: str = ""
    """Listing, Started, Paused, Complete, Error or Cancelled; at first empty."""
    message: str = ""
    created: str = ""
    total: int = 0
    done: int = 0
    failed: int = 0
    running: int = 0
    skipped: int = 0


class AnsweredRate(ApiAnswer):
    """How fast items ended, of the last ten minutes."""

    items_per_minute: float = 0
    seconds_left: int | None = None
    """Until the rest has ended at this rate; None while none has."""


class FailureCause(ApiAnswer):
    """A sentence with which items failed."""

    message: str
    count: int


class AnsweredBatch(ListedBatch):
    """A batch and how far it is."""

    suspend: bool = False
    cancel: bool = False
    retries: int = 0
    relist: int = 0
    rate: AnsweredRate | None = None
    most_frequent: tuple[FailureCause, ...] = ()
    """Sentences with which most items failed."""


class FailedItem(ApiAnswer):
    """An item that failed."""

    key: str
    asset: str = ""
    """Its name."""
    execution: str = ""
    state: str = ""
    message: str = ""


class AnsweredWatch(ApiAnswer):
    """A prefix that is watched, and what became of its objects by the last listing."""

    id: str
    namespace: str
    name: str
    bucket: str
    prefix: str = ""
    state: str = ""
    message: str = ""
    seen: int = 0
    taken: int = 0
    settling: int = 0
    skipped: int = 0
    refused: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Batches:
    """The batches of one namespace, or of all that may be listed where none is named."""

    connection: ApiConnection
    namespace: str = ""

    def all(self, *, workflow: str = "", state: str = "") -> Iterator[ListedBatch]:
        """Yield the batches, newest first."""
        query: QueryParameters = {
            "namespace": self.namespace,
            "workflow": workflow,
            "state": state,
            "limit": 200,
        }
        return read_all(self.connection, ListedBatch, _ROUTE, query)

    def one(self, batch: str) -> AnsweredBatch:
        """Return a batch."""
        return read_one(self.connection, AnsweredBatch, path_of("v1", "batches", batch))

    def create(  # noqa: PLR0913 - each is a field of a batch
        self,
        name: str,
        uri: str,
        workflow: str,
        *,
        is_list: bool = False,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        configuration: Mapping[str, Mapping[str, Any]] | None = None,
        parallelism: int = 20,
        failure_percent: int | None = None,
        key: str = "",
    ) -> AnsweredBatch:
        """Run a workflow over everything below ``s3://BUCKET/KEY``, or that a list there names (``is_list``).

        ``failure_percent``: it pauses when more of all items fail. ``key`` makes a repetition by the caller harmless.
        """
        bucket, _, path = uri.removeprefix("s3://").partition("/")
        place = {"list" if is_list else "prefix": {"bucket": bucket, **({"key": path} if path else {})}}
        body = {
            "namespace": self.namespace,
            "name": name,
            "source": {**place, "include": list(include), "exclude": list(exclude)},
            "workflow": workflow,
            "configuration": dict(configuration or {}),
            "parallelism": parallelism,
            **({} if failure_percent is None else {"failureBudget": {"percent": failure_percent}}),
        }
        return parse_answer(AnsweredBatch, self.connection.create(_ROUTE, body, key=key))

    def failures(self, batch: str) -> Iterator[FailedItem]:
        """Yield the items that failed, by key."""
        return read_all(self.connection, FailedItem, path_of("v1", "batches", batch, "failures"), {"limit": 200})

    def pause(self, batch: str) -> AnsweredBatch:
        """Let no further item begin; what runs goes on."""
        return self._do(batch, "pause")

    def resume(self, batch: str) -> AnsweredBatch:
        """Let items begin again after a pause."""
        return self._do(batch, "resume")

    def cancel(self, batch: str) -> AnsweredBatch:
        """End a batch and what of it runs, which cannot be taken back."""
        return self._do(batch, "cancel")

    def retry(self, batch: str, *, key: str = "") -> AnsweredBatch:
        """Run again what failed, and only that, once; ``key`` makes a repetition by the caller harmless."""
        return self._do(batch, "retry", key)

    def relist(self, batch: str, *, key: str = "") -> AnsweredBatch:
        """List the source again, and do what is new; ``key`` as above."""
        return self._do(batch, "relist", key)

    def delete(self, batch: str) -> None:
        """Delete a batch with its assets and their results; source files stay."""
        self.connection.delete(path_of("v1", "batches", batch))

    def watched(self) -> Iterator[AnsweredWatch]:
        """Yield the sources, newest first: what is watched for further files."""
        return read_all(self.connection, AnsweredWatch, "/v1/sources", {"namespace": self.namespace, "limit": 200})

    def _do(self, batch: str, action: str, key: str = "") -> AnsweredBatch:
        done = self.connection.create(f"{path_of('v1', 'batches', batch)}:{action}", None, key=key)
        return parse_answer(AnsweredBatch, done)
