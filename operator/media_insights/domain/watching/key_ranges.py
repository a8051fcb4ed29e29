"""Ranges of keys: what is known of the objects of a watched prefix, in parts that a pass reads and writes whole.

A range begins after a key and reaches up to another, where the next one begins: it is found by the key after which it
begins, so that no index of ranges is needed. One with too many objects is split, small neighbours become one. A part
of a split is stored before the range that leads to it, so that a crash between the two loses nothing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

FULL = 1000
"""Objects of a range, at most: what a pass lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownObject:
    """What is known of one object in one version."""

    version: str
    type: str = ""
    """The media type of one that no rule takes, so that it is read once; empty: it was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRange:
    """The objects of a prefix whose keys lie between two."""

    after: str = ""
    up_to: str = ""
    """The last key that may be in it; empty: it has no end."""
    known: Mapping[str, KnownObject] = field(default_factory=dict)
    """Key → what is known of the object."""

    def joined(self, following: "KeyRange") -> "KeyRange":
        """Return one range in place of this one and the one that begins where it ends."""
        return KeyRange(after=self.after, up_to=following.up_to, known={**self.known, **following.known})


def parse_range(content: bytes, after: str) -> KeyRange:
    """Return the range that a file holds. Raises ValueError for what is none that begins after this key."""
    try:
        head, *rows = map(json.loads, content.splitlines())
        if head["after"] != after or not isinstance(head["upTo"], str):
            raise ValueError("the range begins elsewhere")
        known = {row["key"]: KnownObject(version=row["version"], type=row.get("type", "")) for row in rows}
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no range: {error!r}") from error
    return KeyRange(after=after, up_to=head["upTo"], known=known)


def range_as_lines(of: KeyRange) -> bytes:
    """Return a file that :func:`parse_range` reads back."""
    rows = (
        {"key": key, "version": each.version, **({"type": each.type} if each.type else {})}
        for key, each in sorted(of.known.items())
    )
    lines = ({"after": of.after, "upTo": of.up_to}, *rows)
    return "".join(f"{json.dumps(row)}\n" for row in lines).encode()


def end_of_pass(of: KeyRange, keys: Sequence[str]) -> str:
    """Return up to which key a range is examined, when these are listed after its beginning; empty: all of it.

    ``keys`` are at most :data:`FULL`; some may lie beyond the range. The last range, where files are added to the end,
    is filled; any other is split in the middle.
    """
    if len(keys) < FULL or (of.up_to and keys[-1] >= of.up_to):
        return of.up_to
    return keys[FULL // 2 - 1] if of.up_to else keys[-1]


def split(of: KeyRange, end: str) -> tuple[KeyRange, KeyRange | None]:
    """Return the part of a range up to a key, and the rest; None where that is all of it."""
    if end == of.up_to:
        return of, None
    here = {key: each for key, each in of.known.items() if key <= end}
    beyond = {key: each for key, each in of.known.items() if key > end}
    return replace(of, up_to=end, known=here), KeyRange(after=end, up_to=of.up_to, known=beyond)


def has_room(of: KeyRange, keys: Sequence[str]) -> bool:
    """Return whether a range has few of the keys that are listed after its beginning, and another one follows it."""
    return bool(of.up_to) and sum(1 for key in keys if key <= of.up_to) <= FULL // 2


def may_join(following: KeyRange, keys: Sequence[str]) -> bool:
    """Return whether all keys up to the end of the range that follows are among these, and half as many as may be."""
    if len(keys) == FULL and not (following.up_to and keys[-1] >= following.up_to):
        return False
    return sum(1 for key in keys if not following.up_to or key <= following.up_to) <= FULL // 2
