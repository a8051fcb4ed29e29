"""Layout of watched prefixes in the object store, below the prefix of their namespace.

::

    sources/<source>/ranges/<digest>.ndjson     what is known of the objects whose keys lie between two
    sources/<source>/departed/<asset>           an asset of the source that was deleted, until a range knows it

``<source>`` is the object's UID; ``<digest>`` that of the key after which a range begins. What lies here can be lost:
then files whose assets were deleted become assets again.
"""

import hashlib
from pathlib import PurePosixPath

from media_insights.domain.layout import folder_in, private_prefix


def source_prefix(namespace: str, uid: str) -> str:
    """Return the prefix of everything that is kept of a source, with the final slash: what deletion removes."""
    return folder_in(private_prefix(namespace), "sources", uid)


def range_key(namespace: str, uid: str, after: str) -> str:
    """Return the key of the range that begins after a key of the watched prefix."""
    digest = hashlib.sha256(after.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{folder_in(source_prefix(namespace, uid), 'ranges')}{digest}.ndjson"


def departed_prefix(namespace: str, uid: str) -> str:
    """Return the prefix of the marks of assets that were deleted, with the final slash."""
    return folder_in(source_prefix(namespace, uid), "departed")


def departed_key(namespace: str, uid: str, asset: str) -> str:
    """Return the key of the mark of one asset that was deleted."""
    return f"{departed_prefix(namespace, uid)}{asset}"


def departed_name(key: str) -> str:
    """Return the name of the asset whose mark has a key."""
    return PurePosixPath(key).name
