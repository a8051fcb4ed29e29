"""Lists and watch events as they are read: object by object, each within bounds or as a stub."""

import json
import logging
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from dataclasses import dataclass, field

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.kube.bounds import Bounds, is_deeper, stub_of
from media_insights.kube.scanner import Scanned, Scanner

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class ListReader:
    """Reads one page of a list."""

    bounds: Bounds
    frame: Manifest = field(default_factory=dict)
    """Everything of the page but its items, once it is read."""

    async def objects(self, chunks: AsyncIterable[bytes]) -> AsyncIterator[Manifest]:
        """Yield the objects of a page. ValueError when it is no list."""
        scanner = Scanner(self.bounds, b"{[")
        async for chunk in chunks:
            for found in scanner.feed(chunk):
                for manifest in objects_of(found):
                    yield manifest
        frame = json.loads(bytes(scanner.frame))
        if not isinstance(frame, dict):
            raise ValueError("it is no list")  # noqa: TRY004 - the text is wrong, not the caller
        self.frame = frame


@dataclass(frozen=True, slots=True)
class WatchEvent:
    """One line of a watch."""

    type: str
    """ADDED, MODIFIED, DELETED, BOOKMARK or ERROR."""
    object: Manifest


async def events(chunks: AsyncIterable[bytes], bounds: Bounds) -> AsyncIterator[WatchEvent]:
    """Yield the events of a watch; a line that is longer than an object may be is never held as a whole."""
    rest, long = b"", _LongLine(bounds)
    async for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            found = long.end(line) if long.begun else _event(line, bounds)
            if found:
                yield found
        if long.begun or len(rest) > bounds.bytes:
            long.feed(rest)
            rest = b""


def objects_of(found: Scanned) -> Iterator[Manifest]:
    """Yield an object, or its stub when it is beyond the bounds or no JSON; nothing when not even its name is known."""
    problem = found.problem
    if not problem:
        try:
            yield json.loads(found.text)
        except (ValueError, RecursionError) as error:
            problem = f"the object cannot be read: {error}"
        else:
            return
    try:
        yield stub_of(found.head, problem)
    except (ValueError, KeyError, TypeError, AttributeError):
        _log.warning("an object without a name was left out: %s", problem)


@dataclass(slots=True)
class _LongLine:
    """A line that is too long to be held."""

    bounds: Bounds
    begun: bool = False
    _scanner: Scanner | None = None
    _found: list[Scanned] = field(default_factory=list)

    def feed(self, part: bytes) -> None:
        if self._scanner is None:
            self.begun, self._scanner, self._found = True, Scanner(self.bounds, b"{"), []
        self._found += self._scanner.feed(part)

    def end(self, part: bytes) -> WatchEvent | None:
        """Return the event of the line that ends here."""
        self.feed(part)
        scanner, self._scanner, self.begun = self._scanner, None, False
        type_ = json.loads(bytes(scanner.frame))["type"] if scanner else ""
        return next((WatchEvent(type_, each) for found in self._found for each in objects_of(found)), None)


def _event(line: bytes, bounds: Bounds) -> WatchEvent | None:
    if not line.strip():
        return None
    if len(line) > bounds.bytes or is_deeper(line, bounds.depth + 1):
        whole = _LongLine(bounds)
        return whole.end(line)
    event = json.loads(line)
    return WatchEvent(event["type"], event["object"])
