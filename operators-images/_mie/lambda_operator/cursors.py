"""Where reading an asset's metadata goes on: opaque to the caller, as MIE's cursors are."""

import base64
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cursor:
    """The results that are left, the first of them from a page on."""

    names: tuple[str, ...]
    page: int = 0

    @property
    def name(self) -> str:
        """The result that comes next."""
        return self.names[0]

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Read a cursor. Raises ValueError when it is none."""
        try:
            found = json.loads(base64.urlsafe_b64decode(text))
            names, page = tuple(map(str, found["names"])), int(found["page"])
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{text[:40]!r} is no cursor: give back the one of an earlier answer") from error
        if not names:
            raise ValueError(f"{text[:40]!r} is a cursor at its end")
        return cls(names, page)

    def __str__(self) -> str:
        """Write it as text for a URL."""
        return base64.urlsafe_b64encode(json.dumps({"names": self.names, "page": self.page}).encode()).decode()

    def after(self, pages: int) -> "Cursor | None":
        """Return what comes after this page of a result that has so many; None at the end."""
        if self.page + 1 < pages:
            return Cursor(self.names, self.page + 1)
        return Cursor(self.names[1:]) if len(self.names) > 1 else None
