"""Shards: how many items are done together, each kind of media by itself."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

ITEMS = 200
"""What is loaded takes a few seconds; among so many photos of a second each that is a few hundredths."""
BYTES = 2 * 2**30
"""Of large files fewer are done together: what each step makes of them lies on the disk until the last step has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardLimits:
    """Limits of one shard; a single item may be larger than all of it."""

    items: int = ITEMS
    bytes: int = BYTES


@dataclass
class _Open(Generic[T]):
    items: list[T] = field(default_factory=list)
    size: int = 0


@dataclass
class OpenShards(Generic[T]):
    """Shards that are being filled, one for each kind of media: steps wait for all items, and photos for no video."""

    limits: ShardLimits
    _open: dict[Hashable, _Open[T]] = field(default_factory=dict)

    def add(self, item: T, *, kind: Hashable, size: int) -> tuple[T, ...]:
        """Put an item where it belongs; return the shard that is full now, or nothing."""
        shard = self._open.setdefault(kind, _Open())
        full: tuple[T, ...] = ()
        if shard.items and shard.size + size > self.limits.bytes:
            full = tuple(shard.items)
            shard = self._open[kind] = _Open()
        shard.items.append(item)
        shard.size += size
        if not full and len(shard.items) >= self.limits.items:
            del self._open[kind]
            return tuple(shard.items)
        return full

    def rest(self) -> list[tuple[T, ...]]:
        """Return the shards that are not full, and hold none any more."""
        left = [tuple(shard.items) for shard in self._open.values()]
        self._open.clear()
        return left
