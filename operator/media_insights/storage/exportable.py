"""Exportable asset: a stored asset as exports read it."""

from media_insights.api.v1alpha1.times import rfc3339
from media_insights.exports.assets import Asset
from media_insights.storage.edited_results import edited_results
from media_insights.storage.library import StoredAsset


def left_out(stored: StoredAsset) -> tuple[str, ...]:
    """Return what an export of an asset leaves out, and why, in sentences."""
    names = ", ".join(stored.unplanned)
    unplanned = f"no plan says what these results mean, they are left out of tables and tracks: {names}"
    return (*stored.unusable_plans, *((unplanned,) if names else ()))


def exportable(stored: StoredAsset, *, with_edits: bool = True) -> Asset:
    """Return an asset to export: its results are read one by one; results without a plan have no moments.

    Results are as people edited them, unless edits are not wanted.
    """
    asset, source = stored.asset, stored.asset.spec.source
    found = edited_results(stored) if with_edits else None
    return Asset(
        name=asset.metadata.name,
        uid=asset.metadata.uid,
        title=asset.spec.title,
        source=source.uri,
        file=source.file_name,
        created=rfc3339(asset.metadata.creation_timestamp) if asset.metadata.creation_timestamp else "",
        results=stored.results if found is None else found,
        versions=stored.results.versions,
        indexes=stored.indexes if found is None else found.indexes,
    )
