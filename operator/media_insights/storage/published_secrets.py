"""Published Secrets: objects of a run that hold what only Argo's own container could read.

Argo stores what a link in ``/out`` leads to, as it is, and the operator that made the link cannot read it, hence not
change it. So a Secret that was published is an object of exactly its bytes: a key of the run, whose digest is kept
when it is made, or a token of the executor's account, which names its account itself.
"""

import base64
import json
import logging
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from media_insights.domain.running.run_place import RunPlace
from media_insights.errors import NoSuchBucket, NoSuchObject
from media_insights.storage.library import MOST_OF_A_RUN
from media_insights.storage.run_keys import KeptKeys, kept_keys, note_published
from media_insights.storage.store import ObjectInfo, Store

LONGEST_TOKEN = 4 * 1024
"""Bytes of the longest token; larger objects are read only where they are as long as a key of the run."""
MOST_READ = 2_000
"""Objects of a run that are read: whoever makes a folder of an output can store any number of short ones."""
_REMEMBERED = 50_000
"""Examined objects that are remembered, of all runs."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class PublishedSecrets:
    """The Secrets among what runs stored. What was examined once is not read again."""

    store: Store
    _examined: OrderedDict[tuple[str, str], str] = field(default_factory=OrderedDict)
    """Execution's UID and key → ETag of objects that are no Secrets."""

    def of(self, run: RunPlace) -> tuple[str, ...]:
        """Return the keys of the objects of a run, its logs among them, that are Secrets, or were until they went."""
        known = kept_keys(self.store, run)
        return tuple(dict.fromkeys((*known.published, *self._found(run, known))))

    def remove(self, run: RunPlace) -> tuple[str, ...]:
        """Remove the Secrets of a run that are there, and return which; each is noted before it goes."""
        found = self._found(run, kept_keys(self.store, run))
        if found:
            note_published(self.store, run, found)
        for key in found:
            self.store.delete(key)
            _log.warning("removed %s, which was a Secret of its run", key)
        return found

    def _found(self, run: RunPlace, known: KeptKeys) -> tuple[str, ...]:
        suspected = sorted(self._suspected(run, known), key=_depth)
        if len(suspected) > MOST_READ:
            said = "run %s in %s stored %s objects as short as a Secret, of which %s are read"
            _log.warning(said, run.uid, run.namespace, len(suspected), MOST_READ)
        return tuple(sorted(info.key for info in suspected[:MOST_READ] if self._is_secret(info, run, known)))

    def _suspected(self, run: RunPlace, known: KeptKeys) -> Iterator[ObjectInfo]:
        """Yield the objects that are as long as a Secret."""
        lengths, tokens = frozenset(known.digests.values()), range(len(run.account), LONGEST_TOKEN + 1)
        try:
            for prefix in (run.folder, run.logs):
                listed = islice(self.store.list(prefix), MOST_OF_A_RUN)
                yield from (each for each in listed if each.bytes in lengths or each.bytes in tokens)
        except NoSuchBucket:
            return

    def _is_secret(self, info: ObjectInfo, run: RunPlace, known: KeptKeys) -> bool:
        if info.etag and self._examined.get((run.uid, info.key)) == info.etag:
            return False
        try:
            content = self.store.get(info.key)
        except NoSuchObject:  # it went since it was listed
            return False
        if known.holds(run, content) or _account_of(content) == run.account:
            return True
        self._remember(run, info)
        return False

    def _remember(self, run: RunPlace, info: ObjectInfo) -> None:
        self._examined[run.uid, info.key] = info.etag
        while len(self._examined) > _REMEMBERED:
            self._examined.popitem(last=False)


def _depth(info: ObjectInfo) -> int:
    """What stands in an output's own place is read before what lies in folders."""
    return info.key.count("/")


def _account_of(content: bytes) -> str:
    """Return whose token this is (RFC 7519, claim ``sub``); nothing of what is none."""
    parts = content.split(b".")
    if len(parts) != 3:
        return ""
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + b"=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return ""
    return str(claims.get("sub", "")) if isinstance(claims, dict) else ""
