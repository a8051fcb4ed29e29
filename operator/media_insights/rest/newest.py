"""Changes of the newest version of an object: read, decide, and write only while it is what was read.

What a watch has may be a moment old, and a controller writes status at any time: neither is a reason to refuse a caller
who set no condition.
"""

import asyncio
from collections.abc import Callable

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.errors import Conflict
from media_insights.ports.objects import ChangeableObjects, KindT
from media_insights.rest.problems import ApiRefusal

ATTEMPTS = 8
"""How often it is tried anew because somebody else changed the object meanwhile."""
PAUSE = 0.1
"""Seconds before the second attempt; each further one waits as much longer."""


async def patch_newest(
    objects: ChangeableObjects[KindT], namespace: str, name: str, patch_of: Callable[[KindT], Manifest]
) -> KindT:
    """Patch an object by a decision about what it is. Raises what ``patch_of`` raises, and ApiRefusal (409).

    ``patch_of`` is asked again for each version that turns out not to be the newest.
    """
    for attempt in range(1, ATTEMPTS + 1):
        found = await objects.get(namespace, name)
        patch = patch_of(found)
        meta = {**patch.get("metadata", {}), "resourceVersion": found.metadata.resource_version}
        try:
            return await objects.patch(namespace, name, {**patch, "metadata": meta})
        except Conflict:
            await asyncio.sleep(PAUSE * attempt)
    raise ApiRefusal(409, "changed-meanwhile", f"others keep changing {name}: send the request again")
