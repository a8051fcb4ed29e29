"""Memory of listings of watched prefixes: what this process knows of each source between two passes, and may lose."""

from dataclasses import dataclass, field

from media_insights.controller.settling import Settling
from media_insights.controller.unreadable_files import UnreadableFiles


@dataclass(frozen=True, slots=True)
class ListingMemory:
    """What settles, what could not be read, and which assets were deleted."""

    settling: Settling = field(default_factory=Settling)
    unreadable: UnreadableFiles = field(default_factory=UnreadableFiles)
    _departed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """UID of a source → marks that lay there when its listing began, while this process makes all of it."""

    def noted_marks(self, source: str, marks: tuple[str, ...]) -> tuple[str, ...]:
        """Note which marks of deleted assets lay there when a listing began, and return them."""
        self._departed[source] = marks
        return marks

    def marks(self, source: str) -> tuple[str, ...]:
        """Return the marks that lay there when the listing began; none when another process began it."""
        return self._departed.get(source, ())

    def forget(self, source: str) -> None:
        """Forget a source that is gone."""
        self.settling.forget(source)
        self.unreadable.forget(source)
        self._departed.pop(source, None)
