"""Unreadable files of watched prefixes: those whose content the store refuses, so that the others go on.

Nothing of it is stored, since a refusal may pass: each listing asks once more, and so does a controller that restarts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from media_insights.controller.settling import is_within
from media_insights.domain.watching.candidates import Candidate, SeenObject

MOST = 20_000
"""Files of one source that are remembered between two listings; others settle anew."""


@dataclass(slots=True)
class UnreadableFiles:
    """What could not be read of each source."""

    _seen: dict[str, dict[str, tuple[SeenObject, str]]] = field(default_factory=dict)
    """UID of a source → key → what was refused when it was last read, and why."""
    _asked: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    """UID of a source → the key after which a range begins → name → why it was refused in this listing."""

    def asked(self, source: str, after: str, *, anew: bool) -> Mapping[str, str]:
        """Return what this listing asked for in vain in the range that begins after a key; ``anew``: it begins now."""
        begins, asked = self._asked.get(source, ("", {}))
        return {} if anew or begins != after else asked

    def remembered(self, source: str, candidates: Iterable[Candidate], between: tuple[str, str]) -> frozenset[str]:
        """Return the names of the candidates of a range that were refused as they are now; forget others there."""
        seen = self._seen.setdefault(source, {})
        before = {key: seen.pop(key) for key in [key for key in seen if is_within(key, between)]}
        same = [each for each in candidates if each.seen.key in before and before[each.seen.key][0] == each.seen]
        seen.update({each.seen.key: before[each.seen.key] for each in same})
        return frozenset(each.name for each in same)

    def noted(
        self, source: str, after: str, asked: Mapping[str, str], candidates: Iterable[Candidate]
    ) -> Mapping[str, str]:
        """Note all that this listing asked for in vain in a range, name → why, and return it."""
        self._asked[source] = after, dict(asked)
        seen = self._seen.setdefault(source, {})
        for each in candidates:
            if each.name in asked and (each.seen.key in seen or len(seen) < MOST):
                seen[each.seen.key] = each.seen, asked[each.name]
        return asked

    def example(self, source: str) -> str:
        """Return one of the files and why it is refused; empty when there is none."""
        return next((f"{key}: {why}" for key, (_, why) in self._seen.get(source, {}).items()), "")

    def forget(self, source: str) -> None:
        """Forget a source."""
        self._seen.pop(source, None)
        self._asked.pop(source, None)
