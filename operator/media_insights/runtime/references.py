"""References: which objects of one kind name which others, kept as the objects come, change and go."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

NamedKey = tuple[str, str]
"""(namespace, name), of an object that names others and of what it names."""


@dataclass(slots=True)
class References:
    """Who names a target, and which targets somebody has begun or ceased to name since they were last asked for.

    A target is a key, whether there is an object of it or not: what is gone is still named.
    """

    _by_target: dict[NamedKey, set[NamedKey]] = field(default_factory=dict)
    _changed: set[NamedKey] = field(default_factory=set)

    def move(self, source: NamedKey, before: Collection[NamedKey], after: Collection[NamedKey]) -> None:
        """Let an object name other targets than before; none after it is gone."""
        for target in set(before).difference(after):
            self._forget(source, target)
        for target in set(after).difference(before):
            self._by_target.setdefault(target, set()).add(source)
            self._changed.add(target)

    def to(self, target: NamedKey) -> Collection[NamedKey]:
        """Return the objects that name a target, in no order."""
        return self._by_target.get(target, frozenset())

    def named(self, name: str) -> Iterator[NamedKey]:
        """Yield the targets of a name that somebody names, of whatever namespace."""
        return (target for target in list(self._by_target) if target[1] == name)

    def take_changed(self) -> set[NamedKey]:
        """Return the targets that have other referrers than when this was last asked."""
        changed, self._changed = self._changed, set()
        return changed

    def _forget(self, source: NamedKey, target: NamedKey) -> None:
        sources = self._by_target.get(target, set())
        sources.discard(source)
        if not sources:
            self._by_target.pop(target, None)
        self._changed.add(target)
