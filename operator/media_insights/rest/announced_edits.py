"""Announced edits: an asset says which version its log of edits has, so that whoever follows it is told.

The log is written first and is the truth. A process may die before it announces that, and replicas may announce in any
order: so the asset is read before the log, and changed only while it is the one that was read.
"""

import asyncio
import logging

from fastapi.concurrency import run_in_threadpool

from media_insights.actions.announce_edits import edits_patch
from media_insights.api.v1alpha1 import MediaAsset, labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.errors import ApiError, Conflict, Unavailable
from media_insights.rest.access import RequestAccess
from media_insights.rest.conditional import conditional, etag_of
from media_insights.storage.edit_logs import EditLogs

ATTEMPTS = 8
"""How often it is tried anew because somebody else changed the asset meanwhile."""
PAUSE = 0.1
"""Seconds before the second attempt; each further one waits as much longer."""
_log = logging.getLogger(__name__)


async def announce(asset: MediaAsset, access: RequestAccess) -> None:
    """Have an asset say which version its log has. Raises the errors of objects, Conflict when others were faster."""
    meta, assets = asset.metadata, access.ports.assets
    for attempt in range(1, ATTEMPTS + 1):
        newest = await assets.get(meta.namespace, meta.name)
        log = await run_in_threadpool(EditLogs(access.ports.store).read, meta.namespace, meta.uid)
        if newest.metadata.uid != meta.uid or is_announced(newest, log.version):
            return
        try:
            await assets.patch(meta.namespace, meta.name, _patch(newest, log.version))
        except Conflict:
            if attempt == ATTEMPTS:
                raise
            await asyncio.sleep(PAUSE * attempt)
        else:
            return


async def announce_what_was_missed(asset: MediaAsset, version: int, access: RequestAccess) -> None:
    """Announce a log that was read when nobody has: a failure is logged, and the next reader tries again."""
    if is_announced(asset, version):
        return
    try:
        await announce(asset, access)
    except (ApiError, Unavailable) as error:
        _log.warning("%s/%s: its edits are announced later: %s", asset.metadata.namespace, asset.metadata.name, error)


def is_announced(asset: MediaAsset, version: int) -> bool:
    """Return whether an asset says that its log has this version; one without edits need not say so."""
    return asset.metadata.annotations.get(labels.EDITS, "0") == str(version)


def _patch(asset: MediaAsset, version: int) -> Manifest:
    return conditional(edits_patch(version), etag_of(asset.metadata), asset.metadata)
