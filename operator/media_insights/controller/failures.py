"""Failures of work beside the decisions: what one round could not do is told once, and the next round tries again."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from media_insights.errors import LostLease, MediaInsightsError, Unavailable

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Failures:
    """What the rounds of one kind of work could not do; none of it ends the controller's leading."""

    what: str
    """The work, as the beginning of a sentence: ``the objects of assets are not copied``."""
    _found: dict[str, Exception] = field(default_factory=dict)
    _told: bool = False

    @contextmanager
    def noted(self, name: str) -> Iterator[None]:
        """Do a part of a round; an error is noted with the part's name. Raises LostLease alone."""
        try:
            yield
        except LostLease:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one part must not end the others
            self._found.setdefault(name, error)

    def has(self, name: str) -> bool:
        """Return whether a part failed in this round."""
        return name in self._found

    @property
    def is_unavailable(self) -> bool:
        """Whether a server did not answer in this round: it will not answer the rest of it either."""
        return any(isinstance(each, Unavailable) for each in self._found.values())

    def end_round(self) -> None:
        """Tell what failed, unless the round before failed too."""
        if self._found and not self._told:
            name, error = next(iter(self._found.items()))
            defect = None if isinstance(error, MediaInsightsError) else error
            _log.warning("%s yet, among them %s: %s; each round tries again", self.what, name, error, exc_info=defect)
        self._told = bool(self._found)
        self._found = {}
