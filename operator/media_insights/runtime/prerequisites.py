"""Prerequisites of a process, such as installed kinds: it waits for each and reports what is missing."""

import asyncio
import logging
from dataclasses import dataclass

from media_insights.errors import ApiError, NoSuchKind, NotFound, StoreError, Unavailable
from media_insights.kube.client import Api
from media_insights.kube.resources import Resource
from media_insights.runtime import metrics
from media_insights.storage.store import Store

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class ServedKind:
    """A kind that somebody else installs."""

    api: Api
    resource: Resource
    product: str
    """Who brings it, as messages name it."""
    more: str
    """Where to read how it is installed."""
    obstacle: str = ""
    """Why objects of this kind cannot be made now; nothing when they can."""
    every: float = 10.0

    async def wait(self) -> None:
        """Return when the API server serves the kind."""
        while not await self._is_served():
            _log.warning("%s; %s", self.obstacle, self.more)
            await asyncio.sleep(self.every)

    async def _is_served(self) -> bool:
        try:
            await self.api.get(self.resource, "default", "any")
        except NoSuchKind:
            kind = f"{self.resource.plural}.{self.resource.group}"
            self.obstacle = f"{self.product} is not installed: the API server does not know {kind}"
            return False
        except NotFound:
            pass
        except (ApiError, Unavailable) as error:
            self.obstacle = f"{self.product} cannot be seen: {error}"
            return False
        self.obstacle = ""
        return True


async def follow_bucket(store: Store, every: float = 30.0, again: float = 5.0) -> None:
    """Make the bucket when it does not exist, and measure for ever whether the store answers.

    ``every``, ``again``: seconds between two checks while it answers, and while it does not.
    """
    reachable: bool | None = None
    while True:
        try:
            await asyncio.to_thread(store.ensure_bucket)
        except (Unavailable, StoreError) as error:
            _log.warning("the bucket %s: %s", store.bucket, error)
            reachable = False
        else:
            if reachable is False:
                _log.info("the bucket %s is there", store.bucket)
            reachable = True
        metrics.STORE_REACHABLE.set(reachable)
        await asyncio.sleep(every if reachable else again)
