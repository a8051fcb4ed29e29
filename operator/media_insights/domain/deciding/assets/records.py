"""Records of an asset: when its full record is stored, and which one stays until the status has followed."""

from dataclasses import replace

from media_insights.api.v1alpha1 import AssetStatus
from media_insights.domain import layout
from media_insights.domain.deciding.actions import Action, WriteRecord
from media_insights.domain.deciding.assets.asset_facts import AssetFacts, pointers_before
from media_insights.domain.running.asset_record import record_of, with_count
from media_insights.domain.running.pointers import Pointers


def record_actions(facts: AssetFacts, status: AssetStatus, pointers: Pointers) -> tuple[Action, ...]:
    """Return how to store the record, when it is another than before."""
    asset = facts.asset
    record, before = record_of(asset, status, pointers), pointers_before(facts)
    if not (pointers.metadata or before.metadata) or record == record_of(asset, asset.status, before):
        return ()
    return (WriteRecord(layout.record_key(asset.metadata.namespace, asset.metadata.uid), record),)


def with_former_record(facts: AssetFacts, actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """Return actions of a pass that counts changes, which keep what a pass after an interrupted one compares with.

    Only a status without room for all pointers needs it: any other one holds them itself.
    """
    if not facts.asset.status.omitted:
        return actions
    return tuple(each for action in actions for each in _beside_former_record(facts, action))


def _beside_former_record(facts: AssetFacts, action: Action) -> tuple[Action, ...]:
    if not isinstance(action, WriteRecord):
        return (action,)
    asset = facts.asset
    key = layout.former_record_key(asset.metadata.namespace, asset.metadata.uid)
    former = record_of(asset, asset.status, pointers_before(facts))
    return WriteRecord(key, former), replace(action, record=with_count(action.record, asset.status.changes))
