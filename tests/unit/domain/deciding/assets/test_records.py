"""The record is stored before the status; a pass that ended in between is made again, with the same changes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from media_insights.domain import layout
from media_insights.domain.deciding.actions import WriteRecord
from media_insights.domain.deciding.assets.asset_facts import AssetFacts
from media_insights.domain.deciding.assets.decide_asset import AssetDecision, decide_asset
from media_insights.domain.planning.plans_json import canonical
from media_insights.domain.running.pointers import Kept
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library
from tests.unit import builders
from tests.unit.controller.objects import NOW, asset, asset_facts, execution

PREFIX = "private/newsroom/assets/asset-1/"
ACCEPTED: dict[str, Any] = {
    "conditions": [{"type": "Accepted", "status": "True", "reason": "Valid", "observedGeneration": 1}],
    "media": {"type": "Video"},
    "prefix": PREFIX,
}
OPERATORS = [{"name": "labels", "status": "Complete", "finishedAt": "2026-05-01T11:00:00Z"}]
ENDED = {"state": "Complete", "stages": [{"name": "analyze", "operators": OPERATORS}]}


def kept() -> Kept:
    plan = builders.plan("prepare: proxy; analyze: labels")
    return Kept(plan=plan, sizes={output.key: 7 for step in plan.steps for output in step.outputs})


def facts_of(store: FolderStore, **status: Any) -> AssetFacts:
    """Return the facts of an asset whose execution has left a result that nothing points to yet."""
    about = asset(status=ACCEPTED | status)
    run = execution(status=ENDED)
    facts = asset_facts(about, source=None, executions=(run,), kept={run.metadata.name: kept()})
    return replace(facts, recorded=Library(store).pointers(about) if about.status.omitted else None)


def carry_out(store: FolderStore, decision: AssetDecision) -> list[str]:
    """Store the records, as a controller does that dies before it writes the status; return their keys."""
    records = [each for each in decision.actions if isinstance(each, WriteRecord)]
    for each in records:
        store.put(each.key, canonical(each.record).encode())
    return [each.key.removeprefix(PREFIX) for each in records]


def told(decision: AssetDecision) -> list[tuple[str, str, int]]:
    return [(each.subject, each.message, each.sequence) for each in decision.changes if each.subject == "metadata"]


def recorded(store: FolderStore) -> None:
    record = {"format": "mediainsights.dev/asset/v1", "metadata": [], "files": []}
    store.put(layout.record_key("newsroom", "asset-1"), canonical(record).encode())


def test_what_a_pass_found_that_died_before_the_status_is_found_again(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, "media")
    recorded(store)
    first = decide_asset(facts_of(store, omitted=3, changes=7), NOW)
    assert told(first) == [("metadata", "labels was stored by run-1", 8)]
    assert carry_out(store, first) == ["asset-before.json", "asset.json"]
    second = decide_asset(facts_of(store, omitted=3, changes=7), NOW)
    assert told(second) == told(first)
    assert carry_out(store, second) == ["asset-before.json", "asset.json"]


def test_when_the_status_has_followed_the_record_counts(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, "media")
    recorded(store)
    first = decide_asset(facts_of(store, omitted=3, changes=7), NOW)
    carry_out(store, first)
    assert first.status
    assert first.status.changes
    second = decide_asset(facts_of(store, omitted=3, changes=first.status.changes), NOW)
    assert told(second) == []


def test_a_status_with_room_for_all_needs_no_former_record(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, "media")
    first = decide_asset(facts_of(store, changes=7), NOW)
    assert carry_out(store, first) == ["asset.json"]
    assert told(decide_asset(facts_of(store, changes=7), NOW)) == told(first) != []
