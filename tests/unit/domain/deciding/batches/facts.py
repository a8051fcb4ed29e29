"""Short ways to write facts about batches."""

from collections.abc import Sequence
from typing import Any

from media_insights.api.v1alpha1 import MediaBatch, labels
from media_insights.domain.batches.progress import ItemOutcome, ItemState
from media_insights.domain.deciding.batches.batch_facts import BatchFacts
from media_insights.domain.file_items import FileItem, item_name
from media_insights.domain.sources.tenancy import tenant_of

KEY = "public/upload/n/archive/"
PLAN = "private/n/batches/u/plan/0/"
LISTED = {"key": PLAN, "complete": True}


def batch(status: dict[str, Any] | None = None, meta: dict[str, Any] | None = None, **spec: Any) -> MediaBatch:
    source = {"prefix": {"bucket": "media", "key": KEY}}
    named = {"name": "b", "namespace": "n", "uid": "u", "generation": 1, "finalizers": [labels.FINALIZER]}
    return MediaBatch.model_validate(
        {
            "metadata": {**named, **(meta or {})},
            "spec": {"source": source, "workflow": "flow", **spec},
            "status": status or {},
        }
    )


def plan(count: int) -> tuple[FileItem, ...]:
    return tuple(FileItem(bucket="media", key=f"{KEY}{number}.jpg", version="1") for number in range(count))


def states(outcomes: str, message: str = "broken") -> tuple[ItemState, ...]:
    """Items of the plan that have begun: ``d`` done, ``f`` failed, ``r`` running, ``w`` waiting, ``x`` refused."""
    return tuple(_state(item, letter, message) for item, letter in zip(plan(len(outcomes)), outcomes, strict=True))


def _state(item: FileItem, letter: str, message: str) -> ItemState:
    outcome = {"d": "Done", "f": "Failed", "r": "Running", "w": "Waiting", "x": "Failed"}[letter]
    name = item_name(batch().metadata, item)
    return ItemState(
        name=name,
        uid=f"uid-{name}",
        key=item.key,
        outcome=ItemOutcome(outcome),
        state="Rejected" if letter == "x" else "",
        message=message if outcome == "Failed" else "",
        execution="" if letter == "x" else f"run-{name}",
    )


def facts(of: MediaBatch | None = None, items: Sequence[ItemState] = (), **more: Any) -> BatchFacts:
    known: dict[str, Any] = {"tenant": tenant_of((), "n", "media"), "workflows": ("flow",), "items": tuple(items)}
    return BatchFacts(batch=of or batch(), **(known | more))


def listed(count: int, begun: int = 0, outcomes: str = "", **spec: Any) -> BatchFacts:
    """Facts about a batch whose source has been listed, and some of whose items have begun."""
    status = {"checkpoint": {**LISTED, "planned": count, "begun": begun}, **spec.pop("status", {})}
    return facts(batch(status, **spec), states(outcomes), plan=plan(count)[begun:])
