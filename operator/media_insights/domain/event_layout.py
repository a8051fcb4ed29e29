"""Layout of events in the object store, below the prefix of their namespace.

::

    events/pending/<asset>/<object>-<number>.json       they wait for their sinks
    events/log/<day>/<time>-<object>-<number>.json      they were delivered, and can be sent again
    events/dead/<sink>/<object>-<number>.json           this sink did not take them
    events/settled/<object>.json                        numbers of its changes that no sink waits for any more
    events/told/<object>.json                           on a laptop: the object, as it was told of

``<asset>`` and ``<object>`` are UIDs, ``<number>`` is that of the first change of the object that is told. No time is
in the key of a pending entry: who writes it again after a crash writes the same key.
"""

from pathlib import PurePosixPath

from media_insights.domain.layout import folder_in, private_prefix


def pending_prefix(namespace: str, asset_uid: str = "") -> str:
    """Return the prefix of pending events, of one asset or of all, with the final slash."""
    return _prefix(namespace, "pending", asset_uid)


def pending_key(namespace: str, asset_uid: str, object_uid: str, first: int) -> str:
    """Return the key of the pending events of one status of an object."""
    return f"{pending_prefix(namespace, asset_uid)}{_file(object_uid, first)}"


def asset_of_pending(key: str) -> str:
    """Return the UID of the asset whose pending events lie under a key."""
    return PurePosixPath(key).parts[-2]


def object_of_pending(key: str) -> str:
    """Return the UID of the object whose pending events lie under a key."""
    return PurePosixPath(key).stem.rpartition("-")[0]


def log_prefix(namespace: str, day: str = "") -> str:
    """Return the prefix of delivered events, of one day (``2026-01-31``) or of all, with the final slash."""
    return _prefix(namespace, "log", day)


def log_key(namespace: str, time: str, object_uid: str, first: int) -> str:
    """Return the key of delivered events: in key order they are in the order of their times (RFC 3339, UTC)."""
    return f"{log_prefix(namespace, time[:10])}{time}-{_file(object_uid, first)}"


def day_of_log(key: str) -> str:
    """Return the day that delivered events lie under."""
    return PurePosixPath(key).parts[-2]


def dead_prefix(namespace: str, sink: str = "") -> str:
    """Return the prefix of events that a sink, or any, did not take, with the final slash."""
    return _prefix(namespace, "dead", sink)


def dead_key(namespace: str, sink: str, object_uid: str, number: int) -> str:
    """Return the key of an event that a sink did not take."""
    return f"{dead_prefix(namespace, sink)}{_file(object_uid, number)}"


def settled_prefix(namespace: str) -> str:
    """Return the prefix of the numbers that are settled, with the final slash."""
    return _prefix(namespace, "settled", "")


def settled_key(namespace: str, object_uid: str) -> str:
    """Return the key of the numbers of an object's changes that are settled."""
    return f"{settled_prefix(namespace)}{object_uid}.json"


def object_of_file(key: str) -> str:
    """Return the UID of the object that a file of settled numbers, or of an object as it was told of, is about."""
    return PurePosixPath(key).stem


def told_prefix(namespace: str) -> str:
    """Return the prefix of objects as they were told of, where no API server counts changes, with the final slash."""
    return _prefix(namespace, "told", "")


def told_key(namespace: str, object_uid: str) -> str:
    """Return the key of an object as it was told of."""
    return f"{told_prefix(namespace)}{object_uid}.json"


def _prefix(namespace: str, kind: str, name: str) -> str:
    names = ("events", kind, name) if name else ("events", kind)
    return folder_in(private_prefix(namespace), *names)


def _file(object_uid: str, number: int) -> str:
    return f"{object_uid}-{number:010d}.json"
