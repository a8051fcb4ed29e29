"""Keys of the object store that callers choose."""

from media_insights.domain.key_parts import RESERVED, too_long
from media_insights.domain.wording import is_visible


def unfit(key: str) -> str:
    """Return a sentence about a key that somebody chose and that is not taken; empty for one that is.

    Not every store keeps each key, and some characters hide from whoever reads it what it is.
    """
    if not all(map(is_visible, key)):
        return "a key has no control characters, and none that hide or turn what stands beside them"
    if any(part.startswith(RESERVED) for part in key.split("/")):
        return f"no part of a key begins with {RESERVED}: such files are those of the store itself"
    return too_long(key)
