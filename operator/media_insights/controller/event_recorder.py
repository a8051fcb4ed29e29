"""Event recorder: one Event per change of an object for ``kubectl describe``, never the same one twice."""

import logging
from collections import OrderedDict
from datetime import UTC, datetime

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain.deciding.changes import Change
from media_insights.domain.names import short_hash
from media_insights.domain.wording import cut, printable
from media_insights.errors import AlreadyExists, ApiError, Unavailable
from media_insights.kube.client import Api
from media_insights.kube.resources import EVENTS

_REMEMBERED = 4096

_log = logging.getLogger(__name__)


class Recorder:
    """Writes Events. A lost one is no reason to do anything again: failures are logged only."""

    def __init__(self, api: Api, instance: str) -> None:
        self._api = api
        self._instance = instance
        self._recorded: OrderedDict[str, None] = OrderedDict()

    async def record(self, about: Manifest, change: Change) -> None:
        """Record one change of an object, once; its number makes the name, so other replicas know too."""
        if not change.is_recorded:
            return
        meta = about["metadata"]
        name = f"{meta['name'][:200]}.{short_hash(meta['uid'], change.reason, str(change.sequence))}"
        if name in self._recorded:
            return
        try:
            await self._api.create(EVENTS, self._event(about, change, name))
        except AlreadyExists:
            pass
        except (ApiError, Unavailable) as error:
            _log.warning("event %s of %s: %s", change.reason, meta["name"], error)
            return
        self._recorded[name] = None
        if len(self._recorded) > _REMEMBERED:
            self._recorded.popitem(last=False)

    def _event(self, about: Manifest, change: Change, name: str) -> Manifest:
        now = rfc3339(datetime.now(UTC))
        meta = about["metadata"]
        return {
            "apiVersion": "v1",
            "kind": "Event",
            "metadata": {"name": name, "namespace": meta.get("namespace") or "default"},
            "involvedObject": {
                "apiVersion": about["apiVersion"],
                "kind": about["kind"],
                "name": meta["name"],
                "namespace": meta.get("namespace", ""),
                "uid": meta["uid"],
            },
            "type": "Normal" if change.well else "Warning",
            "reason": change.reason,
            "message": cut(printable(change.message), 1000),
            "source": {"component": labels.FIELD_MANAGER},
            "reportingComponent": f"{labels.PREFIX}controller",
            "reportingInstance": self._instance[:128],
            "firstTimestamp": now,
            "lastTimestamp": now,
            "count": 1,
        }
