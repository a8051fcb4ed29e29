"""Exportable asset: a stored asset as exports read it."""

from collections.abc import Mapping
from typing import Any

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.operator_index import Index
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain.planning.plan import Plan
from media_insights.exports.assets import Asset
from media_insights.storage.edited_results import edited_results
from media_insights.storage.library import StoredAsset, StoredResults, declared_indexes


def left_out(stored: StoredAsset) -> tuple[str, ...]:
    """Return what an export of an asset leaves out, and why, in sentences."""
    names = ", ".join(stored.unplanned)
    unplanned = f"no plan says what these results mean, they are left out of tables and tracks: {names}"
    return (*stored.unusable_plans, *((unplanned,) if names else ()))


def exportable(stored: StoredAsset, *, with_edits: bool = True) -> Asset:
    """Return an asset to export: its results are read one by one; results without a plan have no moments.

    Results are as people edited them, unless edits are not wanted.
    """
    found = edited_results(stored) if with_edits else None
    return _described(
        stored.asset,
        results=stored.results if found is None else found,
        versions=stored.results.versions,
        indexes=stored.indexes if found is None else found.indexes,
    )


def exportable_run(asset: MediaAsset, results: StoredResults, plan: Plan) -> Asset:
    """Return an asset with the results of one execution alone, as its operators wrote them; the plan is its own."""
    declared = declared_indexes([plan])
    found = {name: declared.get(key) for name, key in results.pointers.items()}
    indexes = {name: index for name, index in found.items() if index is not None}
    return _described(asset, results=results, versions=results.versions, indexes=indexes)


def _described(
    asset: MediaAsset, *, results: Mapping[str, Any], versions: Mapping[str, int], indexes: Mapping[str, Index]
) -> Asset:
    source = asset.spec.source
    return Asset(
        name=asset.metadata.name,
        uid=asset.metadata.uid,
        title=asset.spec.title,
        source=source.uri,
        file=source.file_name,
        created=rfc3339(asset.metadata.creation_timestamp) if asset.metadata.creation_timestamp else "",
        results=results,
        versions=versions,
        indexes=indexes,
    )
